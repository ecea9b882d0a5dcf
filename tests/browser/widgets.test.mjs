// Each widget of the kit in each way in which people press: by pointer, by keyboard, and by an assistive program's click().
// One story goes past those that screens have, one past the gallery's; both are played three times.
import assert from 'node:assert/strict';
import { enterGallery } from './lib/gallery.mjs';
import { useStage } from './lib/stage.mjs';

const stage = useStage();

// Of some roles one stop stands for a whole group, and arrows go on from there.
const grouped = new Set(['radio', 'tab', 'option']);
const has = (target) => target.evaluate((element) => element === document.activeElement);
// Back to what lies before: forward, a long table would go along.
const towards = (target) => target.evaluate((element) => (document.activeElement?.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING ? 'Shift+Tab' : 'Tab'));

async function pressUntil(one, key, target, most) {
    for (let i = 0; i < most && !(await has(target)); i++) await one.page.keyboard.press(key);
    assert.ok(await has(target), `${key} does not reach ${target}`);
}

// Gives the element the keyboard. True: an arrow has chosen it on the way.
async function reach(one, locator) {
    const target = locator.first();
    await target.waitFor({ state: 'attached' });
    const role = await target.getAttribute('role');
    if (!grouped.has(role)) return pressUntil(one, await towards(target), target, 60);
    const stop = target.locator('xpath=..').locator(`[role=${role}][tabindex="0"]`);
    const first = (await stop.count()) ? stop : target;
    await pressUntil(one, await towards(first), first, 60);
    await pressUntil(one, role === 'option' ? 'ArrowDown' : 'ArrowRight', target, 10);
    return role !== 'option';
}

const ways = {
    pointer: { use: (one, locator) => one.press(locator), write: (one, field, text) => one.typeInto(field, text) },
    keyboard: {
        use: async (one, locator) => (await reach(one, locator)) || one.page.keyboard.press('Enter'),
        write: async (one, field, text) => {
            await reach(one, field);
            await one.page.keyboard.type(text, { delay: 60 }); // as people do: faster, and with Tab at its end, it would be a scanner gun
        },
    },
    'click()': {
        use: async (one, locator) => {
            await locator.first().waitFor({ state: 'attached' });
            await one.until(() => locator.first().isEnabled(), `${locator} enabled`);
            await locator.first().evaluate((element) => element.click());
        },
        write: async (one, field, text) => {
            await field.evaluate((input, value) => {
                input.value = value; // as voice control writes
                input.dispatchEvent(new InputEvent('input', { bubbles: true, data: value, inputType: 'insertText' }));
            }, text);
        },
    },
};

for (const [way, { use, write }] of Object.entries(ways)) {
    stage.scenario(`every widget by ${way}`, async ({ arrive, staff, network, voucher }) => {
        const one = await arrive({ language: 'en' });
        const button = (...name) => use(one, one.find('button', ...name));
        await one.enter(staff.manager, '/counter');
        await one.see('heading', 'counter.title');

        await use(one, one.find('link', 'nav.today')); // a link of the navigation
        await one.see('heading', 'today.title');
        await use(one, one.find('link', 'nav.counter'));
        await button('me.title'); // an icon
        await one.see('heading', 'me.secrets');
        await button('me.invite'); // a button
        await use(one, one.page.getByRole('button', { name: one.words('invite.staff') })); // a row
        await one.see('img', 'invite.code');
        await button('invite.back'); // a quiet button
        await one.see('heading', 'me.secrets');

        await use(one, one.find('radio', { exact: '中文' })); // a choice
        one.speak('zh');
        await one.see('heading', 'me.secrets');
        await use(one, one.find('radio', { exact: 'English' }));
        one.speak('en');
        await use(one, one.find('link', 'nav.counter'));
        await one.see('heading', 'counter.title');

        const { code } = voucher('multi_use');
        await write(one, one.field('counter.code'), code); // a field
        await button('counter.check');
        await button('card.more');
        await one.read('card.uses_now', { n: 2 });
        await button('card.fewer');
        await one.read('card.uses_now', { n: 1 });
        await button('card.redeem_uses', { n: 1 }); // the main button of a screen
        await one.see('heading', 'verdict.done');
        await button('verdict.next'); // a verdict’s large button

        await write(one, one.field('counter.code'), voucher('usable').code);
        await button('counter.check');
        const asked = [network.hold('POST', '/api/v1/redeem'), network.hold('POST', '/api/v1/redeem')];
        await button('card.redeem');
        await button('verdict.serve_next'); // a verdict’s quiet button
        for (const held of asked) await held.arrived;
        for (const held of asked) held.release();
        await button('late.seen'); // a notice’s button
        await one.gone('button', 'late.seen');
        await button('nav.sign_out');
        await one.see('button', 'sign_in.submit');
    });
}

