// Processes are killed, PostgreSQL is ended as by a crash, both under load: whatever was acknowledged is there, once, with its
// journal entry, and whatever was not is known when it is asked again under its key. While the database is away everything is
// refused within seconds, and it mends by itself.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import { sql } from '../harness/books.mjs';
import { Person } from '../harness/person.mjs';
import { Cluster } from '../harness/postgres.mjs';
import { startServer } from '../harness/server.mjs';

const rounds = Number(process.env.ROUNDS ?? 6);
const clients = 8;
let cluster;
let servers;
before(async () => {
    cluster = await Cluster.start({}); // with fsync: it is its crashes that are looked at
    const first = await startServer({ usable: 500, database: cluster.database() });
    servers = [first, await startServer({ beside: first })];
});
after(async () => {
    for (const server of servers) await server.stop();
    cluster.remove();
});

// Asks until it is known, at either process in turn, with the same cookies; past the proxy, whose contract no cut answer keeps.
async function insist(cookies, path, body, key) {
    for (let turn = Math.random() * 2 | 0; ; turn++) {
        const server = servers[turn % 2];
        const answer = await fetch(`http://localhost:${server.direct}${path}`, {
            method: 'POST', body: JSON.stringify(body), signal: AbortSignal.timeout(20_000),
            headers: { 'content-type': 'application/json', cookie: cookies, ...(key && { 'idempotency-key': key }) },
        }).then(async (got) => ({ status: got.status, body: await got.json() }), () => null);
        if (answer?.status === 200 && answer.body.outcome !== 'unknown') return answer.body;
        assert.ok(!answer || answer.status === 200 || ['store_unavailable', 'shutting_down', 'commit_unknown'].includes(answer.body.reason), `${path}: ${answer?.status} ${JSON.stringify(answer?.body)}`);
        await pause(20 + Math.random() * 80);
    }
}

test(`${rounds} rounds of kills and crashes: nothing acknowledged is missing, nothing is done twice`, async () => {
    const person = await Person.signIn(servers[0], servers[0].staff.cashier, { lane: 0 });
    const cookies = ['__Host-session', '__Host-device'].map((name) => `${name}=${person.cookie(name)}`).join('; ');
    const done = new Map(); // redemption id → code
    let going = true;
    const load = Array.from({ length: clients }, async () => {
        while (going) {
            const { code } = servers[0].voucher('usable');
            const { handle } = await insist(cookies, '/api/v1/prepare', { credential: code });
            const answer = await insist(cookies, '/api/v1/redeem', { handle, uses: 1 }, randomUUID());
            assert.equal(answer.outcome, 'done');
            done.set(answer.redemption.id, code);
        }
    });
    const reached = async (count) => {
        while (done.size < count) await Promise.race([pause(10), ...load]); // a failed client ends the wait
    };
    for (let round = 0; round < rounds; round++) {
        await reached(done.size + 20);
        if (round % 3 === 2) {
            cluster.stop('immediate');
            cluster.go();
        } else {
            const server = servers[round % 2];
            await server.kill();
            await server.launch();
        }
    }
    await reached(done.size + 20);
    going = false;
    await Promise.all(load);
    const there = new Set(sql(servers[0], 'SELECT r.id FROM redemption r JOIN journal j ON j.merchant_id = r.merchant_id AND j.id = r.entry_id').map(([id]) => id));
    assert.deepEqual([...done.keys()].filter((id) => !there.has(id)), []);
    assert.equal(new Set(done.values()).size, done.size);
    const [[wrong, intents, redeemed]] = sql(servers[0], `SELECT
        (SELECT count(*) FROM voucher v WHERE v.uses_total - v.uses_left <> (SELECT coalesce(sum(r.uses), 0) FROM redemption r WHERE r.merchant_id = v.merchant_id AND r.voucher_id = v.id)) AS wrong,
        (SELECT count(*) FROM intent) AS intents, (SELECT count(*) FROM redemption) AS redeemed`);
    assert.deepEqual([wrong, intents], [0, redeemed]);
});

test('while the database is away: 503 within seconds; afterwards all is well by itself', async () => {
    const person = await Person.signIn(servers[0], servers[0].staff.cashier, { lane: 0 });
    const { handle } = await person.prepare(servers[0].voucher('usable').code);
    const feed = await person.feed();
    await feed.next();
    cluster.stop('immediate');
    const key = randomUUID();
    const answers = await Promise.all([person.get('/api/v1/session'), person.redeem(handle, { key }), person.post('/api/v1/prepare', { credential: 'hello' })]);
    for (const { status, body } of answers.slice(0, 2)) assert.deepEqual([status, body.reason], [503, 'store_unavailable']);
    cluster.go();
    let answer;
    do answer = await person.redeem(handle, { key }); while (answer.status === 503);
    assert.equal(answer.body.outcome, 'done');
    let told;
    do told = await feed.next(); while (told.data.redemption.id !== answer.body.redemption.id); // others' may come first
    feed.close();
});
