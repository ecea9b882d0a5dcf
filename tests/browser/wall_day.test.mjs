// A day of a wall, an hour at a step: the platform's clock and the page's are moved on together. Its feed is cut and taken up
// again at each step, a business day ends meanwhile, customers come and go, and the network is away for a while. What it shows is right
// every time, and it needs no more memory at the end than in the morning.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { useStage } from './lib/stage.mjs';

const stage = useStage();
const step = 60 * 60_000;
const steps = 24;

// What the page holds once everything that nobody holds is gone: bytes of JavaScript, of the console's own memory, elements.
async function held(wall) {
    await wall.devtools.send('HeapProfiler.collectGarbage');
    const { usedSize, backingStorageSize } = await wall.devtools.send('Runtime.getHeapUsage');
    const { nodes } = await wall.devtools.send('Memory.getDOMCounters');
    return { usedSize, backingStorageSize, nodes };
}

const clock = (ms) => new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit' }).format(ms);

stage.scenario('for a day it is right at every look, and holds no more than in the morning', async ({ arrive, staff, voucher, network }) => {
    const { server } = stage;
    const wall = await arrive({ shape: 'wall', language: 'en' });
    await wall.page.clock.install();
    await wall.enter(staff.display);
    await wall.see('heading', 'display.progress');

    const [manager, cashier] = [stage.ledger(), stage.ledger(staff.cashier)];
    const between = await server.advance(0) - await wall.page.evaluate(() => Date.now());
    // To where the platform's clock is. Timers that are due fire once, as in a screen that slept.
    const pass = async () => {
        const now = await server.advance(step);
        await wall.page.clock.fastForward(now - between - await wall.page.evaluate(() => Date.now()));
        return now;
    };
    // The minute may change between the look and what it is compared with.
    const showsTime = (now) => wall.until(async () => {
        const drawn = await wall.page.locator('#mirror').innerText();
        return [now, now + 60_000].some((at) => drawn.includes(clock(at)));
    }, `the time, ${clock(now)}`);
    const serveOne = async () => {
        const client = await cashier.client();
        const post = (path, body) => client.post(path, body, { headers: { 'idempotency-key': randomUUID() } });
        const { body: { ticket } } = await post(`/api/v1/stores/${client.session.store_id}/tickets`, { line: 'group_buy' });
        await wall.see('listitem', { exact: ticket.label });
        await post(`/api/v1/stores/${client.session.store_id}/calls`, { lane_id: client.session.lane_id });
        await client.put(`/api/v1/tickets/${ticket.id}/state`, { action: 'serve' }, { headers: { 'idempotency-key': randomUUID() } });
        await wall.gone('listitem', { exact: ticket.label });
    };

    let morning;
    const days = new Set();
    for (let i = 1; i <= steps; i++) {
        const now = await pass();
        await wall.settled();
        await showsTime(now);
        await serveOne();
        if (i % 3 === 1) await cashier.redeem(voucher('usable').code);
        const { redeemed, business_day } = await manager.today();
        await wall.see('status', { exact: String(redeemed) });
        days.add(business_day);
        if (i === 4) morning = await held(wall);
    }
    assert.equal(days.size, 2, 'a business day ended');
    const evening = await held(wall);
    assert.ok(evening.usedSize < morning.usedSize * 1.1, `script: ${morning.usedSize} to ${evening.usedSize} B`);
    assert.ok(evening.backingStorageSize < morning.backingStorageSize * 1.05, `memory: ${morning.backingStorageSize} to ${evening.backingStorageSize} B`);
    assert.ok(evening.nodes < morning.nodes * 1.2, `elements: ${morning.nodes} to ${evening.nodes}`);

    // Away for an hour: it says since when, and how long that is.
    network.down();
    await wall.page.clock.fastForward(60_000);
    await wall.page.getByText(/^No connection/).first().waitFor({ state: 'attached' });
    await pass();
    await wall.page.getByText(/(59|6[01]) min ago/).first().waitFor({ state: 'attached' });
    network.up();
    await wall.page.clock.fastForward(120_000);
    await wall.settled();
    await wall.page.getByText(/^No connection/).first().waitFor({ state: 'detached' });
}, { timeout: 400_000 });
