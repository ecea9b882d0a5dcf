// A wall by itself, from minute to minute: everything stands some pixels elsewhere, at night it is dark, the screen is kept on and
// shows no arrow; how long people wait and whether that grows; whoever runs the shop is told when it is too long.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { useStage } from './lib/stage.mjs';

const stage = useStage();
const minute = 60_000;

const keyed = () => ({ headers: { 'idempotency-key': randomUUID() } });
const counter = () => stage.ledger(stage.staff.cashier).client();
async function arriveAtShop(line = 'group_buy') {
    const client = await counter();
    const { body } = await client.post(`/api/v1/stores/${client.session.store_id}/tickets`, { line }, keyed());
    return body.ticket;
}
async function serve({ id }) {
    const client = await counter();
    await client.put(`/api/v1/tickets/${id}/state`, { action: 'call', lane_id: client.session.lane_id }, keyed());
    await client.put(`/api/v1/tickets/${id}/state`, { action: 'serve' }, keyed());
}

// The platform's clock and the page's go on together; timers that are due fire once.
async function pass(wall, ms) {
    await stage.server.advance(ms);
    await wall.page.clock.fastForward(ms);
    await wall.settled();
}

// How bright the picture of the page is, 0 to 255.
async function brightness({ page }) {
    const png = (await page.screenshot()).toString('base64');
    return page.evaluate(async (picture) => {
        const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
        const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }), { resizeWidth: 64, resizeHeight: 36 });
        const context = new OffscreenCanvas(64, 36).getContext('2d');
        context.drawImage(bitmap, 0, 0);
        const { data } = context.getImageData(0, 0, 64, 36);
        let sum = 0;
        for (let i = 0; i < data.length; i += 4) sum += 0.2126 * data[i] + 0.7152 * data[i + 1] + 0.0722 * data[i + 2];
        return sum / (data.length / 4);
    }, png);
}

const watchLocks = `
    window.locks = [];
    Object.defineProperty(navigator, 'wakeLock', { value: { request: async (what) => {
        window.locks.push(what);
        return Object.assign(new EventTarget(), { released: false, release: async () => {} });
    } } });`;

stage.scenario('it keeps the screen on, walks by some pixels each minute, and hides the arrow that nobody moves', async ({ arrive, staff }) => {
    const wall = await arrive({ shape: 'wall', language: 'en', scripts: [watchLocks] });
    await wall.page.clock.install();
    await wall.enter(staff.display);
    await wall.see('heading', 'display.progress');
    assert.deepEqual(await wall.page.evaluate(() => window.locks), ['screen']);
    // What stands first: whatever comes and goes below moves it nowhere.
    const place = async () => {
        const { x, y } = await wall.page.getByRole('heading', { level: 1 }).evaluate((node) => node.getBoundingClientRect().toJSON());
        return `${x} ${y}`;
    };
    const cursor = () => wall.page.locator('#canvas').evaluate((canvas) => getComputedStyle(canvas).cursor);
    const places = new Set([await place()]);
    for (let i = 1; i <= 3; i++) {
        const before = await place();
        await pass(wall, minute);
        await wall.until(async () => (await place()) !== before, 'another place');
        places.add(await place());
    }
    assert.equal(places.size, 4);
    await wall.until(async () => (await cursor()) === 'none', 'no arrow');
    await wall.page.mouse.move(300, 300);
    await wall.page.mouse.move(340, 320);
    await wall.until(async () => (await cursor()) !== 'none', 'an arrow for whoever works at it');
});

stage.scenario('it is painted light by day and dark at night, by the store’s clock', async ({ arrive, staff }) => {
    const wall = await arrive({ shape: 'wall' });
    await wall.page.clock.install();
    await wall.enter(staff.display);
    await wall.see('heading', 'display.progress');
    await wall.still();
    const day = await brightness(wall);
    assert.ok(day > 150, `${day} by day`);
    await pass(wall, 6 * 60 * minute); // the stage begins in the afternoon
    await wall.until(async () => (await brightness(wall)) < 80, 'a dark wall');
});

stage.scenario('how long people wait, and that it grows', async ({ arrive, staff }) => {
    const wall = await arrive({ shape: 'wall', language: 'en' });
    const before = await arriveAtShop();
    await stage.server.advance(2 * minute);
    await serve(before);
    await stage.server.advance(61 * minute);
    const after = await arriveAtShop();
    await stage.server.advance(9 * minute);
    await serve(after);
    await wall.enter(staff.display);
    await wall.read('queue.wait', { minutes: 9 });
    await wall.read('display.trend_up');
});

stage.scenario('a wait of five minutes is told to managers on every screen, with what would help', async ({ arrive, staff }) => {
    await arriveAtShop();
    await stage.server.advance(6 * minute);
    const [manager, cashier] = [await arrive({ shape: 'desk', language: 'en' }), await arrive({ shape: 'phone', language: 'en' })];
    await manager.enter(staff.manager, '/counter');
    await cashier.enter(staff.cashier, '/counter');
    const alarm = (one) => one.page.getByText(new RegExp(`^${one.words('queue.alarm', { n: 1, limit: 5, minutes: 6 })}`)).first();
    await alarm(manager).waitFor({ state: 'attached' });
    // The demo's lanes are for everybody, as those of the set-up page.
    assert.match(await alarm(manager).textContent(), new RegExp(manager.words('queue.alarm_lane')));
    await cashier.see('heading', 'counter.title');
    assert.equal(await alarm(cashier).count(), 0);
    await manager.pressButton('queue.alarm_open');
    await manager.see('heading', 'queue.title');
});
