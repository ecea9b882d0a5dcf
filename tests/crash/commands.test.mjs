// The program's own commands on books that are in use: backup, restore, and a second server on the same folder.
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { sql } from '../harness/books.mjs';
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
