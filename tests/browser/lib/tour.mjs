// A walk through every screen and every state of it, for what must hold on all of them and for pictures.
//     await tour(world, person, async (name) => { … });     // called at each stop, when the console stands still
// One place that knows how to get everywhere, so that a new screen is checked by being added here.
// `stop(name, who)`: `who` is mostly `one`; a device that is being paired is somebody else's.
import { randomUUID } from 'node:crypto';
import { jpeg } from '../../harness/jpeg.mjs';
import { Person as Client } from '../../harness/person.mjs';
import { inventCode, mistype } from './codes.mjs';
import { Person } from './person.mjs';

export async function tour({ stage, staff, voucher, network }, one, stop) {
    const at = async (name, who = one) => {
        await who.still();
        await stop(name, who);
    };
    const next = () => one.pressButton('verdict.next');
    await signingIn(one, staff, at);

    await one.typeCode(mistype(inventCode()));
    await one.find('alert', /./).first().waitFor({ state: 'attached' });
    await at('counter-mistyped');
    await one.clear(one.field('counter.code'));

    await one.typeCode(voucher('multi_use').code);
    await one.pressButton('card.more');
    await one.read('card.uses_now', { n: 2 });
    await at('card-uses');
    await one.pressButton('card.cancel');

    const { code } = voucher('usable');
    await one.typeCode(code);
    await one.see('button', 'card.redeem');
    await at('card');
    const held = [network.hold('POST', '/api/v1/redeem'), network.hold('POST', '/api/v1/redeem')]; // asked once more when it is late
    await one.pressButton('card.redeem');
    await held[0].arrived;
    await one.see('heading', 'verdict.checking');
    await at('checking');
    for (const request of held) request.release();
    await one.see('heading', 'verdict.done');
    await at('done');
    await next();

    await one.typeCode(code);
    await one.see('heading', 'reason.already_redeemed.title');
    await at('already-redeemed');
    await next();

    await lateAnswer({ stage, voucher, network }, one, at);
    await one.press(one.find('link', 'nav.today'));
    await one.see('heading', 'today.title');
    await at('today');
    await one.press(one.page.getByRole('list', { name: one.words('today.recent') }).getByRole('button'));
    await one.see('button', 'redemption.back');
    await at('redemption');
    await one.pressButton('redemption.back');
    await one.see('heading', 'today.title');
    await undoing(one, at);
    await queueing(one, at);
    await runningOut({ stage }, one, at);
    await lookingUp({ stage }, one, at);
    network.down();
    await one.read('link.offline.say');
    await at('offline');
    network.up();
    await one.settled();
    await one.pressButton('nav.sign_out');
    await one.see('button', 'sign_in.submit');
    await troubles({ stage, staff }, one, at);
    await oneself({ stage, staff }, one, at);
    await vouchers(one, at);
    await days(one, at);
    await running({ stage }, one, at);
    await waysIn({ stage }, one, at);
}

// The queue with two numbers, one of them called, and empty again.
async function queueing(one, at) {
    await one.press(one.find('link', 'nav.queue'));
    await one.read('queue.empty');
    const rows = (line) => one.page.getByRole('list', { name: one.words(`queue.line_${line}`), exact: true }).getByRole('button');
    for (const line of ['group_buy', 'general']) {
        await one.pressButton(`queue.add_${line}`);
        await rows(line).waitFor({ state: 'attached' });
    }
    await one.pressButton('queue.next');
    await one.see('button', 'queue.serve');
    await at('queue');
    await one.press(rows('general'));
    const leave = one.page.getByRole('dialog').getByRole('button', { name: one.words('queue.leave'), exact: true });
    await leave.waitFor({ state: 'attached' });
    await at('queue-choices');
    await one.press(leave);
    await rows('general').waitFor({ state: 'detached' });
    await one.pressButton('queue.serve');
    await one.read('queue.empty');
    await at('queue-empty'); // and so in whichever language the tour is made first
    await one.press(one.find('link', 'nav.today'));
    await one.see('heading', 'today.title');
}

// On Today: what everybody is told when little of a product is left. Nobody says that they saw it, so that the tour of the other
// language is told, too.
async function runningOut({ stage }, one, at) {
    const manager = await stage.ledger().client();
    const { id, settings } = (await manager.get('/api/v1/products')).body.items.find((product) => product.on_sale && product.settings.store_ids.includes(manager.session.store_id));
    const warnAt = (warn_left) => manager.put(`/api/v1/products/${id}`, { ...settings, lines: { ...settings.lines, warn_left } });
    await warnAt(settings.stock_total);
    await one.see('button', 'stock.seen');
    await at('stock-notice');
    await warnAt(settings.lines.warn_left);
    await one.gone('button', 'stock.seen');
}

