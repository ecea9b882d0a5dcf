// Silence and speed of the console, counted from outside: requestAnimationFrame and WebGL's draws and clears are wrapped
// before the page's own scripts run, in the page and in its workers; processor time is read from /proc. A figure of 0 stands
// beside its control: what the same counters find when one repaint is forced.
import { mkdirSync, readFileSync } from 'node:fs';
import { setTimeout as pass } from 'node:timers/promises';
import esbuild from 'esbuild';
import { launchBrowser } from '../browser/lib/browser.mjs';
import { Person } from '../browser/lib/person.mjs';
import { writeQrVideo } from '../browser/lib/qr-video.mjs';
import { startServer } from '../harness/server.mjs';

export const seconds = Number(process.env.HEXIAO_IDLE_SECONDS ?? 60);
const inputs = 120;

function print(name, value, unit, baseline, note) {
    console.log(JSON.stringify({ name, value, unit, baseline, ratio: baseline ? value / baseline : null, note }));
}

// Runs first in the page and in every worker. A console frame is an animation frame in which something was drawn.
export function count() {
    const counted = globalThis.counted = { asked: 0, drawn: 0, inWorkers: 0, changed: [], inputs: [] };
    const ask = globalThis.requestAnimationFrame?.bind(globalThis);
    let drew = 0;
    let context = null;
    if (ask) {
        globalThis.requestAnimationFrame = (callback) => {
            ++counted.asked;
            return ask((time) => {
                drew = 0;
                callback(time);
                if (drew === 0) return;
                ++counted.drawn;
                counted.onDrawn?.(context);
            });
        };
    }
    counted.ask = ask;
    for (const kind of ['WebGLRenderingContext', 'WebGL2RenderingContext']) {
        const prototype = globalThis[kind]?.prototype;
        for (const name of ['drawElements', 'drawArrays', 'clear', 'drawElementsInstanced', 'drawArraysInstanced']) {
            const original = prototype?.[name];
            if (!original) continue;
            prototype[name] = function (...args) {
                ++drew;
                ++counted.calls;
                context = this;
                return original.apply(this, args);
            };
        }
    }
    counted.calls = 0;
    const channel = new BroadcastChannel('counted-in-workers');
    if (globalThis.document) channel.onmessage = () => ++counted.inWorkers;
    else if (ask) globalThis.requestAnimationFrame = (callback) => { channel.postMessage(1); return ask(callback); };
}

// Numbers the browser's frames, and notes in which one an input came and in which the canvas's pixels were others.
function watchFrames() {
    const { counted } = globalThis;
    let frame = 0;
    let last = '';
    const next = () => { ++frame; counted.ask(next); };
    counted.ask(next);
    for (const type of ['pointerup', 'keydown']) addEventListener(type, () => counted.inputs.push(frame), { capture: true });
    counted.onDrawn = (gl) => {
        const { drawingBufferWidth: width, drawingBufferHeight: height } = gl;
        const pixels = new Uint8Array(4 * width * height);
        gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
        const words = new Uint32Array(pixels.buffer);
        let hash = 0;
        for (let i = 0; i < words.length; i++) hash = (Math.imul(hash, 31) + words[i]) | 0;
        if (hash !== last) counted.changed.push(frame);
        last = hash;
    };
}

