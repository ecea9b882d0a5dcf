// Vouchers as the shop deals in them, from the sale to the close of the day: sold to a customer who then has nothing but their
// phone number, found, taken back, their page renewed; a day closed, saved and printed.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { create, product, sale } from '../harness/shop.mjs';
import { useStage } from './lib/stage.mjs';

const stage = useStage();

// Fills the form of a sale in.
async function fillSale(one, { quantity, phone } = {}) {
    await one.see('combobox', 'vouchers.product');
    await one.press(one.find('combobox', 'vouchers.product'));
    await one.press(one.page.getByRole('option').first());
    if (quantity) {
        await one.clear(one.field('sell.quantity'));
        await one.typeInto(one.field('sell.quantity'), quantity);
    }
    if (phone) await one.typeInto(one.field('sell.phone'), phone);
}

const codes = (one) => one.page.getByRole('list', { name: one.words('sell.codes') }).getByRole('button');

stage.scenario('sold to a customer by number, once in spite of a lost answer; they come without a code: titles, a wrong four, the right four, redeemed', async ({ arrive, staff, network }) => {
    const phone = '13912348765';
    const manager = await arrive({ shape: 'desk', language: 'en' });
    await manager.enter(staff.manager, '/shop');
    await manager.press(manager.page.getByRole('list').getByRole('button', { name: manager.words('vouchers.title') }));
    await manager.pressButton('vouchers.sell');
    await fillSale(manager, { quantity: '2', phone });
    const lost = network.lose('POST', '/api/v1/sales');
    await manager.pressButton('sell.submit');
    await lost;
    await manager.see('alert', 'sell.unknown');
    await manager.pressButton('sell.submit');
    await manager.see('heading', 'sell.done', { n: 2 });
    assert.equal(new Set(network.sent('POST', '/api/v1/sales').map(({ key }) => key)).size, 1);
    await manager.see('img', 'page_link.name');
    assert.equal(await codes(manager).count(), 2);
    const code = (await codes(manager).first().textContent()).match(/H[\w-]+/)[0].replaceAll('-', '');

    const cashier = await arrive({ shape: 'phone', language: 'zh' });
    await cashier.atCounter(staff.cashier);
    await cashier.typeCode(`${phone.slice(0, 3)} ${phone.slice(3)}`);
    const last4 = cashier.field('lookup.last4');
    await last4.waitFor({ state: 'attached' }); // one title: it is chosen
    await cashier.typeInto(last4, code.endsWith('0') ? '1111' : '0000');
    await cashier.pressButton('lookup.submit');
    await cashier.text({ exact: cashier.problem('not_proven') }).first().waitFor({ state: 'attached' });
    await cashier.typeInto(last4, code.slice(-4).toLowerCase());
    await cashier.pressButton('lookup.submit');
    await cashier.pressButton('card.redeem');
    await cashier.see('heading', 'verdict.done');
    for (const url of [...cashier.urls, ...manager.urls]) assert.ok(!url.includes(phone.slice(3)), url);

    // What was sold is not shown again; the voucher is found by its code, with all that happened to it.
    await manager.pressButton('voucher.back');
    await manager.typeInto(manager.field('counter.code'), code);
    await manager.pressButton('vouchers.find');
    await manager.see('heading', 'voucher.history');
    const history = manager.page.getByRole('list', { name: manager.words('voucher.history') }).getByRole('listitem');
    await history.filter({ hasText: manager.words('voucher.event_redeemed', { n: 1 }) }).waitFor({ state: 'attached' });
    await manager.read('voucher.state_used');
    await manager.pressButton('voucher.back');
    await manager.see('button', 'vouchers.find');
});

