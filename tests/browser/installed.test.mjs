// What makes the page an application: icons, a screen that stays on, notices, full screen, a look and a sound of the device's own.
import assert from 'node:assert/strict';
import { abilities } from './lib/abilities.mjs';
import { useStage } from './lib/stage.mjs';

const stage = useStage({ whole: true });

stage.scenario('the manifest’s icons are what it says they are', async ({ arrive }) => {
    const one = await arrive();
    await one.visit();
    const found = await one.page.evaluate(async () => {
        const manifest = await (await fetch(document.querySelector('link[rel=manifest]').href)).json();
        const touch = document.querySelector('link[rel=apple-touch-icon]').href;
        const size = async (src) => {
            const { width, height } = await createImageBitmap(await (await fetch(src)).blob());
            return `${width}x${height}`;
        };
        const pictures = manifest.icons.filter(({ type }) => type === 'image/png');
        return { manifest, touch: await size(touch), sizes: await Promise.all(pictures.map(async ({ src, sizes }) => [sizes, await size(src)])) };
    });
    assert.equal(found.touch, '180x180');
    assert.ok(found.sizes.length >= 3);
    for (const [said, is] of found.sizes) assert.equal(is, said);
    assert.ok(found.manifest.icons.some(({ purpose }) => purpose === 'maskable'));
    assert.deepEqual([found.manifest.display, found.manifest.scope], ['standalone', '/']);
});

// What the page holds, as the browser would say it.
const watchLocks = `
    window.held = 0;
    Object.defineProperty(navigator, 'wakeLock', { value: { request: async () => {
        window.held++;
        const lock = { released: false, release: async () => { if (!lock.released) { lock.released = true; window.held--; } } };
        return lock;
    } } });`;

stage.scenario('the screen stays on at the counter, and not where nobody serves', async ({ arrive, staff }) => {
    const one = await arrive({ shape: 'phone', scripts: [watchLocks] });
    const held = (count) => one.until(async () => (await one.page.evaluate(() => window.held)) === count, `${count} held`);
    await one.visit();
    await one.see('button', 'sign_in.submit');
    await held(0);
    await one.enter(staff.cashier, '/counter');
    await held(1);
    await one.press(one.find('link', 'nav.today'));
    await held(0);
    await one.press(one.find('link', 'nav.counter'));
    await held(1);
    await one.pressButton('nav.sign_out');
    await held(0);
});

const watchNotices = `
    window.notices = [];
    window.Notification = class { static permission = 'granted'; static requestPermission = async () => 'granted';
        constructor(title, { body }) { window.notices.push({ title, body }); } };
    let hidden = false;
    Object.defineProperty(document, 'hidden', { get: () => hidden });
    window.lookAway = (away) => { hidden = away; };`;

stage.scenario('a late outcome is told outside of the page, where that was asked for and nobody looks', async ({ arrive, staff, voucher, network }) => {
    const one = await arrive({ language: 'en', scripts: ['delete Navigator.prototype.serviceWorker;', watchNotices] });
    const told = () => one.page.evaluate(() => window.notices);
    const late = async (away) => {
        await one.typeCode(voucher('usable').code);
        const asked = [network.hold('POST', '/api/v1/redeem'), network.hold('POST', '/api/v1/redeem')];
        await one.pressButton('card.redeem');
        for (const held of asked) await held.arrived; // by now the screen says that it is being checked
        await one.see('heading', 'verdict.checking');
        await one.pressButton('verdict.serve_next');
        await one.see('heading', 'counter.title');
        await one.page.evaluate((is) => window.lookAway(is), away);
        for (const held of asked) held.release();
        await one.see('button', 'late.seen');
        await one.page.evaluate(() => window.lookAway(false));
        await one.pressButton('late.seen');
        await one.gone('button', 'late.seen');
    };
    await one.atCounter(staff.cashier);
    await late(true);
    assert.deepEqual(await told(), [], 'nobody asked for it');
    await one.pressButton('me.title');
    await one.press(one.find('switch', 'me.notices'));
    await one.until(async () => (await one.find('switch', 'me.notices').getAttribute('aria-checked')) === 'true', 'switched on');
    await one.press(one.find('link', 'nav.counter'));
    await late(false);
    assert.deepEqual(await told(), [], 'it is on the screen already');
    await late(true);
    assert.equal((await told()).length, 1);
    assert.equal((await told())[0].title, one.words('brand'));
});

// A phone's browser: a page may not make notices by itself.
const asOnAPhone = `
    window.Notification = new Proxy(Notification, { construct() { throw new TypeError('Illegal constructor. Use ServiceWorkerRegistration.showNotification() instead.'); } });
    let hidden = false;
    Object.defineProperty(document, 'hidden', { get: () => hidden });
    window.lookAway = (away) => { hidden = away; };`;

