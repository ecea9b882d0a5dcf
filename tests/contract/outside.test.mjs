// What is around the API: health, the console's files, headers, the log that must not know secrets, books that cannot be
// read, more sign-ins than can be answered.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { after, afterEach, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import http from 'node:http';
import { journalTexts, recorded, refuseInserts, sql, wholeBooks } from '../harness/books.mjs';
import { Device } from '../harness/device.mjs';
import { Person } from '../harness/person.mjs';
import { startServer } from '../harness/server.mjs';

let server;
const page = '<!doctype html><title>核销</title>';
const script = 'export const answer = 42;\n'.repeat(50);

before(async () => {
    const assets = mkdtempSync(`${tmpdir()}/hexiao-assets-`);
    mkdirSync(`${assets}/assets`);
    writeFileSync(`${assets}/index.html`, page);
    writeFileSync(`${assets}/assets/app-1A2B3C4D.js`, script);
    writeFileSync(`${assets}/assets/app-1A2B3C4D.js.br`, brotliCompressSync(script));
    writeFileSync(`${assets}/assets/app-1A2B3C4D.js.gz`, gzipSync(script));
    const files = {
        '/': { file: 'index.html', type: 'text/html; charset=utf-8', immutable: false },
        '/assets/app-1A2B3C4D.js': { file: 'assets/app-1A2B3C4D.js', type: 'text/javascript; charset=utf-8', immutable: true },
    };
    writeFileSync(`${assets}/asset-manifest.json`, JSON.stringify({ build: 'test', files }));
    server = await startServer({ usable: 3, assets });
});
afterEach(() => server.check());
after(() => server.stop());

// Without fetch's own decoding.
function raw(path, headers = {}, method = 'GET') {
    return new Promise((resolve) => http.request({ port: server.port, path, headers, method, agent: false }, (answer) => {
        const chunks = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, bytes: Buffer.concat(chunks) }));
    }).end());
}

test('healthz', async () => {
    const { status, bytes } = await raw('/healthz');
    assert.deepEqual([status, bytes.toString()], [200, 'ok\n']);
});

test('pages of the console are index.html; files are files; the rest is not there', async () => {
    for (const path of ['/', '/signin', '/counter', '/counter/0199aaaa-bbbb-7ccc-8ddd-eeeeffff0000', '/today']) {
        const { status, headers, bytes } = await raw(path);
        assert.deepEqual([status, headers['content-type'], headers['cache-control'], bytes.toString()], [200, 'text/html; charset=utf-8', 'no-cache', page], path);
    }
    for (const path of ['/nothing.js', '/index.html', '/../index.html.x', '/assets/app-1A2B3C4D.js.br', '/.git/config.x']) {
        assert.equal((await raw(path)).status, 404, path);
    }
    assert.equal((await raw('/', {}, 'POST')).status, 405);
});

test('HEAD is GET without the body', async () => {
    for (const path of ['/healthz', '/', '/today', '/assets/app-1A2B3C4D.js', '/nothing.js']) {
        const get = await raw(path);
        const head = await raw(path, {}, 'HEAD');
        assert.deepEqual([head.status, head.bytes.length], [get.status, 0], path);
        for (const name of ['content-type', 'content-length', 'etag', 'cache-control']) assert.equal(head.headers[name], get.headers[name], `${path} ${name}`);
    }
});

test('a port that is in use is told in one sentence', () => {
    const build = process.env.HEXIAO_BUILD ?? fileURLToPath(new URL('../../build/native', import.meta.url));
    const data = `${mkdtempSync(`${tmpdir()}/hexiao-test-`)}/books`;
    const { status, stdout, stderr } = spawnSync(`${build}/platform/hexiao`, ['serve', '--port', server.direct, '--data', data], { encoding: 'utf8' });
    assert.deepEqual([status, stdout, stderr], [1, '', `Port ${server.direct} is in use by another program; choose another one.\n`]);
    assert.ok(!existsSync(data));
});

