// Writing in a field: Chinese by an input method, paste, limits, and a draft that is not clobbered by what the
// platform says meanwhile. The mirror's real inputs are the text entry, so this is the browser's own, seen through us.
import assert from 'node:assert/strict';
import { useStage } from './lib/stage.mjs';

const stage = useStage();

for (const shape of ['phone', 'desk']) {
    stage.scenario(`Chinese by composition arrives once; an open one is not submitted (${shape})`, async ({ arrive, network }) => {
        const one = await arrive({ shape });
        await one.visit();
        const account = one.field('sign_in.account');
        await one.typeInto(one.field('sign_in.password'), 'irrelevant');
        await one.focus(account);
        await one.compose(['m', 'mi', 'mian', '面'], '面馆');
        await one.holds(account, '面馆');
        await one.compose(['d', 'di', 'dian']);
        await one.holds(account, '面馆dian');
        // Enter belongs to the input method while it composes.
        await one.devtools.send('Input.dispatchKeyEvent', {
            type: 'rawKeyDown', key: 'Process', code: 'Enter', windowsVirtualKeyCode: 229, nativeVirtualKeyCode: 229,
        });
        await one.frames(5);
        assert.equal(network.sent('POST', '/api/v1/session').length, 0);
        await one.compose([], '店长');
        await one.holds(account, '面馆店长');

        await one.page.keyboard.press('Enter');
        await one.see('alert', { exact: one.problem('bad_credentials') });
        assert.equal(await account.inputValue(), '面馆店长');
    });
}

stage.scenario('paste and undo are the browser’s own', async ({ arrive }) => {
    const one = await arrive();
    await one.visit();
    const account = one.field('sign_in.account');
    await one.typeInto(account, 'noodle-cashier');
    await one.page.keyboard.press('Control+A');
    await one.page.keyboard.press('Control+X');
    await one.holds(account, '');
    await one.page.keyboard.press('Control+V');
    await one.page.keyboard.press('Control+V');
    await one.holds(account, 'noodle-cashiernoodle-cashier');
    await one.page.keyboard.press('Control+Z');
    await one.holds(account, 'noodle-cashier');
});

stage.scenario('an input has a limit that the platform would take', async ({ arrive }) => {
    const one = await arrive();
    await one.visit();
    const account = one.field('sign_in.account');
    await one.focus(account);
    await one.page.keyboard.insertText('长'.repeat(80));
    await one.holds(account, '长'.repeat(64));
});

stage.scenario('a draft and its caret stay while the day moves on', async ({ arrive, staff, voucher }) => {
    const [one, other] = [await arrive(), await arrive()];
    await one.atCounter(staff.cashier);
    const field = one.field('counter.code');
    await one.typeInto(field, 'HABCDEFG');
    for (let i = 0; i < 3; i++) await one.page.keyboard.press('ArrowLeft');

    const { code, title } = voucher('usable');
    await other.atCounter(staff.manager);
    await other.typeCode(code);
    await other.pressButton('card.redeem');
    await other.see('heading', 'verdict.done');
    const newest = one.page.getByRole('listitem').first();
    await one.until(async () => (await newest.textContent()).includes(title.zh), 'the other redemption in the list');

    assert.deepEqual(await field.evaluate((input) => [input.value, input.selectionStart, input === document.activeElement]),
        ['HABCDEFG', 5, true]);
    await one.page.keyboard.type('9');
    await one.holds(field, 'HABCD9EFG');
});
