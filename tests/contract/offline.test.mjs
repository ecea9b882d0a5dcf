// Working while cut off, over the wire: a roster that a device can read, leases that it holds, what it did and what becomes of
// that, and the conflicts that are left.
import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { after, afterEach, before, test } from 'node:test';
import { journalTexts, sql } from '../harness/books.mjs';
import { Phone, action, uploadOf } from '../harness/offline.mjs';
import { Person } from '../harness/person.mjs';
import { startServer } from '../harness/server.mjs';

const minute = 60_000;
let server;
let owner;
let phone;

before(async () => {
    server = await startServer({ usable: 40 });
    owner = await Person.signIn(server, server.staff.owner, { lane: 0 });
    phone = await Phone.pair(server, owner, server.staff.cashier);
});
afterEach(() => server.check());
after(() => server.stop());

const told = ({ status, body }) => [status, body?.reason];
const verdicts = ({ status, body }) => (status === 200 ? body.verdicts.map((one) => [one.verdict, one.reason]) : [status, body?.reason, body?.field]);
const code = () => server.voucher('usable').code;
const voucherOf = async (text) => (await owner.prepare(text)).card.voucher_id;

test('a session says what a device needs to go on', () => {
    const { offline } = phone.person.session;
    assert.equal(offline.paired, true);
    assert.equal(offline.grant.staff_id, phone.person.session.staff_id);
    assert.equal(offline.grant.device_id, phone.person.session.device_id);
    assert.match(offline.seal_key, /^[0-9a-f]{64}$/);
    assert.equal(owner.session.offline.paired, false);
});

// As core/offline/roster.h says: 48 bytes an entry, its tag in two steps.
async function readRoster(person, cursor = '') {
    const entries = new Map();
    for (let whole = false, after = cursor; !whole;) {
        const { status, body } = await person.get(`/api/v1/roster${after && `?after=${after}`}`);
        assert.equal(status, 200);
        const packed = Buffer.from(body.entries, 'base64');
        for (let at = 0; at < packed.length; at += 48) entries.set(packed.toString('hex', at, at + 16), { state: packed[at + 34], left: packed.readUInt16BE(at + 36), product: body.products[packed.readUInt16BE(at + 32)] });
        ({ whole, cursor: after } = body);
        Object.assign(entries, { cursor: after, full: body.full, tag: (text) => {
            const mark = createHmac('sha256', Buffer.from(body.code_key, 'hex')).update(text).digest();
            return createHmac('sha256', Buffer.from(body.day_key, 'hex')).update(mark).digest('hex').slice(0, 32);
        } });
    }
    return entries;
}

test('a roster tells which vouchers are good, and of each that was used since', async () => {
    const used = code();
    const roster = await readRoster(phone.person);
    const entry = roster.get(roster.tag(used));
    assert.equal(entry.state, 1);
    assert.ok(entry.product.title.zh);
    assert.equal(roster.get(roster.tag('H0000000000000')), undefined);
    await owner.use(used, { uses: entry.left });
    const since = await readRoster(phone.person, roster.cursor);
    assert.deepEqual([since.full, since.get(since.tag(used)).state], [false, 2]);
    assert.notEqual((await readRoster(owner)).tag(used), roster.tag(used), 'another device knows it by another tag');
});

test('what was served while cut off is redeemed once, and told again as it was', async () => {
    const served = await phone.served(code());
    const feed = await phone.person.feed();
    assert.deepEqual(verdicts(await phone.upload([served])), [['kept', 'none']]);
    const { key } = JSON.parse(served.bytes);
    const fed = await feed.cutOff((event) => event.verdicts.some((one) => one.key === key));
    assert.equal(fed.verdicts.find((one) => one.key === key).verdict, 'kept');
    feed.close();
    const again = (await phone.upload([served])).body.verdicts[0];
    assert.deepEqual([again.verdict, again.first, again.redemption.device_name], ['replayed', 'kept', phone.person.session.device_name]);
});

