// The queue over HTTP: numbers by staff and from customers' own pages, called and passed over, served by what is redeemed; what
// every reader of the store's feed is told of it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, test } from 'node:test';
import { journalTexts, sql } from '../harness/books.mjs';
import { Person } from '../harness/person.mjs';
import { startServer } from '../harness/server.mjs';
import { all, create } from '../harness/shop.mjs';

let server;
let owner;
let stranger;
before(async () => {
    server = await startServer({ usable: 12 });
    owner = await Person.signIn(server, server.staff.owner, { lane: 0 });
    stranger = new Person(server);
});
afterEach(() => server.check());
after(() => server.stop());

const keyed = (key = randomUUID()) => ({ headers: { 'idempotency-key': key } });

// A store of its own for each test, with lanes for whom `lines` says, so that none meets another's customers.
async function shop(lines = [undefined]) {
    const store = await create(owner, '/api/v1/stores', { title: { zh: '新店', en: 'New' }, zone: 'Asia/Shanghai', cut_minutes: 240 });
    const lanes = [];
    for (const [i, line] of lines.entries()) {
        lanes.push(await create(owner, `/api/v1/stores/${store}/lanes`, { title: { zh: `${i + 1}号`, en: `Lane ${i + 1}` }, ...(line && { line }) }));
    }
    const take = async (line = 'group_buy', key) => (await owner.post(`/api/v1/stores/${store}/tickets`, { line }, keyed(key))).body.ticket;
    const next = async (lane = 0, person = owner) => (await person.post(`/api/v1/stores/${store}/calls`, { lane_id: lanes[lane] }, keyed())).body.ticket;
    const change = (ticket, action, more = {}) => owner.put(`/api/v1/tickets/${ticket.id}/state`, { action, ...more }, keyed());
    const snapshot = async () => {
        const feed = await owner.feed(store);
        const { data } = await feed.next();
        feed.close();
        return data.queue;
    };
    return { store, lanes, take, next, change, snapshot };
}

// The one page of a voucher that may be redeemed here.
const arrive = (voucher, store) => stranger.post('/api/v1/holder/arrival', { token: voucher.page, store_id: store });
const page = async (voucher) => (await stranger.post('/api/v1/holder', { token: voucher.page, codes: 0 })).body;

test('numbers are given by line, called in order of arrival, and every reader is told', async () => {
    const { store, lanes, take, next, change } = await shop();
    const feed = await owner.feed(store);
    const { business_day, queue } = (await feed.next()).data;
    assert.deepEqual(queue, { business_day, lines: [], tickets: [] });
    const taken = [await take(), await take('general'), await take()];
    assert.deepEqual(taken.map(({ label, state }) => [label, state]), [['A1', 'waiting'], ['B1', 'waiting'], ['A2', 'waiting']]);
    const first = await next();
    assert.deepEqual([first.label, first.state, first.lane_id, first.calls], ['A1', 'called', lanes[0], 1]);
    const again = (await change(first, 'call', { lane_id: lanes[0] })).body.ticket;
    assert.deepEqual([again.label, again.calls], ['A1', 2]);
    const told = await feed.queue(({ tickets }) => tickets.some(({ calls }) => calls === 2));
    assert.deepEqual(told.tickets.map(({ label, state }) => [label, state]), [['A1', 'called'], ['B1', 'waiting'], ['A2', 'waiting']]);
    assert.deepEqual(told.tickets[0].lane, { zh: '1号', en: 'Lane 1' });
    assert.deepEqual(told.lines.map(({ line, waiting }) => [line, waiting]), [['group_buy', 1], ['general', 1]]);
    assert.ok(told.lines.every((line) => !('wait_s' in line)), 'nobody was served: no wait is told');

    assert.equal((await change(first, 'skip')).body.ticket.state, 'skipped');
    assert.equal((await change(first, 'call', { lane_id: lanes[0] })).body.ticket.state, 'called');
    assert.equal((await change(first, 'serve')).body.ticket.state, 'served');
    const closed = await change(first, 'call', { lane_id: lanes[0] });
    assert.deepEqual([closed.status, closed.body.reason], [409, 'ticket_closed']);
    assert.equal((await change(taken[2], 'leave')).body.ticket.state, 'left');
    const moved = (await change(taken[1], 'move', { line: 'group_buy' })).body.ticket;
    assert.deepEqual([moved.label, moved.line], ['B1', 'group_buy'], 'the customer holds the number that they hold');
    const end = await feed.queue(({ tickets }) => tickets.length === 1 && tickets[0].line === 'group_buy');
    assert.deepEqual(end.lines.map(({ line, served, wait_s }) => [line, served, wait_s >= 0]), [['group_buy', 1, true]]);
    feed.close();
});

