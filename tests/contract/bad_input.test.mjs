// Every way in which a request can be wrong gets a problem that names the field, and nothing is recorded.
import assert from 'node:assert/strict';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import http from 'node:http';
import { after, afterEach, before, test } from 'node:test';
import { recorded } from '../harness/books.mjs';
import { Person } from '../harness/person.mjs';
import { sendBytes } from '../harness/raw.mjs';
import { startServer } from '../harness/server.mjs';

let server;
let cashier;
let owner;
before(async () => {
    server = await startServer({ usable: 2 });
    cashier = await Person.signIn(server, server.staff.cashier, { lane: 0 });
    owner = await Person.signIn(server, server.staff.owner);
});
afterEach(() => server.check());
after(() => server.stop());

// Each endpoint with a body that is right, and what each of its members may not be. `owner`: cashiers are turned away before
// anybody looks at it.
const uuid = '0199aaaa-bbbb-7ccc-8ddd-eeeeffff0000';
const text = (most) => ['', 'x'.repeat(most + 1), '面'.repeat(most + 1), 'a\u0000b', 'a\u001bb', 7, true, null, {}, [], undefined];
const id = ['', 'x', uuid.toUpperCase(), `${uuid}0`, `{${uuid}}`, 7, null, {}, [], undefined];
const number = [0, -1, 10000, 1.5, 1e30, '1', true, null, {}, [], undefined];
const pin = [...text(8), '123', '123456789'];
const flag = ['', 'true', 7, null, {}, [], undefined];
const choice = ['', 'nobody', 'other', 7, true, null, {}, [], undefined];
const object = ['', 7, true, null, [], undefined];
const list = ['', 7, true, null, {}, undefined];
const token = '0'.repeat(64);
const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
const title = { zh: '店', en: 'Shop' };
const shop = { token, merchant: title, store: title, zone: 'Asia/Shanghai', cut_minutes: 240, lanes: [title], account: 'boss', owner_name: 'Boss', password: 'a good password' };
const endpoints = [
    { method: 'POST', path: '/api/v1/session', body: { account: 'nobody', password: 'nothing' }, wrong: { account: text(64), password: text(128) } },
    { method: 'PUT', path: '/api/v1/session/place', body: { store_id: uuid, lane_id: uuid }, wrong: { store_id: id, lane_id: id } },
    { method: 'POST', path: '/api/v1/prepare', body: { credential: 'hello' }, wrong: { credential: text(512) } },
    { method: 'POST', path: '/api/v1/lookups', body: { phone: '13900000000' }, wrong: { phone: [...text(32), '139', 'x'.repeat(11)] } },
    { method: 'POST', path: `/api/v1/lookups/${uuid}/proof`, body: { code_last4: '0000' }, wrong: { code_last4: [...text(16).filter((value) => value !== null && value !== undefined), '000', '00000', '四个汉字', '00U0'] } },
    { method: 'POST', path: '/api/v1/qr', body: { text: 'A' }, wrong: { text: text(300) } },
    { method: 'POST', path: '/api/v1/session/switch', body: { staff_id: uuid, pin: '4071' }, wrong: { staff_id: id, pin } },
    { method: 'PUT', path: '/api/v1/session/pin', body: { password: 'wrong', pin: '4071' }, wrong: { password: text(128), pin: pin.filter((value) => value !== null && value !== undefined) } },
    { method: 'PUT', path: '/api/v1/session/password', body: { password: 'wrong', new_password: 'something new' }, wrong: { password: text(128), new_password: [...text(128), 'short'] } },
    { method: 'POST', path: '/api/v1/resets', owner: true, body: { staff_id: uuid }, wrong: { staff_id: id } },
    { method: 'POST', path: '/api/v1/reset', body: { token, new_password: 'something new' }, wrong: { token: text(64), new_password: [...text(128), 'short'] } },
    { method: 'POST', path: '/api/v1/pairings', owner: true, body: { purpose: 'display', store_id: uuid }, wrong: { purpose: choice, store_id: id } },
    { method: 'PUT', path: `/api/v1/pairings/${uuid}`, owner: true, body: { confirm: true }, wrong: { confirm: flag } },
    { method: 'POST', path: '/api/v1/holder', body: { token, codes: 1 }, wrong: { token: text(64), codes: [-1, 61, 1.5, '1'] } },
    { method: 'POST', path: '/api/v1/holder/proof', body: { token, lookup_id: uuid }, wrong: { token: text(64), lookup_id: id } },
    { method: 'POST', path: '/api/v1/holder/arrival', body: { token, store_id: uuid }, wrong: { token: text(64), store_id: id } },
    { method: 'POST', path: '/api/v1/pairing/claim', body: { token, public_key: key }, wrong: { token: text(64), public_key: [...text(124), 'x'.repeat(124)] } },
    { method: 'POST', path: '/api/v1/pairing/collect', body: { pairing_id: uuid, attempt: 1, signature: 'A'.repeat(88) }, wrong: { pairing_id: id, attempt: [...number.filter((value) => value !== 10000), 1_000_001], signature: text(88) } },
    { method: 'POST', path: '/api/v1/setup', body: shop, wrong: { token: text(64), merchant: object, store: object, zone: text(64), cut_minutes: [-1, 1440, 1.5, '1', true, null, {}, [], undefined], lanes: ['', 7, true, null, {}, undefined], account: text(64), owner_name: text(64), password: [...text(128), 'short'] } },
    {
        method: 'POST', path: '/api/v1/leases', body: { voucher_ids: [], parts: [], waiting: false, minutes: 60 },
        wrong: { voucher_ids: list, parts: list, waiting: flag, minutes: [9, 1441, 1.5, '1', true, null, {}, [], undefined] },
    },
    {
        method: 'POST', path: '/api/v1/offline/actions', body: { merchant_id: uuid, device_id: uuid, grants: [], actions: [], unsent: 0 },
        wrong: { merchant_id: id, device_id: id, grants: list, actions: list, unsent: [-1, 1_000_001, 1.5, '1', true, null, {}, [], undefined] },
    },
    { method: 'POST', path: '/api/v1/redeem', body: { handle: uuid, uses: 1 }, wrong: { handle: id, uses: number } },
];