test('what was served twice is somebody\'s work, with its money and its evidence', async () => {
    const twice = code();
    const served = await phone.served(twice);
    await owner.use(twice);
    const feed = await owner.feed();
    const { body } = await phone.upload([served]);
    assert.deepEqual(verdicts({ status: 200, body }), [['conflict', 'already_redeemed']]);
    assert.ok((await feed.cutOff((event) => event.conflicts > 0)).due_at);
    feed.close();
    const page = (await owner.get(`/api/v1/stores/${owner.session.store_id}/conflicts`)).body;
    const conflict = page.items.find((one) => one.id === body.verdicts[0].conflict_id);
    assert.deepEqual([conflict.open, conflict.why, conflict.code_last4, conflict.previous.this_device], [true, 'already_redeemed', twice.slice(-4), true]);
    assert.ok(page.at_stake_fen >= conflict.amount_fen && conflict.amount_fen > 0);
    const given = await owner.put(`/api/v1/conflicts/${conflict.id}/owner`, { staff_id: owner.session.staff_id });
    assert.equal(given.body.owner_id, owner.session.staff_id);
    assert.equal((await owner.put(`/api/v1/conflicts/${conflict.id}/decision`, { step: 'contact' })).body.open, true);
    assert.equal((await owner.put(`/api/v1/conflicts/${conflict.id}/decision`, { step: 'accept_loss' })).body.open, false);
    assert.deepEqual(told(await owner.put(`/api/v1/conflicts/${conflict.id}/decision`, { step: 'else' }, { invalid: true })), [400, 'invalid_field']);
    assert.equal(journalTexts(server).filter((text) => text.includes('"conflict_decided"')).length, 2);
});

test('pages of conflicts: open ones first, and each once', async () => {
    const actions = await Promise.all(Array.from({ length: 60 }, () => phone.served('H0000000000000')));
    for (let at = 0; at < actions.length; at += 20) await phone.upload(actions.slice(at, at + 20));
    const path = `/api/v1/stores/${owner.session.store_id}/conflicts`;
    const items = [];
    for (let next = ''; next !== undefined;) {
        const { body } = await owner.get(next ? `${path}?after=${next}` : path);
        items.push(...body.items);
        next = body.next;
    }
    assert.equal(new Set(items.map((one) => one.id)).size, items.length);
    assert.equal(items.length, sql(server, 'SELECT count(*) FROM conflict')[0][0]);
    const firstClosed = items.findIndex((one) => !one.open);
    assert.ok(firstClosed < 0 || items.slice(firstClosed).every((one) => !one.open));
});

test('nobody is believed but the device and the platform', async () => {
    const other = await Phone.pair(server, owner, server.staff.cashier);
    const forged = await other.sign(action(phone.person, { credential: code() }));
    assert.deepEqual(verdicts(await phone.upload([forged])), [['conflict', 'bad_signature']]);
    const nobody = await phone.served(code(), { grant_id: undefined });
    assert.deepEqual(verdicts(await phone.upload([nobody])), [['conflict', 'no_grant']]);
    assert.deepEqual(verdicts(await phone.upload([await phone.served(code(), { lane_id: randomUUID() })], {})), [400, 'invalid_field', 'actions[0].bytes']);
    assert.deepEqual(verdicts(await phone.upload([{ bytes: '{}' }])), [400, 'invalid_field', 'actions[0].bytes']);
});

test('without a session the device\'s own signature lets it in, and nothing else does', async () => {
    const stranger = new Person(server);
    assert.deepEqual(told(await phone.upload([await phone.served(code())], { as: stranger })), [200, undefined]);
    assert.deepEqual(told(await phone.upload([], { as: stranger })), [401, 'unauthenticated']);
    const forged = { ...(await phone.served(code())), signature: (await phone.served(code())).signature };
    assert.deepEqual(told(await phone.upload([forged], { as: stranger })), [401, 'unauthenticated']);
    assert.deepEqual(told(await stranger.post('/api/v1/offline/actions', uploadOf(phone.person, [forged], { device_id: randomUUID() }))), [401, 'unauthenticated']);
    let last;
    for (let i = 0; i < 40 && last?.status !== 429; ++i) last = await phone.upload([], { as: stranger });
    assert.deepEqual([...told(last), last.headers.has('retry-after')], [429, 'too_many_requests', true]);
    await server.advance(20 * minute);
});