test('a lane calls those of its own line; who was called before is served, or passed over where nothing was redeemed', async () => {
    const { take, next, snapshot } = await shop(['general', 'group_buy']);
    await take();
    await take('general');
    await take('general');
    assert.equal((await next(0)).label, 'B1');
    assert.equal((await next(1)).label, 'A1');
    assert.equal((await next(0)).label, 'B2');
    assert.equal(await next(1), undefined, 'nobody waits');
    assert.deepEqual((await snapshot()).tickets.map(({ label, state }) => [label, state]), [['A1', 'skipped'], ['B2', 'called']]);
    assert.equal((await snapshot()).lines.find(({ line }) => line === 'general').served, 1);
});

test('"I am here": one number however often it is tapped; the page follows it to its end', async () => {
    const voucher = server.voucher('usable');
    const [store] = (await page(voucher)).stores;
    const staff = await Person.signIn(server, server.staff.cashier, { lane: 0 });
    const feed = await staff.feed(store.id);
    const wall = await (await Person.signIn(server, server.staff.display)).feed(store.id);
    await Promise.all([feed.next(), wall.next()]);
    const answers = await Promise.all(Array.from({ length: 5 }, () => arrive(voucher, store.id)));
    assert.ok(answers.every(({ status, body }) => status === 200 && body.ticket.label === 'A1' && body.ticket.ahead === 0));
    assert.equal((await arrive(server.voucher('usable'), store.id)).body.ticket.ahead, 1);
    const called = await staff.post(`/api/v1/stores/${store.id}/calls`, { lane_id: staff.session.lane_id }, keyed());
    assert.deepEqual([called.body.ticket.label, called.body.ticket.title], ['A1', voucher.product]);
    const { ticket } = await page(voucher);
    assert.deepEqual([ticket.state, ticket.lane], ['called', staff.session.stores[0].lanes[0].title]);
    const told = await wall.queue(({ tickets }) => tickets[0]?.state === 'called');
    assert.ok(!JSON.stringify(told).includes(voucher.code));

    const { redemption } = await staff.use(voucher.code);
    const served = await feed.queue(({ lines }) => lines[0].served === 1); // it may have looked when only one had come
    assert.deepEqual([served.tickets.length, served.lines[0].waiting], [1, 1]);
    assert.equal((await page(voucher)).ticket, undefined);
    const refused = await arrive(voucher, store.id);
    assert.deepEqual([refused.status, refused.body.reason], [409, 'already_redeemed']);
    // Undone, the customer stands where they stood.
    await staff.put(`/api/v1/redemptions/${redemption.id}/revocation`, { nothing_served: false }, keyed());
    await feed.queue(({ tickets }) => tickets.length === 2 && tickets[0].state === 'called');
    assert.ok(journalTexts(server).some((text) => text.includes('"ticket_taken"')));
    [feed, wall].forEach((one) => one.close());
});

test('what is redeemed at the lane to which a number was called serves it, unless it is another number\'s', async () => {
    const staff = await Person.signIn(server, server.staff.cashier, { lane: 1 });
    const { store_id, lane_id } = staff.session;
    const given = (await staff.post(`/api/v1/stores/${store_id}/tickets`, { line: 'group_buy' }, keyed())).body.ticket;
    await staff.put(`/api/v1/tickets/${given.id}/state`, { action: 'call', lane_id }, keyed());
    const feed = await staff.feed();
    const here = ({ tickets }) => tickets.some(({ id }) => id === given.id);
    const { queue } = (await feed.next()).data;
    assert.ok(here(queue));
    const before = queue.lines[0].served;
    const other = server.voucher('usable');
    await arrive(other, store_id);
    await staff.use(other.code);
    const later = await feed.queue(({ lines }) => lines[0].served === before + 1);
    assert.ok(here(later), 'that was somebody else');
    await staff.use(server.voucher('usable').code);
    assert.ok(!here(await feed.queue((queue) => !here(queue))));
    feed.close();
});