// Sends something that is meant to be wrong; it must be refused with this status, reason and field.
async function refused(endpoint, options, status, reason, field) {
    const answer = await (endpoint.owner ? owner : cashier).send(endpoint.method, endpoint.path, undefined, {
        invalid: true, ...options, headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...options.headers },
    });
    assert.deepEqual([answer.status, answer.body.reason, answer.body.field], [status, reason, field], String(options.raw).slice(0, 100));
}

// A test after which the books must be as they were.
function leavingNoTrace(name, act) {
    test(name, async () => {
        const before = recorded(server);
        await act();
        assert.deepEqual(recorded(server), before);
    });
}

for (const endpoint of endpoints) {
    for (const [field, values] of Object.entries(endpoint.wrong)) {
        leavingNoTrace(`${endpoint.method} ${endpoint.path}: ${field}`, async () => {
            for (const value of values) {
                await refused(endpoint, { raw: JSON.stringify({ ...endpoint.body, [field]: value }) }, 400, 'invalid_field', field);
            }
        });
    }

    leavingNoTrace(`${endpoint.method} ${endpoint.path}: what is no body`, async () => {
        const good = JSON.stringify(endpoint.body);
        const broken = Buffer.from(good.replace('"', '"\xff\xfe'), 'latin1');
        for (const raw of ['', '{', 'null', '[]', '"text"', `${good} x`, good.slice(0, -1), `\ufeff{}{}`, good.replace('{', '{\u0000'), broken, '['.repeat(60000)]) {
            await refused(endpoint, { raw }, 400, 'malformed_json', 'body');
        }
        const [name] = Object.keys(endpoint.body);
        await refused(endpoint, { raw: good.replace('{', `{"${name}":"twice",`) }, 400, 'invalid_field', name);
        for (const pad of [64 << 10, 2 << 20, (4 << 20) - 1000]) {
            await refused(endpoint, { raw: JSON.stringify({ ...endpoint.body, pad: 'x'.repeat(pad) }) }, 413, 'body_too_large', 'body');
        }
        for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx', '']) {
            await refused(endpoint, { raw: good, headers: { 'content-type': type } }, 415, 'unsupported_media_type', 'Content-Type');
        }
    });

    test(`${endpoint.method} ${endpoint.path}: members and parameters that nobody knows are ignored`, async () => {
        const answer = await (endpoint.owner ? owner : cashier).send(endpoint.method, endpoint.path, { ...endpoint.body, not_known: { at: ['all'] } }, {
            headers: { 'content-type': 'Application/JSON; charset=utf-8', 'idempotency-key': randomUUID() },
        });
        assert.notEqual(answer.status, 400);
        assert.notEqual(answer.status, 415);
    });
}

leavingNoTrace('a key that is missing or no UUID', async () => {
    const redeem = endpoints.at(-1);
    const raw = JSON.stringify(redeem.body);
    await refused(redeem, { raw, headers: { 'idempotency-key': '' } }, 400, 'missing_key', 'Idempotency-Key');
    await refused(redeem, { raw, headers: { 'idempotency-key': 'again' } }, 400, 'invalid_field', 'Idempotency-Key');
    await refused(redeem, { raw, headers: { 'idempotency-key': uuid.toUpperCase() } }, 400, 'invalid_field', 'Idempotency-Key');
});

