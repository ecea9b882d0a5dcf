// What any operation may answer, whatever it is for: a header that is too long, books that cannot be read.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { sql } from '../harness/books.mjs';
import { Person } from '../harness/person.mjs';
import { startServer } from '../harness/server.mjs';

let server;
let cashier;
before(async () => {
    server = await startServer({ usable: 1 });
    cashier = await Person.signIn(server, server.staff.cashier, { lane: 0 });
});
afterEach(() => server.check());
after(() => server.stop());

test('a header over 4 KiB is named', async () => {
    const { status, body } = await cashier.get('/api/v1/session/colleagues', { headers: { 'x-long': 'x'.repeat(5000) } });
    assert.deepEqual([status, body.reason, body.field], [400, 'invalid_field', 'x-long']);
});

test('books that cannot be read: 503, to be asked again', async () => {
    sql(server, 'ALTER TABLE staff RENAME TO staff_away');
    const { status, headers, body } = await cashier.get('/api/v1/session/colleagues');
    sql(server, 'ALTER TABLE staff_away RENAME TO staff');
    assert.deepEqual([status, body.reason, headers.get('retry-after')], [503, 'store_unavailable', '1']);
    assert.equal((await cashier.get('/api/v1/session/colleagues')).status, 200);
});
