// Every screen and every opened thing has an address: by it one comes there again after a reload, by back and forward, and
// with the same title; what was entered and is no secret is still there. And the keys that lead there.
import assert from 'node:assert/strict';
import { both, useStage } from './lib/stage.mjs';
import { Person as Client } from '../harness/person.mjs';

const stage = useStage();
const uuid = '[0-9a-f-]{36}';

// How one gets to each place from the counter, what its address looks like, and what is seen there.
const places = ({ voucher, colleague }) => [
    {
        name: 'card', path: `/counter/${uuid}`, title: ({ language }) => voucher.title[language],
        go: (one) => one.typeCode(voucher.code), seen: (one) => one.see('button', 'card.redeem'),
    },
    { name: 'today', path: '/today', go: (one) => one.press(one.find('link', 'nav.today')), seen: (one) => one.see('heading', 'today.title') },
    {
        name: 'what a figure is made of', path: '/today/settlement', go: async (one) => {
            await one.press(one.find('link', 'nav.today'));
            await one.press(one.page.getByRole('button', { name: new RegExp(`^${one.words('today.settlement')}: `) }));
        }, seen: (one) => one.see('button', 'today.back'),
    },
    {
        name: 'what figures mean', path: '/today/definitions', go: async (one) => {
            await one.press(one.find('link', 'nav.today'));
            await one.pressButton('today.definitions');
        }, seen: (one) => one.see('dialog', 'today.definitions'),
    },
    {
        name: 'redemption', path: `/redemptions/${uuid}`,
        go: (one) => one.press(one.page.getByRole('list', { name: one.words('counter.recent') }).getByRole('button')),
        seen: (one) => one.see('button', 'redemption.back'),
    },
    { name: 'place', path: '/place', go: (one) => one.press(one.page.getByRole('button', { name: ' · ' })), seen: (one) => one.see('heading', 'place.title') },
    { name: 'me', path: '/me', go: (one) => one.pressButton('me.title'), seen: (one) => one.see('heading', 'me.secrets') },
    {
        name: 'taking over', path: `/me/${uuid}`, go: async (one) => {
            await one.pressButton('me.title');
            await one.press(one.page.getByRole('button', { name: colleague }));
        }, seen: (one) => one.see('button', 'me.take_over'),
    },
    {
        name: 'inviting', path: '/devices/new', go: async (one) => {
            await one.pressButton('me.title');
            await one.pressButton('me.invite');
        }, seen: (one) => one.see('heading', 'invite.title'),
    },
    {
        name: 'shortcuts', path: '/keys', go: async (one) => {
            await one.pressButton('me.title');
            await one.pressButton('keys.title');
        }, seen: (one) => one.see('dialog', 'keys.title'),
    },
];

