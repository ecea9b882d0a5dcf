// Decoding, beside zxing-wasm as it comes (`formats: ['QRCode']`, all else default) on the same grey frames in the same run, by
// turns. A frame is a picture scaled to fit 1280×720; the ladder sees each for ten frames, as a hand holds a code still; its
// share is what it reads exactly within them. Time is processor time. `node tests/bench/decode.mjs` runs this alone.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { scanGrayBuffer } from '@undecaf/zbar-wasm';
import esbuild from 'esbuild';
import jsQR from 'jsqr';
import { launchBrowser } from '../browser/lib/browser.mjs';
import { photographs, photographsAreThere } from '../browser/lib/photographs.mjs';
import { qrOf, random, scene } from '../browser/lib/scene.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const held = 10; // frames
const seconds = Number(process.env.HEXIAO_NOISE_SECONDS ?? 60);
const rate = 30; // frames of noise a second

function print(name, value, unit, baseline, note) {
    console.log(JSON.stringify({ name, value, unit, baseline, ratio: baseline ? value / baseline : null, note }));
}

// Milliseconds of processor time that `work` takes in this process.
function cost(work) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
}

// The ladder and its reader as the decoder's bundle has them; and the package as it comes, in an instance of its own.
async function load() {
    const outfile = `${root}build/bench/ladder.mjs`;
    const contents = `export { Ladder } from './web/ladder'; export { openReader } from './web/reader';
        export { prepareZXingModule, defaultReaderOptions, binarizers, characterSets, eanAddOnSymbols, textModes } from 'zxing-wasm/reader';`;
    await esbuild.build({ stdin: { contents, resolveDir: root, loader: 'ts' }, bundle: true, format: 'esm', minify: true, external: ['node:*'], outfile, logLevel: 'warning' });
    const { Ladder, openReader, prepareZXingModule, defaultReaderOptions: usual, ...lists } = await import(outfile);
    const overrides = { wasmBinary: readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')) };
    const read = await openReader({ ...overrides });
    const module = await prepareZXingModule({ overrides: { ...overrides }, fireImmediately: true });
    // Encoded as the package does it; text as it stands in the code, which gives the baseline one picture more than its default.
    const options = {
        ...usual, formats: 'QRCode', binarizer: lists.binarizers.indexOf(usual.binarizer), characterSet: lists.characterSets.indexOf(usual.characterSet),
        eanAddOnSymbol: lists.eanAddOnSymbols.indexOf(usual.eanAddOnSymbol), textMode: lists.textModes.indexOf('Plain'),
    };
    const place = module._malloc(1280 * 1280);
    const plain = ({ grey, width, height }) => {
        module.HEAPU8.set(grey, place);
        const found = module.readBarcodesFromPixmap(place, width, height, options);
        const texts = Array.from({ length: found.size() }, (_, i) => found.get(i).text);
        found.delete();
        return texts;
    };
    return { plain, newLadder: () => new Ladder(read) };
}

const base45 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

// Our own codes: 67 to 90 bytes in base45, level M, hence versions 5 and 6; each size, focus, tilt and light with each other.
async function houseSet(backgrounds) {
    const frames = [];
    for (const size of [120, 160, 200, 260, 360]) for (const sharpness of [0, 1, 1.8]) for (const tilt of [0, 25, 45]) for (const [dim, noise] of [[1, 3], [0.3, 4], [0.12, 5]]) {
        const seed = frames.length + 1;
        const next = random(seed);
        const text = Array.from({ length: 101 + Math.floor(next() * 35) }, () => base45[Math.floor(next() * 45)]).join('');
        const margin = size * 0.9;
        const code = {
            code: await qrOf(text), size, x: margin + next() * (1280 - 2 * margin), y: margin > 360 ? 360 : margin + next() * (720 - 2 * margin),
            turn: 50 * (next() - 0.5), across: tilt * (next() < 0.5 ? -1 : 1) * (0.6 + 0.4 * next()), down: tilt * (next() - 0.5),
        };
        const background = backgrounds[Math.floor(next() * backgrounds.length)];
        frames.push({ name: `${size} px, blur ${sharpness}, tilt ${tilt}, light ${dim}`, text, ...scene({ background, codes: [code], sharpness, dim, noise, seed }) });
    }
    return frames;
}

// Each second another grain and another strength.
function* noiseFilm() {
    const [width, height] = [1280, 720];
    const words = new Uint32Array((width * height) / 4);
    const bytes = new Uint8Array(words.buffer);
    let state = 1;
    for (let i = 0; i < seconds * rate; i++) {
        for (let at = 0; at < words.length; at++) {
            state ^= state << 13;
            state ^= state >>> 17;
            state ^= state << 5;
            words[at] = state;
        }
        const second = Math.floor(i / rate);
        const [grain, strength] = [[1, 2, 4, 7][second % 4], [1, 0.4, 0.1][Math.floor(second / 4) % 3]];
        const grey = new Uint8Array(bytes.length);
        for (let y = 0, at = 0; y < height; y++) {
            const row = Math.floor(y / grain) * width;
            for (let x = 0; x < width; x++, at++) grey[at] = 128 + strength * (bytes[row + Math.floor(x / grain)] - 128);
        }
        yield { name: 'noise', text: null, grey, width, height };
    }
}

// Both by turns on the same frames. {ladder, plain}: {read, ms a frame}; `told`: frames on which something was said.
class Duel {
    ladder = { read: 0, ms: 0, told: 0 };
    plain = { read: 0, ms: 0, told: 0 };
    frames = 0;

    constructor(decoders) {
        this.decoders = decoders;
    }

    still(picture) {
        const ladder = this.decoders.newLadder();
        let [byLadder, byPlain] = [false, false];
        for (let i = 0; i < held; i++) {
            const { ladder: ours, plain: theirs } = this.frame(picture, ladder);
            byLadder ||= ours.includes(picture.text);
            byPlain ||= theirs.includes(picture.text);
        }
        this.ladder.read += byLadder;
        this.plain.read += byPlain;
    }

    frame(picture, ladder) {
        const texts = {};
        this.plain.ms += cost(() => { texts.plain = this.decoders.plain(picture); });
        this.ladder.ms += cost(() => { texts.ladder = ladder.look(picture); });
        for (const who of ['ladder', 'plain']) this[who].told += texts[who].length > 0;
        ++this.frames;
        return texts;
    }

    get ms() {
        return [this.ladder.ms / this.frames, this.plain.ms / this.frames];
    }
}

// What else there is, once on each picture: how many texts are exact.
async function others(pictures) {
    let [js, zbar] = [0, 0];
    for (const { grey, width, height, text } of pictures) {
        const rgba = new Uint8ClampedArray(4 * grey.length);
        grey.forEach((light, i) => rgba.fill(light, 4 * i, 4 * i + 3).fill(255, 4 * i + 3, 4 * i + 4));
        js += jsQR(rgba, width, height)?.data === text;
        zbar += (await scanGrayBuffer(grey.slice().buffer, width, height)).some((symbol) => symbol.decode() === text);
    }
    return `jsQR ${js}, zbar-wasm ${zbar}`;
}

// Runs in the page: so many new frames of the camera, each brought into memory and given to a worker in one way, as web/camera.ts
// does it. Milliseconds until it is there.
async function capture({ way, count }) {
    const video = document.querySelector('video');
    const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    globalThis.worker ??= new Worker(URL.createObjectURL(new Blob(['onmessage = ({ data }) => postMessage(data.byteLength)'])));
    let [waited, sent] = [0, 0];
    for (let i = 0; i < count; i++) {
        await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
        const begun = performance.now();
        let pixels;
        if (way === 'copied') {
            const frame = new VideoFrame(video);
            pixels = new ArrayBuffer(frame.allocationSize());
            await frame.copyTo(pixels);
            frame.close();
        } else if (way !== 'none') {
            const scale = way === 'half' ? 0.5 : 1;
            const [width, height] = [video.videoWidth * scale, video.videoHeight * scale];
            if (context.canvas.width !== width) Object.assign(context.canvas, { width, height });
            context.drawImage(video, 0, 0, width, height);
            pixels = context.getImageData(0, 0, width, height).data.buffer;
        } else continue;
        const there = performance.now();
        waited += there - begun;
        await new Promise((resolve) => { worker.onmessage = resolve; worker.postMessage(pixels, [pixels]); });
        sent += performance.now() - there;
    }
    return { waited: waited / count, sent: sent / count };
}

async function captures(pictures) {
    const film = `${root}build/bench/decode.y4m`;
    const colour = Buffer.alloc((1280 * 720) / 2, 128);
    writeFileSync(film, Buffer.concat(['YUV4MPEG2 W1280 H720 F30:1 Ip A1:1 C420jpeg\n', ...pictures.flatMap(({ grey }) => ['FRAME\n', grey, colour])].map((part) => Buffer.from(part))));
    const browser = await launchBrowser({ camera: 'film', film });
    const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<!doctype html><video muted playsinline></video>'));
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const page = await browser.newPage();
    await page.goto(`http://localhost:${server.address().port}/`);
    await page.evaluate(async () => {
        const video = document.querySelector('video');
        video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1280 }, height: { ideal: 720 } } });
        await video.play();
    });
    const devtools = await browser.newBrowserCDPSession();
    const used = async () => (await devtools.send('SystemInfo.getProcessInfo')).processInfo.reduce((sum, { cpuTime }) => sum + 1000 * cpuTime, 0);
    const ways = { none: [], copied: [], half: [], full: [] };
    const count = 40;
    for (let round = 0; round < 3; round++) {
        for (const way of Object.keys(ways)) {
            const before = await used();
            const took = await page.evaluate(capture, { way, count });
            ways[way].push({ ...took, ms: ((await used()) - before) / count });
        }
    }
    await browser.close();
    server.close();
    const mean = (way, what) => ways[way].reduce((sum, each) => sum + each[what], 0) / ways[way].length;
    const told = (way) => `${mean(way, 'waited').toFixed(1)} ms to wait, ${mean(way, 'sent').toFixed(1)} ms to hand over`;
    print('decode.capture_ms', mean('copied', 'ms'), 'ms', mean('half', 'ms'),
        `processor time of all of Chromium's processes for one 1280×720 frame with VideoFrame.copyTo (${told('copied')}), playing it included (${mean('none', 'ms').toFixed(1)} ms by itself); baseline: drawImage and getImageData at half the size (${told('half')}); at full size ${mean('full', 'ms').toFixed(1)} ms (${told('full')})`);
}