test('twenty "next" at once at five lanes: everybody is called once', async () => {
    const { take, next, snapshot } = await shop([undefined, undefined, undefined, undefined, undefined]);
    for (let i = 0; i < 20; i++) await take('general');
    const called = await Promise.all(Array.from({ length: 20 }, (_, i) => next(i % 5)));
    assert.equal(new Set(called.map(({ label }) => label)).size, 20);
    const { tickets, lines } = await snapshot();
    assert.equal(tickets.length, 5, 'each lane speaks to one');
    assert.equal(lines[0].served, 15);
});

test('who cannot wait is told why', async () => {
    const voucher = server.voucher('usable');
    const foreign = await shop();
    const away = await arrive(voucher, foreign.store);
    assert.deepEqual([away.status, away.body.reason], [409, 'not_this_store']);
    const unknown = await stranger.post('/api/v1/holder/arrival', { token: '0'.repeat(64), store_id: foreign.store }, { invalid: true });
    assert.deepEqual([unknown.status, unknown.body.reason], [410, 'link_expired']);
    const [here] = owner.session.stores;
    for (const [kind, reason] of [['expired', 'expired'], ['not_yet_valid', 'not_yet_valid'], ['revoked', 'voucher_revoked']]) {
        const refused = await arrive(server.voucher(kind), here.id);
        assert.deepEqual([refused.status, refused.body.reason], [409, reason]);
    }
    const elsewhere = await owner.put(`/api/v1/tickets/${(await foreign.take()).id}/state`, { action: 'call', lane_id: owner.session.lane_id }, { ...keyed(), invalid: true });
    assert.deepEqual([elsewhere.status, elsewhere.body.reason, elsewhere.body.field], [400, 'invalid_field', 'lane_id']);
});

test('a store has room for three hundred', async () => {
    const [, { id: store }] = owner.session.stores;
    await owner.post(`/api/v1/stores/${store}/tickets`, { line: 'general' }, keyed());
    sql(server, `INSERT INTO ticket (merchant_id, id, store_id, business_day, taken_in, number, line, state, arrived_at)
        WITH RECURSIVE more(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM more WHERE n < 300)
        SELECT merchant_id, '${randomUUID().slice(0, 33)}' || (100 + n), store_id, business_day, taken_in, n, line, state, arrived_at
        FROM ticket, more WHERE store_id = ? AND number = 1`, store);
    const full = await owner.post(`/api/v1/stores/${store}/tickets`, { line: 'general' }, keyed());
    assert.deepEqual([full.status, full.body.reason], [409, 'queue_full']);
    const customer = await arrive(server.voucher('usable'), store);
    assert.deepEqual([customer.status, customer.body.reason], [409, 'queue_full']);
});

test('a lane says whose customers it calls, and a screen what it shows', async () => {
    const { store, lanes } = await shop();
    await owner.put(`/api/v1/lanes/${lanes[0]}`, { title: { zh: '团购', en: 'Group-buy' }, line: 'group_buy' });
    const stores = await all(owner, '/api/v1/stores');
    assert.equal(stores.find(({ id }) => id === store).lanes[0].line, 'group_buy');
    const wall = await Person.signIn(server, server.staff.display);
    assert.equal(wall.session.display, undefined);
    const display = { queue: true, progress: false, offers: true, spoken: true, message: { zh: '欢迎', en: 'Welcome' } };
    const changed = await owner.put(`/api/v1/devices/${wall.session.device_id}`, { name: '门口', display });
    assert.deepEqual(changed.body.display, display);
    assert.deepEqual((await wall.get('/api/v1/session')).body.display, display);
    await owner.put(`/api/v1/devices/${wall.session.device_id}`, { name: '大厅' });
    assert.deepEqual((await wall.get('/api/v1/session')).body.display, display, 'a new name changes nothing else');
});

test('guessing pages is slowed down here, too', async () => {
    const statuses = [];
    for (let i = 0; i < 32; i++) statuses.push((await arrive({ page: 'f'.repeat(64) }, owner.session.store_id)).status);
    assert.deepEqual([statuses[0], statuses.at(-1)], [410, 429]);
});
