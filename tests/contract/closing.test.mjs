// What becomes of an action whose device could not learn its outcome: whoever may not do it any more still hears what was
// answered under its key; a manager closes it, and whatever was decided before counts, whatever comes later does not.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, test } from 'node:test';
import { journalTexts, recorded } from '../harness/books.mjs';
import { Person } from '../harness/person.mjs';
import { startServer } from '../harness/server.mjs';
import { all, newStaff, password } from '../harness/shop.mjs';

let server;
let owner;
let manager;
let foreign;
before(async () => {
    server = await startServer({ usable: 12 });
    owner = await Person.signIn(server, server.staff.owner, { lane: 0 });
    manager = await Person.signIn(server, server.staff.manager, { lane: 0 });
    foreign = await Person.signIn(server, server.shops.tea.owner, { lane: 0 });
});
afterEach(() => server.check());
after(() => server.stop());

const headers = (key) => ({ headers: { 'idempotency-key': key } });
const undo = (person, id, key, body = { nothing_served: false }) => person.put(`/api/v1/redemptions/${id}/revocation`, body, headers(key));
const close = (person, key, reason = 'served', options = {}) => person.post('/api/v1/closures', { reason }, { ...headers(key), ...options });
const closings = () => journalTexts(server).filter((text) => text.includes('"action_closed"'));
const told = ({ status, body }) => [status, body.reason, body.field];

// Somebody new at the counter: {person, become(role)}, which signs them in again as that.
async function somebody() {
    const wanted = { ...newStaff([owner.session.store_id]), password };
    const { body } = await owner.post('/api/v1/staff', wanted, headers(randomUUID()));
    const login = { account: wanted.account, password };
    const person = await Person.signIn(server, login, { lane: 0 });
    const become = async (role) => {
        assert.equal((await owner.put(`/api/v1/staff/${body.id}`, { ...wanted.settings, role })).status, 200);
        return Person.signIn(server, login, role === 'display' ? {} : { lane: 0 });
    };
    return { person, become };
}

test('who may not redeem any more hears what was answered before, and does nothing new', async () => {
    const { person, become } = await somebody();
    const { handle } = await person.prepare(server.voucher('usable').code);
    const other = await person.prepare(server.voucher('usable').code);
    const [key, undoing, fresh] = [randomUUID(), randomUUID(), randomUUID()];
    const { body: done } = await person.redeem(handle, { key });
    const { body: undone } = await undo(person, done.redemption.id, undoing);
    assert.deepEqual([done.outcome, undone.outcome], ['done', 'done']);

    const demoted = await become('display');
    assert.deepEqual(told(await person.redeem(handle, { key })), [401, 'unauthenticated', undefined], 'the session that might has ended');
    const before = recorded(server);
    assert.deepEqual((await demoted.redeem(handle, { key })).body, { ...done, replayed: true });
    assert.deepEqual((await undo(demoted, done.redemption.id, undoing)).body, { ...undone, replayed: true });
    assert.deepEqual(told(await demoted.redeem(handle, { key, uses: 2 })), [422, 'key_reused', 'Idempotency-Key']);
    assert.deepEqual(told(await demoted.redeem(other.handle, { key: fresh })), [403, 'forbidden', undefined]);
    assert.deepEqual(told(await undo(demoted, done.redemption.id, fresh)), [403, 'forbidden', undefined]);
    assert.deepEqual(recorded(server), before);
});

test('who became a manager meanwhile hears what they were answered as a cashier, who gives no reason', async () => {
    const { person, become } = await somebody();
    const { redemption } = await person.use(server.voucher('usable').code);
    const key = randomUUID();
    const { body: undone } = await undo(person, redemption.id, key);
    const promoted = await become('manager');
    assert.deepEqual((await undo(promoted, redemption.id, key)).body, { ...undone, replayed: true });
    assert.deepEqual(told(await undo(promoted, redemption.id, randomUUID())), [400, 'invalid_field', 'reason']);
});

test('what was decided before it is closed counts, and is told', async () => {
    const { person } = await somebody();
    const { handle } = await person.prepare(server.voucher('usable').code);
    const [key, second, undoing] = [randomUUID(), randomUUID(), randomUUID()];
    const { body: done } = await person.redeem(handle, { key });
    const { body: refused } = await person.redeem(handle, { key: second });
    const before = closings().length;
    const first = (await close(manager, key)).body;
    assert.deepEqual([first.outcome, first.why, first.redemption, first.key, first.replayed], ['done', 'none', done.redemption, key, false]);
    assert.deepEqual((await close(manager, key)).body, { ...first, replayed: true });
    const other = (await close(manager, second)).body;
    assert.deepEqual([other.outcome, other.why], ['refused', refused.reason]);
    const { body: undone } = await undo(person, done.redemption.id, undoing);
    assert.deepEqual((await close(manager, undoing)).body.redemption, undone.redemption);
    assert.equal(closings().length, before + 3);
    assert.deepEqual((await person.redeem(handle, { key })).body, { ...done, replayed: true }, 'and the one who asked hears it still');
});

test('what was not decided is refused for good, also to what was under way, and the voucher is as it was', async () => {
    const { person } = await somebody();
    const { code } = server.voucher('usable');
    const { handle } = await person.prepare(code);
    const key = randomUUID();
    const { body: closed } = await close(manager, key, 'not_served');
    assert.deepEqual([closed.outcome, closed.why, closed.redemption], ['refused', 'closed', undefined]);
    const before = recorded(server);
    assert.deepEqual(told(await person.redeem(handle, { key })), [422, 'closed', 'Idempotency-Key']);
    const { redemption } = await manager.use(server.voucher('usable').code);
    const undoing = randomUUID();
    await close(owner, undoing, 'done_again');
    assert.deepEqual(told(await undo(manager, redemption.id, undoing, { reason: 'mistake', nothing_served: false })), [422, 'closed', 'Idempotency-Key']);
    assert.notDeepEqual(recorded(server), before);
    assert.equal((await person.use(code)).outcome, 'done');
    const entry = closings().find((text) => text.includes(key));
    for (const part of ['"not_served"', '"refused"', manager.session.staff_id]) assert.ok(entry.includes(part), entry);
});

test('closing and redeeming at once: one of them has the key, and both say the same', async () => {
    const { person } = await somebody();
    const { handle } = await person.prepare(server.voucher('usable').code);
    const key = randomUUID();
    const [redeemed, closed] = await Promise.all([person.redeem(handle, { key }), close(manager, key)]);
    if (redeemed.status === 200) assert.deepEqual([closed.body.outcome, closed.body.redemption], ['done', redeemed.body.redemption]);
    else assert.deepEqual([redeemed.body.reason, closed.body.why], ['closed', 'closed']);
});

test('a key of another merchant is another action; a reason is needed', async () => {
    const { person } = await somebody();
    const { handle } = await person.prepare(server.voucher('usable').code);
    const key = randomUUID();
    assert.equal((await close(foreign, key)).body.why, 'closed');
    assert.equal((await person.redeem(handle, { key })).body.outcome, 'done');
    for (const reason of ['other', 'because', 7]) assert.deepEqual(told(await close(manager, randomUUID(), reason, { invalid: true })), [400, 'invalid_field', 'reason']);
});
