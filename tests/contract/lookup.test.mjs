// A customer at the counter with nothing but a phone number: titles only, then the last four characters of the code, then the
// ordinary card; bounded in every direction, and the number itself stands nowhere.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { after, afterEach, before, test } from 'node:test';
import { journalTexts, wholeBooks } from '../harness/books.mjs';
import { Person } from '../harness/person.mjs';
import { freePort, startServer } from '../harness/server.mjs';
import { create, product, sale } from '../harness/shop.mjs';

const minute = 60_000;
let server;
let owner;
let metricsPort;
let goods;
let elsewhere;
before(async () => {
    metricsPort = await freePort();
    server = await startServer({ usable: 2, args: ['--metrics-port', metricsPort] });
    owner = await Person.signIn(server, server.staff.owner, { lane: 0 });
    const add = (stores, text) => create(owner, '/api/v1/products', { ...product(stores, { valid_days: 10, stock_total: 100 }), title: { zh: text, en: text } });
    goods = [await add([owner.session.store_id], '小面'), await add([owner.session.store_id], '凉皮')];
    const other = await create(owner, '/api/v1/stores', { title: { zh: '分店', en: 'Branch' }, zone: 'Asia/Shanghai', cut_minutes: 240 });
    elsewhere = await add([other], '分店小面');
});
afterEach(() => server.check());
after(() => server.stop());

let numbers = 0;
const phone = () => `1390001${String(++numbers).padStart(4, '0')}`;
// Sold to whoever has this number: the codes.
async function sell(number, id = goods[0], quantity = 1) {
    const { body } = await owner.post('/api/v1/sales', sale(id, quantity, { customer: { phone: number } }), { headers: { 'idempotency-key': randomUUID() } });
    return { customer: body.customer_id, codes: body.orders[0].vouchers.map(({ code }) => code) };
}
const cashier = (lane = 0) => Person.signIn(server, server.staff.cashier, { lane });
const colleague = () => Person.signIn(server, server.staff.manager, { lane: 0 });
const lookUp = (person, number) => person.post('/api/v1/lookups', { phone: number });
const prove = (person, held, last4) => person.post(`/api/v1/lookups/${held}/proof`, { code_last4: last4 });
const last4 = (code) => code.slice(-4);
// Four characters that this code does not end with.
const wrong = (code) => (code.endsWith('0') ? '1111' : '0000');
const journal = () => journalTexts(server).map((text) => JSON.parse(text));
const told = ({ status, body }) => [status, body.outcome, body.reason];

test('titles only; the last four, as somebody reads them out, show the card; it is redeemed like any other', async () => {
    const number = phone();
    const { customer, codes: [code] } = await sell(number);
    await sell(number, goods[1]);
    const one = await cashier();
    const { status, body } = await lookUp(one, `${number.slice(0, 3)} ${number.slice(3, 7)}-${number.slice(7)}`);
    assert.equal(status, 200);
    assert.deepEqual(Object.keys(body).sort(), ['expires_at', 'items', 'server_time']);
    assert.deepEqual(body.items.map(({ title }) => title.zh).sort(), ['凉皮', '小面']);
    assert.deepEqual(body.items.map((item) => Object.keys(item).sort()), [['id', 'title'], ['id', 'title']]);
    assert.ok(!JSON.stringify(body).includes(customer), 'not even whose it is');
    const noodles = body.items.find(({ title }) => title.zh === '小面').id;
    const card = await prove(one, noodles, ` ${last4(code).toLowerCase()} `);
    assert.deepEqual(told(card), [200, 'ready', 'none']);
    assert.equal(card.body.card.title.zh, '小面');
    assert.equal((await one.redeem(card.body.handle)).body.outcome, 'done');
    assert.deepEqual(told(await prove(one, noodles, last4(code))), [200, 'refused', 'not_proven'], 'nothing usable ends so any more');
    const [entry] = journal().filter((line) => line.kind === 'customer_looked_up' && line.facts.customer_id === customer);
    assert.deepEqual([entry.facts.found, entry.facts.staff_id, entry.facts.device_id, entry.facts.store_id],
        [2, one.session.staff_id, one.session.device_id, one.session.store_id]);
});

