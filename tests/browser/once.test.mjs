// Exactly once, with real processes: a tab that dies between the tap and the write, or between the write and the sending; an
// answer that is spoiled after the platform has committed; a platform that is killed with requests under way; tabs that go on
// with what another one left; a browser that cannot store, or has lost what it had; clocks that are wrong. In the end
// everybody knows what happened, and it happened once.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { journalTexts } from '../harness/books.mjs';
import { Person as Client } from '../harness/person.mjs';
import { both, useStage } from './lib/stage.mjs';

const stage = useStage();
const redeem = ['POST', '/api/v1/redeem'];
const asleep = ['GET', '/healthz']; // where a page stands still: see below

// Run in the page: the first time that a tab of this browser comes to the place, it stands still there, in a request that the
// test holds, until the tab is killed.
function standsStillBeforeWriting() {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (value, key) {
        if (/^[0-9a-f-]{36}$/.test(key) && !localStorage.getItem('stood still')) {
            localStorage.setItem('stood still', 'yes');
            const request = new XMLHttpRequest();
            request.open('GET', '/healthz', false);
            request.send();
        }
        return put.call(this, value, key);
    };
}
function standsStillBeforeSending() {
    const send = window.fetch;
    window.fetch = (path, options) => {
        if (path === '/api/v1/redeem' && !localStorage.getItem('stood still')) {
            localStorage.setItem('stood still', 'yes');
            const request = new XMLHttpRequest();
            request.open('GET', '/healthz', false);
            request.send();
        }
        return send(path, options);
    };
}

// Runs in the page: the rows of the outbox that the browser has on its disk, by key.
async function keptRows() {
    const settled = (request) => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
    const db = await settled(indexedDB.open('hexiao'));
    const keys = await settled(db.transaction('records').objectStore('records').getAllKeys());
    db.close();
    return keys.filter((key) => /^[0-9a-f-]{36}$/.test(key));
}
const kept = (one) => one.page.evaluate(keptRows);

async function atCard(one, code) {
    await one.typeCode(code);
    await one.see('button', 'card.redeem');
}

const keysSent = (network) => new Set(network.sent(...redeem).map(({ key }) => key));