test('a revoked device is heard, and nothing that it did afterwards counts', async () => {
    const lost = await Phone.pair(server, owner, server.staff.cashier);
    const before = await lost.served(code());
    assert.equal((await owner.send('DELETE', `/api/v1/devices/${lost.person.session.device_id}`)).status, 200);
    const at = new Date(Date.parse(lost.person.session.server_time) + 3600_000).toISOString();
    await server.advance(2 * 60 * minute);
    const after = await lost.served(code(), { at });
    assert.deepEqual(verdicts(await lost.upload([before, after])), [['kept', 'none'], ['conflict', 'device_revoked']]);
});

test('devices say what they have not sent', async () => {
    await phone.upload([], { unsent: 4 });
    const { body } = await owner.get('/api/v1/devices');
    assert.equal(body.items.find((one) => one.id === phone.person.session.device_id).unsent, 4);
});

test('a leased voucher at another lane: the holder is asked, and gives it back', async () => {
    const wanted = code();
    const { body } = await phone.lease([await voucherOf(wanted)]);
    assert.equal(body.leases.length, 1);
    const feed = await phone.person.feed();
    const { handle, held_by } = await owner.prepare(wanted);
    assert.equal(held_by, phone.person.session.device_name);
    const key = randomUUID();
    const first = await owner.redeem(handle, { key });
    assert.deepEqual([...told(first), first.headers.get('retry-after')], [409, 'lease_asked', '1']);
    const [ask] = (await feed.cutOff((event) => event.asked.length > 0)).asked;
    feed.close();
    assert.equal(ask.device_id, phone.person.session.device_id);
    assert.deepEqual((await phone.person.post('/api/v1/leases/returns', { lease_ids: [ask.lease_id] })).body.leases, []);
    assert.equal((await owner.redeem(handle, { key })).body.outcome, 'done');
});

test('a holder that does not answer: promised against its lease, and known when that ends', async () => {
    const wanted = code();
    await phone.lease([await voucherOf(wanted)], { minutes: 10 });
    const path = `/api/v1/stores/${owner.session.store_id}/leases`;
    assert.ok((await owner.get(path)).body.leases.some((one) => one.device_id === phone.person.session.device_id));
    const { handle, card } = await owner.prepare(wanted);
    const key = randomUUID();
    await owner.redeem(handle, { key });
    assert.deepEqual(told(await owner.put(`/api/v1/vouchers/${card.voucher_id}/revocation`, { reason: 'wrong_sale' })), [409, 'lease_held']);
    await server.advance(3000);
    const promised = (await owner.redeem(handle, { key })).body;
    assert.deepEqual([promised.outcome, promised.reason], ['processing', 'lease_held']);
    const feed = await owner.feed();
    await server.advance(13 * minute);
    const fed = await feed.cutOff((event) => event.verdicts.some((one) => one.key === key && one.verdict === 'kept'));
    feed.close();
    assert.deepEqual(fed.asked, []);
    const known = (await owner.redeem(handle, { key })).body;
    assert.deepEqual([known.outcome, known.replayed, known.redemption.amount_fen], ['done', true, card.price_fen]);
    assert.deepEqual((await owner.get(path)).body.leases, []);
});

