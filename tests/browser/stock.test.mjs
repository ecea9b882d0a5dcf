// Little is left of a product: what one screen sells every other one of the store tells within a moment, until somebody says that
// they saw it; at the red line nothing more is sold, over it the product is off sale.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { create, product } from '../harness/shop.mjs';
import { both, useStage } from './lib/stage.mjs';

const stage = useStage();

const client = () => stage.ledger().client();
// A product of a hundred at this store: a warning at 80, the red line at 90.
async function make(name) {
    const manager = await client();
    const more = { title: { zh: name, en: name }, stock_total: 100, lines: { warn_left: 20, warn_percent: 90, red_left: 10, red_percent: 100 } };
    return create(manager, '/api/v1/products', product([manager.session.store_id], more));
}
const sell = async (id, quantity) =>
    (await client()).post('/api/v1/sales', { items: [{ product_id: id, quantity }], gift: false }, { headers: { 'idempotency-key': randomUUID() } });
const settingsOf = async (id) => (await (await client()).get('/api/v1/products')).body.items.find((one) => one.id === id);

// What the notice says, with what follows from it.
const notice = (one, title, percent, left, ...[key, values]) =>
    one.words('format.sentences', { first: one.words('stock.notice', { title, percent, left }), second: one.words(key, values) });

async function sellAtConsole(one, name, quantity) {
    await one.see('combobox', 'vouchers.product');
    await one.press(one.find('combobox', 'vouchers.product'));
    await one.press(one.page.getByRole('option', { name, exact: true }));
    await one.clear(one.field('sell.quantity'));
    await one.typeInto(one.field('sell.quantity'), String(quantity));
    await one.pressButton('sell.submit');
}

for (const { shape, language, named } of both) {
    stage.scenario(`sold near the line on one screen, told on another and calmly on the wall; seen by one is seen by all (${named})`, async ({ arrive, staff }) => {
        const name = `限量面 ${shape}`;
        const id = await make(name);
        await sell(id, 78);
        const [desk, cashier, wall] = [await arrive({ language }), await arrive({ shape, language }), await arrive({ shape: 'wall', language })];
        await desk.enter(staff.manager, '/vouchers/new');
        await cashier.atCounter(staff.cashier);
        await wall.enter(staff.display);
        assert.equal(await cashier.find('button', 'stock.seen').count(), 0);

        await sellAtConsole(desk, name, 7);
        await desk.see('heading', 'sell.done', { n: 7 });
        const near = notice(cashier, name, 85, 15, 'stock.near', { n: 5 });
        await cashier.see('alert', { exact: near });
        await desk.see('alert', { exact: near });
        await wall.see('status', 'display.nearly_gone', { title: name, n: 5 });
        assert.equal(await wall.find('button', 'stock.seen').count(), 0);

        await cashier.pressButton('stock.seen');
        await cashier.gone('button', 'stock.seen');
        await desk.gone('button', 'stock.seen');
        const { products } = await stage.ledger().today();
        assert.equal(products.find((one) => one.product_id === id).seen.staff_name, await stage.ledger(staff.cashier).name());
        await desk.reload();
        await desk.settled();
        assert.equal(await desk.find('button', 'stock.seen').count(), 0, 'seen, also after a reload');

        // It gets worse: said again, and nothing more is sold.
        await sell(id, 5);
        await cashier.see('alert', { exact: notice(cashier, name, 90, 10, 'stock.red') });
        await wall.gone('status', 'display.nearly_gone', { title: name, n: 5 });
        await sellAtConsole(desk, name, 1);
        await desk.see('alert', { exact: desk.problem('red_line') });
        await desk.pressButton('stock.seen');
        await cashier.gone('button', 'stock.seen');
        await (await client()).put(`/api/v1/products/${id}/on_sale`, { on: false }); // the next run's screens are about theirs
    });
}

stage.scenario('a line that is lowered below what is sold takes the product off sale, and only a raised one lets it back (desk, en)', async ({ arrive, staff }) => {
    const one = await arrive({ language: 'en' });
    const name = 'Last bowls';
    const id = await make(name);
    await sell(id, 50);
    await one.page.setViewportSize({ width: 1440, height: 1500 }); // the whole form
    await one.enter(staff.manager, `/shop/products/${id}`);
    const fill = async (field, text) => {
        await one.clear(one.field(field));
        await one.typeInto(one.field(field), text);
    };
    await one.holds(one.field('products.warn_left'), '20');
    await fill('products.red_percent', '40');
    await one.pressButton('shop.save');
    await one.see('alert', 'products.warn_percent_rule'); // the warning would come behind it
    await fill('products.warn_percent', '30');
    await one.pressButton('shop.save');
    await one.see('alert', { exact: notice(one, name, 50, 50, 'stock.over') });
    await one.page.getByRole('switch', { name: new RegExp(one.words('products.on_sale')), checked: false }).waitFor({ state: 'attached' });
    const row = (text) => one.page.getByRole('list', { name: one.words('products.title'), exact: true }).getByRole('button', { name: text });
    await row(/^Last bowls.*50 sold · 0 redeemed · 50 left.*Over the red line · Off sale/).waitFor({ state: 'attached' });

    await one.press(one.find('switch', new RegExp(one.words('products.on_sale'))));
    await one.see('alert', { exact: one.problem('red_line') });
    assert.equal((await settingsOf(id)).on_sale, false);
    await fill('products.red_percent', '100');
    await fill('products.warn_percent', '90');
    await one.pressButton('shop.save');
    await one.gone('button', 'stock.seen');
    await one.press(one.find('switch', new RegExp(one.words('products.on_sale'))));
    await row(/^Last bowls.*50 left$/).waitFor({ state: 'attached' });
    assert.equal((await settingsOf(id)).on_sale, true);
});

stage.scenario('without an answer the notice stays and says so; the same press again is enough (phone, zh)', async ({ arrive, staff, network }) => {
    const one = await arrive({ shape: 'phone' });
    const name = '最后几碗';
    const id = await make(name);
    await one.atCounter(staff.cashier);
    await sell(id, 81);
    const near = notice(one, name, 81, 19, 'stock.near', { n: 9 });
    await one.see('alert', { exact: near });
    network.refuse('PUT', `/api/v1/products/${id}/notice`);
    await one.pressButton('stock.seen');
    await one.see('alert', { exact: one.words('format.sentences', { first: near, second: one.words('stock.not_recorded') }) });
    await one.pressButton('stock.seen');
    await one.gone('button', 'stock.seen');
});
