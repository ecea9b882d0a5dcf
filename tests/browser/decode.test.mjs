// Decoding: photographs and drawn scenes through the decoder's own bundle, pictures that are none, and the camera's path with a
// hard film, a decoder that hangs, a camera that goes away, and browsers that cannot give luminance.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import esbuild from 'esbuild';
import { photographs, photographsAreThere } from './lib/photographs.mjs';
import { qrOf, scene } from './lib/scene.mjs';
import { useStage } from './lib/stage.mjs';

const quiet = useStage({ film: 'blank' });
const hard = useStage({ film: 'usable', hard: true });
const clear = useStage({ film: 'usable' });

const decoderUrl = () => Object.keys(JSON.parse(readFileSync(`${process.env.HEXIAO_DIST ?? 'build/dist'}/asset-manifest.json`, 'utf8')).files).find((url) => url.includes('/decoder-'));

// Runs in the page: a decoder of its own gets the pictures one after the other; its answers.
async function askDecoder({ url, pictures }) {
    globalThis.decoder ??= new Worker(url, { type: 'module' });
    const answers = [];
    for (const { grey, bytes, ...picture } of pictures) {
        const light = Uint8Array.from(atob(grey ?? ''), (letter) => letter.charCodeAt(0));
        const pixels = picture.grey8 === false ? Uint8Array.from({ length: 4 * light.length }, (_, i) => (i % 4 === 3 ? 255 : light[i >> 2])) : light;
        const { buffer } = bytes === undefined ? pixels : new Uint8Array(bytes);
        const answer = new Promise((resolve, reject) => {
            decoder.onmessage = ({ data }) => resolve(data);
            decoder.onerror = ({ message }) => reject(new Error(message));
        });
        decoder.postMessage({ ...picture, grey: picture.grey8 !== false, pixels: buffer }, [buffer]);
        answers.push(await answer);
    }
    return answers;
}

async function decoding({ arrive }) {
    const one = await arrive({ language: 'en' });
    await one.visit();
    const url = decoderUrl();
    return (...pictures) => one.page.evaluate(askDecoder, {
        url, pictures: pictures.map(({ name, text, ...picture }) => ({ ...picture, ...(picture.grey && { grey: Buffer.from(picture.grey).toString('base64') }) })),
    });
}

const skip = photographsAreThere ? {} : { skip: '../shared/data/qr is not here' };

quiet.scenario('photographs are read, every letter of them; where there is no code nothing is read', async (world) => {
    const ask = await decoding(world);
    for (const picture of await photographs(quiet.browser, 'qrcode-3')) {
        const [{ text }] = await ask({ ...picture, still: true });
        assert.equal(text, picture.text, picture.name);
    }
    for (const picture of await photographs(quiet.browser, 'falsepositives-1')) {
        const [{ text }] = await ask({ ...picture, still: true });
        assert.equal(text, '', picture.name);
    }
}, skip);

// What the cheap look misses is read within ten frames.
for (const [what, circumstances] of Object.entries({
    'small and tilted': { size: 110, turn: 30, across: 30 },
    'dark, with grain': { size: 160, dim: 0.12, noise: 12 },
    'bright on dark': { size: 200, ink: 215, paper: 25 },
})) {
    quiet.scenario(`a code is read within ten frames: ${what}`, async (world) => {
        const ask = await decoding(world);
        const { size, turn = 12, across, ink, paper, ...light } = circumstances;
        const text = 'HTTPS://HEXIAO.EXAMPLE/V/0123456789ABCDEFGHJKMNPQRSTVWXYZ/0123456789ABCDEFGHJKMNPQRSTVWXYZ';
        const frame = scene({ codes: [{ code: await qrOf(text), size, x: 640, y: 360, turn, across, ink, paper }], ...light });
        const answers = await ask(...Array.from({ length: 10 }, () => frame));
        assert.deepEqual(new Set(answers.map((answer) => answer.text).filter((read) => read !== '')), new Set([text]));
    });
}

quiet.scenario('two codes in one frame are both told; colour is taken too', async (world) => {
    const ask = await decoding(world);
    const codes = [{ code: await qrOf('FIRST'), size: 200, x: 300, y: 300 }, { code: await qrOf('SECOND'), size: 200, x: 900, y: 400 }];
    const frame = scene({ codes });
    const [luminance, colour] = await ask(frame, { ...frame, grey8: false });
    assert.deepEqual(luminance.texts.sort(), ['FIRST', 'SECOND']);
    assert.deepEqual(colour.texts.sort(), ['FIRST', 'SECOND']);
});

