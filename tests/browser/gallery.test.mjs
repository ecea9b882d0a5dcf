// The kit, tried in its gallery: what every screen relies on. Each part in each theme is said, drawn and legible, and axe
// finds nothing; each widget does what it promises by pointer and by keyboard alone. (What is said: docs/spoken.md.)
import assert from 'node:assert/strict';
import { enterGallery, gallery, openPart } from './lib/gallery.mjs';
import { axeFinds, themes, unsaid } from './lib/screen_checks.mjs';
import { Sight } from './lib/sight.mjs';
import { both, useStage } from './lib/stage.mjs';

const stage = useStage();

for (const { shape, language, named } of [...both, { shape: 'tablet', language: 'zh', named: 'tablet, zh' }]) {
    stage.scenario(`the kit is said, drawn, legible and sound (${named})`, async ({ arrive, staff }) => {
        const sight = await Sight.open(stage.browser);
        const one = await arrive({ shape, language });
        const wrong = {};
        const blame = (name, found) => found.length && (wrong[name] = found);
        await gallery(one, staff, async (name) => {
            blame(`${name}: unsaid`, await unsaid(one));
            for (const { colorScheme, contrast, text } of themes[shape]) {
                await one.page.emulateMedia({ colorScheme, contrast });
                await one.still(4);
                const { faults } = await sight.judge(one, { text });
                blame(`${name}: ${colorScheme}, contrast ${contrast}`, faults);
            }
            await one.page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference' });
            const { violations, incomplete } = await axeFinds(one);
            blame(`${name}: axe violations`, violations);
            blame(`${name}: axe incomplete`, incomplete);
        });
        await sight.close();
        assert.deepEqual(wrong, {});
    });
}

const value = (one, name) => one.find('combobox', name).textContent();
const focused = (one) => one.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent);

stage.scenario('a select, by pointer and by keyboard', async ({ arrive, staff }) => {
    const one = await arrive({ language: 'en' });
    await enterGallery(one, staff);
    await openPart(one, 'choose');
    await one.press(one.find('combobox', 'gallery.product'));
    await one.press(one.find('option', 'gallery.sample.3'));
    await one.gone('dialog', 'gallery.product');
    assert.equal(await value(one, 'gallery.product'), one.words('gallery.sample.3'));
    assert.equal(await focused(one), one.words('gallery.product'), 'the keyboard is back where it was');
    await one.page.keyboard.press('Enter');
    await one.see('dialog', 'gallery.product');
    await one.until(async () => (await focused(one)) === one.words('gallery.sample.3'), 'the keyboard is on what is chosen');
    await one.page.keyboard.press('ArrowDown');
    await one.page.keyboard.press('Enter');
    await one.gone('dialog', 'gallery.product');
    assert.equal(await value(one, 'gallery.product'), one.words('gallery.sample.4'));
});

stage.scenario('what lies below a sheet is out of reach until the sheet goes', async ({ arrive, staff }) => {
    const one = await arrive({ language: 'en' });
    await enterGallery(one, staff);
    await openPart(one, 'press');
    await one.pressButton('gallery.sheet_open');
    await one.see('dialog', 'gallery.sheet');
    for (let i = 0; i < 6; i++) {
        await one.page.keyboard.press('Tab');
        const outside = await one.page.evaluate(() => document.activeElement !== document.body && !document.activeElement.closest('[role=dialog]'));
        assert.equal(outside, false, 'Tab leaves the sheet');
    }
    await one.page.mouse.click(5, 5); // beside it
    await one.gone('dialog', 'gallery.sheet');
    assert.equal(one.path(), '/gallery');
    await one.until(async () => (await focused(one)) === one.words('gallery.sheet_open'), 'the keyboard is back where it was');
});

