// What the kit costs, beside Dear ImGui's own example: frames while a table of 100,000 rows is scrolled, processor time of a
// frame of the fullest screen, bytes of a screen. Both pages run in the same browser, in the same window (1440 × 900, density
// 1), by turns. `node tests/bench/kit.mjs` runs these alone.
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { enterGallery, openPart } from '../browser/lib/gallery.mjs';
import { Person } from '../browser/lib/person.mjs';
import { Stage } from '../browser/lib/stage.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const rounds = 5;
const window = { width: 1440, height: 900 };

function print(name, value, unit, baseline, note) {
    console.log(JSON.stringify({ name, value, unit, baseline, ratio: baseline ? value / baseline : null, note }));
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

// Runs before a page's own scripts: counts its animation frames in which something was drawn.
function count() {
    const counted = globalThis.counted = { frames: 0 };
    const ask = globalThis.requestAnimationFrame.bind(globalThis);
    counted.ask = ask;
    let drew = false;
    globalThis.requestAnimationFrame = (callback) => ask((time) => {
        drew = false;
        callback(time);
        if (drew) counted.frames++;
    });
    const original = WebGL2RenderingContext.prototype.drawElements;
    WebGL2RenderingContext.prototype.drawElements = function (...args) {
        drew = true;
        return original.apply(this, args);
    };
}

// Runs in the page: for so many seconds each frame is asked for by something to do.
async function run({ seconds, cause }) {
    const causes = {
        none: () => {},
        wake: () => globalThis.hexiao.wake(),
        // As a trackpad turns: at every frame a little further, over the middle of the table.
        scroll: () => {
            const at = { clientX: 720, clientY: 600, bubbles: true, cancelable: true };
            const canvas = document.querySelector('#canvas');
            canvas.dispatchEvent(new MouseEvent('mousemove', at));
            canvas.dispatchEvent(new WheelEvent('wheel', { ...at, deltaY: 100 }));
        },
    };
    const { counted } = globalThis;
    const frame = () => new Promise(counted.ask);
    for (let i = 0; i < 10; i++) { causes[cause](); await frame(); }
    counted.frames = 0;
    let rows = 0;
    const begun = performance.now();
    while (performance.now() - begun < seconds * 1000) {
        causes[cause]();
        await frame();
        if (cause === 'scroll') rows = Math.max(rows, document.querySelectorAll('#mirror [role=row]').length - 1);
    }
    const passed = (performance.now() - begun) / 1000;
    return { frames: counted.frames, fps: counted.frames / passed, rows };
}

// The same, and the processor time of a frame: what the page's main thread used for its scripts, waiting not counted.
async function measure(page, devtools, cause) {
    const used = async () => {
        const { metrics } = await devtools.send('Performance.getMetrics');
        return metrics.find(({ name }) => name === 'ScriptDuration').value * 1000;
    };
    await page.bringToFront();
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const before = await used();
    const ran = await page.evaluate(run, { seconds: 2, cause });
    return { ...ran, ms: ((await used()) - before) / (ran.frames + 10) };
}

// The example on a page of its own.
async function serveStock() {
    const folder = `${root}build/web/tests/bench/stock/`;
    const page = '<!doctype html><style>body{margin:0}canvas{width:1440px;height:900px;display:block}</style><canvas id="canvas" width="1440" height="900"></canvas>' +
        '<script type="module">import create from "./stock.mjs"; create({ canvas: document.querySelector("#canvas") });</script>';
    const types = { mjs: 'text/javascript', wasm: 'application/wasm' };
    const server = createServer((request, response) => {
        if (request.url === '/') return response.writeHead(200, { 'content-type': 'text/html' }).end(page);
        const name = request.url.slice(1);
        if (!['stock.mjs', 'stock.wasm'].includes(name)) return response.writeHead(404).end();
        response.writeHead(200, { 'content-type': types[name.split('.')[1]] }).end(readFileSync(folder + name));
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    return server;
}

function screenBytes() {
    const folder = `${root}build/web/ui/CMakeFiles/hexiao_ui.dir/screens/`;
    const sizes = readdirSync(folder).filter((name) => name.endsWith('.o')).map((name) => ({
        name, bytes: brotliCompressSync(readFileSync(folder + name), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length,
    }));
    const largest = sizes.reduce((a, b) => (a.bytes > b.bytes ? a : b));
    print('screen.brotli_bytes', largest.bytes, 'B', 15000, `the largest screen, ${largest.name}: its object file, brotli 11, which is more than it adds to the program (relocations, and what it shares with others); mean of all ${sizes.length}: ${Math.round(sizes.reduce((sum, { bytes }) => sum + bytes, 0) / sizes.length)} B; baseline: the goal`);
}

export async function kit() {
    const stage = new Stage({});
    await stage.open();
    const server = await serveStock();
    const context = await stage.browser.newContext({ viewport: window, deviceScaleFactor: 1 });
    await context.addInitScript(count);
    const stock = await context.newPage();
    const stockTools = await context.newCDPSession(stock);
    await stock.goto(`http://127.0.0.1:${server.address().port}/`);
    await stock.waitForFunction(() => globalThis.counted.frames > 30);

    const arrive = async () => {
        const one = await Person.arrive(stage.browser, stage.server, stage.network.origin, { language: 'zh', scripts: [`(${count})()`] });
        await one.page.setViewportSize(window);
        return one;
    };
    const table = await arrive();
    await enterGallery(table, stage.staff);
    await openPart(table, 'data');
    const visible = Math.ceil(520 / (await table.page.getByRole('row').nth(1).getByRole('button').boundingBox()).height);

    // The fullest screen is the one with most to say.
    const full = await arrive();
    const screens = [];
    await enterGallery(full, stage.staff);
    for (const part of ['press', 'data', 'charts']) {
        await openPart(full, part);
        screens.push({ nodes: await full.page.locator('#mirror .node').count(), what: `the gallery's ${part}`, go: () => openPart(full, part) });
    }
    const today = await arrive();
    await today.enter(stage.staff.manager, '/today');
    screens.push({ nodes: await today.page.locator('#mirror .node').count(), what: 'today', who: today });
    const fullest = screens.reduce((a, b) => (a.nodes > b.nodes ? a : b));
    await fullest.go?.();

    const [scrolled, plain, frame, demo] = [[], [], [], []];
    let rows = 0;
    for (let round = 0; round < rounds; round++) {
        const of = await measure(stock, stockTools, 'none');
        plain.push(of.fps);
        demo.push(of.ms);
        const seen = await measure(table.page, table.devtools, 'scroll');
        scrolled.push(seen.fps);
        rows = Math.max(rows, seen.rows);
        const who = fullest.who ?? full;
        frame.push((await measure(who.page, who.devtools, 'wake')).ms);
    }
    const how = `median of ${rounds} rounds of 2 s by turns, software rendering`;
    print('table.scroll_fps_100k', median(scrolled), '1/s', median(plain), `frames drawn while 100,000 rows are scrolled by the wheel at every frame; baseline: the example's own frames with its demo window; ${how}`);
    print('table.rows_per_frame', rows, '1', visible, 'most rows in the mirror at once while scrolling; baseline: rows that are seen (goal: at most two more)');
    print('kit.frame_cpu_ms', median(frame), 'ms', median(demo), `processor time of the main thread's scripts for a frame: ${fullest.what} (${fullest.nodes} nodes), layout, drawing and mirror; baseline: the example with its demo window; ${how}`);
    screenBytes();
    await stage.close();
    server.close();
    return rows <= visible + 2;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = (await kit()) ? 0 : 1;
