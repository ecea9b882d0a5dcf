// What every endpoint of running the shop has in common: who may call it and whose things they reach (role × endpoint ×
// own, another store, another merchant, unknown), what is no request, books that cannot be read, commands that are repeated.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, test } from 'node:test';
import { sql } from '../harness/books.mjs';
import { action, uploadOf } from '../harness/offline.mjs';
import { Person } from '../harness/person.mjs';
import { startServer } from '../harness/server.mjs';
import { all, call, create, endpoints as every, newStaff, password, product, sale, uuid } from '../harness/shop.mjs';

const roles = ['owner', 'manager', 'cashier', 'display'];
let server;
let people;  // by role, of the noodle shop; the manager, like the cashier and the display, works at its first store only
let things;  // {own, other, foreign, unknown}: by kind, an id of the place

// One thing of each kind that belongs to this store alone.
async function thingsOf(owner, store, phone) {
    const wanted = { ...newStaff([store.id]), password };
    const staff = await create(owner, '/api/v1/staff', wanted);
    const { session } = await Person.signIn(server, { account: wanted.account, password });
    const made = { stores: store.id, lanes: store.lanes[0].id, products: await create(owner, '/api/v1/products', product([store.id])), staff, devices: session.device_id };
    const sold = sale(made.products, 2, { customer: { phone } });
    const { body } = await owner.post('/api/v1/sales', sold, { headers: { 'idempotency-key': randomUUID() } });
    const [kept, used] = body.orders[0].vouchers;
    await owner.put('/api/v1/session/place', { store_id: store.id, lane_id: store.lanes[0].id });
    const { redemption } = await owner.use(used.code);
    const taken = await owner.post(`/api/v1/stores/${store.id}/tickets`, { line: 'group_buy' }, { headers: { 'idempotency-key': randomUUID() } });
    const lost = await owner.post('/api/v1/offline/actions', uploadOf(owner, [{ bytes: JSON.stringify(action(owner, { store_id: store.id, lane_id: store.lanes[0].id })) }]));
    return { ...made, managers: owner.session.staff_id, conflicts: lost.body.verdicts[0].conflict_id, vouchers: kept.id, customers: body.customer_id, redemptions: redemption.id, tickets: taken.body.ticket.id };
}

before(async () => {
    server = await startServer({ usable: 2 });
    const owner = await Person.signIn(server, server.staff.owner);
    const tea = await Person.signIn(server, server.shops.tea.owner);
    const [own, other] = owner.session.stores;
    sql(server, 'DELETE FROM staff_store WHERE store_id = ?', other.id);
    people = Object.fromEntries(await Promise.all(roles.map(async (role) => [role, await Person.signIn(server, server.staff[role])])));
    things = { own: await thingsOf(owner, own, '13800000000'), other: await thingsOf(owner, other, '13800000001'), foreign: await thingsOf(tea, tea.session.stores[0], '13800000000') };
    things.own.managers = people.manager.session.staff_id;  // whom both may name
    things.unknown = Object.fromEntries(Object.keys(things.own).map((kind) => [kind, uuid]));
});
afterEach(() => server.check());
after(() => server.stop());

// How much of everything there is that only a recorded command makes.
const trace = () => sql(server, `SELECT (SELECT count(*) FROM journal), (SELECT count(*) FROM intent), (SELECT count(*) FROM store), (SELECT count(*) FROM lane),
    (SELECT count(*) FROM product), (SELECT count(*) FROM staff), (SELECT count(*) FROM voucher)`)[0];

async function leavingNoTrace(act) {
    const before = trace();
    await act();
    assert.deepEqual(trace(), before);
}

// Calls the endpoint for a thing at a place, with a body that means the same place.
function callAt(place, id, person, options) {
    const endpoint = every(things[place]).find((one) => one.id === id);
    return call(person, endpoint, things[place][endpoint.ids], options);
}