stage.scenario('a range of days is picked from a calendar, in either order', async ({ arrive, staff }) => {
    const one = await arrive({ language: 'en' });
    await enterGallery(one, staff);
    await openPart(one, 'choose');
    await one.press(one.find('combobox', 'gallery.range'));
    await one.pressButton('kit.earlier');
    await one.press(one.find('button', { exact: '17 Oct 2026' }));
    await one.press(one.find('button', { exact: '5 Oct 2026' }));
    await one.pressButton('kit.apply');
    await one.gone('dialog', 'gallery.range');
    assert.equal(await value(one, 'gallery.range'), one.words('gallery.range_shown', { from: '5 Oct', until: '17 Oct' }));
    await one.press(one.find('combobox', 'gallery.range'));
    await one.clear(one.field('kit.from_time'));
    await one.typeInto(one.field('kit.from_time'), '2570');
    await one.see('alert', 'kit.bad_time');
    assert.equal(await one.find('button', 'kit.apply').isDisabled(), true);
});

stage.scenario('a table of 100,000 rows: order, filter, columns, and the keyboard to its end', async ({ arrive, staff }) => {
    const one = await arrive({ language: 'en' });
    await enterGallery(one, staff);
    await openPart(one, 'data');
    const first = () => one.page.getByRole('rowheader').first().textContent();
    const shown = (n) => one.read('kit.shown', { n, all: '100,000' });
    await shown('100,000');
    assert.equal(await one.page.getByRole('table').getAttribute('aria-rowcount'), '100001');
    const { height } = await one.page.getByRole('row').filter({ hasText: 'No. 1' }).first().getByRole('button').boundingBox();
    const seen = Math.ceil(520 / height); // (the head is about as high as a row)
    assert.ok((await one.page.getByRole('row').count()) <= seen + 2, 'only what is seen is there');

    const header = one.page.getByRole('columnheader').filter({ hasText: one.words('gallery.amount') });
    const amounts = () => one.page.getByRole('cell').filter({ hasText: '¥' }).allTextContents();
    await one.press(one.find('button', 'gallery.amount'));
    await one.until(async () => (await header.getAttribute('aria-sort')) === 'ascending', 'sorted');
    assert.equal(new Set(await amounts()).size, 1);
    const least = Number((await amounts())[0].slice(1));
    await one.press(one.find('button', 'gallery.amount'));
    await one.until(async () => (await header.getAttribute('aria-sort')) === 'descending', 'sorted the other way');
    assert.ok(Number((await amounts())[0].slice(1)) > least);

    await one.typeInto(one.field('kit.filter'), 'No. 99,99');
    await shown('10');
    await one.clear(one.field('kit.filter'));
    await one.typeInto(one.field('kit.filter'), 'nothing of the kind');
    await one.read('kit.nothing_found');
    await one.clear(one.field('kit.filter'));
    await shown('100,000');

    await one.pressButton('kit.columns');
    await one.press(one.find('switch', 'gallery.staff'));
    await one.until(async () => (await one.find('switch', 'gallery.staff').getAttribute('aria-checked')) === 'false', 'left out');
    await one.page.keyboard.press('Escape');
    await one.gone('dialog', 'kit.columns');
    assert.equal(await one.find('button', 'gallery.staff').count(), 0);

    await one.find('button', 'gallery.amount').focus();
    await one.page.keyboard.press('Enter'); // as they came
    await one.page.keyboard.press('End');
    const last = one.page.getByRole('row').last();
    await one.until(async () => (await last.getAttribute('aria-rowindex')) === '100001', 'the last row');
    assert.match(await last.textContent(), /No\. 100,000/);
    assert.notEqual(await first(), '');
});

stage.scenario('a chart says each of its values, under the pointer and by the arrows', async ({ arrive, staff }) => {
    const one = await arrive({ language: 'en' });
    await enterGallery(one, staff);
    await openPart(one, 'charts');
    const noon = one.page.getByRole('img', { name: /^12:00, Today 48 vouchers, Yesterday 39 vouchers/ }).first();
    const drawn = () => one.page.evaluate(async () => (await window.hexiao.texts()).map(({ text }) => text));
    assert.equal((await drawn()).includes('Today 48 vouchers'), false);
    const { x, y, width, height } = await noon.boundingBox();
    await one.page.mouse.move(x + width / 2, y + height / 2);
    await one.until(async () => (await drawn()).includes('Today 48 vouchers'), 'the panel');
    await one.page.mouse.move(5, 5);
    await one.until(async () => !(await drawn()).includes('Today 48 vouchers'), 'no panel');
    await noon.focus();
    await one.page.keyboard.press('ArrowRight');
    await one.until(async () => (await drawn()).includes('Today 41 vouchers'), 'the panel of 13:00');
});

