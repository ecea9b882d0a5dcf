// What a day comes to: figures that add up to the redemptions they are made of, hours by the store's clock, comparison with
// the days before, lists under filters and in pages, waits, settlement, and alerts that somebody has seen.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, test } from 'node:test';
import { journalTexts, sql } from '../harness/books.mjs';
import { Person } from '../harness/person.mjs';
import { startServer } from '../harness/server.mjs';
import { create, newStaff, password, product, sale, title, uuid } from '../harness/shop.mjs';

let server;
let owner;
before(async () => {
    server = await startServer({ usable: 4 });
    owner = await Person.signIn(server, server.staff.owner);
});
afterEach(() => server.check());
after(() => server.stop());

const keyed = () => ({ headers: { 'idempotency-key': randomUUID() } });
const sum = (lines, member) => lines.reduce((all, line) => all + line[member], 0);
const minute = 60_000, hour = 60 * minute;

// A store of its own, whose two lanes and products nobody else uses; the owner stands at its first lane.
async function shop({ zone = 'Asia/Shanghai', cut = 240, price = 1500, uses = 1 } = {}) {
    const store = await create(owner, '/api/v1/stores', { title: title('新店'), zone, cut_minutes: cut });
    const lanes = [];
    for (const name of ['一号', '二号']) lanes.push(await create(owner, `/api/v1/stores/${store}/lanes`, { title: title(name) }));
    const products = [];
    for (const price_fen of [price, 2 * price]) products.push(await create(owner, '/api/v1/products', product([store], { price_fen, uses, stock_total: 500 })));
    const stand = async (person, lane = 0) => assert.equal((await person.put('/api/v1/session/place', { store_id: store, lane_id: lanes[lane] })).status, 200);
    await stand(owner);
    const sell = async (n = 1, which = 0) => (await owner.post('/api/v1/sales', sale(products[which], n), keyed())).body.orders[0].vouchers;
    const today = async () => {
        const feed = await owner.feed(store);
        const { data } = await feed.next();
        feed.close();
        return data;
    };
    const figures = async (day) => (await owner.get(`/api/v1/stores/${store}/days/${day ?? (await today()).business_day}/figures`)).body;
    const find = async (filter) => (await owner.post(`/api/v1/stores/${store}/redemptions/find`, { business_day: (await today()).business_day, ...filter })).body;
    const ids = async (filter) => (await find(filter)).items.map(({ redemption }) => redemption.id);
    return { store, lanes, products, stand, sell, today, figures, find, ids };
}

// Sets the clock to the next time that a store's clock shows this.
async function advanceTo(zone, clock) {
    const now = await server.advance(0);
    const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
    let at = Math.ceil(now / minute) * minute;
    while (format.format(at) !== clock) at += minute;
    await server.advance(at - now);
}