// The browser's processes that draw pages.
async function renderers() {
    const devtools = await stage.browser.newBrowserCDPSession();
    const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
    await devtools.detach();
    return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

// Opens a tab by `open()`; the answer kills its process, wherever it stands. What the browser keeps on disk stays.
async function mortal(open) {
    const before = await renderers();
    const one = await open();
    const its = (await renderers()).filter((pid) => !before.includes(pid));
    assert.ok(its.length > 0, 'the tab has a process of its own');
    const kill = async () => {
        const crashed = one.page.waitForEvent('crash');
        for (const pid of its) process.kill(pid, 'SIGKILL');
        await crashed;
        await one.page.close();
    };
    return [one, kill];
}

stage.scenario('a tab killed between the tap and the write: nothing was sent, and the voucher is as it was', async ({ arrive, staff, voucher, network }) => {
    const [one, kill] = await mortal(async () => {
        const person = await arrive({ shape: 'phone', scripts: [standsStillBeforeWriting] });
        await person.atCounter(staff.cashier);
        return person;
    });
    const before = await stage.ledger().redeemed();
    const { code } = voucher('usable');
    await atCard(one, code);
    const still = network.hold(...asleep);
    one.pressButton('card.redeem').catch(() => {}); // whoever presses waits for a page that stands still
    await still.arrived;
    await kill();
    still.drop();
    const again = await one.secondTab();
    await again.visit('/counter');
    await again.see('heading', 'counter.title');
    await again.settled();
    assert.deepEqual(await kept(again), []);
    assert.equal(network.sent(...redeem).length, 0, 'never sent before it is stored');
    assert.equal(await stage.ledger().redeemed(), before);
    await atCard(again, code);
    await again.pressButton('card.redeem');
    await again.see('heading', 'verdict.done');
    assert.equal(await stage.ledger().redeemed(), before + 1);
});

stage.scenario('a tab killed between the write and the sending: the next one finds the row and asks', async ({ arrive, staff, voucher, network }) => {
    const [one, kill] = await mortal(async () => {
        const person = await arrive({ language: 'en', scripts: [standsStillBeforeSending] });
        await person.atCounter(staff.cashier);
        return person;
    });
    const before = await stage.ledger().redeemed();
    await atCard(one, voucher('usable').code);
    const still = network.hold(...asleep);
    one.pressButton('card.redeem').catch(() => {}); // whoever presses waits for a page that stands still
    await still.arrived;
    await kill();
    still.drop();
    const again = await one.secondTab();
    await again.visit('/counter');
    await again.see('heading', 'verdict.done');
    assert.equal(network.sent(...redeem).length, 1);
    assert.equal(await stage.ledger().redeemed(), before + 1);
    await again.until(async () => (await kept(again)).length === 0, 'an outbox that is empty');
});

stage.scenario('a tab is killed, another is open: it goes on with the row, and its own customer is not disturbed', async ({ arrive, staff, voucher, network }) => {
    const two = await arrive({ language: 'en', scripts: [standsStillBeforeSending] });
    const before = await stage.ledger().redeemed();
    await two.atCounter(staff.cashier);
    const [one, kill] = await mortal(async () => {
        const tab = await two.secondTab();
        await tab.visit('/counter');
        await tab.see('heading', 'counter.title');
        await tab.settled();
        return tab;
    });
    const { code, title } = voucher('usable');
    await atCard(one, code);
    const still = network.hold(...asleep);
    one.pressButton('card.redeem').catch(() => {}); // whoever presses waits for a page that stands still
    await still.arrived;
    await kill();
    await two.page.bringToFront();
    still.drop();
    const mine = voucher('usable');
    await atCard(two, mine.code);
    await two.see('alert', 'late.done', { title: title.en });
    await two.see('heading', { exact: mine.title.en });
    assert.equal(await stage.ledger().redeemed(), before + 1);
    await two.pressButton('late.seen');
    await two.pressButton('card.redeem');
    await two.see('heading', 'verdict.done');
    assert.equal(await stage.ledger().redeemed(), before + 2);
    assert.equal(keysSent(network).size, 2);
    assert.deepEqual(two.faults, []);
});

stage.scenario('a tab stands still with its request: another goes on with it, and both say the same', async ({ arrive, staff, voucher, network }) => {
    const one = await arrive({ language: 'en' });
    const before = await stage.ledger().redeemed();
    await one.atCounter(staff.cashier);
    const two = await one.secondTab();
    await two.visit('/counter');
    await two.see('heading', 'counter.title');
    await two.settled();
    await one.page.bringToFront();
    const { code, title } = voucher('usable');
    await atCard(one, code);
    const lost = network.hold(...redeem);
    await one.pressButton('card.redeem');
    await lost.arrived;
    await one.devtools.send('Debugger.enable');
    await one.devtools.send('Debugger.pause'); // with the next thing that it does
    lost.drop();
    await two.page.bringToFront();
    await two.see('alert', 'late.done', { title: title.en });
    assert.equal(await stage.ledger().redeemed(), before + 1);
    await one.devtools.send('Debugger.disable');
    await one.page.bringToFront();
    await one.see('heading', 'verdict.done');
    assert.equal(keysSent(network).size, 1);
    assert.equal(await stage.ledger().redeemed(), before + 1);
    assert.deepEqual(two.faults, []);
});

stage.scenario('a tab without Web Locks beside one that has them: each records and sends its own, once', async ({ arrive, staff, voucher, network }) => {
    const one = await arrive({ language: 'en' });
    const before = await stage.ledger().redeemed();
    await one.atCounter(staff.cashier);
    const two = await one.secondTab();
    await two.page.addInitScript(() => { delete Navigator.prototype.locks; });
    await two.visit('/counter');
    await two.settled();
    assert.equal(await two.page.evaluate(() => 'locks' in navigator), false);
    for (const tab of [one, two]) {
        await tab.page.bringToFront();
        await atCard(tab, voucher('usable').code);
        const lost = network.hold(...redeem);
        await tab.pressButton('card.redeem');
        await lost.arrived;
        assert.equal((await kept(tab)).length, 1);
        lost.drop();
        await tab.see('heading', 'verdict.done');
    }
    assert.equal(await stage.ledger().redeemed(), before + 2);
    assert.equal(keysSent(network).size, 2);
    assert.deepEqual(two.faults, []);
});

for (const how of ['cut', 'half_close', 'garbled', 'twice', 'proxy_404']) {
    stage.scenario(`an answer spoiled after the commit (${how}): known in the end, redeemed once`, async ({ arrive, staff, voucher, network }) => {
        const one = await arrive({ shape: 'phone' });
        const before = await stage.ledger().redeemed();
        await one.atCounter(staff.cashier);
        await atCard(one, voucher('usable').code);
        network.spoil(...redeem, how);
        await one.pressButton('card.redeem');
        await one.see('heading', 'verdict.done');
        assert.equal(keysSent(network).size, 1);
        assert.equal(network.sent(...redeem).length, how === 'twice' ? 1 : 2);
        assert.equal(await stage.ledger().redeemed(), before + 1);
        await one.until(async () => (await kept(one)).length === 0, 'an outbox that is empty');
    });
}

// The request outlives its deadline: that of net.ts runs out first, and the answer comes to nobody.
stage.scenario('an answer delayed beyond the request’s deadline: asked again, and redeemed once', async ({ arrive, staff, voucher, network }) => {
    const one = await arrive({ language: 'en' });
    const before = await stage.ledger().redeemed();
    await one.atCounter(staff.cashier);
    await atCard(one, voucher('usable').code);
    const [late, beside, next] = Array.from({ length: 3 }, () => network.hold(...redeem));
    await one.pressButton('card.redeem');
    await late.arrived;
    await one.see('heading', 'verdict.checking');
    await beside.arrived; // asked once more, while the first is waited for still
    await next.arrived; // nobody waited for either any more
    late.release();
    beside.release();
    next.release();
    await one.see('heading', 'verdict.done');
    assert.equal(keysSent(network).size, 1);
    assert.equal(await stage.ledger().redeemed(), before + 1);
});

// Whoever is on the way, or a platform whose books were set back: the same key, and another outcome.
for (const { shape, language, named } of both) {
    stage.scenario(`two answers that contradict each other: the first stays, and the second is told and kept until it was seen (${named})`, async ({ arrive, staff, voucher, network }) => {
        const one = await arrive({ shape, language });
        await one.atCounter(staff.cashier);
        const { code, title } = voucher('usable');
        await atCard(one, code);
        const held = network.hold(...redeem);
        network.spoil(...redeem, 'contradicted');
        await one.pressButton('card.redeem');
        await held.arrived;
        await one.see('heading', 'reason.already_redeemed.title');
        held.release();
        const says = { title: title[language], reason: one.words('reason.already_redeemed.title') };
        const told = ['alert', 'contradiction.done', says];
        await one.see('heading', 'contradiction.title');
        await one.read('contradiction.done', says);
        assert.equal(keysSent(network).size, 1);
        await one.until(async () => (await kept(one)).length === 1, 'it is kept');
        await one.reload();
        await one.see(...told); // beside whatever staff do now
        await one.pressButton('late.seen');
        await one.gone(...told);
        await one.until(async () => (await kept(one)).length === 0, 'an outbox that is empty');
        await one.reload();
        await one.see('heading', 'counter.title');
        await one.settled();
        assert.equal(await one.find('button', 'late.seen').count(), 0);

        // Seen at once, it leaves what was shown before as it was.
        await atCard(one, voucher('usable').code);
        const again = network.hold(...redeem);
        network.spoil(...redeem, 'contradicted');
        await one.pressButton('card.redeem');
        await one.see('heading', 'reason.already_redeemed.title');
        again.release();
        await one.see('heading', 'contradiction.title');
        await one.pressButton('late.seen');
        await one.see('heading', 'reason.already_redeemed.title');
        await one.until(async () => (await kept(one)).length === 0, 'an outbox that is empty');
        assert.equal(network.sent(...redeem).length, 4);
    });
}

stage.scenario('the platform is killed with requests under way: every one of them ends, once', async ({ arrive, staff, voucher, network }) => {
    const consoles = await Promise.all([arrive({ shape: 'phone' }), arrive({ language: 'en' }), arrive({ shape: 'phone', language: 'en' })]);
    for (const one of consoles) {
        await one.atCounter(staff.cashier);
        await atCard(one, voucher('usable').code);
    }
    const client = await Client.signIn(stage.server, staff.cashier, { lane: 1 });
    const taps = [];
    for (let i = 0; i < 6; i++) taps.push({ handle: (await client.prepare(voucher('usable').code)).handle, key: randomUUID() });
    const before = await stage.ledger().redeemed();

    await stage.server.slow(400); // so that what is tapped now shares a commit that does not come to its end
    for (const one of consoles) await one.pressButton('card.redeem');
    const answers = taps.map((tap) => client.redeem(tap.handle, tap).then(({ body }) => body, () => null));
    await consoles[0].until(() => keysSent(network).size === consoles.length, 'every console’s request under way');
    await stage.server.kill();
    const known = (await Promise.all(answers)).filter((answer) => answer?.outcome === 'done');
    await stage.server.launch();

    for (const one of consoles) await one.see('heading', 'verdict.done');
    const told = await Promise.all(taps.map(async (tap) => (await client.redeem(tap.handle, tap)).body));
    assert.ok(told.every(({ outcome }) => outcome === 'done'));
    for (const answer of known) assert.ok(told.some(({ redemption }) => redemption.id === answer.redemption.id), 'what was answered is in the books');
    assert.equal(new Set(told.map(({ redemption }) => redemption.id)).size, taps.length);
    assert.equal(await stage.ledger().redeemed(), before + consoles.length + taps.length);
    assert.equal(keysSent(network).size, consoles.length);
    for (const one of consoles) await one.until(async () => (await kept(one)).length === 0, 'an outbox that is empty');
});

stage.scenario('a browser whose storage is full: said, redeemed all the same, and stored again once there is room', async ({ arrive, staff, voucher, network }) => {
    const one = await arrive({ language: 'en' });
    const before = await stage.ledger().redeemed();
    await one.devtools.send('Storage.overrideQuotaForOrigin', { origin: network.origin, quotaSize: 1 }); // before the browser has looked
    await one.atCounter(staff.cashier);
    await atCard(one, voucher('usable').code);
    await one.pressButton('card.redeem');
    await one.see('heading', 'verdict.done');
    assert.equal(await stage.ledger().redeemed(), before + 1);
    await one.pressButton('verdict.next');
    await one.see('status', 'records.failed');

    await one.devtools.send('Storage.overrideQuotaForOrigin', { origin: network.origin });
    await atCard(one, voucher('usable').code);
    const held = network.hold(...redeem);
    await one.pressButton('card.redeem');
    await held.arrived;
    await one.gone('status', 'records.failed');
    assert.equal((await kept(one)).length, 1);
    held.release();
    await one.see('heading', 'verdict.done');
    assert.equal(await stage.ledger().redeemed(), before + 2);
});

stage.scenario('storage that the browser throws away while an outcome is unknown: it is known all the same', async ({ arrive, staff, voucher, network }) => {
    const one = await arrive({ shape: 'phone' });
    const before = await stage.ledger().redeemed();
    await one.atCounter(staff.cashier);
    await atCard(one, voucher('usable').code);
    const lost = network.hold(...redeem);
    await one.pressButton('card.redeem');
    await lost.arrived;
    await one.devtools.send('Storage.clearDataForOrigin', { origin: network.origin, storageTypes: 'indexeddb,local_storage,cache_storage,service_workers' });
    lost.drop();
    await one.see('heading', 'verdict.done');
    assert.equal(keysSent(network).size, 1);
    await one.pressButton('verdict.next');

    // And what is tapped from now on is stored.
    await atCard(one, voucher('usable').code);
    const held = network.hold(...redeem);
    await one.pressButton('card.redeem');
    await held.arrived;
    assert.equal((await kept(one)).length, 1);
    assert.equal(await one.find('status', 'records.failed').count(), 0);
    held.release();
    await one.see('heading', 'verdict.done');
    await one.reload();
    await one.see('heading', 'counter.title');
    assert.equal(await stage.ledger().redeemed(), before + 2);
});

// Runs in the page, before it: the device's clock.
function runAhead(ms) {
    const Real = Date;
    globalThis.Date = class extends Real {
        constructor(...at) { super(...(at.length ? at : [Real.now() + ms])); }
        static now() { return Real.now() + ms; }
    };
}

for (const [i, minutes] of [10, -10].entries()) {
    stage.scenario(`a clock ${Math.abs(minutes)} minutes ${minutes > 0 ? 'fast' : 'slow'}: redeemed, resolved and undone as with a right one`, async ({ arrive, staff, voucher, network }) => {
        const { shape, language } = both[i];
        const one = await arrive({ shape, language });
        await one.context.addInitScript(runAhead, minutes * 60_000);
        const before = await stage.ledger().redeemed();
        await one.atCounter(staff.cashier);
        await atCard(one, voucher('usable').code);
        const lost = network.hold(...redeem);
        await one.pressButton('card.redeem');
        await lost.arrived;
        lost.drop();
        await one.see('heading', 'verdict.done');
        assert.equal(keysSent(network).size, 1);
        const [{ at }] = (await stage.ledger().today()).recent;
        const clock = new Date(at).toLocaleTimeString('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit' });
        await one.pressButton('verdict.next');
        const newest = one.page.getByRole('list', { name: one.words('counter.recent') }).getByRole('listitem').first();
        await one.until(async () => (await newest.textContent()).includes(clock), 'the platform’s time beside it');
        await one.press(newest.getByRole('button'));
        await one.pressButton('verdict.undo'); // for ten minutes by the platform's clock
        await one.pressButton('undo.confirm');
        await one.see('heading', 'verdict.undone');
        assert.equal(await stage.ledger().redeemed(), before);
    });
}