test('a demo with another database is told in one sentence', () => {
    const build = process.env.HEXIAO_BUILD ?? fileURLToPath(new URL('../../build/native', import.meta.url));
    const data = `${mkdtempSync(`${tmpdir()}/hexiao-test-`)}/books`;
    const { status, stderr } = spawnSync(`${build}/platform/hexiao`, ['serve', '--demo', '--database', 'postgresql:///nowhere', '--data', data], { encoding: 'utf8' });
    assert.deepEqual([status, stderr], [1, 'A demo keeps its books in its own folder; leave out --database (HEXIAO_DATABASE), or --demo.\n']);
    assert.ok(!existsSync(data));
});

test('one port for two of http, https and metrics is told in one sentence', () => {
    const build = process.env.HEXIAO_BUILD ?? fileURLToPath(new URL('../../build/native', import.meta.url));
    const data = `${mkdtempSync(`${tmpdir()}/hexiao-test-`)}/books`;
    for (const [http, https, metrics] of [[18099, 18099, 18098], [18099, 18098, 18099], [18098, 18099, 18099]]) {
        const { status, stderr } = spawnSync(`${build}/platform/hexiao`, ['serve', '--port', http, '--tls-port', https, '--metrics-port', metrics, '--data', data].map(String), { encoding: 'utf8' });
        assert.deepEqual([status, stderr], [1, 'Http, https and metrics need a port each; choose another one than 18099 for one of them.\n']);
    }
    assert.ok(!existsSync(data));
});

test('each client gets the encoding that it asked for', async () => {
    const path = '/assets/app-1A2B3C4D.js';
    const cases = { '': undefined, br: 'br', gzip: 'gzip', 'gzip, deflate, br': 'br', 'br;q=0, gzip': 'gzip', 'br;q=0.5, gzip;q=0.8': 'gzip', '*': 'br', identity: undefined, 'gzip;q=0, *;q=0': undefined, 'BR': 'br', 'br;q=x': undefined };
    for (const [accept, encoding] of Object.entries(cases)) {
        const { status, headers, bytes } = await raw(path, accept ? { 'accept-encoding': accept } : {});
        assert.deepEqual([status, headers['content-encoding'], headers.vary], [200, encoding, 'Accept-Encoding'], accept);
        assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable');
        assert.deepEqual(bytes, encoding === 'br' ? brotliCompressSync(script) : encoding === 'gzip' ? gzipSync(script) : Buffer.from(script), accept);
        const again = await raw(path, { ...(accept && { 'accept-encoding': accept }), 'if-none-match': headers.etag });
        assert.deepEqual([again.status, again.bytes.length], [304, 0]);
    }
});

test('cookies are for this host, this site and no script', async () => {
    const answer = await new Person(server).post('/api/v1/session', server.staff.cashier);
    const cookies = answer.headers.getSetCookie();
    assert.deepEqual(cookies.map((cookie) => cookie.split('=')[0]).sort(), ['__Host-device', '__Host-session']);
    for (const cookie of cookies) {
        for (const word of ['Secure', 'HttpOnly', 'SameSite=Strict', 'Path=/']) assert.ok(cookie.includes(word), word);
        assert.ok(!/domain/i.test(cookie));
    }
});

// The tokens of links, used and unused, and what they were exchanged for.
async function plantLinks() {
    const owner = await Person.signIn(server, server.staff.owner);
    const reset = (await owner.post('/api/v1/resets', { staff_id: (await Person.signIn(server, server.staff.manager)).session.staff_id })).body.token;
    await new Person(server).post('/api/v1/reset', { token: reset, new_password: server.password });
    const unused = (await owner.post('/api/v1/resets', { staff_id: (await Person.signIn(server, server.staff.manager)).session.staff_id })).body.token;
    const pairing = (await owner.post('/api/v1/pairings', { purpose: 'display', store_id: owner.session.store_id })).body;
    const device = await Device.make(new Person(server));
    await device.claim(pairing.token);
    await owner.put(`/api/v1/pairings/${pairing.id}`, { confirm: true });
    await device.collect();
    return [reset, unused, pairing.token, device.person.cookie('__Host-device'), device.person.cookie('__Host-session')];
}