stage.scenario('on a phone the service worker shows it, without anything of the customer, and a press on it leads to the console', async ({ arrive, staff, voucher, network }) => {
    const one = await arrive({ shape: 'phone', language: 'en', scripts: [asOnAPhone] });
    await one.context.grantPermissions(['notifications']);
    await one.atCounter(staff.cashier);
    await one.page.evaluate(() => navigator.serviceWorker.ready);
    await one.pressButton('me.title');
    await one.press(one.find('switch', 'me.notices'));
    await one.until(async () => (await one.find('switch', 'me.notices').getAttribute('aria-checked')) === 'true', 'switched on');
    await one.press(one.find('link', 'nav.counter'));
    const { code, title } = voucher('usable');
    await one.typeCode(code);
    const asked = [network.hold('POST', '/api/v1/redeem'), network.hold('POST', '/api/v1/redeem')];
    await one.pressButton('card.redeem');
    for (const held of asked) await held.arrived;
    await one.see('heading', 'verdict.checking');
    await one.pressButton('verdict.serve_next');
    await one.see('heading', 'counter.title');
    await one.page.evaluate(() => window.lookAway(true));
    for (const held of asked) held.release();
    const shown = () => one.page.evaluate(async () => (await (await navigator.serviceWorker.ready).getNotifications()).map((notice) => ({ title: notice.title, body: notice.body, tag: notice.tag })));
    await one.until(async () => (await shown()).length === 1, 'a notice');
    const [notice] = await shown();
    assert.deepEqual(notice, { title: one.words('brand'), body: one.words('late.done', { title: title.en }), tag: 'late' });
    assert.equal(JSON.stringify(notice).includes(code.slice(-4)), false);

    // A press, as the browser tells the worker of it; a page may not be brought forward without one.
    const [worker] = one.context.serviceWorkers();
    const came = await worker.evaluate(async () => {
        const came = [];
        WindowClient.prototype.focus = async function () { came.push(new URL(this.url).pathname); return this; };
        const [notification] = await registration.getNotifications();
        let done;
        const event = new NotificationEvent('notificationclick', { notification });
        event.waitUntil = (work) => { done = work; };
        dispatchEvent(event);
        await done;
        return came;
    });
    assert.deepEqual(came, ['/']); // under which it was opened
    assert.deepEqual(await shown(), []);
});

stage.scenario('notices that the browser refuses are not switched on', async ({ arrive, staff }) => {
    const refuse = `window.Notification = class { static permission = 'denied'; static requestPermission = async () => 'denied'; };`;
    const one = await arrive({ scripts: [refuse] });
    await one.enter(staff.cashier, '/me');
    await one.press(one.find('switch', 'me.notices'));
    await one.until(async () => (await one.page.evaluate(() => localStorage.getItem('hexiao.preferences')))?.includes('"notices":false'), 'taken back');
    await one.until(async () => (await one.find('switch', 'me.notices').getAttribute('aria-checked')) === 'false', 'off');
});

stage.scenario('the device keeps its look and its sounds', async ({ arrive, staff }) => {
    const one = await arrive({ language: 'en' });
    const surface = () => one.page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--surface'));
    await one.enter(staff.cashier, '/me');
    await one.see('heading', 'me.secrets');
    const light = await surface();
    await one.press(one.find('radio', 'theme.dark'));
    await one.until(async () => (await surface()) !== light, 'dark');
    await one.press(one.find('switch', 'me.sound'));
    await one.until(async () => (await one.find('switch', 'me.sound').getAttribute('aria-checked')) === 'false', 'silent');
    await one.reload();
    await one.see('heading', 'me.secrets');
    assert.notEqual(await surface(), light);
    assert.equal(await one.find('radio', 'theme.dark').getAttribute('aria-checked'), 'true');
    assert.equal(await one.find('switch', 'me.sound').getAttribute('aria-checked'), 'false');
    await one.press(one.find('radio', 'theme.system'));
    await one.until(async () => (await surface()) === light, 'as the system');
});

stage.scenario('/debug says what this browser can do, and what it lacks', async ({ arrive }) => {
    const one = await arrive({ language: 'en', scripts: [() => { delete Navigator.prototype.wakeLock; }] });
    await one.visit('/debug');
    await one.see('heading', 'debug.can');
    for (const [ability, look] of Object.entries(abilities)) {
        const has = await one.page.evaluate(look);
        assert.ok(ability !== 'debug.can_awake' || !has, 'taken away above');
        const beside = one.text(ability).locator('xpath=following-sibling::*[1]');
        assert.equal(await beside.textContent(), one.words(has ? 'debug.yes' : 'debug.no'), ability);
    }
});

stage.scenario('full screen, and back', async ({ arrive, staff }) => {
    const one = await arrive({ language: 'en' });
    await one.enter(staff.cashier, '/me');
    const is = (on) => one.until(() => one.page.evaluate((wanted) => (document.fullscreenElement !== null) === wanted, on), `full screen: ${on}`);
    await one.press(one.find('switch', 'me.full_screen'));
    await is(true);
    await one.press(one.find('switch', 'me.full_screen'));
    await is(false);
});