// A customer who has only their phone number, at the counter and back on Today.
async function lookingUp({ stage }, one, at) {
    const phone = `139${String(Date.now()).slice(-8)}`; // somebody new: there may be several tours of one day
    const manager = await stage.ledger().client();
    const products = (await manager.get('/api/v1/products')).body.items.filter(({ on_sale }) => on_sale).slice(0, 2);
    const items = products.map(({ id }) => ({ product_id: id, quantity: 1 }));
    await manager.post('/api/v1/sales', { items, gift: false, customer: { phone } }, { headers: { 'idempotency-key': randomUUID() } });
    await one.press(one.find('link', 'nav.counter'));
    await one.typeCode(phone);
    const titles = one.page.getByRole('list', { name: one.words('lookup.choose') }).getByRole('button');
    await titles.first().waitFor({ state: 'attached' });
    await at('lookup');
    await one.press(titles.first());
    await one.see('button', 'lookup.submit');
    await one.typeInto(one.field('lookup.last4'), '0000');
    await one.pressButton('lookup.submit');
    await one.text({ exact: one.problem('not_proven') }).first().waitFor({ state: 'attached' });
    await at('lookup-wrong');
    await one.pressButton('lookup.back');
    await one.typeCode('13800000009');
    await one.read('lookup.nobody');
    await at('lookup-nobody');
    await one.pressButton('lookup.back');
    await one.press(one.find('link', 'nav.today'));
    await one.see('heading', 'today.title');
}

// As a manager: what was sold, one voucher, and taking it back up to the question.
async function vouchers(one, at) {
    await one.visit('/vouchers');
    await one.see('button', 'vouchers.find');
    await at('vouchers');
    await one.pressButton('vouchers.sell');
    await one.see('combobox', 'vouchers.product');
    await one.press(one.find('combobox', 'vouchers.product'));
    await one.press(one.page.getByRole('option').first());
    await one.clear(one.field('sell.quantity'));
    await one.typeInto(one.field('sell.quantity'), '2');
    await at('sell');
    await one.pressButton('sell.submit');
    await one.see('heading', 'sell.done', { n: 2 });
    await one.see('img', 'page_link.name');
    await at('sold');
    const codes = one.page.getByRole('list', { name: one.words('sell.codes') }).getByRole('button');
    const code = (await codes.first().textContent()).match(/H[\w-]+/)[0];
    await one.pressButton('voucher.back');
    await one.typeInto(one.field('counter.code'), code);
    await one.pressButton('vouchers.find');
    await one.see('button', 'voucher.renew');
    await at('voucher');
    await one.pressButton('voucher.renew');
    await one.see('button', 'voucher.renew_confirm');
    await at('voucher-renew');
    await one.pressButton('voucher.keep');
    await one.pressButton('voucher.same_order');
    await one.see('list', 'vouchers.found');
    await at('vouchers-found');
    await one.press(one.page.getByRole('list', { name: one.words('vouchers.found'), exact: true }).getByRole('button').first());
    await one.pressButton('voucher.revoke');
    await one.see('combobox', 'revoke.why');
    await at('revoke');
    await one.pressButton('revoke.keep');
    await one.see('heading', 'voucher.history');
}

// The list only once there is a closed day, since the tour of the other language finds one, too.
async function days(one, at) {
    await one.visit('/days');
    await one.see('combobox', 'days.earlier');
    await one.press(one.find('combobox', 'days.earlier'));
    await one.press(one.page.getByRole('option').last());
    await one.see('button', 'day.close');
    await at('day-open');
    await one.pressButton('day.close');
    await one.see('button', 'day.csv');
    await at('day');
    await one.visit('/days');
    await one.see('list', 'days.closed');
    await at('days-closed');
}

// From the newest redemption on Today and back there.
async function undoing(one, at) {
    const newest = one.page.getByRole('list', { name: one.words('today.recent') }).getByRole('button');
    await one.press(newest);
    await one.pressButton('verdict.undo');
    await one.see('button', 'undo.confirm');
    await at('undo');
    await one.pressButton('undo.confirm');
    await one.see('heading', 'verdict.undone');
    await at('undone');
    await one.pressButton('verdict.next');
    await one.press(one.find('link', 'nav.today'));
    await one.press(newest);
    await one.read('redemption.undone_by');
    await at('redemption-undone');
    await one.pressButton('redemption.back');
    await one.see('heading', 'today.title');
}