// True when no code-free frame was read, and no less than by the baseline where there is one.
export async function decode() {
    if (!photographsAreThere) {
        console.error('../shared/data/qr is missing, so decoding was not measured');
        return false;
    }
    mkdirSync(`${root}build/bench`, { recursive: true });
    const browser = await launchBrowser();
    const [general, empty] = [[...(await photographs(browser, 'qrcode-2')), ...(await photographs(browser, 'qrcode-3'))], await photographs(browser, 'falsepositives-1')];
    await browser.close();
    const house = await houseSet(empty.filter(({ width, height }) => Math.min(width, height) > 200));
    const decoders = await load();
    for (const picture of [...general.slice(0, 20), ...empty]) new Duel(decoders).still(picture); // compiled by now

    const duels = {};
    for (const [name, pictures] of Object.entries({ general, house, empty })) {
        duels[name] = new Duel(decoders);
        for (const picture of pictures) duels[name].still(picture);
    }
    duels.noise = new Duel(decoders);
    const ladder = decoders.newLadder();
    for (const frame of noiseFilm()) duels.noise.frame(frame, ladder);

    for (const [name, pictures, what] of [['share', general, 'the photographs of ../shared/data/qr'], ['house_share', house, 'our own codes, 120 to 360 px, tilted, blurred, dimmed']]) {
        const { ladder: ours, plain, ms } = name === 'share' ? duels.general : duels.house;
        const count = pictures.length;
        print(`decode.${name}`, ours.read / count, '1', plain.read / count, `exact within ${held} frames: ${ours.read} of ${count}, ${what}; baseline: zxing-wasm, formats QRCode, ${plain.read}; once each: ${await others(pictures)}`);
        print(`decode.${name.replace('share', 'ms')}`, ms[0], 'ms', ms[1], 'processor time of a frame over the same frames; baseline as above');
    }
    const { empty: photos, noise } = duels;
    const all = (who, what) => photos[who][what] + noise[who][what];
    const frames = photos.frames + noise.frames;
    const apart = [['photographs', photos], ['noise', noise]].map(([name, { ms }]) => `${name} ${ms[0].toFixed(2)} ms against ${ms[1].toFixed(2)}`).join(', ');
    print('decode.empty_ms', all('ladder', 'ms') / frames, 'ms', all('plain', 'ms') / frames, `processor time of a frame without a code: ${empty.length} photographs for ${held} frames each and ${seconds} s of noise; ${apart}; baseline as above`);
    const false_ = all('ladder', 'told');
    print('decode.false_positives', false_, '1', duels.house.ladder.told, `frames of ${frames} without a code on which a text was read (zxing-wasm: ${all('plain', 'told')}); baseline: what the same count finds in the frames of our own codes`);
    await captures(house.slice(-15));
    return false_ === 0 && duels.general.ladder.read >= duels.general.plain.read && duels.house.ladder.read >= duels.house.plain.read;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = (await decode()) ? 0 : 1;
