// People and devices of a shop: who may be put where by whom, and that whoever is shut out is out at once.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { journalTexts, sql } from '../harness/books.mjs';
import { Person } from '../harness/person.mjs';
import { startServer } from '../harness/server.mjs';
import { all, create, newStaff, password } from '../harness/shop.mjs';

let server;
let owner;
let manager;  // of the first store only
let own;      // ids of the two stores
let other;

before(async () => {
    server = await startServer({ usable: 3 });
    owner = await Person.signIn(server, server.staff.owner);
    [own, other] = owner.session.stores.map((store) => store.id);
    sql(server, 'DELETE FROM staff_store WHERE store_id = ?', other);
    manager = await Person.signIn(server, server.staff.manager);
});
afterEach(() => server.check());
after(() => server.stop());

// Somebody new: {id, account, password}.
async function hire(by, stores, more) {
    const wanted = { ...newStaff(stores, more), password };
    return { id: await create(by, '/api/v1/staff', wanted), account: wanted.account, password };
}

const put = (person, id, settings) => person.put(`/api/v1/staff/${id}`, settings);
const enable = (person, id, on) => person.put(`/api/v1/staff/${id}/enabled`, { on });
const verdict = ({ status, body }) => [status, body.reason, body.field];
const settings = (role, stores) => ({ name: '小周', role, store_ids: stores });

test('who is added comes in and is listed', async () => {
    const hired = await hire(manager, [own]);
    const person = await Person.signIn(server, hired, { lane: 0 });
    assert.equal(person.session.role, 'cashier');
    assert.deepEqual(person.session.stores.map((store) => store.id), [own]);
    const member = (await all(manager, '/api/v1/staff')).find((one) => one.id === hired.id);
    assert.deepEqual(member, { id: hired.id, account: hired.account, settings: settings('cashier', [own]), enabled: true, may_change: true });
    const without = await create(owner, '/api/v1/staff', newStaff([own]));
    assert.ok(without);
});

test('an account is taken once, whichever merchant has it and however it is written', async () => {
    for (const account of [server.staff.cashier.account, server.shops.tea.owner.account.toUpperCase()]) {
        const answer = await owner.post('/api/v1/staff', { ...newStaff([own]), account }, { headers: { 'idempotency-key': crypto.randomUUID() } });
        assert.deepEqual(verdict(answer), [409, 'account_taken', 'account']);
    }
});

test('managers manage cashiers and displays of their own stores, and nobody else', async () => {
    const [boss, colleague, across, both] = [(await all(owner, '/api/v1/staff')).find((one) => one.settings.role === 'owner').id,
        (await hire(owner, [own], { role: 'manager' })).id, (await hire(owner, [other])).id, (await hire(owner, [own, other])).id];
    const seen = await all(manager, '/api/v1/staff');
    assert.ok(!seen.some((one) => [boss, across].includes(one.id)));
    assert.ok(seen.every((one) => one.settings.store_ids.every((store) => store === own)));
    assert.deepEqual([colleague, both].map((id) => seen.find((one) => one.id === id).may_change), [false, false]);
    for (const [id, wanted] of [[boss, [404, 'not_found', 'staff_id']], [across, [404, 'not_found', 'staff_id']], [colleague, [403, 'forbidden', 'staff_id']], [both, [403, 'forbidden', 'staff_id']],
        [manager.session.staff_id, [403, 'forbidden', 'staff_id']]]) {
        assert.deepEqual(verdict(await put(manager, id, settings('cashier', [own]))), wanted);
        assert.deepEqual(verdict(await enable(manager, id, false)), wanted);
    }
    const mine = (await hire(manager, [own])).id;
    assert.deepEqual(verdict(await put(manager, mine, settings('manager', [own]))), [403, 'forbidden', 'role']);
    assert.deepEqual(verdict(await put(manager, mine, settings('owner', []))), [403, 'forbidden', 'role']);
    assert.deepEqual(verdict(await put(manager, mine, settings('cashier', [own, other]))), [404, 'not_found', 'store_ids']);
    assert.deepEqual(verdict(await put(owner, mine, settings('cashier', []))), [400, 'invalid_field', 'store_ids']);
    assert.deepEqual(verdict(await owner.put(`/api/v1/staff/${mine}`, settings('king', [own]), { invalid: true })), [400, 'invalid_field', 'role']);
    assert.equal((await put(manager, mine, settings('display', [own]))).body.settings.role, 'display');
});

test('the last owner stays', async () => {
    const id = owner.session.staff_id;
    assert.deepEqual(verdict(await enable(owner, id, false)), [409, 'last_owner', 'staff_id']);
    assert.deepEqual(verdict(await put(owner, id, settings('manager', [own]))), [409, 'last_owner', 'role']);
    const second = await hire(owner, [], { role: 'owner' });
    const person = await Person.signIn(server, second);
    assert.equal((await enable(person, second.id, false)).status, 200, 'one of two may go');
    assert.equal((await person.get('/api/v1/session')).status, 401);
});

test('whoever is shut out is out at once, feeds and all, and may come back', async () => {
    const hired = await hire(manager, [own]);
    const person = await Person.signIn(server, hired, { lane: 0 });
    const feed = await person.feed();
    await feed.next();
    assert.equal((await enable(manager, hired.id, false)).body.enabled, false);
    assert.equal(await feed.next(), null);
    assert.equal((await person.get('/api/v1/session')).body.reason, 'unauthenticated');
    assert.equal((await person.signIn(hired)).body.reason, 'bad_credentials');
    assert.equal((await enable(manager, hired.id, true)).body.enabled, true);
    assert.equal((await person.signIn(hired)).status, 200);
});

test('another post ends the sessions, another name does not', async () => {
    const hired = await hire(owner, [own]);
    const person = await Person.signIn(server, hired, { lane: 0 });
    await put(owner, hired.id, { ...settings('cashier', [own]), name: '老周' });
    assert.equal((await person.get('/api/v1/session')).body.staff_name, '老周');
    await put(owner, hired.id, settings('cashier', [own, other]));
    assert.equal((await person.get('/api/v1/session')).status, 401);
    await person.signIn(hired);
    assert.equal(person.session.stores.length, 2);
});

test('a device is renamed, and revoked for ever', async () => {
    const hired = await hire(manager, [own]);
    const person = await Person.signIn(server, hired, { lane: 0 });
    const id = person.session.device_id;
    const mine = async () => (await all(manager, '/api/v1/devices')).find((one) => one.id === id);
    assert.deepEqual([(await mine()).revoked, (await mine()).paired], [false, false]);
    assert.equal((await manager.put(`/api/v1/devices/${id}`, { name: '门口的平板' })).body.name, '门口的平板');
    assert.equal((await person.get('/api/v1/session')).body.device_name, '门口的平板');
    const feed = await person.feed();
    await feed.next();
    assert.equal((await manager.send('DELETE', `/api/v1/devices/${id}`)).body.revoked, true);
    assert.equal(await feed.next(), null);
    assert.equal((await person.get('/api/v1/session')).status, 401);
    assert.equal((await mine()).revoked, true);
});

test('the journal tells every change, without a name', async () => {
    const facts = journalTexts(server).map((text) => JSON.parse(text));
    for (const kind of ['staff_added', 'staff_changed', 'staff_disabled', 'staff_enabled', 'device_renamed', 'device_revoked']) {
        assert.ok(facts.some((entry) => entry.kind === kind && entry.facts.staff_id), kind);
    }
    for (const name of ['小周', '老周', '门口的平板', 'new-']) assert.ok(!JSON.stringify(facts).includes(name), name);
});
