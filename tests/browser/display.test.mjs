// The wall that customers look at: it shows what it was given to show, moves by itself, says how old it is when it is cut off,
// speaks only where it is asked to, and fits into its window whichever way that stands.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { useStage } from './lib/stage.mjs';

const stage = useStage();

const number = async (line = 'group_buy') => {
    const client = await stage.ledger(stage.staff.cashier).client();
    const { body } = await client.post(`/api/v1/stores/${client.session.store_id}/tickets`, { line }, { headers: { 'idempotency-key': randomUUID() } });
    return body.ticket;
};
const next = async () => {
    const client = await stage.ledger(stage.staff.cashier).client();
    const { body } = await client.post(`/api/v1/stores/${client.session.store_id}/calls`, { lane_id: client.session.lane_id }, { headers: { 'idempotency-key': randomUUID() } });
    return body.ticket;
};
const close = async ({ id }, action = 'serve') => {
    const client = await stage.ledger(stage.staff.cashier).client();
    await client.put(`/api/v1/tickets/${id}/state`, { action }, { headers: { 'idempotency-key': randomUUID() } });
};

// What the screen at which this person looks is given to show, from now on.
async function give(wall, display) {
    const manager = await stage.ledger().client();
    const { device_id: id, device_name: name } = await wall.page.evaluate(async () => (await fetch('/api/v1/session')).json());
    const { status } = await manager.put(`/api/v1/devices/${id}`, { name, display });
    assert.equal(status, 200);
}

// Runs in the page: what stands outside of the window, or is cut. (The way out is, while nobody needs it.)
const outside = () => [...document.querySelectorAll('#mirror .node:not(button)')].flatMap((node) => {
    const { left, top, right, bottom } = node.getBoundingClientRect();
    const cut = (/inset\(([^)]*)\)/.exec(node.style.clipPath)?.[1] ?? '0').split(/\s+/).some((edge) => parseFloat(edge) > 1);
    return cut || left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1 ? [node.textContent] : [];
});

// Runs in the page before its own scripts.
function listen() {
    globalThis.heard = [];
    Object.defineProperty(globalThis, 'speechSynthesis', { value: { speak: ({ text, lang }) => text && heard.push({ text, lang }) } }); // without a text it only tries
}

stage.scenario('a redemption moves the ring, the product and what was redeemed last', async ({ arrive, staff, voucher }) => {
    const wall = await arrive({ shape: 'wall' });
    await wall.enter(staff.display);
    assert.equal(wall.path(), '/display');
    await wall.page.setViewportSize({ width: 1080, height: 1920 }); // upright it has room for all products
    const { redeemed } = await stage.ledger().today();
    await wall.see('status', { exact: String(redeemed) });
    const { code, title } = voucher('usable');
    await stage.ledger(staff.cashier).redeem(code);
    await wall.see('status', { exact: String(redeemed + 1) });
    const { recent: [{ lane }], products } = await stage.ledger().today();
    await wall.read('display.last_at', { lane: lane.zh, title: title.zh });
    const product = products.find((one) => one.title.zh === title.zh);
    const bar = await wall.see('progressbar', { exact: title.zh });
    await wall.until(async () => (await bar.getAttribute('aria-valuetext')) === wall.words('display.of', { done: product.redeemed, all: product.redeemed + product.usable }), 'the product’s progress');
});

stage.scenario('cut off, it says since when, and is right again by itself', async ({ arrive, staff, network }) => {
    const wall = await arrive({ shape: 'wall', language: 'en' });
    await wall.enter(staff.display);
    const since = wall.page.getByText(new RegExp(wall.words('display.stale_now', { clock: '\\d\\d:\\d\\d' }).replaceAll('.', '\\.')));
    assert.equal(await since.count(), 0);
    network.down();
    await since.first().waitFor({ state: 'attached' });
    const ticket = await number();
    network.up();
    await wall.see('listitem', { exact: ticket.label });
    await since.first().waitFor({ state: 'detached' });
    await close(ticket, 'leave');
    await wall.gone('listitem', { exact: ticket.label });
});

stage.scenario('numbers are said aloud only on a screen that was given to do so, once for each call', async ({ arrive, staff }) => {
    const wall = await arrive({ shape: 'wall', scripts: [listen] });
    const heard = () => wall.page.evaluate(() => globalThis.heard);
    await wall.enter(staff.display);
    const silent = await number();
    const called = await next();
    assert.equal(called.id, silent.id);
    await wall.see('listitem', 'display.call', { label: called.label, lane: called.lane.zh });
    assert.deepEqual(await heard(), []);

    await give(wall, { queue: true, progress: true, offers: false, spoken: true });
    await wall.see('listitem', 'display.call', { label: called.label, lane: called.lane.zh });
    assert.deepEqual(await heard(), [], 'what was called before');
    await close(called);
    await number('general');
    const second = await next();
    const text = wall.words('display.call', { label: second.label, lane: second.lane.zh });
    await wall.see('listitem', { exact: text });
    await wall.until(async () => (await heard()).length > 0, 'a voice');
    assert.deepEqual(await heard(), [{ text, lang: 'zh-CN' }]);
    await close(second);
    await wall.gone('listitem', { exact: text });
    assert.equal((await heard()).length, 1);
});

// Runs in the page before its own scripts: a browser that lets no page speak before somebody has touched it.
function listenAfterTouch() {
    globalThis.heard = [];
    let touched = false;
    addEventListener('pointerdown', () => { touched = true; }, { capture: true });
    const speak = (said) => {
        if (touched && said.text) heard.push(said.text);
        queueMicrotask(() => (touched ? said.onstart?.(new Event('start')) : said.onerror?.({ error: 'not-allowed' })));
    };
    Object.defineProperty(globalThis, 'speechSynthesis', { value: { speak } });
}