quiet.scenario('a picture that is none is answered, and the next one is read', async (world) => {
    const ask = await decoding(world);
    const sizes = [[0, 0], [-1, -1], [1, 1], [1, 1000], [3, 3], [0.5, 0.5], [NaN, 1], [1e9, 1e9], [65535, 1], [4, 65536], [1280, 720]];
    const none = sizes.flatMap(([width, height]) => [true, false].flatMap((still) => [true, false].map((grey8) => ({ width, height, still, grey8, bytes: 70_000 }))));
    const answers = await ask(...none, { width: 10, height: 10, bytes: 0 }, { bytes: 4 });
    assert.equal(answers.length, none.length + 2);
    for (const answer of answers) assert.deepEqual(answer, { text: '', texts: [] });
    const [{ text }] = await ask(scene({ codes: [{ code: await qrOf('STILL THERE'), size: 200, x: 640, y: 360 }] }));
    assert.equal(text, 'STILL THERE');
});

// --- the ladder by itself: what a reader is asked for, which sees nothing but what `sees(frame, how)` gives it

async function watchedLadder(sees) {
    const { outputFiles } = await esbuild.build({ entryPoints: ['web/ladder.ts'], bundle: true, write: false, format: 'esm', logLevel: 'warning' });
    const { Ladder } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
    let looks = [];
    const ladder = new Ladder((frame, how) => {
        looks.push(`${frame.width}×${frame.height}${Object.keys(how).sort().map((key) => ` ${key}`).join('')}`);
        return sees(frame, how) ?? [];
    });
    return (frame = scene({})) => {
        looks = [];
        const texts = ladder.look(frame);
        return { looks, texts };
    };
}

test('every frame is looked at cheaply, one in ten in each dearer way', async () => {
    const look = await watchedLadder(() => []);
    const frames = Array.from({ length: 20 }, () => look().looks);
    const cheap = ['640×360'];
    const expected = [
        cheap, [...cheap, '640×360 global'], cheap, [...cheap, '1280×720 any downscale harder invert'], cheap,
        cheap, cheap, [...cheap, '1280×720'], cheap, cheap,
    ];
    assert.deepEqual(frames, [...expected, ...expected]);
});

test('where a code was seen but not read, every pixel is looked at, for ten frames, also after it is lost', async () => {
    const seen = { text: '', box: { x: 320, y: 180, width: 50, height: 50 } };
    let visible = true;
    const look = await watchedLadder(({ width }) => (width === 640 && visible ? [seen] : []));
    const { looks } = look();
    visible = false;
    // In the middle of the frame twice the size, with room around it, and doubled by turns.
    const region = /^(\d+)×\1 harder$/;
    const size = Number(region.exec(looks[1])?.[1]);
    assert.ok(size > 100 && size < 250, `${looks}`);
    const later = Array.from({ length: 12 }, () => look().looks.filter((it) => region.test(it)));
    assert.deepEqual(later.slice(0, 2), [[`${2 * size}×${2 * size} harder`], [`${size}×${size} harder`]]);
    assert.deepEqual(later.map((it) => it.length), [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0]);
});

test('what is read cheaply is looked at no further, until it has stayed for long', async () => {
    const code = { text: 'SOMETHING', box: { x: 100, y: 100, width: 50, height: 50 } };
    const look = await watchedLadder(({ width }) => (width === 640 ? [code] : []));
    const frames = Array.from({ length: 20 }, () => look());
    for (const { texts } of frames) assert.deepEqual(texts, ['SOMETHING']);
    assert.ok(frames.slice(0, 10).every(({ looks }) => looks.length === 1));
    assert.ok(frames.slice(10).some(({ looks }) => looks.length > 1), 'another code may be harder to read');
});

// --- the camera's path

hard.scenario('crooked, blurred, dim, with glare, after and beside a code of somebody else: redeemed', async ({ arrive, staff }) => {
    const one = await arrive({ shape: 'phone', language: 'en' });
    await one.atCounter(staff.cashier);
    await one.pressButton('counter.scan_open');
    await one.see('heading', { exact: hard.filmed.title.en });
    await one.pressButton('card.redeem');
    await one.see('heading', 'verdict.done');
});

