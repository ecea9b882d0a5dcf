// How a new device comes in: a link that is good once, a number on both screens, a yes, a signature. And what a display may
// do when it is in: read its feed.
import assert from 'node:assert/strict';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, test } from 'node:test';
import { journalTexts, sql } from '../harness/books.mjs';
import { Device } from '../harness/device.mjs';
import { Person } from '../harness/person.mjs';
import { startServer } from '../harness/server.mjs';

const minute = 60_000;
const unknown = randomUUID();
let server;
let owner;
let store;

before(async () => {
    server = await startServer({ usable: 3 });
    owner = await Person.signIn(server, server.staff.owner, { lane: 0 });
    store = owner.session.store_id;
});
afterEach(async () => {
    await server.advance(20 * minute);  // whatever a test has used up comes back
    server.check();
});
after(() => server.stop());

const told = ({ status, body }) => [status, body?.reason];
const make = (person, purpose = 'staff', store_id = store) => person.post('/api/v1/pairings', { purpose, store_id });
const look = async (person, { id }) => person.get(`/api/v1/pairings/${id}`);
const decide = (person, { id }, confirm = true) => person.put(`/api/v1/pairings/${id}`, { confirm });

// A device that has been let in.
async function paired(purpose, person = new Person(server)) {
    const link = (await make(owner, purpose)).body;
    const device = await Device.make(person);
    await device.claim(link.token);
    await decide(owner, link);
    device.collected = await device.collect();
    return device;
}

test('a phone is paired: link, number, yes, signature, cookie', async () => {
    const made = await make(owner);
    assert.equal(made.status, 200);
    const link = made.body;
    assert.deepEqual([(await look(owner, link)).body.state, (await look(owner, link)).body.number], ['waiting', undefined]);
    const device = await Device.make(new Person(server));
    const claim = await device.claim(link.token);
    assert.equal(claim.status, 200);
    assert.match(claim.body.number, /^[0-9]{4}$/);
    const claimed = (await look(owner, link)).body;
    assert.deepEqual([claimed.state, claimed.number, claimed.device_kind], ['claimed', claim.body.number, 'desk']);
    assert.deepEqual((await device.collect()).body, { state: 'claimed' });
    assert.equal(device.person.cookie('__Host-device'), undefined);
    assert.equal((await decide(owner, link)).body.state, 'confirmed');
    assert.equal((await decide(owner, link, false)).body.state, 'confirmed', 'it is decided once');
    const collected = await device.collect();
    assert.deepEqual([collected.status, collected.body.state, collected.body.session], [200, 'collected', undefined]);
    assert.ok(device.person.cookie('__Host-device'));
    assert.equal(device.person.cookie('__Host-session'), undefined, 'staff sign in as on any device');
    assert.equal((await look(owner, link)).body.device_id, collected.body.device_id);
    await device.person.signIn(server.staff.cashier);
    assert.equal(device.person.session.device_id, collected.body.device_id);
    const [row] = sql(server, 'SELECT purpose, length(public_key), paired_at > 0 FROM device WHERE id = ?', collected.body.device_id);
    assert.deepEqual([row[0], row[1], Boolean(row[2])], ['staff', 91, true]);
});

test('a device that is known already stays the same device', async () => {
    const cashier = await Person.signIn(server, server.staff.cashier);
    const device = await paired('staff', cashier);
    assert.equal(device.collected.body.device_id, cashier.session.device_id);
});

test('a lost answer is collected again, with new cookies for the old ones', async () => {
    const device = await paired('display');
    const old = new Map(['__Host-device', '__Host-session'].map((name) => [name, device.person.cookie(name)]));
    const again = await device.collect();
    assert.deepEqual([again.body.state, again.body.device_id], ['collected', device.collected.body.device_id]);
    assert.equal((await device.person.get('/api/v1/session')).status, 200);
    const before = new Person(server);
    for (const [name, value] of old) before.setCookie(name, value);
    assert.deepEqual(told(await before.get('/api/v1/session')), [401, 'unauthenticated']);
});

test('what a device asked once is refused ever after, and whoever saw it changes nothing', async () => {
    const link = (await make(owner, 'display')).body;
    const device = await Device.make(new Person(server));
    await device.claim(link.token);
    const seen = [];
    const collect = async () => {
        assert.equal((await device.collect()).status, 200);
        seen.push(device.sent);
    };
    const replay = async (body) => told(await new Person(server).post('/api/v1/pairing/collect', body));
    await collect();
    assert.deepEqual(await replay(seen[0]), [410, 'link_expired'], 'while it is not decided');
    await decide(owner, link);
    assert.deepEqual(await replay(seen[0]), [410, 'link_expired'], 'between the decision and the device');
    await collect();
    const cookies = ['__Host-device', '__Host-session'].map((name) => device.person.cookie(name));
    for (const body of [...seen, { ...seen[1], attempt: seen[1].attempt + 1 }]) assert.deepEqual(await replay(body), [410, 'link_expired'], JSON.stringify(body));
    assert.equal((await device.person.get('/api/v1/session')).status, 200, 'the session that it has stays');
    assert.deepEqual(['__Host-device', '__Host-session'].map((name) => device.person.cookie(name)), cookies);
    assert.deepEqual(told(await device.collect({ attempt: 1 })), [410, 'link_expired'], 'nor may the device itself go back');
    assert.equal((await device.collect({ attempt: 9 })).body.state, 'collected', 'a number may be left out');
});

