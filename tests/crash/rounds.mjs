// A platform that dies under load, again and again, and what must be true after each death. Its disk loses at the kill
// what no sync covered (tests/faults/test_vfs.h), and in some rounds fails with EIO or ENOSPC before.
//     const crashes = await Crashes.start();
//     await crashes.round();         load, perhaps a failing disk, kill -9, a look at what is left, restart, every retry
//     await crashes.control();       the same with syncs that do nothing: how many acknowledged redemptions were lost
//     crashes.acknowledged, crashes.missing, crashes.wrong
import { randomInt, randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { sql } from '../harness/books.mjs';
import { Person } from '../harness/person.mjs';
import { startServer } from '../harness/server.mjs';

const clients = 8;
// Of a round's kind: what the disk does while it lasts.
const faults = [undefined, 'sync eio 3', undefined, 'write enospc 5', undefined, 'sync eio', undefined, 'write eio 7'];

// What is in the books, and what must not be in any that are consistent in themselves: what it is, and the statement that
// finds it; all in one, since each is a process of its own.
const look = (database) => [
    ['redemption', 'SELECT id FROM redemption'],
    ['redemption without its journal entry', `SELECT r.id FROM redemption r LEFT JOIN journal j ON j.merchant_id = r.merchant_id AND j.id = r.entry_id
        WHERE j.id IS NULL OR ${database ? "position(convert_to(r.id, 'UTF8') in j.bytes) = 0" : 'instr(CAST(j.bytes AS TEXT), r.id) = 0'}`],
    ['voucher whose uses are not those redeemed', `SELECT v.id FROM voucher v WHERE v.uses_total - v.uses_left <>
        (SELECT coalesce(sum(r.uses), 0) FROM redemption r WHERE r.merchant_id = v.merchant_id AND r.voucher_id = v.id)`],
    ['product whose stock is not what was redeemed', `SELECT p.id FROM product p WHERE p.stock_redeemed <>
        (SELECT coalesce(sum(r.uses), 0) FROM redemption r WHERE r.merchant_id = p.merchant_id AND r.product_id = p.id)`],
    ['merchant whose journal has a gap', `SELECT merchant_id FROM journal GROUP BY merchant_id HAVING count(position) <> coalesce(max(position), 0)`],
    ...(database ? [] : [['damage', "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'"]]),
].map(([what, found]) => `SELECT '${what}' AS what, x.* FROM (${found}) x`).join(' UNION ALL ');

export class Crashes {
    acknowledged = new Map();  // redemption id → {person, handle, key}
    missing = new Set();
    wrong = [];
    rounds = 0;
    #spare = [];  // codes that could not be prepared

    // `cluster`: a PostgreSQL (tests/harness/postgres.mjs) that is crashed with the platform.
    static async start({ vouchers = 4000, cluster } = {}) {
        const crashes = new Crashes();
        crashes.cluster = cluster;
        crashes.server = await startServer({ usable: Math.ceil(vouchers / 4), lossy: !cluster, cluster });
        // Straight to the platform: what a cut connection looks like is the client's own to bear.
        const direct = { get origin() { return `http://127.0.0.1:${crashes.server.direct}`; } };
        crashes.people = await Promise.all(Array.from({ length: clients }, () => Person.signIn(direct, crashes.server.staff.cashier, { lane: 0 })));
        return crashes;
    }

    stop() {
        return this.server.stop();
    }

    // Nothing when there was no answer to rely on: no connection, a cut one, "unknown", "not now".
    async #redeem({ person, handle, key }) {
        try {
            const { status, body } = await person.redeem(handle, { key });
            return status === 200 && body.outcome !== 'unknown' ? body : undefined;
        } catch {
            return undefined;
        }
    }

    async #prepare(person) {
        const code = this.#spare.pop() ?? this.server.voucher('usable').code;
        const handle = await person.prepare(code).then((answer) => answer.handle, () => undefined);
        if (!handle) this.#spare.push(code);
        return handle;
    }

    // One client until the platform is gone; what it sent and heard nothing of.
    async #work(person, load) {
        const open = [];
        while (!load.over) {
            const handle = await this.#prepare(person);
            if (!handle) continue;
            const sent = { person, handle, key: randomUUID() };
            const answer = await this.#redeem(sent);
            if (answer) {
                this.#acknowledge(answer, sent);
                load.heard();
            } else {
                open.push(sent);
            }
        }
        return open;
    }

    #acknowledge(answer, sent) {
        if (answer.outcome !== 'done') return this.wrong.push(`a voucher of its own was ${answer.outcome}: ${answer.reason}`);
        this.acknowledged.set(answer.redemption.id, sent);
    }

    // The clients work until `count` were acknowledged, then `meanwhile` is done to the platform.
    async #load(count, meanwhile) {
        const load = { over: false };
        const enough = new Promise((resolve) => { load.heard = () => { if (--count === 0) resolve(); }; });
        const work = this.people.map((person) => this.#work(person, load));
        await enough;
        await meanwhile();
        load.over = true;
        return (await Promise.all(work)).flat();
    }

    async #kill() {
        const killed = this.server.kill();
        this.cluster?.stop('immediate');
        await killed;
        this.cluster?.go();
    }

    async round() {
        const fault = this.cluster ? undefined : faults[this.rounds % faults.length];
        const before = new Set(this.acknowledged.keys());
        const open = await this.#load(randomInt(8, 24), async () => {
            if (fault) {
                await this.server.fault(fault);
                await this.#someAnswers();
            }
            await this.#kill();
        });
        this.#look();
        await this.server.launch();
        await this.#retry(open);
        await this.#ask([...this.acknowledged].filter(([id]) => !before.has(id)));
        this.rounds++;
    }

    // The clients go on while the disk fails: until somebody was told that it does, or was not hindered by it.
    async #someAnswers() {
        for (let i = 0; i < 4; i++) await this.#prepare(this.people[0]);
    }

    // Looks at a copy: what another process does to the files must not help the platform to recover.
    #look() {
        const copy = this.cluster ? undefined : mkdtempSync(`${tmpdir()}/hexiao-crash-`);
        const books = copy ? { data: copy } : this.server;
        try {
            if (copy) cpSync(this.server.data, copy, { recursive: true });
            const found = sql(books, look(this.server.database));
            const there = new Set(found.filter(([what]) => what === 'redemption').map(([, id]) => id));
            for (const id of this.acknowledged.keys()) if (!there.has(id)) this.missing.add(id);
            this.wrong.push(...found.filter(([what]) => what !== 'redemption').map((row) => row.join(': ')));
        } finally {
            if (copy) rmSync(copy, { recursive: true });
        }
    }

    // Whoever heard nothing asks again under the same key until there is an answer.
    async #retry(open) {
        for (const sent of open) {
            let answer;
            for (let tries = 0; !answer && tries < 100; tries++) answer = await this.#redeem(sent);
            answer ? this.#acknowledge(answer, sent) : this.wrong.push('a retry was not answered');
        }
    }

    // Whoever was answered is answered the same again.
    async #ask(acknowledged) {
        for (const [id, sent] of acknowledged) {
            const answer = await this.#redeem(sent);
            if (!answer?.replayed || answer.redemption?.id !== id) this.wrong.push(`a retry was answered otherwise: ${JSON.stringify(answer)}`);
        }
    }

    // With syncs that are ignored, as with synchronous=OFF, a crash must lose something, or this harness finds nothing.
    async control() {
        const before = this.missing.size;
        await this.server.fault('sync ignored');
        await this.#load(16, () => this.#kill());
        this.#look();
        const lost = [...this.missing];
        for (const id of lost) this.acknowledged.delete(id);
        this.missing.clear();
        await this.server.launch();
        return lost.length - before;
    }
}