leavingNoTrace('ids in paths', async () => {
    for (const bad of ['x', uuid.toUpperCase(), '%00', `${uuid}%20`, "'--"]) {
        const prepared = await cashier.get(`/api/v1/prepared/${bad}`, { invalid: true });
        assert.deepEqual([prepared.status, prepared.body.reason, prepared.body.field], [400, 'invalid_field', 'handle'], bad);
        const feed = await cashier.get(`/api/v1/stores/${bad}/feed`, { invalid: true });
        assert.deepEqual([feed.status, feed.body.reason, feed.body.field], [400, 'invalid_field', 'store_id'], bad);
    }
});

leavingNoTrace('a header over the limit is named, wherever it is sent', async () => {
    const long = { 'x-long': 'x'.repeat(4097) };
    const paths = [['GET', '/api/v1/session'], ['DELETE', '/api/v1/session'], ['GET', `/api/v1/prepared/${uuid}`], ['GET', `/api/v1/stores/${uuid}/feed`],
        ...endpoints.map(({ method, path }) => [method, path])];
    for (const [method, path] of paths) {
        const body = method === 'GET' || method === 'DELETE' ? undefined : '{}';
        const answer = await cashier.send(method, path, undefined, { raw: body, invalid: true, headers: long });
        assert.deepEqual([answer.status, answer.body.reason, answer.body.field], [400, 'invalid_field', 'x-long'], path);
    }
});

test('no session, or a session that nobody gave out', async () => {
    const stranger = new Person(server);
    const answers = async () => Promise.all([
        stranger.get('/api/v1/session'), stranger.signOut(), stranger.get(`/api/v1/prepared/${uuid}`), stranger.get(`/api/v1/stores/${uuid}/feed`),
        stranger.put('/api/v1/session/place', endpoints[1].body), stranger.post('/api/v1/prepare', endpoints[2].body), stranger.redeem(uuid)]);
    for (const cookie of [null, '', 'x', '0'.repeat(64), '0'.repeat(63), 'é'.repeat(32)]) {
        if (cookie !== null) stranger.setCookie('__Host-session', encodeURIComponent(cookie));
        for (const { status, body } of await answers()) assert.deepEqual([status, body.reason], [401, 'unauthenticated'], cookie);
    }
});

test('wrong accounts and wrong passwords look the same', async () => {
    const answers = [];
    for (const pair of [['nobody', 'x'], [server.staff.cashier.account, 'x'], [server.staff.cashier.account, server.staff.cashier.password.toUpperCase()], ["' OR 1=1 --", 'x']]) {
        answers.push(await new Person(server).post('/api/v1/session', { account: pair[0], password: pair[1] }));
    }
    for (const { status, body } of answers) assert.deepEqual([status, body], [401, answers[0].body]);
    const upper = await new Person(server).signIn({ ...server.staff.cashier, account: server.staff.cashier.account.toUpperCase() });
    assert.equal(upper.status, 200, 'accounts are the same in upper and lower case');
});

test('paths and methods that are not there', async () => {
    for (const path of ['/api/v1/nothing', '/api/v1/session/', '/api/v1/session/place/x', '/api/v2/session', '/api/v1//session', '/api/']) {
        const answer = await cashier.get(path);
        assert.deepEqual([answer.status, answer.body.reason], [404, 'not_found'], path);
    }
    for (const [method, path, allow] of [['PATCH', '/api/v1/session', 'POST, GET, DELETE'], ['GET', '/api/v1/prepare', 'POST'], ['DELETE', `/api/v1/prepared/${uuid}`, 'GET'], ['OPTIONS', '/api/v1/redeem', 'POST']]) {
        const answer = await cashier.send(method, path);
        assert.deepEqual([answer.status, answer.body.reason, answer.headers.get('allow')], [405, 'method_not_allowed', allow], path);
    }
});

// Past the proxy, since these are no requests of HTTP any more, or more than Drogon takes: it closes the connection.
test('what the HTTP parser refuses is refused, and the next request is served', async () => {
    const raw = (bytes) => sendBytes(server.direct, bytes);
    const head = 'POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n';
    assert.match(await raw('hello, is anybody there?\r\n\r\n'), /^HTTP\/1\.1 40[05]/);
    assert.match(await raw(`${head}X-Long: ${'x'.repeat(70000)}\r\n\r\n`), /^HTTP\/1\.1 4(00|31)/);
    assert.match(await raw(`${head}Content-Length: ${5 << 20}\r\n\r\n{}`), /^HTTP\/1\.1 413/);
    const status = await new Promise((resolve) => http.get({ port: server.direct, path: '/healthz' }, (answer) => resolve(answer.statusCode)));
    assert.equal(status, 200);
});