// Of the shop, and of its books.
const shopPlaces = ({ voucher }) => {
    const row = (one, list, name) => one.press(one.page.getByRole('list', { name: one.words(list), exact: true }).getByRole('button', name && { name }).first());
    const section = (name) => async (one) => {
        await one.press(one.find('link', 'nav.shop'));
        await row(one, 'shop.title', one.words(`${name}.title`));
    };
    const thing = (name) => async (one) => {
        await section(name)(one);
        await row(one, `${name}.title`);
    };
    const oneVoucher = async (one) => {
        await one.visit('/vouchers');
        await one.typeInto(one.field('counter.code'), voucher.code);
        await one.pressButton('vouchers.find');
        await one.see('button', 'voucher.renew');
    };
    const heading = (name) => (one) => one.see('heading', name);
    const found = (path, name) => ({ name: path, path, go: (one) => one.visit(path), seen: heading(name) });
    const books = [
        { name: 'queue', path: '/queue', go: (one) => one.press(one.find('link', 'nav.queue')), seen: heading('queue.title') },
        found('/today/redemptions', 'list.title'),
        found('/today/alerts', 'alerts.title'),
        found('/vouchers', 'vouchers.title'),
        { name: 'selling', path: '/vouchers/new', go: async (one) => {
            await one.visit('/vouchers');
            await one.pressButton('vouchers.sell');
        }, seen: (one) => one.see('combobox', 'vouchers.product') },
        { name: 'a voucher', path: `/vouchers/${uuid}`, go: oneVoucher, seen: (one) => one.see('button', 'voucher.renew') },
        { name: 'taking it back', path: `/vouchers/revoke/${uuid}`, go: async (one) => {
            await oneVoucher(one);
            await one.pressButton('voucher.revoke');
        }, seen: (one) => one.see('combobox', 'revoke.why') },
        { name: 'undoing', path: `/redemptions/undo/${uuid}`, go: async (one) => {
            await row(one, 'counter.recent');
            await one.pressButton('verdict.undo');
        }, seen: (one) => one.see('dialog', 'undo.title') },
        found('/days', 'days.title'),
        { name: 'a day', path: `/days/${uuid}/\\d{4}-\\d\\d-\\d\\d`, go: async (one) => {
            await one.visit('/days');
            await one.press(one.find('combobox', 'days.earlier'));
            await one.press(one.page.getByRole('option').last());
        }, seen: (one) => one.see('button', 'day.close') },
    ];
    const shop = [
        { name: 'shop', path: '/shop', go: (one) => one.press(one.find('link', 'nav.shop')), seen: heading('shop.title') },
        ...['staff', 'devices', 'stores', 'products', 'settings'].map((name) => ({ name, path: `/shop/${name}`, go: section(name), seen: heading(`${name}.title`) })),
        { name: 'a person', path: `/shop/staff/${uuid}`, go: thing('staff'), seen: (one) => one.see('button', 'shop.save') },
        { name: 'a store', path: `/shop/stores/${uuid}`, go: thing('stores'), seen: (one) => one.see('list', 'stores.lanes') },
        { name: 'a lane', path: `/shop/lanes/${uuid}`, go: async (one) => {
            await thing('stores')(one);
            await row(one, 'stores.lanes');
        }, seen: (one) => one.see('radio', 'stores.line_all') },
        { name: 'a product', path: `/shop/products/${uuid}`, go: thing('products'), seen: (one) => one.see('button', 'shop.save') },
        { name: 'a new product', path: '/shop/products/new', go: (one) => one.visit('/shop/products/new'), seen: (one) => one.see('button', 'shop.save') },
        { name: 'wall', path: '/display', go: (one) => one.visit('/display'), seen: heading('display.progress') },
        found('/gallery', 'gallery.title'),
        found('/debug', 'debug.title'),
    ];
    return { books, shop };
};

for (const { shape, language, named } of both) for (const [what, all] of [['at the counter', places], ['in the books', (things) => shopPlaces(things).books], ['in the shop', (things) => shopPlaces(things).shop]]) {
    stage.scenario(`reload, back and forward lead to the same place, everywhere ${what} (${named})`, async ({ arrive, staff, voucher }) => {
        const manager = await Client.signIn(stage.server, staff.manager);
        assert.equal((await manager.put('/api/v1/session/pin', { password: staff.manager.password, pin: '4711' })).status, 204);
        const one = await arrive({ shape, language });
        await one.enter(staff.owner);
        for (const place of all({ voucher: voucher('usable'), colleague: manager.session.staff_name })) {
            await one.see('heading', 'counter.title');
            await place.go(one);
            await place.seen(one);
            const [path, title] = [one.path(), await one.page.title()];
            assert.match(path, new RegExp(`^${place.path}$`), place.name);
            if (place.title) assert.equal(title, `${place.title(one)} · ${one.words('brand')}`);
            const there = async (how) => {
                await one.until(async () => one.path() === path && (await one.page.title()) === title, `${path} and “${title}”: ${place.name}, ${how}`);
                await place.seen(one);
            };
            await one.reload();
            await there('reloaded');
            await one.page.goBack();
            await one.until(() => one.path() !== path, 'another address');
            await one.page.goForward();
            await there('back and forward');
            while (one.path() !== '/counter') {
                const before = one.path();
                await one.page.goBack();
                await one.until(() => one.path() !== before, 'the address before');
            }
        }
    });
}