test('every figure adds up to the redemptions, however they are counted; what is undone leaves all of them', async () => {
    const here = await shop();
    const wanted = { ...newStaff([here.store]), password };
    await create(owner, '/api/v1/staff', wanted);
    const cashier = await Person.signIn(server, { account: wanted.account, password });
    await here.stand(cashier, 1);
    const [a, b, c] = await here.sell(3);
    const [d] = await here.sell(1, 1);
    const made = [];
    for (const [person, voucher] of [[owner, a], [cashier, b], [cashier, d], [owner, c]]) made.push((await person.use(voucher.code)).redemption);
    await owner.put(`/api/v1/redemptions/${made[3].id}/revocation`, { reason: 'mistake', nothing_served: false }, keyed());

    const figures = await here.figures();
    const [run, yesterday, week] = figures.runs;
    assert.deepEqual(run.whole, { redeemed: 3, amount_fen: 6000 });
    assert.deepEqual(run.by_now, run.whole);
    assert.equal(run.hours.length, 24);
    assert.deepEqual([sum(run.hours, 'redeemed'), sum(run.hours, 'amount_fen')], [3, 6000]);
    for (const none of [yesterday, week]) assert.deepEqual([none.whole.redeemed, sum(none.hours, 'redeemed')], [0, 0]);
    assert.deepEqual([week, yesterday, run].map(({ business_day }) => Date.parse(business_day) / (24 * hour)).map((day, _, all) => day - all[0]), [0, 6, 7]);
    const { totals } = figures;
    assert.deepEqual([totals.all.redeemed, totals.all.redeemed_fen, totals.all.sold], [3, 6000, 4]);
    for (const lines of [totals.staff, totals.lanes, totals.products, totals.channels]) assert.deepEqual([sum(lines, 'redeemed'), sum(lines, 'redeemed_fen')], [3, 6000]);
    assert.deepEqual(totals.lanes.map(({ id, redeemed }) => [id, redeemed]).sort(), [[here.lanes[0], 1], [here.lanes[1], 2]].sort());
    const told = await here.today();
    assert.deepEqual([told.redeemed, told.amount_fen], [3, 6000]);
    assert.deepEqual(figures.timeliness, { redeemed: 3, on_time: 3, mean_s: figures.timeliness.mean_s });
    assert.deepEqual([figures.success.ordered, figures.success.redeemed], [0, 0], 'nobody who ordered a moment ago has failed to come');

    // The rows behind them.
    assert.deepEqual(await here.ids({}), made.map(({ id }) => id).reverse());
    assert.deepEqual(await here.ids({ state: 'done' }), [made[2], made[1], made[0]].map(({ id }) => id));
    assert.deepEqual(await here.ids({ state: 'undone' }), [made[3].id]);
    assert.deepEqual(await here.ids({ state: 'late' }), []);
    assert.deepEqual(await here.ids({ product_id: here.products[1] }), [made[2].id]);
    assert.deepEqual(await here.ids({ lane_id: here.lanes[1], product_id: here.products[0] }), [made[1].id]);
    assert.deepEqual(await here.ids({ staff_id: cashier.session.staff_id }), [made[2].id, made[1].id]);
    assert.equal((await here.ids({ channel: 'house' })).length, 4);
    assert.deepEqual(await here.ids({ channel: 'douyin' }), []);
    const at = run.hours.findIndex(({ redeemed }) => redeemed > 0);
    assert.equal((await here.ids({ hour: at })).length, 4);
    assert.deepEqual(await here.ids({ hour: (at + 5) % 24 }), []);
    const { items: [one] } = await here.find({ business_day: undefined, redemption_id: made[2].id });
    assert.deepEqual([one.redemption.staff_name, one.channel, one.voucher_id, one.business_day], ['小周', 'house', d.id, told.business_day]);
    const history = (await owner.get(`/api/v1/vouchers/${one.voucher_id}/history`)).body;
    assert.deepEqual(history.items.map(({ kind }) => kind), ['sold', 'redeemed']);

    // The same on paper.
    const csv = await owner.get(`/api/v1/stores/${here.store}/days/${told.business_day}/csv`);
    assert.match(csv.headers.get('content-disposition'), /^attachment; filename="[\d-]{10}\.csv"$/);
    assert.match(csv.text, new RegExp(`day,${told.business_day},${told.business_day},3,60\\.00,4,`));
    assert.ok(csv.text.includes(wanted.account) && !csv.text.includes('小周'), 'people stand in it under their accounts');
});

test('the next day: yesterday at this time, orders that had their day, and those who came late', async () => {
    const here = await shop();
    await advanceTo('Asia/Shanghai', '12:30');
    const vouchers = await here.sell(5);
    await owner.use(vouchers[0].code);
    await advanceTo('Asia/Shanghai', '19:10');
    await owner.use(vouchers[1].code);
    await advanceTo('Asia/Shanghai', '13:00');
    const { redemption } = await owner.use(vouchers[2].code);
    const figures = await here.figures();
    assert.deepEqual(figures.runs.map(({ whole, by_now }) => [whole.redeemed, by_now.redeemed]), [[1, 1], [2, 1], [0, 0]]);
    assert.deepEqual(figures.runs[1].hours.map(({ redeemed }) => redeemed).flatMap((n, i) => (n ? [[i, n]] : [])), [[8, 1], [15, 1]], '12:00 and 19:00, from 04:00 on');
    assert.deepEqual([figures.success.ordered, figures.success.redeemed], [5, 3]);
    assert.deepEqual(figures.success.lines.map(({ product_id, ordered, redeemed }) => [product_id, ordered, redeemed]), [[here.products[0], 5, 3]]);
    assert.equal(Date.parse(figures.success.until) - Date.parse(figures.success.from), 7 * 24 * hour);
    // The orders behind it: of the same time, used or not, and nobody else's.
    const { from, until } = figures.success;
    const path = `/api/v1/stores/${here.store}/ordered/find`;
    const ordered = async (filter) => (await owner.post(path, { from, until, ...filter })).body.items;
    const which = (items) => items.map(({ voucher_id }) => voucher_id).sort();
    assert.deepEqual(which(await ordered({})), which(vouchers.map(({ id }) => ({ voucher_id: id }))));
    assert.deepEqual(which(await ordered({ redeemed: true })), which(vouchers.slice(0, 3).map(({ id }) => ({ voucher_id: id }))));
    const [unused] = await ordered({ redeemed: false, product_id: here.products[0] });
    assert.deepEqual([unused.channel, unused.redeemed, unused.code_last4.length], ['house', false, 4]);
    assert.deepEqual(await ordered({ product_id: here.products[1] }), []);
    const [newest, ...older] = (await ordered({})).map(({ voucher_id }) => voucher_id);
    assert.deepEqual((await ordered({ after: newest })).map(({ voucher_id }) => voucher_id), older);
    for (const wrong of [{ until: from, from: until }, { from: new Date(Date.parse(until) - 8 * 24 * hour) }]) {
        const answer = await owner.post(path, { from, until, ...wrong });
        assert.deepEqual([answer.status, answer.body.reason, answer.body.field], [400, 'invalid_field', 'until']);
    }
    assert.deepEqual([figures.timeliness.redeemed, figures.timeliness.on_time], [1, 0], 'after 24 hours and a half');
    assert.ok(Math.abs(figures.timeliness.mean_s - 24.5 * 3600) < 120);
    assert.deepEqual(await here.ids({ state: 'late' }), [redemption.id]);
    const day = figures.runs[1].business_day;
    assert.deepEqual((await here.figures(day)).runs[0].whole, { redeemed: 2, amount_fen: 3000 }, 'a day that is over is told whole');
    assert.equal((await here.ids({ business_day: day })).length, 2);
});