// The table needs no ids to be walked through.
for (const { id, roles: allowed, ids, path, paged, key, method, read, repeats, status: good = 200, body: sample } of every()) {
    const names = ids || (sample && /store_ids|"quantity"/.test(JSON.stringify(sample)));  // a thing of some store
    test(`every role × ${id} × own, other store, other merchant, unknown`, async () => {
        const reaches = (role, place) => !names || place === 'own' || (place === 'other' && role === 'owner');
        const wanted = (role, place) => (!allowed.includes(role) ? [403, 'forbidden'] : reaches(role, place) ? [good, undefined] : [404, 'not_found']);
        const check = async (role, place) => {
            const { status, body } = await callAt(place, id, people[role]);
            assert.deepEqual([status, status === good ? undefined : body.reason], wanted(role, place), `${role} × ${place}`);
        };
        const all = roles.flatMap((role) => ['own', 'other', 'foreign', 'unknown'].map((place) => [role, place]));
        const works = ([role, place]) => wanted(role, place)[0] === good;
        await leavingNoTrace(() => Promise.all(all.filter((pair) => !works(pair)).map((pair) => check(...pair))));
        for (const pair of all.filter(works)) await check(...pair);
    });

    test(`${id}: what is no request leaves no trace`, () => leavingNoTrace(async () => {
        const owner = people.owner;
        const { body } = every(things.own).find((one) => one.id === id);
        const refused = async (wanted, options) => {
            const answer = await callAt('own', id, owner, { invalid: true, ...options });
            assert.deepEqual([answer.status, answer.body.reason, answer.body.field], wanted);
        };
        const stranger = await callAt('own', id, new Person(server));
        assert.deepEqual([stranger.status, stranger.body.reason], [401, 'unauthenticated']);
        await refused([400, 'invalid_field', 'x-long'], { headers: { 'x-long': 'x'.repeat(5000) } });
        if (ids) {
            const answer = await call(owner, every().find((one) => one.id === id), 'x', { invalid: true, body });
            assert.deepEqual([answer.status, answer.body.reason, answer.body.field], [400, 'invalid_field', /\{(\w+)\}/.exec(path)[1]]);
        }
        if (paged) {
            const answer = await owner.get(`${path.replace(/\{\w+\}/, things.own[ids])}?after=x`, { invalid: true });
            assert.deepEqual([answer.status, answer.body.reason, answer.body.field], [400, 'invalid_field', 'after']);
        }
        if (key) {
            await refused([400, 'missing_key', 'Idempotency-Key'], { headers: { 'idempotency-key': '' } });
            await refused([400, 'invalid_field', 'Idempotency-Key'], { headers: { 'idempotency-key': 'again' } });
        }
        if (path.includes('2026-01-01')) {
            const answer = await owner.send(method, path.replace('2026-01-01', '2026-02-30').replace(/\{\w+\}/, things.own[ids]), body, { invalid: true });
            assert.deepEqual([answer.status, answer.body.reason, answer.body.field], [400, 'invalid_field', 'business_day']);
        }
        if (!body) return;
        await refused([400, 'malformed_json', 'body'], { raw: '{' });
        await refused([413, 'body_too_large', 'body'], { raw: JSON.stringify({ ...body, pad: 'x'.repeat(64 << 10) }) });
        await refused([415, 'unsupported_media_type', 'Content-Type'], { raw: JSON.stringify(body), headers: { 'content-type': 'text/plain' } });
        for (const name of Object.keys(body)) await refused([400, 'invalid_field', name], { raw: JSON.stringify({ ...body, [name]: 1.5 }) });
    }));

    if (method === 'GET' || read) continue;
    test(`${id}: ${key ? 'is done once under its key' : 'may be repeated'}`, async () => {
        const { body, other } = every(things.own).find((one) => one.id === id);
        const same = { key: randomUUID(), body };
        const first = await callAt('own', id, people.owner, same);
        await leavingNoTrace(async () => {
            const again = await callAt('own', id, people.owner, same);
            const moving = key ? {} : { server_time: undefined, revocation: undefined };  // it is numbered meanwhile
            assert.equal(again.status, 200);
            assert.deepEqual({ ...again.body, ...moving }, { ...first.body, ...moving, ...(key ? { replayed: true } : repeats) });
            if (!key) return;
            const reused = await callAt('own', id, people.owner, { ...same, body: other });
            assert.deepEqual([reused.status, reused.body.reason, reused.body.field], [422, 'key_reused', 'Idempotency-Key']);
        });
    });
}

test('books that cannot be read or written', async () => {
    sql(server, 'ALTER TABLE staff RENAME TO staff_away');
    const answers = await Promise.all(every().map(({ id }) => callAt('own', id, people.owner)));
    sql(server, 'ALTER TABLE staff_away RENAME TO staff');
    for (const { status, body, headers } of answers) assert.deepEqual([status, body.reason, headers.get('retry-after')], [503, 'store_unavailable', '1']);
});

test('a page ends where it says, and the next goes on there', async () => {
    const tea = await Person.signIn(server, server.shops.tea.owner);
    const store = tea.session.stores[0];
    const [wanted] = sql(server, 'SELECT count(*) FROM product WHERE merchant_id = ?', tea.session.merchant.id)[0];
    await Promise.all(Array.from({ length: 101 }, () => create(tea, '/api/v1/products', product([store.id]))));
    const first = (await tea.get('/api/v1/products')).body;
    assert.equal(first.items.length, 100);
    const items = await all(tea, '/api/v1/products');
    assert.equal(items.length, wanted + 101);
    assert.equal(new Set(items.map((item) => item.id)).size, items.length);
});
