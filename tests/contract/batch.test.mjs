// Several vouchers by one action: of an order all or none, of different orders each by itself, under one key.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, test } from 'node:test';
import { journalTexts, recorded, sql } from '../harness/books.mjs';
import { Person } from '../harness/person.mjs';
import { startServer } from '../harness/server.mjs';
import { create, product, sale } from '../harness/shop.mjs';

let server;
let owner;
let cashier;
let bowl; // a product for one use
before(async () => {
    server = await startServer({ usable: 4 });
    owner = await Person.signIn(server, server.staff.owner, { lane: 0 });
    cashier = await Person.signIn(server, server.staff.cashier, { lane: 0 });
    bowl = await create(owner, '/api/v1/products', product([owner.session.store_id], { stock_total: 1000 }));
});
afterEach(() => server.check());
after(() => server.stop());

const headers = (key) => ({ headers: { 'idempotency-key': key } });
const together = (person, handles, key = randomUUID(), options = {}) =>
    person.post('/api/v1/redeem/batch', { items: handles.map((handle) => ({ handle, uses: 1 })) }, { ...headers(key), ...options });
const verdicts = ({ body }) => body.items.map(({ outcome, reason }) => (outcome === 'done' ? outcome : reason));
const redeemed = () => sql(server, 'SELECT count(*) FROM redemption')[0][0];

// So many vouchers of one order.
async function order(quantity) {
    const { body } = await owner.post('/api/v1/sales', sale(bowl, quantity), headers(randomUUID()));
    return body.orders[0].vouchers;
}
// The handles of all of them, as whoever has shown the first is told.
async function shown(person, [first]) {
    const { handle, others = [] } = await person.prepare(first.code);
    return [handle, ...others.map((other) => other.handle)];
}

test('the card of one voucher offers the others of its order that can be used, and nobody else’s', async () => {
    const vouchers = await order(3);
    assert.equal((await shown(cashier, vouchers)).length, 3);
    await cashier.use(vouchers[1].code);
    assert.equal((await shown(cashier, vouchers)).length, 2);
    assert.equal((await shown(cashier, await order(1))).length, 1);
    assert.equal((await cashier.prepare(server.voucher('multi_use').code)).others, undefined);
    assert.equal((await shown(cashier, await order(12))).length, 10);
});

test('all of one order at once: each in the journal, the feed and the figures; again under the key the same', async () => {
    const handles = await shown(cashier, await order(3));
    const feed = await cashier.feed();
    const { data: snapshot } = await feed.next();
    const key = randomUUID();
    const first = await together(cashier, handles, key);
    assert.deepEqual(verdicts(first), ['done', 'done', 'done']);
    assert.deepEqual(first.body.items.map((item) => item.handle), handles);
    const ids = first.body.items.map((item) => item.redemption.id);
    assert.equal(new Set(ids).size, 3);
    const before = recorded(server);
    assert.deepEqual((await together(cashier, handles, key)).body, { ...first.body, replayed: true });
    assert.deepEqual(recorded(server), before);
    for (const id of ids) assert.equal(journalTexts(server).filter((text) => text.includes('"voucher_redeemed"') && text.includes(id)).length, 1);
    const told = [];
    while (told.length < 3) {
        const event = await feed.next();
        if (event.name === 'redemption') told.push(event.data.redemption.id);
    }
    assert.deepEqual(told.sort(), [...ids].sort());
    feed.close();
    const again = await cashier.feed();
    assert.equal((await again.next()).data.redeemed, snapshot.redeemed + 3);
    again.close();
});

test('one of the order that cannot be redeemed holds all of them, and another order not', async () => {
    const [first, second] = [await order(3), await order(2)];
    const [held, free] = [await shown(cashier, first), await shown(cashier, second)];
    assert.equal((await owner.put(`/api/v1/vouchers/${first[1].id}/revocation`, { reason: 'wrong_sale' })).status, 200);
    const before = redeemed();
    const key = randomUUID();
    const answer = await together(cashier, [held[0], free[0], held[1], held[2], free[1]], key);
    const [a, b, c, d, e] = verdicts(answer);
    assert.deepEqual([b, e], ['done', 'done']);
    assert.deepEqual([a, c, d].sort(), ['order_refused', 'order_refused', 'voucher_revoked']);
    assert.equal(redeemed(), before + 2);
    assert.deepEqual((await together(cashier, [held[0], free[0], held[1], held[2], free[1]], key)).body, { ...answer.body, replayed: true });
    assert.equal(redeemed(), before + 2);
    // A refusal used nothing up: the rest by themselves.
    const rest = held.filter((_, i) => [a, c, d][i] === 'order_refused');
    assert.deepEqual(verdicts(await together(cashier, rest)), ['done', 'done']);
});

test('what was used meanwhile says who, where and when', async () => {
    const vouchers = await order(2);
    const handles = await shown(cashier, vouchers);
    const other = await Person.signIn(server, server.staff.manager, { lane: 0 });
    const { redemption } = await other.use(vouchers[1].code);
    const answer = await together(cashier, handles);
    const used = answer.body.items.find(({ reason }) => reason === 'already_redeemed');
    assert.equal(used.previous.at, redemption.at);
    assert.deepEqual(verdicts(answer).sort(), ['already_redeemed', 'order_refused']);
});

