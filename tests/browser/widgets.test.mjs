// Each widget of the kit in each way in which people press: by pointer, by keyboard, and by an assistive program's click().
// One story goes past all of them and is played three times.
import assert from 'node:assert/strict';
import { useStage } from './lib/stage.mjs';

const stage = useStage();

// Tab until the element has the keyboard; in a choice one stop stands for all, and arrows go on from there.
async function reach(one, locator) {
    const target = locator.first();
    await target.waitFor({ state: 'attached' });
    const chosen = (await target.getAttribute('role')) === 'radio' && (await target.getAttribute('aria-checked')) === 'false';
    const stop = chosen ? target.locator('xpath=..').getByRole('radio', { checked: true }) : target;
    for (let i = 0; i < 40 && !(await stop.evaluate((element) => element === document.activeElement)); i++) {
        await one.page.keyboard.press('Tab');
    }
    assert.ok(await stop.evaluate((element) => element === document.activeElement), `Tab does not reach ${locator}`);
    return chosen;
}

const ways = {
    pointer: { use: (one, locator) => one.press(locator), write: (one, field, text) => one.typeInto(field, text) },
    keyboard: {
        use: async (one, locator) => one.page.keyboard.press((await reach(one, locator)) ? 'ArrowRight' : 'Enter'),
        write: async (one, field, text) => {
            await reach(one, field);
            await one.page.keyboard.type(text, { delay: 60 }); // as people do: faster, and with Tab at its end, it would be a scanner gun
        },
    },
    'click()': {
        use: async (one, locator) => {
            await locator.first().waitFor({ state: 'attached' });
            await one.until(() => locator.first().isEnabled(), `${locator} enabled`);
            await locator.first().evaluate((element) => element.click());
        },
        write: async (one, field, text) => {
            await field.evaluate((input, value) => {
                input.value = value; // as voice control writes
                input.dispatchEvent(new InputEvent('input', { bubbles: true, data: value, inputType: 'insertText' }));
            }, text);
        },
    },
};

for (const [way, { use, write }] of Object.entries(ways)) {
    stage.scenario(`every widget by ${way}`, async ({ arrive, staff, network, voucher }) => {
        const one = await arrive({ language: 'en' });
        const button = (...name) => use(one, one.find('button', ...name));
        await one.enter(staff.manager, '/counter');
        await one.see('heading', 'counter.title');

        await use(one, one.find('link', 'nav.today')); // a link of the navigation
        await one.see('heading', 'today.title');
        await use(one, one.find('link', 'nav.counter'));
        await button('me.title'); // an icon
        await one.see('heading', 'me.secrets');
        await button('me.invite'); // a button
        await use(one, one.page.getByRole('button', { name: one.words('invite.staff') })); // a row
        await one.see('img', 'invite.code');
        await button('invite.back'); // a quiet button
        await one.see('heading', 'me.secrets');

        await use(one, one.find('radio', { exact: '中文' })); // a choice
        one.speak('zh');
        await one.see('heading', 'me.secrets');
        await use(one, one.find('radio', { exact: 'English' }));
        one.speak('en');
        await use(one, one.find('link', 'nav.counter'));
        await one.see('heading', 'counter.title');

        const { code } = voucher('multi_use');
        await write(one, one.field('counter.code'), code); // a field
        await button('counter.check');
        await button('card.more');
        await one.read('card.uses_now', { n: 2 });
        await button('card.fewer');
        await one.read('card.uses_now', { n: 1 });
        await button('card.redeem_uses', { n: 1 }); // the main button of a screen
        await one.see('heading', 'verdict.done');
        await button('verdict.next'); // a verdict’s large button

        await write(one, one.field('counter.code'), voucher('usable').code);
        await button('counter.check');
        const asked = [network.hold('POST', '/api/v1/redeem'), network.hold('POST', '/api/v1/redeem')];
        await button('card.redeem');
        await button('verdict.serve_next'); // a verdict’s quiet button
        for (const held of asked) await held.arrived;
        for (const held of asked) held.release();
        await button('late.seen'); // a notice’s button
        await one.gone('button', 'late.seen');
        await button('nav.sign_out');
        await one.see('button', 'sign_in.submit');
    });
}
