// A typed code: every way in which it can be good or not, and who is told what. Also by keyboard alone, and by an
// element's own click(), as screen readers do it.
import assert from 'node:assert/strict';
import { inventCode, mistype } from './lib/codes.mjs';
import { both, useStage } from './lib/stage.mjs';

const stage = useStage();

for (const { shape, language, named } of both) {
    stage.scenario(`a good code is shown and redeemed (${named})`, async ({ arrive, staff, voucher }) => {
        const one = await arrive({ shape, language });
        const { code, title } = voucher('usable');
        await one.atCounter(staff.cashier);
        // As people type it: lower case and in groups.
        await one.typeCode(`${code.slice(0, 5)}-${code.slice(5, 9)} ${code.slice(9)}`.toLowerCase());
        await one.see('heading', { exact: title[language] });
        await one.pressButton('card.redeem');
        await one.see('heading', 'verdict.done');
        await one.pressButton('verdict.next');
        assert.equal(await one.field('counter.code').inputValue(), '', 'ready for the next customer');
    });

    stage.scenario(`a mistyped code is told at the field and asks nobody (${named})`, async ({ arrive, staff, voucher, network }) => {
        const one = await arrive({ shape, language });
        await one.atCounter(staff.cashier);
        const code = mistype(voucher('usable').code);
        await one.typeCode(code);
        const said = one.problem('check_character');
        await one.see('alert', { exact: said });
        const field = one.field('counter.code');
        assert.equal(await field.getAttribute('aria-invalid'), 'true');
        assert.equal(await field.inputValue(), code, 'what was typed stays to be mended');
        assert.equal(network.sent('POST', '/api/v1/prepare').length, 0);
        await one.focus(field);
        await one.page.keyboard.press('End');
        await one.page.keyboard.press('Backspace');
        await one.gone('alert', { exact: said });
    });
}

async function refused(one, code, reason) {
    await one.typeCode(code);
    await one.see('heading', `reason.${reason}.title`);
    await one.read(`reason.${reason}.do`);
    await one.pressButton('verdict.next');
    await one.see('heading', 'counter.title');
}

stage.scenario('each refusal says its own reason and what to do', async ({ arrive, staff, voucher }) => {
    const one = await arrive();
    await one.atCounter(staff.cashier);
    await refused(one, inventCode(), 'unknown_code');
    await refused(one, voucher('usable', 'tea').code, 'unknown_code');
    await refused(one, voucher('expired').code, 'expired');
    await refused(one, voucher('not_yet_valid').code, 'not_yet_valid');
    await refused(one, voucher('revoked').code, 'voucher_revoked');
    await refused(one, voucher('other_store').code, 'not_this_store');
    await refused(one, '123456789012', 'channel_not_connected');
});

stage.scenario('an already redeemed voucher says who, where, when, and whether here', async ({ arrive, staff, voucher }) => {
    const [one, other] = [await arrive({ language: 'en' }), await arrive({ language: 'en', shape: 'phone' })];
    const { code } = voucher('usable');
    await one.atCounter(staff.cashier);
    await one.typeCode(code);
    await one.pressButton('card.redeem');
    await one.see('heading', 'verdict.done');
    await one.pressButton('verdict.next');

    await one.typeCode(code);
    await one.see('heading', 'reason.already_redeemed.title');
    const when = /^Redeemed \d{1,2} [A-Z][a-z]{2}, \d\d:\d\d at .+, .+, by (.+)$/;
    const line = await (await one.read(when)).textContent();
    assert.equal(when.exec(line)[1], await stage.ledger(staff.cashier).name());
    await one.read(/^It was this very device \(.+\)\.$/);

    await other.atCounter(staff.manager);
    await other.typeCode(code);
    await other.see('heading', 'reason.already_redeemed.title');
    await other.read(when);
    await other.read(/^Device: .+$/);
});

