// Customers: what is known of them stands sealed in one place, is asked for within bounds, goes when its time is over or
// when they say so, and reaches nothing else: not a log, not a URL, not the journal, not a file in clear.
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import http from 'node:http';
import { after, afterEach, before, test } from 'node:test';
import { journalTexts, sql, wholeBooks } from '../harness/books.mjs';
import { Person } from '../harness/person.mjs';
import { freePort, startServer } from '../harness/server.mjs';
import { create, product, sale } from '../harness/shop.mjs';

let server;
let owner;
let goods;
let metricsPort;
before(async () => {
    metricsPort = await freePort();
    server = await startServer({ usable: 2, args: ['--metrics-port', metricsPort] });
    owner = await Person.signIn(server, server.staff.owner, { lane: 0 });
    goods = await create(owner, '/api/v1/products', product([owner.session.store_id], { valid_days: 10, stock_total: 100 }));
});
afterEach(() => server.check());
after(() => server.stop());

const day = 24 * 3600_000;
const verdict = ({ status, body }) => [status, body?.reason, body?.field];
const sell = (customer, key = randomUUID()) => owner.post('/api/v1/sales', sale(goods, 1, { customer }), { headers: { 'idempotency-key': key } });
const find = (phone, person = owner) => person.post('/api/v1/customers/find', { phone });
const read = (id) => owner.get(`/api/v1/customers/${id}/export`);
const erase = (id) => owner.send('DELETE', `/api/v1/customers/${id}`);
const journal = () => journalTexts(server).map((text) => JSON.parse(text));
// Whether the books hold these bytes: as they are in SQLite's files, in hexadecimal in what PostgreSQL prints.
const hold = (bytes) => wholeBooks(server).some((text) => text.includes(bytes.toString(server.database ? 'hex' : 'latin1')));
const hex = (column) => (server.database ? `encode(${column}, 'hex')` : `hex(${column})`);
const outsider = async () => Person.signIn(server, server.staff.manager);

test('a customer is known by phone; what is said later is added', async () => {
    const first = (await sell({ phone: '139 0000-0001', name: '周先生' })).body;
    const second = (await sell({ phone: '13900000001', notes: '不要香菜' })).body;
    assert.equal(second.customer_id, first.customer_id);
    const { body: all } = await read(first.customer_id);
    assert.deepEqual(all.details, { phone: '13900000001', name: '周先生', notes: '不要香菜' });
    assert.equal(Date.parse(all.keep_until) - Date.parse(second.orders[0].vouchers[0].valid_until), 180 * day);
    assert.deepEqual(all.vouchers.map(({ voucher, events }) => [voucher.order_id, events.map((event) => event.kind)]), [[first.orders[0].id, ['sold']], [second.orders[0].id, ['sold']]]);
    assert.ok(!JSON.stringify(all).includes(owner.session.staff_name));
    for (const phone of ['12345', '12345678901', 'hello!', '+8613900000001']) assert.deepEqual(verdict(await sell({ phone }).catch((error) => error)).slice(0, 2), [400, 'invalid_field'], phone);
    server.proxy.violations.length = 0;  // one of them is shorter than the contract allows
});

test('the journal knows a customer by a commitment that only the export explains', async () => {
    const { body } = await sell({ phone: '13900000002' });
    const { body: all } = await read(body.customer_id);
    const digest = createHash('sha256').update(Buffer.from(all.salt, 'hex')).update('13900000002').digest('hex');
    const [named] = journal().filter((entry) => entry.kind === 'customer_named' && entry.facts.customer_id === body.customer_id);
    assert.deepEqual([named.facts.customer_commitment, all.commitment], [digest, digest]);
});

test('a look-up by phone tells titles and nothing else, ten times an hour, each in the journal', async () => {
    const { body } = await sell({ phone: '13900000003', name: '吴女士' });
    const person = await outsider();
    const { body: found } = await find('139-0000-0003', person);
    assert.deepEqual(found, { customer_id: body.customer_id, products: [{ id: goods, title: { zh: '小面', en: '小面' } }] });
    assert.deepEqual((await find('13999999999', person)).body, { products: [] });
    assert.deepEqual(verdict(await find('1234567', person)), [400, 'invalid_field', 'phone']);
    const second = 1000;
    for (let n = 2; n < 10; n++) await find('13999999999', person);
    await server.advance(1800 * second);
    const late = await find('13900000003', person);
    assert.deepEqual([late.status, late.body.reason], [429, 'too_many_requests']);
    const wait = Number(late.headers.get('retry-after'));
    assert.ok(wait > 1000 && wait <= 1800, `until the first is an hour old: ${wait} s`);
    assert.equal(journal().filter((entry) => entry.kind === 'customer_looked_up' && entry.facts.staff_id === person.session.staff_id).length, 10);
    assert.equal((await find('13900000003')).status, 200, 'each person has ten');
    await server.advance(wait * second);
    assert.equal((await find('13900000003', person)).status, 200);
});

