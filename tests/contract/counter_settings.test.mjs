// How a merchant and its stores want the counter: told to every session, kept over a restart, and left alone by whoever does not
// know of it.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { Person } from '../harness/person.mjs';
import { startServer } from '../harness/server.mjs';

let server;
let owner;
before(async () => {
    server = await startServer({ usable: 1 });
    owner = await Person.signIn(server, server.staff.owner);
});
afterEach(() => server.check());
after(() => server.stop());

const invalid = { invalid: true };
const session = async (role) => (await Person.signIn(server, server.staff[role])).session;

test('redemption without a tap: off at first, switched for the merchant, told to everybody', async () => {
    const { body: settings } = await owner.get('/api/v1/merchant');
    assert.equal(settings.automatic, false);
    assert.equal((await session('cashier')).automatic, false);
    const { status, body } = await owner.put('/api/v1/merchant', { ...settings, automatic: true });
    assert.deepEqual([status, body], [200, { ...settings, automatic: true }]);
    assert.equal((await session('cashier')).automatic, true);

    const { automatic, ...known } = settings; // as a console of an earlier build sends them
    assert.deepEqual((await owner.put('/api/v1/merchant', known)).body, { ...settings, automatic: true });
    await server.restart();
    await owner.signIn(server.staff.owner);
    assert.deepEqual((await owner.get('/api/v1/merchant')).body, { ...settings, automatic: true });
    assert.equal((await Person.signIn(server, server.shops.tea.cashier)).session.automatic, false, 'another merchant');
    for (const wrong of ['yes', 1, {}]) {
        const answer = await owner.put('/api/v1/merchant', { ...settings, automatic: wrong }, invalid);
        assert.deepEqual([answer.status, answer.body.reason, answer.body.field], [400, 'invalid_field', 'automatic']);
    }
    assert.equal((await owner.put('/api/v1/merchant', settings)).body.automatic, false);
});

test('bar codes: off at first, switched for one store, told with it', async () => {
    const [{ id, settings }, other] = (await owner.get('/api/v1/stores')).body.items;
    assert.equal(settings.linear_codes, false);
    const { status, body } = await owner.put(`/api/v1/stores/${id}`, { ...settings, linear_codes: true });
    assert.deepEqual([status, body.settings], [200, { ...settings, linear_codes: true }]);
    const { stores } = await session('owner');
    assert.equal(stores.find((store) => store.id === id).linear_codes, true);
    assert.equal(stores.find((store) => store.id === other.id).linear_codes, false);

    const { linear_codes, ...known } = settings;
    assert.equal((await owner.put(`/api/v1/stores/${id}`, known)).body.settings.linear_codes, true);
    await server.restart();
    await owner.signIn(server.staff.owner);
    assert.equal(owner.session.stores.find((store) => store.id === id).linear_codes, true);
    const answer = await owner.put(`/api/v1/stores/${id}`, { ...settings, linear_codes: 'yes' }, invalid);
    assert.deepEqual([answer.status, answer.body.reason, answer.body.field], [400, 'invalid_field', 'linear_codes']);
    assert.equal((await owner.put(`/api/v1/stores/${id}`, settings)).body.settings.linear_codes, false);
});
