// Today at a desk and on a phone: figures that move when somebody redeems elsewhere, each of which opens what it is made of;
// filters that stand in the address; definitions one tap away; one voucher's whole history; alerts that somebody has seen;
// the table and the sheet.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { both, useStage } from './lib/stage.mjs';

const stage = useStage();

// A figure is a button that says what it is and how much.
const figure = (one, name) => one.page.getByRole('button', { name: new RegExp(`^${one.words(name)}: `) });
const list = (one, name) => one.page.getByRole('list', { name: one.words(name), exact: true });
const choose = async (one, name, option) => {
    await one.press(one.find('combobox', name));
    await one.press(one.page.getByRole('option', { name: option, exact: true }));
};

for (const { shape, language, named } of both) {
    stage.scenario(`what somebody redeems moves the figures and stands behind them; a filter, one voucher's history, and back (${named})`, async ({ arrive, stage, staff, voucher }) => {
        const desk = await arrive({ shape, language });
        await desk.enter(staff.manager, '/today');
        const before = await stage.ledger().redeemed();
        await desk.see('status', 'today.redeemed_unit', { n: before });
        await figure(desk, 'today.success').waitFor({ state: 'attached' });
        const { code, title } = voucher('usable');
        const counter = stage.ledger(staff.cashier);
        await counter.redeem(code);
        await desk.see('status', 'today.redeemed_unit', { n: before + 1 });
        // The hour that runs, of which the figures are told anew.
        const hours = desk.page.getByRole('group', { name: new RegExp(`^${desk.words('today.by_hour')}`) });
        // Bars that are narrower than a finger only say what they are: there the list is asked for the hour.
        const thumb = shape === 'phone';
        const bars = hours.getByRole(thumb ? 'img' : 'button');
        const bar = hours.getByRole(thumb ? 'img' : 'button', { name: new RegExp(`${desk.words('today.series_today')} [1-9]`) }).last();
        await desk.until(async () => {
            const counts = await bars.evaluateAll((all) => all.map((one) => one.ariaLabel ?? one.textContent));
            const today = counts.map((text) => Number(/(?:Today|今日) (\d+)/.exec(text)?.[1] ?? 0));
            return today.reduce((a, b) => a + b, 0) === before + 1;
        }, 'hours that add up to the day');
        if (thumb) {
            const [hour] = /\d\d:\d\d/.exec(await bar.getAttribute('aria-label'));
            await desk.press(figure(desk, 'today.redeemed'));
            await choose(desk, 'list.hour', hour);
            await desk.until(() => desk.path().includes('hour:'), 'the hour in the address');
        } else {
            await desk.press(bar);
        }
        await desk.see('heading', 'list.title');
        assert.match(desk.path(), /^\/today\/redemptions\/state:done,hour:\d+$/);
        const rows = list(desk, 'list.title').getByRole('button');
        await rows.filter({ hasText: title[language] }).first().waitFor({ state: 'attached' });

        // By who did it, and by what became of it: the address says so, and survives a reload.
        await choose(desk, 'list.hour', desk.words('list.any'));
        await choose(desk, 'today.by_staff', await counter.name());
        await desk.until(() => /^\/today\/redemptions\/staff:[\w-]+,state:done$/.test(desk.path()), 'the address of the filter');
        await rows.first().waitFor({ state: 'attached' });
        await choose(desk, 'list.state', desk.words('list.undone'));
        await desk.read('list.none');
        await desk.reload();
        await desk.read('list.none');
        await desk.pressButton('list.clear');
        await desk.until(() => desk.path() === '/today/redemptions', 'no filter');
        await rows.first().waitFor({ state: 'attached' });
        assert.ok((await rows.count()) > 1);

        await desk.press(rows);
        await desk.pressButton('list.voucher');
        await desk.see('heading', 'voucher.history');
        const history = list(desk, 'voucher.history').getByRole('listitem');
        await history.filter({ hasText: desk.words('voucher.event_redeemed', { n: 1 }) }).waitFor({ state: 'attached' });
        await desk.page.goBack();
        await desk.see('button', 'list.voucher');
        await desk.page.goBack();
        await desk.see('heading', 'list.title');
        await desk.pressButton('today.back');
        await desk.see('heading', 'today.title');
    });
}

