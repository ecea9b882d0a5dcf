// Days end where their store says, in front of people who look on: at midnight nothing ends, at the day cut everything begins anew,
// and a store far away has its own clock and its own day wherever the browser stands.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { create, newStaff, password, product, sale, title } from '../harness/shop.mjs';
import { useStage } from './lib/stage.mjs';

const stage = useStage();
const minute = 60_000;

const clock = (zone, ms) => new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(ms);

// The platform's clock and those of the pages that look on are moved on together, to the next time that a store's clock shows this.
function clocks(zone, ...people) {
    const { server } = stage;
    let between;
    const page = () => people[0]?.page.evaluate(() => Date.now());
    return async (wanted) => {
        const now = await server.advance(0);
        between ??= now - await (page() ?? now);
        let at = Math.ceil(now / minute) * minute;
        while (clock(zone, at) !== wanted) at += minute;
        const then = await server.advance(at - now);
        for (const one of people) {
            // Timers that are due fire once.
            await one.page.clock.fastForward(Math.max(0, then - between - await one.page.evaluate(() => Date.now())));
        }
    };
}

const list = (one, name) => one.page.getByRole('list', { name: one.words(name), exact: true });
const hours = (one) => one.page.getByRole('group', { name: new RegExp(`^${one.words('today.by_hour')}`) });
const dayOf = (one) => one.page.getByText(new RegExp(`^${one.words('today.day', { day: '(.*)', store: '.*' })}$`)).first();

stage.scenario('at midnight the day goes on, at its cut it ends and the next begins, on every screen that is open', async ({ arrive, staff, voucher }) => {
    const zone = 'Asia/Shanghai';
    await clocks(zone)('23:57');
    const desk = await arrive({ shape: 'desk', language: 'en' });
    const phone = await arrive({ shape: 'phone', language: 'zh' });
    const wall = await arrive({ shape: 'wall', language: 'en' });
    for (const one of [desk, phone, wall]) await one.page.clock.install();
    await desk.enter(staff.manager, '/today');
    await phone.enter(staff.cashier);
    await wall.enter(staff.display);
    const to = clocks(zone, desk, phone, wall);
    const { business_day, redeemed } = await stage.ledger().today();
    const counter = stage.ledger(staff.cashier);
    const shows = async (n) => {
        await desk.see('status', 'today.redeemed_unit', { n });
        await wall.see('status', { exact: String(n) });
    };

    await counter.redeem(voucher('usable').code);
    await shows(redeemed + 1);
    const day = await dayOf(desk).textContent();
    await to('00:03');
    await counter.redeem(voucher('usable').code);
    await shows(redeemed + 2);
    assert.equal(await dayOf(desk).textContent(), day);
    assert.equal((await stage.ledger().today()).business_day, business_day);
    const [before, after] = ['23:00', '00:00'].map((hour) => hours(desk).getByRole('button', { name: new RegExp(`${hour}.*${desk.words('today.series_today')} [1-9]`) }));
    await before.first().waitFor({ state: 'attached' });
    await after.first().waitFor({ state: 'attached' });
    await list(desk, 'today.recent').getByRole('button', { name: /00:0[34]/ }).first().waitFor({ state: 'attached' });
    await list(desk, 'today.recent').getByRole('button', { name: /23:5[789]/ }).first().waitFor({ state: 'attached' });
    await wall.page.getByText(/^00:0[34]$/).first().waitFor({ state: 'attached' });

    await to('03:58');
    await shows(redeemed + 2);
    await to('04:01');
    await shows(0);
    await desk.read('today.empty');
    await desk.until(async () => (await dayOf(desk).textContent()) !== day, 'the next business day');
    // What is redeemed now, by hand, is of the day that has begun.
    const { code } = voucher('usable');
    await phone.typeCode(code);
    await phone.pressButton('card.redeem');
    await phone.see('heading', 'verdict.done');
    await shows(1);
    const now = await stage.ledger().today();
    assert.equal(Date.parse(now.business_day) - Date.parse(business_day), 24 * 60 * minute);
    assert.equal(now.redeemed, 1);
    await desk.visit('/days');
    await desk.page.getByText(new RegExp(`^${desk.words('days.waiting', { date: '.*' })}$`)).first().waitFor({ state: 'attached' });
});

// A store of its own, and somebody who runs it.
async function farAway(owner, zone, cut_minutes) {
    const store = await create(owner, '/api/v1/stores', { title: title('分店'), zone, cut_minutes });
    await create(owner, `/api/v1/stores/${store}/lanes`, { title: title('一号') });
    const sold = await create(owner, '/api/v1/products', product([store]));
    const manager = newStaff([store], { role: 'manager' });
    await create(owner, '/api/v1/staff', { ...manager, password });
    const { body: { orders: [{ vouchers }] } } = await owner.post('/api/v1/sales', sale(sold, 3), { headers: { 'idempotency-key': randomUUID() } });
    return { manager: { account: manager.account, password }, codes: vouchers.map(({ code }) => code) };
}

stage.scenario('a store in another zone has its own clock and day, whatever the browser’s', async ({ arrive, staff }) => {
    const zone = 'America/New_York';
    const owner = await stage.ledger(staff.owner).client();
    const { manager, codes } = await farAway(owner, zone, 150);
    await clocks(zone)('02:20'); // in Shanghai it is the afternoon
    const phone = await arrive({ shape: 'phone', language: 'en' });
    await phone.page.clock.install();
    await phone.enter(manager);
    const to = clocks(zone, phone);
    const redeem = async (code) => {
        await phone.press(phone.find('link', 'nav.counter'));
        await phone.typeCode(code);
        await phone.pressButton('card.redeem');
        await phone.see('heading', 'verdict.done');
        await phone.pressButton('verdict.next');
        await phone.press(phone.find('link', 'nav.today'));
    };
    await redeem(codes[0]);
    await phone.see('status', 'today.redeemed_unit', { n: 1 });
    await list(phone, 'today.recent').getByRole('button', { name: /02:2\d/ }).first().waitFor({ state: 'attached' });
    const ledger = stage.ledger(manager);
    const first = await ledger.today();
    const local = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(await stage.server.advance(0));
    assert.equal(Date.parse(local) - Date.parse(first.business_day), 24 * 60 * minute, 'before the cut it is the day before');

    await to('02:31');
    await phone.see('status', 'today.redeemed_unit', { n: 0 });
    await redeem(codes[1]);
    await phone.see('status', 'today.redeemed_unit', { n: 1 });
    await list(phone, 'today.recent').getByRole('button', { name: /02:3\d/ }).first().waitFor({ state: 'attached' });
    assert.equal((await ledger.today()).business_day, local);
});

stage.scenario('days, vouchers and a redemption that could not be read say so, and come with another try', async ({ arrive, staff, network }) => {
    const { store_id } = await stage.ledger().today();
    const one = await arrive({ shape: 'desk', language: 'en' });
    await one.enter(staff.manager, '/counter');
    const fails = async (path, method, request) => {
        const lost = network.lose(method, request);
        await one.visit(path);
        await lost;
        await one.pressButton('today.again');
        await one.gone('button', 'today.again');
    };
    await fails('/days', 'GET', `/api/v1/stores/${store_id}/closed_days`);
    await fails(`/days/${store_id}/2026-01-05`, 'GET', `/api/v1/stores/${store_id}/closed_days/2026-01-05`);
    await one.see('button', 'day.close');
    await fails('/vouchers/new', 'GET', '/api/v1/products');
    await fails(`/redemptions/${randomUUID()}`, 'POST', `/api/v1/stores/${store_id}/redemptions/find`);
    await one.read('redemption.gone');
});
