// Products, places and vouchers: what is sold is what the stock holds, a code is told once, a voucher is followed from its
// sale to its end, and changes are seen at the counter.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, test } from 'node:test';
import { journalTexts, sql, wholeBooks } from '../harness/books.mjs';
import { Person } from '../harness/person.mjs';
import { startServer } from '../harness/server.mjs';
import { all, create, product, title, uuid } from '../harness/shop.mjs';

let server;
let owner;
let cashier;
let store;
before(async () => {
    server = await startServer({ usable: 3 });
    owner = await Person.signIn(server, server.staff.owner, { lane: 0 });
    cashier = await Person.signIn(server, server.staff.cashier, { lane: 0 });
    store = owner.session.store_id;
});
afterEach(() => server.check());
after(() => server.stop());

const verdict = ({ status, body }) => [status, body.reason, body.field];
const make = (more) => create(owner, '/api/v1/products', product([store], more));
const details = async (id) => (await all(owner, '/api/v1/products')).find((one) => one.id === id);
const sell = (items, { key = randomUUID(), gift = false } = {}) =>
    owner.post('/api/v1/sales', { items: items.map(([product_id, quantity]) => ({ product_id, quantity })), gift }, { headers: { 'idempotency-key': key } });
const revoke = (id, reason = 'wrong_sale', options) => owner.put(`/api/v1/vouchers/${id}/revocation`, { reason }, options);
const history = async (id) => (await owner.get(`/api/v1/vouchers/${id}/history`)).body;
const find = async (wanted) => (await owner.post('/api/v1/vouchers/find', wanted)).body.items;
async function sellOne(id) {
    const { body } = await sell([[id, 1]]);
    return body.orders[0].vouchers[0];
}

test('what is sold is redeemed at the counter, and its history tells both', async () => {
    const id = await make({ uses: 2 });
    const { body: sale } = await sell([[id, 1]]);
    assert.equal(sale.orders[0].amount_fen, 1500);
    const [{ id: voucher, code }] = sale.orders[0].vouchers;
    assert.equal((await cashier.use(code)).outcome, 'done');
    assert.equal((await cashier.use(code)).outcome, 'done');
    const { voucher: told, items } = await history(voucher);
    assert.deepEqual([told.state, told.uses_left, told.code_last4], ['active', 0, code.slice(-4)]);
    assert.deepEqual(items.map((event) => [event.kind, event.amount_fen, event.staff_name]), [
        ['sold', 1500, owner.session.staff_name], ['redeemed', 750, cashier.session.staff_name], ['redeemed', 750, cashier.session.staff_name]]);
    assert.deepEqual((await owner.get(`/api/v1/vouchers/${voucher}/history?after=${items[0].id}`)).body.items.map((event) => event.kind), ['redeemed', 'redeemed']);
    const after = await revoke(voucher);
    assert.deepEqual([after.body.outcome, after.body.reason, after.body.previous.staff_name], ['refused', 'already_redeemed', cashier.session.staff_name]);
});

test('what is left is told live: a sale, a revocation, another store\'s redemption, a change of the product', async () => {
    const stores = owner.session.stores.map(({ id }) => id);
    const id = await create(owner, '/api/v1/products', product(stores));
    const feed = await owner.feed(store);
    const { data: day } = await feed.next();
    const mine = (products) => products.find((one) => one.product_id === id);
    const left = async (usable) => mine((await feed.products((products) => mine(products)?.usable === usable)).data.products);
    assert.equal(mine(day.products).usable, 0);
    const { body: sale } = await sell([[id, 3]]);
    assert.equal((await left(3)).redeemed, 0);
    const [first, second] = sale.orders[0].vouchers;
    await revoke(first.id);
    await left(2);
    const elsewhere = await Person.signIn(server, server.staff.owner);
    await elsewhere.stand(1, 0);
    assert.equal((await elsewhere.use(second.code)).outcome, 'done');
    assert.equal((await left(1)).redeemed, 0, 'it was redeemed at another store');
    await owner.put(`/api/v1/products/${id}`, product(stores, { title: title('大面') }));
    await feed.products((products) => mine(products)?.title.zh === '大面');
    await owner.put(`/api/v1/products/${id}`, product([stores[1]], { title: title('大面') }));
    await feed.products((products) => !mine(products));
    feed.close();
});