test('a tap on the page of a voucher of that title proves it, once and to nobody else', async () => {
    const number = phone();
    const { body: bought } = await owner.post('/api/v1/sales', sale(goods[0], 1, { customer: { phone: number } }), { headers: { 'idempotency-key': randomUUID() } });
    const { body: tea } = await owner.post('/api/v1/sales', sale(goods[1], 1, { customer: { phone: number } }), { headers: { 'idempotency-key': randomUUID() } });
    const { body: strange } = await owner.post('/api/v1/sales', sale(goods[0], 1, { customer: { phone: phone() } }), { headers: { 'idempotency-key': randomUUID() } });
    const [mine, otherTitle, otherCustomer] = [bought, tea, strange].map(({ orders: [{ vouchers: [voucher] }] }) => voucher);
    const anyone = new Person(server);
    const page = async (token) => (await anyone.post('/api/v1/holder', { token, codes: 0 })).body;
    const confirm = (token, lookup_id) => anyone.post('/api/v1/holder/proof', { token, lookup_id });
    const asked = (person, held) => person.post(`/api/v1/lookups/${held}/proof`, {});
    const [one, two] = [await cashier(0), await colleague()];
    assert.equal((await page(mine.page)).looked_up, undefined);
    const { body: { items } } = await lookUp(one, number);
    const held = items.find(({ title }) => title.zh === '小面').id;
    for (let n = 0; n < 5; n++) assert.deepEqual(told(await asked(one, held)), [200, 'refused', 'not_proven'], 'asking is no guess');
    const told_ = (await page(mine.page)).looked_up;
    assert.deepEqual([told_.id, told_.store], [held, one.session.stores[0].title]);
    assert.equal((await page(otherCustomer.page)).looked_up, undefined);
    for (const { page: token } of [otherTitle, otherCustomer]) {
        assert.equal((await confirm(token, held)).status, 200);
        assert.deepEqual(told(await asked(one, held)), [200, 'refused', 'not_proven'], 'not by another voucher');
    }
    const { status, body } = await confirm(mine.page, held);
    assert.deepEqual([status, body.looked_up], [200, undefined]);
    assert.deepEqual(told(await asked(two, held)), [200, 'refused', 'lookup_over'], 'who did not look it up');
    const card = await asked(one, held);
    assert.deepEqual(told(card), [200, 'ready', 'none']);
    assert.equal((await one.redeem(card.body.handle)).body.outcome, 'done');
    assert.equal((await confirm(mine.page, held)).status, 200);
    assert.equal(journal().filter(({ kind, facts }) => kind === 'lookup_confirmed' && facts.lookup_id === held).length, 1);
    await server.advance(6 * minute);
    assert.deepEqual(told(await asked(one, held)), [200, 'refused', 'lookup_over']);
});

test('nobody known and nobody with anything to use look alike', async () => {
    const number = phone();
    const { codes: [code] } = await sell(number);
    const one = await colleague();
    const { body: prepared } = await one.post('/api/v1/prepare', { credential: code });
    await one.redeem(prepared.handle);
    const shapes = [];
    for (const asked of [number, phone()]) {
        const { status, headers, body } = await lookUp(one, asked);
        shapes.push([status, headers.get('content-length'), Object.keys(body), body.items]);
    }
    assert.deepEqual(shapes[0], shapes[1]);
    assert.deepEqual(shapes[0][3], []);
});

test('three wrong fours end a title; a right one does not count; five minutes do as well', async () => {
    const number = phone();
    const { customer, codes: [code] } = await sell(number);
    const one = await cashier();
    const held = async () => (await lookUp(one, number)).body.items[0].id;
    const first = await held();
    for (let n = 0; n < 2; n++) assert.deepEqual(told(await prove(one, first, wrong(code))), [200, 'refused', 'not_proven']);
    for (let n = 0; n < 3; n++) assert.deepEqual(told(await prove(one, first, last4(code))), [200, 'ready', 'none']);
    assert.deepEqual(told(await prove(one, first, wrong(code))), [200, 'refused', 'not_proven']);
    assert.deepEqual(told(await prove(one, first, last4(code))), [200, 'refused', 'lookup_over']);
    assert.equal(journal().filter((line) => line.kind === 'proof_failed' && line.facts.customer_id === customer).length, 3);
    const second = await held();
    await server.advance(5 * minute - 1000);
    assert.deepEqual(told(await prove(one, second, last4(code))), [200, 'ready', 'none']);
    await server.advance(1000);
    assert.deepEqual(told(await prove(one, second, last4(code))), [200, 'refused', 'lookup_over']);
    // Guesses that come at once are counted one by one.
    const third = await held();
    const many = await Promise.all(Array.from({ length: 8 }, () => prove(one, third, wrong(code))));
    assert.deepEqual(many.map(({ body }) => body.reason).sort(), [...Array(5).fill('lookup_over'), ...Array(3).fill('not_proven')]);
});

