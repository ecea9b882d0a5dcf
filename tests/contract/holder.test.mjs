// The page that a customer holds up, over HTTP: what it says, codes that are good for half a minute, whose copies are worthless,
// and an address that is worth nothing once it was renewed.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, test } from 'node:test';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { Person } from '../harness/person.mjs';
import { startServer } from '../harness/server.mjs';
import { sale } from '../harness/shop.mjs';

let server;
let stranger;
before(async () => {
    const wasmBinary = readFileSync(new URL('../../node_modules/zxing-wasm/dist/reader/zxing_reader.wasm', import.meta.url));
    prepareZXingModule({ overrides: { wasmBinary } });
    server = await startServer({ usable: 8 });
    stranger = new Person(server);
});
afterEach(() => server.check());
after(() => server.stop());

const held = async (page, codes = 0) => {
    const { status, body } = await stranger.post('/api/v1/holder', { token: page, codes });
    assert.equal(status, 200);
    return body;
};

// As a camera sees it.
async function read({ side, codes }, which = 0) {
    const bits = Buffer.from(codes[which].modules, 'base64');
    const [scale, quiet] = [4, 4];
    const width = (side + 2 * quiet) * scale;
    const data = new Uint8ClampedArray(width * width * 4).fill(255);
    for (let i = 0; i < width * width; i++) {
        const [x, y] = [Math.floor((i % width) / scale) - quiet, Math.floor(i / width / scale) - quiet];
        const module = y * side + x;
        if (x >= 0 && y >= 0 && x < side && y < side && bits[module >> 3] & (0x80 >> (module & 7))) data.fill(0, i * 4, i * 4 + 3);
    }
    const [found] = await readBarcodes({ data, width, height: width }, { formats: ['QRCode'] });
    return found.text;
}

test('the page says what the voucher is, and its code is redeemed', async () => {
    const cashier = await Person.signIn(server, server.staff.cashier, { lane: 0 });
    const { page, product } = server.voucher('usable');
    const shown = await held(page, 60);
    assert.equal(shown.state, 'usable');
    assert.deepEqual(shown.title, product);
    assert.ok(shown.contents.length > 0 && shown.conditions.length > 0);
    assert.equal(shown.codes.length, 60);
    assert.ok(shown.side <= 41, 'version 6 or smaller');
    const [first, second] = shown.codes.map(({ from }) => Date.parse(from));
    assert.equal(second - first, 30_000);
    assert.ok(first <= Date.parse(shown.server_time) && Date.parse(shown.server_time) < first + 30_000);

    const card = await cashier.prepare(await read(shown));
    assert.deepEqual([card.outcome, card.card.title], ['ready', product]);
    assert.equal((await cashier.redeem(card.handle)).body.outcome, 'done');
    const used = await held(page, 60);
    assert.deepEqual([used.state, used.uses_left, used.codes], ['used', 0, []]);
    assert.deepEqual(used.last_use.lane, cashier.session.stores[0].lanes[0].title);
});

test('of two copies shown in the same half minute the first wins; the second is told who, where and when', async () => {
    const first = await Person.signIn(server, server.staff.cashier, { lane: 0 });
    const second = await Person.signIn(server, server.staff.manager, { lane: 1 });
    const text = await read(await held(server.voucher('usable').page, 1));
    const [one, other] = [await first.prepare(text), await second.prepare(text)];
    assert.equal((await first.redeem(one.handle)).body.outcome, 'done');
    const late = (await second.redeem(other.handle)).body;
    assert.deepEqual([late.outcome, late.reason], ['refused', 'already_redeemed']);
    assert.equal(late.previous.staff_name, first.session.staff_name);
    assert.equal((await second.prepare(text)).previous.at, late.previous.at);
});

test('a copy is stale after its half minute, and one from the future is not good yet', async () => {
    const cashier = await Person.signIn(server, server.staff.cashier, { lane: 0 });
    const shown = await held(server.voucher('usable').page, 60);
    const [now, later] = [await read(shown), await read(shown, 59)];
    assert.equal((await cashier.prepare(later)).reason, 'stale_qr');
    assert.equal((await cashier.prepare(now)).outcome, 'ready');
    await server.advance(60_000);
    assert.equal((await cashier.prepare(now)).reason, 'stale_qr');
});

test('what another merchant signed, or nobody, is forged', async () => {
    const cashier = await Person.signIn(server, server.staff.cashier, { lane: 0 });
    const theirs = await read(await held(server.voucher('usable', 'tea').page, 1));
    assert.equal((await cashier.prepare(theirs)).reason, 'forged_qr');
    const ours = await read(await held(server.voucher('usable').page, 1));
    const changed = ours.slice(0, 40) + (ours[40] === '0' ? '1' : '0') + ours.slice(41);
    assert.equal((await cashier.prepare(changed)).reason, 'forged_qr');
    assert.equal((await cashier.prepare(ours.slice(0, -1))).reason, 'malformed_code');
});

test('what cannot be used shows no code and says why', async () => {
    for (const [kind, state] of [['expired', 'expired'], ['not_yet_valid', 'not_yet_valid'], ['revoked', 'revoked'], ['redeemed', 'used']]) {
        const shown = await held(server.voucher(kind).page, 60);
        assert.deepEqual([shown.state, shown.codes], [state, []]);
    }
});

test('a sale tells each voucher’s page, again for a retry; a renewed one ends the one before', async () => {
    const manager = await Person.signIn(server, server.staff.manager, { lane: 0 });
    const { items } = (await manager.get('/api/v1/products')).body;
    const key = randomUUID();
    const sell = async () => (await manager.post('/api/v1/sales', sale(items[0].id, 2), { headers: { 'idempotency-key': key } })).body;
    const [mine, theirs] = (await sell()).orders[0].vouchers;
    assert.match(mine.page, /^[0-9a-f]{64}$/);
    assert.notEqual(mine.page, theirs.page);
    assert.deepEqual((await sell()).orders[0].vouchers.map(({ page }) => page), [mine.page, theirs.page]);
    assert.equal((await held(mine.page)).state, 'usable');

    const renewed = await manager.post(`/api/v1/vouchers/${mine.id}/page`, {});
    assert.equal(renewed.status, 200);
    assert.equal((await held(renewed.body.token)).state, 'usable');
    const dead = await stranger.post('/api/v1/holder', { token: mine.page, codes: 0 });
    assert.deepEqual([dead.status, dead.body.reason], [410, 'link_expired']);
    assert.equal((await held(theirs.page)).state, 'usable');
});

test('guessing addresses is slowed down, and so is asking for ever more codes', async () => {
    const statuses = [];
    for (let i = 0; i < 32; i++) statuses.push((await stranger.post('/api/v1/holder', { token: 'f'.repeat(64), codes: 0 })).status);
    assert.equal(statuses[0], 410);
    assert.equal(statuses.at(-1), 429);
    assert.equal((await stranger.post('/api/v1/holder/proof', { token: 'f'.repeat(64), lookup_id: randomUUID() })).status, 429);
    await server.advance(10 * 60_000);
    const { page } = server.voucher('usable');
    const asked = [];
    for (let i = 0; i < 22; i++) asked.push((await stranger.post('/api/v1/holder', { token: page, codes: 1 })).status);
    assert.deepEqual([asked[0], asked.at(-1)], [200, 429]);
    assert.equal((await stranger.post('/api/v1/holder', { token: page, codes: 0 })).status, 200, 'its state is always told');
});