test('a reader that comes back is told how products stand', async () => {
    const id = await make();
    const feed = await owner.feed(store);
    await feed.next();
    await cashier.use((await sellOne(id)).code);
    const { id: last } = await feed.next();
    feed.close();
    await sellOne(id);
    const back = await owner.feed(store, { after: last });
    const told = await back.products((products) => products.some((one) => one.product_id === id && one.usable === 1 && one.redeemed === 1));
    assert.equal(told.id, last);
    back.close();
});

test('a code is told to whoever holds the key of the sale, and kept nowhere', async () => {
    const id = await make();
    const key = randomUUID();
    const first = (await sell([[id, 3]], { key })).body;
    const codes = first.orders[0].vouchers.map((voucher) => voucher.code);
    assert.equal(new Set(codes).size, 3);
    assert.deepEqual((await sell([[id, 3]], { key })).body, { ...first, replayed: true });
    assert.equal((await details(id)).stock_sold, 3);
    const found = wholeBooks(server).join('\n') + server.log;
    for (const secret of [...codes, key]) assert.ok(!found.includes(secret), 'the books or the log tell a code, or the key that it is made of');
});

test('vouchers are found by code, by last four, by order; a gift costs nothing', async () => {
    const id = await make();
    const { body: sale } = await sell([[id, 2]], { gift: true });
    const [order] = sale.orders;
    assert.equal(order.amount_fen, 0);
    const [one] = order.vouchers;
    assert.deepEqual((await find({ order_id: order.id })).map((voucher) => voucher.id).sort(), order.vouchers.map((voucher) => voucher.id).sort());
    assert.deepEqual((await find({ code: one.code.toLowerCase() })).map((voucher) => [voucher.id, voucher.price_fen, voucher.title.zh]), [[one.id, 1500, '小面']]);
    assert.ok((await find({ product_id: id, code_last4: one.code.slice(-4) })).some((voucher) => voucher.id === one.id));
    assert.deepEqual(await find({ order_id: uuid }), []);
    for (const wrong of [{}, { code: one.code, order_id: order.id }, { product_id: id }, { code_last4: '0000', order_id: order.id }, { code: 'hello!' }]) {
        assert.deepEqual(verdict(await owner.post('/api/v1/vouchers/find', wrong)), [400, 'invalid_field', 'code']);
    }
});

test('no more is sold than the stock holds, however it is asked for', async () => {
    const [a, b] = [await make({ stock_total: 5 }), await make({ stock_total: 5 })];
    assert.deepEqual(verdict(await sell([[a, 3], [b, 1], [a, 3]])), [409, 'out_of_stock', a]);
    assert.equal((await details(b)).stock_sold, 0, 'all of it or nothing');
    const crowd = await Promise.all(Array.from({ length: 12 }, () => sell([[b, 1], [a, 1]])));
    assert.equal(crowd.filter(({ status }) => status === 200).length, 5);
    assert.deepEqual([(await details(a)).stock_sold, (await details(b)).stock_sold], [5, 5]);
    for (const items of [[], [[a, 100], [a, 1]]]) assert.deepEqual(verdict(await sell(items)), [400, 'invalid_field', 'items']);
    assert.deepEqual(verdict(await owner.put(`/api/v1/products/${a}`, product([store], { stock_total: 4 }))), [409, 'stock_below_sold', 'stock_total']);
    assert.equal((await owner.put(`/api/v1/products/${a}`, product([store], { stock_total: 6 }))).status, 200);
    assert.equal((await owner.put(`/api/v1/products/${a}/on_sale`, { on: false })).body.on_sale, false);
    assert.deepEqual(verdict(await sell([[a, 1]])), [409, 'out_of_stock', a]);
    await owner.put(`/api/v1/products/${a}/on_sale`, { on: true });
    assert.equal((await sell([[a, 1]])).status, 200);
});

test('a voucher is taken back once; its place in the stock comes free when nothing was used', async () => {
    const id = await make({ uses: 2, stock_total: 2 });
    const [whole, part] = (await sell([[id, 2]])).body.orders[0].vouchers;
    await cashier.use(part.code);
    const first = (await revoke(whole.id)).body;
    assert.deepEqual([first.outcome, first.replayed, first.revocation.why, first.revocation.stock_returned], ['done', false, 'wrong_sale', true]);
    const again = (await revoke(whole.id, 'misuse')).body;
    assert.deepEqual([again.outcome, again.replayed, again.revocation.why, again.revocation.at], ['done', true, 'wrong_sale', first.revocation.at]);
    assert.equal((await revoke(part.id)).body.revocation.stock_returned, false);
    assert.equal((await details(id)).stock_sold, 1);
    assert.equal((await cashier.prepare(whole.code)).reason, 'voucher_revoked');
    assert.deepEqual((await history(part.id)).items.map((event) => event.kind), ['sold', 'redeemed', 'revoked']);
    assert.deepEqual(verdict(await revoke(uuid, 'because', { invalid: true })), [400, 'invalid_field', 'reason']);
});

