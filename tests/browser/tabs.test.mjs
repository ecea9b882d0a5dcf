// One browser, many tabs, one feed: over HTTP/1.1 a browser has six connections, so ten tabs with a stream each would leave
// none to redeem with. One tab reads, the others are told; when it closes or stands still, another one goes on.
import assert from 'node:assert/strict';
import { useStage } from './lib/stage.mjs';
import { patience } from './lib/patience.mjs';

const stage = useStage();

async function tabs(one, count) {
    const all = [one];
    while (all.length < count) {
        const tab = await one.secondTab();
        await tab.visit('/today');
        all.push(tab);
    }
    for (const tab of all) await tab.settled();
    return all;
}

const leads = (tab) => tab.page.evaluate(() => window.hexiao.leads);

async function leader(all) {
    const end = Date.now() + patience;
    for (;;) {
        const found = [];
        for (const tab of all) if (await leads(tab)) found.push(tab);
        if (found.length === 1) return found[0];
        if (Date.now() > end) assert.fail(`${found.length} tabs read the feed`);
    }
}

const show = (all, n) => Promise.all(all.map((tab) => tab.see('status', 'today.redeemed_unit', { n })));
const noFaults = (all) => all.forEach((tab) => assert.deepEqual(tab.faults, []));

stage.scenario('ten tabs are open, and the tenth redeems', async ({ arrive, staff, voucher, network }) => {
    const one = await arrive({ language: 'en' });
    await one.enter(staff.manager, '/today');
    const all = await tabs(one, 10);
    const before = await stage.ledger().redeemed();
    const tenth = all.pop();
    await tenth.visit('/counter');
    await tenth.see('heading', 'counter.title');
    await tenth.typeCode(voucher('usable').code);
    await tenth.pressButton('card.redeem');
    await tenth.see('heading', 'verdict.done');
    await show(all, before + 1);
    assert.ok(network.feeds <= 2, `${network.feeds} streams are open`);
    noFaults([...all, tenth]);
});

stage.scenario('the tab that reads the feed is closed, stands still: the others go on', async ({ arrive, staff, voucher }) => {
    const one = await arrive({ language: 'en' });
    await one.enter(staff.manager, '/today');
    let all = await tabs(one, 4);
    const ledger = stage.ledger();
    const before = await ledger.redeemed();

    const closed = await leader(all);
    await closed.page.close();
    all = all.filter((tab) => tab !== closed);
    await leader(all);
    await ledger.redeem(voucher('usable').code);
    await show(all, before + 1);

    const frozen = await leader(all);
    await frozen.devtools.send('Debugger.enable');
    await frozen.devtools.send('Debugger.pause'); // with the next thing that it does
    const awake = all.filter((tab) => tab !== frozen);
    await leader(awake);
    await ledger.redeem(voucher('usable').code);
    await show(awake, before + 2);
    await frozen.devtools.send('Debugger.disable');
    await show([frozen], before + 2);
    await leader(all);
    noFaults(all);
});

stage.scenario('a tab that somebody turns to reads for itself; a gap is healed', async ({ arrive, staff, voucher, network }) => {
    const one = await arrive({ language: 'en' });
    await one.enter(staff.manager, '/today');
    const all = await tabs(one, 3);
    const ledger = stage.ledger();
    const before = await ledger.redeemed();
    const reading = await leader(all);
    const [turned, third] = all.filter((tab) => tab !== reading);
    await turned.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await turned.until(() => leads(turned), 'the tab that was turned to reads the feed');
    await leader(all);
    assert.ok(network.feeds <= 2);

    // The third hears of an event whose predecessor it never saw.
    await third.page.evaluate(async () => {
        const { held } = await navigator.locks.query();
        const channel = new BroadcastChannel(held.find(({ name }) => name.startsWith('hexiao-feed:')).name);
        const data = JSON.stringify({ previous_id: '999999998', business_day: '2000-01-01' });
        channel.postMessage({ say: 'news', news: { type: 'feed', id: '999999999', event: 'redemption', data } });
        channel.close();
    });
    await ledger.redeem(voucher('usable').code);
    await show(all, before + 1);
    noFaults(all);
});

stage.scenario('who signs out in one tab is out in all', async ({ arrive, staff }) => {
    const one = await arrive({ language: 'en' });
    await one.enter(staff.manager, '/today');
    const all = await tabs(one, 3);
    await all[2].pressButton('nav.sign_out');
    for (const tab of all) await tab.see('button', 'sign_in.submit');
    noFaults(all);
});
