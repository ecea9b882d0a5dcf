// Sharp at every density and zoom: the drawing buffer has exactly the pixels that the canvas covers on the screen, a
// hairline is one clean line, a press hits what is seen. Then: a turned phone, and a lost WebGL context at bad moments.
import assert from 'node:assert/strict';
import { launchBrowser } from './lib/browser.mjs';
import { Person } from './lib/person.mjs';
import { useStage } from './lib/stage.mjs';

const stage = useStage();
const filmed = useStage({ film: 'blank' });

// Runs in the page: what the canvas covers, by an observer of our own, and what it has.
const sizes = () => new Promise((resolve) => {
    const canvas = document.querySelector('#canvas');
    new ResizeObserver(([entry]) => {
        const [{ inlineSize, blockSize }] = entry.devicePixelContentBoxSize;
        resolve({ has: [canvas.width, canvas.height], covers: [inlineSize, blockSize] });
    }).observe(canvas, { box: 'device-pixel-content-box' });
});

// Runs in the page: the colours from left to right across `x`, `y` (CSS pixels) in a screenshot, each once per run.
async function across({ png, x, y, width }) {
    const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    context.drawImage(bitmap, 0, 0);
    const scale = bitmap.width / width;
    const { data } = context.getImageData(Math.round(x * scale) - 6, Math.round(y * scale), 12, 1);
    const colours = Array.from({ length: 12 }, (_, i) => data.slice(4 * i, 4 * i + 3).join());
    return colours.filter((colour, i) => colour !== colours[i - 1]);
}

async function sharpAndHit(browser, scale, staff) {
    const one = await Person.arrive(browser, stage.server, stage.network.origin, { shape: 'window', language: 'en' });
    await one.atCounter(staff.cashier);
    await one.still();
    const { has, covers } = await one.page.evaluate(sizes);
    assert.deepEqual(has, covers);
    assert.ok(Math.abs((await one.page.evaluate(() => devicePixelRatio)) - scale) < 0.01);

    const nav = await one.page.getByRole('navigation').evaluate((element) => element.querySelector('[role=link]').getBoundingClientRect().right);
    // The rail's edge: its paper, one line, the page.
    const png = (await one.page.screenshot()).toString('base64');
    const eye = await one.context.newPage(); // the console's own policy lets no picture in
    const colours = await eye.evaluate(across, { png, x: nav + 13.5, y: 400, width: await one.page.evaluate(() => innerWidth) });
    await one.page.bringToFront();
    assert.equal(colours.length, 3, colours.join(' | '));
    await one.press(one.find('link', 'nav.today'));
    await one.see('heading', 'today.title');
    await one.pressButton('nav.sign_out');
    await one.see('button', 'sign_in.submit');
    assert.deepEqual(one.faults, []);
}

// A window of 1600 device pixels at these scales is what the browser's zoom from 50 to 200 % makes of one.
for (const scale of [0.5, 0.67, 0.8, 1, 1.1, 1.25, 1.5, 2]) {
    stage.scenario(`sharp and hit at ${Math.round(scale * 100)} %`, async ({ staff }) => {
        const browser = await launchBrowser({ scale });
        try {
            await sharpAndHit(browser, scale, staff);
        } finally {
            await browser.close();
        }
    });
}

stage.scenario('a turned phone keeps what is written, the keyboard and the place', async ({ arrive, staff }) => {
    const one = await arrive({ shape: 'phone' });
    await one.atCounter(staff.cashier);
    const code = one.field('counter.code');
    await one.typeInto(code, 'HABCDEFG');
    for (let i = 0; i < 3; i++) await one.page.keyboard.press('ArrowLeft');
    await one.page.setViewportSize({ width: 844, height: 390 });
    await one.still();
    const kept = () => code.evaluate((input) => [input.value, input.selectionStart, input === document.activeElement]);
    assert.deepEqual(await kept(), ['HABCDEFG', 5, true]);
    // The field is in sight, above the phone's keyboard.
    const { y, height } = await code.boundingBox();
    assert.ok(y >= 0 && y + height <= 390, `the field lies at ${y}`);
    await one.page.setViewportSize({ width: 390, height: 844 });
    await one.still();
    assert.deepEqual(await kept(), ['HABCDEFG', 5, true]);
    assert.deepEqual(await one.page.evaluate(() => [canvas.width, canvas.height]), [780, 1688]);

    await one.page.evaluate(() => document.activeElement.blur());
    await one.drag({ x: 195, y: 500 }, { x: 195, y: 380 });
    await one.still();
    const title = one.page.getByRole('heading', { level: 1 });
    const before = (await title.boundingBox()).y;
    await one.page.setViewportSize({ width: 360, height: 780 });
    await one.still();
    assert.equal((await title.boundingBox()).y, before);
});

const lose = (one) => one.page.evaluate(() => {
    window.losing ??= document.querySelector('#canvas').getContext('webgl2').getExtension('WEBGL_lose_context');
    window.losing.loseContext();
});
const restore = (one) => one.page.evaluate(() => window.losing.restoreContext());

stage.scenario('a context lost in the middle of a word, and behind another tab', async ({ arrive }) => {
    const one = await arrive({ shape: 'phone' });
    await one.visit();
    const account = one.field('sign_in.account');
    await one.focus(account);
    await one.still();
    const before = await one.page.screenshot({ caret: 'hide' });
    await one.compose(['m', 'mi']);
    await lose(one);
    await one.compose(['mian'], '面馆');
    await restore(one);
    await one.holds(account, '面馆');
    assert.ok(await account.evaluate((input) => input === document.activeElement));
    await one.clear(account);
    await one.still();
    await one.until(async () => before.equals(await one.page.screenshot({ caret: 'hide' })), 'the picture from before');

    // Lost and restored while nothing is drawn, then a cause to draw.
    await one.page.evaluate(() => {
        window.ask = window.requestAnimationFrame;
        window.held = [];
        window.requestAnimationFrame = (callback) => window.held.push(callback); // as in a hidden tab
    });
    await lose(one);
    await restore(one);
    await one.page.evaluate(() => {
        window.requestAnimationFrame = window.ask;
        for (const callback of window.held) window.ask(callback);
    });
    await one.still();
    await one.until(async () => before.equals(await one.page.screenshot({ caret: 'hide' })), 'the picture from before');
});

filmed.scenario('a context lost while the camera runs: the picture stays, the window for it comes back', async ({ arrive, staff }) => {
    const one = await arrive({ shape: 'phone', language: 'en' });
    await one.atCounter(staff.cashier);
    await one.pressButton('counter.scan_open');
    await one.read('counter.scan_hint');
    await one.still();
    const before = await one.page.screenshot();
    await lose(one);
    await one.frames(5);
    assert.ok(await one.page.locator('#camera').evaluate((video) => !video.paused && video.srcObject !== null));
    await restore(one);
    await one.still();
    await one.until(async () => before.equals(await one.page.screenshot()), 'the picture from before');
    await one.pressButton('counter.scan_stop');
    await one.see('button', 'counter.scan_open');
});
