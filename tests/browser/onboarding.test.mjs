// The first sign-in of a role on a device: three steps on real controls, which block nothing, wait while somebody is served,
// are skipped at any time, and never come again by themselves.
import assert from 'node:assert/strict';
import { useStage } from './lib/stage.mjs';
import { axeFinds, unsaid } from './lib/screen_checks.mjs';
import { Sight } from './lib/sight.mjs';

const stage = useStage();

// A verdict is a dialog too, but one that is waited for.
const words = (one) => one.page.locator('[role=dialog]:not([aria-modal])');
const bubble = (one, title) => one.see('dialog', `tour.${title}.title`);
const toured = (one) => one.page.evaluate(() => JSON.parse(localStorage.getItem('hexiao.preferences') ?? '{}').toured ?? 0);
const holder = (one) => one.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');

// The words are in the window, and beside what they are about.
async function apart(one, control) {
    await one.still();
    const box = (locator) => locator.first().evaluate((element) => element.getBoundingClientRect().toJSON());
    const at = await box(control);
    const { width, height } = await one.page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
    for (const part of await words(one).locator('.node').all()) {
        const b = await box(part);
        assert.ok(b.left >= 0 && b.top >= 0 && b.right <= width && b.bottom <= height, `in the window: ${JSON.stringify(b)}`);
        assert.ok(b.right <= at.left || b.left >= at.right || b.bottom <= at.top || b.top >= at.bottom, `over its control: ${JSON.stringify([b, at])}`);
    }
}

async function gone(one) {
    await words(one).first().waitFor({ state: 'detached' });
    await one.still();
}

const settled = async (one) => {
    await one.settled();
    await one.still();
};

for (const how of [{ shape: 'phone', language: 'zh' }, { shape: 'desk', language: 'en' }]) {
    stage.scenario(`a cashier is shown around by pointer, once (${how.shape}, ${how.language})`, async ({ arrive, staff, voucher }) => {
        const one = await arrive({ ...how, newcomer: true });
        await one.signIn(staff.cashier);
        await bubble(one, 'place');
        await settled(one);
        const choose = one.find('button', 'place.choose');
        await apart(one, choose);
        assert.deepEqual(await unsaid(one), []);
        assert.deepEqual(await axeFinds(one).then(({ violations, incomplete }) => ({ violations, incomplete })), { violations: [], incomplete: [] });
        await one.press(choose); // the control itself moves on, and the words wait meanwhile
        await gone(one);
        await one.takeLane();
        await bubble(one, 'code');
        await apart(one, one.field('counter.code'));
        await one.pressButton('tour.next');
        await bubble(one, 'after');
        await apart(one, one.find('link', 'nav.today'));

        await one.typeCode(voucher('usable').code); // a customer comes
        await one.see('button', 'card.redeem');
        await gone(one);
        await one.pressButton('card.redeem');
        await one.see('heading', 'verdict.done');
        await gone(one);
        await one.pressButton('verdict.next');
        await bubble(one, 'after');
        await one.pressButton('tour.done');
        await gone(one);

        await one.reload();
        await one.see('heading', 'counter.title');
        await settled(one);
        assert.equal(await words(one).count(), 0);
        await one.pressButton('nav.sign_out');
        await one.fillSignIn(staff.cashier);
        await one.pressButton('sign_in.submit');
        await one.see('heading', 'counter.title');
        await settled(one);
        assert.equal(await words(one).count(), 0);
    });

    stage.scenario(`a manager is shown the counter, the day, and where devices are let in (${how.shape}, ${how.language})`, async ({ arrive, staff }) => {
        const one = await arrive({ ...how, newcomer: true });
        await one.signIn(staff.manager);
        await bubble(one, 'counter');
        await apart(one, one.find('link', 'nav.counter'));
        await one.press(one.find('link', 'nav.counter'));
        await bubble(one, 'today');
        await apart(one, one.find('link', 'nav.today'));
        await one.press(one.find('link', 'nav.today'));
        await one.see('heading', 'today.title');
        await bubble(one, 'me');
        await apart(one, one.find('button', 'me.title'));
        await one.pressButton('me.title');
        await one.see('heading', 'me.secrets');
        await bubble(one, 'invite');
        await apart(one, one.find('button', 'me.invite'));
        await one.pressButton('me.invite');
        await one.see('heading', 'invite.title');
        await one.pressButton('invite.back');
        await one.see('heading', 'me.secrets');
        await gone(one);

        await one.pressButton('me.tour'); // again, because it is asked for
        await one.see('heading', 'counter.title');
        await bubble(one, 'counter');
        await one.pressButton('tour.skip');
        await gone(one);
    });
}