test('midnight is no end of a day, the cut is; each store by its own clock', async () => {
    const here = await shop();
    const away = await shop({ zone: 'America/New_York', cut: 0 });
    await here.stand(owner);
    const [a, b, c] = await here.sell(3);
    await away.stand(owner);
    const [d] = await away.sell(1);
    await advanceTo('Asia/Shanghai', '23:50');
    await here.stand(owner);
    await owner.use(a.code);
    const { business_day } = await here.today();
    await server.advance(20 * minute);
    await owner.use(b.code);
    assert.equal((await here.today()).business_day, business_day);
    await advanceTo('Asia/Shanghai', '04:00');
    await owner.use(c.code);
    const hours = ({ runs: [{ hours }] }) => hours.flatMap(({ redeemed }, i) => (redeemed ? [[i, redeemed]] : []));
    assert.deepEqual(hours(await here.figures(business_day)), [[19, 1], [20, 1]]);
    assert.deepEqual(hours(await here.figures()), [[0, 1]]);
    assert.equal((await here.ids({ business_day, hour: 20 })).length, 1);
    await advanceTo('America/New_York', '14:20');
    await away.stand(owner);
    await owner.use(d.code);
    assert.deepEqual(hours(await away.figures()), [[14, 1]]);
    assert.equal((await away.figures()).cut_minutes, 0);
});

test('a day on which nothing happened has no means and no shares', async () => {
    const here = await shop();
    for (const day of [undefined, '2020-02-29', '2099-12-31']) {
        const figures = await here.figures(day);
        assert.deepEqual(figures.runs.map(({ whole }) => whole), Array(3).fill({ redeemed: 0, amount_fen: 0 }));
        assert.deepEqual(figures.timeliness, { redeemed: 0, on_time: 0 });
        assert.deepEqual(figures.waits, { served: 0, over_first: 0, over_second: 0 });
        assert.deepEqual(figures.settlement, { revenue_fen: 0, commission_fen: 0, net_fen: 0, lines: [], rates: { catering: 800, hotel: 1200, tourism: 600 } });
        assert.equal(figures.success.ordered, 0);
    }
    assert.deepEqual(await here.find({}), { items: [] });
});

