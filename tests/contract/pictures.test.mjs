// Pictures of products: what is taken for one, who sees it where, and that nothing else is published with it. Who may give one,
// and what is no request at all, is in shop_every.test.mjs.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, afterEach, before, test } from 'node:test';
import { journalTexts, sql } from '../harness/books.mjs';
import { jpeg } from '../harness/jpeg.mjs';
import { Person } from '../harness/person.mjs';
import { startServer } from '../harness/server.mjs';
import { all, create, product, sale } from '../harness/shop.mjs';

let server;
let owner;
let cashier;
let tea; // another merchant's owner
before(async () => {
    server = await startServer();
    owner = await Person.signIn(server, server.staff.owner, { lane: 0 });
    cashier = await Person.signIn(server, server.staff.cashier, { lane: 0 });
    tea = await Person.signIn(server, server.shops.tea.owner);
});
afterEach(() => server.check());
after(() => server.stop());

const verdict = ({ status, body }) => [status, body.reason, body.field];
const make = (person = owner, stores = [person.session.stores[0].id]) => create(person, '/api/v1/products', product(stores, { stock_total: 20 }));
const put = (id, bytes, person = owner, options) => person.put(`/api/v1/products/${id}/picture`, { data: Buffer.from(bytes).toString('base64') }, options);
const remove = (id, person = owner) => person.send('DELETE', `/api/v1/products/${id}/picture`);
const details = async (id, person = owner) => (await all(person, '/api/v1/products')).find((one) => one.id === id);
const hashOf = (bytes) => createHash('sha256').update(bytes).digest('hex');
const get = (hash, options) => new Person(server).get(`/api/v1/pictures/${hash}`, options); // nobody is signed in
let colours = 0;
const fresh = (more) => jpeg({ width: 16, height: 9, colour: [++colours, 40, 90], ...more });

async function sold(id) {
    const { body } = await owner.post('/api/v1/sales', sale(id), { headers: { 'idempotency-key': crypto.randomUUID() } });
    return body.orders[0].vouchers[0];
}

test('a picture is told wherever its product is shown, and served to whoever was told', async () => {
    const id = await make();
    const bytes = fresh();
    const hash = hashOf(bytes);
    const feed = await cashier.feed();
    await feed.next();
    const told = await put(id, bytes);
    assert.deepEqual([told.status, told.body.id, told.body.picture], [200, id, hash]);
    assert.equal((await details(id)).picture, hash);
    await feed.products((products) => products.find((one) => one.product_id === id)?.picture === hash);
    feed.close();
    const { code, page } = await sold(id);
    const prepared = await cashier.prepare(code);
    assert.equal(prepared.card.picture, hash);
    assert.equal((await cashier.get(`/api/v1/prepared/${prepared.handle}`)).body.card.picture, hash);
    const held = await new Person(server).post('/api/v1/holder', { token: page, codes: 0 });
    assert.equal(held.body.picture, hash);

    const answer = await fetch(`${server.origin}/api/v1/pictures/${hash}`);
    assert.deepEqual(Buffer.from(await answer.arrayBuffer()), bytes);
    assert.deepEqual(['content-type', 'cache-control', 'x-content-type-options'].map((name) => answer.headers.get(name)),
        ['image/jpeg', 'public, max-age=31536000, immutable', 'nosniff']);
    assert.deepEqual(answer.headers.getSetCookie(), []);
});

test('another picture takes its place, and what is shown no more is not found', async () => {
    const id = await make();
    const [first, second] = [fresh(), fresh()];
    await put(id, first);
    await put(id, second);
    assert.deepEqual(verdict(await get(hashOf(first))), [404, 'not_found', 'sha256']);
    assert.equal((await get(hashOf(second))).status, 200);
    const without = await remove(id);
    assert.deepEqual([without.status, without.body.picture], [200, undefined]);
    assert.equal((await details(id)).picture, undefined);
    assert.deepEqual(verdict(await get(hashOf(second))), [404, 'not_found', 'sha256']);
    assert.equal(sql(server, 'SELECT count(*) FROM product_picture WHERE product_id = ?', id)[0][0], 0);
    const entries = journalTexts(server).filter((text) => text.includes(id) && text.includes('picture')).map((text) => JSON.parse(text));
    assert.deepEqual(entries.map((entry) => [entry.kind, entry.facts.picture_sha256]), [
        ['product_picture_set', hashOf(first)], ['product_picture_set', hashOf(second)], ['product_picture_removed', hashOf(second)]]);
    for (const bytes of [first, second]) assert.ok(!journalTexts(server).join().includes(bytes.toString('base64').slice(0, 60)), 'the journal holds a picture');
});