test('taking back meets redeeming: exactly one happens', async () => {
    const id = await make({ stock_total: 100 });
    const { vouchers } = (await sell([[id, 20]])).body.orders[0];
    const cards = await Promise.all(vouchers.map(({ code }) => cashier.prepare(code)));
    const ends = await Promise.all(vouchers.map(async (voucher, i) => {
        const [redeemed, revoked] = await Promise.all([cashier.redeem(cards[i].handle), revoke(voucher.id)]);
        return [redeemed.body.outcome, revoked.body.outcome];
    }));
    for (const end of ends) assert.ok(end.filter((outcome) => outcome === 'done').length === 1, end.join());
    assert.equal((await details(id)).stock_sold, ends.filter(([redeemed]) => redeemed === 'done').length);
});

test('what a product says is changed; cards that were shown before are stale, vouchers that were sold keep their worth', async () => {
    const id = await make();
    const { code } = await sellOne(id);
    const { handle } = await cashier.prepare(code);
    await owner.put(`/api/v1/products/${id}`, product([store], { title: title('大面'), price_fen: 9900 }));
    assert.equal((await cashier.redeem(handle)).body.reason, 'voucher_changed');
    const card = await cashier.prepare(code);
    assert.deepEqual([card.card.title.zh, card.card.price_fen], ['大面', 1500]);
    assert.equal((await sell([[id, 1]])).body.orders[0].amount_fen, 9900);
    assert.deepEqual(verdict(await owner.put(`/api/v1/products/${id}`, product([]))), [400, 'invalid_field', 'store_ids']);
    assert.deepEqual(verdict(await owner.put(`/api/v1/products/${id}`, product([uuid]))), [404, 'not_found', 'store_ids']);
});

test('a manager changes only what all of whose stores are theirs', async () => {
    const other = owner.session.stores[1].id;
    sql(server, 'DELETE FROM staff_store WHERE store_id = ?', other);
    const manager = await Person.signIn(server, server.staff.manager);
    const shared = await create(owner, '/api/v1/products', product([store, other]));
    const seen = (await all(manager, '/api/v1/products')).find((one) => one.id === shared);
    assert.deepEqual([seen.may_change, seen.settings.store_ids], [false, [store]]);
    assert.deepEqual(verdict(await manager.put(`/api/v1/products/${shared}`, product([store]))), [403, 'forbidden', 'product_id']);
    assert.deepEqual(verdict(await manager.put(`/api/v1/products/${shared}/on_sale`, { on: false })), [403, 'forbidden', 'product_id']);
});

test('a lane that is retired cannot be stood at, and what happened there keeps its name', async () => {
    const lane = await create(owner, `/api/v1/stores/${store}/lanes`, { title: title('临时窗口') });
    const person = await Person.signIn(server, server.staff.cashier);
    const stand = () => person.put('/api/v1/session/place', { store_id: store, lane_id: lane });
    assert.equal((await stand()).status, 200);
    const { code } = server.voucher('usable');
    const { redemption } = await person.use(code);
    assert.equal((await owner.put(`/api/v1/lanes/${lane}/in_use`, { on: false })).body.in_use, false);
    assert.deepEqual(verdict(await stand()), [404, 'not_found', 'lane_id']);
    assert.equal((await person.use(server.voucher('usable').code)).reason, 'lane_required');
    assert.equal((await person.prepare(code)).previous.lane.zh, '临时窗口');
    assert.ok(!(await person.get('/api/v1/session')).body.stores[0].lanes.some((one) => one.id === lane));
    assert.ok((await all(owner, '/api/v1/stores'))[0].lanes.some((one) => one.id === lane && !one.in_use));
    assert.equal((await owner.put(`/api/v1/lanes/${lane}`, { title: title('东窗') })).body.title.zh, '东窗');
    await owner.put(`/api/v1/lanes/${lane}/in_use`, { on: true });
    assert.equal((await stand()).status, 200);
    assert.equal(redemption.lane.zh, '临时窗口');
});