test('what channels keep, by category, and when the rest arrives', async () => {
    const here = await shop({ price: 1234 });
    const [mine, theirs, third] = await here.sell(3);
    sql(server, "UPDATE voucher SET channel = 'douyin' WHERE id = ?", theirs.id);
    sql(server, "UPDATE voucher SET channel = 'meituan' WHERE id = ?", third.id);
    for (const { code } of [mine, theirs, third]) await owner.use(code);
    const { business_day } = await here.today();
    const { settlement } = await here.figures();
    const day = (n) => new Date(Date.parse(business_day) + n * 24 * hour).toISOString().slice(0, 10);
    assert.deepEqual(settlement.lines.map(({ channel, revenue_fen, rate, commission_fen, net_fen, expected_on }) => [channel, revenue_fen, rate, commission_fen, net_fen, expected_on]), [
        ['douyin', 1234, 800, 99, 1135, day(1)], ['house', 1234, 0, 0, 1234, day(0)], ['meituan', 1234, 800, 99, 1135, day(3)]]);
    assert.deepEqual([settlement.revenue_fen, settlement.commission_fen, settlement.net_fen], [3702, 198, 3504]);
    assert.equal((await here.ids({ channel: 'douyin' })).length, 1);

    // Two categories within one channel, told apart by one of their products each.
    const room = await create(owner, '/api/v1/products', product([here.store], { category: { zh: '酒店', en: 'Hotel' }, price_fen: 5000 }));
    const [night] = (await owner.post('/api/v1/sales', sale(room, 1), keyed())).body.orders[0].vouchers;
    const used = (await owner.use(night.code)).redemption.id;
    const lines = (await here.figures()).settlement.lines.filter(({ channel }) => channel === 'house');
    assert.deepEqual(lines.map(({ category, redeemed }) => [category.en, redeemed]).sort(), [['Hotel', 1], [lines.find(({ category }) => category.en !== 'Hotel').category.en, 1]].sort());
    for (const { category, product_id } of lines) {
        const behind = await here.ids({ channel: 'house', category_of: product_id, state: 'done' });
        assert.equal(behind.length, 1);
        assert.equal(behind[0] === used, category.en === 'Hotel');
    }
    assert.deepEqual(await here.ids({ category_of: uuid }), []);
});

test('a long list comes in pages that neither overlap nor miss', async () => {
    const here = await shop({ uses: 300 });
    const [voucher] = await here.sell(1);
    const made = [];
    for (let i = 0; i < 101; i++) made.push((await owner.use(voucher.code)).redemption.id);
    const first = await here.find({ state: 'done' });
    assert.equal(first.items.length, 100);
    const rest = await here.find({ state: 'done', after: first.next });
    assert.deepEqual([...first.items, ...rest.items].map(({ redemption }) => redemption.id), made.reverse());
    assert.equal(rest.next, undefined);
    assert.deepEqual(await here.find({ after: uuid }), { items: [] }, 'a page after nothing is empty');
});

test('waits: who was served after how long, and who still waits', async () => {
    const here = await shop();
    const take = async () => (await owner.post(`/api/v1/stores/${here.store}/tickets`, { line: 'general' }, keyed())).body.ticket;
    const act = (ticket, action, more = {}) => owner.put(`/api/v1/tickets/${ticket.id}/state`, { action, ...more }, keyed());
    const [first, second, third] = [await take(), await take(), await take()];
    for (const [ticket, wait] of [[first, 4], [second, 7]]) {
        await server.advance(wait * minute);
        await act(ticket, 'call', { lane_id: here.lanes[0] });
        await act(ticket, 'serve');
    }
    const { waits } = await here.figures();
    assert.deepEqual([waits.served, waits.over_first, waits.over_second], [2, 1, 1]);
    assert.ok(Math.abs(waits.longest_s - 660) < 30 && Math.abs(waits.mean_s - 450) < 30);
    const { business_day } = await here.today();
    const listed = (await owner.get(`/api/v1/stores/${here.store}/days/${business_day}/waits`)).body;
    assert.deepEqual(listed.items.map(({ ticket, ended_at }) => [ticket.label, ticket.state, ended_at !== undefined]), [['B3', 'waiting', false], ['B2', 'served', true], ['B1', 'served', true]]);
    assert.ok(Math.abs(listed.items[0].wait_s - 660) < 30);
    const after = (await owner.get(`/api/v1/stores/${here.store}/days/${business_day}/waits?after=${second.id}`)).body;
    assert.deepEqual(after.items.map(({ ticket }) => ticket.id), [first.id]);
    await act(third, 'leave');
    assert.equal((await here.figures()).waits.served, 2);
});

