// pg.redeem_share: redemptions per second over HTTP on PostgreSQL, 16 connections, against pgbench calling the same function on
// the same cluster with 16 clients and nothing around it. Every voucher is another one, fsync is on, and every acknowledged
// redemption is counted in the books afterwards. pgbench runs before and after, since a machine has other things to do.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { sql } from '../harness/books.mjs';
import { Person } from '../harness/person.mjs';
import { Cluster, pgbench, psql } from '../harness/postgres.mjs';
import { startServer } from '../harness/server.mjs';

const connections = 16;
const count = Number(process.env.COUNT ?? 6000);

// A keep-alive connection that sends one request at a time and gives the whole answer.
class Wire {
    #socket;
    #answer;
    #text = '';

    async open(port) {
        this.#socket = net.connect(port, '127.0.0.1').setNoDelay(true).setEncoding('latin1');
        this.#socket.on('data', (text) => this.#take(text));
        await new Promise((resolve) => this.#socket.once('connect', resolve));
        return this;
    }

    #take(text) {
        this.#text += text;
        const head = this.#text.indexOf('\r\n\r\n');
        const length = head < 0 ? 0 : Number(/content-length: (\d+)/i.exec(this.#text)[1]);
        if (head < 0 || this.#text.length < head + 4 + length) return;
        const body = this.#text.slice(head + 4);
        this.#text = '';
        this.#answer(body);
    }

    post(path, cookies, key, body) {
        const headers = `Host: localhost\r\nCookie: ${cookies}\r\n${key ? `Idempotency-Key: ${key}\r\n` : ''}Content-Type: application/json\r\nContent-Length: ${body.length}`;
        return new Promise((resolve) => {
            this.#answer = resolve;
            this.#socket.write(`POST ${path} HTTP/1.1\r\n${headers}\r\n\r\n${body}`);
        });
    }

    close() {
        this.#socket.destroy();
    }
}

// Calls `work(wire, i)` for every i below `count`, one at a time on each connection; seconds for all of it.
async function onWires(wires, work) {
    let next = 0;
    const began = process.hrtime.bigint();
    await Promise.all(wires.map(async (wire) => {
        for (let i = next++; i < count; i = next++) await work(wire, i);
    }));
    return Number(process.hrtime.bigint() - began) / 1e9;
}

async function overHttp(server) {
    const person = await Person.signIn(server, server.staff.cashier, { lane: 0 });
    const cookies = ['__Host-session', '__Host-device'].map((name) => `${name}=${person.cookie(name)}`).join('; ');
    const wires = await Promise.all(Array.from({ length: connections }, () => new Wire().open(server.direct)));
    const handles = [];
    await onWires(wires, async (wire, i) => {
        const answer = JSON.parse(await wire.post('/api/v1/prepare', cookies, null, JSON.stringify({ credential: server.voucher('usable').code })));
        handles[i] = answer.handle;
    });
    const before = sql(server, 'SELECT count(*) FROM redemption')[0][0];
    let done = 0;
    const took = await onWires(wires, async (wire, i) => {
        const answer = await wire.post('/api/v1/redeem', cookies, randomUUID(), `{"handle":"${handles[i]}","uses":1}`);
        if (answer.includes('"outcome":"done"')) done++;
    });
    for (const wire of wires) wire.close();
    const kept = sql(server, 'SELECT count(*) FROM redemption')[0][0] - before;
    if (done !== count || kept !== count) throw new Error(`${done} of ${count} were acknowledged and ${kept} kept`);
    return count / took;
}

// Vouchers and handles for pgbench, copies of one that was redeemed: "bench-…000001".
function furnish(database, from, to) {
    const id = "'bench-' || lpad(n::text, 30, '0')";
    psql(database, `CREATE TEMP TABLE one AS SELECT r.* FROM redemption r ORDER BY r.at DESC LIMIT 1;
        INSERT INTO voucher SELECT v.merchant_id, ${id}, v.order_id, v.product_id, v.channel, decode(lpad(to_hex(n), 64, '0'), 'hex'), '0000', 'active', v.valid_from, v.valid_until, 1, 1
            FROM voucher v JOIN one o ON v.merchant_id = o.merchant_id AND v.id = o.voucher_id, generate_series(${from}, ${to}) n;
        INSERT INTO prepared SELECT p.merchant_id, ${id}, ${id}, p.staff_id, p.device_id, p.store_id, p.shown, p.expires_at, NULL, NULL
            FROM prepared p JOIN one o ON p.merchant_id = o.merchant_id AND p.id = o.prepared_id, generate_series(${from}, ${to}) n;`);
    psql(database, 'ANALYZE');
}

// What one redemption over HTTP was called with, with another id each time; and the answer, which is full of pgbench's colons.
function scriptOf(database) {
    const row = psql(database, `SELECT json_build_array(r.merchant_id, s.id, f.role, r.store_id, r.lane_id, r.staff_id, r.device_id, r.product_id, r.amount_fen, p.price_fen, r.at, r.business_day,
            encode(j.bytes, 'hex'), encode(i.request_hash, 'hex'), i.answer, i.expires_at)
        FROM redemption r JOIN session s ON s.merchant_id = r.merchant_id AND s.staff_id = r.staff_id AND s.device_id = r.device_id
        JOIN staff f ON f.merchant_id = r.merchant_id AND f.id = r.staff_id
        JOIN product p ON p.merchant_id = r.merchant_id AND p.id = r.product_id JOIN journal j ON j.merchant_id = r.merchant_id AND j.id = r.entry_id,
        LATERAL (SELECT * FROM intent i WHERE i.merchant_id = r.merchant_id AND i.answer LIKE '%' || r.id || '%') i ORDER BY r.at DESC LIMIT 1`);
    const [merchant, session, role, store, lane, staff, device, product, amount, price, at, day, bytes, hash, answer, until] = JSON.parse(row);
    const text = (value) => `'${String(value).replaceAll("'", "''")}'`;
    return [`\\set n :n + 1
\\set i :first + :client_id * 1000000 + :n
SELECT redeem(${[merchant, session, role, store, lane, staff, device].map(text).join(', ')}, 'r' || lpad(:i::text, 35, '0'), 'bench-' || lpad(:i::text, 30, '0'), ${text(product)}, 'bench-' || lpad(:i::text, 30, '0'),
 1, 1, ${amount}, ${price}, ${at}, ${text(day)}, 'e' || lpad(:i::text, 35, '0'), '\\x${bytes}'::bytea, 'redeem', 'k' || lpad(:i::text, 35, '0'), '\\x${hash}'::bytea, :answer, ${until}, 0);
`, answer];
}

const cluster = await Cluster.start({ shared_buffers: '128MB' });
const folder = mkdtempSync(`${tmpdir()}/hexiao-pgbench-`);
let server;
try {
    server = await startServer({ usable: count, database: cluster.database(), assets: '/nowhere' });
    const bare = (first) => {
        const each = Math.ceil(count / connections);
        for (let client = 0; client < connections; client++) furnish(server.database, first + client * 1e6 + 1, first + client * 1e6 + each);
        const [script, answer] = scriptOf(server.database);
        writeFileSync(`${folder}/redeem.sql`, script);
        return pgbench(server.database, `${folder}/redeem.sql`, { clients: connections, transactions: each, variables: { n: 0, first, answer } });
    };
    await overHttp(server); // warm; and the numbering of what it wrote is not over yet: so it is for pgbench as well
    const before = bare(1e8);
    const http = await overHttp(server);
    const after = bare(2e8);
    const baseline = 2 / (1 / before + 1 / after);
    console.log(JSON.stringify({ name: 'pg.redeem_share', value: http, unit: '1/s', baseline, ratio: http / baseline,
        note: '16 connections, distinct vouchers, fsync on, all acknowledged and found afterwards; baseline: pgbench -M prepared, 16 clients, the same function on the same cluster' }));
} finally {
    await server?.stop();
    cluster.remove();
    rmSync(folder, { recursive: true });
}
