// A platform of its own for a test file: hexiao_test_server on a fresh folder with demo data, behind the contract proxy.
//     const server = await startServer();
//     server.port, server.origin      through the proxy (server.direct: past it)
//     server.staff.cashier            {account, password} of the noodle shop; server.shops.tea.owner of another
//     server.vouchers                 [{shop, kind, code, page, product: {zh, en}, uses_left}] (platform/demo/seed.h)
//     server.voucher('usable')        one that nobody has been given yet
//     await server.advance(ms)        sets the platform's clock forward
//     server.check()                  throws when a request or an answer broke the contract; stop() checks too
//     server.setupToken               with {empty: true}: books without a merchant, and the token that makes the first
//     await server.restart()          the same books and ports, a new process (server.pid)
//     await server.fault('sync eio')  the disk fails from now on; 'none', and the others: tests/contract/test_server.cpp
//     await server.slow(2)            each sync takes 2 ms longer
//     await server.kill()             as a power cut would: with {lossy: true}, what was not synced is lost; then launch()
// The books are SQLite's in that folder; with HEXIAO_TEST_POSTGRES (tests/harness/postgres.mjs) server.database is a PostgreSQL
// database of its own instead.
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freshDatabase } from './postgres.mjs';
import { Proxy } from './proxy.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const build = process.env.HEXIAO_BUILD ?? `${root}build/native`;
const roles = ['owner', 'manager', 'cashier', 'display'];

export async function freePort() {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address();
    server.close();
    await once(server, 'close');
    return port;
}

// Two in the afternoon of today in the demo's shops, so that no day ends in the middle of a test file.
function afternoon() {
    const day = 24 * 3600_000;
    return Math.floor((Date.now() + 8 * 3600_000) / day) * day + 6 * 3600_000;
}

// `args`: further options of the test server. `database`: an empty one in PostgreSQL, to keep the books in. `beside`: another
// server, whose books this process shares.
export async function startServer({ usable = 30, assets = `${root}build/dist`, lossy = false, empty = false, args = [], database, beside } = {}) {
    return new Server({ usable, assets, lossy, empty, args, database, beside }).start();
}

class Server {
    #options;
    #folder;
    #child;
    #lines;
    #given = new Set();
    #ahead;    // of the real time, ms: a restart goes on where the clock was
    log = '';  // everything that the platform wrote to its log

    constructor(options) {
        this.#options = options;
    }

    async start() {
        this.#folder = mkdtempSync(`${tmpdir()}/hexiao-test-`);
        this.data = `${this.#folder}/books`; // made by the platform
        const { database, beside } = this.#options;
        this.database = database ?? beside?.database ?? (process.env.HEXIAO_TEST_POSTGRES && freshDatabase(process.env.HEXIAO_TEST_POSTGRES));
        this.#ahead = afternoon() - Date.now();
        if (beside) { // what every process must have alike, and what only the one that seeded knows
            mkdirSync(this.data, 0o700);
            for (const name of ['code.key', 'demo-codes.json']) copyFileSync(`${beside.data}/${name}`, `${this.data}/${name}`);
            this.#given = beside.#given;
            this.#ahead = beside.#ahead;
        }
        await this.#launchSomewhere();
        this.proxy = await new Proxy(this.direct).listen();
        this.port = this.proxy.port;
        this.origin = `http://localhost:${this.port}`;
        this.vouchers = this.#options.empty ? [] : JSON.parse(readFileSync(`${this.data}/demo-codes.json`, 'utf8'));
        this.shops = Object.fromEntries(['noodle', 'tea', 'cake'].map((shop) => [shop,
            Object.fromEntries(roles.map((role) => [role, { account: `${shop}-${role}`, password: this.password }]))]));
        this.staff = this.shops.noodle;
        return this;
    }

    // Somebody else may take the port between its choice and its use.
    async #launchSomewhere() {
        for (let tries = 5; ; tries--) {
            this.direct = await freePort();
            try {
                return await this.launch();
            } catch (error) {
                if (tries === 1 || !/Port \d+ is in use/.test(this.log)) throw error;
                this.log = '';
            }
        }
    }

    async launch() {
        const { usable, assets, lossy, empty, args } = this.#options;
        const options = ['--port', this.direct, '--data', this.data, '--start', Date.now() + this.#ahead, '--usable', usable, ...(this.database ? ['--database', this.database] : []),
            ...(existsSync(assets) ? ['--assets', assets] : []), ...(lossy ? ['--lossy'] : []), ...(empty ? ['--empty'] : []), ...args];
        this.#child = spawn(`${build}/tests/hexiao_test_server`, options.map(String), { stdio: ['pipe', 'pipe', 'pipe'] });
        this.#child.stderr.on('data', (text) => { this.log += text; });
        this.#lines = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
        const ready = await this.#lines.next();
        if (ready.done) throw new Error(`the test server did not start:\n${this.log}`);
        ({ password: this.password, setup: this.setupToken } = JSON.parse(ready.value));
    }

    // What an init system sends; `ended` settles when the process is gone.
    terminate() {
        this.ended = once(this.#child, 'exit');
        this.#child.kill('SIGTERM');
    }

    async #end() {
        const ended = this.#child.exitCode !== null || this.#child.signalCode !== null || once(this.#child, 'exit');
        this.#child.stdin.end('quit\n');
        await ended;
        if (this.#child.exitCode !== 0) throw new Error(`the test server ended with ${this.#child.exitCode ?? this.#child.signalCode}:\n${this.log.slice(-2000)}`);
    }

    async advance(ms) {
        this.#ahead += ms;
        return (await this.#tell(`advance ${ms}`)).now;
    }

    async #tell(command) {
        this.#child.stdin.write(`${command}\n`);
        return JSON.parse((await this.#lines.next()).value);
    }

    async fault(what) {
        await this.#tell(`fault ${what}`);
    }

    async slow(ms) {
        await this.#tell(`slow ${ms}`);
    }

    // An upload as a console exports it, for import_actions.
    async seal(key, upload) {
        return (await this.#tell(`seal ${key} ${JSON.stringify(upload)}`)).box;
    }

    async kill() {
        const ended = once(this.#child, 'exit');
        this.#child.kill('SIGKILL');
        await ended;
    }

    get pid() {
        return this.#child.pid;
    }

    voucher(kind, shop = 'noodle') {
        const found = this.vouchers.find((one) => one.kind === kind && one.shop === shop && !this.#given.has(one.code));
        if (!found) throw new Error(`the demo data has no further ${shop} voucher of kind ${kind}`);
        this.#given.add(found.code);
        return found;
    }

    check() {
        this.proxy.check();
    }

    async restart() {
        await this.#end();
        await this.launch();
    }

    async stop() {
        await this.#end();
        await this.proxy.close();
        rmSync(this.#folder, { recursive: true, force: true });
        this.check();
    }
}