test('an alert that somebody has seen is told to every screen of the store, by name; what begins later is new', async () => {
    const here = await shop();
    const manager = await Person.signIn(server, server.shops.noodle?.manager ?? server.staff.manager);
    const [own] = manager.session.stores;
    const desk = await owner.feed(own.id);
    const wall = await (await Person.signIn(server, server.staff.display)).feed(own.id);
    const snapshot = (await desk.next()).data;
    assert.deepEqual(snapshot.alerts.acknowledged, []);
    assert.equal((await wall.next()).data.alerts, undefined, 'a display is told none');
    const until = new Date(await server.advance(0)).toISOString();
    const see = (person, when, kind = 'long_wait', store = own.id) => person.put(`/api/v1/stores/${store}/alerts`, { kind, until: when });
    const seen = await see(manager, until);
    const { staff_name } = manager.session;
    assert.deepEqual(seen.body.acknowledged.map(({ kind, until, staff_name }) => ({ kind, until, staff_name })), [{ kind: 'long_wait', until, staff_name }]);
    const { as_of, ...first } = await desk.alerts(({ acknowledged }) => acknowledged.length === 1);
    assert.deepEqual(first, seen.body);
    assert.ok(as_of > 0);
    // Somebody who looks at what was seen before changes nothing.
    const entries = () => journalTexts(server).filter((text) => text.includes('"alert_seen"')).length;
    const written = entries();
    assert.deepEqual((await see(owner, until)).body, seen.body);
    assert.equal(entries(), written);
    await server.advance(1000);
    const later = new Date(Date.parse(until) + 1000).toISOString();
    await see(owner, later);
    await see(owner, until, 'too_long');
    const told = await desk.alerts(({ acknowledged }) => acknowledged.length === 2);
    assert.deepEqual(told.acknowledged.map(({ kind, until, staff_name }) => [kind, until, staff_name]), [['long_wait', later, owner.session.staff_name], ['too_long', until, owner.session.staff_name]]);
    assert.deepEqual((await here.today()).alerts.acknowledged, [], 'of this store alone');
    // The wall heard of none of it.
    const { code } = server.voucher('usable');
    const cashier = await Person.signIn(server, server.staff.cashier, { lane: 0 });
    await cashier.use(code);
    assert.equal((await wall.next()).name, 'redemption');
    [desk, wall].forEach((feed) => feed.close());
});

test('what is no question is no answer', async () => {
    const here = await shop();
    const ask = async (body) => {
        const answer = await owner.post(`/api/v1/stores/${here.store}/redemptions/find`, body, { invalid: true });
        return [answer.status, answer.body.reason, answer.body.field];
    };
    const day = '2026-11-22';
    for (const body of [{}, { business_day: '2026-02-30' }, { business_day: 'yesterday' }, { business_day: '' }, { business_day: 7 }, { product_id: uuid }]) {
        assert.deepEqual(await ask(body), [400, 'invalid_field', 'business_day'], JSON.stringify(body));
    }
    for (const [field, values] of Object.entries({
        redemption_id: ['x', 7], product_id: ['', uuid.toUpperCase()], staff_id: ['x'], lane_id: [7], after: ['x'],
        channel: ['nobody', 'other', 7], state: ['nobody', 'other', 7], hour: [-1, 24, 1.5, '1'],
    })) {
        for (const value of values) assert.deepEqual(await ask({ business_day: day, [field]: value }), [400, 'invalid_field', field], `${field} ${value}`);
    }
    const see = async (body) => {
        const answer = await owner.put(`/api/v1/stores/${here.store}/alerts`, body, { invalid: true });
        return [answer.status, answer.body.reason, answer.body.field];
    };
    const now = await server.advance(0);
    assert.deepEqual(await see({ kind: 'nobody', until: new Date(now).toISOString() }), [400, 'invalid_field', 'kind']);
    assert.deepEqual(await see({ kind: 'journal', until: new Date(now + 2 * hour).toISOString() }), [400, 'invalid_field', 'until'], 'what has not begun');
    assert.deepEqual(await see({ kind: 'journal', until: 'now' }), [400, 'invalid_field', 'until']);
});

test('ids of another merchant filter nothing out into view', async () => {
    const here = await shop();
    const [voucher] = await here.sell(1);
    const { redemption } = await owner.use(voucher.code);
    const tea = await Person.signIn(server, server.shops.tea.owner, { lane: 0 });
    const store = tea.session.store_id;
    const { business_day } = await here.today();
    const ask = async (person, where, filter) => (await person.post(`/api/v1/stores/${where}/redemptions/find`, filter)).body;
    assert.deepEqual(await ask(tea, store, { redemption_id: redemption.id }), { items: [] });
    assert.deepEqual(await ask(tea, store, { business_day, after: redemption.id }), { items: [] });
    assert.equal((await ask(tea, here.store, { redemption_id: redemption.id })).reason, 'not_found');
    const [other] = owner.session.stores;
    assert.deepEqual(await ask(owner, other.id, { redemption_id: redemption.id }), { items: [] }, 'a store lists its own');
});
