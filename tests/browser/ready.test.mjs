// Ready for the next customer without a tap: after a green verdict, never after another one.
import assert from 'node:assert/strict';
import { inventCode } from './lib/codes.mjs';
import { both, useStage } from './lib/stage.mjs';

const stage = useStage();
const filmed = useStage({ film: 'usable', then: 'usable' });

async function redeem(one, code) {
    await one.typeCode(code);
    await one.pressButton('card.redeem');
    await one.see('heading', 'verdict.done');
}

for (const { named, ...how } of both) {
    stage.scenario(`a green verdict goes by itself, a red one waits for its tap (${named})`, async ({ arrive, staff, voucher }) => {
        const one = await arrive({ ...how, readyAgain: true });
        await one.atCounter(staff.cashier);
        const { code, title } = voucher('usable');
        await redeem(one, code);
        await one.see('heading', 'counter.title');
        await one.see('status', 'counter.just', { title: title[how.language] });
        assert.equal(one.path(), '/counter');

        await one.typeCode(inventCode());
        await one.pressButton('verdict.next'); // it is there to be pressed
        await one.see('heading', 'counter.title');
        assert.equal(await one.find('status', 'counter.just', { title: title[how.language] }).count(), 0);
    });
}

stage.scenario('whoever looks at its undo finds the verdict again; the switch on Me keeps every verdict', async ({ arrive, staff, voucher }) => {
    const one = await arrive({ language: 'en', readyAgain: true });
    await one.atCounter(staff.cashier);
    await redeem(one, voucher('usable').code);
    await one.pressButton('verdict.undo');
    await one.pressButton('undo.keep');
    await one.see('heading', 'verdict.done');
    await one.pressButton('verdict.next');
    await one.visit('/me');
    const toggle = one.find('switch', 'me.ready_again');
    await one.press(toggle);
    await one.until(async () => await toggle.getAttribute('aria-checked') === 'false', 'switched off');
});

// The film shows one voucher after the other, again and again.
filmed.scenario('under a green verdict the camera takes the next customer\'s code', async ({ arrive, staff }) => {
    const one = await arrive({ shape: 'phone', readyAgain: true });
    await one.atCounter(staff.cashier);
    await one.pressButton('counter.scan_open');
    await one.see('button', 'card.redeem');
    const first = one.path();
    await one.pressButton('card.redeem');
    await one.until(() => /^\/counter\/.+/.test(one.path()) && one.path() !== first, 'the next card');
    await one.see('button', 'card.redeem');
    assert.ok((await filmed.ledger().today()).recent.some(({ title }) => title.zh === filmed.filmed.title.zh), 'the first one is redeemed');
});