// Runs in the page: a row as a later build, or a write that was torn, may leave it.
async function plant(key, row) {
    const settled = (request) => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
    const db = await settled(indexedDB.open('hexiao'));
    await settled(db.transaction('records', 'readwrite').objectStore('records').put({ version: 1, row }, key));
    db.close();
}

for (const { shape, language, named } of both) {
    stage.scenario(`a row that cannot be read is in nobody’s way, and a manager closes it with a reason (${named})`, async ({ arrive, staff, voucher, network }) => {
        const one = await arrive({ shape, language });
        const key = `0199aaaa-bbbb-7ccc-8ddd-eeeeffff00${shape === 'phone' ? '01' : '02'}`;
        await one.atCounter(staff.manager);
        await one.page.evaluate(`(${plant})('${key}', '{"format":9}')`);
        await one.reload();
        await one.see('status', 'unsent.notice', { n: 1 });
        await atCard(one, voucher('usable').code);
        await one.pressButton('card.redeem');
        await one.see('heading', 'verdict.done');
        await one.pressButton('verdict.next');

        await one.pressButton('alerts.open');
        await one.see('heading', 'unsent.unreadable');
        await one.press(one.find('combobox', 'unsent.why'));
        await one.press(one.find('option', 'unsent.not_served'));
        await one.pressButton('unsent.close');
        await one.gone('heading', 'unsent.unreadable');
        assert.deepEqual(await kept(one), []);
        assert.equal(network.sent('POST', '/api/v1/closures').length, 1);
        const [entry] = journalTexts(stage.server).filter((text) => text.includes('"action_closed"') && text.includes(key));
        assert.match(entry, /"not_served"/);
    });
}