for (const [way, { use, write }] of Object.entries(ways)) {
    stage.scenario(`every widget of the gallery by ${way}`, async ({ arrive, staff }) => {
        const one = await arrive({ language: 'en' });
        await one.page.emulateMedia({ reducedMotion: 'reduce' });
        const find = (...what) => one.find(...what);
        const button = (...name) => use(one, find('button', ...name));
        const says = (locator, attribute, value) => one.until(async () => (await locator.first().getAttribute(attribute)) === value, `${attribute} ${value} of ${locator}`);
        const holds = (locator, text) => one.until(async () => (await locator.textContent()) === text, `“${text}”`);
        const part = async (name) => {
            await use(one, find('tab', `gallery.${name}`));
            await says(find('tab', `gallery.${name}`), 'aria-selected', 'true');
        };
        await enterGallery(one, staff);

        await part('press'); // tabs
        for (const digit of ['4', '7']) await button({ exact: digit }); // a number pad
        await one.read('gallery.pad_shown', { n: 2 });
        await button('kit.erase');
        await one.read('gallery.pad_shown', { n: 1 });
        await button('kit.done');
        await one.read('gallery.pad_shown', { n: 0 });
        for (const [name, text] of [['gallery.number', '12'], ['sign_in.password', 'a pass phrase'], ['me.pin', '4711']]) {
            await write(one, one.field(name), text); // fields of each kind
            await one.holds(one.field(name), text);
        }
        await button('gallery.sheet_open'); // a sheet
        await use(one, find('dialog', 'gallery.sheet').getByRole('button', { name: one.words('gallery.danger'), exact: true }));
        await one.gone('dialog', 'gallery.sheet');
        await button('gallery.toast'); // a toast
        await button('gallery.undo');
        await one.gone('button', 'gallery.undo');
        await button('gallery.verdict_open'); // a verdict
        await button('gallery.another');
        await one.see('heading', 'gallery.promised');
        await button('gallery.back');
        await button('gallery.dialog_open'); // a dialog
        await one.see('dialog', 'gallery.dialog');
        await button('gallery.back');
        await button('gallery.frame_open'); // a tour, and a navigation
        await button('tour.skip');
        await one.gone('dialog', 'gallery.coach');
        await use(one, find('link', 'nav.today'));
        await says(find('link', 'nav.today'), 'aria-current', 'page');
        await button('gallery.back');

        await part('choose');
        await use(one, find('switch', 'me.vibration')); // a switch
        await says(find('switch', 'me.vibration'), 'aria-checked', 'false');
        await button('channel.douyin'); // a chip
        await says(find('button', 'channel.douyin'), 'aria-pressed', 'true');
        await use(one, find('combobox', 'gallery.product')); // a select
        await use(one, find('option', 'gallery.sample.2'));
        await one.gone('dialog', 'gallery.product');
        await holds(find('combobox', 'gallery.product'), one.words('gallery.sample.2'));
        await use(one, find('combobox', 'gallery.range')); // a range of days
        await button('kit.earlier');
        await button({ exact: '5 Oct 2026' });
        await button({ exact: '17 Oct 2026' });
        await button('kit.apply');
        await one.gone('dialog', 'gallery.range');
        await holds(find('combobox', 'gallery.range'), one.words('gallery.range_shown', { from: '5 Oct', until: '17 Oct' }));
        await use(one, find('radio', 'gallery.large')); // segments
        await says(find('radio', 'gallery.large'), 'aria-checked', 'true');

        await part('show');
        const row = one.page.getByRole('list', { name: one.words('gallery.rows'), exact: true }).getByRole('button'); // a row
        await use(one, row);
        await says(row, 'aria-current', 'page');

        await part('data'); // a table: its head, its columns, its rows, its filter
        const header = one.page.getByRole('columnheader').filter({ hasText: one.words('gallery.amount') });
        await button('gallery.amount');
        await says(header, 'aria-sort', 'ascending');
        await button('gallery.amount');
        await says(header, 'aria-sort', 'descending');
        await button('gallery.amount');
        await says(header, 'aria-sort', null);
        await button('kit.columns');
        await use(one, find('switch', 'gallery.staff'));
        await says(find('switch', 'gallery.staff'), 'aria-checked', 'false');
        await one.page.keyboard.press('Escape');
        await one.gone('dialog', 'kit.columns');
        // One from the middle: the keyboard's way to the columns has gone through all rows, and the table has followed it.
        const rows = one.page.getByRole('row').filter({ has: one.page.getByRole('cell', { name: /^No\. / }) });
        const name = await rows.nth(Math.floor((await rows.count()) / 2)).getByRole('cell').first().textContent();
        await use(one, rows.filter({ has: one.page.getByRole('cell', { name, exact: true }) }).getByRole('button'));
        await one.read('gallery.opened', { n: name.replace('No. ', '') });
        await write(one, one.field('kit.filter'), 'No. 99,99');
        await one.read('kit.shown', { n: '10', all: '100,000' });
    });
}
