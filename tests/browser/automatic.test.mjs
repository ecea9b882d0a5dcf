// A merchant whose vouchers for one use are redeemed by the scan alone: an owner switches it, everybody else's next scan follows.
import assert from 'node:assert/strict';
import { useStage } from './lib/stage.mjs';

const stage = useStage();

async function switchTo(one, on) {
    const toggle = one.find('switch', 'settings.automatic');
    await one.press(toggle);
    await one.until(async () => await toggle.getAttribute('aria-checked') === String(on), `switched ${on}`);
    await one.pressButton('shop.save');
    await one.read('shop.saved');
}

stage.scenario('switched by the owner in the shop’s settings; a scan redeems, a typed code and several uses wait for the tap', async ({ arrive, staff, voucher }) => {
    const [boss, one] = [await arrive({ language: 'en' }), await arrive({ shape: 'phone' })];
    await boss.enter(staff.owner, '/shop/settings');
    await switchTo(boss, true);

    await one.atCounter(staff.cashier);
    const { code, title } = voucher('usable');
    const before = await stage.ledger().redeemed();
    await one.gun(code);
    await one.see('heading', 'verdict.done');
    await one.read({ exact: title.zh });
    assert.equal(one.path(), '/counter');
    assert.equal(await stage.ledger().redeemed(), before + 1);

    await one.gun(code); // once more, and the platform says so
    await one.see('heading', 'reason.already_redeemed.title');
    await one.gun(voucher('multi_use').code);
    await one.see('button', 'card.redeem_uses', { n: 1 });
    await one.reload(); // nor is a card that was there before
    await one.see('button', 'card.redeem_uses', { n: 1 });
    await one.pressButton('card.cancel');
    await one.see('heading', 'counter.title');
    await one.typeCode(voucher('usable').code);
    await one.see('button', 'card.redeem');
    await one.pressButton('card.cancel');
    assert.equal(await stage.ledger().redeemed(), before + 1);

    await switchTo(boss, false);
    await one.reload();
    await one.settled();
    await one.gun(voucher('usable').code);
    await one.see('button', 'card.redeem');
    assert.equal(await stage.ledger().redeemed(), before + 1);
});

stage.scenario('a lost answer is asked for again under the same key, and redeems once', async ({ arrive, staff, voucher, network }) => {
    const client = await stage.ledger(staff.owner).client();
    const { body: settings } = await client.get('/api/v1/merchant');
    await client.put('/api/v1/merchant', { ...settings, automatic: true });
    const one = await arrive({ language: 'en' });
    await one.atCounter(staff.cashier);
    const before = await stage.ledger().redeemed();
    const lost = network.lose('POST', '/api/v1/redeem');
    await one.gun(voucher('usable').code);
    await lost;
    await one.see('heading', 'verdict.done');
    const keys = network.sent('POST', '/api/v1/redeem').map(({ key }) => key);
    assert.ok(keys.length >= 2 && new Set(keys).size === 1, `one key: ${keys}`);
    assert.equal(await stage.ledger().redeemed(), before + 1);
});

stage.scenario('whoever took over with a PIN is told to sign in with the password', async ({ arrive, staff }) => {
    const client = await stage.ledger(staff.owner).client();
    await client.put('/api/v1/session/pin', { password: staff.owner.password, pin: '482913' });
    const one = await arrive({ language: 'en' });
    await one.atCounter(staff.cashier);
    await one.visit('/me');
    await one.press(one.page.getByRole('list', { name: one.words('me.switch') }).getByRole('button', { name: new RegExp(client.session.staff_name) }));
    await one.typeInto(one.field('me.pin'), '482913');
    await one.pressButton('me.take_over');
    await one.see('heading', 'counter.title');
    await one.visit('/shop/settings');
    await one.press(one.find('switch', 'settings.automatic'));
    await one.pressButton('shop.save');
    await one.see('alert', { exact: one.problem('password_needed') });
});