test('what is changed of a product leaves its picture, and a picture makes no card stale', async () => {
    const id = await make();
    const bytes = fresh();
    await put(id, bytes);
    await owner.put(`/api/v1/products/${id}`, product([owner.session.stores[0].id], { price_fen: 1600 }));
    assert.equal((await details(id)).picture, hashOf(bytes));
    const { handle } = await cashier.prepare((await sold(id)).code);
    await put(id, fresh());
    assert.equal((await cashier.get(`/api/v1/prepared/${handle}`)).body.outcome, 'ready');
    await remove(id);
    assert.equal((await cashier.redeem(handle)).body.outcome, 'done');
});

test('a photograph that says more than it shows is refused, and so is what is none', async () => {
    const id = await make();
    const good = fresh();
    await put(id, good);
    const comment = [0xff, 0xfe, 0, 6, ...Buffer.from('home')];
    const wrong = {
        'with Exif': fresh({ exif: 'GPS 31.23N 121.47E' }),
        'with a comment': fresh({ after: comment }),
        'with something behind it': Buffer.concat([good, Buffer.from('31.23N 121.47E')]),
        'cut off': good.subarray(0, -2),
        'too wide': jpeg({ width: 1025 }),
        'too high': jpeg({ height: 1025 }),
        'a PNG': Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'),
        'a page': Buffer.from('<!doctype html><script>alert(1)</script>'),
        'too many bytes': Buffer.concat([good.subarray(0, -2), Buffer.alloc(45_001 - good.length), good.subarray(-2)]),
    };
    for (const [what, bytes] of Object.entries(wrong)) {
        assert.deepEqual(verdict(await put(id, bytes, owner, { invalid: true })), [400, 'invalid_field', 'data'], what);
    }
    const text = good.toString('base64');
    for (const data of ['', 'x', `${text}=`, ` ${text}`, text.slice(0, -1), `${text.slice(0, 8)}*${text.slice(9)}`, `${text}AAAA`]) {
        const answer = await owner.put(`/api/v1/products/${id}/picture`, { data }, { invalid: true });
        assert.deepEqual(verdict(answer), [400, 'invalid_field', 'data'], data.slice(0, 20));
    }
    assert.equal((await details(id)).picture, hashOf(good), 'the one before stays');
    const full = Buffer.concat([good.subarray(0, -2), Buffer.alloc(45_000 - good.length, 1), good.subarray(-2)]);
    assert.equal((await put(id, full)).status, 200, 'as many bytes as there may be');
});

test('nobody gives a picture to what others sell, too, or to another merchant\'s product', async () => {
    const [own, other] = owner.session.stores.map(({ id }) => id);
    const shared = await make(owner, [own, other]);
    sql(server, 'DELETE FROM staff_store WHERE store_id = ? AND staff_id = (SELECT id FROM staff WHERE account = ?)', other, server.staff.manager.account);
    const manager = await Person.signIn(server, server.staff.manager);
    assert.deepEqual(verdict(await put(shared, fresh(), manager)), [403, 'forbidden', 'product_id']);
    assert.deepEqual(verdict(await remove(shared, manager)), [403, 'forbidden', 'product_id']);
    const bytes = fresh();
    await put(shared, bytes);
    assert.deepEqual(verdict(await put(shared, fresh(), tea)), [404, 'not_found', 'product_id']);
    assert.deepEqual(verdict(await remove(shared, tea)), [404, 'not_found', 'product_id']);
    assert.equal((await details(shared)).picture, hashOf(bytes));
});

test('the same picture of two merchants is each one\'s own', async () => {
    const [ours, theirs] = [await make(), await make(tea)];
    const bytes = fresh();
    await put(ours, bytes);
    await put(theirs, bytes, tea);
    await remove(ours);
    assert.equal((await details(theirs, tea)).picture, hashOf(bytes));
    assert.equal((await get(hashOf(bytes))).status, 200);
});

test('what is no address of a picture, and books that cannot be read', async () => {
    const id = await make();
    const bytes = fresh();
    await put(id, bytes);
    const hash = hashOf(bytes);
    for (const other of [hash.toUpperCase(), '0'.repeat(64)]) assert.deepEqual(verdict(await get(other)), [404, 'not_found', 'sha256']);
    for (const other of ['x', id, `${hash}0`, '%25']) assert.deepEqual(verdict(await get(other, { invalid: true })), [404, 'not_found', 'sha256'], other);
    const answer = await owner.send('POST', `/api/v1/pictures/${hash}`, {}, { invalid: true });
    assert.deepEqual([answer.status, answer.body.reason, answer.headers.get('allow')], [405, 'method_not_allowed', 'GET']);
    sql(server, 'ALTER TABLE product_picture RENAME TO product_picture_away');
    const { status, body, headers } = await get(hash);
    sql(server, 'ALTER TABLE product_picture_away RENAME TO product_picture');
    assert.deepEqual([status, body.reason, headers.get('retry-after')], [503, 'store_unavailable', '1']);
});