stage.scenario('so do a gauge and the run of a figure', async ({ arrive, staff }) => {
    const one = await arrive({ language: 'en' });
    await enterGallery(one, staff);
    await openPart(one, 'charts');
    const drawn = () => one.page.evaluate(async () => (await window.hexiao.texts()).map(({ text }) => text));
    const shows = (text, is = true) => one.until(async () => (await drawn()).includes(text) === is, `“${text}”: ${is}`);
    const inside = (chart, name) => one.page.getByRole('group', { name: new RegExp(`^${one.words(chart)}: `) }).first().getByRole('img', { name, exact: true });
    for (const [chart, point, said, next, after] of [
        ['gallery.spark', '12:00, 39 vouchers', '12:00 39 vouchers', 'ArrowRight', '13:00 36 vouchers'],
        ['gallery.gauge', one.words('gallery.gauge_warn'), one.words('gallery.gauge_warn'), 'ArrowRight', one.words('gallery.gauge_red')],
    ]) {
        const place = inside(chart, point);
        const { x, y } = await one.place(place);
        await one.page.mouse.move(x, y);
        await shows(said);
        await one.page.mouse.move(5, 5);
        await shows(said, false);
        await place.focus();
        await one.page.keyboard.press(next);
        await shows(after);
    }
    await inside('gallery.gauge', [one.words('gallery.gauge'), '85%', one.words('gallery.gauge_say')].join(', ')).waitFor({ state: 'attached' });
});

stage.scenario('steps say which are done and which is now; what is under way says how long it still takes', async ({ arrive, staff }) => {
    for (const language of ['en', 'zh']) {
        const one = await arrive({ language });
        await enterGallery(one, staff);
        await openPart(one, 'states');
        const steps = one.page.getByRole('list', { name: one.words('gallery.steps'), exact: true }).getByRole('listitem');
        assert.deepEqual(await steps.allTextContents(), [
            one.words('kit.step_done', { step: one.words('gallery.step.1') }), `2 ${one.words('gallery.step.2')}`, `3 ${one.words('gallery.step.3')}`,
        ]);
        assert.deepEqual(await steps.evaluateAll((all) => all.map((step) => step.ariaCurrent)), [null, 'step', null]);
        const told = (name) => one.find('progressbar', name).getAttribute('aria-valuetext');
        assert.equal(await told('gallery.progress_begun'), '1%');
        assert.equal(await told('gallery.progress'), `60% · ${one.words('progress.minutes', { n: 2 })}`);
        assert.equal(await told('gallery.progress_done'), '100%');
    }
});

stage.scenario('a number pad, chips and switches keep what was pressed', async ({ arrive, staff }) => {
    const one = await arrive({ shape: 'phone', language: 'en' });
    await enterGallery(one, staff);
    await openPart(one, 'press');
    for (const digit of ['4', '7', '1']) await one.press(one.find('button', { exact: digit }));
    await one.read('gallery.pad_shown', { n: 3 });
    await one.pressButton('kit.erase');
    await one.read('gallery.pad_shown', { n: 2 });
    await openPart(one, 'choose');
    await one.press(one.find('switch', 'me.sound'));
    await one.until(async () => (await one.find('switch', 'me.sound').getAttribute('aria-checked')) === 'true', 'switched on');
    await one.press(one.find('button', 'channel.douyin'));
    await one.until(async () => (await one.find('button', 'channel.douyin').getAttribute('aria-pressed')) === 'true', 'pressed');
});