test('secrets reach neither the log nor the books', async () => {
    const cashier = await Person.signIn(server, server.staff.cashier, { lane: 0 });
    const { code } = server.voucher('usable');
    const wrong = { account: 'planted-account', password: 'planted-password-71' };
    await new Person(server).post('/api/v1/session', wrong);
    await cashier.get('/api/v1/session?code=planted-query-72');
    await cashier.prepare('13912345678');
    await cashier.prepare(code.slice(0, -1) + (code.endsWith('0') ? '1' : '0'));
    await cashier.use(code);
    const [links, pin, password] = [await plantLinks(), '83064172', 'planted-password-73'];
    await cashier.put('/api/v1/session/pin', { password: server.password, pin });
    await cashier.post('/api/v1/session/switch', { staff_id: cashier.session.staff_id, pin });
    await cashier.put('/api/v1/session/password', { password: server.password, new_password: password });
    await cashier.put('/api/v1/session/password', { password, new_password: server.password });
    const planted = [pin, password, ...links, code, wrong.password, wrong.account, server.password, 'planted-query-72', '13912345678', cashier.cookie('__Host-session'), cashier.cookie('__Host-device')];
    const journal = journalTexts(server).join('\n');
    assert.ok(journal.includes('voucher_redeemed') && server.log.includes('"operation":"redeem"'));
    const books = wholeBooks(server);
    for (const secret of planted) {
        assert.ok(!server.log.includes(secret), `in the log: ${secret}`);
        assert.ok(!journal.includes(secret), `in the journal: ${secret}`);
        for (const part of books) assert.ok(!part.includes(secret), `in the books: ${secret}`);
    }
    for (const line of server.log.trim().split('\n')) JSON.parse(line);
});

test('the data folder is for its owner alone', () => {
    for (const name of ['.', ...readdirSync(server.data)]) assert.equal(statSync(`${server.data}/${name}`).mode & 0o077, 0, name);
});

test('books that cannot be read or written: 503 everywhere, nothing recorded, and all is well afterwards', async () => {
    const cashier = await Person.signIn(server, server.staff.cashier, { lane: 0 });
    const { handle } = await cashier.prepare(server.voucher('usable').code);
    const before = recorded(server);
    const store = cashier.session.store_id;
    sql(server, 'ALTER TABLE staff RENAME TO staff_away');
    const answers = [await cashier.post('/api/v1/session', server.staff.cashier), await cashier.get('/api/v1/session'), await cashier.signOut(),
        await cashier.stand(0, 1).catch(() => cashier.put('/api/v1/session/place', { store_id: store, lane_id: cashier.session.lane_id })),
        await cashier.post('/api/v1/prepare', { credential: 'hello' }), await cashier.get(`/api/v1/prepared/${handle}`), await cashier.redeem(handle), await cashier.get(`/api/v1/stores/${store}/feed`)];
    sql(server, 'ALTER TABLE staff_away RENAME TO staff');
    for (const { status, body } of answers) assert.deepEqual([status, body.reason], [503, 'store_unavailable']);
    assert.deepEqual(recorded(server), before);
    assert.equal((await cashier.redeem(handle)).body.outcome, 'done');
});

test('a failure in the middle of a redemption leaves nothing behind', async () => {
    const cashier = await Person.signIn(server, server.staff.cashier, { lane: 0 });
    const { code } = server.voucher('usable');
    const { handle } = await cashier.prepare(code);
    const before = recorded(server);
    const mend = refuseInserts(server, 'intent');
    const answer = await cashier.redeem(handle);
    mend();
    assert.deepEqual([answer.status, answer.body.reason], [503, 'store_unavailable']);
    assert.deepEqual(recorded(server), before);
    assert.equal((await cashier.redeem(handle)).body.outcome, 'done');
});

test('more sign-ins than can be answered are turned away at once; the counter goes on', async () => {
    const cashier = await Person.signIn(server, server.staff.cashier, { lane: 0 });
    const crowd = Array.from({ length: 150 }, () => new Person(server).post('/api/v1/session', { account: 'x', password: 'y' }));
    assert.equal((await cashier.prepare('hello')).reason, 'malformed_code');
    const statuses = (await Promise.all(crowd)).map(({ status }) => status);
    assert.deepEqual([...new Set(statuses)].sort(), [401, 429, 503]);
});
