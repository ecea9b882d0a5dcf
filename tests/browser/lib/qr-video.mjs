// A fake camera's film: some frames without a code, then frames that hold a voucher's QR, again and again (Chromium
// loops the file). Y4M because Chromium takes it without a codec; 640×480 keeps a film at a few megabytes.
// Clean and straight for all that is not about scanning; writeHardVideo is what a counter really looks like.
import { writeFileSync } from 'node:fs';
import { qrOf, scene } from './scene.mjs';

// Frames of luminance, all of one size, ten a second.
export function writeFilm(file, frames) {
    const [{ width, height }] = frames;
    const colour = Buffer.alloc((width * height) / 2, 128);
    const parts = [Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`)];
    for (const { grey } of frames) parts.push(Buffer.from('FRAME\n'), grey, colour);
    writeFileSync(file, Buffer.concat(parts));
}

// Writes `file`: `before` frames of an empty counter, then `shown` frames with the code in the middle, then as many with `next`.
export async function writeQrVideo(file, text, { before = 5, shown = 15, next } = {}) {
    const [width, height] = [640, 480];
    const empty = scene({ width, height });
    const frames = Array(before).fill(empty);
    for (const one of [text, next]) {
        const codes = one ? [{ code: await qrOf(one), size: 280, x: width / 2, y: height / 2, ink: 22, paper: 192 }] : [];
        if (one !== undefined) frames.push(...Array(shown).fill(scene({ width, height, codes })));
    }
    writeFilm(file, frames);
}

// A dim counter, out of focus, with grain and a lamp's reflection. A code of somebody else comes first, by itself; then ours,
// tilted, with the other still beside it.
export async function writeHardVideo(file, text) {
    const light = (i) => ({ sharpness: 1.2, dim: 0.35, noise: 5, seed: i + 1 });
    const foreign = { code: await qrOf('https://example.com/menu?table=12'), size: 260, x: 380, y: 380, turn: -8, down: 20 };
    const ours = { code: await qrOf(text), size: 150, x: 850, y: 330, turn: 17, across: 38, down: -15 };
    const alone = [0, 1].map((i) => scene({ codes: [foreign], ...light(i) }));
    const both = [2, 3, 4].map((i) => scene({ codes: [foreign, ours], glare: { x: 760 + 40 * i, y: 200, size: 90 }, ...light(i) }));
    writeFilm(file, Array.from({ length: 26 }, (_, i) => (i < 8 ? alone[i % 2] : both[i % 3])));
}

// A picture (BMP, grey), black where `dark(x, y)`.
export function bitmap(wide, tall, dark) {
    const line = (wide + 3) & ~3;
    const pixels = Buffer.alloc(line * tall, 255);
    for (let y = 0; y < tall; y++) {
        for (let x = 0; x < wide; x++) if (dark(x, y)) pixels[(tall - 1 - y) * line + x] = 0; // the lowest line comes first
    }
    const greys = Buffer.from(Array.from({ length: 256 }, (_, grey) => [grey, grey, grey, 0]).flat());
    const head = Buffer.alloc(54);
    head.write('BM');
    head.writeUInt32LE(54 + greys.length + pixels.length, 2);
    head.writeUInt32LE(54 + greys.length, 10); // where the pixels begin
    head.writeUInt32LE(40, 14);
    head.writeInt32LE(wide, 18);
    head.writeInt32LE(tall, 22);
    head.writeUInt16LE(1, 26); // plane
    head.writeUInt16LE(8, 28); // bits a pixel
    return Buffer.concat([head, greys, pixels]);
}

// A picture with these codes side by side, as a screenshot has them; without any it is blank.
export async function qrPicture(...texts) {
    const codes = await Promise.all(texts.map(qrOf));
    const [cell, quiet] = [6, 24];
    const tall = Math.max(200, ...codes.map(({ side }) => side * cell)) + 2 * quiet;
    let wide = quiet;
    const placed = codes.map((code) => {
        const left = wide;
        wide += code.side * cell + quiet;
        return { ...code, left };
    });
    return bitmap(wide + 200, tall, (x, y) => placed.some(({ side, dark, left }) => {
        const [column, row] = [Math.floor((x - left) / cell), Math.floor((y - quiet) / cell)];
        return column >= 0 && column < side && row >= 0 && row < side && dark(column, row);
    }));
}
