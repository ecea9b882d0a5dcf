// The platform's database from outside, for what no endpoint can cause: a merchant's withdrawal between two requests, a
// table that cannot be read. Statements are written for both databases, with `?` in the place of each value.
// Python's standard library has SQLite, which Node 18 has not; PostgreSQL is asked by psql.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { psql } from './postgres.mjs';

const program = `
import json, sqlite3, sys
books = sqlite3.connect(sys.argv[1], timeout=10, isolation_level=None)
print(json.dumps(books.execute(sys.argv[2], json.loads(sys.argv[3])).fetchall()))
`;

const quoted = (value) => (value === null ? 'NULL' : typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`);

function sqlOfPostgres(database, statement, values) {
    let next = 0;
    const text = statement.replaceAll('?', () => quoted(values[next++]));
    if (!/^\s*(SELECT|WITH)\b/i.test(text)) {
        psql(database, text);
        return [];
    }
    return JSON.parse(psql(database, `SELECT coalesce(json_agg((SELECT json_agg(value) FROM json_each(to_json(r)))), '[]') FROM (${text}) r`));
}

// Runs one statement; the rows that it gives.
export function sql(server, statement, ...values) {
    if (server.database) return sqlOfPostgres(server.database, statement, values);
    return JSON.parse(execFileSync('/usr/bin/python3', ['-c', program, `${server.data}/hexiao.db`, statement, JSON.stringify(values)], { encoding: 'utf8' }));
}

// From now on nothing can be written to the table; what it returns makes it writable again.
export function refuseInserts(server, table) {
    if (server.database) {
        psql(server.database, `CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''broken''; END';
            CREATE TRIGGER broken BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION broken()`);
        return () => psql(server.database, `DROP TRIGGER broken ON ${table}; DROP FUNCTION broken()`);
    }
    sql(server, `CREATE TRIGGER broken BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'broken'); END`);
    return () => sql(server, 'DROP TRIGGER broken');
}

const holder = `
import sqlite3, sys
books = sqlite3.connect(sys.argv[1], timeout=10, isolation_level=None)
books.execute('BEGIN IMMEDIATE')
print('held', flush=True)
sys.stdin.read()
`;

// Whoever writes waits from now on (for as long as the platform has patience), until `release()`.
export async function holdBooks(server) {
    const [program, ...args] = server.database ? ['psql', '-XqAt', '-d', server.database] : ['/usr/bin/python3', '-c', holder, `${server.data}/hexiao.db`];
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    if (server.database) child.stdin.write("BEGIN; LOCK TABLE redemption IN ACCESS EXCLUSIVE MODE; SELECT 'held';\n");
    await once(child.stdout, 'data');
    return { release: () => (child.stdin.end(), once(child, 'exit')) };
}

// How many rows the tables have that only a recorded command fills.
export function recorded(server) {
    return sql(server, `SELECT (SELECT count(*) FROM redemption) AS a, (SELECT count(*) FROM journal) AS b, (SELECT count(*) FROM intent) AS c,
        (SELECT count(*) FROM prepared) AS d, (SELECT count(*) FROM session) AS e, (SELECT count(*) FROM device) AS f, (SELECT sum(uses_left) FROM voucher) AS g`)[0];
}

// The canonical bytes of every journal entry, as text.
export function journalTexts(server) {
    return sql(server, server.database ? "SELECT convert_from(bytes, 'UTF8') AS entry FROM journal ORDER BY arrival" : 'SELECT CAST(bytes AS TEXT) FROM journal ORDER BY arrival').map(([text]) => text);
}

// Those of one merchant that are numbered, in order.
export function numberedTexts(server, merchant) {
    const text = server.database ? "convert_from(bytes, 'UTF8')" : 'CAST(bytes AS TEXT)';
    return sql(server, `SELECT ${text} AS entry FROM journal WHERE merchant_id = ? AND position IS NOT NULL ORDER BY position`, merchant).map(([entry]) => entry);
}

// What somebody can do who has the books in their hands: another journal, right in itself, whose tree is made anew from what
// stands there now. Replaces `from` by `to` in every entry of the merchant.
export function rewriteJournal(server, merchant, from, to) {
    const bytes = server.database ? "convert_to(replace(convert_from(bytes, 'UTF8'), ?, ?), 'UTF8')" : 'CAST(replace(CAST(bytes AS TEXT), ?, ?) AS BLOB)';
    for (const table of ['journal_node', 'journal_head']) sql(server, `DELETE FROM ${table} WHERE merchant_id = ?`, merchant);
    sql(server, `UPDATE journal SET bytes = ${bytes} WHERE merchant_id = ?`, from, to, merchant);
}

// Everything that the books hold, as texts to search in: the files of SQLite, or every row of every table.
export function wholeBooks(server) {
    if (server.database) {
        const tables = psql(server.database, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'").trim().split('\n');
        return tables.map((table) => psql(server.database, `SELECT t::text FROM ${table} t`));
    }
    return readdirSync(server.data).filter((name) => name.startsWith('hexiao.db')).map((name) => readFileSync(`${server.data}/${name}`, 'latin1'));
}
