// Debian's nginx with the configuration that is meant to stand in front of the platform: HTTP/2, the feed, the client's
// own address, and what must not get through.
import assert from 'node:assert/strict';
import http2 from 'node:http2';
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import tls from 'node:tls';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { EventParser } from '../harness/sse.mjs';
import { freePort, startServer } from '../harness/server.mjs';

let server;
let nginx;
let folder;
let port;

// The file as it is, with our ports, names and files in place of what it calls "yours".
function configuration() {
    const file = readFileSync(fileURLToPath(new URL('../../tools/nginx/hexiao.conf', import.meta.url)), 'utf8');
    const changed = file.replaceAll('listen 443', `listen 127.0.0.1:${port}`).replace('server 127.0.0.1:8080', `server 127.0.0.1:${server.direct}`)
        .replace('/etc/hexiao/fullchain.pem', `${folder}/chain.pem`).replace('/etc/hexiao/privkey.pem', `${folder}/key.pem`);
    return `daemon off; master_process off; pid ${folder}/pid; error_log stderr notice; worker_rlimit_nofile 1024; events { worker_connections 512; }
http { access_log off; client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
${changed}
}`;
}

before(async () => {
    server = await startServer({ usable: 3, args: ['--trusted-proxy', '127.0.0.1', '--host', 'shop.example', '--connections-per-address', 0] });
    folder = mkdtempSync(`${tmpdir()}/hexiao-nginx-`);
    port = await freePort();
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=shop.example',
        '-addext', 'subjectAltName=DNS:shop.example', '-keyout', `${folder}/key.pem`, '-out', `${folder}/chain.pem`], { stdio: 'ignore' });
    writeFileSync(`${folder}/nginx.conf`, configuration());
    nginx = spawn('/usr/sbin/nginx', ['-p', folder, '-e', 'stderr', '-c', `${folder}/nginx.conf`], { stdio: ['ignore', 'ignore', 'pipe'] });
    nginx.log = '';
    nginx.stderr.on('data', (text) => { nginx.log += text; });
    for (;;) {
        const socket = tls.connect({ port, host: '127.0.0.1', servername: 'shop.example', rejectUnauthorized: false });
        const up = await Promise.race([once(socket, 'secureConnect').then(() => true), once(socket, 'close').then(() => false)]).catch(() => false);
        socket.destroy();
        if (up) return;
        assert.equal(nginx.exitCode, null, nginx.log);
    }
});
after(async () => {
    nginx.kill('SIGTERM');
    await once(nginx, 'exit');
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
});

const ca = () => readFileSync(`${folder}/chain.pem`);
// From an address of this machine.
const connect = (localAddress) => http2.connect(`https://shop.example:${port}`, { ca: ca(), localAddress, lookup: (_, options, done) => (options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)) });

// One request over an open HTTP/2 session: {status, headers, body}.
async function ask(session, method, path, headers = {}, body) {
    const stream = session.request({ ':method': method, ':path': path, ...(body && { 'content-type': 'application/json' }), ...headers });
    stream.end(body && JSON.stringify(body));
    const [answer] = await once(stream, 'response');
    const text = Buffer.concat(await stream.toArray()).toString();
    return { status: answer[':status'], headers: answer, body: /json/.test(answer['content-type'] ?? '') ? JSON.parse(text) : text };
}

