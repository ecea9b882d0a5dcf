// Copying what a canvas shows: by a right click, a long press or the browser's own Ctrl+C, one word or a whole list; said
// when it is done; and never a password. The clipboard is read where it ends up, in the browser.
import assert from 'node:assert/strict';
import { enterGallery, openPart } from './lib/gallery.mjs';
import { both, useStage } from './lib/stage.mjs';

const stage = useStage();

const clipboard = (one) => one.page.evaluate(() => navigator.clipboard.readText());

async function arriveAt({ arrive, staff }, how, path) {
    const one = await arrive(how);
    await one.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await one.enter(staff.manager, path);
    await one.still();
    return one;
}

// As people ask what can be done with something: the right button at a desk, a finger that stays on a phone.
async function askAbout(one, locator) {
    const at = await one.place(locator);
    if (one.shape === 'desk') return one.page.mouse.click(at.x, at.y, { button: 'right' });
    await one.touch('touchStart', at);
    await one.see('button', 'copy');
    await one.touch('touchEnd');
}

for (const { named, ...how } of both) {
    stage.scenario(`a label and a list are copied, and it is said (${named})`, async (world) => {
        const one = await arriveAt(world, how, '/today');
        const title = one.find('heading', 'today.title');
        await askAbout(one, title);
        await one.pressButton('copy');
        await one.see('status', 'copy.done');
        assert.equal(await clipboard(one), one.words('today.title'));
        await one.gone('status', 'copy.done'); // only for a moment

        const rows = one.page.getByRole('list', { name: one.words('today.recent') }).getByRole('button');
        await rows.first().waitFor();
        const said = await rows.allTextContents();
        await askAbout(one, rows);
        await one.pressButton('copy.list');
        await one.see('status', 'copy.done');
        const table = (await clipboard(one)).split('\n').map((line) => line.split('\t'));
        assert.deepEqual(table.map((cells) => cells.join(', ')), said);
        assert.ok(table.every((cells) => cells.length === 3));
    });
}

stage.scenario('whatever is drawn can be copied: a cell, a whole table, tabs, filters, switches, a field’s name, a value of a chart', async ({ arrive, staff }) => {
    const one = await arrive({ language: 'en' });
    await one.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await enterGallery(one, staff);
    const copied = async (locator, text) => {
        await askAbout(one, locator);
        await one.pressButton('copy');
        await one.until(async () => (await clipboard(one)) === text, `“${text}” copied`);
        await one.gone('button', 'copy');
    };
    await copied(one.find('tab', 'gallery.data'), one.words('gallery.data'));
    await openPart(one, 'choose');
    await copied(one.find('button', 'channel.douyin'), one.words('channel.douyin'));
    await copied(one.find('switch', 'me.vibration'), one.words('me.vibration'));
    await copied(one.find('combobox', 'gallery.product'), `${one.words('gallery.product')}\t${one.words('gallery.pick')}`);
    await openPart(one, 'press');
    await copied(one.page.locator('label').first(), one.words('gallery.field'));
    await openPart(one, 'charts');
    await copied(one.page.getByRole('img', { name: /^10:00, Today/ }).first(), await one.page.getByRole('img', { name: /^10:00, Today/ }).first().getAttribute('aria-label'));

    await openPart(one, 'data');
    const row = one.page.getByRole('row').filter({ hasText: 'No. 2' }).first();
    await copied(row.getByRole('cell').first(), 'No. 2');
    await copied(one.find('button', 'gallery.amount'), one.words('gallery.amount'));
    await one.typeInto(one.field('kit.filter'), 'No. 99,99');
    await one.read('kit.shown', { n: '10', all: '100,000' });
    const seen = await one.page.getByRole('row').first().getByRole('button').allTextContents();
    await askAbout(one, one.page.getByRole('cell').first());
    await one.pressButton('copy.list');
    await one.until(async () => (await clipboard(one)).includes('\n'), 'the table copied');
    const lines = (await clipboard(one)).split('\n').map((line) => line.split('\t'));
    assert.deepEqual(lines[0], seen);
    assert.equal(lines.length, 11);
    assert.deepEqual(lines.slice(1).map((cells) => cells[1]), Array.from({ length: 10 }, (_, i) => `No. 99,99${i}`));
    assert.ok(lines.every((cells) => cells.length === seen.length && cells.every((cell) => cell !== '')));
});

