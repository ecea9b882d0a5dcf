// Two processes on one PostgreSQL: each feeds its readers what happens at the other, and nothing is done twice, whoever is asked.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { sql } from '../harness/books.mjs';
import { Person } from '../harness/person.mjs';
import { Cluster } from '../harness/postgres.mjs';
import { startServer } from '../harness/server.mjs';

let cluster;
let servers;
let people; // one at each
before(async () => {
    cluster = await Cluster.start();
    const first = await startServer({ usable: 60, database: cluster.database() });
    servers = [first, await startServer({ beside: first, args: ['--heartbeat', 200] })];
    people = await Promise.all(servers.map((server) => Person.signIn(server, server.staff.cashier, { lane: 0 })));
});
after(async () => {
    for (const server of servers) await server.stop();
    cluster.remove();
});

const everywhere = (ask) => Promise.all(people.map(ask));

test('what is redeemed at either is told at both, once, in the same order', async () => {
    const feeds = await everywhere((person) => person.feed());
    const starts = await Promise.all(feeds.map((feed) => feed.next()));
    const made = (await everywhere(async (person) => {
        const mine = [];
        for (let i = 0; i < 10; i++) mine.push((await person.use(servers[0].voucher('usable').code)).redemption.id);
        return mine;
    })).flat();
    for (const [i, feed] of feeds.entries()) {
        const told = [];
        for (let last = starts[i].id; told.length < made.length;) {
            const event = await feed.next();
            assert.equal(event.data.previous_id, last);
            told.push(event.data.redemption.id);
            last = event.id;
        }
        assert.deepEqual([...told].sort(), [...made].sort());
        if (i) assert.deepEqual(told, feeds.told);
        feeds.told = told;
        feed.close();
    }
});

// The same person on the same device, at another process.
function twin(person, server) {
    const other = new Person(server);
    for (const name of ['__Host-session', '__Host-device']) other.setCookie(name, person.cookie(name));
    return other;
}

test('a session that ended at one reads no feed at the other', async () => {
    const [leaving, staying] = await Promise.all([0, 0].map(() => Person.signIn(servers[0], servers[0].staff.cashier, { lane: 0 })));
    const { store_id } = leaving.session;
    const [gone, open] = await Promise.all([leaving, staying].map((person) => twin(person, servers[1]).feed(store_id)));
    await Promise.all([gone, open].map((feed) => feed.next()));
    await leaving.signOut();
    assert.equal(await gone.next(), null);
    await staying.use(servers[0].voucher('usable').code);
    assert.equal((await open.next()).name, 'redemption');
    open.close();
});

test('one key asked at both is done once and answered alike', async () => {
    for (let i = 0; i < 20; i++) {
        const { handle } = await people[0].prepare(servers[0].voucher('usable').code);
        const key = randomUUID();
        const answers = (await Promise.all([people[0], twin(people[0], servers[1])].map((person) => person.redeem(handle, { key })))).map(({ body }) => body);
        assert.deepEqual(answers.map(({ outcome }) => outcome), ['done', 'done']);
        assert.equal(answers[0].redemption.id, answers[1].redemption.id);
        assert.deepEqual(answers.map(({ replayed }) => replayed).sort(), [false, true]);
    }
});

test('one voucher prepared at both is redeemed at one', async () => {
    for (let i = 0; i < 20; i++) {
        const { code } = servers[0].voucher('usable');
        const handles = await everywhere((person) => person.prepare(code));
        const answers = await Promise.all(people.map((person, n) => person.redeem(handles[n].handle)));
        const reasons = answers.map(({ body }) => body.reason).sort();
        assert.deepEqual(answers.map(({ body }) => body.outcome).sort(), ['done', 'refused']);
        assert.ok(reasons.includes('already_redeemed') || reasons.includes('voucher_changed'), reasons.join());
    }
    const [[twice]] = sql(servers[0], 'SELECT count(*) FROM voucher v WHERE v.uses_total - v.uses_left <> (SELECT coalesce(sum(r.uses), 0) FROM redemption r WHERE r.merchant_id = v.merchant_id AND r.voucher_id = v.id)');
    assert.equal(twice, 0);
});

test('the journal of both is dense and whole', () => {
    const rows = sql(servers[0], 'SELECT merchant_id, count(*) AS entries, count(position) AS numbered, max(position) AS newest FROM journal GROUP BY merchant_id');
    for (const [, entries, numbered, newest] of rows) assert.deepEqual([numbered, newest], [entries, entries]);
});

test('a process with another key is not let in', async () => {
    await assert.rejects(startServer({ database: servers[0].database }), /made with another key|brought back|without their key/);
});
