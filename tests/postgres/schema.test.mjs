// The two schemas are twins: the same tables with the same columns of the same kinds, whatever is asked of them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { psql, Cluster } from '../harness/postgres.mjs';
import { sql } from '../harness/books.mjs';
import { startServer } from '../harness/server.mjs';

let cluster;
let file;
let shared;
before(async () => {
    cluster = await Cluster.start();
    delete process.env.HEXIAO_TEST_POSTGRES;
    file = await startServer({ usable: 1 });
    shared = await startServer({ usable: 1, database: cluster.database() });
});
after(async () => {
    await file.stop();
    await shared.stop();
    cluster.remove();
});

const kinds = { INTEGER: 'bigint', TEXT: 'text', BLOB: 'bytea' };

test('tables and columns agree', () => {
    const ofFile = sql(file, `SELECT t.name, c.name, c.type, c."notnull" FROM sqlite_schema t, pragma_table_info(t.name) c
        WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name <> 'schema_migrations'`)
        .map(([table, column, type, needed]) => `${table}.${column} ${kinds[type] ?? type}${needed || column === 'arrival' ? ' not null' : ''}`);
    const ofShared = psql(shared.database, `SELECT table_name || '.' || column_name || ' ' || data_type || CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END
        FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT IN ('schema_migrations', 'code_key')`).trim().split('\n');
    assert.deepEqual(ofShared.sort(), ofFile.sort());
});

test('texts compare by their bytes, as they do in SQLite', () => {
    const others = psql(shared.database, `SELECT table_name || '.' || column_name FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name <> 'schema_migrations' AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'`);
    assert.equal(others, '');
});
