// The program as a shop starts it, with --lan: its certificate, /trust, and what other machines get over plain http.
import assert from 'node:assert/strict';
import http from 'node:http';
import https from 'node:https';
import { X509Certificate } from 'node:crypto';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { networkInterfaces, tmpdir } from 'node:os';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { freePort } from '../harness/server.mjs';

const program = `${process.env.HEXIAO_BUILD ?? fileURLToPath(new URL('../../build/native', import.meta.url))}/platform/hexiao`;
const outside = Object.values(networkInterfaces()).flat().find((one) => one.family === 'IPv4' && !one.internal)?.address;
let folder;
let port;
let tlsPort;
let child;
let said = '';
let logged = '';

async function start(...more) {
    const args = ['serve', '--port', port, '--tls-port', tlsPort, '--data', `${folder}/books`, '--assets', `${folder}/dist`, '--lan', '--host', outside, ...more];
    child = spawn(program, args.map(String), { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stderr.on('data', (text) => { logged += text; });
    said = logged = '';
    for await (const text of child.stdout) {
        said += text;
        if (said.includes('Data is kept in')) return;
    }
    assert.fail('it did not start');
}

async function stop() {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    assert.deepEqual(await ended, [0, null]);
}

before(async () => {
    assert.ok(outside, 'this test needs a network address besides localhost');
    folder = mkdtempSync(`${tmpdir()}/hexiao-trust-`);
    mkdirSync(`${folder}/dist`);
    writeFileSync(`${folder}/dist/trust.html`, '<!doctype html><p>{fingerprint}');
    writeFileSync(`${folder}/dist/trust-style.css`, 'p {}');
    writeFileSync(`${folder}/dist/index.html`, '<!doctype html>console');
    writeFileSync(`${folder}/dist/asset-manifest.json`, JSON.stringify({ build: 'test', files: {
        '/': { file: 'index.html', type: 'text/html' }, '/trust.html': { file: 'trust.html', type: 'text/html' }, '/assets/trust-style-1.css': { file: 'trust-style.css', type: 'text/css' } } }));
    [port, tlsPort] = [await freePort(), await freePort()];
    await start();
});
after(async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
});

function ask(host, path, { method = 'GET', headers = {}, secure } = {}) {
    return new Promise((resolve, reject) => (secure ? https : http).request({ host, port: secure ? tlsPort : port, path, method, headers, agent: false, ...secure }, async (answer) => {
        resolve({ status: answer.statusCode, headers: answer.headers, bytes: Buffer.concat(await answer.toArray()), peer: secure && answer.socket.getPeerX509Certificate?.() });
    }).on('error', reject).end());
}
const authority = () => readFileSync(`${folder}/books/tls/authority.pem`, 'utf8');

test('/trust hands out the authority, and says which it is', async () => {
    const { fingerprint256, raw } = new X509Certificate(authority());
    assert.ok(said.includes(fingerprint256));
    for (const host of [outside, '127.0.0.1']) {
        const page = await ask(host, '/trust');
        assert.deepEqual([page.status, page.headers['content-type'], page.bytes.toString()], [200, 'text/html; charset=utf-8', `<!doctype html><p>${fingerprint256}`]);
        assert.match(page.headers['content-security-policy'], /^default-src 'none'/);
        const certificate = await ask(host, '/trust/hexiao.crt');
        assert.deepEqual([certificate.headers['content-type'], certificate.bytes], ['application/x-x509-ca-cert', raw]);
        const profile = await ask(host, '/trust/hexiao.mobileconfig');
        assert.equal(profile.headers['content-type'], 'application/x-apple-aspen-config');
        const read = JSON.parse(execFileSync('/usr/bin/python3', ['-c', 'import plistlib, sys, json; p = plistlib.loads(sys.stdin.buffer.read())["PayloadContent"][0]; print(json.dumps([p["PayloadType"], p["PayloadContent"].hex()]))'], { input: profile.bytes, encoding: 'utf8' }));
        assert.deepEqual(read, ['com.apple.security.root', raw.toString('hex')]);
    }
});

test('other machines get nothing over plain http but /trust, health and the way to https', async () => {
    assert.equal((await ask(outside, '/healthz')).bytes.toString(), 'ok\n');
    assert.equal((await ask(outside, '/assets/trust-style-1.css')).status, 200);
    for (const path of ['/', '/counter', '/assets/app.js', '/index.html']) {
        const { status, headers, bytes } = await ask(outside, path);
        assert.deepEqual([status, headers.location, bytes.length], [307, `https://${outside}:${tlsPort}${path}`, 0]);
    }
    for (const path of ['/a%0d%0aX-Injected:%20yes', '/a%0aX-Injected:%20yes', '/a%00b', '/a%20b', '/%e9', '//evil.example/', '/%2f/evil.example', '/a%3fb']) {
        const { status, headers } = await ask(outside, path);
        assert.deepEqual([status, headers.location, headers['x-injected']], [307, `https://${outside}:${tlsPort}/`, undefined], path);
    }
    for (const [method, path] of [['GET', '/api/v1/session'], ['POST', '/api/v1/session'], ['POST', '/'], ['DELETE', '/api/v1/session']]) {
        const { status, headers, bytes } = await ask(outside, path, { method, headers: { 'content-type': 'application/json' } });
        assert.deepEqual([status, JSON.parse(bytes).reason, headers['set-cookie']], [421, 'foreign_host', undefined], path);
    }
    assert.equal((await ask(outside, '/', { headers: { host: 'evil.example' } })).status, 421);
    assert.equal((await ask('127.0.0.1', '/')).bytes.toString(), '<!doctype html>console');
    assert.equal((await ask('127.0.0.1', '/api/v1/session')).status, 401);
});

test('https is trusted by whoever trusts the authority, for its names only; keys are for their owner alone', async () => {
    const secure = { ca: authority(), servername: 'localhost' };
    assert.equal((await ask('127.0.0.1', '/', { secure })).status, 200);
    await assert.rejects(ask('127.0.0.1', '/', { secure: { servername: 'localhost' } }), /self-signed|unable to/i);
    await assert.rejects(ask('127.0.0.1', '/', { secure: { ...secure, servername: 'evil.example' } }), /altnames/);
    assert.match(execFileSync('openssl', ['x509', '-noout', '-ext', 'nameConstraints'], { input: authority(), encoding: 'utf8' }), /critical[^]*Permitted/);
    for (const key of ['authority.key', 'server.key']) assert.equal(statSync(`${folder}/books/tls/${key}`).mode & 0o777, 0o600, key);
});

// Whoever had the authority's key could still make nothing that is believed but a server of this network.
test('the authority speaks for servers of this network and for nothing else', () => {
    const tls = `${folder}/books/tls`;
    const openssl = (...args) => spawnSync('openssl', args, { encoding: 'utf8', cwd: folder });
    const verified = (file, purpose) => openssl('verify', '-x509_strict', '-purpose', purpose, '-CAfile', `${tls}/authority.pem`, file).stdout.trim();
    assert.match(verified(`${tls}/server.pem`, 'sslserver'), /: OK$/);
    const leaf = (subject, lines, purpose) => {
        writeFileSync(`${folder}/forged.ext`, ['basicConstraints=critical,CA:FALSE', 'subjectKeyIdentifier=hash', 'authorityKeyIdentifier=keyid', ...lines].join('\n'));
        openssl('req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', subject, '-keyout', 'forged.key', '-out', 'forged.csr');
        const made = openssl('x509', '-req', '-in', 'forged.csr', '-CA', `${tls}/authority.pem`, '-CAkey', `${tls}/authority.key`, '-set_serial', '7', '-days', '30', '-extfile', 'forged.ext', '-out', 'forged.pem');
        assert.equal(made.status, 0, made.stderr);
        return verified('forged.pem', purpose);
    };
    assert.match(leaf('/CN=Hexiao', ['subjectAltName=DNS:till.local,IP:192.168.1.7', 'extendedKeyUsage=serverAuth'], 'sslserver'), /: OK$/);
    for (const [subject, name, usage, purpose] of [
        ['/CN=Hexiao', 'DNS:evil.example', 'serverAuth', 'sslserver'], ['/CN=Hexiao', 'IP:203.0.113.7', 'serverAuth', 'sslserver'],
        ['/CN=Hexiao', 'email:boss@bank.example', 'serverAuth', 'sslserver'], ['/CN=Hexiao', 'URI:https://bank.example/', 'serverAuth', 'sslserver'],
        ['/CN=Somebody Else', 'DNS:till.local', 'serverAuth', 'sslserver'], ['/CN=Hexiao', 'DNS:till.local', 'clientAuth', 'sslclient'],
        ['/CN=Hexiao', 'DNS:till.local', 'emailProtection', 'smimesign']]) {
        assert.doesNotMatch(leaf(subject, [`subjectAltName=${name}`, `extendedKeyUsage=${usage}`], purpose), /OK$/, `${subject} ${name} ${usage}`);
    }
});

test('the certificate is made anew when it no longer fits its key or its names; the authority stays', async () => {
    const tls = `${folder}/books/tls`;
    const before = [authority(), readFileSync(`${tls}/server.pem`, 'utf8')];
    await stop();
    await start();
    assert.deepEqual([authority(), readFileSync(`${tls}/server.pem`, 'utf8')], before);
    for (const spoil of [() => writeFileSync(`${tls}/names`, 'DNS:elsewhere\n'), () => writeFileSync(`${tls}/server.key`, readFileSync(`${tls}/authority.key`))]) {
        await stop();
        spoil();
        await start();
        const now = readFileSync(`${tls}/server.pem`, 'utf8');
        assert.equal(authority(), before[0]);
        assert.notEqual(now, before[1]);
        assert.equal((await ask('127.0.0.1', '/', { secure: { ca: authority(), servername: 'localhost' } })).status, 200);
        assert.equal(statSync(`${tls}/server.key`).mode & 0o777, 0o600);
        before[1] = now;
    }
});

const make = (name, ...more) => execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=x', '-keyout', `${folder}/${name}.key`, '-out', `${folder}/${name}.pem`, ...more], { stdio: 'ignore' });

test('a certificate is renewed while the server runs: its own leaf, and somebody\'s files once they fit together', async () => {
    const shown = async () => (await ask('127.0.0.1', '/', { secure: { servername: 'localhost', rejectUnauthorized: false } })).peer.fingerprint256;
    // Looks again; the certificate that is shown afterwards, which is another one.
    const renewed = async (before) => {
        child.kill('SIGUSR1');
        for (;;) {
            const now = await shown();
            if (now !== before) return now;
        }
    };
    const of = (file) => new X509Certificate(readFileSync(file)).fingerprint256;
    const tls = `${folder}/books/tls`;
    writeFileSync(`${tls}/names`, 'DNS:elsewhere\n'); // as if the machine had moved
    assert.equal(await renewed(await shown()), of(`${tls}/server.pem`));
    assert.equal((await ask('127.0.0.1', '/', { secure: { ca: authority(), servername: 'localhost' } })).status, 200);
    await stop();

    for (const name of ['own', 'next']) make(name, '-days', '2');
    const [old, fresh] = ['own', 'next'].map((name) => of(`${folder}/${name}.pem`));
    await start('--cert', `${folder}/own.pem`, '--key', `${folder}/own.key`);
    assert.equal(await shown(), old);
    copyFileSync(`${folder}/next.pem`, `${folder}/own.pem`);
    child.kill('SIGUSR1');
    while (!logged.includes('certificate_not_renewed')) await once(child.stderr, 'data');
    assert.equal(await shown(), old);
    copyFileSync(`${folder}/next.key`, `${folder}/own.key`);
    assert.equal(await renewed(old), fresh);
    await stop();
    await start();
});

test('a certificate of one\'s own that cannot be used is told in one sentence', () => {
    make('a', '-days', '2');
    make('b', '-days', '2');
    writeFileSync(`${folder}/no.pem`, 'nothing');
    const cases = [['no.pem', 'a.key', /no\.pem holds no certificate \(PEM\)\.\n$/], ['a.pem', 'no.pem', /no\.pem holds no private key/], ['a.pem', 'gone', /gone holds no private key/], ['a.pem', 'b.key', /The private key in .*b\.key is not the one of the certificate in .*a\.pem\.\n$/]];
    for (const [certificate, key, sentence] of cases) {
        const { status, stderr } = spawnSync(program, ['serve', '--port', '18097', '--tls-port', '18098', '--data', `${folder}/other`, '--cert', `${folder}/${certificate}`, '--key', `${folder}/${key}`], { encoding: 'utf8' });
        assert.equal(status, 1);
        assert.match(stderr.split('\n').filter((line) => !line.startsWith('{')).join('\n'), sentence);
    }
});
