// A bad network: answers lost after the platform has committed, answers that are late, a captive portal that answers in
// the platform's place, a feed that is cut, no network at all. Nothing is redeemed twice, nothing is believed that the
// platform did not say, and everything comes back by itself.
import assert from 'node:assert/strict';
import { useStage } from './lib/stage.mjs';

const stage = useStage();
const redeem = ['POST', '/api/v1/redeem'];
const prepare = ['POST', '/api/v1/prepare'];

// At a card, ready to redeem; answers what was redeemed so far today.
async function atCard(one, staff, code) {
    await one.atCounter(staff.cashier);
    await one.typeCode(code);
    await one.see('button', 'card.redeem');
    return stage.ledger().redeemed();
}

async function onceUnderOneKey(network, before, asked) {
    const keys = network.sent(...redeem).map((request) => request.key);
    assert.equal(keys.length, asked);
    assert.equal(new Set(keys).size, 1);
    assert.equal(await stage.ledger().redeemed(), before + 1);
}

stage.scenario('a lost answer: checking, then resolved under the same key', async ({ arrive, staff, voucher, network }) => {
    const one = await arrive({ shape: 'phone' });
    const before = await atCard(one, staff, voucher('usable').code);
    const [lost, retry] = [network.hold(...redeem), network.hold(...redeem)];
    await one.pressButton('card.redeem');
    await lost.arrived;
    lost.drop();
    await one.see('heading', 'verdict.checking');
    await one.read('verdict.checking_say');
    await retry.arrived;
    assert.equal(await one.find('heading', 'verdict.done').count(), 0);
    retry.release();
    await one.see('heading', 'verdict.done');
    await onceUnderOneKey(network, before, 2);
});

stage.scenario('a captive portal is not taken for an answer', async ({ arrive, staff, voucher, network }) => {
    const one = await arrive({ language: 'en' });
    const before = await atCard(one, staff, voucher('usable').code);
    network.portal(...redeem);
    const retry = network.hold(...redeem);
    await one.pressButton('card.redeem');
    await one.see('heading', 'verdict.checking');
    await retry.arrived;
    retry.release();
    await one.see('heading', 'verdict.done');
    await onceUnderOneKey(network, before, 2);

    // Before a card: nothing was recorded by asking, so it is said and the code stays for another try.
    await one.pressButton('verdict.next');
    const { code, title } = voucher('usable');
    network.portal(...prepare);
    await one.typeCode(code);
    await one.see('alert', { exact: one.problem('other') });
    await one.holds(one.field('counter.code'), code);
    await one.pressButton('counter.check');
    await one.see('heading', { exact: title.en });
});

stage.scenario('a late answer: staff serve the next customer and are told', async ({ arrive, staff, voucher, network }) => {
    const one = await arrive({ shape: 'phone', language: 'en' });
    const { code, title } = voucher('usable');
    const before = await atCard(one, staff, code);
    const [held, beside] = [network.hold(...redeem), network.hold(...redeem)]; // a late answer is asked for once more
    await one.pressButton('card.redeem');
    await one.see('heading', 'verdict.checking');
    await one.pressButton('verdict.serve_next');
    await one.see('heading', 'counter.title');
    await one.read('counter.unsent', { n: 1 });
    const next = voucher('usable');
    await one.typeCode(next.code);
    await one.see('heading', { exact: next.title.en });
    await Promise.all([held.arrived, beside.arrived]);
    beside.release();
    await one.see('alert', 'late.done', { title: title.en });
    held.release(); // the same once more is no news
    await one.pressButton('late.seen');
    await one.gone('alert', 'late.done', { title: title.en });
    await onceUnderOneKey(network, before, 2);
    await one.pressButton('card.redeem');
    await one.see('heading', 'verdict.done');
});

stage.scenario('no network: said, and back by itself with the right figures', async ({ arrive, staff, voucher, network }) => {
    const one = await arrive({ language: 'en' });
    await one.enter(staff.manager, '/today');
    const ledger = stage.ledger();
    const before = await ledger.redeemed();
    await one.see('status', 'today.redeemed_unit', { n: before });
    network.down();
    await one.read('link.offline');
    await one.read('link.offline.say');
    await ledger.redeem(voucher('usable').code); // at another counter, meanwhile
    network.up();
    await one.see('status', 'today.redeemed_unit', { n: before + 1 });
    await one.settled();
    await one.text('link.offline.say').first().waitFor({ state: 'detached' });
});

stage.scenario('a cut feed is taken up where it ended', async ({ arrive, staff, voucher, network }) => {
    const one = await arrive({ shape: 'phone' });
    await one.enter(staff.manager, '/today');
    const ledger = stage.ledger();
    const before = await ledger.redeemed();
    for (let i = 1; i <= 3; i++) {
        await ledger.redeem(voucher('usable').code);
        await one.see('status', 'today.redeemed_unit', { n: before + i });
        network.cutFeeds();
    }
    await one.settled();
});

stage.scenario('the platform is away when the page starts', async ({ arrive, staff, network }) => {
    const one = await arrive();
    await one.atCounter(staff.cashier);
    for (let i = 0; i < 2; i++) network.portal('GET', '/api/v1/session');
    await one.reload();
    await one.read('start.offline');
    await one.see('heading', 'counter.title');
});
