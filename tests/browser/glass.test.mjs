// The canvas itself: no frames without a cause, a lost WebGL context recovered, a plain sentence
// where there is no WebGL 2.
import assert from 'node:assert/strict';
import { useStage } from './lib/stage.mjs';
import { words } from './lib/words.mjs';

const stage = useStage();

stage.scenario('an idle console draws nothing', async ({ arrive, staff }) => {
    const one = await arrive();
    await one.visit();
    await one.see('button', 'sign_in.submit');
    const idle = async () => {
        await one.still(20);
        const before = await one.drawn();
        await one.frames(150);
        assert.equal(await one.drawn(), before);
    };
    await idle();
    await one.focus(one.field('sign_in.account')); // a caret blinks by itself, not by our frames
    await idle();
    await one.atCounter(staff.cashier);
    await idle();
    // And one cause is few frames, not an animation.
    const before = await one.drawn();
    await one.page.keyboard.press('Tab');
    await one.still();
    assert.ok((await one.drawn()) - before <= 12, `one Tab drew ${(await one.drawn()) - before} frames`);
});

stage.scenario('a lost WebGL context comes back with the same picture, and works', async ({ arrive, staff, voucher }) => {
    const one = await arrive({ shape: 'phone' });
    await one.atCounter(staff.cashier);
    await one.still();
    const before = await one.page.screenshot();
    const lost = () => one.page.evaluate(async () => {
        const gl = document.querySelector('#canvas').getContext('webgl2');
        window.losing = gl.getExtension('WEBGL_lose_context');
        window.losing.loseContext();
        for (let i = 0; i < 5; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
        return gl.isContextLost();
    });
    assert.equal(await lost(), true);
    await one.page.evaluate(() => window.losing.restoreContext());
    await one.frames(5);
    await one.still();
    await one.until(async () => before.equals(await one.page.screenshot()), 'the same picture as before');

    // Lost in the middle of a change: what was drawn meanwhile is there afterwards.
    const { code, title } = voucher('usable');
    await one.typeInto(one.field('counter.code'), code);
    assert.equal(await lost(), true);
    await one.page.keyboard.press('Enter');
    await one.frames(10);
    await one.page.evaluate(() => window.losing.restoreContext());
    await one.see('heading', { exact: title.zh });
    await one.pressButton('card.redeem');
    await one.see('heading', 'verdict.done');
});

const noWebGL2 = () => {
    const original = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
        return kind === 'webgl2' ? null : original.call(this, kind, ...rest);
    };
};

stage.scenario('without WebGL 2 there is a plain sentence in both languages', async ({ arrive }) => {
    const one = await arrive({ scripts: [noWebGL2] });
    await one.visit();
    for (const language of ['zh', 'en']) {
        const sentence = one.page.getByText(words[language]('page.no_webgl'), { exact: true });
        await sentence.waitFor();
        assert.ok((await sentence.boundingBox()).height > 0);
    }
});

stage.scenario('nothing comes from anywhere else', async ({ arrive, staff, network }) => {
    const one = await arrive();
    await one.atCounter(staff.cashier);
    for (const url of one.urls) assert.ok(url.startsWith(network.origin) || url === 'about:blank', url);
    assert.ok(one.urls.every((url) => !url.includes('?')), 'no query strings: they end up in logs');
});
