// The customer's page and the counter, together: the page is read by the counter's camera as it stands on the customer's phone.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { Person as Staff } from '../harness/person.mjs';
import { writeQrVideo } from './lib/qr-video.mjs';
import { both, useStage } from './lib/stage.mjs';

const stage = useStage({ film: 'blank' });
prepareZXingModule({ overrides: { wasmBinary: readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')) } });

// As a camera does it: until it is read.
const scan = async (one) => {
    let found;
    await one.until(async () => {
        [found] = await readBarcodes(new Blob([await one.page.screenshot()]), { formats: ['QRCode'] });
        return found !== undefined;
    }, 'a code on the page');
    return found.text;
};

// `one` at the page with this token, once it shows a code.
async function hold(one, page) {
    await one.visit(`/v/${page}`);
    await one.page.locator('#shown').waitFor({ state: 'visible' });
}

// All that it could say stands in the page; what it says is seen.
const says = (one, what) => one.text(what).first().waitFor({ state: 'visible' });

for (const { named, ...how } of both) {
    stage.scenario(`the code on the customer’s phone is scanned, and the phone says that it was used (${named})`, async ({ arrive, staff, voucher }) => {
        const customer = await arrive({ shape: 'phone', language: how.language });
        const cashier = await arrive(how);
        const { page, title } = voucher('usable');
        await hold(customer, page);
        await customer.see('heading', { exact: title[how.language] });
        await cashier.atCounter(staff.cashier);
        await writeQrVideo(stage.film, await scan(customer));
        await cashier.pressButton('counter.scan_open');
        await cashier.see('heading', { exact: title[how.language] });
        await cashier.pressButton('card.redeem');
        await cashier.see('heading', 'verdict.done');
        await says(customer, 'holder.used');
        await customer.page.locator('#shown').waitFor({ state: 'hidden' });
        await cashier.pressButton('verdict.next');
    });
}

stage.scenario('a customer who was looked up by phone says so on their page, and the counter has the card', async ({ arrive, staff }) => {
    const phone = '13912340099';
    const manager = await stage.ledger().client();
    const { body: { items: [product] } } = await manager.get('/api/v1/products');
    const sold = await manager.post('/api/v1/sales', { items: [{ product_id: product.id, quantity: 1 }], gift: false, customer: { phone } }, { headers: { 'idempotency-key': randomUUID() } });
    const [{ page }] = sold.body.orders[0].vouchers;
    const [customer, cashier] = [await arrive({ shape: 'phone', language: 'en' }), await arrive({ shape: 'phone', language: 'en' })];
    await hold(customer, page);
    await customer.page.locator('#looked_up').waitFor({ state: 'hidden' });
    await cashier.atCounter(staff.cashier);
    await cashier.typeCode(phone);
    await cashier.read('lookup.or_page');
    await says(customer, 'holder.asked');
    await customer.press(customer.page.locator('#me'));
    await customer.page.locator('#looked_up').waitFor({ state: 'hidden' });
    await cashier.pressButton('card.redeem');
    await cashier.see('heading', 'verdict.done');
    await says(customer, 'holder.used');
});

stage.scenario('the page keeps showing codes without network, and asks again when it is back', async ({ arrive, voucher, network }) => {
    const customer = await arrive({ shape: 'phone', language: 'en' });
    await hold(customer, voucher('usable').page);
    network.down();
    await says(customer, 'holder.offline');
    assert.match(await scan(customer), /^HX:/);
    network.up();
    await customer.text('holder.offline').first().waitFor({ state: 'hidden' });
});

stage.scenario('a code that is no longer fresh, or was never ours, is told without a card', async ({ arrive, staff, voucher, stage: { server }, network }) => {
    const customer = await arrive({ shape: 'phone', language: 'en' });
    await hold(customer, voucher('usable').page);
    const copy = await scan(customer);
    const cashier = await arrive({ language: 'en' });
    await cashier.atCounter(staff.cashier);
    network.requests.length = 0;
    await cashier.gun(copy.slice(0, 50) + (copy[50] === '0' ? '1' : '0') + copy.slice(51));
    await cashier.read({ exact: cashier.problem('forged_qr') });
    assert.deepEqual(network.requests.filter(({ path }) => path?.includes('prepare')), [], 'seen here, without asking');
    await server.advance(60_000);
    await cashier.gun(copy);
    await cashier.see('heading', 'reason.stale_qr.title');
});

stage.scenario('an address that is none says so, and nothing of the page is kept', async ({ arrive, voucher }) => {
    const customer = await arrive({ shape: 'phone' });
    await customer.visit(`/v/${'0'.repeat(64)}`);
    await says(customer, 'holder.gone');
    const { page } = voucher('usable');
    const answer = await customer.page.goto(`${customer.origin}/v/${page}`);
    assert.equal(answer.headers()['cache-control'], 'no-store');
    assert.equal(answer.headers()['referrer-policy'], 'no-referrer');
    await customer.page.locator('#shown').waitFor({ state: 'visible' });
    const kept = await customer.page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
    assert.equal(kept.includes(page), false);
});

for (const { named, ...how } of both) {
    stage.scenario(`“I am here” takes a number, and the page follows it to the lane (${named})`, async ({ arrive, staff, voucher, stage: { server }, network }) => {
        const customer = await arrive({ shape: 'phone', language: how.language });
        const cashier = await Staff.signIn(server, staff.cashier, { lane: 0 });
        const { page, code } = voucher('usable');
        const [store] = cashier.session.stores;
        await hold(customer, page);
        await says(customer, 'holder.where'); // it may be redeemed at several
        const button = customer.page.getByRole('button', { name: store.title[how.language] });
        network.down();
        await customer.press(button);
        await says(customer, 'holder.no_number');
        network.up();
        await customer.press(button);
        await says(customer, 'holder.ahead');
        const label = await customer.page.locator('#label').textContent();
        assert.match(label, /^A\d+$/);
        await customer.reload();
        await says(customer, 'holder.ahead');
        const call = () => cashier.post(`/api/v1/stores/${store.id}/calls`, { lane_id: cashier.session.lane_id }, { headers: { 'idempotency-key': randomUUID() } });
        while ((await call()).body.ticket.label !== label); // those of the scenario before
        await says(customer, 'holder.called');
        await customer.page.getByText(store.lanes[0].title[how.language]).first().waitFor({ state: 'visible' });
        await cashier.use(code);
        await says(customer, 'holder.used');
        await customer.page.locator('#queue').waitFor({ state: 'hidden' });
    });
}
