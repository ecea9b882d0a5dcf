// Signing in and out: what is said when it fails, where it leads, and that the password stays where it belongs.
import assert from 'node:assert/strict';
import { both, useStage } from './lib/stage.mjs';

const stage = useStage();
const wrong = 'not-the-pass-phrase';

for (const { shape, language, named } of both) {
    stage.scenario(`a wrong password is told, the right one leads to the counter (${named})`, async ({ arrive, staff }) => {
        const one = await arrive({ shape, language });
        await one.visit();
        await one.see('button', 'sign_in.submit');
        await one.see('heading', 'brand');
        assert.equal(one.path(), '/signin');
        await one.fillSignIn({ account: staff.cashier.account, password: wrong });
        await one.pressButton('sign_in.submit');
        await one.see('alert', { exact: one.problem('bad_credentials') });

        await one.clear(one.field('sign_in.password'));
        await one.typeInto(one.field('sign_in.password'), staff.cashier.password);
        await one.pressButton('sign_in.submit');
        await one.see('heading', 'counter.title');
        assert.equal(one.path(), '/counter');
        assert.equal(await one.page.title(), `${one.words('counter.title')} · ${one.words('brand')}`);
        assert.equal(await one.page.locator('html').getAttribute('lang'), language === 'zh' ? 'zh-CN' : 'en');
    });
}

stage.scenario('an empty form is told without asking anybody', async ({ arrive, network }) => {
    const one = await arrive();
    await one.visit();
    await one.pressButton('sign_in.submit');
    await one.see('alert', 'sign_in.empty');
    assert.equal(network.sent('POST', '/api/v1/session').length, 0);
});

stage.scenario('the password is in no text of the page and in no address', async ({ arrive, staff }) => {
    const one = await arrive();
    await one.visit();
    await one.fillSignIn(staff.cashier);
    assert.equal(await one.field('sign_in.password').getAttribute('type'), 'password');
    const page = await one.page.content();
    assert.ok(!page.includes(staff.cashier.password), 'the password as text in the page');
    await one.page.keyboard.press('Enter');
    await one.see('heading', 'counter.title');
    assert.ok(!(await one.page.content()).includes(staff.cashier.password));
    assert.ok(one.urls.every((url) => !url.includes(staff.cashier.password)));
    const kept = await one.page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    assert.ok(!kept.includes(staff.cashier.password));
});

stage.scenario('a password manager and a phone keyboard find what they look for', async ({ arrive }) => {
    const one = await arrive({ shape: 'phone' });
    await one.visit();
    const account = one.field('sign_in.account');
    const password = one.field('sign_in.password');
    await account.waitFor();
    assert.equal(await account.getAttribute('autocomplete'), 'username');
    assert.equal(await password.getAttribute('autocomplete'), 'current-password');
    assert.ok(await account.evaluate((input) => parseFloat(getComputedStyle(input).fontSize) >= 16), 'or phones zoom in');
    assert.equal(await account.evaluate((input) => input.form === null), false, 'fields stand in a form');
});

stage.scenario('signing out ends the session everywhere, and back shows nothing', async ({ arrive, staff, network }) => {
    const one = await arrive();
    await one.atCounter(staff.cashier);
    await one.press(one.find('link', 'nav.today'));
    await one.see('heading', 'today.title');
    await one.pressButton('nav.sign_out');
    await one.see('button', 'sign_in.submit');
    await one.page.goBack();
    await one.see('button', 'sign_in.submit');
    assert.equal(await one.find('heading', 'counter.title').count(), 0);
    assert.equal(network.sent('DELETE', '/api/v1/session').at(-1).status, 204);
});

stage.scenario('the language is changed by hand and stays', async ({ arrive }) => {
    const one = await arrive({ language: 'zh' });
    await one.visit();
    await one.press(one.find('radio', { exact: 'English' }));
    one.speak('en');
    await one.see('button', 'sign_in.submit');
    assert.equal(await one.page.locator('html').getAttribute('lang'), 'en');
    await one.reload();
    await one.see('button', 'sign_in.submit');
});
