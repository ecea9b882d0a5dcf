// What is left of a product over HTTP: lines by count and by share, nothing sold beyond the red one, off sale what is over it; who
// saw the notice; each change in the journal and in every reader's feed.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, test } from 'node:test';
import { journalTexts } from '../harness/books.mjs';
import { Person } from '../harness/person.mjs';
import { startServer } from '../harness/server.mjs';
import { all, create, product, uuid } from '../harness/shop.mjs';

let server;
let owner;
let cashier;
let store;
before(async () => {
    server = await startServer({ usable: 1 });
    owner = await Person.signIn(server, server.staff.owner, { lane: 0 });
    cashier = await Person.signIn(server, server.staff.cashier, { lane: 0 });
    store = owner.session.store_id;
});
afterEach(() => server.check());
after(() => server.stop());

const verdict = ({ status, body }) => [status, body.reason, body.field];
const lines = (warn_left, warn_percent, red_left, red_percent) => ({ warn_left, warn_percent, red_left, red_percent });
// A product of a hundred: a warning at 80, the red line at 90.
const make = (more) => create(owner, '/api/v1/products', product([store], { stock_total: 100, lines: lines(20, 90, 10, 100), ...more }));
const details = async (id) => (await all(owner, '/api/v1/products')).find((one) => one.id === id);
const sell = (id, quantity, more = []) =>
    owner.post('/api/v1/sales', { items: [{ product_id: id, quantity }, ...more], gift: false }, { headers: { 'idempotency-key': randomUUID() } });
const change = async (id, more, options) => owner.put(`/api/v1/products/${id}`, { ...(await details(id)).settings, ...more }, options);
const see = (person, id, level, at = store, options) => person.put(`/api/v1/products/${id}/notice`, { store_id: at, level }, options);
const facts = (id, kind) => journalTexts(server).map((text) => JSON.parse(text)).filter((entry) => entry.kind === kind && entry.facts.product_id === id).map((entry) => entry.facts);

// A feed, and the next way in which it tells how the product stands.
async function follow(person, id) {
    const feed = await person.feed(store);
    const find = (products) => products.find((one) => one.product_id === id);
    const first = find((await feed.next()).data.products);
    const until = async (is) => find((await feed.products((products) => find(products) && is(find(products)))).data.products);
    return { first, until, close: () => feed.close() };
}

test('lines are kept, checked, and left as they are by whoever does not speak of them', async () => {
    const id = await create(owner, '/api/v1/products', product([store]));
    assert.deepEqual((await details(id)).settings.lines, lines(10, 85, 0, 100));
    const wanted = lines(12, 60, 4, 80);
    assert.deepEqual((await change(id, { lines: wanted })).body.settings.lines, wanted);
    const { lines: unspoken, ...others } = (await details(id)).settings;
    assert.deepEqual((await owner.put(`/api/v1/products/${id}`, { ...others, price_fen: 1 })).body.settings, { ...others, price_fen: 1, lines: unspoken });
    for (const [wrong, field] of [[lines(3, 60, 4, 80), 'lines.warn_left'], [lines(12, 81, 4, 80), 'lines.warn_percent'], [lines(-1, 60, 0, 80), 'lines.warn_left'],
        [lines(12, 0, 4, 80), 'lines.warn_percent'], [lines(12, 60, 4, 101), 'lines.red_percent'], [lines(12, 60, 10_000_001, 80), 'lines.red_left'], [{}, 'lines.warn_left'], ['much', 'lines']]) {
        assert.deepEqual(verdict(await change(id, { lines: wrong }, { invalid: true })), [400, 'invalid_field', field]);
        const made = await owner.post('/api/v1/products', product([store], { lines: wrong }), { headers: { 'idempotency-key': randomUUID() }, invalid: true });
        assert.deepEqual(verdict(made), [400, 'invalid_field', field]);
    }
    assert.deepEqual((await details(id)).settings.lines, wanted);
});

test('near the red line it is told, at it nothing more is sold, and each step is in the journal', async () => {
    const id = await make();
    const feed = await follow(cashier, id);
    assert.deepEqual([feed.first.level, feed.first.sellable], ['calm', 90]);
    assert.equal((await sell(id, 80)).status, 200);
    const near = await feed.until((one) => one.sold === 80);
    assert.deepEqual([near.level, near.sellable, near.limit, near.seen], ['warning', 10, 100, undefined]);
    // Summed first: what is asked for twice is more than is left.
    assert.deepEqual(verdict(await sell(id, 6, [{ product_id: id, quantity: 5 }])), [409, 'red_line', id]);
    assert.deepEqual(verdict(await sell(id, 21)), [409, 'out_of_stock', id]);
    assert.equal((await details(id)).stock_sold, 80);
    const { body: last } = await sell(id, 10);
    const red = await feed.until((one) => one.sold === 90);
    assert.deepEqual([red.level, red.sellable, red.on_sale], ['red', 0, true]);
    assert.deepEqual(verdict(await sell(id, 1)), [409, 'red_line', id]);
    await owner.put(`/api/v1/vouchers/${last.orders[0].vouchers[0].id}/revocation`, { reason: 'wrong_sale' });
    assert.equal((await feed.until((one) => one.sold === 89)).level, 'warning');
    assert.deepEqual(facts(id, 'stock_level_changed').map((fact) => [fact.level_before, fact.level, fact.stock_sold, fact.sellable, fact.staff_id === owner.session.staff_id]),
        [['calm', 'warning', 80, 10, true], ['warning', 'red', 90, 0, true], ['red', 'warning', 89, 1, true]]);
    feed.close();
});