test('sign-in, redemption and feed over HTTP/2', async () => {
    const session = connect();
    const origin = `https://shop.example:${port}`;
    const signedIn = await ask(session, 'POST', '/api/v1/session', { origin, 'sec-fetch-site': 'same-origin' }, server.staff.cashier);
    assert.equal(signedIn.status, 200, JSON.stringify(signedIn));
    assert.equal(session.alpnProtocol, 'h2');
    assert.match(signedIn.headers['strict-transport-security'], /max-age/);
    const cookie = signedIn.headers['set-cookie'].map((one) => one.split(';')[0]).join('; ');
    const [store] = signedIn.body.stores;
    assert.equal((await ask(session, 'PUT', '/api/v1/session/place', { cookie }, { store_id: store.id, lane_id: store.lanes[0].id })).status, 200);
    const feed = session.request({ ':path': `/api/v1/stores/${store.id}/feed`, cookie });
    const parser = new EventParser();
    const told = [];
    let heard;
    feed.on('data', (chunk) => { told.push(...parser.push(String(chunk))); heard?.(); });
    const event = async (name) => { while (!told.some((one) => one.name === name)) await new Promise((resolve) => { heard = resolve; }); };
    await event('snapshot');
    const { handle } = (await ask(session, 'POST', '/api/v1/prepare', { cookie }, { credential: server.voucher('usable').code })).body;
    const redeemed = await ask(session, 'POST', '/api/v1/redeem', { cookie, 'idempotency-key': randomUUID() }, { handle, uses: 1 });
    assert.equal(redeemed.body.outcome, 'done');
    await event('redemption');
    feed.close();
    assert.equal((await ask(session, 'POST', '/api/v1/session', { origin: 'https://evil.example' }, server.staff.cashier)).body.reason, 'foreign_origin');
    session.destroy();
});

test('tries are counted by the address that nginx saw, whatever a client says of itself', async () => {
    const sessions = [2, 3].map((n) => connect(`127.0.0.${n}`));
    const wrong = async (session, headers) => (await ask(session, 'POST', '/api/v1/session', headers, { ...server.staff.manager, password: 'wrong' })).status;
    for (let n = 0; n < 10; n++) assert.equal(await wrong(sessions[0]), 401);
    assert.equal(await wrong(sessions[0]), 429);
    assert.equal(await wrong(sessions[0], { 'x-forwarded-for': '127.0.0.9', 'x-real-ip': '127.0.0.9' }), 429);
    assert.equal(await wrong(sessions[1], { 'x-forwarded-for': '127.0.0.2' }), 401);
    for (const session of sessions) session.destroy();
});

// Bytes over TLS and HTTP/1.1, until the other side closes.
function raw(bytes, then) {
    return new Promise((resolve) => {
        let text = '';
        const socket = tls.connect({ port, host: '127.0.0.1', servername: 'shop.example', ca: ca(), ALPNProtocols: ['http/1.1'] }, () => (socket.write(bytes), then?.(socket)));
        socket.on('data', (chunk) => { text += chunk; });
        socket.on('error', () => {});
        socket.on('close', () => resolve(text));
    });
}

test('what two readers would read differently, what trickles in and what is for somebody else goes no further', async () => {
    const post = (lines, rest) => `POST /api/v1/session HTTP/1.1\r\nHost: shop.example\r\nContent-Type: application/json\r\nConnection: close\r\n${lines}\r\n\r\n${rest}`;
    for (const bytes of [post('Content-Length: 4\r\nTransfer-Encoding: chunked', '0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'), post('Content-Length: 2\r\nContent-Length: 3', '{}'),
        post('Transfer-Encoding: chunked', '-2\r\n{}\r\n'), post('Host: evil.example\r\nContent-Length: 2', '{}')]) {
        const text = await raw(bytes);
        assert.match(text, /^HTTP\/1\.1 400/);
        assert.equal(text.match(/HTTP\/1\.1/g).length, 1);
    }
    assert.match(await raw(post(`Content-Length: ${1 << 20}`, '{}')), /^HTTP\/1\.1 413/);
    const drip = [];
    await raw('GET / HTTP/1.1\r\nHost: shop.example\r\n', (socket) => drip.push(setInterval(() => socket.write('X-A: 1\r\n'), 200)));
    clearInterval(drip[0]);
    const foreign = tls.connect({ port, host: '127.0.0.1', servername: 'evil.example', rejectUnauthorized: false });
    await assert.rejects(once(foreign, 'secureConnect'));
});