test('what is no request: none, too many, the same voucher twice, another person, another request under the key', async () => {
    const vouchers = await order(2);
    const handles = await shown(cashier, vouchers);
    const again = await cashier.prepare(vouchers[0].code);
    const before = recorded(server);
    const told = ({ status, body }) => [status, body.reason, body.field];
    assert.deepEqual(told(await together(cashier, [])), [400, 'invalid_field', 'items']);
    assert.deepEqual(told(await together(cashier, [handles[0], again.handle])), [400, 'invalid_field', 'items']);
    assert.deepEqual(told(await together(cashier, Array(11).fill(handles[0]), randomUUID(), { invalid: true })), [400, 'invalid_field', 'items']);
    assert.deepEqual(recorded(server), before);
    const stranger = await Person.signIn(server, server.staff.cashier, { lane: 0 });
    assert.deepEqual(verdicts(await together(stranger, handles)), ['handle_unknown', 'handle_unknown']);
    const key = randomUUID();
    assert.deepEqual(verdicts(await together(cashier, handles, key)), ['done', 'done']);
    assert.deepEqual(told(await together(cashier, handles.slice(0, 1), key)), [422, 'key_reused', 'Idempotency-Key']);
});

test('ten devices for overlapping parts of one order: nothing is redeemed twice, nothing in part', async () => {
    const people = await Promise.all(Array.from({ length: 10 }, () => Person.signIn(server, server.staff.cashier, { lane: 0 })));
    for (let round = 0; round < 5; round++) {
        const vouchers = await order(4);
        const before = redeemed();
        const handles = await Promise.all(people.map((person) => shown(person, vouchers)));
        const answers = await Promise.all(people.map((person, i) => (i % 3 === 0
            ? person.redeem(handles[i][1]).then(({ body }) => [body.outcome === 'done' ? 'done' : body.reason])
            : together(person, i % 3 === 1 ? handles[i] : handles[i].slice(1, 3)).then(verdicts))));
        for (const told of answers) assert.equal(new Set(told.map((verdict) => verdict === 'done')).size, 1, `all or none: ${told}`);
        const done = answers.flat().filter((verdict) => verdict === 'done').length;
        assert.ok(done >= 1 && done <= 4);
        assert.equal(redeemed(), before + done);
        const ids = vouchers.map(({ id }) => id);
        assert.equal(sql(server, `SELECT count(*) FROM voucher WHERE id IN (?, ?, ?, ?) AND uses_left = 0`, ...ids)[0][0], done);
    }
});

test('killed with batches under way: each is there as a whole or not at all, and its key tells', async () => {
    const handles = [];
    for (let i = 0; i < 6; i++) handles.push(await shown(cashier, await order(3)));
    const keys = handles.map(() => randomUUID());
    const before = redeemed();
    await server.slow(400);
    const asked = handles.map((some, i) => together(cashier, some, keys[i]).then(verdicts, () => null));
    await new Promise((resolve) => { setTimeout(resolve, 300); });
    await server.kill();
    const heard = await Promise.all(asked);
    await server.launch();
    const kept = redeemed() - before;
    assert.equal(kept % 3, 0);
    const told = await Promise.all(handles.map((some, i) => together(cashier, some, keys[i])));
    for (const [i, answer] of told.entries()) {
        assert.deepEqual(verdicts(answer), ['done', 'done', 'done']);
        if (heard[i]) assert.equal(answer.body.replayed, true);
    }
    assert.equal(told.filter(({ body }) => body.replayed).length * 3, kept);
    assert.equal(redeemed(), before + 18);
});

test('a batch whose device never heard: closed by a manager it keeps what was decided, or is refused for good', async () => {
    const [decided, open] = [await shown(cashier, await order(2)), await shown(cashier, await order(2))];
    const [key, never] = [randomUUID(), randomUUID()];
    const { body: done } = await together(cashier, decided, key);
    const close = (of) => owner.post('/api/v1/closures', { reason: 'served' }, headers(of));
    const kept = (await close(key)).body;
    assert.deepEqual([kept.outcome, kept.redemption], ['done', done.items[0].redemption]);
    assert.deepEqual([(await close(never)).body.why], ['closed']);
    const late = await together(cashier, open, never);
    assert.deepEqual([late.status, late.body.reason], [422, 'closed']);
    assert.deepEqual(verdicts(await together(cashier, open)), ['done', 'done']);
});

test('whoever may not do it any more hears what was answered, and does nothing new', async () => {
    const wanted = { account: `new-${randomUUID()}`, settings: { name: '小周', role: 'cashier', store_ids: [owner.session.store_id] }, password: 'a-long-password' };
    const { body: { id } } = await owner.post('/api/v1/staff', wanted, headers(randomUUID()));
    const login = { account: wanted.account, password: wanted.password };
    const person = await Person.signIn(server, login, { lane: 0 });
    const [handles, others] = [await shown(person, await order(2)), await shown(person, await order(2))];
    const key = randomUUID();
    const { body: done } = await together(person, handles, key);
    assert.equal((await owner.put(`/api/v1/staff/${id}`, { ...wanted.settings, role: 'display' })).status, 200);
    const demoted = await Person.signIn(server, login);
    const before = recorded(server);
    assert.deepEqual((await together(demoted, handles, key)).body, { ...done, replayed: true });
    const refused = await together(demoted, others);
    assert.deepEqual([refused.status, refused.body.reason], [403, 'forbidden']);
    assert.deepEqual(recorded(server), before);
});