stage.scenario('every figure opens what it is made of, and says what it means one tap away', async ({ arrive, staff }) => {
    const one = await arrive({ shape: 'desk', language: 'en' });
    await one.enter(staff.manager, '/today');
    for (const [name, path] of [
        ['today.redeemed', '/today/redemptions/state:done'], ['today.revenue', '/today/redemptions/state:done'], ['today.settlement', '/today/settlement'],
        ['today.success', '/today/success'], ['today.timeliness', '/today/redemptions/state:late'], ['today.waits', '/today/waits'],
    ]) {
        await one.press(figure(one, name));
        await one.until(() => one.path() === path, path);
        await one.see('button', 'today.back');
        await one.pressButton('today.back');
        await one.until(() => one.path() === '/today', 'Today');
    }
    // What success is made of, down to each voucher.
    await one.press(figure(one, 'today.success'));
    await one.press(list(one, 'today.success').getByRole('button'));
    await one.until(() => /^\/today\/ordered\/product:[\w-]+$/.test(one.path()), 'what was ordered of a product');
    await one.press(list(one, 'ordered.title').getByRole('button'));
    await one.see('heading', 'voucher.history');
    await one.page.goBack();
    await one.press(one.find('radio', 'ordered.unused'));
    await one.until(() => /,redeemed:no$/.test(one.path()), 'which were not used');
    await one.reload();
    await one.until(async () => (await one.find('radio', 'ordered.unused').getAttribute('aria-checked')) === 'true', 'the filter');
    const rows = list(one, 'ordered.title').getByRole('button');
    const uses = await one.until(async () => ((await one.text('ordered.none').count()) > 0 || (await rows.count()) > 0) && rows.allTextContents(), 'an answer');
    assert.ok(uses.every((text) => text.includes(one.words('ordered.unused'))), uses.join());
    await one.pressButton('today.back');
    await one.see('button', 'ordered.show_unused');
    await one.pressButton('today.back');
    await one.press(figure(one, 'today.settlement'));
    await one.press(list(one, 'today.settlement').getByRole('button'));
    await one.until(() => /^\/today\/redemptions\/category:[\w-]+,channel:\w+,state:done$/.test(one.path()), 'the redemptions of a category');
    await one.pressButton('today.back');
    await one.see('heading', 'today.settlement');
    await one.pressButton('today.back');
    for (const by of ['today.by_channel', 'today.by_staff', 'today.by_lane', 'today.by_product']) {
        await one.press(one.find('radio', by));
        await list(one, by).getByRole('button').first().waitFor({ state: 'attached' });
    }
    await one.press(list(one, 'today.by_product').getByRole('button'));
    await one.until(() => /^\/today\/redemptions\/product:/.test(one.path()), 'the redemptions of a product');
    await one.pressButton('today.back');
    await one.press(list(one, 'today.products').getByRole('button'));
    await one.until(() => /^\/today\/redemptions\/product:/.test(one.path()), 'what a product\'s progress is made of');
    await one.pressButton('today.back');
    await one.pressButton('today.definitions');
    const sheet = one.page.getByRole('dialog', { name: one.words('today.definitions') });
    await sheet.waitFor({ state: 'attached' });
    await one.read('define.success', { aim: '95%' });
    assert.equal(one.path(), '/today/definitions');
    await one.press(sheet.getByRole('button', { name: one.words('kit.close') }));
    await sheet.waitFor({ state: 'detached' });
    assert.equal(one.path(), '/today');
});

stage.scenario('the day that runs, as a table and as a sheet', async ({ arrive, stage, staff }) => {
    const one = await arrive({ shape: 'desk', language: 'en' });
    await one.enter(staff.manager, '/today');
    await one.see('button', 'today.csv');
    const { business_day, redeemed } = await stage.ledger().today();
    const saved = one.page.waitForEvent('download');
    await one.pressButton('today.csv');
    const download = await saved;
    assert.equal(download.suggestedFilename(), `${business_day}.csv`);
    assert.match(await readFile(await download.path(), 'utf8'), new RegExp(`day,${business_day},${business_day},${redeemed},`));
    await one.page.evaluate(() => { window.print = () => { window.printed = document.querySelector('#sheet').textContent; }; });
    await one.pressButton('today.print');
    const printed = await one.until(() => one.page.evaluate(() => window.printed), 'a sheet of paper');
    assert.ok(printed.includes('Not over yet') && printed.includes(one.words('day.by_product')), printed);
});

stage.scenario('a long wait is an alert until somebody has seen it; every screen of the store says who', async ({ arrive, stage, staff }) => {
    const manager = await arrive({ shape: 'phone', language: 'en' });
    const cashier = await arrive({ shape: 'desk', language: 'zh' });
    const client = await stage.ledger().client();
    const { store_id, staff_name } = client.session;
    await client.post(`/api/v1/stores/${store_id}/tickets`, { line: 'general' }, { headers: { 'idempotency-key': randomUUID() } });
    await stage.server.advance(6 * 60_000);
    await manager.enter(staff.manager, '/today');
    await cashier.enter(staff.cashier, '/today/alerts');
    await manager.pressButton('alerts.open');
    await manager.see('heading', 'alerts.title');
    assert.equal(manager.path(), '/today/alerts');
    await manager.pressButton('alerts.seen');
    await manager.page.getByText(new RegExp(manager.words('alerts.seen_by', { name: staff_name, clock: '.*' }))).waitFor({ state: 'attached' });
    await manager.find('button', 'queue.alarm_open').waitFor({ state: 'detached' });
    await manager.pressButton('today.back');
    await manager.see('heading', 'today.title');
    await manager.find('button', 'alerts.open').waitFor({ state: 'detached' });
    const told = (await stage.ledger().today()).alerts.acknowledged;
    assert.deepEqual(told.map(({ kind, staff_name }) => [kind, staff_name]), [['long_wait', staff_name]]);
    // Whoever may not judge waits is told of none of their own accord.
    await cashier.read('alerts.none');
});

stage.scenario('who may not see figures is told so, and sees the day as the feed tells it', async ({ arrive, staff }) => {
    const one = await arrive({ shape: 'phone', language: 'zh' });
    await one.enter(staff.cashier, '/today/settlement');
    await one.read('today.forbidden');
    await one.press(one.find('link', 'nav.today'));
    await one.see('heading', 'today.title');
    assert.equal(await one.find('button', 'today.definitions').count(), 0);
});

stage.scenario('figures that cannot be read leave the feed\'s own, say why, and come with another try', async ({ arrive, stage, staff, network }) => {
    const one = await arrive({ shape: 'desk', language: 'en' });
    const { store_id, business_day } = await stage.ledger().today();
    const lost = network.lose('GET', `/api/v1/stores/${store_id}/days/${business_day}/figures`);
    await one.enter(staff.manager, '/today');
    await lost;
    await one.pressButton('today.again');
    await figure(one, 'today.success').waitFor({ state: 'attached' });
    await one.gone('button', 'today.again');
});
