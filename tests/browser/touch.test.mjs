// Fingers: what is dragged scrolls and is not pressed, what is tapped is pressed, an end resists and springs back, a
// finger that left hovers nowhere, and everything that can be pressed is clear of the notch.
import assert from 'node:assert/strict';
import { useStage } from './lib/stage.mjs';

const stage = useStage();

const top = (locator) => locator.first().evaluate((element) => element.getBoundingClientRect().top);

// Puts a finger down and moves it, and leaves it there.
async function pull(one, from, by) {
    await one.drag(from, { x: from.x + by.x, y: from.y + by.y }, { stay: true });
    await one.frames(3);
}

async function atMe({ arrive, staff }, how = {}) {
    const one = await arrive({ shape: 'phone', ...how });
    await one.enter(staff.owner, '/me');
    await one.see('button', 'me.password_submit');
    await one.still();
    return one;
}

stage.scenario('a drag that begins on a field scrolls by as much, and opens no keyboard', async (world) => {
    const one = await atMe(world);
    const field = one.field('me.password_now');
    const from = await one.place(field);
    const before = await top(field);
    await pull(one, from, { x: 0, y: -100 });
    const followed = before - (await top(field));
    assert.ok(Math.abs(followed - 100) <= 1, `followed the finger's 100 px by ${followed}`); // SDL counts in whole pixels
    await one.touch('touchEnd');
    await one.still();
    assert.equal(await one.page.evaluate(() => document.activeElement instanceof HTMLInputElement), false);
});

stage.scenario('a tap focuses a field within the gesture, and a drag beside it keeps the keyboard', async (world) => {
    const one = await atMe(world);
    await one.page.evaluate(() => {
        window.happened = [];
        const tell = ({ type, isTrusted }) => isTrusted && window.happened.push(`${type}${navigator.userActivation.isActive ? '' : ' too late'}`);
        for (const type of ['touchend', 'focusin', 'click']) addEventListener(type, tell, { capture: true });
    });
    const field = one.field('me.password_now');
    await one.focus(field);
    assert.deepEqual(await one.page.evaluate(() => window.happened), ['touchend', 'focusin', 'click']);
    await one.drag({ x: 195, y: 500 }, { x: 195, y: 400 });
    await one.still();
    assert.equal(await field.evaluate((input) => input === document.activeElement), true);
});

stage.scenario('a drag presses nothing, a tap that trembles does', async (world) => {
    const one = await atMe(world);
    const invite = one.find('button', 'me.invite');
    for (const by of [{ x: 0, y: -30 }, { x: 60, y: 0 }]) {
        await pull(one, await one.place(invite), by);
        await one.touch('touchEnd');
        await one.still();
        assert.equal(one.path(), '/me');
    }
    // Where nothing scrolls: the way out is in the header.
    const out = await one.place(one.find('button', 'nav.sign_out'));
    await one.drag(out, { x: out.x - 14, y: out.y + 4 });
    await one.still();
    await one.see('button', 'me.invite');
    const at = await one.place(invite);
    await one.drag(at, { x: at.x + 5, y: at.y + 6 });
    await one.see('heading', 'invite.title');
});

stage.scenario('an end resists and springs back', async (world) => {
    const one = await atMe(world);
    const title = one.page.getByRole('heading', { level: 1 });
    const before = await top(title);
    await pull(one, { x: 195, y: 300 }, { x: 0, y: 200 });
    const pulled = (await top(title)) - before;
    assert.ok(pulled > 40 && pulled < 130, `followed the finger's 200 px by ${pulled}`);
    await one.touch('touchEnd');
    await one.still();
    assert.equal(await top(title), before);
});

