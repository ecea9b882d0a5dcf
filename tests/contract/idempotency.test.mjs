// One action, one redemption: however often it is sent, by however many at once.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, test } from 'node:test';
import { sql } from '../harness/books.mjs';
import { Person } from '../harness/person.mjs';
import { startServer } from '../harness/server.mjs';

let server;
let cashier;
before(async () => {
    server = await startServer();
    cashier = await Person.signIn(server, server.staff.cashier, { lane: 0 });
});
afterEach(() => server.check());
after(() => server.stop());

const redemptions = () => sql(server, 'SELECT count(*) FROM redemption')[0][0];

test('a retry gets the same answer, refusals too', async () => {
    const { handle } = await cashier.prepare(server.voucher('usable').code);
    const key = randomUUID();
    const first = (await cashier.redeem(handle, { key })).body;
    assert.deepEqual([first.outcome, first.replayed, first.key], ['done', false, key]);
    assert.deepEqual((await cashier.redeem(handle, { key })).body, { ...first, replayed: true });
    const again = randomUUID();
    const refused = (await cashier.redeem(handle, { key: again })).body;
    assert.equal(refused.reason, 'handle_used');
    assert.deepEqual((await cashier.redeem(handle, { key: again })).body, { ...refused, replayed: true });
});

test('blanks, the order of members and unknown ones do not make another request', async () => {
    const { handle } = await cashier.prepare(server.voucher('usable').code);
    const headers = { 'idempotency-key': randomUUID() };
    await cashier.post('/api/v1/redeem', { handle, uses: 1 }, { headers });
    const answer = await cashier.post('/api/v1/redeem', undefined, { raw: ` { "new": 1, "uses" : 1,\n"handle":"${handle}"}`, headers });
    assert.deepEqual([answer.status, answer.body.replayed], [200, true]);
});

test('another request or another person under the same key is refused', async () => {
    const { handle } = await cashier.prepare(server.voucher('usable').code);
    const { handle: other } = await cashier.prepare(server.voucher('usable').code);
    const key = randomUUID();
    await cashier.redeem(handle, { key });
    const before = redemptions();
    const manager = await Person.signIn(server, server.staff.manager, { device: cashier });
    for (const answer of [await cashier.redeem(other, { key }), await cashier.redeem(handle, { key, uses: 2 }), await manager.redeem(handle, { key })]) {
        assert.deepEqual([answer.status, answer.body.reason, answer.body.field], [422, 'key_reused', 'Idempotency-Key']);
    }
    assert.equal(redemptions(), before);
    assert.equal((await cashier.redeem(other)).body.outcome, 'done', 'the other handle was not touched');
});

test('who lost the answer and signed in again, cookies gone, gets it all the same', async () => {
    const { handle } = await cashier.prepare(server.voucher('usable').code);
    const key = randomUUID();
    const { body: first } = await cashier.redeem(handle, { key });
    const again = await Person.signIn(server, server.staff.cashier);
    assert.notEqual(again.session.device_id, cashier.session.device_id);
    const answer = await again.redeem(handle, { key });
    assert.deepEqual([answer.status, answer.body], [200, { ...first, replayed: true }]);
});

test('50 at once under one key: one redemption, 49 replays', async () => {
    const { handle } = await cashier.prepare(server.voucher('usable').code);
    const key = randomUUID();
    const before = redemptions();
    const answers = await Promise.all(Array.from({ length: 50 }, () => cashier.redeem(handle, { key })));
    assert.equal(answers.filter(({ body }) => body.outcome === 'done').length, 50);
    assert.equal(answers.filter(({ body }) => !body.replayed).length, 1);
    assert.equal(new Set(answers.map(({ body }) => body.redemption.id)).size, 1);
    assert.equal(redemptions(), before + 1);
});

test('50 devices for one voucher: exactly one wins, the others hear who did', async () => {
    const people = await Promise.all(Array.from({ length: 50 }, () => Person.signIn(server, server.staff.cashier, { lane: 0 })));
    const { code } = server.voucher('usable');
    const handles = await Promise.all(people.map(async (person) => (await person.prepare(code)).handle));
    const answers = (await Promise.all(people.map((person, i) => person.redeem(handles[i])))).map(({ body }) => body);
    const winners = answers.filter((answer) => answer.outcome === 'done');
    assert.equal(winners.length, 1);
    for (const loser of answers.filter((answer) => answer.outcome !== 'done')) {
        assert.deepEqual([loser.reason, loser.previous.at, loser.previous.this_device], ['already_redeemed', winners[0].redemption.at, false]);
    }
});

test('10 devices for the last uses of one voucher: no use is given twice', async () => {
    const people = await Promise.all(Array.from({ length: 10 }, () => Person.signIn(server, server.staff.cashier, { lane: 0 })));
    const { code, uses_left: uses } = server.voucher('multi_use');
    let taken = 0;
    for (let round = 0; taken < uses; round++) {
        assert.ok(round < 20);
        const answers = await Promise.all(people.map((person) => person.use(code).catch(() => ({}))));
        taken += answers.filter((answer) => answer.outcome === 'done').length;
    }
    assert.equal(taken, uses);
    assert.equal((await cashier.prepare(code)).reason, 'already_redeemed');
});
