// A PostgreSQL of the tests' own: Debian's server on a fresh cluster in a temporary folder, reached through a socket there.
//     const cluster = await Cluster.start();
//     cluster.database()              address of a fresh, empty database: postgresql://...
//     cluster.stop('immediate'), cluster.go()    as a crash would end it, and again
//     cluster.remove()
// Run as a program it gives a command a cluster: node tests/harness/postgres.mjs CMD... (HEXIAO_TEST_POSTGRES is its socket's
// folder). PostgreSQL does not run as root; root's tests run it as Debian's user postgres.
import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

const versions = '/usr/lib/postgresql';
const as = process.getuid() === 0 ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', '--'] : [];

function program(name) {
    const newest = existsSync(versions) ? readdirSync(versions).map(Number).sort((a, b) => b - a)[0] : undefined;
    if (!newest) throw new Error('PostgreSQL is not installed: run tools/setup');
    return `${versions}/${newest}/bin/${name}`;
}

function run(name, args, options = {}) {
    const [command, ...rest] = [...(options.as ?? as), program(name), ...args];
    return execFileSync(command, rest, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], cwd: '/', ...options.spawn });
}

let made = 0;

// The address of a database in the cluster whose socket is in `folder`.
export const address = (folder, name) => `postgresql://postgres@/${name}?host=${encodeURIComponent(folder)}`;

// Makes an empty database there.
export function freshDatabase(folder) {
    const name = `books_${process.pid}_${made++}`;
    run('psql', ['-XqAt', '-d', address(folder, 'postgres'), '-c', `CREATE DATABASE ${name}`], { as: [] });
    return address(folder, name);
}

// Runs statements; what they print. Values are bound by psql, which quotes them.
export function psql(database, statements, ...options) {
    return run('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1', ...options, '-d', database, '-c', statements], { as: [], spawn: { maxBuffer: 1 << 28 } });
}

// A fresh database of what stands in a copy that pg_dump made; its address.
export function restoreDump(file, cluster) {
    const database = cluster.database();
    run('pg_restore', ['--exit-on-error', '--no-owner', '-d', database, file], { as: [] });
    return database;
}

// Transactions per second of a script with `clients` connections, each of which runs it `transactions` times.
export function pgbench(database, script, { clients, transactions, variables = {} }) {
    const defined = Object.entries(variables).map(([name, value]) => `-D${name}=${value}`);
    const told = run('pgbench', ['-n', '-M', 'prepared', '-c', clients, '-j', '2', '-t', transactions, '-f', script, ...defined, database].map(String), { as: [] });
    if (!told.includes('number of failed transactions: 0 ')) throw new Error(`pgbench: ${told}`);
    return Number(/tps = ([\d.]+)/.exec(told)[1]);
}

export class Cluster {
    // `settings`: lines of postgresql.conf besides. Tests need no disk: only what measures or crashes asks for fsync.
    static async start(settings = { fsync: 'off' }) {
        const cluster = new Cluster();
        cluster.folder = mkdtempSync(`${tmpdir()}/hexiao-postgres-`);
        if (as.length) {
            const [uid, gid] = ['-u', '-g'].map((which) => Number(execFileSync('id', [which, 'postgres'], { encoding: 'utf8' })));
            chownSync(cluster.folder, uid, gid);
        }
        run('initdb', ['-D', `${cluster.folder}/data`, '-A', 'trust', '-U', 'postgres', '--no-sync', '--locale=C', '-E', 'UTF8']);
        cluster.settings = { listen_addresses: '', unix_socket_directories: cluster.folder, max_connections: 200, shared_buffers: '64MB', ...settings };
        cluster.go();
        return cluster;
    }

    go() {
        const options = Object.entries(this.settings).map(([name, value]) => `-c ${name}='${value}'`).join(' ');
        run('pg_ctl', ['start', '-w', '-t', '60', '-D', `${this.folder}/data`, '-l', `${this.folder}/log`, '-o', options]);
    }

    stop(how = 'fast') {
        run('pg_ctl', ['stop', '-w', '-t', '60', '-D', `${this.folder}/data`, '-m', how]);
    }

    database() {
        return freshDatabase(this.folder);
    }

    remove() {
        try {
            this.stop('immediate');
        } finally {
            rmSync(this.folder, { recursive: true, force: true });
        }
    }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const cluster = await Cluster.start();
    const [command, ...args] = process.argv.slice(2);
    const { status } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, HEXIAO_TEST_POSTGRES: cluster.folder } });
    cluster.remove();
    process.exitCode = status ?? 1;
}