stage.scenario('where nobody has touched the page it says that numbers are not heard, and calls them after a touch', async ({ arrive, staff }) => {
    const wall = await arrive({ shape: 'wall', language: 'en', scripts: [listenAfterTouch] });
    await wall.enter(staff.display);
    await give(wall, { queue: true, progress: true, offers: false, spoken: true });
    await wall.reload();
    await wall.read('display.touch');
    await number();
    const called = await next();
    const text = wall.words('display.call', { label: called.label, lane: called.lane.en });
    await wall.see('listitem', { exact: text });
    const heard = () => wall.page.evaluate(() => globalThis.heard);
    assert.deepEqual(await heard(), []);
    await wall.page.mouse.click(600, 400);
    await wall.until(async () => (await heard()).length > 0, 'a voice');
    assert.deepEqual(await heard(), [text]);
    await wall.text('display.touch').first().waitFor({ state: 'detached' });
    await close(called);
});

stage.scenario('a browser that cannot speak says so on a screen that is to call numbers, and shows them all the same', async ({ arrive, staff }) => {
    const mute = () => Object.defineProperty(globalThis, 'speechSynthesis', { value: { speak: (said) => queueMicrotask(() => said.onerror({ error: 'synthesis-failed' })) } });
    const wall = await arrive({ shape: 'wall', language: 'en', scripts: [mute] });
    await wall.enter(staff.display);
    await give(wall, { queue: true, progress: true, offers: false, spoken: true });
    await wall.read('display.mute');
    await number();
    const called = await next();
    await wall.see('listitem', 'display.call', { label: called.label, lane: called.lane.en });
    await close(called);
});

stage.scenario('it shows what it was given: a message and offers, and no queue', async ({ arrive, staff }) => {
    const wall = await arrive({ shape: 'wall', language: 'en' });
    await wall.enter(staff.display);
    await wall.see('heading', 'display.serving');
    assert.equal(await wall.find('heading', 'display.offers').count(), 0);
    await give(wall, { queue: false, progress: true, offers: true, spoken: false, message: { zh: '今日有新菜', en: 'New dishes today' } });
    await wall.see('heading', 'display.offers');
    await wall.read({ exact: 'New dishes today' });
    assert.equal(await wall.find('heading', 'display.serving').count(), 0);
    await give(wall, { queue: true, progress: false, offers: false, spoken: false });
    await wall.see('heading', 'display.serving');
    assert.equal(await wall.find('heading', 'display.progress').count(), 0);
});

stage.scenario('lying or standing, large or small, all of it is in the window', async ({ arrive, staff }) => {
    const wall = await arrive({ shape: 'wall' });
    await wall.enter(staff.display);
    const waiting = [];
    for (let i = 0; i < 9; i++) waiting.push(await number(i % 2 ? 'general' : 'group_buy'));
    for (let i = 0; i < 3; i++) await next();
    await give(wall, { queue: true, progress: true, offers: true, spoken: false, message: { zh: '今日有新菜', en: 'New dishes today' } });
    for (const [width, height] of [[1920, 1080], [1080, 1920], [1440, 900], [1280, 720], [3840, 2160]]) {
        await wall.page.setViewportSize({ width, height });
        await wall.still();
        assert.deepEqual(await wall.page.evaluate(outside), [], `${width} × ${height}`);
    }
    for (const ticket of waiting) await close(ticket, 'leave');
});

stage.scenario('where more is for sale than it has room for, each has its turn', async ({ arrive, staff }) => {
    const wall = await arrive({ shape: 'wall', language: 'en' });
    await wall.page.clock.install();
    await wall.enter(staff.display);
    await give(wall, { queue: true, progress: true, offers: true, spoken: false, message: { zh: '今日有新菜', en: 'New dishes today' } });
    await wall.see('heading', 'display.offers');
    await wall.page.setViewportSize({ width: 1280, height: 720 });
    await wall.still();
    const titles = (await stage.ledger().today()).products.filter(({ redeemed, usable }) => redeemed + usable > 0).map(({ title }) => title.en);
    const shown = async () => (await wall.page.getByRole('progressbar').all()).length > 0
        ? wall.page.getByRole('progressbar').evaluateAll((bars) => bars.map((bar) => bar.getAttribute('aria-label') ?? bar.textContent)) : [];
    const seen = new Set(await shown());
    assert.ok(titles.length > (await shown()).length, 'there is no room for all of them');
    for (let minute = 1; minute < titles.length; minute++) {
        await wall.page.clock.fastForward(60_000);
        await wall.still();
        for (const title of await shown()) seen.add(title);
    }
    assert.deepEqual(titles.filter((title) => !seen.has(title)), []);
});

stage.scenario('the way out shows itself when somebody comes to work at it, and leads out', async ({ arrive, staff }) => {
    const wall = await arrive({ shape: 'wall' });
    await wall.enter(staff.display);
    await wall.page.mouse.move(400, 400);
    await wall.page.mouse.move(500, 500);
    await wall.pressButton('nav.sign_out');
    await wall.see('button', 'sign_in.submit');
});

stage.scenario('a manager looks at the wall and comes back', async ({ arrive, staff }) => {
    const one = await arrive({ language: 'en' });
    await one.enter(staff.manager, '/queue');
    await one.pressButton('queue.wall');
    await one.see('heading', 'display.progress');
    assert.equal(one.path(), '/display');
    await one.pressButton('display.back');
    await one.see('heading', 'counter.title');
});