stage.scenario('on a phone a row of a table is copied as its cells', async ({ arrive, staff }) => {
    const one = await arrive({ shape: 'phone', language: 'en' });
    await one.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await enterGallery(one, staff);
    await openPart(one, 'data');
    await askAbout(one, one.page.getByRole('rowheader').first().getByRole('button'));
    await one.pressButton('copy');
    await one.until(async () => (await clipboard(one)).split('\t').length === 7, 'seven cells');
    assert.equal((await clipboard(one)).split('\t')[1], 'No. 1');
});

stage.scenario('Ctrl+C takes what is pointed at, or has the keyboard; in a field it is the browser’s', async (world) => {
    const one = await arriveAt(world, { language: 'en' }, '/me');
    const { x, y } = await one.place(one.find('heading', 'me.secrets'));
    await one.page.mouse.move(x, y);
    await one.still();
    await one.page.keyboard.press('Control+C');
    await one.see('status', 'copy.done');
    assert.equal(await clipboard(one), one.words('me.secrets'));
    const invite = one.find('button', 'me.invite');
    await one.until(async () => {
        await one.page.keyboard.press('Tab');
        return invite.evaluate((button) => button === document.activeElement);
    }, 'the keyboard on the button');
    await one.still();
    await one.page.keyboard.press('Control+C');
    await one.until(async () => (await clipboard(one)) === one.words('me.invite'), 'the button’s label');

    // A password leaves by no way, not even when its field is asked.
    const field = one.field('me.password_now');
    await one.typeInto(field, 'correct-horse');
    await one.page.keyboard.press('Control+A');
    await one.page.keyboard.press('Control+C');
    const place = await one.place(field);
    await one.page.mouse.click(place.x, place.y, { button: 'right' });
    await one.still();
    assert.equal(await one.find('button', 'copy').count(), 0);
    assert.equal(await clipboard(one), one.words('me.invite'));
});

stage.scenario('the offer goes away: by Escape, by a tap elsewhere, which presses nothing', async (world) => {
    const one = await arriveAt(world, { shape: 'phone' }, '/me');
    await askAbout(one, one.find('heading', 'me.secrets'));
    await one.pressButton('me.invite');
    await one.gone('button', 'copy');
    await one.still();
    assert.equal(one.path(), '/me');
    await askAbout(one, one.find('heading', 'me.secrets'));
    await one.page.keyboard.press('Escape');
    await one.gone('button', 'copy');
    assert.equal(one.path(), '/me');
    await one.pressButton('me.invite');
    await one.see('heading', 'invite.title');
});

stage.scenario('the link for a new device has a button of its own', async (world) => {
    const one = await arriveAt(world, { shape: 'phone', language: 'en' }, '/devices/new');
    await one.press(one.page.getByRole('button', { name: one.words('invite.staff') }));
    await one.pressButton('invite.copy');
    await one.see('status', 'copy.done');
    assert.match(await clipboard(one), /^http.*\/pair#[0-9a-f]{64}$/);
});

// A till on a plain address has no clipboard API, only the browser's own copying.
const noClipboard = () => Object.defineProperty(navigator, 'clipboard', { value: undefined });

stage.scenario('without the clipboard API it is copied all the same', async ({ arrive, staff }) => {
    const one = await arrive({ scripts: [noClipboard], language: 'en' });
    await one.enter(staff.manager, '/today');
    await one.still();
    await askAbout(one, one.find('heading', 'today.title'));
    await one.pressButton('copy');
    await one.see('status', 'copy.done');
    await one.visit('/');
    await one.typeInto(one.field('counter.code'), 'H');
    await one.page.keyboard.press('Control+V');
    await one.holds(one.field('counter.code'), `H${one.words('today.title')}`);
});
