// Pictures as a camera at a counter takes them: codes on cards, held crookedly in front of something, out of focus, in bad
// light, with grain and glare. Luminance only. The same seed gives the same picture.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';

prepareZXingModule({
    overrides: { wasmBinary: readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm')) },
});

// Numbers below 1 that look random (mulberry32).
export function random(seed) {
    let state = seed >>> 0;
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(state ^ (state >>> 15), state | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
}

// {side, dark(x, y)} of the QR code of a text, without quiet zone.
export async function qrOf(text) {
    const { symbol, error } = await writeBarcode(text, { format: 'QRCode', options: 'ecLevel=M' });
    if (error) throw new Error(`cannot draw a QR code: ${error}`);
    return { side: symbol.width, dark: (x, y) => symbol.data[y * symbol.width + x] === 0 };
}

const quiet = 4; // modules around a code
const fine = 3;  // samples a pixel, each way

// Lays a code (and its card) into `grey`: `size` pixels wide in the middle, around (x, y), turned in the picture's plane and
// tilted out of it across and down (degrees), with some perspective.
function lay({ grey, width, height }, { code, size, x, y, turn = 0, across = 0, down = 0, ink = 25, paper = 215 }) {
    const [a, b, c] = [turn, across, down].map((degrees) => (degrees * Math.PI) / 180);
    const distance = 3.2 * size;
    const turned = (u, v) => {
        const [px, py] = [Math.cos(a) * u - Math.sin(a) * v, Math.sin(a) * u + Math.cos(a) * v];
        const [qx, qz] = [Math.cos(b) * px, -Math.sin(b) * px];
        return [qx, Math.cos(c) * py - Math.sin(c) * qz, Math.sin(c) * py + Math.cos(c) * qz];
    };
    const [right, below] = [turned(1, 0), turned(0, 1)];
    const card = code.side + 2 * quiet;
    const reach = Math.ceil((size * card * 1.1) / code.side);
    for (let py = Math.max(0, Math.floor(y - reach)); py < Math.min(height, y + reach); py++) {
        for (let px = Math.max(0, Math.floor(x - reach)); px < Math.min(width, x + reach); px++) {
            let [light, hits] = [0, 0];
            for (let i = 0; i < fine * fine; i++) {
                const sx = (px + ((i % fine) + 0.5) / fine - x) / distance;
                const sy = (py + (Math.floor(i / fine) + 0.5) / fine - y) / distance;
                const [p, q, r, s] = [right[0] - sx * right[2], below[0] - sx * below[2], right[1] - sy * right[2], below[1] - sy * below[2]];
                const scale = (distance * code.side) / (size * (p * s - q * r));
                const mx = Math.floor((sx * s - q * sy) * scale + card / 2) - quiet;
                const my = Math.floor((p * sy - r * sx) * scale + card / 2) - quiet;
                if (mx < -quiet || my < -quiet || mx >= code.side + quiet || my >= code.side + quiet) continue;
                hits++;
                const inside = mx >= 0 && my >= 0 && mx < code.side && my < code.side;
                light += inside && code.dark(mx, my) ? ink : paper;
            }
            const at = py * width + px;
            grey[at] = (light + grey[at] * (fine * fine - hits)) / (fine * fine);
        }
    }
}

// Out of focus: a Gaussian of `sigma` pixels.
function blur({ grey, width, height }, sigma) {
    if (sigma === 0) return;
    const reach = Math.ceil(3 * sigma);
    const weights = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma)));
    const sum = weights.reduce((a, b) => a + b);
    const pass = (from, to, step, along, count) => {
        for (let i = 0; i < from.length; i++) {
            const place = along(i);
            let light = 0;
            for (let k = -reach; k <= reach; k++) light += weights[k + reach] * from[i + (Math.min(count - 1, Math.max(0, place + k)) - place) * step];
            to[i] = light / sum;
        }
    };
    const wide = new Float32Array(grey.length);
    pass(grey, wide, 1, (i) => i % width, width);
    pass(wide, grey, width, (i) => Math.floor(i / width), height);
}

// `background`: a frame that is stretched behind everything, or a grey. `dim`: share of the light that is left. `glare`: {x, y,
// size}, a lamp's reflection. `noise`: grain, in steps of 255.
export function scene({ width = 1280, height = 720, background = 110, codes = [], sharpness = 0, dim = 1, glare, noise = 0, seed = 1 }) {
    const picture = { grey: new Float32Array(width * height), width, height };
    const { grey } = picture;
    if (typeof background === 'number') grey.fill(background);
    else {
        for (let y = 0; y < height; y++) {
            const row = Math.floor((y * background.height) / height) * background.width;
            for (let x = 0; x < width; x++) grey[y * width + x] = 20 + 0.8 * background.grey[row + Math.floor((x * background.width) / width)];
        }
    }
    for (const code of codes) lay(picture, code);
    blur(picture, sharpness);
    const next = random(seed);
    const result = new Uint8ClampedArray(grey.length);
    for (let i = 0; i < grey.length; i++) {
        const bright = glare ? 180 * Math.exp(-(((i % width) - glare.x) ** 2 + (Math.floor(i / width) - glare.y) ** 2) / glare.size ** 2) : 0;
        const grain = noise ? noise * 2 * (next() + next() + next() - 1.5) : 0;
        result[i] = grey[i] * dim + 8 + bright + grain;
    }
    return { grey: new Uint8Array(result.buffer), width, height };
}