stage.scenario('several uses at once, by the stepper', async ({ arrive, staff, voucher }) => {
    const one = await arrive({ language: 'en', shape: 'phone' });
    const { code, uses_left: left } = voucher('multi_use');
    const before = await stage.ledger().redeemed();
    await one.atCounter(staff.cashier);
    await one.typeCode(code);
    await one.read('card.uses_now', { n: 1 });
    assert.ok(await one.find('button', 'card.fewer').isDisabled(), 'not under one');
    await one.pressButton('card.more');
    await one.read('card.uses_now', { n: 2 });
    await one.pressButton('card.redeem_uses', { n: 2 });
    await one.see('heading', 'verdict.done_uses', { n: 2 });
    if (left > 2) await one.read('verdict.uses_left', { n: left - 2 });
    assert.equal(await stage.ledger().redeemed(), before + 2);
});

// Tab until the element with this name has the keyboard.
async function tabTo(one, role, name, values) {
    const target = one.find(role, name, values).first();
    await target.waitFor({ state: 'attached' });
    for (let i = 0; i < 40; i++) {
        if (await target.evaluate((element) => element === document.activeElement)) return;
        await one.page.keyboard.press('Tab');
    }
    assert.fail(`Tab does not reach ${name}`);
}

stage.scenario('the whole redemption by keyboard alone', async ({ arrive, staff, voucher }) => {
    const one = await arrive({ language: 'en' });
    const { code } = voucher('usable');
    await one.visit();
    await one.see('heading', 'brand');
    await tabTo(one, 'textbox', 'sign_in.account');
    await one.page.keyboard.type(staff.cashier.account);
    await one.page.keyboard.press('Tab');
    await one.page.keyboard.type(staff.cashier.password);
    await one.page.keyboard.press('Enter');
    await one.see('heading', 'counter.title');
    if (await one.find('button', 'place.choose').count()) {
        await tabTo(one, 'button', 'place.choose');
        await one.page.keyboard.press('Enter');
        await one.see('heading', 'place.title');
        const lane = one.page.getByRole('list').getByRole('button').first();
        await one.until(async () => {
            await one.page.keyboard.press('Tab');
            return lane.evaluate((element) => element === document.activeElement);
        }, 'the keyboard on a lane');
        await one.page.keyboard.press('Enter');
        await one.see('heading', 'counter.title');
    }
    await tabTo(one, 'textbox', 'counter.code');
    await one.page.keyboard.type(code, { delay: 60 }); // a person, not a gun
    await one.page.keyboard.press('Enter');
    // The card puts the keyboard on Redeem, the verdict on Next: Enter, Enter is enough for a whole queue.
    const redeem = await one.see('button', 'card.redeem');
    await one.until(() => redeem.evaluate((element) => element === document.activeElement), 'the keyboard on Redeem');
    await one.page.keyboard.press('Enter');
    await one.see('heading', 'verdict.done');
    const next = await one.see('button', 'verdict.next');
    await one.until(() => next.evaluate((element) => element === document.activeElement), 'the keyboard on Next');
    await one.page.keyboard.press('Enter');
    await one.see('heading', 'counter.title');
});

stage.scenario('Escape leaves the card without redeeming', async ({ arrive, staff, voucher }) => {
    const one = await arrive();
    const { code } = voucher('usable');
    const before = await stage.ledger().redeemed();
    await one.atCounter(staff.cashier);
    await one.typeCode(code);
    await one.see('button', 'card.redeem');
    await one.page.keyboard.press('Escape');
    await one.see('heading', 'counter.title');
    assert.equal(await stage.ledger().redeemed(), before);
});

stage.scenario("an element's own click() presses once", async ({ arrive, staff, voucher, network }) => {
    const one = await arrive({ language: 'en' });
    const before = await stage.ledger().redeemed();
    await one.atCounter(staff.cashier);
    await one.typeCode(voucher('multi_use').code);
    await one.read('card.uses_now', { n: 1 });
    await one.find('button', 'card.more').evaluate((element) => element.click());
    await one.read('card.uses_now', { n: 2 });
    await one.frames(10);
    await one.read('card.uses_now', { n: 2 });
    await one.find('button', 'card.redeem_uses', { n: 2 }).evaluate((element) => { element.click(); element.click(); });
    await one.see('heading', 'verdict.done_uses', { n: 2 });
    assert.equal(network.sent('POST', '/api/v1/redeem').length, 1);
    assert.equal(await stage.ledger().redeemed(), before + 2);
});
