// The whole story, on which everything else stands: a phone scans a voucher's QR with its camera, the card says what
// it buys, a tap redeems it; a manager's screen at a desk, a display and the customer's own page move by themselves.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { useStage } from './lib/stage.mjs';

const stage = useStage({ film: 'usable' });

stage.scenario('scan, card, redeem, verdict; three other screens move', async ({ arrive, staff }) => {
    const voucher = stage.filmed;
    const card = await stage.ledger().card(voucher.code);
    const cashier = await stage.ledger(staff.cashier).name();
    const [phone, desk, display] = [
        await arrive({ shape: 'phone' }), await arrive({ language: 'en' }), await arrive({ language: 'zh' }),
    ];
    await desk.enter(staff.manager, '/today');
    await display.enter(staff.display);
    assert.equal(display.path(), '/display', 'a display has the wall');
    const customer = await arrive({ shape: 'phone', language: 'en' });
    await customer.visit(`/v/${voucher.page}`);
    await customer.page.locator('#shown').waitFor({ state: 'visible' });
    await phone.signIn(staff.cashier);
    await phone.pressButton('place.choose');
    await phone.takeLane();

    const before = await stage.ledger().today();
    await desk.see('status', { exact: String(before.redeemed) });
    await display.see('status', { exact: String(before.redeemed) });

    await phone.pressButton('counter.scan_open');
    await phone.see('heading', { exact: voucher.title.zh });
    await phone.see('heading', 'card.contents');
    await phone.see('heading', 'card.conditions');
    for (const item of card.contents) {
        await phone.see('listitem', 'card.item', { title: item.title.zh, n: item.quantity });
    }
    for (const condition of card.conditions) await phone.see('listitem', { exact: condition.zh });
    assert.match(phone.path(), /^\/counter\/[0-9a-f-]{36}$/);

    await phone.pressButton('card.redeem');
    await phone.see('heading', 'verdict.done');
    await phone.read({ exact: voucher.title.zh });

    // All move without a reload, count and list.
    await customer.text('holder.used').first().waitFor({ state: 'visible' });
    await customer.page.locator('#shown').waitFor({ state: 'hidden' });
    await desk.see('status', { exact: String(before.redeemed + 1) });
    await display.see('status', { exact: String(before.redeemed + 1) });
    const newest = desk.page.getByRole('list', { name: desk.words('today.recent'), exact: true }).getByRole('listitem').first();
    await desk.until(async () => (await newest.textContent()).includes(voucher.title.en), 'the redemption on top of the list');
    assert.ok((await newest.textContent()).includes(cashier), 'a manager sees who');
    assert.ok(!(await display.page.content()).includes(cashier), 'a display sees no names');
    assert.ok(!JSON.stringify(await stage.ledger(staff.display).today()).includes(cashier), 'nor does its feed carry them');

    // The next customer: ready at once, and the same code held on is not scanned again by itself.
    await phone.pressButton('verdict.next');
    await phone.see('heading', 'counter.title');
    assert.equal(phone.path(), '/counter');
    assert.equal((await stage.ledger().today()).redeemed, before.redeemed + 1);
});

stage.scenario('what is sold at the desk is left on every screen of the store at once', async ({ arrive, staff }) => {
    const display = await arrive({ language: 'zh' });
    await display.enter(staff.display);
    await display.page.setViewportSize({ width: 1080, height: 1920 }); // upright it has room for all products
    const [product] = (await stage.ledger().today()).products;
    const progress = await display.see('progressbar', { exact: product.title.zh });
    const says = (redeemed, usable) => display.until(async () => await progress.getAttribute('aria-valuetext') === display.words('display.of', { done: redeemed, all: redeemed + usable }), 'what is left');
    await says(product.redeemed, product.usable);
    const manager = await stage.ledger().client();
    const { body } = await manager.post('/api/v1/sales', { items: [{ product_id: product.product_id, quantity: 2 }], gift: false }, { headers: { 'idempotency-key': randomUUID() } });
    await says(product.redeemed, product.usable + 2);
    await manager.put(`/api/v1/vouchers/${body.orders[0].vouchers[0].id}/revocation`, { reason: 'wrong_sale' });
    await says(product.redeemed, product.usable + 1);
});
