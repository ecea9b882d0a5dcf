// What must hold on every screen in both languages and shapes: every string that is drawn is also said by the mirror,
// where it is drawn. And the canvas itself: no frames without a cause, a lost WebGL context recovered, a plain sentence
// where there is no WebGL 2.
import assert from 'node:assert/strict';
import { all, useStage } from './lib/stage.mjs';
import { tour } from './lib/tour.mjs';
import { words } from './lib/words.mjs';

const stage = useStage();

// Runs in the page: the strings of the last frame that no mirror element says where they stand.
async function unsaid() {
    const texts = await window.hexiao.texts();
    const plain = (text) => (text ?? '').replace(/\s+/g, '');
    const nodes = [...document.querySelectorAll('#mirror .node')].map((element) => ({
        said: plain(element.textContent) + '\n' +
            ['aria-label', 'aria-description', 'aria-valuetext'].map((name) => plain(element.getAttribute(name))).join('\n'),
        // A field's label stands above its element: the element covers only what the browser draws itself.
        above: element instanceof HTMLInputElement ? 48 : 2,
        box: element.getBoundingClientRect(),
    }));
    const said = ({ text, x, y, size }) => nodes.some((node) =>
        node.said.includes(plain(text).replace(/…$/, '')) && x >= node.box.left - 2 && x <= node.box.right + 2 &&
        y + size / 2 >= node.box.top - node.above && y + size / 2 <= node.box.bottom + 2);
    return { drawn: texts.length, unsaid: texts.filter((one) => plain(one.text) !== '' && !said(one)) };
}

for (const { shape, language, named } of all) {
    stage.scenario(`every string drawn is in the mirror, at its place (${named})`, async (world) => {
        const one = await world.arrive({ shape, language });
        const missing = {};
        await tour(world, one, async (name) => {
            const result = await one.page.evaluate(unsaid);
            assert.ok(result.drawn >= 3, `${name}: only ${result.drawn} strings drawn`);
            if (result.unsaid.length) missing[name] = result.unsaid;
        });
        assert.deepEqual(missing, {});
    });
}

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
