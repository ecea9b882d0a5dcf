// Books in PostgreSQL that a newer program brings up to date: not before there is a copy of them, and whatever happens meanwhile.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Cluster, psql, restoreDump } from '../harness/postgres.mjs';
import { freePort } from '../harness/server.mjs';

const build = process.env.HEXIAO_BUILD ?? fileURLToPath(new URL('../../build/native', import.meta.url));
const sources = new URL('../../platform/store/migrations_pg/', import.meta.url);
const files = readdirSync(sources).sort();
const newest = Number.parseInt(files.at(-1), 10);
const older = Number.parseInt(files.at(-2), 10);

let cluster;
let folder;
before(async () => {
    cluster = await Cluster.start();
    folder = mkdtempSync(`${tmpdir()}/hexiao-migration-`);
});
after(() => {
    cluster.remove();
    rmSync(folder, { recursive: true, force: true });
});

// Books as the version before the newest left them, with one merchant, and a data folder for who opens them.
let made = 0;
function oldBooks() {
    const database = cluster.database();
    psql(database, 'CREATE TABLE schema_migrations (version bigint PRIMARY KEY, sha256 text NOT NULL)');
    for (const file of files.slice(0, -1)) {
        const text = readFileSync(new URL(file, sources), 'utf8');
        psql(database, `${text};INSERT INTO schema_migrations VALUES (${Number.parseInt(file, 10)}, '${createHash('sha256').update(text).digest('hex')}')`);
    }
    psql(database, "INSERT INTO merchant (id, title_zh, title_en, created_at) VALUES ('m', 'x', 'x', 0)");
    const data = `${folder}/data-${made++}`;
    return { database, data };
}

const version = (database) => Number(psql(database, 'SELECT max(version) FROM schema_migrations'));
const copies = ({ data }) => readdirSync(`${data}/backups`).filter((name) => name.endsWith('.dump')).map((name) => `${data}/backups/${name}`);

// A folder with a pg_dump of our own, to stand first in PATH. `$out` is the file that it was asked for.
function pretend(script) {
    const bin = mkdtempSync(`${folder}/bin-`);
    writeFileSync(`${bin}/pg_dump`, `#!/bin/bash\nwhile [ "$1" != --file ]; do shift; done; out=$2\n${script}\n`);
    chmodSync(`${bin}/pg_dump`, 0o755);
    return bin;
}

// `hexiao serve` until it ends or says that it is ready; then it is stopped. {status, signal, told}
async function serve({ database, data }, { path = process.env.PATH, args = [], while: meanwhile } = {}) {
    const child = spawn(`${build}/platform/hexiao`, ['serve', '--port', await freePort(), '--tls-port', 0, '--data', data, '--database', database, ...args].map(String),
        { env: { ...process.env, PATH: path }, stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = once(child, 'exit');
    let told = '';
    child.stdout.on('data', (text) => {
        told += text;
        if (told.includes('Hexiao is running')) child.kill('SIGTERM');
    });
    child.stderr.on('data', (text) => { told += text; });
    await meanwhile?.(child);
    const [status, signal] = await ended;
    return { status, signal, told };
}

test('a whole copy is there before anything is changed, for its owner alone', async () => {
    const books = oldBooks();
    const { status, told } = await serve(books);
    assert.equal(status, 0, told);
    assert.equal(version(books.database), newest);
    const [copy, ...more] = copies(books);
    assert.deepEqual(more, []);
    assert.match(copy, new RegExp(`/\\d{4}-[^/]*Z-version-${older}\\.dump$`));
    assert.equal(statSync(copy).mode & 0o077, 0);
    const restored = restoreDump(copy, cluster);
    assert.equal(version(restored), older);
    assert.equal(psql(restored, 'SELECT id FROM merchant').trim(), 'm');
    await serve(books);
    assert.equal(copies(books).length, 1, 'nothing was lacking any more');
    const again = { database: restored, data: books.data };
    assert.equal((await serve(again)).status, 0, 'and it is brought up to date like the first');
    assert.deepEqual([version(restored), copies(books).length], [newest, 2]);
});

test('a new database needs no copy', async () => {
    const books = { database: cluster.database(), data: `${folder}/new` };
    assert.equal((await serve(books, { path: pretend('exit 9') + `:${process.env.PATH}` })).status, 0);
    assert.equal(version(books.database), newest);
});

test('without a copy nothing is changed, until the owner says that there is one', async () => {
    const books = oldBooks();
    const none = mkdtempSync(`${folder}/none-`);
    for (const [path, why] of [[none, /pg_dump could not be run: No such file/], [pretend('echo "pg_dump: error: no such luck" >&2; exit 1'), /pg_dump: error: no such luck/], [pretend('echo half >"$out"; kill -9 $$'), /pg_dump failed/]]) {
        const { status, told } = await serve(books, { path });
        assert.equal(status, 1, told);
        assert.match(told, /^The books must be brought up to date, and could not be copied before: .*--copied/s);
        assert.match(told, why);
        assert.equal(version(books.database), older);
        assert.deepEqual(readdirSync(`${books.data}/backups`), []);
    }
    const { status, told } = await serve(books, { path: none, args: ['--copied'] });
    assert.equal(status, 0, told);
    assert.equal(version(books.database), newest);
});

test('ended while it copies or changes: the books are the old ones, and the next start goes on', async () => {
    const copying = oldBooks();
    const killed = await serve(copying, { path: `${pretend('echo half >"$out"; kill -9 $PPID')}:${process.env.PATH}` });
    assert.deepEqual([killed.signal, version(copying.database)], ['SIGKILL', older]);
    assert.deepEqual(copies(copying), [], 'half a copy is none');
    assert.equal((await serve(copying)).status, 0);
    assert.deepEqual([version(copying.database), copies(copying).length], [newest, 1]);

    const changing = oldBooks();
    // The last statement of a migration waits for this one, when all others are done; then the database crashes.
    const holder = spawn('psql', ['-XqAt', '-d', changing.database], { stdio: ['pipe', 'pipe', 'ignore'] });
    holder.stdin.write("BEGIN; LOCK TABLE schema_migrations IN SHARE MODE; SELECT 'held';\n");
    await once(holder.stdout, 'data');
    const waits = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    const dead = await serve(changing, { while: async (child) => {
        while (Number(psql(changing.database, waits)) === 0) assert.equal(child.exitCode, null);
        cluster.stop('immediate');
    } });
    holder.stdin.end();
    await once(holder, 'exit');
    cluster.go();
    assert.deepEqual([dead.status, version(changing.database), copies(changing).length], [1, older, 1]);
    assert.equal((await serve(changing)).status, 0);
    assert.equal(version(changing.database), newest);
});