test('over its line a product goes off sale with the reason, and stays so until the line is raised', async () => {
    const id = await make();
    await sell(id, 85);
    const feed = await follow(cashier, id);
    const { body: lowered } = await change(id, { lines: lines(20, 90, 20, 100) });
    assert.deepEqual([lowered.on_sale, lowered.stock_sold], [false, 85]);
    const over = await feed.until((one) => one.level === 'over');
    assert.deepEqual([over.on_sale, over.sellable], [false, 0]);
    assert.deepEqual(facts(id, 'product_off_sale').map((fact) => fact.reason), ['red_line']);
    const on = () => owner.put(`/api/v1/products/${id}/on_sale`, { on: true });
    assert.deepEqual(verdict(await on()), [409, 'red_line', 'product_id']);
    assert.deepEqual(verdict(await sell(id, 1)), [409, 'red_line', id]);
    assert.equal((await change(id, { lines: lines(20, 90, 10, 100) })).body.on_sale, false, 'somebody decides that');
    assert.equal((await on()).body.on_sale, true);
    assert.equal((await sell(id, 1)).status, 200);
    feed.close();
});

test('whoever sees the notice first is named to everybody at the store, but not on its wall', async () => {
    const id = await make();
    await sell(id, 80);
    const wall = await Person.signIn(server, server.staff.display);
    const [desk, screen] = [await follow(owner, id), await follow(wall, id)];
    const first = await see(cashier, id, 'warning');
    assert.deepEqual([first.status, first.body.level, first.body.staff_name], [200, 'warning', cashier.session.staff_name]);
    assert.deepEqual((await desk.until((one) => one.seen)).seen, first.body);
    assert.deepEqual((await see(owner, id, 'warning')).body, first.body);
    await sell(id, 10);
    assert.deepEqual((await screen.until((one) => one.level === 'red')).seen, undefined);
    assert.deepEqual((await follow(wall, id)).first.seen, undefined);
    assert.equal((await desk.until((one) => one.level === 'red')).seen.level, 'warning');
    assert.equal((await see(owner, id, 'red')).body.staff_name, owner.session.staff_name);
    assert.equal((await desk.until((one) => one.seen.level === 'red')).seen.staff_name, owner.session.staff_name);
    assert.deepEqual(facts(id, 'stock_notice_seen').map((fact) => [fact.level, fact.store_id, fact.staff_id]),
        [['warning', store, cashier.session.staff_id], ['red', store, owner.session.staff_id]]);
    for (const feed of [desk, screen]) feed.close();
});

test('each store sees for itself, and only what it sells', async () => {
    const stores = owner.session.stores.map((one) => one.id);
    const shared = await create(owner, '/api/v1/products', product(stores, { stock_total: 10 }));
    await sell(shared, 9);
    await see(cashier, shared, 'warning');
    const there = async () => {
        const feed = await owner.feed(stores[1]);
        const { seen } = (await feed.next()).data.products.find((one) => one.product_id === shared);
        feed.close();
        return seen;
    };
    assert.equal(await there(), undefined);
    const { body: seen } = await see(owner, shared, 'warning', stores[1]);
    assert.deepEqual(await there(), seen);
    const here = await make();
    assert.deepEqual(verdict(await see(owner, here, 'warning', stores[1])), [404, 'not_found', 'product_id']);
    assert.deepEqual(verdict(await see(cashier, uuid, 'red')), [404, 'not_found', 'product_id']);
    for (const level of ['calm', 'other', 'enormous']) assert.deepEqual(verdict(await see(cashier, here, level, store, { invalid: true })), [400, 'invalid_field', 'level']);
});

test('a crowd at the red line: not one more is sold', async () => {
    const id = await make({ stock_total: 30, lines: lines(10, 100, 7, 100) });
    const crowd = await Promise.all(Array.from({ length: 40 }, () => sell(id, 1)));
    assert.equal(crowd.filter(({ status }) => status === 200).length, 23);
    for (const one of crowd.filter(({ status }) => status !== 200)) assert.deepEqual(verdict(one), [409, 'red_line', id]);
    assert.equal((await details(id)).stock_sold, 23);
    assert.deepEqual(facts(id, 'stock_level_changed').map((fact) => fact.level), ['warning', 'red']);
});

// Moves the clock on; the last.
test('after an hour it is to be seen again', async () => {
    const id = await make();
    await sell(id, 80);
    const { body: first } = await see(cashier, id, 'warning');
    await server.advance(3_599_000);
    assert.deepEqual((await see(owner, id, 'warning')).body, first);
    await server.advance(2_000);
    const { body: second } = await see(owner, id, 'warning');
    assert.equal(second.staff_name, owner.session.staff_name);
    assert.ok(Date.parse(second.at) >= Date.parse(first.at) + 3_600_000);
});
