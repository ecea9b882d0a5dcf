// Undoing a redemption, as the wire tells it: who may and how long, once under its key and once at all, what every reader of
// the store's feed is told, and that the voucher can be redeemed again.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, test } from 'node:test';
import { journalTexts } from '../harness/books.mjs';
import { Person } from '../harness/person.mjs';
import { startServer } from '../harness/server.mjs';
import { all, create, product, uuid } from '../harness/shop.mjs';

const minute = 60_000;
let server;
let cashier;
let manager;
let foreign;
before(async () => {
    server = await startServer({ usable: 12 });
    cashier = await Person.signIn(server, server.staff.cashier, { lane: 0 });
    manager = await Person.signIn(server, server.staff.manager, { lane: 1 });
    foreign = await Person.signIn(server, server.shops.tea.owner, { lane: 0 });
});
afterEach(() => server.check());
after(() => server.stop());

const path = (id) => `/api/v1/redemptions/${id}/revocation`;
const byOneself = { nothing_served: false };
const undo = (person, id, body = byOneself, { key = randomUUID(), ...options } = {}) =>
    person.put(path(id), body, { headers: { 'idempotency-key': key }, ...options });
const served = { reason: 'mistake', nothing_served: false };
const notServed = { reason: 'cannot_serve', nothing_served: true };
const verdict = ({ status, body }) => (status === 200 ? [body.outcome, body.reason] : [status, body.reason, body.field]);
const redeemed = async (person = cashier, code = server.voucher('usable').code) => (await person.use(code)).redemption;
const undone = () => journalTexts(server).filter((text) => text.includes('"redemption_undone"')).length;

test('one\'s own is undone at once; the answer, the voucher and every reader of the store know it, and it is redeemed again', async () => {
    const { code } = server.voucher('usable');
    const feeds = await Promise.all([cashier, manager, await Person.signIn(server, server.staff.display)].map((person) => person.feed(cashier.session.store_id)));
    const starts = await Promise.all(feeds.map((feed) => feed.next()));
    const redemption = await redeemed(cashier, code);
    const told = await Promise.all(feeds.map((feed) => feed.next()));
    const { body } = await undo(cashier, redemption.id);
    assert.deepEqual([body.outcome, body.replayed, body.uses_left, body.redemption.undone.staff_name], ['done', false, 1, cashier.session.staff_name]);
    assert.deepEqual([body.redemption.undone.why, body.redemption.undone.stock_returned], [undefined, false]);
    const events = await Promise.all(feeds.map((feed) => feed.next()));
    events.forEach((event, i) => {
        assert.deepEqual([event.name, event.data.previous_id, event.data.business_day], ['undone', told[i].id, starts[i].data.business_day]);
        assert.equal(event.data.redemption.id, redemption.id);
        assert.equal('staff_name' in event.data.redemption.undone, i < 2, 'a display is told no names');
        assert.equal('staff_id' in event.data.redemption, i < 2);
    });
    const now = (await (await cashier.feed()).next()).data;
    assert.deepEqual([now.redeemed, now.amount_fen, now.products], [starts[0].data.redeemed, starts[0].data.amount_fen, starts[0].data.products]);
    assert.deepEqual(now.recent[0], events[0].data.redemption);

    const again = await redeemed(cashier, code);
    assert.equal(again.amount_fen, redemption.amount_fen);
    assert.equal((await cashier.prepare(code)).reason, 'already_redeemed');
    // Both, and what was undone between them, are in the journal for good.
    for (const { id } of [redemption, again]) assert.equal((await cashier.get(`/api/v1/redemptions/${id}/receipt`)).status, 200);
    feeds.forEach((feed) => feed.close());
});

test('one key is one undoing; another finds it undone', async () => {
    const { id } = await redeemed();
    const key = randomUUID();
    const before = undone();
    const first = (await undo(cashier, id, byOneself, { key })).body;
    assert.deepEqual((await undo(cashier, id, byOneself, { key })).body, { ...first, replayed: true });
    assert.deepEqual(verdict(await undo(cashier, id, { nothing_served: true }, { key })), [422, 'key_reused', 'Idempotency-Key']);
    const other = (await undo(manager, id, notServed)).body;
    assert.deepEqual([other.outcome, other.replayed, other.redemption.undone], ['done', true, first.redemption.undone]);
    assert.equal(undone(), before + 1);
});

test('twenty at once: one of them undoes it, all hear by whom', async () => {
    const { id } = await redeemed();
    const before = undone();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 ? undo(manager, id, served) : undo(cashier, id))));
    assert.ok(answers.every(({ body }) => body.outcome === 'done' && body.uses_left === 1));
    assert.equal(answers.filter(({ body }) => !body.replayed).length, 1);
    assert.equal(new Set(answers.map(({ body }) => body.redemption.undone.at)).size, 1);
    assert.equal(undone(), before + 1);
});

