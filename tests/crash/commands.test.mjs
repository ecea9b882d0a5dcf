// The program's own commands on books that are in use: backup, restore, a reset link, and a second server on the same folder.
import assert from 'node:assert/strict';
import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { journalTexts, sql } from '../harness/books.mjs';
import { Person } from '../harness/person.mjs';
import { freePort, startServer } from '../harness/server.mjs';

const build = process.env.HEXIAO_BUILD ?? fileURLToPath(new URL('../../build/native', import.meta.url));
const program = `${build}/platform/hexiao`;
const hexiao = (...args) => spawnSync(program, args, { encoding: 'utf8' });
const count = (data) => sql({ data }, 'SELECT count(*) FROM redemption')[0][0];

let server;
let folder;
before(async () => {
    server = await startServer();
    folder = mkdtempSync(`${tmpdir()}/hexiao-backup-`);
});
after(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
});

test('a second program on the same folder says so in one sentence and ends', async () => {
    const { status, stdout, stderr } = hexiao('serve', '--port', String(await freePort()), '--data', server.data);
    assert.deepEqual([status, stdout], [1, '']);
    assert.equal(stderr, `Another Hexiao is already running on the data folder ${server.data}.\n`);
});

test('a backup is made while redemptions go on, holds those from before it, and is restored', async () => {
    const cashier = await Person.signIn(server, server.staff.cashier, { lane: 0 });
    await cashier.use(server.voucher('usable').code);
    const earlier = count(server.data);
    const running = promisify(execFile)(program, ['backup', '--data', server.data, '--to', `${folder}/copy`], { encoding: 'utf8' });
    let over = false;
    running.finally(() => { over = true; }).catch(() => {});
    for (let i = 0; i < 20 && !over; i++) await cashier.use(server.voucher('usable').code);
    const { stdout } = await running;
    const [, head] = /ends at (\d+:[0-9a-f]{64})/.exec(stdout);
    assert.equal(statSync(`${folder}/copy/code.key`).mode & 0o777, 0o600);
    const made = count(`${folder}/copy`);
    assert.ok(made >= earlier && made <= count(server.data));

    const restored = hexiao('restore', '--from', `${folder}/copy`, '--data', `${folder}/again`, '--expect-head', head);
    assert.deepEqual([restored.status, restored.stderr], [0, '']);
    assert.match(restored.stdout, new RegExp(head));
    assert.equal(count(`${folder}/again`), made);
});

test('a restore does not touch the books of a running server, and refuses a head that the backup does not hold', () => {
    const before = count(server.data);
    const over = hexiao('restore', '--from', `${folder}/copy`, '--data', server.data);
    assert.deepEqual([over.status, over.stdout], [1, '']);
    assert.match(over.stderr, /^A Hexiao is running on the data folder [^\n]+\n$/);
    assert.equal(count(server.data), before);

    const newer = hexiao('restore', '--from', `${folder}/copy`, '--data', `${folder}/older`, '--expect-head', `9999:${'0'.repeat(64)}`);
    assert.equal(newer.status, 1);
    assert.match(newer.stderr, /older than that head/);
    assert.ok(!existsSync(`${folder}/older`));
});

test('a sole owner who forgot the password comes back by a link from the terminal', async () => {
    const { account } = server.staff.owner;
    const link = (whose, ...more) => hexiao('reset-link', '--data', server.data, '--account', whose, ...more);
    assert.equal(link(account).stderr, `Another Hexiao is already running on the data folder ${server.data}.\n`);
    server.terminate();
    await server.ended;
    assert.equal(link('nobody').stderr, 'Nobody who may sign in has the account nobody.\n');
    assert.match(hexiao('reset-link', '--data', folder, '--account', account).stderr, /^There are no books in/);
    const port = await freePort(); // the program itself: a link is good for half an hour of the real time
    const older = /reset#(\S+)/.exec(link(account).stdout)[1];
    const { status, stdout } = link(account.toUpperCase(), '--port', String(port));
    const [, token] = new RegExp(`http://localhost:${port}/reset#(\\S+)\n$`).exec(stdout);
    assert.equal(status, 0);
    const real = spawn(program, ['serve', '--port', port, '--tls-port', 0, '--data', server.data].map(String), { stdio: ['ignore', 'pipe', 'ignore'] });
    await once(real.stdout, 'data');
    const person = new Person({ origin: `http://localhost:${port}` });
    const reset = (token) => person.post('/api/v1/reset', { token, new_password: 'something new' });
    assert.equal((await reset(older)).status, 410);
    assert.deepEqual((await reset(token)).body, { account });
    assert.equal((await reset(token)).status, 410);
    assert.equal((await person.signIn({ account, password: 'something new' })).status, 200);
    const journal = journalTexts(server).join('\n');
    assert.match(journal, /"allowed_by":"terminal","staff_id":"[^"]+"},"id":"[^"]+","kind":"password_reset_allowed"/);
    assert.ok(!journal.includes(token));
    real.kill();
    await once(real, 'exit');
    await server.launch();
});