// Processor time, in seconds, that the browser's renderers and its GPU process have used.
async function processorTime(browser) {
    const devtools = await browser.newBrowserCDPSession();
    const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
    await devtools.detach();
    return processInfo.filter(({ type }) => type === 'renderer' || type === 'GPU').reduce((sum, { id }) => {
        try {
            const fields = readFileSync(`/proc/${id}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
            return sum + (Number(fields[11]) + Number(fields[12])) / 100; // utime and stime, in ticks of 10 ms
        } catch {
            return sum; // it has ended
        }
    }, 0);
}

const frames = (page) => page.evaluate(() => counted.drawn + counted.inWorkers);

// Frames and processor time of the next minute.
export async function minute(browser, page) {
    const [before, cpu] = [await frames(page), await processorTime(browser)];
    await pass(seconds * 1000); // by our own clock: a timer in the page would wake it
    return { frames: (await frames(page)) - before, cpu: (await processorTime(browser)) - cpu };
}

// What the counters find when one repaint is forced: the page is told of a cause that changes nothing.
export async function forced(page) {
    const before = await frames(page);
    await page.evaluate(() => hexiao.wake());
    await page.evaluate(async () => { for (let i = 0; i < 10; i++) await new Promise(counted.ask); });
    return (await frames(page)) - before;
}

class Bench {
    async open() {
        this.server = await startServer({});
        mkdirSync('build/bench', { recursive: true });
        await writeQrVideo('build/bench/idle.y4m', null);
        this.browser = await launchBrowser({ camera: 'film', film: 'build/bench/idle.y4m' });
        return this;
    }

    async close() {
        await this.browser.close();
        await this.server.stop();
    }

    async arrive(shape, ...scripts) {
        const one = await Person.arrive(this.browser, this.server, this.server.origin, { shape, scripts: [count, ...scripts] });
        await one.context.route('**/decoder-*.js', async (route) => {
            const answer = await route.fetch();
            await route.fulfill({ response: answer, body: `(${count})();\n${await answer.text()}` });
        });
        return one;
    }

    async atCounter(...scripts) {
        const one = await this.arrive('phone', ...scripts);
        await one.atCounter(this.server.staff.cashier);
        return one;
    }

    async camera() {
        const one = await this.atCounter();
        await one.pressButton('counter.scan_open');
        await one.read('counter.scan_hint');
        await one.page.waitForFunction(() => document.querySelector('#camera').videoWidth > 0);
        await one.still();
        const { x, y, width, height } = await one.page.locator('#camera').boundingBox();
        const console_ = await minute(this.browser, one.page);
        const control = await forced(one.page);
        await one.leave();
        const bare = await this.bareCamera({ x, y, width, height });
        print(`idle.counter_camera_frames_${seconds}s`, console_.frames, '1', control, `console frames while the camera runs; baseline: what one forced repaint counts; CPU ${console_.cpu.toFixed(2)} s`);
        print('idle.counter_camera_cpu', console_.cpu, 's', bare.cpu, `renderer and GPU processes in ${seconds} s; baseline: a bare page with the same video at the same place, decoded by the same code`);
        return console_.frames === 0 && control === 1;
    }

    // The same film and web/camera.ts itself, which has the same decoder at the same pace, and nothing else.
    async bareCamera(box) {
        const manifest = JSON.parse(readFileSync('build/dist/asset-manifest.json', 'utf8'));
        const decoder = Object.keys(manifest.files).find((url) => url.includes('/decoder-'));
        const start = `import { Camera } from './web/camera.ts';
            const camera = new Camera(document.querySelector('video'), '${decoder}', () => {});
            camera.place({ id: 1, role: 'camera', box: ${JSON.stringify([box.x, box.y, box.width, box.height])} });
            camera.set('scanning');`;
        const { outputFiles } = await esbuild.build({ stdin: { contents: start, resolveDir: '.', loader: 'ts' }, bundle: true, write: false, format: 'esm' });
        const one = await this.arrive('phone');
        await one.context.route('**/bare', (route) => route.fulfill({
            contentType: 'text/html',
            body: `<!doctype html><style>video{position:fixed;object-fit:cover;border-radius:16px}</style><video muted playsinline></video><script type="module">${outputFiles[0].text}</script>`,
        }));
        await one.visit('/bare');
        await one.page.waitForFunction(() => document.querySelector('video').videoWidth > 0);
        const result = await minute(this.browser, one.page);
        await one.leave();
        return result;
    }

    async quiet() {
        const one = await this.atCounter();
        await one.still();
        const { frames: drawn, cpu } = await minute(this.browser, one.page);
        const control = await forced(one.page);
        print(`idle.counter_frames_${seconds}s`, drawn, '1', control, `console frames at the counter when nothing happens; baseline: what one forced repaint counts; CPU ${cpu.toFixed(2)} s`);
        await one.leave();
        return drawn === 0 && control === 1;
    }

    async hidden() {
        const one = await this.atCounter();
        await one.still();
        const other = await one.context.newPage(); // another tab in front
        await other.bringToFront();
        await one.devtools.send('Emulation.setFocusEmulationEnabled', { enabled: false });
        const hidden = await one.page.evaluate(() => document.hidden);
        const { frames: drawn } = await minute(this.browser, one.page);
        await one.page.bringToFront();
        await one.still();
        const control = await forced(one.page);
        print(`idle.hidden_frames_${seconds}s`, drawn, '1', control, `console frames while the page is ${hidden ? 'hidden' : 'behind another tab'}; baseline: what one forced repaint counts once it is shown`);
        await one.leave();
        return drawn === 0 && control === 1;
    }

    // Taps on two buttons in turn, and keys: a letter that clears a message, Enter that brings it, Tab.
    async feel() {
        const found = [];
        const measure = async (one, act) => {
            await one.still(3);
            await one.page.evaluate(() => { counted.changed.length = counted.inputs.length = 0; });
            await act();
            await one.page.waitForFunction(() => counted.changed.length > 0);
            found.push(await one.page.evaluate(() => counted.changed.find((frame) => frame > counted.inputs.at(-1)) - counted.inputs.at(-1)));
        };
        const thumb = await this.atCounter(watchFrames);
        for (let i = 0; i < inputs / 2; i++) {
            const tab = await thumb.place(thumb.find('link', i % 2 ? 'nav.counter' : 'nav.today'));
            await measure(thumb, () => thumb.tap(tab));
        }
        await thumb.leave();
        const hand = await this.arrive('desk', watchFrames);
        await hand.atCounter(this.server.staff.cashier);
        await hand.focus(hand.field('counter.code'));
        for (let i = 0; i < inputs / 2; i++) await measure(hand, () => hand.page.keyboard.press(['Enter', '9', 'Enter', 'Backspace'][i % 4]));
        await hand.leave();
        found.sort((a, b) => a - b);
        const p95 = found[Math.ceil(found.length * 0.95) - 1];
        print('feel.input_to_paint_p95_frames', p95, 'frames', 1, `of ${found.length} taps and keys, from the event to the frame in which the canvas's pixels changed (median ${found[found.length >> 1]}, most ${found.at(-1)}); baseline: the very next frame, the least that a browser can do`);
        return p95 <= 2;
    }
}

// True when every count is what it must be.
export async function idle() {
    const bench = await new Bench().open();
    try {
        const right = [];
        for (const figure of ['feel', 'quiet', 'hidden', 'camera']) right.push(await bench[figure]());
        return right.every(Boolean);
    } finally {
        await bench.close();
    }
}

if (process.argv[1] === new URL(import.meta.url).pathname) process.exitCode = (await idle()) ? 0 : 1;