// Runs first in the page: whatever the picture, these texts are in it.
function seeAlways(texts) {
    const Real = globalThis.Worker;
    globalThis.Worker = class extends Real {
        #decodes;
        constructor(url, options) {
            super(url, options);
            this.#decodes = String(url).includes('/decoder-');
        }
        postMessage(message, transfer) {
            if (this.#decodes) queueMicrotask(() => this.onmessage({ data: { text: texts[0], texts } }));
            else super.postMessage(message, transfer);
        }
    };
}

quiet.scenario('of two codes in sight each has its turn', async ({ arrive, staff, voucher }) => {
    const { code, title } = voucher('usable');
    const texts = ['https://example.com/menu?table=12', code];
    const one = await arrive({ language: 'en', scripts: [`(${seeAlways})(${JSON.stringify(texts)});`] });
    await one.atCounter(staff.cashier);
    await one.pressButton('counter.scan_open');
    await one.see('heading', { exact: title.en });
});

quiet.scenario('of two vouchers in sight none is redeemed on a guess, whatever the merchant lets a scan do', async ({ arrive, staff, voucher, network }) => {
    const client = await quiet.ledger(staff.owner).client();
    const { body: settings } = await client.get('/api/v1/merchant');
    await client.put('/api/v1/merchant', { ...settings, automatic: true });
    const [first, second] = [voucher('usable'), voucher('usable')];
    const one = await arrive({ language: 'en', scripts: [`(${seeAlways})(${JSON.stringify([first.code, second.code])});`] });
    await one.atCounter(staff.cashier);
    await one.pressButton('counter.scan_open');
    await one.see('button', 'card.redeem');
    assert.deepEqual(network.sent('POST', '/api/v1/redeem'), []);
    await client.put('/api/v1/merchant', { ...settings, automatic: false });
});

// Runs first in the page: how often a decoder answered that it reads something.
function countReads() {
    const Real = globalThis.Worker;
    globalThis.reads = 0;
    globalThis.Worker = class extends Real {
        constructor(url, options) {
            super(url, options);
            this.addEventListener('message', ({ data }) => (globalThis.reads += data.texts?.length > 0 ? 1 : 0));
        }
    };
}

clear.scenario('a code that is held there while its card is sent away is not told anew', async ({ arrive, staff, network }) => {
    const one = await arrive({ language: 'en', scripts: [countReads] });
    await one.atCounter(staff.cashier);
    await one.pressButton('counter.scan_open');
    await one.see('heading', { exact: clear.filmed.title.en });
    await one.page.waitForFunction((from) => performance.now() - from > 4000, await one.page.evaluate(() => performance.now()));
    network.requests.length = 0;
    await one.pressButton('card.cancel');
    await one.see('heading', 'counter.title');
    const before = await one.page.evaluate(() => globalThis.reads);
    await one.page.waitForFunction((from) => globalThis.reads > from + 10, before);
    assert.deepEqual(network.sent('POST', '/api/v1/prepare'), []);
});

// Runs first in the page: the first decoder sees nothing in one picture and then never answers again.
function hangOnce() {
    const Real = globalThis.Worker;
    globalThis.decoders = 0;
    globalThis.Worker = class extends Real {
        #number = 0;
        #pictures = 0;
        constructor(url, options) {
            super(url, options);
            if (String(url).includes('/decoder-')) this.#number = ++globalThis.decoders;
        }
        postMessage(message, transfer) {
            if (this.#number !== 1) super.postMessage(message, transfer);
            else if (++this.#pictures === 1) queueMicrotask(() => this.onmessage({ data: { text: '', texts: [] } }));
        }
    };
}

clear.scenario('a decoder that hangs is replaced', async ({ arrive, staff }) => {
    const one = await arrive({ language: 'en', scripts: [hangOnce] });
    await one.atCounter(staff.cashier);
    await one.pressButton('counter.scan_open');
    await one.see('heading', { exact: clear.filmed.title.en });
    assert.equal(await one.page.evaluate(() => globalThis.decoders), 2);
});

// Runs first in the page: an older browser.
function withoutFrames() {
    delete HTMLVideoElement.prototype.requestVideoFrameCallback;
    delete globalThis.VideoFrame;
}

// Runs first in the page: a browser that has frames, but gives nothing of them.
function withoutCopies() {
    VideoFrame.prototype.copyTo = () => Promise.reject(new DOMException('no', 'NotSupportedError'));
}

for (const [what, script] of Object.entries({ 'frames of the video': withoutFrames, 'copies of frames': withoutCopies })) {
    clear.scenario(`a browser without ${what} scans all the same`, async ({ arrive, staff }) => {
        const one = await arrive({ language: 'en', scripts: [script] });
        await one.atCounter(staff.cashier);
        await one.pressButton('counter.scan_open');
        await one.see('heading', { exact: clear.filmed.title.en });
    });
}

quiet.scenario('a camera that is pulled out is said, and may be tried again', async ({ arrive, staff }) => {
    const one = await arrive({ language: 'en' });
    await one.atCounter(staff.cashier);
    await one.pressButton('counter.scan_open');
    await one.read('counter.scan_hint');
    const video = one.page.locator('#camera');
    await one.until(() => video.evaluate((element) => element.videoWidth > 0), 'a picture from the camera');
    await video.evaluate((element) => element.srcObject.getVideoTracks()[0].dispatchEvent(new Event('ended')));
    await one.see('status', 'counter.camera_failed');
    await one.pressButton('counter.scan_open');
    await one.read('counter.scan_hint');
});

quiet.scenario('a decoder that cannot be loaded is said, not waited for', async ({ arrive, staff }) => {
    const one = await arrive({ language: 'en' });
    await one.context.route('**/zxing-*.wasm', (route) => route.abort());
    await one.atCounter(staff.cashier);
    await one.pressButton('counter.scan_open');
    await one.see('status', 'counter.camera_failed');
    one.faults.length = 0; // the module says so on the console, which is what this test wants
});