test('nothing that was said of a customer is anywhere else', async () => {
    const planted = { phone: '13987654321', name: 'Planted-Name-81', notes: 'planted-notes-82' };
    const key = randomUUID();
    const { body } = await sell(planted, key);
    assert.equal((await sell(planted, key)).body.replayed, true);
    await find(planted.phone);
    await find(`${planted.phone.slice(0, 3)} ${planted.phone.slice(3)}`);
    await read(body.customer_id);
    await owner.get(`/api/v1/products?phone=${planted.phone}`);
    const metrics = await new Promise((resolve) => http.get({ port: metricsPort, path: '/metrics' }, (answer) => {
        let text = '';
        answer.on('data', (chunk) => { text += chunk; }).on('end', () => resolve(text));
    }));
    const places = { log: server.log, metrics, journal: JSON.stringify(journal()), books: wholeBooks(server).join('\n') };
    assert.ok(metrics.includes('find_customer'), metrics.slice(0, 300));
    for (const [place, text] of Object.entries(places)) {
        for (const value of Object.values(planted)) assert.ok(!text.includes(value), `${value} in the ${place}`);
    }
    for (const kind of ['sha256', 'sha1', 'md5']) {
        assert.ok(!hold(createHash(kind).update(planted.phone).digest()), 'a digest of the phone number that anybody could try');
    }
    assert.ok(server.log.includes('"operation":"find_customer"'));
});

test('a customer who asks is forgotten: row, salt and box are gone from the files, the journal still holds', async () => {
    const { body } = await sell({ phone: '13900000004', name: '郑先生' });
    const id = body.customer_id;
    const [[box, salt, hash]] = sql(server, `SELECT ${hex('box')}, ${hex('salt')}, ${hex('phone_hash')} FROM customer WHERE id = ?`, id);
    const kept = [box, salt, hash].map((text) => Buffer.from(text, 'hex'));
    for (const bytes of kept) assert.ok(hold(bytes));
    const before = journal();
    assert.equal((await erase(id)).status, 204);
    assert.deepEqual(verdict(await erase(id)), [404, 'not_found', 'customer_id']);
    assert.deepEqual(verdict(await read(id)), [404, 'not_found', 'customer_id']);
    assert.deepEqual((await find('13900000004')).body, { products: [] });
    assert.deepEqual(sql(server, 'SELECT count(*) FROM customer_order WHERE customer_id = ?', id), [[0]]);
    await server.restart();
    for (const bytes of kept) assert.ok(!hold(bytes));
    assert.deepEqual(journal().slice(0, before.length), before);
    assert.ok(journal().some((entry) => entry.kind === 'customer_erased' && entry.facts.customer_id === id));
    const again = await sell({ phone: '13900000004' });
    assert.notEqual(again.body.customer_id, id, 'somebody new');
});

test('a box in another row, or touched, tells nothing', async () => {
    const [a, b] = [(await sell({ phone: '13900000005' })).body.customer_id, (await sell({ phone: '13900000006' })).body.customer_id];
    sql(server, 'UPDATE customer SET box = (SELECT o.box FROM customer o WHERE o.id = ?) WHERE id = ?', a, b);
    assert.deepEqual(verdict(await read(b)).slice(0, 2), [503, 'store_unavailable']);
    assert.equal((await read(a)).body.details.phone, '13900000005');
});

// Moves the clock on; the last.
test('whoever bought nothing for long is forgotten by the hour', async () => {
    await owner.put('/api/v1/merchant', { title: { zh: '面馆', en: 'Noodles' }, customer_days: 30 });
    const { body } = await sell({ phone: '13900000007' });
    await server.advance(39 * day);
    await server.restart();
    await owner.signIn(server.staff.owner);
    assert.equal((await read(body.customer_id)).status, 200);
    await server.advance(2 * day);
    await server.restart();
    await owner.signIn(server.staff.owner);
    assert.equal((await read(body.customer_id)).status, 404);
    assert.ok(journal().some((entry) => entry.kind === 'customer_forgotten' && entry.facts.customer_id === body.customer_id));
});
