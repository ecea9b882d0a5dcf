// A handle is good once, for five minutes, for the staff, device and store that it was made for, and for what it showed.
import assert from 'node:assert/strict';
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

// What both ways of acting on a handle say of it.
async function reasons(person, handle, options) {
    const seen = (await person.get(`/api/v1/prepared/${handle}`)).body;
    const redeemed = (await person.redeem(handle, options)).body;
    return [seen.reason, redeemed.reason];
}

test('five minutes, not a moment longer', async () => {
    const { handle: soon } = await cashier.prepare(server.voucher('usable').code);
    const { handle: late } = await cashier.prepare(server.voucher('usable').code);
    await server.advance(4 * 60_000 + 50_000);
    assert.deepEqual(await reasons(cashier, soon), ['none', 'none']);
    await server.advance(10_000);
    assert.deepEqual(await reasons(cashier, late), ['handle_expired', 'handle_expired']);
});

test('one use', async () => {
    const { handle } = await cashier.prepare(server.voucher('multi_use').code);
    assert.equal((await cashier.redeem(handle)).body.outcome, 'done');
    assert.deepEqual(await reasons(cashier, handle), ['handle_used', 'handle_used']);
});

test('nobody else, no other device', async () => {
    const { handle } = await cashier.prepare(server.voucher('usable').code);
    const otherDevice = await Person.signIn(server, server.staff.cashier, { lane: 0 });
    const otherStaff = await Person.signIn(server, server.staff.manager, { lane: 0, device: cashier });
    assert.deepEqual(await reasons(otherDevice, handle), ['handle_unknown', 'handle_unknown']);
    assert.deepEqual(await reasons(otherStaff, handle), ['handle_unknown', 'handle_unknown']);
    const sameAgain = await Person.signIn(server, server.staff.cashier, { lane: 0, device: cashier });
    assert.deepEqual(await reasons(sameAgain, handle), ['none', 'none'], 'signing in again on the same device keeps it');
});

test('what changed since it was shown is not redeemed', async () => {
    const { code } = server.voucher('multi_use');
    const { handle } = await cashier.prepare(code);
    const other = await Person.signIn(server, server.staff.manager, { lane: 1 });
    assert.equal((await other.use(code)).outcome, 'done');
    assert.deepEqual(await reasons(cashier, handle), ['voucher_changed', 'voucher_changed']);
    const shown = await cashier.prepare(code);
    assert.equal((await cashier.redeem(shown.handle, { uses: shown.card.uses_left + 1 })).body.reason, 'not_enough_uses');
    assert.deepEqual(await reasons(cashier, shown.handle), ['none', 'none'], 'a refusal does not use the handle up');
});

test('what others redeemed meanwhile says so', async () => {
    const { code } = server.voucher('usable');
    const { handle } = await cashier.prepare(code);
    const other = await Person.signIn(server, server.staff.manager, { lane: 1 });
    await other.use(code);
    assert.deepEqual(await reasons(cashier, handle), ['already_redeemed', 'already_redeemed']);
    const { body } = await cashier.redeem(handle);
    assert.deepEqual([body.previous.staff_name, body.previous.this_device], [other.session.staff_name, false]);
});

// What the merchant does meanwhile has no endpoint yet, so it is done to the books.
const meanwhile = {
    voucher_revoked: `UPDATE voucher SET state = 'revoked' WHERE id = ?`,
    expired: `UPDATE voucher SET valid_from = 1, valid_until = 2 WHERE id = ?`,
    not_yet_valid: `UPDATE voucher SET valid_from = valid_until - 1 WHERE id = ?`,
    not_this_store: `DELETE FROM product_store WHERE product_id = (SELECT product_id FROM voucher WHERE id = ?)`,
};
for (const [reason, change] of Object.entries(meanwhile)) {
    test(`a voucher that became ${reason} after it was shown`, async () => {
        const { handle, card } = await cashier.prepare(server.voucher('usable').code);
        sql(server, change, card.voucher_id);
        assert.deepEqual(await reasons(cashier, handle), [reason, reason]);
    });
}

test('a voucher is valid until its last moment, and a session for thirty days', async () => {
    const { code } = server.voucher('multi_use');
    const { card, server_time: now } = await cashier.prepare(code);
    await server.advance(Date.parse(card.valid_until) - Date.parse(now) - 60_000);
    assert.equal((await cashier.get('/api/v1/session')).body.reason, 'unauthenticated', 'long signed out');
    await cashier.signIn(server.staff.cashier);
    await cashier.stand(0, 0);
    const { handle } = await cashier.prepare(code);
    await server.advance(60_000);
    assert.deepEqual(await reasons(cashier, handle), ['expired', 'expired']);
    assert.equal((await cashier.prepare(code)).reason, 'expired');
});
