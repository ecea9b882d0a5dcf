// Reload, back, forward, deep links and further tabs, in every state: people press these at any moment, and the
// console must come up where it was, with nothing lost and nothing done twice.
import assert from 'node:assert/strict';
import { useStage } from './lib/stage.mjs';

const stage = useStage();
const redeem = ['POST', '/api/v1/redeem'];

stage.scenario('reload when signed out, signed in, and with a draft', async ({ arrive, staff }) => {
    const one = await arrive();
    await one.visit();
    await one.see('button', 'sign_in.submit');
    await one.reload();
    await one.see('button', 'sign_in.submit');

    await one.atCounter(staff.cashier);
    const place = await one.page.getByRole('button', { name: ' · ' }).first().textContent();
    await one.reload();
    await one.see('heading', 'counter.title');
    await one.settled();
    await one.see('button', { exact: place }); // store and lane are the device's, not the page's

    await one.typeInto(one.field('counter.code'), 'HABC');
    await one.reload();
    await one.see('heading', 'counter.title');
    // A voucher's code is worth money: it is not written to the browser's store, so the draft is gone, on purpose.
    assert.equal(await one.field('counter.code').inputValue(), '');
});

stage.scenario('reload on a card shows the same card, and it can be redeemed', async ({ arrive, staff, voucher }) => {
    const one = await arrive({ shape: 'phone' });
    const { code, title } = voucher('usable');
    await one.atCounter(staff.cashier);
    await one.typeCode(code);
    await one.see('button', 'card.redeem');
    const path = one.path();
    await one.reload();
    await one.see('heading', { exact: title.zh });
    assert.equal(one.path(), path);
    await one.pressButton('card.redeem');
    await one.see('heading', 'verdict.done');
    await one.reload();
    await one.see('heading', 'counter.title');
    assert.equal(one.path(), '/counter');
});

stage.scenario('reload while redeeming: asked again under the same key, redeemed once', async ({ arrive, staff, voucher, network }) => {
    const one = await arrive({ shape: 'phone', language: 'en' });
    const before = await stage.ledger().redeemed();
    await one.atCounter(staff.cashier);
    await one.typeCode(voucher('usable').code);
    await one.see('button', 'card.redeem');
    const held = network.hold(...redeem);
    await one.pressButton('card.redeem');
    await held.arrived; // the platform has committed; the phone does not know
    const again = network.hold(...redeem);
    await one.reload();
    held.drop();
    await again.arrived;
    await one.see('heading', 'verdict.checking');
    again.release();
    await one.see('heading', 'verdict.done');
    const keys = network.sent(...redeem).map((request) => request.key);
    assert.equal(keys.length, 2);
    assert.equal(keys[0], keys[1]);
    assert.equal(await stage.ledger().redeemed(), before + 1);
    // Once known it is forgotten: a further reload asks nothing.
    await one.pressButton('verdict.next');
    await one.reload();
    await one.see('heading', 'counter.title');
    await one.settled();
    assert.equal(network.sent(...redeem).length, 2);
});

stage.scenario('reload after a request that never arrived: redeemed once all the same', async ({ arrive, staff, voucher, network }) => {
    const one = await arrive({ language: 'en' });
    const before = await stage.ledger().redeemed();
    await one.atCounter(staff.cashier);
    await one.typeCode(voucher('usable').code);
    await one.see('button', 'card.redeem');
    network.refuse(...redeem);
    const second = network.hold(...redeem);
    await one.pressButton('card.redeem');
    await one.see('heading', 'verdict.checking');
    await one.reload();
    await second.arrived;
    second.release();
    await one.see('heading', 'verdict.done');
    assert.equal(new Set(network.sent(...redeem).map((request) => request.key)).size, 1);
    assert.equal(await stage.ledger().redeemed(), before + 1);
});

