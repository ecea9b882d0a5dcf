// The edge of the platform: what is refused before anybody looks at what it wants, what the parser must not let through,
// what every answer carries, and how a server that is told to stop stops.
import assert from 'node:assert/strict';
import http from 'node:http';
import net from 'node:net';
import { once } from 'node:events';
import { after, afterEach, before, test } from 'node:test';
import { holdBooks } from '../harness/books.mjs';
import { Person } from '../harness/person.mjs';
import { sendBytes } from '../harness/raw.mjs';
import { freePort, startServer } from '../harness/server.mjs';

let server;
let metricsPort;
const origin = (port) => `http://localhost:${port}`;

before(async () => {
    metricsPort = await freePort();
    server = await startServer({ usable: 5, args: ['--metrics-port', metricsPort, '--host', 'till.example', '--host', 'fd00:0::7'] });
});
afterEach(() => server.check());
after(() => server.stop());

// {status, headers, body} of one request with exactly these headers.
function ask(port, { method = 'GET', path = '/api/v1/session', headers = {}, body } = {}) {
    return new Promise((resolve, reject) => {
        const request = http.request({ port, host: '127.0.0.1', method, path, headers, agent: false }, async (answer) => {
            const text = Buffer.concat(await answer.toArray()).toString();
            resolve({ status: answer.statusCode, headers: answer.headers, text, body: /json/.test(answer.headers['content-type'] ?? '') ? JSON.parse(text) : undefined });
        });
        request.on('error', reject).end(body);
    });
}