test('a title is of one person on one device in one store, and of one product; what belongs elsewhere is said after the proof', async () => {
    const number = phone();
    const { codes: [code] } = await sell(number);
    const { codes: [far] } = await sell(number, elsewhere);
    const [one, other] = [await colleague(), await cashier()];
    const { body: { items } } = await lookUp(one, number);
    const held = items.find(({ title }) => title.zh === '小面').id;
    const away = items.find(({ title }) => title.zh === '分店小面').id;
    assert.deepEqual(told(await prove(other, held, last4(code))), [200, 'refused', 'lookup_over']);
    const again = await colleague(); // the same person on another device
    assert.deepEqual(told(await prove(again, held, last4(code))), [200, 'refused', 'lookup_over']);
    assert.deepEqual(told(await prove(one, randomUUID(), last4(code))), [200, 'refused', 'lookup_over']);
    if (last4(far) !== last4(code)) assert.deepEqual(told(await prove(one, held, last4(far))), [200, 'refused', 'not_proven']);
    assert.deepEqual(told(await prove(one, away, last4(far))), [200, 'refused', 'not_this_store']);
    assert.deepEqual(told(await prove(one, held, last4(code))), [200, 'ready', 'none']);
});

test('who is forgotten between look-up and proof is forgotten', async () => {
    const number = phone();
    const { customer, codes: [code] } = await sell(number);
    const one = await colleague();
    const [{ id }] = (await lookUp(one, number)).body.items;
    assert.equal((await owner.send('DELETE', `/api/v1/customers/${customer}`)).status, 204);
    assert.deepEqual(told(await prove(one, id, last4(code))), [200, 'refused', 'lookup_over']);
    assert.deepEqual((await lookUp(one, number)).body.items, []);
});

test('no phone number costs nothing; ten an hour for each person, together with those of managers', async () => {
    await server.advance(61 * minute);
    const one = await colleague();
    for (const bad of ['1234567', 'H0000-0000', '+8613900010001', '12345678901', 'hello!']) {
        const { status, body } = await lookUp(one, bad);
        assert.deepEqual([status, body.reason, body.field], [400, 'invalid_field', 'phone'], bad);
    }
    for (let n = 0; n < 9; n++) assert.equal((await lookUp(one, phone())).status, 200);
    assert.equal((await one.post('/api/v1/customers/find', { phone: phone() })).status, 200);
    await server.advance(30 * minute);
    const late = await lookUp(one, phone());
    assert.deepEqual([late.status, late.body.reason], [429, 'too_many_requests']);
    const wait = Number(late.headers.get('retry-after'));
    assert.ok(wait > 1700 && wait <= 1800, `${wait} s`);
    assert.equal((await lookUp(await cashier(), phone())).status, 200, 'each person has ten');
    await server.advance(wait * 1000);
    assert.equal((await lookUp(one, phone())).status, 200);
});

test('the number stands nowhere: no log, no metric, no journal, no column in clear, no digest that anybody could try', async () => {
    await server.advance(61 * minute);
    const planted = '13912349876';
    const { codes: [code] } = await sell(planted);
    const one = await cashier();
    const [{ id }] = (await lookUp(one, `139 1234 9876`)).body.items;
    await prove(one, id, wrong(code));
    await prove(one, id, last4(code));
    const metrics = await new Promise((resolve) => http.get({ port: metricsPort, path: '/metrics' }, (answer) => {
        let text = '';
        answer.on('data', (chunk) => { text += chunk; }).on('end', () => resolve(text));
    }));
    const places = { log: server.log, metrics, journal: JSON.stringify(journal()), books: wholeBooks(server).join('\n') };
    assert.ok(metrics.includes('look_up') && server.log.includes('"operation":"prove_order"'));
    for (const [place, text] of Object.entries(places)) {
        for (const value of [planted, '139 1234 9876', code]) assert.ok(!text.includes(value), `${value} in the ${place}`);
    }
});