test('leases are taken by paired devices, once under a key, renewed, and taken back by a manager', async () => {
    const voucher = await voucherOf(code());
    const key = randomUUID();
    const take = (person, more = {}, under = key) => person.post('/api/v1/leases', { voucher_ids: [voucher], parts: [], waiting: false, minutes: 60, ...more },
        { headers: { 'idempotency-key': under }, invalid: !under });
    assert.deepEqual(told(await take(phone.person, {}, '')), [400, 'missing_key']);
    assert.deepEqual(told(await take(owner)), [409, 'not_paired']);
    assert.deepEqual(told(await take(new Person(server))), [401, 'unauthenticated']);
    const { body } = await take(phone.person);
    assert.equal((await take(phone.person)).body.replayed, true);
    assert.deepEqual(told(await take(phone.person, { minutes: 30 })), [422, 'key_reused']);
    await server.advance(30 * minute);
    const [renewed] = (await phone.person.put('/api/v1/leases', { minutes: 60 })).body.leases;
    assert.ok(Date.parse(renewed.until) > Date.parse(body.leases[0].until));
    const other = await Phone.pair(server, owner, server.staff.cashier);
    assert.deepEqual((await other.lease([voucher])).body.refused, [{ id: voucher, reason: 'lease_held' }]);
    assert.equal((await owner.send('DELETE', `/api/v1/devices/${phone.person.session.device_id}/leases`)).status, 200);
    assert.equal((await other.lease([voucher])).body.leases.length, 1);
    assert.equal(journalTexts(server).filter((text) => text.includes('"lease_taken_back"')).length, 1);
});

test('limits are the merchant\'s, and every session tells them', async () => {
    const limits = (await owner.get('/api/v1/merchant/offline')).body;
    const changed = { ...limits, count: 7 };
    assert.deepEqual((await owner.put('/api/v1/merchant/offline', changed)).body, changed);
    assert.equal((await phone.person.get('/api/v1/session')).body.offline.limits.count, 7);
});

test('what was taken off a device as a file says the same, whoever brings it, and once', async () => {
    const upload = uploadOf(phone.person, [await phone.served(code())]);
    const box = await server.seal(phone.person.session.offline.seal_key, upload);
    const bring = (person, body = { box }, options) => person.post('/api/v1/offline/import', body, options);
    assert.deepEqual(verdicts(await bring(owner)), [['kept', 'none']]);
    assert.deepEqual(verdicts(await bring(owner)), [['replayed', 'none']]);
    assert.deepEqual(verdicts(await phone.upload(upload.actions)), [['replayed', 'none']]);
    assert.deepEqual(told(await bring(phone.person)), [403, 'forbidden']);
    const tea = await Person.signIn(server, server.shops.tea.owner);
    assert.deepEqual(told(await bring(tea)), [400, 'invalid_field']);
    assert.deepEqual(told(await bring(new Person(server))), [401, 'unauthenticated']);
    for (const [wrong, options, status, reason] of [[{}, {}, 400, 'invalid_field'], [undefined, { raw: '{' }, 400, 'malformed_json'], [{ box: 'A'.repeat(70000) }, {}, 413, 'body_too_large'],
        [{ box }, { headers: { 'content-type': 'text/plain' } }, 415, 'unsupported_media_type']]) {
        assert.deepEqual(told(await bring(owner, wrong, { invalid: true, ...options })), [status, reason]);
    }
});

test('books that cannot be read or written', async () => {
    const box = await server.seal(phone.person.session.offline.seal_key, uploadOf(phone.person, []));
    const served = await phone.served(code());
    sql(server, 'ALTER TABLE staff RENAME TO staff_away');
    const answers = [await phone.upload([served], { as: new Person(server) }), await phone.lease([]), await owner.post('/api/v1/offline/import', { box })];
    sql(server, 'ALTER TABLE staff_away RENAME TO staff');
    assert.deepEqual(answers.map(told), Array(3).fill([503, 'store_unavailable']));
    assert.deepEqual(verdicts(await phone.upload([served])), [['kept', 'none']]);
});

test('a file that nobody sealed to this platform is none', async () => {
    const { status, body } = await owner.post('/api/v1/offline/import', { box: 'A'.repeat(100) });
    assert.deepEqual([status, body.reason, body.field], [400, 'invalid_field', 'box']);
});