stage.scenario('what is over is not on the way back', async ({ arrive, staff, voucher }) => {
    const one = await arrive({ shape: 'phone' });
    await one.enter(staff.cashier, '/today');
    await one.press(one.find('link', 'nav.counter'));
    for (let i = 0; i < 2; i++) {
        await one.typeCode(voucher('usable').code);
        await one.pressButton('card.redeem');
        await one.see('heading', 'verdict.done');
        await one.pressButton('verdict.next');
        await one.see('heading', 'counter.title');
    }
    await one.typeCode(voucher('usable').code);
    await one.pressButton('card.cancel');
    await one.see('heading', 'counter.title');
    await one.pressButton('me.title');
    await one.see('heading', 'me.secrets');
    await one.page.keyboard.press('Escape');
    await one.see('heading', 'counter.title');
    await one.page.goBack();
    await one.see('heading', 'today.title');
});

stage.scenario('a pairing that was begun goes on after a reload; its code is not shown again', async ({ arrive, staff }) => {
    const owner = await arrive({ shape: 'phone', language: 'en' });
    await owner.enter(staff.owner, '/devices/new');
    await owner.press(owner.page.getByRole('button', { name: owner.words('invite.staff') }));
    const link = owner.page.getByText(/^http.*\/pair#[0-9a-f]{64}$/);
    const { pathname, hash } = new URL(await link.textContent());
    assert.match(owner.path(), new RegExp(`^/devices/${uuid}$`));
    await owner.reload();
    await owner.read('invite.shown_once');
    assert.equal(await link.count(), 0);
    const fresh = await arrive({ language: 'en' });
    await fresh.visit(pathname + hash);
    await fresh.read('pair.number');
    const number = await fresh.page.getByText(/^\d{4}$/).first().textContent();
    await owner.read({ exact: number });
    await owner.pressButton('invite.confirm');
    await owner.read('invite.in');
});

stage.scenario('an unfinished entry survives a reload, but for its secrets', async ({ arrive, staff, voucher }) => {
    const one = await arrive({ language: 'en' });
    await one.visit();
    await one.fillSignIn({ account: 'noodle-cashier', password: 'not-to-be-kept' });
    await one.reload();
    await one.holds(one.field('sign_in.account'), 'noodle-cashier');
    await one.holds(one.field('sign_in.password'), '');

    // A link that is good once is opened again; what was written meanwhile is there.
    const link = `/setup#${'a'.repeat(64)}`;
    await one.visit(link);
    for (const field of ['setup.merchant', 'setup.store', 'setup.owner', 'sign_in.account']) await one.typeInto(one.field(field), `some ${field}`);
    await one.typeInto(one.field('password.new'), 'not-to-be-kept');
    await one.visit(link);
    await one.reload();
    for (const field of ['setup.merchant', 'setup.store', 'setup.owner', 'sign_in.account']) await one.holds(one.field(field), `some ${field}`);
    await one.holds(one.field('password.new'), '');

    await one.atCounter(staff.cashier);
    const { code, uses_left } = voucher('multi_use');
    await one.typeCode(code);
    await one.pressButton('card.more');
    await one.read('card.uses_now', { n: 2 });
    await one.reload();
    await one.read('card.uses_now', { n: 2 });
    assert.ok(uses_left >= 2);
    const kept = await one.page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }, history.state]));
    assert.ok(!kept.includes('not-to-be-kept') && !kept.includes(code), kept);
    await one.pressButton('card.cancel');
    await one.see('heading', 'counter.title');
    assert.equal(await one.page.evaluate(() => sessionStorage.getItem('hexiao.draft')), null);
});

