// A disk that fails under the books: what is answered while nobody knows whether something was recorded, while nothing can
// be, and afterwards. PostgreSQL has a disk of its own, which this one is not.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from '../harness/books.mjs';
import { Person } from '../harness/person.mjs';
import { freePort, startServer } from '../harness/server.mjs';

const options = { skip: process.env.HEXIAO_TEST_POSTGRES ? 'the platform has no disk of its own under PostgreSQL' : false };
let server;
let cashier;
before(async () => {
    server = await startServer();
    cashier = await Person.signIn(server, server.staff.cashier, { lane: 0 });
});
afterEach(() => server.check());
after(() => server.stop());

const unavailable = ({ status, body }) => status === 503 && body.reason === 'store_unavailable';

// Asks until the books can be written again; the first other answer.
async function recovered(ask) {
    await server.fault('none');
    for (;;) {
        const answer = await ask();
        if (!unavailable(answer)) return answer;
        assert.equal(answer.headers.get('retry-after'), '1');
        await pause(50);
    }
}

// The answer to the command that meets the failing disk. The platform may meet it first, when it copies its log: then the
// command is refused, and the disk fails anew for the next one.
async function failing(fault, command) {
    for (;;) {
        await server.fault(fault);
        const answer = await command();
        if (!unavailable(answer)) return answer;
        await recovered(() => cashier.post('/api/v1/prepare', { credential: server.voucher('usable').code }));
    }
}

for (const fault of ['sync eio', 'write enospc']) {
    test(`a redemption whose commit fails is unknown, and its key tells afterwards (${fault})`, options, async () => {
        const { handle } = await cashier.prepare(server.voucher('usable').code);
        const key = randomUUID();
        const unknown = await failing(fault, () => cashier.redeem(handle, { key }));
        assert.deepEqual([unknown.status, unknown.body.outcome, unknown.body.reason, unknown.body.key, unknown.body.redemption], [200, 'unknown', 'commit_unknown', key, undefined]);
        assert.ok(unavailable(await cashier.redeem(handle, { key })), 'nothing is written while the disk fails');
        assert.equal((await cashier.get('/api/v1/session')).status, 200, 'reading goes on');
        const told = await recovered(() => cashier.redeem(handle, { key }));
        assert.deepEqual([told.status, told.body.outcome, told.body.key], [200, 'done', key]);
        assert.equal(sql(server, 'SELECT count(*) FROM redemption WHERE prepared_id = ?', handle)[0][0], 1);
        assert.ok(server.log.includes('"event":"books_read_only"') && server.log.includes('"event":"books_writable"'));
    });
}

test('any other command whose commit fails: 500, and no promise that nothing was recorded', options, async () => {
    // Another lane than now: SQLite writes nothing where nothing changes.
    const place = { store_id: cashier.session.store_id, lane_id: cashier.session.stores[0].lanes[1].id };
    const commands = [() => cashier.post('/api/v1/prepare', { credential: server.voucher('usable').code }), () => cashier.put('/api/v1/session/place', place)];
    for (const command of commands) {
        const answer = await failing('sync eio', command);
        assert.deepEqual([answer.status, answer.headers.get('content-type'), answer.body], [500, 'application/json', { outcome: 'unknown', reason: 'commit_unknown' }]);
        await recovered(command);
    }
});

test('SIGTERM on books that cannot be closed in time: the process ends all the same, and says so', options, async () => {
    const watched = await freePort();
    const mine = await startServer({ usable: 1, args: ['--metrics-port', watched] });
    const person = await Person.signIn(mine, mine.staff.cashier, { lane: 0 });
    const { handle } = await person.prepare(mine.voucher('usable').code);
    await mine.slow(60_000); // each sync, longer than anybody waits here
    const redemption = person.redeem(handle).catch(() => 'no answer');
    // Until it is one of those that are being answered; the other is the question itself.
    while (/^hexiao_requests_in_flight 1$/m.test(await (await fetch(`http://localhost:${watched}/metrics`)).text()));
    mine.terminate();
    assert.deepEqual(await mine.ended, [1, null]);
    assert.equal(JSON.parse(mine.log.trim().split('\n').at(-1)).event, 'drain_incomplete');
    await redemption;
    await mine.launch(); // without the slow disk: the books are whole
    await mine.stop();
});