test('a foreign Host is refused, whatever is asked for', async () => {
    for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', 'localhost:80:80', 'localhost:x', '[::2]', '::1', 'fd00::8']) {
        for (const path of ['/api/v1/session', '/api/v1/nothing', '/', '/healthz']) {
            const { status, body } = await ask(server.port, { path, headers: { host } });
            assert.deepEqual([status, body.reason], [421, 'foreign_host'], `${host} ${path}`);
        }
        const answer = await ask(metricsPort, { path: '/metrics', headers: { host } });
        assert.equal(answer.status, 421, host);
    }
    for (const host of ['localhost', 'LOCALHOST:99', '127.0.0.1', '[::1]:8080', '[0:0::1]', 'till.example', 'Till.Example:443', '[fd00::7]']) {
        assert.equal((await ask(server.port, { headers: { host } })).status, 401, host);
    }
    assert.match(await sendBytes(server.direct, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'), /^HTTP\/1\.1 421/);
    assert.match(await sendBytes(server.direct, 'GET / HTTP/1.0\r\n\r\n'), /^HTTP\/1\.\d 421/);
});

test('what changes something is refused when another origin sent it; reading is not', async () => {
    const headers = { 'content-type': 'application/json', 'x-test-invalid': '1' };
    const foreign = [
        { origin: 'https://evil.example' }, { origin: 'null' }, { origin: origin(1) }, { origin: `ftp://localhost:${server.port}` },
        { origin: `${origin(server.port)}.evil.example` }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' },
        { origin: origin(server.port), 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'whatever' },
    ];
    const ours = [{}, { origin: origin(server.port) }, { origin: origin(server.port), 'sec-fetch-site': 'same-origin' }, { 'sec-fetch-site': 'none' }];
    const to = (more, path = '/api/v1/session', method = 'POST') => ask(server.port, { method, path, headers: { ...headers, host: `localhost:${server.port}`, ...more }, body: /P[OU]/.test(method) ? '{}' : undefined });
    for (const more of foreign) {
        for (const [method, path] of [['POST', '/api/v1/session'], ['PUT', '/api/v1/session/place'], ['DELETE', '/api/v1/session'], ['POST', '/api/v1/nothing'], ['PATCH', '/'], ['OPTIONS', '/api/v1/session']]) {
            const { status, body = {} } = await to(more, path, method);
            assert.deepEqual([status, body.reason], [403, 'foreign_origin'], `${method} ${path} ${JSON.stringify(more)}`);
        }
        const read = await ask(server.port, { headers: { host: `localhost:${server.port}`, ...more } });
        assert.equal(read.status, 401);
    }
    for (const more of ours) assert.equal((await to(more)).status, 400, JSON.stringify(more));
});

// Past the proxy: two readers of one of these would see two different requests, or none of these ends.
test('what two parsers could read as two requests is refused, and the connection closed', async () => {
    const post = (lines, rest = '') => `POST /api/v1/prepare HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${lines}\r\n\r\n${rest}`;
    const smuggled = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n';
    const refused = {
        'both lengths': post('Content-Length: 4\r\nTransfer-Encoding: chunked', `0\r\n\r\n${smuggled}`),
        'two lengths': post('Content-Length: 2\r\nContent-Length: 3', '{}'),
        'two hosts': post('Host: localhost\r\nContent-Length: 2', '{}'),
        'two origins': post('Origin: http://localhost\r\nOrigin: http://evil.example\r\nContent-Length: 2', '{}'),
        'a signed length': post('Content-Length: +2', '{}'),
        'a negative length': post('Content-Length: -1', '{}'),
        'a length of nothing': post('Content-Length:', '{}'),
        'an unknown encoding': post('Transfer-Encoding: gzip'),
        'a list of encodings': post('Transfer-Encoding: gzip, chunked', '0\r\n\r\n'),
        'no encoding': post('Transfer-Encoding:', '0\r\n\r\n'),
        'a space before the colon': post('Transfer-Encoding : chunked', `0\r\n\r\n${smuggled}`),
        'a folded line': post('X-A: 1\r\n Content-Length: 2', '{}'),
        'a line without a colon': post(`X\r\n${smuggled}`),
        'a control character': post('X-A: 1\u0001', '{}'),
        'a line feed alone': post('X-A: 1\nContent-Length: 2', '{}'),
        'a chunk of negative length': post('Transfer-Encoding: chunked', '2\r\nAA\r\n-2\r\nXXXX'),
        'a chunk with a sign': post('Transfer-Encoding: chunked', '+2\r\n{}\r\n0\r\n\r\n'),
        'a chunk of no length': post('Transfer-Encoding: chunked', '\r\n{}\r\n0\r\n\r\n'),
        'a chunk of enormous length': post('Transfer-Encoding: chunked', 'fffffffffffffffe\r\n{}\r\n0\r\n\r\n'),
        'a line feed in what comes after a chunk\'s length': post('Transfer-Encoding: chunked', `2;a\nb\r\n{}\r\n0\r\n\r\n`),
        'much after a chunk\'s length': post('Transfer-Encoding: chunked', `2;${'a'.repeat(20)}\r\n{}\r\n0\r\n\r\n`),
        'many headers': post(Array.from({ length: 2000 }, (_, i) => `X-${i}: ${'x'.repeat(100)}`).join('\r\n'), '{}'),
    };
    for (const [what, bytes] of Object.entries(refused)) {
        const text = await sendBytes(server.direct, bytes);
        assert.match(text, /^HTTP\/1\.1 (400|413|431|501)/, what);
        assert.equal(text.match(/HTTP\/1\.1/g).length, 1, what);
        assert.match(text, /Content-Length: 0\r\n.*nosniff/s, what);
    }
    const chunked = `POST /api/v1/prepare HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1;a=b\r\n{\r\n1\r\n}\r\n0\r\n\r\n`;
    assert.match(await sendBytes(server.direct, chunked), /^HTTP\/1\.1 401/);
});

// Past the proxy as well: what names a server in its target would have to be held against Host, and no path stands in '*' or a
// CONNECT's target.
test('a target that is no path is refused before anybody looks at it', async () => {
    const headers = 'Host: localhost\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}';
    for (const target of ['http://localhost/healthz', 'http://evil.example/healthz', 'http://localhost', 'HTTP://localhost/', '*', 'localhost:80', 'healthz', '?/healthz', '']) {
        for (const method of ['GET', 'POST', 'OPTIONS']) {
            const text = await sendBytes(server.direct, `${method} ${target} HTTP/1.1\r\n${headers}`);
            assert.match(text, /^HTTP\/1\.1 400 [^\r]*\r\nConnection: close\r\n/, `${method} ${target}`);
            assert.equal(text.match(/HTTP\/1\.1/g).length, 1, `${method} ${target}`);
        }
    }
    // Two slashes begin a path like any other: no server is named by it.
    const answer = async (path) => (await sendBytes(server.direct, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)).split('\r\n')[0];
    assert.equal(await answer('//evil.example/healthz'), await answer('/evil.example/unknown'));
});

test('nothing is expected of the platform: no 100 Continue, whatever Host says', async () => {
    const post = (host, expect) => `POST /api/v1/session HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: 2\r\nExpect: ${expect}\r\n\r\n`;
    for (const host of ['localhost', 'evil.example']) {
        for (const expect of ['100-continue', '100-Continue', 'something-else']) {
            const text = await sendBytes(server.direct, post(host, expect));
            assert.match(text, /^HTTP\/1\.1 417 [^\r]*\r\nConnection: close\r\n/, `${host} ${expect}`);
            assert.equal(text.match(/HTTP\/1\.1/g).length, 1, `${host} ${expect}`);
        }
    }
});

test('a bare answer of the parser carries the headers of every other answer', async () => {
    const [head, body] = (await sendBytes(server.direct, 'GET * HTTP/1.1\r\nHost: localhost\r\n\r\n')).split('\r\n\r\n');
    const headers = new Headers(head.split('\r\n').slice(1).map((line) => line.split(/: (.*)/s).slice(0, 2)));
    const { headers: ours } = await ask(server.direct);
    assert.deepEqual([head.split('\r\n')[0], body], ['HTTP/1.1 400 Bad Request', '']);
    for (const name of ['x-content-type-options', 'referrer-policy', 'permissions-policy', 'cross-origin-opener-policy']) assert.equal(headers.get(name), ours[name], name);
    // It has no page, so it may do less than ours.
    assert.equal(headers.get('content-security-policy'), "default-src 'none'; frame-ancestors 'none'");
});

// The request that comes after the answer, on the same connection, ends it: whatever else was sent would stand between.
async function upgrade(path, protocol) {
    const socket = net.connect(server.direct, '127.0.0.1', () => socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`));
    socket.setTimeout(30_000, () => socket.destroy(new Error('the connection did not end')));
    const chunks = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    await once(socket, 'data');
    socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    await once(socket, 'close');
    return Buffer.concat(chunks).toString('latin1');
}

test('a WebSocket is refused: one answer, and not a byte after it', async () => {
    for (const path of ['/', '/healthz', '/api/v1/session']) {
        assert.match(await upgrade(path, 'WebSocket'), /^HTTP\/1\.1 404 .*content-security-policy.*"reason":"not_found"[^}]*\}HTTP\/1\.1 200 .*ok\n$/is, path);
    }
    assert.match(await upgrade('/healthz', 'h2c'), /^HTTP\/1\.1 200 .*ok\nHTTP\/1\.1 200 .*ok\n$/s, 'another protocol need not be taken up');
});

test('a request whose bytes trickle in is given up', async () => {
    const answer = await new Promise((resolve) => {
        let text = '';
        const socket = net.connect(server.direct, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n'));
        const drip = setInterval(() => socket.write('X-A: 1\r\n'), 200);
        socket.on('data', (chunk) => { text += chunk; });
        socket.on('error', () => {});
        socket.on('close', () => resolve((clearInterval(drip), text)));
    });
    assert.match(answer, /^HTTP\/1\.1 408/);
});

test('an address has only so many connections; the others are served on', async () => {
    const mine = await startServer({ usable: 1, args: ['--connections-per-address', 20] });
    const connect = async () => {
        const socket = net.connect(mine.direct, '127.0.0.1');
        const gone = new Promise((resolve) => socket.on('close', resolve));
        socket.on('error', () => {});
        await once(socket, 'connect');
        return { socket, gone };
    };
    const first = await connect();
    const crowd = await Promise.all(Array.from({ length: 30 }, connect));
    for (const { socket } of crowd) socket.resume();
    await Promise.race(crowd.map(({ gone }) => gone));
    first.socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
    assert.match(String((await once(first.socket, 'data'))[0]), /^HTTP\/1\.1 200/);
    for (const { socket } of [first, ...crowd]) socket.destroy();
    await mine.stop();
});

test('every request has an id and a place in a trace, in its answer and in one line of the log', async () => {
    const caller = { trace: '4bf92f3577b34da6a3ce929d0e0e4736', span: '00f067aa0ba902b7' };
    const traced = (header) => ask(server.port, { path: '/api/v1/session?planted=query-81', headers: header ? { traceparent: header } : {} });
    const lines = () => server.log.trim().split('\n').map((line) => JSON.parse(line)).filter((line) => line.event === 'request');
    for (const [header, followed] of [[`00-${caller.trace}-${caller.span}-01`, true], [`cc-${caller.trace}-${caller.span}-01-more`, true], [undefined, false],
        [`00-${'0'.repeat(32)}-${caller.span}-01`, false], [`00-${caller.trace}-${'0'.repeat(16)}-01`, false], [`00-${caller.trace.toUpperCase()}-${caller.span}-01`, false],
        [`ff-${caller.trace}-${caller.span}-01`, false], [`00-${caller.trace}-${caller.span}-01-more`, false], ['00-a-b-c', false]]) {
        const { headers } = await traced(header);
        const [, trace, span] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/.exec(headers.traceparent);
        assert.equal(trace === caller.trace, followed, header);
        assert.equal(headers['x-request-id'], span);
        assert.notEqual(span, caller.span);
        const logged = lines().filter((line) => line.id === span);
        assert.deepEqual(logged.map(({ trace: id, operation, status }) => [id, operation, status]), [[trace, 'get_session', 401]]);
    }
    assert.ok(!server.log.includes('query-81'));
});

// Prometheus's text format, version 0.0.4, as strictly as its own reader takes it.
function parseMetrics(text) {
    const samples = new Map();
    const types = new Map();
    assert.ok(text.endsWith('\n'));
    for (const line of text.trimEnd().split('\n')) {
        const meta = /^# (HELP|TYPE) ([a-z_]+) (.+)$/.exec(line);
        if (meta) {
            if (meta[1] === 'TYPE') {
                assert.ok(!types.has(meta[2]) && ['counter', 'gauge', 'histogram'].includes(meta[3]), line);
                types.set(meta[2], meta[3]);
            }
            continue;
        }
        const sample = /^([a-z_]+)(\{(?:[a-z]+="[^"\\\n]*",?)*\})? (-?[0-9.e+-]+|\+Inf|NaN)$/.exec(line);
        assert.ok(sample, `no sample: ${line}`);
        assert.ok(types.has(sample[1]) || types.get(sample[1].replace(/_(bucket|sum|count)$/, '')) === 'histogram', `no type: ${line}`);
        assert.ok(!samples.has(sample[1] + (sample[2] ?? '')), `twice: ${line}`);
        samples.set(sample[1] + (sample[2] ?? ''), Number(sample[3]));
    }
    return { samples, types };
}

test('metrics: on a port of their own, in the text format, without anything of a person', async () => {
    const cashier = await Person.signIn(server, server.staff.cashier, { lane: 0 });
    await cashier.use(server.voucher('usable').code);
    await new Person(server).post('/api/v1/session', { account: 'planted-account-91', password: 'planted-password-92' });
    const feed = await cashier.feed();
    await feed.next();
    const { status, headers, text } = await ask(metricsPort, { path: '/metrics' });
    assert.deepEqual([status, headers['content-type']], [200, 'text/plain; version=0.0.4; charset=utf-8']);
    const { samples, types } = parseMetrics(text);
    assert.equal(samples.get('hexiao_requests_total{operation="redeem",status="200"}'), 1);
    assert.equal(samples.get('hexiao_request_seconds_count{operation="redeem"}'), 1);
    assert.equal(samples.get('hexiao_request_seconds_bucket{operation="redeem",le="+Inf"}'), 1);
    assert.equal(samples.get('hexiao_sign_ins_refused_total'), samples.get('hexiao_requests_total{operation="sign_in",status="401"}'));
    assert.equal(samples.get('hexiao_feed_readers'), 1);
    assert.ok(samples.get('process_resident_memory_bytes') > 1e6);
    const commits = (what) => samples.get(`hexiao_store_commit_commands_${what}`);
    assert.ok(commits('sum') >= commits('count') && commits('count') > 0 && commits('bucket{le="1"}') > 0 && commits('bucket{le="256"}') === commits('bucket{le="+Inf"}'));
    assert.deepEqual(['read_only', 'failed_commits_total'].map((name) => samples.get(`hexiao_store_${name}`)), [0, 0]);
    for (const name of ['hexiao_store_queued', 'hexiao_requests_in_flight', 'hexiao_requests_waiting', 'hexiao_hashers_waiting', 'hexiao_feed_lag_milliseconds']) assert.ok(samples.get(name) >= 0 && types.get(name) === 'gauge', name);
    for (const planted of ['planted', cashier.session.store_id, cashier.session.staff_name, server.staff.cashier.account]) assert.ok(!text.includes(planted), planted);
    assert.equal((await ask(metricsPort, { path: '/api/v1/session' })).status, 404);
    assert.equal((await ask(server.port, { path: '/metrics.txt' })).status, 404);
    feed.close();
});

test('SIGTERM: what was begun is finished, nothing new is begun, readers are sent away, and it ends well', async () => {
    const watched = await freePort();
    const mine = await startServer({ usable: 3, args: ['--metrics-port', watched] });
    const cashier = await Person.signIn(mine, mine.staff.cashier, { lane: 0 });
    const { handle } = await cashier.prepare(mine.voucher('usable').code);
    const feed = await cashier.feed();
    await feed.next();
    const books = await holdBooks(mine);
    let answered = false;
    const redemption = cashier.redeem(handle).then((answer) => ((answered = true), answer));
    // Until it is one of those that are being answered, and waits for the books; the other is the question itself.
    while (parseMetrics((await ask(watched, { path: '/metrics' })).text).samples.get('hexiao_requests_in_flight') < 2);
    mine.terminate();
    for (let last; last !== null;) last = await feed.next();
    const late = await ask(mine.port);
    assert.deepEqual([late.status, late.body.reason, late.headers['retry-after']], [503, 'shutting_down', '1']);
    // The connection is not kept, though nobody asked for that.
    assert.match(await sendBytes(mine.direct, 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'), /^HTTP\/1\.1 503.*\r\nconnection: close\r\n/s);
    assert.equal(answered, false);
    await books.release();
    assert.equal((await redemption).body.outcome, 'done');
    assert.deepEqual(await mine.ended, [0, null]);
    await mine.stop();
});