test('a store is opened with a zone that exists', async () => {
    const wanted = { title: title('柏林店'), zone: 'Europe/Berlin', cut_minutes: 300 };
    const id = await create(owner, '/api/v1/stores', wanted);
    assert.deepEqual((await all(owner, '/api/v1/stores')).find((one) => one.id === id), { id, settings: { ...wanted, linear_codes: false }, lanes: [] });
    const nowhere = { ...wanted, zone: 'Nowhere/City' };
    assert.deepEqual(verdict(await owner.put(`/api/v1/stores/${id}`, nowhere)), [400, 'invalid_field', 'zone']);
    assert.deepEqual(verdict(await owner.post('/api/v1/stores', nowhere, { headers: { 'idempotency-key': randomUUID() } })), [400, 'invalid_field', 'zone']);
    assert.equal((await owner.put(`/api/v1/stores/${id}`, { ...wanted, cut_minutes: 0 })).body.settings.cut_minutes, 0);
});

// Moves the clock on; the last.
test('a day is closed once it is over: by person, lane, product and channel; what changed since makes a new version', async () => {
    const manager = await Person.signIn(server, server.staff.manager, { lane: 1 });
    const id = await make({ title: title('=1+1, "面"'), uses: 2 });
    const { code } = await sellOne(id);
    await manager.use(code);
    const day = (await (await owner.feed()).next()).data;
    // The feed's own count may not know yet what has just been redeemed.
    const [[uses, worth]] = sql(server, 'SELECT sum(uses), sum(amount_fen) FROM redemption WHERE store_id = ? AND business_day = ?', store, day.business_day);
    const path = `/api/v1/stores/${store}/closed_days`;
    const close = () => owner.put(`${path}/${day.business_day}`, {});
    assert.deepEqual(verdict(await close()), [409, 'day_not_over', 'business_day']);
    assert.deepEqual(verdict(await owner.get(`${path}/${day.business_day}`)), [404, 'not_found', 'business_day']);
    await server.advance(Date.parse(day.day_ends_at) - Date.parse(day.server_time) + 1000);
    const { body: closed } = await close();
    assert.deepEqual([closed.version, closed.totals.all.redeemed, closed.totals.all.redeemed_fen], [1, uses, worth]);
    for (const lines of ['staff', 'lanes', 'products', 'channels']) {
        assert.equal(closed.totals[lines].reduce((sum, line) => sum + line.redeemed, 0), uses, lines);
        assert.equal(closed.totals[lines].reduce((sum, line) => sum + line.redeemed_fen, 0), worth, lines);
    }
    assert.deepEqual(closed.totals.staff.find((line) => line.id === owner.session.staff_id).name, owner.session.staff_name);
    assert.deepEqual(closed.totals.products.find((line) => line.id === id), { id, title: title('=1+1, "面"'), redeemed: 1, redeemed_fen: 750, sold: 1, sold_fen: 1500 });
    assert.deepEqual((await close()).body, closed, 'closing again changes nothing');
    assert.equal(journalTexts(server).filter((text) => text.includes('"day_closed"')).length, 1);

    const csv = await owner.get(`${path}/${day.business_day}/csv`);
    const rows = csv.text.split('\r\n');
    assert.equal(rows[0], 'by,title_zh,title_en,redeemed,redeemed_yuan,sold,sold_yuan');
    assert.ok(rows.includes(`product,"'=1+1, ""面""","'=1+1, ""面""",1,7.50,1,15.00`), csv.text);
    assert.ok(rows.some((row) => row.startsWith(`staff,${server.staff.manager.account},`)));
    assert.ok(!csv.text.includes(owner.session.staff_name), 'a name of a person');

    sql(server, 'UPDATE redemption SET business_day = ? WHERE business_day <> ?', day.business_day, day.business_day);
    sql(server, 'UPDATE redemption SET uses = uses + 1 WHERE product_id = ?', id);
    const { body: corrected } = await close();
    assert.deepEqual([corrected.version, corrected.totals.all.redeemed], [2, uses + 1]);
    assert.deepEqual((await owner.get(`${path}/${day.business_day}`)).body, corrected);
    const earlier = new Date(Date.parse(day.business_day) - 86_400_000).toISOString().slice(0, 10);
    await owner.put(`${path}/${earlier}`, {});
    assert.deepEqual((await owner.get(path)).body.items.map((item) => [item.business_day, item.version]), [[day.business_day, 2], [earlier, 1]]);
    assert.deepEqual((await owner.get(`${path}?after=${day.business_day}`)).body.items.map((item) => item.business_day), [earlier]);
});
