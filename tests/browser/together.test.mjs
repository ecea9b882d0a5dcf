// Several vouchers of an order by one tap: offered on the card of one of them, redeemed together or not at all, once, whatever
// becomes of the answer.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Person as Client } from '../harness/person.mjs';
import { create, product, sale } from '../harness/shop.mjs';
import { both, useStage } from './lib/stage.mjs';

const stage = useStage();
const batch = ['POST', '/api/v1/redeem/batch'];

// So many vouchers of one order, of a product for one use.
async function order(staff, quantity) {
    const owner = await Client.signIn(stage.server, staff.owner, { lane: 0 });
    const bowl = await create(owner, '/api/v1/products', product([owner.session.store_id]));
    const { body } = await owner.post('/api/v1/sales', sale(bowl, quantity), { headers: { 'idempotency-key': randomUUID() } });
    return { owner, vouchers: body.orders[0].vouchers };
}

for (const { shape, language, named } of both) {
    stage.scenario(`three of an order at once, and the answer lost: redeemed together, once (${named})`, async ({ arrive, staff, network }) => {
        const { vouchers } = await order(staff, 3);
        const one = await arrive({ shape, language });
        await one.atCounter(staff.cashier);
        const before = await stage.ledger().redeemed();
        await one.typeCode(vouchers[1].code);
        await one.read('card.vouchers_say', { n: 3 });
        await one.read('card.vouchers_now', { n: 1 });
        await one.pressButton('card.vouchers_more');
        await one.pressButton('card.vouchers_more');
        await one.read('card.vouchers_now', { n: 3 });
        network.spoil(...batch, 'cut');
        await one.pressButton('card.redeem_vouchers', { n: 3 });
        await one.see('heading', 'verdict.done_vouchers', { n: 3 });
        assert.equal(await stage.ledger().redeemed(), before + 3);
        assert.equal(new Set(network.sent(...batch).map(({ key }) => key)).size, 1);
        await one.pressButton('verdict.next');
        await one.typeCode(vouchers[0].code);
        await one.see('heading', 'reason.already_redeemed.title');
    });
}

stage.scenario('one of them taken back meanwhile: none is redeemed, and it is said why', async ({ arrive, staff }) => {
    const { owner, vouchers } = await order(staff, 2);
    const one = await arrive({ language: 'en' });
    await one.atCounter(staff.cashier);
    const before = await stage.ledger().redeemed();
    await one.typeCode(vouchers[0].code);
    await one.pressButton('card.vouchers_more');
    assert.equal((await owner.put(`/api/v1/vouchers/${vouchers[1].id}/revocation`, { reason: 'wrong_sale' })).status, 200);
    await one.pressButton('card.redeem_vouchers', { n: 2 });
    await one.see('heading', 'reason.voucher_revoked.title');
    assert.equal(await stage.ledger().redeemed(), before);
    await one.pressButton('verdict.next');
    await one.typeCode(vouchers[0].code);
    await one.pressButton('card.redeem');
    await one.see('heading', 'verdict.done');
    assert.equal(await stage.ledger().redeemed(), before + 1);
});