stage.scenario('with less motion an end is an end, and nothing glides', async (world) => {
    const one = await atMe(world);
    await one.page.emulateMedia({ reducedMotion: 'reduce' });
    await one.reload();
    await one.see('button', 'me.password_submit');
    await one.still();
    const title = one.page.getByRole('heading', { level: 1 });
    const before = await top(title);
    await pull(one, { x: 195, y: 300 }, { x: 0, y: 200 });
    assert.equal(await top(title), before);
    await one.touch('touchEnd');
    await pull(one, { x: 195, y: 500 }, { x: 0, y: -100 });
    const there = await top(title);
    await one.touch('touchEnd');
    await one.frames(5);
    assert.equal(await top(title), there);
});

stage.scenario('a finger that left leaves no trace', async (world) => {
    const one = await atMe(world);
    const before = await one.page.screenshot();
    const at = await one.place(one.find('button', 'me.invite'));
    await one.drag(at, { x: at.x + 40, y: at.y }); // it ends on the button, and presses nothing
    await one.still();
    assert.ok(before.equals(await one.page.screenshot()), 'the picture from before');
});

// The swipe itself is made by the system or the browser around the page; what a page can do is not to take it, and to be there again.
stage.scenario('a swipe to the side is the browser’s way back: nothing of the page takes it, and the screen before is there again', async (world) => {
    const one = await world.arrive({ shape: 'phone' });
    await one.enter(world.staff.owner);
    await one.press(one.find('link', 'nav.today'));
    await one.see('heading', 'today.title');
    await one.still();
    assert.equal(await one.page.evaluate(() => getComputedStyle(document.body).overscrollBehaviorX), 'auto');
    // From the edge across buttons and rows: nothing is pressed or scrolled. The trackpad's swipe reaches the browser unprevented.
    const title = one.page.getByRole('heading', { level: 1 });
    const before = await title.evaluate((element) => element.getBoundingClientRect().top);
    for (const y of [200, 420, 640]) {
        await one.drag({ x: 3, y }, { x: 300, y: y + 8 });
        await one.still();
        assert.equal(one.path(), '/today');
    }
    assert.equal(await title.evaluate((element) => element.getBoundingClientRect().top), before);
    await one.page.evaluate(() => {
        window.taken = [];
        addEventListener('wheel', (event) => setTimeout(() => window.taken.push(event.defaultPrevented)), { capture: true, passive: true });
    });
    const turned = async (deltaX, deltaY) => {
        await one.page.evaluate(() => { window.taken = []; });
        await one.devtools.send('Input.dispatchMouseEvent', { type: 'mouseWheel', x: 195, y: 420, deltaX, deltaY });
        await one.until(() => one.page.evaluate(() => window.taken.length > 0), 'the wheel heard');
        return one.page.evaluate(() => window.taken);
    };
    assert.deepEqual(await turned(-120, 0), [false]);
    await one.page.goBack();
    await one.see('heading', 'counter.title');
    assert.equal(one.path(), '/counter');
    await one.page.goForward();
    await one.see('heading', 'today.title');
});

stage.scenario('nothing to press lies under the notch or the home bar', async ({ arrive, staff }) => {
    const one = await arrive({ shape: 'phone' });
    await one.devtools.send('Emulation.setSafeAreaInsetsOverride', { insets: { top: 50, bottom: 34, left: 0, right: 0 } });
    await one.atCounter(staff.cashier);
    await one.still();
    const { above, below } = await one.page.evaluate(() => {
        // What is scrolled below a bar is cut there.
        const boxes = [...document.querySelectorAll('#mirror :is(button, input, [role=link])')].map((element) => {
            const [top, right = top, bottom = top] = /inset\(([^)]*)\)/.exec(getComputedStyle(element).clipPath)?.[1].split(/\s+/).map(parseFloat) ?? [0];
            const box = element.getBoundingClientRect();
            return { top: box.top + top, bottom: box.bottom - bottom };
        }).filter(({ top, bottom }) => bottom > top);
        return { above: Math.min(...boxes.map((box) => box.top)), below: innerHeight - Math.max(...boxes.map((box) => box.bottom)) };
    });
    assert.ok(above >= 50, `the first control begins at ${above}`);
    assert.ok(below >= 34, `the last control ends ${below} px above the edge`);
});