// What a person is told of on a device that lacks something, and of a journal that does not go on from what was seen.
async function troubles({ stage, staff }, one, at) {
    const arrive = (...scripts) => Person.arrive(stage.browser, stage.server, stage.network.origin, { shape: one.shape, language: one.language, scripts });
    const blind = await arrive(() => {
        navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'));
    });
    await blind.atCounter(staff.cashier);
    await blind.pressButton('counter.scan_open');
    await blind.see('status', 'counter.camera_denied');
    await at('camera-refused', blind);
    await blind.leave();

    const forgetful = await arrive(() => {
        IDBFactory.prototype.open = () => { throw new DOMException('', 'SecurityError'); };
    });
    await forgetful.atCounter(staff.cashier);
    await forgetful.read('records.failed');
    await at('records-failed', forgetful);
    await forgetful.leave();

    const watchful = await arrive();
    const mismatch = { type: 'about:blank', title: 'head_mismatch', status: 409, reason: 'head_mismatch' };
    await watchful.page.route('**/api/v1/device/head', (route) => route.fulfill({
        status: 409, contentType: 'application/problem+json', body: JSON.stringify(mismatch),
    }));
    await watchful.atCounter(staff.cashier);
    await watchful.see('alert', 'journal.mismatch');
    await at('journal-mismatch', watchful);
    await watchful.leave();
}