stage.scenario('back and forward between counter, card and today', async ({ arrive, staff, voucher }) => {
    const one = await arrive({ language: 'en' });
    const { code, title } = voucher('usable');
    await one.atCounter(staff.cashier);
    await one.typeCode(code);
    await one.see('heading', { exact: title.en });
    const card = one.path();
    await one.page.goBack();
    await one.see('heading', 'counter.title');
    assert.equal(one.path(), '/counter');
    await one.page.goForward();
    await one.see('heading', { exact: title.en });
    assert.equal(one.path(), card);
    await one.press(one.find('link', 'nav.today'));
    await one.see('heading', 'today.title');
    assert.equal(one.path(), '/today');
    assert.equal(await one.page.title(), `${one.words('today.title')} · ${one.words('brand')}`);
    await one.page.goBack();
    await one.see('heading', { exact: title.en });
    await one.pressButton('card.cancel');
    await one.see('heading', 'counter.title');
});

stage.scenario('a deep link survives sign-in; an unknown path is the counter', async ({ arrive, staff }) => {
    const one = await arrive({ shape: 'phone', language: 'en' });
    await one.signIn(staff.manager, '/today');
    await one.see('heading', 'today.title');
    assert.equal(one.path(), '/today');
    await one.visit('/no/such/place');
    await one.see('heading', 'counter.title');
    assert.equal(one.path(), '/counter');
    await one.visit('/signin');
    await one.see('heading', 'counter.title');
    assert.equal(one.path(), '/counter');
});

stage.scenario('a second tab is signed in, moves too, and goes when the first signs out', async ({ arrive, staff, voucher }) => {
    const one = await arrive({ language: 'en' });
    await one.atCounter(staff.cashier);
    const two = await one.secondTab();
    await two.visit('/today');
    await two.see('heading', 'today.title');
    await two.settled();
    const before = await stage.ledger().redeemed();
    await one.page.bringToFront();
    await one.typeCode(voucher('usable').code);
    await one.pressButton('card.redeem');
    await one.see('heading', 'verdict.done');
    await two.page.bringToFront();
    await two.see('status', 'today.redeemed_unit', { n: before + 1 });
    await one.page.bringToFront();
    await one.pressButton('verdict.next');
    await one.pressButton('nav.sign_out');
    await one.see('button', 'sign_in.submit');
    await two.page.bringToFront();
    await two.see('button', 'sign_in.submit');
    assert.deepEqual(two.faults, []);
});

// Runs in the page: every text that the browser keeps for this origin, and the addresses that it remembers.
async function everythingKept() {
    const kept = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), location.href, JSON.stringify(history.state)];
    const settled = (request) => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
    for (const { name } of await indexedDB.databases()) {
        const db = await settled(indexedDB.open(name));
        for (const store of db.objectStoreNames) kept.push(JSON.stringify(await settled(db.transaction(store).objectStore(store).getAll())));
        db.close();
    }
    for (const cache of await caches.keys()) {
        for (const request of await (await caches.open(cache)).keys()) kept.push(request.url);
    }
    return kept;
}

stage.scenario('neither codes nor passwords are kept by the browser, not even while a redemption is unsent', async ({ arrive, staff, voucher, network }) => {
    const one = await arrive();
    const { code } = voucher('usable');
    await one.signIn(staff.cashier);
    await one.pressButton('place.choose');
    await one.takeLane();
    const held = network.hold(...redeem);
    await one.typeCode(code);
    await one.pressButton('card.redeem');
    await held.arrived;
    await one.page.evaluate(() => navigator.serviceWorker.ready);
    const kept = await one.page.evaluate(everythingKept);
    assert.ok(kept.some((text) => text.includes('uses')), 'the unsent redemption is among what was searched');
    assert.ok(kept.some((url) => url.endsWith('.wasm')), 'and so is the shell');
    for (const secret of [code, staff.cashier.password]) {
        for (const text of [...kept, ...one.urls]) assert.ok(!text.includes(secret), 'a secret was kept');
    }
    held.release();
    await one.see('heading', 'verdict.done');
});