stage.scenario('keys lead to screens, not while one writes', async ({ arrive, staff }) => {
    const one = await arrive({ language: 'en' });
    const keys = one.page.keyboard;
    await one.atCounter(staff.cashier);
    const code = one.field('counter.code');
    await one.focus(code);
    await keys.type('?gt/');
    await one.holds(code, '?gt/');
    assert.equal(one.path(), '/counter');
    await one.clear(code);
    await one.page.evaluate(() => document.activeElement.blur());

    await keys.type('gt');
    await one.see('heading', 'today.title');
    await keys.type('?');
    await one.see('dialog', 'keys.title');
    assert.equal(one.path(), '/keys');
    // Nothing but the dialog can be reached, and it has the keyboard.
    const outside = () => one.page.evaluate(() => [...document.querySelectorAll('#mirror :is(button, input, a, [tabindex], [role=link])')]
        .filter((element) => !element.closest('[role=dialog]')).length);
    assert.equal(await outside(), 0);
    assert.ok(await one.find('button', 'keys.close').evaluate((button) => button === document.activeElement));
    await keys.press('Escape');
    await one.see('heading', 'today.title'); // from where it was opened
    await keys.type('gm');
    await one.see('heading', 'me.secrets');
    await keys.type('/');
    await one.see('heading', 'counter.title');
    await one.until(() => code.evaluate((input) => input === document.activeElement), 'the keyboard in the field');
    await one.page.evaluate(() => document.activeElement.blur());
    await keys.type('/');
    await one.until(() => code.evaluate((input) => input === document.activeElement), 'the keyboard in the field again');
    await one.holds(code, '');
});

stage.scenario('the browser’s own keys are left to it', async ({ arrive, staff }) => {
    const one = await arrive();
    await one.atCounter(staff.cashier);
    await one.page.evaluate(() => {
        window.taken = [];
        addEventListener('keydown', (event) => event.defaultPrevented && window.taken.push(event.key));
        addEventListener('keypress', (event) => event.defaultPrevented && window.taken.push(event.key));
        // What these do is not to happen here.
        addEventListener('keydown', (event) => event.ctrlKey && event.preventDefault());
    });
    const own = ['Backspace', 'F5', 'F12', 'Control+r', 'Control+l', 'Control+a', 'Control+c', 'Control+v', 'Control+x',
        'Control+z', 'Control+f', 'x', '1'];
    const press = async (more = []) => {
        for (const key of [...own, ...more, 'Tab']) await one.page.keyboard.press(key);
        assert.deepEqual(await one.page.evaluate(() => window.taken), []);
    };
    await one.page.mouse.click(720, 880); // on the canvas, beside everything
    await one.frames(3);
    await press();
    await one.focus(one.field('counter.code'));
    await press(['ArrowLeft', 'ArrowDown', 'Home', 'End', ' ']); // elsewhere these scroll the page
});

stage.scenario('single keys can be switched off; the device remembers', async ({ arrive, staff }) => {
    const one = await arrive({ language: 'en' });
    const keys = one.page.keyboard;
    const idle = () => one.page.evaluate(() => document.activeElement.blur());
    await one.enter(staff.cashier, '/me');
    const turn = async (state) => {
        const shortcuts = one.find('switch', 'keys.switch');
        await one.press(shortcuts);
        await one.until(() => shortcuts.evaluate((element, wanted) => element.ariaChecked === wanted, String(state)), 'the switch');
    };
    await turn(false);
    const nothing = async () => {
        await idle();
        await keys.type('?gtgc/');
        await one.still();
        assert.equal(one.path(), '/me');
    };
    await nothing();
    await one.reload();
    await one.see('heading', 'me.secrets');
    await nothing();
    // The others go on working, and the list says so.
    await one.pressButton('keys.title');
    await one.read('keys.off');
    assert.equal(await one.text('keys.code').count(), 0);
    await keys.press('Escape');
    await one.see('heading', 'me.secrets');
    await turn(true);
    await idle();
    await keys.type('gt');
    await one.see('heading', 'today.title');
});
