// Every way in but the camera: a picture that is chosen, pasted or dropped, and a scanner gun, wherever the keyboard is.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { inventCode, mistype } from './lib/codes.mjs';
import { qrPicture } from './lib/qr-video.mjs';
import { both, useStage } from './lib/stage.mjs';

const stage = useStage();

// Through the clipboard, as a screenshot comes: it takes PNG alone.
async function paste(one, picture) {
    await one.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await one.page.evaluate(async (bytes) => {
        const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
        const canvas = document.createElement('canvas');
        Object.assign(canvas, { width: bitmap.width, height: bitmap.height });
        canvas.getContext('2d').drawImage(bitmap, 0, 0);
        const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
        await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
    }, [...picture]);
    await one.page.keyboard.press('Control+V');
}

async function choose(one, picture) {
    const asked = one.page.waitForEvent('filechooser');
    await one.pressButton('counter.picture');
    await (await asked).setFiles({ name: 'code.bmp', mimeType: 'image/bmp', buffer: picture });
}

async function drop(one, picture) {
    mkdirSync('build/browser', { recursive: true });
    const file = `${process.cwd()}/build/browser/dropped.bmp`;
    writeFileSync(file, picture);
    const data = { items: [], files: [file], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop']) {
        await one.devtools.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
    }
}

async function redeemed(one, title) {
    await one.see('heading', { exact: title[one.language] });
    await one.pressButton('card.redeem');
    await one.see('heading', 'verdict.done');
    await one.pressButton('verdict.next');
    await one.see('heading', 'counter.title');
}

for (const { named, ...how } of both) {
    stage.scenario(`a picture is chosen, and redeemed (${named})`, async ({ arrive, staff, voucher }) => {
        const one = await arrive(how);
        await one.atCounter(staff.cashier);
        const { code, title } = voucher('usable');
        await choose(one, await qrPicture(code));
        await redeemed(one, title);
    });
}

for (const [way, give] of [['pasted', paste], ['dropped', drop]]) {
    stage.scenario(`a picture is ${way}, and redeemed`, async ({ arrive, staff, voucher }) => {
        const one = await arrive();
        await one.atCounter(staff.cashier);
        const { code, title } = voucher('usable');
        await give(one, await qrPicture('https://example.com/menu', code)); // beside a code that is none of ours
        await redeemed(one, title);
        assert.equal(await one.field('counter.code').inputValue(), '');
    });
}

stage.scenario('a picture that does not help says why, and blocks nothing', async ({ arrive, staff, voucher }) => {
    const one = await arrive({ language: 'en' });
    await one.atCounter(staff.cashier);
    await choose(one, await qrPicture());
    await one.see('status', 'counter.picture_without_code');
    await choose(one, Buffer.from('no picture at all'));
    await one.see('status', 'counter.picture_without_code');
    await choose(one, await qrPicture('https://example.com/menu'));
    await one.read({ exact: one.problem('malformed_code') });
    await choose(one, await qrPicture(voucher('usable').code, voucher('usable').code));
    await one.see('status', 'counter.picture_with_several');
    const { code, title } = voucher('usable');
    await choose(one, await qrPicture(code));
    await redeemed(one, title);
});

stage.scenario('a gun is understood in the field, beside it, on another screen, and at a verdict', async ({ arrive, staff, voucher }) => {
    const one = await arrive({ language: 'en' });
    await one.atCounter(staff.cashier);
    const { code, title } = voucher('usable');
    await one.typeInto(one.field('counter.code'), '12');
    await one.gun(code);
    await redeemed(one, title);

    await one.press(one.find('link', 'nav.today'));
    await one.see('heading', 'today.title');
    const second = voucher('usable');
    await one.gun(second.code.toLowerCase(), { end: 'Tab' });
    await one.see('heading', { exact: second.title.en });
    await one.pressButton('card.redeem');
    await one.see('heading', 'verdict.done');

    await one.gun(second.code); // used a moment ago: says so, and waits for the next one
    await one.see('heading', 'reason.already_redeemed.title');
    const third = voucher('usable');
    await one.gun(third.code);
    await redeemed(one, third.title);
});

stage.scenario('a gun whose radio stutters has still scanned one code', async ({ arrive, staff, voucher }) => {
    const one = await arrive({ language: 'en' });
    await one.atCounter(staff.cashier);
    const [inField, beside] = [voucher('usable'), voucher('usable')];
    await one.focus(one.field('counter.code'));
    await one.gun(inField.code, { stutter: 5 });
    await redeemed(one, inField.title);
    await one.press(one.find('link', 'nav.today'));
    await one.see('heading', 'today.title');
    await one.gun(beside.code, { stutter: 7 });
    await one.see('heading', { exact: beside.title.en });
});

stage.scenario('a gun is understood while a Chinese input method is at work', async ({ arrive, staff, voucher }) => {
    const one = await arrive();
    await one.atCounter(staff.cashier);
    const { code, title } = voucher('usable');
    const field = one.field('counter.code');
    await one.focus(field);
    await one.gun(code, { composing: true });
    await one.see('heading', { exact: title.zh });
    await one.pressButton('card.cancel');
    await one.holds(field, '');
});

stage.scenario('what a gun garbles is told, and never redeemed', async ({ arrive, staff, voucher, network }) => {
    const one = await arrive({ language: 'en' });
    await one.atCounter(staff.cashier);
    network.requests.length = 0;
    await one.gun(mistype(voucher('usable').code));
    await one.read({ exact: one.problem('check_character') });
    await one.gun('H#*!~§§§123');
    await one.read({ exact: one.problem('malformed_code') });
    assert.deepEqual(network.requests.filter(({ path }) => path?.includes('prepare')), []);
    await one.holds(one.field('counter.code'), '');
});

stage.scenario('a gun presses nothing: not a card’s button by a space within a code, nor by the end of what it garbled', async ({ arrive, staff, voucher, network }) => {
    const one = await arrive({ language: 'en' });
    await one.atCounter(staff.cashier);
    await one.typeCode(voucher('usable').code);
    const button = await one.see('button', 'card.redeem');
    await button.focus();
    for (const text of ['H123 4567 89AB CDEF', '12 4']) { // a whole code, of another customer; too short for one
        await one.gun(text);
        await one.still();
        await one.see('button', 'card.redeem');
        assert.deepEqual(network.sent('POST', '/api/v1/redeem'), []);
    }
    await one.page.keyboard.press('Space'); // a person's
    await one.see('heading', 'verdict.done');
});

stage.scenario('a person who types is no gun, and a password is nobody’s code', async ({ arrive, staff }) => {
    const one = await arrive({ language: 'en' });
    const account = await (await one.visit()).see('textbox', 'sign_in.account');
    await one.focus(account);
    await one.gun('a-quick-password-manager');
    await one.holds(account, 'a-quick-password-manager'); // nobody is signed in: what types fast is none of ours
    await one.clear(account);
    await one.atCounter(staff.cashier);
    const field = one.field('counter.code');
    await one.focus(field);
    const code = inventCode();
    await one.gun(code, { pace: 150 });
    await one.see('heading', 'reason.unknown_code.title'); // as whoever types and presses Enter means it
});
