// A fake camera's film: some frames without a code, then frames that hold a voucher's QR, again and again (Chromium
// loops the file). Y4M because Chromium takes it without a codec; 640×480 keeps a film at a few megabytes.
// Clean and straight on purpose: bad light and crooked hands are measured where scanning is made excellent.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';

const width = 640;
const height = 480;
const paper = 200;
const ink = 30;

prepareZXingModule({
    overrides: { wasmBinary: readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm')) },
});

// One luma plane: a grey scene, with the code on a light card in the middle.
async function drawCode(text) {
    const plane = Buffer.alloc(width * height, 110);
    const { symbol, error } = await writeBarcode(text, { format: 'QRCode', options: 'ecLevel=M' });
    if (error) throw new Error(`cannot draw a QR code: ${error}`);
    const module = Math.floor((height * 0.6) / symbol.width);
    const side = module * symbol.width;
    const left = (width - side) >> 1;
    const top = (height - side) >> 1;
    const quiet = 4 * module;
    for (let y = top - quiet; y < top + side + quiet; y++) plane.fill(paper, y * width + left - quiet, y * width + left + side + quiet);
    for (let y = 0; y < side; y++) {
        for (let x = 0; x < side; x++) {
            const dark = symbol.data[Math.floor(y / module) * symbol.width + Math.floor(x / module)] === 0;
            if (dark) plane[(top + y) * width + left + x] = ink;
        }
    }
    return plane;
}

// Writes `file`: `before` frames of an empty counter, then `shown` frames with the code, ten a second.
export async function writeQrVideo(file, text, { before = 5, shown = 15 } = {}) {
    const empty = Buffer.alloc(width * height, 110);
    const code = text === null ? empty : await drawCode(text);
    const colour = Buffer.alloc((width * height) / 2, 128);
    const parts = [Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`)];
    for (let i = 0; i < before + shown; i++) parts.push(Buffer.from('FRAME\n'), i < before ? empty : code, colour);
    writeFileSync(file, Buffer.concat(parts));
}
