// The keyboard’s place: it goes along to a new screen and comes back, it is always to be seen, and what scrolls is scrolled.
// And what is read out without being asked for, and what the system’s settings change at once.
import assert from 'node:assert/strict';
import { useStage } from './lib/stage.mjs';
import { Sight } from './lib/sight.mjs';

const stage = useStage();

const holder = (one) => one.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');
const at = (one, name) => one.until(async () => (await holder(one)) === name, `the keyboard at ${name}`);

async function tabTo(one, name) {
    for (let i = 0; i < 40 && (await holder(one)) !== name; i++) await one.page.keyboard.press('Tab');
    assert.equal(await holder(one), name);
}

stage.scenario('the keyboard goes to what is first on a screen and back to what led there', async ({ arrive, staff }) => {
    const one = await arrive({ language: 'en' });
    await one.atCounter(staff.manager);
    await at(one, one.words('counter.code'));
    await tabTo(one, one.words('me.title'));
    await one.page.keyboard.press('Enter');
    await one.see('heading', 'me.secrets');
    await at(one, await one.page.getByRole('heading', { level: 1 }).textContent());
    await tabTo(one, one.words('me.invite'));
    await one.page.keyboard.press('Enter');
    await one.see('heading', 'invite.title');
    await at(one, one.words('invite.title'));
    await one.page.keyboard.press('Escape');
    await one.see('heading', 'me.secrets');
    await at(one, one.words('me.invite'));
    await one.page.keyboard.press('Escape');
    await at(one, one.words('me.title'));
    await tabTo(one, one.words('nav.today'));
    await one.page.keyboard.press('Enter');
    await at(one, one.words('today.title'));
});

for (const colorScheme of ['light', 'dark']) {
    stage.scenario(`wherever Tab leads, it is to be seen (${colorScheme})`, async ({ arrive, staff, voucher }) => {
        const sight = await Sight.open(stage.browser);
        const one = await arrive();
        await one.page.emulateMedia({ colorScheme });
        const walk = async () => {
            const seen = new Set();
            for (let i = 0; i < 40; i++) {
                await one.page.keyboard.press('Tab');
                await one.still(3);
                const name = await holder(one);
                const id = await one.page.evaluate(() => document.activeElement?.id ?? '');
                if (!id) continue; // the browser’s own controls
                if (seen.has(id)) break;
                seen.add(id);
                const ratio = await sight.ring(one);
                assert.ok(ratio >= 3, `${name}: ${ratio}:1`);
            }
            return seen.size;
        };
        await one.visit();
        await one.see('button', 'sign_in.submit');
        assert.ok((await walk()) >= 4);
        await one.atCounter(staff.manager);
        assert.ok((await walk()) >= 7);
        await one.typeCode(voucher('multi_use').code);
        await one.see('button', 'card.cancel');
        assert.ok((await walk()) >= 8);
        await one.pressButton('card.cancel');
        await one.pressButton('me.title');
        await one.see('heading', 'me.secrets');
        assert.ok((await walk()) >= 8);
        await sight.close();
    });
}

stage.scenario('a page scrolls by its keys', async ({ arrive, staff }) => {
    const one = await arrive({ shape: 'phone' });
    await one.enter(staff.manager, '/today');
    await one.see('heading', 'today.title');
    await one.still();
    const top = () => one.page.getByRole('heading', { level: 1 }).evaluate((element) => element.getBoundingClientRect().top);
    const start = await top();
    const moves = async (key, moved) => {
        const before = await top();
        await one.page.keyboard.press(key);
        await one.until(async () => moved(await top(), before), `${key} scrolls`);
        await one.still();
    };
    await moves('PageDown', (now, before) => now < before - 200);
    await moves('PageUp', (now) => now === start);
    await moves('ArrowDown', (now, before) => now < before);
    await moves('End', (now, before) => now < before - 200);
    await moves('Home', (now) => now === start);
    await moves(' ', (now, before) => now < before - 200);
});

stage.scenario('verdicts and alerts are read out in a place that stood there before', async ({ arrive, staff, voucher, network }) => {
    const one = await arrive({ language: 'en' });
    await one.visit();
    await one.see('button', 'sign_in.submit');
    await one.page.evaluate(() => {
        window.heard = [];
        for (const region of document.querySelectorAll('#said > *')) {
            const tell = (changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach((it) => window.heard.push([region.getAttribute('role'), it.textContent])));
            new MutationObserver(tell).observe(region, { childList: true });
        }
    });
    const heard = (role, text) => one.until(() => one.page.evaluate(([r, t]) => window.heard.some(([a, b]) => a === r && b === t), [role, text]), `${role}: ${text}`);
    await one.pressButton('sign_in.submit');
    await heard('alert', one.words('sign_in.empty'));
    await one.fillSignIn(staff.cashier);
    await one.pressButton('sign_in.submit');
    await one.see('heading', 'counter.title');
    await one.pressButton('place.choose');
    await one.takeLane();
    const { code, title } = voucher('usable');
    await one.typeCode(code);
    await one.pressButton('card.redeem');
    await heard('alert', one.words('verdict.done'));
    await heard('alert', title.en);
    await one.pressButton('verdict.next');
    await one.typeCode(code);
    await heard('alert', one.words('reason.already_redeemed.title'));
    await one.pressButton('verdict.next');
    network.down();
    await heard('status', one.words('link.offline.say'));
});

stage.scenario('the system’s light and dark, and another language, without a reload', async ({ arrive, staff }) => {
    const one = await arrive({ language: 'zh' });
    await one.atCounter(staff.cashier);
    await one.page.evaluate(() => { window.same = true; });
    const paper = () => one.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const themed = () => one.page.evaluate(() => [...document.querySelectorAll('meta[name=theme-color]')].find((it) => matchMedia(it.media).matches).content);
    await one.page.emulateMedia({ colorScheme: 'light' });
    await one.until(async () => (await paper()) === 'rgb(244, 245, 248)', 'light');
    assert.equal(await themed(), '#f4f5f8');
    await one.page.emulateMedia({ colorScheme: 'dark' });
    await one.until(async () => (await paper()) === 'rgb(15, 18, 24)', 'dark');
    assert.equal(await themed(), '#0f1218');
    await one.press(one.find('radio', { exact: 'English' }));
    one.speak('en');
    await one.see('heading', 'counter.title');
    assert.equal(await one.page.locator('html').getAttribute('lang'), 'en');
    assert.equal(await one.page.title(), one.words('page.title', { screen: one.words('counter.title'), brand: one.words('brand') }));
    assert.equal(await one.page.evaluate(() => window.same), true);
});