// Who one is: the shared phone, PIN and password, a further device. As a manager, who may do it all.
async function oneself({ stage, staff }, one, at) {
    const cashier = await Client.signIn(stage.server, staff.cashier);
    await cashier.put('/api/v1/session/pin', { password: staff.cashier.password, pin: '4711' });
    const [{ id }] = (await stage.ledger(staff.cashier).today()).recent.filter(({ undone }) => !undone);
    await one.enter(staff.manager, `/redemptions/${id}`);
    await one.pressButton('verdict.undo');
    await one.see('combobox', 'undo.why');
    await at('undo-manager');
    if (one.shape !== 'phone') { // its letters follow the window, not a person's choice; walls are larger than a hand
        await one.visit('/display');
        await one.see('heading', 'display.progress');
        await at('display');
    }
    await figures(one, at);
    await one.visit('/me');
    await one.see('heading', 'me.secrets');
    await one.see('heading', 'me.switch');
    await at('me');
    await one.press(one.page.getByRole('button', { name: cashier.session.staff_name }));
    await one.typeInto(one.field('me.pin'), '4712');
    await at('take-over');
    await one.pressButton('me.take_over');
    await one.find('alert', /./).first().waitFor({ state: 'attached' });
    await at('take-over-refused');
    await one.pressButton('me.not_now');

    await one.pressButton('me.invite');
    await one.see('heading', 'invite.title');
    await at('invite');
    await one.press(one.page.getByRole('button', { name: one.words('invite.staff') }));
    await one.see('img', 'invite.code');
    await at('invite-code');
    const link = await one.page.locator('#mirror').getByText(/^http.*\/pair#[0-9a-f]{64}$/).textContent();
    const fresh = await Person.arrive(stage.browser, stage.server, stage.network.origin, { shape: one.shape, language: one.language });
    await fresh.visit(new URL(link).pathname + new URL(link).hash);
    await fresh.read('pair.number');
    await at('pair', fresh);
    await one.see('button', 'invite.confirm');
    await at('invite-decision');
    await one.pressButton('invite.confirm');
    await fresh.see('button', 'pair.go_on');
    await at('paired', fresh);
    await one.read('invite.in');
    await at('invite-in');
    await fresh.leave();
}

// Today as a manager sees it, and what each figure is made of.
async function figures(one, at) {
    const opened = async (handle, name) => {
        await one.visit(`/today/${handle}`);
        await one.see('heading', name);
        await one.see('button', 'today.back');
        await one.page.waitForFunction(() => document.activeElement?.tagName === 'H1'); // the keyboard came along
    };
    await one.visit('/today');
    await one.see('button', 'today.csv');
    await at('today-figures');
    await one.pressButton('today.definitions');
    await one.read('define.waits', { first: 5, second: 10 });
    await at('today-definitions');
    for (const [handle, name] of [['settlement', 'today.settlement'], ['success', 'today.success'], ['waits', 'today.waits']]) {
        await opened(handle, name);
        await one.page.getByRole('list', { name: one.words(name), exact: true }).waitFor({ state: 'attached' });
        await at(`today-${handle}`);
    }
    await opened('ordered/redeemed:no', 'ordered.title'); // the tour itself uses some
    await one.see('list', 'ordered.title');
    await at('today-ordered');
    await opened('redemptions', 'list.title');
    await one.see('combobox', 'list.state');
    await one.see('list', 'list.title');
    await at('today-list');
    await opened('redemptions/channel:wechat', 'list.title');
    await one.read('list.none');
    await at('today-list-none');
    await opened('alerts', 'alerts.title');
    await at('today-alerts');
}

// Running the shop, still as the manager. Which devices there are differs from time to time: only a phone shows one alone.
async function running({ stage }, one, at) {
    const row = (list, name) => one.page.getByRole('list', { name: one.words(list), exact: true }).getByRole('button', name && { name }).first();
    await one.press(one.find('link', 'nav.shop'));
    await one.see('heading', 'shop.title');
    await at('shop');
    await one.press(row('shop.title', one.words('staff.title')));
    await row('staff.title').waitFor({ state: 'attached' });
    await at('shop-staff');
    await one.press(row('staff.title', one.words('role.cashier')));
    await one.pressButton('staff.link');
    await one.see('img', 'staff.link_code');
    await at('shop-person');
    await one.press(one.find('switch', new RegExp(`^${one.words('staff.enabled')}`)));
    await one.see('button', 'staff.off_do');
    await at('shop-asked');
    await one.pressButton('shop.not_now');
    await one.visit('/shop/settings');
    await one.see('heading', 'settings.title');
    await at('shop-settings');
    await one.visit('/shop/stores');
    await one.press(row('stores.title'));
    await one.press(row('stores.lanes'));
    await one.see('radio', 'stores.line_all');
    await at('shop-lane');
    await one.visit('/shop/products/new');
    await one.pressButton('shop.save');
    await one.see('alert', 'products.price_rule');
    await at('shop-product');
    await withPicture({ stage }, one, at);
    if (one.shape === 'phone') {
        await one.visit('/shop/devices');
        await one.press(row('devices.title'));
        await one.see('button', 'devices.revoke');
        await at('shop-device');
    }
}

// A product that has a picture, for as long as one looks at it.
async function withPicture({ stage }, one, at) {
    const manager = await stage.ledger().client();
    const { id, settings: { title } } = (await manager.get('/api/v1/products')).body.items.find(({ may_change }) => may_change);
    const path = `/api/v1/products/${id}/picture`;
    await manager.put(path, { data: jpeg({ width: 64, height: 48 }).toString('base64') });
    await one.visit('/shop/products'); // as people come there: the keyboard goes along from the list
    await one.press(one.page.getByRole('list', { name: one.words('products.title'), exact: true }).getByRole('button', { name: title[one.language] }).first());
    await one.see('img', { exact: title[one.language] });
    await at('shop-picture');
    await manager.send('DELETE', path);
}

// The links that need nobody to be signed in, with tokens that nobody gave out.
async function waysIn({ stage }, one, at) {
    const fresh = await Person.arrive(stage.browser, stage.server, stage.network.origin, { shape: one.shape, language: one.language });
    const token = randomUUID().replaceAll('-', '').repeat(2);
    await fresh.visit(`/setup#${token}`);
    await fresh.see('button', 'setup.submit');
    await at('setup', fresh);
    const entries = { 'setup.merchant': '青禾', 'setup.store': '总店', 'setup.owner': '林', 'sign_in.account': 'lin', 'password.new': 'a-good-pass-phrase' };
    for (const [field, text] of Object.entries(entries)) await fresh.typeInto(fresh.field(field), text);
    await fresh.pressButton('setup.submit');
    await fresh.find('alert', /./).first().waitFor({ state: 'attached' });
    await at('setup-refused', fresh);
    await fresh.visit(`/reset#${token}`);
    await fresh.see('button', 'reset.submit');
    await at('reset', fresh);
    await fresh.visit(`/pair#${token}`);
    await fresh.find('alert', /./).first().waitFor({ state: 'attached' });
    await at('pair-refused', fresh);
    await fresh.leave();
}

async function signingIn(one, staff, at) {
    await one.visit();
    await one.see('button', 'sign_in.submit');
    await at('sign-in');
    await one.fillSignIn({ account: staff.cashier.account, password: 'wrong' });
    await one.pressButton('sign_in.submit');
    await one.find('alert', /./).first().waitFor({ state: 'attached' });
    await at('sign-in-wrong');
    await one.clear(one.field('sign_in.password'));
    await one.typeInto(one.field('sign_in.password'), staff.cashier.password);
    await one.pressButton('sign_in.submit');
    await one.see('heading', 'counter.title');
    await one.settled();
    await one.see('button', 'place.choose');
    await at('counter-without-lane');
    await one.pressButton('place.choose');
    await one.see('heading', 'place.title');
    await at('place');
    await one.takeLane();
    await one.settled();
    await at('counter');
}

async function lateAnswer({ voucher, network }, one, at) {
    await one.typeCode(voucher('usable').code);
    const asked = [network.hold('POST', '/api/v1/redeem'), network.hold('POST', '/api/v1/redeem')];
    await one.pressButton('card.redeem');
    await one.pressButton('verdict.serve_next');
    await one.see('heading', 'counter.title');
    for (const held of asked) await held.arrived;
    for (const held of asked) held.release();
    await one.see('button', 'late.seen');
    await at('late');
    await one.pressButton('late.seen');
}
