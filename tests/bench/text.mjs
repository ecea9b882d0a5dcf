// Letters and what they cost: 200 new hanzi beside a plain page that shows the same text, and the console's size beside
// Dear ImGui's own example with its demo window.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { launchBrowser } from '../browser/lib/browser.mjs';
import { Stage } from '../browser/lib/stage.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const runs = 10;
const specimen = [...readFileSync(`${root}ui/screens/debug.cpp`, 'utf8').matchAll(/^ {4}"([^"]+)"/gm)].map(([, text]) => text).join('');

const line = (name, value, unit, baseline, note) =>
    console.log(JSON.stringify({ name, value, unit, baseline, ratio: Number((value / baseline).toFixed(3)), note }));

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 };

// Runs in the page: nothing of its start is left to do.
const settled = async () => {
    for (let i = 0; i < 60; i++) await new Promise(requestAnimationFrame);
};

// Main-thread CPU time, ms, of the tasks between a change of state and the end of its first frame, from Chromium's trace.
// `change` runs in the page and ends when that frame was drawn; the second animation frame after it begins when it is complete.
async function cost(browser, page, change) {
    await browser.startTracing(page, { categories: ['toplevel', 'blink.user_timing', 'disabled-by-default-devtools.timeline'] });
    await page.evaluate(`(async () => {
        performance.mark('bench-begin');
        await (${change})();
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        performance.mark('bench-end');
    })()`);
    const { traceEvents: events } = JSON.parse(String(await browser.stopTracing()));
    const mark = (name) => events.find((event) => event.name === name);
    const [begin, end] = [mark('bench-begin'), mark('bench-end')];
    const tasks = events.filter((event) => event.ph === 'X' && event.pid === begin.pid && event.tid === begin.tid &&
        event.name === 'RunTask' && event.ts + event.dur > begin.ts && event.ts < end.ts);
    return tasks.reduce((sum, task) => sum + (task.tdur ?? task.dur), 0) / 1000;
}

async function consoleCost(stage) {
    const browser = await launchBrowser();
    const page = await (await browser.newContext(phone)).newPage();
    await page.goto(stage.network.origin, { waitUntil: 'domcontentloaded' });
    await page.waitForFunction(() => window.hexiao?.frames > 1 && document.querySelector('#mirror input'));
    await page.evaluate(settled);
    const before = await page.evaluate(() => window.hexiao.glyphs.glyphs);
    // As one goes forward to /debug, whose specimen it is.
    const spent = await cost(browser, page, async () => {
        const shown = window.hexiao.frames;
        history.pushState(null, '', '/debug');
        dispatchEvent(new PopStateEvent('popstate'));
        // The letters come from a worker, and the frame is shown once they are here.
        while (window.hexiao.frames === shown) await new Promise(requestAnimationFrame);
    });
    const drawn = (await page.evaluate(() => window.hexiao.glyphs.glyphs)) - before;
    if (drawn < 400) throw new Error(`only ${drawn} glyphs were new`);
    await browser.close();
    return spent;
}

async function plainCost() {
    const browser = await launchBrowser();
    const page = await (await browser.newContext(phone)).newPage();
    await page.setContent(`<!doctype html><html lang="zh-CN"><meta name="viewport" content="width=device-width"><style>
        p { font-family: "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif }
        </style><p style="font-size: 16px"></p><p style="font-size: 24px"></p>`);
    await page.evaluate(settled);
    await page.evaluate((text) => { window.text = text; }, specimen);
    const spent = await cost(browser, page, () => {
        for (const p of document.querySelectorAll('p')) p.textContent = window.text;
    });
    await browser.close();
    return spent;
}

async function letters() {
    const stage = new Stage({});
    await stage.open();
    const [ours, plain] = [[], []];
    for (let i = 0; i < runs; i++) {
        ours.push(await consoleCost(stage));
        plain.push(await plainCost());
    }
    await stage.close();
    line('text.first_200_hanzi_ms', Number(median(ours).toFixed(1)), 'ms', Number(median(plain).toFixed(1)),
        `main-thread CPU time from the change of state to the end of its first frame, 200 new hanzi at 16 and at 24 px and 2 device pixels, fresh browser each time, median of ${runs}; baseline: a plain page that is given the same text`);
}

function size() {
    const folder = `${root}build/dist/assets/`;
    const stock = `${root}build/web/tests/bench/stock/stock.wasm`;
    if (!existsSync(folder) || !existsSync(stock)) throw new Error('build/dist or the stock example is missing: run make bench');
    const packed = (file) => {
        const bytes = readFileSync(file);
        return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length;
    };
    const ours = readdirSync(folder).find((name) => /^hexiao-\w+\.wasm$/.test(name));
    line('wire.console_wasm_brotli', packed(folder + ours), 'B', packed(stock),
        'brotli 11, without the decoder; baseline: Dear ImGui\'s SDL2 example with its demo window, same flags');
}

// Prints both figures.
export async function measureText() {
    size();
    await letters();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await measureText();
