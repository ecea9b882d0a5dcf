// Running the shop: what owners and managers do on its screens is so for everybody else at once, by the real platform; who may
// not is told; what is being entered is lost by nothing but the person's own word.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Person as Client } from '../harness/person.mjs';
import { useStage } from './lib/stage.mjs';

const stage = useStage();

const list = (one, name) => one.page.getByRole('list', { name: one.words(name), exact: true });
const row = (one, name, text) => list(one, name).getByRole('button', { name: text }).first();

// From wherever one is, by the navigation and the hub.
async function open(one, section) {
    await one.press(one.find('link', 'nav.shop'));
    await one.press(row(one, 'shop.title', one.words(`${section}.title`)));
    await list(one, `${section}.title`).waitFor({ state: 'attached' });
}

async function fill(one, entries) {
    for (const [field, text] of Object.entries(entries)) {
        const [name, n] = field.split('#');
        const input = one.page.getByLabel(one.words(name, { n }), { exact: true });
        if (await input.inputValue()) await one.clear(input);
        await one.typeInto(input, text);
    }
}

const saved = (one) => one.see('status', 'shop.saved');

stage.scenario('an owner adds a cashier, who sets a password by the link and signs in, until switched off (phone, zh)', async ({ arrive, staff }) => {
    const one = await arrive({ shape: 'phone', language: 'zh' });
    await one.enter(staff.owner);
    await open(one, 'staff');
    await one.pressButton('staff.add');
    await one.pressButton('shop.save');
    await one.see('alert', 'setup.named');
    await fill(one, { 'staff.name': '周小敏', 'staff.account': staff.cashier.account });
    await one.still(); // the console has it
    await one.reload(); // and keeps it
    await one.holds(one.field('staff.account'), staff.cashier.account);
    await one.holds(one.field('staff.name'), '周小敏');
    await one.pressButton('shop.save');
    await one.see('alert', 'reason.account_taken.title');
    await fill(one, { 'staff.account': 'xiaomin' });
    await one.pressButton('shop.save');
    await one.see('heading', { exact: '周小敏' });
    await saved(one);
    assert.match(one.path(), /^\/shop\/staff\/[0-9a-f-]{36}$/);
    await one.until(async () => (await one.page.title()).startsWith('周小敏'), 'the person in the title');

    await one.pressButton('staff.link');
    await one.see('img', 'staff.link_code');
    const link = new URL(await one.page.locator('#mirror').getByText(/^http.*\/reset#[0-9a-f]{64}$/).textContent());
    const fresh = await arrive({ shape: 'phone', language: 'zh' });
    await fresh.visit(link.pathname + link.hash);
    await fresh.typeInto(fresh.field('password.new'), 'a-good-pass-phrase');
    await fresh.pressButton('reset.submit');
    await fresh.typeInto(fresh.field('sign_in.password'), 'a-good-pass-phrase');
    await fresh.pressButton('sign_in.submit');
    await fresh.see('button', 'nav.sign_out');
    await fresh.visit('/shop');
    await fresh.see('heading', 'shop.forbidden'); // a cashier is told so
    assert.equal(await fresh.find('link', 'nav.shop').count(), 0);

    await one.press(one.find('switch', new RegExp(one.words('staff.enabled'))));
    await one.see('dialog', 'staff.off_ask', { name: '周小敏' });
    await one.pressButton('staff.off_do');
    await fresh.see('button', 'sign_in.submit');
    await one.pressButton('staff.title');
    await row(one, 'staff.title', new RegExp(`周小敏.*${one.words('staff.off')}`)).waitFor({ state: 'attached' });
});

stage.scenario('a revoked device is out, after it was asked about; a screen is told what to show (desk, en)', async ({ arrive, staff }) => {
    const [one, other] = [await arrive({ language: 'en' }), await arrive({ language: 'en' })];
    await one.enter(staff.manager);
    const client = await Client.signIn(stage.server, staff.cashier);
    await other.atCounter(staff.cashier);
    const device = await other.page.evaluate(async () => (await (await fetch('/api/v1/session')).json()).device_id);
    await one.visit(`/shop/devices/${device}`);
    await fill(one, { 'devices.name': 'Till by the door' });
    await one.pressButton('shop.save');
    await saved(one);
    await row(one, 'devices.title', /^Till by the door.*Just now/).waitFor({ state: 'attached' });

    await one.pressButton('devices.revoke');
    await one.see('dialog', 'devices.revoke_ask', { name: 'Till by the door' });
    await one.pressButton('shop.not_now');
    await one.pressButton('devices.revoke');
    await one.press(one.page.getByRole('dialog').getByRole('button', { name: one.words('devices.revoke_do'), exact: true }));
    await other.see('button', 'sign_in.submit');
    await one.read('devices.revoked_say');
    assert.equal((await client.get('/api/v1/session')).status, 200, 'only that device');

    await one.pressButton('me.invite');
    await one.press(one.page.getByRole('button', { name: one.words('invite.display') }));
    const link = new URL(await one.page.getByText(/^http.*\/pair#[0-9a-f]{64}$/).textContent());
    const wall = await arrive({ shape: 'wall', language: 'en' });
    await wall.visit(link.pathname + link.hash);
    await wall.read('pair.number');
    await one.pressButton('invite.confirm');
    await wall.settled();
    await one.read('invite.in');
    await open(one, 'devices');
    await one.press(row(one, 'devices.title', new RegExp(one.words('devices.kind_display'))));
    await one.press(one.find('switch', 'devices.progress')); // off
    await fill(one, { 'devices.message_en': 'Noodles until nine' });
    await one.pressButton('shop.save');
    await saved(one);
    await wall.visit('/display');
    await wall.read({ exact: 'Noodles until nine' });
    assert.equal(await wall.find('heading', 'display.progress').count(), 0);
});

stage.scenario('a new lane stands where staff choose theirs, in the owner’s console too; out of use it is gone (desk, zh)', async ({ arrive, staff }) => {
    const [one, colleague] = [await arrive(), await arrive({ shape: 'phone' })];
    await colleague.enter(staff.cashier, '/place');
    await colleague.see('heading', 'place.title');
    await one.enter(staff.owner);
    await open(one, 'stores');
    await one.press(list(one, 'stores.title').getByRole('button').first());
    await one.pressButton('stores.lane_add');
    await fill(one, { 'shop.name_zh': '外卖窗口' });
    await one.press(one.find('radio', 'stores.line_group_buy'));
    await one.pressButton('shop.save');
    await row(one, 'stores.lanes', /外卖窗口.*团购/).waitFor({ state: 'attached' });
    await colleague.page.getByRole('button', { name: '外卖窗口' }).waitFor({ state: 'attached' }); // whose page was open
    await one.visit('/place');
    await one.see('heading', 'place.title');
    await one.page.getByRole('button', { name: '外卖窗口' }).waitFor({ state: 'attached' });

    await one.page.goBack();
    await one.press(row(one, 'stores.lanes', /外卖窗口/));
    await one.press(one.find('switch', new RegExp(one.words('stores.in_use'))));
    await one.pressButton('stores.out_do');
    await one.page.getByRole('switch', { name: new RegExp(one.words('stores.in_use')), checked: false }).waitFor({ state: 'attached' });
    await one.page.goBack();
    await row(one, 'stores.lanes', new RegExp(`外卖窗口.*${one.words('stores.lane_out')}`)).waitFor({ state: 'attached' });
    const cashier = await Client.signIn(stage.server, staff.cashier);
    assert.ok(cashier.session.stores.every(({ lanes }) => lanes.every(({ title }) => title.zh !== '外卖窗口')));
});

stage.scenario('a product is added, sold out and taken off sale; who was quicker is not overwritten unseen (desk, en)', async ({ arrive, staff }) => {
    const one = await arrive({ language: 'en' });
    await one.enter(staff.manager);
    await open(one, 'products');
    await one.pressButton('products.add');
    await fill(one, {
        'shop.name_zh': '红烧牛肉面', 'products.category_zh': '餐饮', 'products.price': '38,5', 'products.stock': '2',
        'products.item_zh#1': '牛肉面',
    });
    await one.pressButton('shop.save');
    await one.see('alert', 'products.price_rule');
    await fill(one, { 'products.price': '38.5' });
    await one.pressButton('shop.save');
    await one.see('heading', { exact: '红烧牛肉面' });
    const path = one.path();
    const id = path.split('/').at(-1);

    const client = await Client.signIn(stage.server, staff.manager);
    const sell = async () => (await client.post('/api/v1/sales', { items: [{ product_id: id, quantity: 2 }], gift: false }, { headers: { 'idempotency-key': randomUUID() } })).status;
    assert.equal(await sell(), 200);
    await one.reload();
    await row(one, 'products.title', /^红烧牛肉面.*¥38\.50.*2 sold · 0 redeemed · 0 left.*Sold out/).waitFor({ state: 'attached' });
    await one.press(one.find('switch', new RegExp(one.words('products.on_sale'))));
    await row(one, 'products.title', /^红烧牛肉面.*Off sale/).waitFor({ state: 'attached' });

    await fill(one, { 'products.stock': '1' });
    await one.pressButton('shop.save');
    await one.see('alert', 'reason.stock_below_sold.title');
    await fill(one, { 'products.stock': '50', 'products.price': '40' });
    const { items } = (await client.get('/api/v1/products')).body;
    const theirs = items.find((product) => product.id === id).settings;
    assert.equal((await client.put(`/api/v1/products/${id}`, { ...theirs, price_fen: 4500, valid_days: 30 })).status, 200);
    await one.pressButton('shop.save');
    await one.see('alert', 'shop.theirs_say');
    await one.read('shop.theirs', { value: '45' });
    await one.holds(one.field('products.price'), '40');
    await one.holds(one.field('products.days'), '30'); // what was not touched here follows
    await one.pressButton('shop.save');
    await saved(one);
    const now = (await client.get('/api/v1/products')).body.items.find((product) => product.id === id);
    assert.deepEqual([now.settings.price_fen, now.settings.stock_total, now.settings.valid_days, now.on_sale], [4000, 50, 30, false]);
});

stage.scenario('without network a list says so and is read again; after a PIN the password is asked for (phone, en)', async ({ arrive, staff, network }) => {
    const one = await arrive({ shape: 'phone', language: 'en' });
    const manager = await Client.signIn(stage.server, staff.manager);
    await manager.put('/api/v1/session/pin', { password: staff.manager.password, pin: '4711' });
    await one.enter(staff.owner);
    await one.pressButton('me.title');
    await one.press(one.page.getByRole('button', { name: manager.session.staff_name }));
    await one.typeInto(one.field('me.pin'), '4711');
    await one.pressButton('me.take_over');
    await one.see('heading', 'counter.title');
    await one.settled();

    await one.press(one.find('link', 'nav.shop'));
    await one.see('heading', 'shop.title');
    network.down();
    await one.press(row(one, 'shop.title', one.words('staff.title')));
    await one.see('button', 'shop.retry');
    network.up();
    await one.settled();
    await one.pressButton('shop.retry');
    await one.press(list(one, 'staff.title').getByRole('button', { name: one.words('role.cashier') }).first());
    await one.pressButton('staff.link');
    await one.see('alert', { exact: one.problem('password_needed') });
    await one.pressButton('nav.sign_out');
    await one.see('button', 'sign_in.submit');
});