test('one number asked many times at once is answered once', async () => {
    const link = (await make(owner, 'display')).body;
    const device = await Device.make(new Person(server));
    await device.claim(link.token);
    await decide(owner, link);
    const body = { pairing_id: link.id, attempt: 1, signature: await device.sign(`hexiao-pairing:${device.claimed.challenge}:1`) };
    const answers = await Promise.all(Array.from({ length: 6 }, () => new Person(server).post('/api/v1/pairing/collect', body)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 410, 410, 410, 410, 410]);
});

test('a refused device gets nothing', async () => {
    const link = (await make(owner)).body;
    const device = await Device.make(new Person(server));
    await device.claim(link.token);
    assert.equal((await decide(owner, link, false)).body.state, 'refused');
    assert.deepEqual((await device.collect()).body, { state: 'refused' });
    assert.equal((await decide(owner, link)).body.state, 'refused');
});

test('two claims of one token: one winner', async () => {
    for (let round = 0; round < 5; round++) {
        const link = (await make(owner)).body;
        const devices = await Promise.all([1, 2, 3, 4].map(() => Device.make(new Person(server))));
        const answers = await Promise.all(devices.map((device) => device.claim(link.token)));
        assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 410, 410, 410]);
        const winner = devices[answers.findIndex(({ status }) => status === 200)];
        assert.equal((await look(owner, link)).body.number, winner.claimed.number);
    }
});

test('each step is good for five minutes', async () => {
    const late = (await make(owner)).body;
    await server.advance(5 * minute);
    const device = await Device.make(new Person(server));
    assert.deepEqual(told(await device.claim(late.token)), [410, 'link_expired']);
    assert.deepEqual(told(await look(owner, late)), [410, 'link_expired']);
    assert.deepEqual(told(await decide(owner, late)), [410, 'link_expired']);
    const link = (await make(owner)).body;
    await server.advance(4 * minute);
    assert.equal((await device.claim(link.token)).status, 200);
    await server.advance(4 * minute);
    assert.equal((await decide(owner, link)).body.state, 'confirmed');
    await server.advance(minute);
    assert.deepEqual(told(await device.collect()), [410, 'link_expired']);
});

test('only the key that claimed collects', async () => {
    const link = (await make(owner)).body;
    const device = await Device.make(new Person(server));
    await device.claim(link.token);
    await decide(owner, link);
    const thief = await Device.make(new Person(server));
    thief.claimed = device.claimed;
    for (const wrong of [thief.collect(), device.collect({ text: device.claimed.challenge }), device.collect({ text: 'hexiao-pairing:' }), device.collect({ text: `hexiao-pairing:${device.claimed.challenge}` }),
        device.collect({ text: `hexiao-pairing:${device.claimed.challenge}:1` }), device.collect({ id: unknown })]) {
        assert.deepEqual(told(await wrong), [410, 'link_expired']);
    }
    for (const signature of ['!'.repeat(88), 'A'.repeat(86) + '==', '/'.repeat(85) + 'w==']) {
        assert.deepEqual(told(await new Person(server).post('/api/v1/pairing/collect', { pairing_id: link.id, attempt: 1, signature })), [410, 'link_expired']);
    }
    assert.equal((await device.collect()).body.state, 'collected');
});

test('a key that is no point of P-256 is refused, and uses the token up for nobody', async () => {
    const link = (await make(owner)).body;
    const device = await Device.make(new Person(server));
    const good = Buffer.from(device.spki, 'base64');
    const off = Buffer.from(good);
    off[90] ^= 1;  // another y: off the curve
    const other = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey.export({ type: 'spki', format: 'der' });
    const padded = (bytes) => Buffer.concat([bytes, Buffer.alloc(Math.max(0, 91 - bytes.length))]).subarray(0, 91).toString('base64');
    for (const public_key of [off.toString('base64'), padded(other), padded(Buffer.alloc(91)), padded(good.subarray(0, 59)), '!'.repeat(124)]) {
        const answer = await new Person(server).post('/api/v1/pairing/claim', { token: link.token, public_key });
        assert.deepEqual([...told(answer), answer.body.field], [400, 'invalid_field', 'public_key']);
    }
    assert.equal((await device.claim(link.token)).status, 200);
});

