// Books in a PostgreSQL that takes no writes: its disk is full, or it is away. The log and the metrics say so while it lasts,
// once each way, and reading a full one goes on.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Person } from '../harness/person.mjs';
import { Cluster, psql } from '../harness/postgres.mjs';
import { freePort, startServer } from '../harness/server.mjs';

let cluster;
let server;
let cashier;
let metricsPort;
before(async () => {
    cluster = await Cluster.start();
    metricsPort = await freePort();
    server = await startServer({ database: cluster.database(), args: ['--metrics-port', metricsPort] });
    cashier = await Person.signIn(server, server.staff.cashier, { lane: 0 });
});
after(async () => {
    await server.stop();
    cluster.remove();
});

const readOnly = async () => /^hexiao_store_read_only (\d)$/m.exec(await (await fetch(`http://localhost:${metricsPort}/metrics`)).text())[1];
const said = () => server.log.split('\n').filter((line) => /"books_(read_only|writable)"/.test(line)).map((line) => JSON.parse(line).event);
const prepare = () => cashier.post('/api/v1/prepare', { credential: server.voucher('usable').code });

test('a full disk is told until a write is taken again', async () => {
    assert.equal(await readOnly(), '0');
    // SQLSTATE 53100 as PostgreSQL gives it (its documentation, appendix A), without filling a disk.
    psql(server.database, `CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = '53100'; END$$;
        CREATE TRIGGER full_disk BEFORE INSERT ON prepared FOR EACH ROW EXECUTE FUNCTION full_disk()`);
    for (let i = 0; i < 2; i++) assert.equal((await prepare()).status, 503);
    assert.equal((await cashier.get('/api/v1/session')).status, 200, 'reading goes on');
    assert.deepEqual([await readOnly(), said()], ['1', ['books_read_only']]);
    psql(server.database, 'DROP TRIGGER full_disk ON prepared');
    assert.equal((await prepare()).status, 200);
    assert.deepEqual([await readOnly(), said()], ['0', ['books_read_only', 'books_writable']]);
});

test('a database that is away is told until it is there again', async () => {
    const before = said();
    cluster.stop('immediate');
    while (await readOnly() === '0') assert.equal((await cashier.get('/api/v1/session')).status, 503);
    cluster.go();
    let answer;
    do answer = await cashier.get('/api/v1/session'); while (answer.status === 503);
    assert.equal(answer.status, 200);
    assert.deepEqual([await readOnly(), said().slice(before.length)], ['0', ['books_read_only', 'books_writable']]);
});
