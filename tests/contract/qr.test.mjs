// A QR code drawn by the platform is one that a reader reads, and only staff have them drawn.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, test } from 'node:test';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { Person } from '../harness/person.mjs';
import { startServer } from '../harness/server.mjs';

let server;
before(async () => {
    const wasmBinary = readFileSync(new URL('../../node_modules/zxing-wasm/dist/reader/zxing_reader.wasm', import.meta.url));
    prepareZXingModule({ overrides: { wasmBinary } });
    server = await startServer({ usable: 1 });
});
afterEach(() => server.check());
after(() => server.stop());

// The modules as grey pixels, with the quiet zone that the screen adds.
function picture(rows, scale = 4, quiet = 4) {
    const side = (rows.length + 2 * quiet) * scale;
    const data = new Uint8ClampedArray(side * side * 4).fill(255);
    rows.forEach((row, y) => [...row].forEach((module, x) => {
        if (module !== '1') return;
        for (let i = 0; i < scale * scale; i++) {
            const at = ((y + quiet) * scale + Math.floor(i / scale)) * side + (x + quiet) * scale + (i % scale);
            data.fill(0, at * 4, at * 4 + 3);
        }
    }));
    return { data, width: side, height: side };
}

test('what is drawn is read back, from one letter to the longest text', async () => {
    const cashier = await Person.signIn(server, server.staff.cashier, { lane: 0 });
    for (const text of ['A', 'https://till.local:8443/pair#' + 'a1'.repeat(32), '牛肉面'.repeat(90)]) {
        const { status, body } = await cashier.post('/api/v1/qr', { text });
        assert.equal(status, 200);
        assert.ok(body.rows.every((row) => row.length === body.rows.length && /^[01]+$/.test(row)));
        const [found] = await readBarcodes(picture(body.rows), { formats: ['QRCode'] });
        assert.equal(found.text, text);
    }
});

test('only staff have codes drawn', async () => {
    const display = await Person.signIn(server, server.staff.display);
    assert.equal((await display.post('/api/v1/qr', { text: 'A' })).body.reason, 'forbidden');
    assert.equal((await new Person(server).post('/api/v1/qr', { text: 'A' })).body.reason, 'unauthenticated');
});
