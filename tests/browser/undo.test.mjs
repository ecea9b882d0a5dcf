// Undoing a redemption at the screen: from the verdict and from the redemption's own screen, by whoever redeemed and by a
// manager; every other screen of the store follows, and what the network swallows is asked for again.
import assert from 'node:assert/strict';
import { both, useStage } from './lib/stage.mjs';

const stage = useStage();
const revocation = (id) => `/api/v1/redemptions/${id}/revocation`;

// Redeems at the counter; its id, from the books.
async function redeem(one, code) {
    await one.typeCode(code);
    await one.pressButton('card.redeem');
    await one.see('heading', 'verdict.done');
    return (await stage.ledger().today()).recent[0].id;
}

const newest = (one, list) => one.page.getByRole('list', { name: one.words(list) }).getByRole('listitem').first();
const says = (one, list, text) => one.until(async () => (await newest(one, list).textContent()).includes(text), `“${text}” in the newest row`);

for (const { shape, language, named } of both) {
    stage.scenario(`from the verdict, and the same code is redeemed again (${named})`, async ({ arrive, staff, voucher }) => {
        const [one, wall] = [await arrive({ shape, language }), await arrive({ language: 'zh' })];
        await wall.enter(staff.display, '/today');
        const before = await stage.ledger().redeemed();
        await wall.see('status', 'today.redeemed_unit', { n: before });
        const { code, title } = voucher('usable');
        await one.atCounter(staff.cashier);
        await redeem(one, code);
        await wall.see('status', 'today.redeemed_unit', { n: before + 1 });

        await one.pressButton('verdict.undo');
        await one.see('heading', 'undo.title');
        assert.match(one.path(), /^\/redemptions\/undo\/[0-9a-f-]{36}$/);
        assert.equal(await one.find('combobox', 'undo.why').count(), 0, 'a cashier is not asked why');
        await one.pressButton('undo.keep');
        await one.see('heading', 'verdict.done');
        await one.pressButton('verdict.undo');
        await one.pressButton('undo.confirm');
        await one.see('heading', 'verdict.undone');
        await one.read({ exact: title[language] });
        await wall.see('status', 'today.redeemed_unit', { n: before });
        await says(wall, 'today.recent', wall.words('verdict.undone'));
        await one.pressButton('verdict.next');
        await says(one, 'counter.recent', one.words('verdict.undone'));

        await redeem(one, code);
        assert.equal(await stage.ledger().redeemed(), before + 1);
    });
}

stage.scenario('a manager undoes a colleague\'s from its own screen, says why and what was served; the cashier sees it', async ({ arrive, staff, voucher }) => {
    const [phone, desk] = [await arrive({ shape: 'phone' }), await arrive({ language: 'en' })];
    await phone.atCounter(staff.cashier);
    const id = await redeem(phone, voucher('usable').code);
    await desk.enter(staff.manager, '/today');
    await desk.press(newest(desk, 'today.recent').getByRole('button'));
    await desk.see('button', 'verdict.undo');
    assert.equal(desk.path(), `/redemptions/${id}`);
    await desk.pressButton('verdict.undo');
    const confirm = await desk.see('button', 'undo.confirm');
    assert.ok(await confirm.evaluate((button) => button.disabled || button.getAttribute('aria-disabled') === 'true'), 'not before the reason');
    await desk.press(desk.find('combobox', 'undo.why'));
    await desk.press(desk.find('option', 'undo.cannot_serve'));
    await desk.press(desk.find('switch', 'undo.nothing_served'));
    await desk.pressButton('undo.confirm');
    await desk.see('heading', 'verdict.undone');
    await phone.see('heading', 'verdict.undone');
    const [{ undone }] = (await stage.ledger().today()).recent;
    assert.deepEqual([undone.why, undone.stock_returned], ['cannot_serve', true]);

    await desk.visit(`/redemptions/${id}`);
    await desk.read('verdict.undone');
    await desk.read('undo.cannot_serve');
    assert.equal(await desk.find('button', 'verdict.undo').count(), 0);
});

stage.scenario('a colleague\'s is not offered to a cashier', async ({ arrive, staff, voucher }) => {
    const { redemption } = await (await stage.ledger().client()).use(voucher('usable').code);
    const one = await arrive({ shape: 'phone' });
    await one.enter(staff.cashier, `/redemptions/${redemption.id}`);
    await one.read('verdict.done');
    assert.equal(await one.find('button', 'verdict.undo').count(), 0);
    await one.visit(`/redemptions/undo/${redemption.id}`);
    await one.see('status', { exact: one.problem('forbidden') });
    assert.equal(await one.find('button', 'undo.confirm').count(), 0);
});

stage.scenario('a lost answer is asked for again under the same key, also after a reload', async ({ arrive, staff, voucher, network }) => {
    const one = await arrive({ shape: 'phone' });
    await one.atCounter(staff.cashier);
    const id = await redeem(one, voucher('usable').code);
    const before = await stage.ledger().redeemed();
    // Held are the first, whatever the page asks again until it is left, and what comes after that.
    const [lost, ...others] = Array.from({ length: 4 }, () => network.hold('PUT', revocation(id)));
    await one.pressButton('verdict.undo');
    await one.pressButton('undo.confirm');
    await lost.arrived;
    lost.drop();
    await one.see('heading', 'verdict.checking');
    await one.read('verdict.checking_undo');
    await one.reload();
    await one.see('heading', 'verdict.checking');
    for (const held of others) held.release();
    await one.see('heading', 'verdict.undone');
    const keys = network.sent('PUT', revocation(id)).map((request) => request.key);
    assert.equal(new Set(keys).size, 1);
    assert.equal(await stage.ledger().redeemed(), before - 1);
});

// Moves the platform's clock on; the last.
stage.scenario('after ten minutes a cashier is told to ask a manager, and the redemption stands', async ({ arrive, staff, voucher }) => {
    const one = await arrive({ language: 'en' });
    await one.atCounter(staff.cashier);
    const id = await redeem(one, voucher('usable').code);
    await stage.server.advance(10 * 60_000);
    await one.pressButton('verdict.undo');
    await one.pressButton('undo.confirm');
    await one.see('heading', 'reason.undo_too_late.title');
    await one.read('reason.undo_too_late.do');
    await one.visit(`/redemptions/${id}`);
    await one.read('verdict.done');
    assert.equal(await one.find('button', 'verdict.undo').count(), 0, 'it is not offered any more');
});