test('who may make, see and decide a pairing', async () => {
    const manager = await Person.signIn(server, server.staff.manager);
    const cashier = await Person.signIn(server, server.staff.cashier);
    const foreign = await Person.signIn(server, server.shops.tea.owner);
    const [, other] = owner.session.stores;
    for (const [person, place, status] of [[owner, store, 200], [owner, other.id, 200], [manager, store, 200], [cashier, store, 403], [foreign, store, 404], [owner, foreign.session.store_id, 404], [owner, unknown, 404]]) {
        assert.equal((await make(person, 'display', place)).status, status);
    }
    const link = (await make(owner)).body;
    for (const [person, status] of [[manager, 404], [foreign, 404], [cashier, 403], [new Person(server), 401], [owner, 200]]) {
        assert.equal((await look(person, link)).status, status);
        assert.equal((await decide(person, link)).status, status);
    }
    assert.equal((await look(owner, link)).body.state, 'waiting', 'what nobody has claimed is not decided');
    assert.deepEqual(told(await new Person(server).post('/api/v1/pairings', { purpose: 'staff', store_id: store })), [401, 'unauthenticated']);
    const bad = await owner.get('/api/v1/pairings/x', { invalid: true });
    assert.deepEqual([...told(bad), bad.body.field], [400, 'invalid_field', 'pairing_id']);
});

test('a display reads its feed and nothing else', async () => {
    const display = await paired('display');
    const { person } = display;
    assert.deepEqual([person.session.role, person.session.stores.map(({ id }) => id)], ['display', [store]]);
    const feed = await person.feed();
    const snapshot = (await feed.next()).data;
    assert.equal(snapshot.store_id, store);
    assert.ok(snapshot.recent.every((one) => !one.staff_name && !one.device_name));
    assert.equal((await person.feed(owner.session.stores[1].id)).status, 404);
    const table = readFileSync(new URL('../../core/api/endpoints.h', import.meta.url), 'utf8');
    const endpoints = [...table.matchAll(/Endpoint\{"(\w+)",\s*Method::(\w+),\s*"([^"]+)",\s*(\w+)/g)].map(([, id, method, path, allowed]) => ({ id, method: method === 'del' ? 'DELETE' : method.toUpperCase(), path, allowed }));
    assert.ok(endpoints.length > 20);
    const open = new Set(['get_session', 'sign_out', 'get_feed']);
    for (const { id, method, path, allowed } of endpoints) {
        if (open.has(id) || allowed === 'public_access') continue;
        const answer = await person.send(method, path.replace(/\{\w+\}/g, unknown), method === 'GET' || method === 'DELETE' ? undefined : {}, { invalid: true });
        assert.deepEqual(told(answer), [403, 'forbidden'], `${id} is open to displays`);
    }
    const listed = (await owner.get('/api/v1/sessions')).body.sessions.find((one) => one.device_id === person.session.device_id);
    assert.equal((await owner.send('DELETE', `/api/v1/sessions/${listed.id}`)).status, 204);
    assert.equal(await feed.next(), null, 'the owner turns it off');
    assert.equal((await person.get('/api/v1/session')).status, 401);
});

test('a screen on a wall stays in for longer than thirty days; nobody can sign in as one', async () => {
    const { person } = await paired('display');
    const [[account]] = sql(server, 'SELECT account FROM staff WHERE id = ?', person.session.staff_id);
    for (const password of ['!', '', ' ']) {
        const answer = await new Person(server).post('/api/v1/session', { account, password: password || 'x' });
        assert.deepEqual(told(answer), [401, 'bad_credentials']);
    }
    await server.advance(60 * 24 * 60 * minute);
    assert.equal((await person.get('/api/v1/session')).status, 200);
    owner = await Person.signIn(server, server.staff.owner, { lane: 0 });
});

test('tokens and signatures are tried thirty times, then it waits', async () => {
    const device = await Device.make(new Person(server));
    device.claimed = { pairing_id: unknown, challenge: 'x' };
    assert.deepEqual(told(await device.claim('0'.repeat(64))), [410, 'link_expired']);
    for (let n = 0; n < 1000 && (await device.claim('0'.repeat(64))).status !== 429; n++);
    for (const answer of [await device.claim('0'.repeat(64)), await device.collect()]) {
        assert.deepEqual(told(answer), [429, 'too_many_requests']);
        assert.ok(Number(answer.headers.get('retry-after')) <= 5);
    }
    assert.equal((await owner.use(server.voucher('usable').code)).outcome, 'done', 'the counter goes on');
});

test('each step is a fact in the journal; what has expired is forgotten at the next start', async () => {
    const kinds = journalTexts(server).join('\n');
    for (const kind of ['pairing_made', 'pairing_confirmed', 'pairing_refused', 'device_paired']) assert.ok(kinds.includes(`"kind":"${kind}"`), kind);
    await server.restart();
    assert.deepEqual(sql(server, 'SELECT count(*) FROM pairing'), [[0]]);
});
