// A Code 128 as a printer makes it (ISO/IEC 15417, code set B), as a picture: written here, so that it can contradict the decoder.
import { bitmap } from './qr-video.mjs';

// Widths of bars and gaps by turns, of the values 0 to 105; the stop sign has a bar more.
const widths = `212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 123122 123221
223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113
132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 331121 312113
312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111
241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113
411311 113141 114131 311141 411131 211412 211214 211232`.split(/\s+/);
const startB = 104;
const stop = '2331112';

// Modules from left to right, true where a bar is.
export function modulesOf(text) {
    const values = [...text].map((sign) => sign.charCodeAt(0) - 32);
    const check = values.reduce((sum, value, i) => sum + (i + 1) * value, startB) % 103;
    const signs = [startB, ...values, check].map((value) => widths[value]);
    return [...signs, stop].flatMap((sign) => [...sign].flatMap((width, i) => Array(Number(width)).fill(i % 2 === 0)));
}

const quiet = 10; // modules on either side

// Whether (x, y) is ink, of a code that is drawn from (left, top) on.
function ink(text, { module, tall, left, top }) {
    const modules = modulesOf(text);
    return (x, y) => y >= top && y < top + tall && modules[Math.floor((x - left) / module)] === true;
}

// A picture (BMP, grey) of it.
export function barPicture(text, { module = 3, tall = 120 } = {}) {
    const [left, top] = [quiet * module, 60];
    return bitmap(modulesOf(text).length * module + 2 * left, tall + 2 * top, ink(text, { module, tall, left, top }));
}

// A frame of a film that shows it on its paper; `turned`: on its side.
export function barFrame(text, { turned = false } = {}) {
    const [width, height, module, tall] = [640, 480, 2, 140];
    const wide = modulesOf(text).length * module;
    const [along, across] = turned ? [height, width] : [width, height];
    const [left, top] = [Math.floor((along - wide) / 2), Math.floor((across - tall) / 2)];
    const dark = ink(text, { module, tall, left, top });
    const grey = new Uint8Array(width * height);
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) grey[y * width + x] = (turned ? dark(y, x) : dark(x, y)) ? 25 : 200;
    return { grey, width, height };
}