stage.scenario('by keyboard: from the code field one step back, on by Enter, and on at what it pointed at', async ({ arrive, staff }) => {
    const one = await arrive({ language: 'en', newcomer: true });
    await one.enter(staff.cashier); // at a lane already: scanning comes first
    await bubble(one, 'scan');
    await one.until(async () => (await holder(one)) === one.words('counter.code'), 'the keyboard where codes are typed');
    const sight = await Sight.open(stage.browser);
    for (const name of ['tour.next', 'tour.skip', 'tour.next']) {
        await one.page.keyboard.press(name === 'tour.skip' || (await holder(one)) !== one.words('tour.skip') ? 'Shift+Tab' : 'Tab');
        await one.still(3);
        assert.equal(await holder(one), one.words(name));
        assert.ok((await sight.ring(one)) >= 3, name);
    }
    await one.page.keyboard.press('Enter');
    await bubble(one, 'code');
    assert.equal(await holder(one), one.words('tour.next')); // stays where it was
    await one.page.keyboard.press('Enter');
    await bubble(one, 'after');
    await one.until(async () => (await holder(one)) === one.words('tour.done'), 'the keyboard at the last button');
    await one.page.keyboard.press('Enter');
    await gone(one);
    await one.until(async () => (await holder(one)) === one.words('nav.today'), 'the keyboard at what was pointed at');
    await sight.close();
});

stage.scenario('Escape skips it and nothing else, for this role on this device', async ({ arrive, staff }) => {
    const one = await arrive({ language: 'en', newcomer: true });
    await one.enter(staff.manager, '/today');
    await bubble(one, 'counter');
    await one.page.keyboard.press('Escape');
    await gone(one);
    assert.equal(one.path(), '/today');
    const kept = await one.until(() => toured(one), 'the preference kept');
    await one.reload();
    await one.see('heading', 'today.title');
    await settled(one);
    assert.equal(await words(one).count(), 0);

    await one.pressButton('nav.sign_out');
    await one.fillSignIn(staff.cashier);
    await one.pressButton('sign_in.submit');
    await bubble(one, 'place'); // another role sees its own
    await one.pressButton('tour.skip');
    await gone(one);
    assert.notEqual(await toured(one), kept);
});

stage.scenario('what is read out is polite, and codes are typed as if nobody was shown around', async ({ arrive, staff, voucher }) => {
    const one = await arrive({ language: 'en', newcomer: true });
    await one.enter(staff.cashier);
    await bubble(one, 'scan');
    await one.see('status', 'tour.scan.title');
    await one.see('status', 'tour.scan.say');
    await one.until(async () => (await holder(one)) === one.words('counter.code'), 'the keyboard where codes are typed');
    await one.gun(voucher('usable').code);
    await one.see('button', 'card.redeem');
    await gone(one);
    await one.pressButton('card.cancel');
    await bubble(one, 'scan');
});

stage.scenario('a display is not shown around', async ({ arrive, staff }) => {
    const one = await arrive({ shape: 'wall', newcomer: true });
    await one.enter(staff.display);
    await settled(one);
    assert.equal(await words(one).count(), 0);
});

for (const language of ['zh', 'en']) {
    stage.scenario(`with letters twice as large each step is still beside its control (phone, ${language})`, async ({ arrive, staff }) => {
        const large = () => localStorage.getItem('hexiao.preferences') ?? localStorage.setItem('hexiao.preferences', '{"text_size":200}');
        const one = await arrive({ shape: 'phone', language, newcomer: true, scripts: [large] });
        await one.enter(staff.manager);
        for (const [title, role, name] of [['counter', 'link', 'nav.counter'], ['today', 'link', 'nav.today'], ['me', 'button', 'me.title']]) {
            await bubble(one, title);
            await apart(one, one.find(role, name));
            if (title !== 'me') await one.pressButton('tour.next');
        }
        await one.pressButton('me.title');
        await bubble(one, 'invite');
        await apart(one, one.find('button', 'me.invite'));
        await one.pressButton('tour.done');
        await gone(one);
    });
}