stage.scenario('nobody under a number; a voucher gets a new page, and is taken back with a reason; the counter refuses it', async ({ arrive, staff, voucher }) => {
    const one = await arrive({ shape: 'phone', language: 'zh' });
    const { code } = voucher('usable');
    await one.enter(staff.manager, '/counter');
    await one.typeCode('13900000000');
    await one.read('lookup.nobody');
    await one.pressButton('lookup.back');
    await one.see('heading', 'counter.title');

    await one.visit('/vouchers');
    await one.press(one.page.getByRole('radio', { name: one.words('vouchers.by_last4') }));
    await one.press(one.find('combobox', 'vouchers.product'));
    const title = (await stage.ledger().card(code)).title.zh;
    await one.press(one.page.getByRole('option', { name: title, exact: true }));
    await one.typeInto(one.field('lookup.last4'), code.slice(-4));
    await one.pressButton('vouchers.find');
    await one.press(one.page.getByRole('list', { name: one.words('vouchers.found'), exact: true }).getByRole('button'));
    await one.see('button', 'voucher.revoke');

    await one.pressButton('voucher.renew');
    await one.pressButton('voucher.renew_confirm');
    await one.see('img', 'page_link.name');
    await one.pressButton('voucher.revoke');
    await one.see('heading', 'revoke.title');
    assert.ok(await one.find('button', 'revoke.confirm').isDisabled());
    await one.press(one.find('combobox', 'revoke.why'));
    await one.press(one.find('option', 'revoke.customer_asked'));
    await one.pressButton('revoke.confirm');
    await one.see('alert', 'voucher.revoked_now');
    await one.see('button', 'voucher.same_order');
    await one.gone('button', 'voucher.revoke');
    const { outcome, reason } = await (await stage.ledger().client()).prepare(code);
    assert.deepEqual([outcome, reason], ['refused', 'voucher_revoked']);
    await one.page.goBack();
    await one.see('button', 'vouchers.find');
});

stage.scenario('a day that is over is closed, counted by person and channel, saved as CSV and printed; a cashier is told whose this is', async ({ arrive, staff, voucher }) => {
    await stage.ledger().redeem(voucher('usable').code);
    const { business_day: day } = await stage.ledger().today();
    const name = await stage.ledger().name();
    await stage.server.advance(24 * 3600_000);
    const one = await arrive({ shape: 'desk', language: 'en' });
    await one.enter(staff.manager, '/days');
    await one.read('days.none');
    await one.pressButton('days.open_it');
    await one.pressButton('day.close');
    await one.see('list', 'day.by_staff');
    assert.ok(one.path().endsWith(`/${day}`), one.path());
    await one.page.getByRole('list', { name: one.words('day.by_staff') }).getByText(name).first().waitFor({ state: 'attached' });
    await one.see('list', 'day.by_channel');

    const [file] = await Promise.all([one.page.waitForEvent('download'), one.pressButton('day.csv')]);
    assert.equal(file.suggestedFilename(), `${day}.csv`);
    assert.match(await readFile(await file.path(), 'utf8'), /^\uFEFF?by,title_zh,title_en,redeemed,/);

    await one.page.evaluate(() => { window.print = () => { window.printed = document.querySelector('#sheet').textContent; }; });
    await one.pressButton('day.print');
    const printed = await one.until(() => one.page.evaluate(() => window.printed), 'a sheet of paper');
    assert.ok(printed.includes(name) && printed.includes(one.words('day.by_product')), printed);
    await one.page.emulateMedia({ media: 'print' });
    assert.deepEqual(await one.page.evaluate(() => [...document.body.children].filter((part) => getComputedStyle(part).display !== 'none').map(({ id }) => id)), ['sheet']);
    await one.page.emulateMedia({ media: 'screen' });

    await one.pressButton('day.back');
    await one.press(one.page.getByRole('list', { name: one.words('days.closed') }).getByRole('button'));
    await one.see('button', 'day.again');
    const other = await arrive({ shape: 'phone', language: 'zh' });
    await other.enter(staff.cashier, '/days');
    await other.see('heading', 'managers.only');
});

stage.scenario('a long history comes in pages; one that cannot be had says so, and comes with another try', async ({ arrive, stage, staff, network }) => {
    const owner = stage.ledger(staff.owner);
    const client = await owner.client();
    const made = await create(client, '/api/v1/products', product([client.session.store_id], { uses: 200 }));
    const { id, code } = (await client.post('/api/v1/sales', sale(made, 1), { headers: { 'idempotency-key': randomUUID() } })).body.orders[0].vouchers[0];
    for (let n = 0; n < 101; n++) await owner.redeem(code);
    const one = await arrive({ shape: 'phone', language: 'en' });
    await one.enter(staff.owner, `/vouchers/${id}`);
    const events = one.page.getByRole('list', { name: one.words('voucher.history') }).getByRole('listitem');
    await one.see('button', 'voucher.more');
    const before = await events.count();
    const lost = network.lose('GET', `/api/v1/vouchers/${id}/history`);
    await one.pressButton('voucher.more');
    await lost;
    await one.pressButton('today.again');
    await one.until(async () => (await events.count()) === 102 && before < 102, 'the sale and every redemption');
    await one.gone('button', 'today.again');
    await one.gone('button', 'voucher.more');
});