test('a colleague\'s needs a manager and a reason; another merchant\'s and another store\'s is not there', async () => {
    const { id } = await redeemed(manager);
    const before = undone();
    assert.deepEqual(verdict(await undo(cashier, id)), ['refused', 'forbidden']);
    for (const body of [byOneself, { nothing_served: true }]) assert.deepEqual(verdict(await undo(manager, id, body)), [400, 'invalid_field', 'reason']);
    assert.deepEqual(verdict(await undo(manager, id, { ...served, reason: 'because' }, { invalid: true })), [400, 'invalid_field', 'reason']);
    for (const [person, which] of [[foreign, id], [manager, (await redeemed(foreign, server.voucher('usable', 'tea').code)).id], [manager, uuid]]) {
        assert.deepEqual(verdict(await undo(person, which, served)), [404, 'not_found', 'redemption_id']);
    }
    const other = await Person.signIn(server, server.staff.owner);
    await other.stand(1, 0);
    const there = await redeemed(other);
    assert.deepEqual(verdict(await undo(cashier, there.id)), [404, 'not_found', 'redemption_id'], 'at a store where they do not work');
    assert.equal(undone(), before);
    const done = (await undo(manager, id, served)).body;
    assert.deepEqual([done.outcome, done.redemption.undone.why, done.redemption.undone.staff_name], ['done', 'mistake', manager.session.staff_name]);
});

test('stock returns where a manager says that nothing was served; uses return in any case', async () => {
    const owner = await Person.signIn(server, server.staff.owner, { lane: 0 });
    const id = await create(owner, '/api/v1/products', product([owner.session.store_id], { uses: 3, price_fen: 1000 }));
    const { body: sale } = await owner.post('/api/v1/sales', { items: [{ product_id: id, quantity: 1 }], gift: false }, { headers: { 'idempotency-key': randomUUID() } });
    const [{ id: voucher, code }] = sale.orders[0].vouchers;
    const stock = async () => (await all(owner, '/api/v1/products')).find((one) => one.id === id).stock_redeemed;
    const [first, second, third] = [await redeemed(cashier, code), await redeemed(cashier, code), await redeemed(cashier, code)];
    assert.equal(await stock(), 3);
    assert.equal((await undo(cashier, first.id, { nothing_served: true })).body.uses_left, 1);
    assert.equal(await stock(), 3, 'a cashier does not say what was served');
    assert.equal((await undo(owner, second.id, served)).body.uses_left, 2);
    assert.equal(await stock(), 3);
    assert.deepEqual([(await undo(manager, third.id, notServed)).body.uses_left, await stock()], [3, 2]);
    const { redemption, uses_left: left } = await cashier.use(code, { uses: 3 });
    assert.deepEqual([redemption.amount_fen, left, await stock()], [1000, 0, 5]);
    const { items } = (await owner.get(`/api/v1/vouchers/${voucher}/history`)).body;
    assert.deepEqual(items.map(({ kind, undone_why: why, stock_returned: returned }) => [kind, why, returned]), [
        ['sold', undefined, undefined], ...Array(3).fill(['redeemed', undefined, undefined]),
        ['undone', undefined, false], ['undone', 'mistake', false], ['undone', 'cannot_serve', true], ['redeemed', undefined, undefined]]);
});

test('nothing returns to a voucher that was taken back', async () => {
    const owner = await Person.signIn(server, server.staff.owner, { lane: 0 });
    const { code } = server.voucher('multi_use');
    const { id } = await redeemed(cashier, code);
    const [voucher] = (await owner.post('/api/v1/vouchers/find', { code })).body.items;
    assert.equal((await owner.put(`/api/v1/vouchers/${voucher.id}/revocation`, { reason: 'customer_asked' })).body.outcome, 'done');
    assert.deepEqual(verdict(await undo(cashier, id)), ['refused', 'voucher_revoked']);
});

// Moves the clock on; the last.
test('after ten minutes a cashier, after a day nobody; an undone redemption leaves its day, not a day that was closed', async () => {
    const owner = await Person.signIn(server, server.staff.owner, { lane: 0 });
    const live = await cashier.feed();
    const [first, second, third] = [await redeemed(), await redeemed(), await redeemed()];
    await server.advance(9 * minute);
    assert.equal((await undo(cashier, first.id)).body.outcome, 'done');
    let last;
    do last = await live.next(); while (last.data.redemption?.id !== first.id || last.name !== 'undone');
    live.close(); // everything is numbered, so that a snapshot counts it
    await server.advance(minute);
    assert.deepEqual(verdict(await undo(cashier, second.id)), ['refused', 'undo_too_late']);
    const today = (await (await cashier.feed()).next()).data;
    await server.advance(Math.min(Date.parse(today.day_ends_at) - Date.parse(today.server_time) + 1000, 23 * 60 * minute));
    const day = `/api/v1/stores/${owner.session.store_id}/closed_days/${today.business_day}`;
    const { body: closed } = await owner.put(day, {});
    assert.equal(closed.totals.all.redeemed, today.redeemed);
    const feed = await owner.feed();
    const { data: next } = await feed.next();
    assert.equal((await undo(manager, second.id, notServed)).body.outcome, 'done');
    const told = await feed.next();
    assert.deepEqual([told.name, told.data.business_day], ['undone', today.business_day]);
    feed.close();
    assert.equal((await (await owner.feed()).next()).data.redeemed, next.redeemed);
    assert.equal((await (await owner.feed(undefined, { after: told.id })).products(() => true)).id, told.id, 'a reader goes on from there');
    assert.deepEqual((await owner.get(day)).body, closed);
    const { body: corrected } = await owner.put(day, {});
    assert.deepEqual([corrected.version, corrected.totals.all.redeemed, corrected.totals.all.redeemed_fen],
        [2, closed.totals.all.redeemed - 1, closed.totals.all.redeemed_fen - second.amount_fen]);
    await server.advance(24 * 60 * minute);
    assert.deepEqual(verdict(await undo(owner, third.id, served)), ['refused', 'undo_too_late']);
    assert.equal((await undo(owner, second.id, served)).body.replayed, true);
});
