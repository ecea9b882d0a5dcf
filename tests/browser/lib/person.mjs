// One person in front of one console: finds things by role and name as a screen reader does, and presses them with a
// real pointer at the centre of where they are drawn. Never an element's own click(), never a fixed position, never a
// sleep: every wait is for a condition. The canvas takes the pointer, the mirror's elements only say where and what.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { Person as Client } from '../../harness/person.mjs';
import { shapes } from './browser.mjs';
import { patience } from './patience.mjs';
import { words } from './words.mjs';

// Roles whose name is not their content (ARIA, "name from author"): found by their text.
const unnamed = new Set(['alert', 'status', 'listitem']);

const failures = new URL('../../../build/browser/', import.meta.url).pathname;

// Runs in the page: whatever the Content-Security-Policy stops is a fault, also where the browser itself says nothing.
function tellViolations() {
    addEventListener('securitypolicyviolation', (event) => console.error(`policy violated: ${event.effectiveDirective} ${event.blockedURI}`));
}

// Network failures are what some tests make, and whoever leaves a page that is still loading; everything else on the console is
// a fault.
const expected = /^Failed to load resource|net::ERR_|compilation aborted: Network error|^falling back to ArrayBuffer|WebGL|GPU stall|swiftshader/i;

// Runs in the page, before it: preferences that are kept in this browser already. Whatever else is kept stays.
export function keep(preferences) {
    const key = 'hexiao.preferences';
    try {
        localStorage.setItem(key, JSON.stringify({ ...JSON.parse(localStorage.getItem(key) ?? '{}'), ...preferences }));
    } catch { /* a page without storage */ }
}

// Every role was shown around here already, as on every day but the first. A verdict waits for its tap: a busy machine may be
// slower than the time after which it goes.
export const wayKnown = { toured: 0xffffffff, ready_again: false };

export class Person {
    faults = []; // uncaught errors and console errors of the page
    urls = [];   // every URL that the page asked for or stood at

    // A new browser profile. `scripts` run before the page's own, to spoil what the page relies on. `newcomer`: is shown around.
    // `readyAgain`: a green verdict goes by itself.
    static async arrive(browser, server, origin, { shape = 'desk', language = 'zh', scripts = [], newcomer = false, readyAgain = false } = {}) {
        const context = await browser.newContext({
            ...shapes[shape], locale: language === 'zh' ? 'zh-CN' : 'en-US', timezoneId: 'Asia/Shanghai',
        });
        context.setDefaultTimeout(patience);
        await context.addInitScript(tellViolations);
        for (const script of scripts) await context.addInitScript(script);
        if (!newcomer) await context.addInitScript(keep, { ...wayKnown, ready_again: readyAgain });
        return new Person(context, server, origin, shape, language).#openTab();
    }

    constructor(context, server, origin, shape, language) {
        Object.assign(this, { context, server, origin, shape });
        this.speak(language);
    }

    // The language in which this person now reads the screen.
    speak(language) {
        this.language = language;
        this.words = words[language];
    }

    // What is said of a refusal, by its reason.
    problem(reason) {
        return this.words('problem.said', { title: this.words(`reason.${reason}.title`), todo: this.words(`reason.${reason}.do`) });
    }

    // The same person, in a further tab of the same browser profile.
    async secondTab() {
        return new Person(this.context, this.server, this.origin, this.shape, this.language).#openTab();
    }

    async #openTab() {
        this.page = await this.context.newPage();
        this.page.on('pageerror', (error) => this.faults.push(String(error)));
        this.page.on('console', (line) => {
            if (line.type() === 'error' && !expected.test(line.text())) this.faults.push(line.text());
        });
        this.page.on('request', (request) => this.urls.push(request.url()));
        this.page.on('framenavigated', (frame) => this.urls.push(frame.url()));
        this.devtools = await this.context.newCDPSession(this.page);
        return this;
    }

    async visit(path = '/') {
        await this.page.goto(this.origin + path, { waitUntil: 'domcontentloaded' });
        return this;
    }

    async reload() {
        await this.page.reload({ waitUntil: 'domcontentloaded' });
    }

    async leave() {
        await this.context.close();
    }

    path() {
        return new URL(this.page.url()).pathname;
    }

    // --- finding

    // `name`: a key of the strings, or {exact text} / RegExp for what is not a fixed string.
    find(role, name, values) {
        const text = typeof name === 'string' ? this.words(name, values) : (name.exact ?? name);
        if (!unnamed.has(role)) return this.page.getByRole(role, { name: text, exact: true });
        const whole = text instanceof RegExp ? text : new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
        const found = this.page.getByRole(role);
        if (role === 'listitem') return found.filter({ hasText: whole });
        // What is read out by itself stands in a live region, sentence by sentence (web/voice.ts).
        return found.locator('p').or(found.and(this.page.locator('.node'))).filter({ hasText: whole });
    }

    text(name, values) {
        const text = typeof name === 'string' ? this.words(name, values) : name;
        return this.page.getByText(text.exact ?? text, { exact: true });
    }

    async see(role, name, values) {
        const locator = this.find(role, name, values).first();
        await locator.waitFor({ state: 'attached' });
        return locator;
    }

    async read(name, values) {
        const locator = this.text(name, values).first();
        await locator.waitFor({ state: 'attached' });
        return locator;
    }

    async gone(role, name, values) {
        await this.find(role, name, values).first().waitFor({ state: 'detached' });
    }

    // Waits until `check()` (in this process) is true or no longer throws an assertion; polled once per page frame.
    async until(check, what) {
        const end = Date.now() + patience;
        for (;;) {
            const last = await check();
            if (last) return last;
            if (Date.now() > end) assert.fail(`waited in vain for: ${what}`);
            // A page that is just being left draws no more frames.
            await this.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve))).catch(() => {});
        }
    }

    // --- pressing

    // The box of the element's visible part once it stands still for two frames, can be pressed and is in view.
    async place(locator) {
        const target = locator.first();
        await target.waitFor({ state: 'attached' });
        return this.until(async () => {
            const found = await target.evaluate(measure).catch(() => null);
            if (!found || found.disabled || !found.still) return null;
            if (found.visible) return found;
            await this.#scroll(found);
            return null;
        }, `a place to press ${locator}`);
    }

    // Moves what is scrolled out of view into view as a person would: wheel at a desk, a drag on a phone.
    async #scroll({ middle, hidden }) {
        const { width, height } = await this.page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
        const centre = { x: width / 2, y: height / 2 };
        const step = Math.sign(hidden) * Math.min(Math.abs(hidden) + 40, height / 4);
        if (this.shape !== 'phone') {
            await this.page.mouse.move(Math.min(Math.max(middle, 1), width - 1), centre.y);
            await this.page.mouse.wheel(0, step);
        } else {
            // Held still before it is lifted, so that nothing glides on past what is looked for.
            const end = { x: centre.x, y: centre.y - step };
            await this.drag(centre, end, { stay: true });
            await this.frames(3);
            await this.touch('touchMove', { ...end, x: end.x + 1 });
            await this.frames(3);
            await this.touch('touchEnd');
        }
        await this.frames(3);
    }

    // One finger; `point` is where it is, none when it is lifted.
    touch(type, point) {
        return this.devtools.send('Input.dispatchTouchEvent', { type, touchPoints: point ? [point] : [] });
    }

    // Down, along, and up unless it is to stay. All at once: a slow machine's answers in between would make a long press.
    async drag(from, to, { stay = false } = {}) {
        const along = [1, 2, 3, 4, 5, 6].map((i) => ({ x: from.x + ((to.x - from.x) * i) / 6, y: from.y + ((to.y - from.y) * i) / 6 }));
        await Promise.all([
            this.touch('touchStart', from),
            ...along.map((point) => this.touch('touchMove', point)),
            ...(stay ? [] : [this.touch('touchEnd')]),
        ]);
    }

    tap(at) {
        return Promise.all([this.touch('touchStart', at), this.touch('touchEnd')]);
    }

    // Lets the page draw `count` animation frames of its own.
    async frames(count) {
        await this.page.evaluate(async (n) => {
            for (let i = 0; i < n; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
        }, count);
    }

    async press(locator) {
        const { x, y } = await this.place(locator);
        await (this.shape === 'phone' ? this.tap({ x, y }) : this.page.mouse.click(x, y));
    }

    pressButton(name, values) {
        return this.press(this.find('button', name, values));
    }

    // --- writing

    field(name) {
        return this.page.getByLabel(this.words(name), { exact: true });
    }

    async focus(field) {
        await this.press(field);
        await this.until(() => field.evaluate((input) => input === document.activeElement), 'the keyboard in the field');
    }

    // As one input, as phones' keyboards do it; scenarios about keys type key by key.
    async typeInto(field, text) {
        await this.focus(field);
        await this.page.keyboard.insertText(text);
        await this.holds(field, text);
    }

    async holds(field, text) {
        await this.until(async () => (await field.inputValue()) === text, 'the text in the field');
    }

    async clear(field) {
        await this.focus(field);
        await this.page.keyboard.press('Control+A');
        await this.page.keyboard.press('Delete');
    }

    // A scanner gun: a keyboard with `pace` ms between two keys, by the keys' own clock, which no busy machine slows down.
    // `composing`: a Chinese input method takes the letters. `stutter`: keys after which its radio is silent for a moment.
    async gun(text, { end = 'Enter', pace = 8, composing = false, stutter = Infinity } = {}) {
        const places = { '-': 'Minus', '/': 'Slash', '.': 'Period', ':': 'Semicolon', ' ': 'Space', '?': 'Slash' };
        let timestamp = Date.now() / 1000;
        const press = async (code, key, shift, letters) => {
            timestamp += pace / 1000;
            const how = { code, timestamp, modifiers: shift ? 8 : 0, ...(composing ? { key: 'Process', windowsVirtualKeyCode: 229 } : { key }) };
            await this.devtools.send('Input.dispatchKeyEvent', { ...how, type: letters && !composing ? 'keyDown' : 'rawKeyDown', ...(letters && !composing && { text: letters }) });
            await this.devtools.send('Input.dispatchKeyEvent', { ...how, type: 'keyUp' });
        };
        let sofar = '';
        for (const [i, sign] of [...text].entries()) {
            if (i > 0 && i % stutter === 0) timestamp += 0.4;
            const upper = /[A-Z:?]/.test(sign);
            const code = /[a-z]/i.test(sign) ? `Key${sign.toUpperCase()}` : /\d/.test(sign) ? `Digit${sign}` : places[sign] ?? '';
            await press(code, sign, upper, sign);
            sofar += sign.toLowerCase();
            if (composing) await this.compose([sofar]);
        }
        await press(end, end, false, end === 'Enter' && !composing ? '\r' : undefined);
    }

    // Chinese as an input method writes it: a composition that changes, then is committed (or left open).
    async compose(steps, committed) {
        for (const text of steps) {
            await this.devtools.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
        }
        if (committed !== undefined) await this.devtools.send('Input.insertText', { text: committed });
    }

    // --- what every story does first

    async fillSignIn({ account, password }) {
        await this.typeInto(this.field('sign_in.account'), account);
        await this.typeInto(this.field('sign_in.password'), password);
    }

    async signIn(staff, path = '/') {
        await this.visit(path);
        await this.fillSignIn(staff);
        await this.pressButton('sign_in.submit');
        await this.see('button', 'nav.sign_out');
    }

    // From "Where do you stand?": takes the first lane of the first store and comes back to the counter.
    async takeLane() {
        await this.see('heading', 'place.title');
        await this.press(this.page.getByRole('list').getByRole('button'));
        await this.see('heading', 'counter.title');
    }

    // Is signed in already, as on every day but the first: the browser has the cookies of a session that stands at the
    // store's first lane (a display: at none). Signing in by hand is what sign_in.test.mjs and story.test.mjs do.
    async enter(staff, path = '/') {
        const client = await Client.signIn(this.server, staff, staff.account.endsWith('display') ? {} : { lane: 0 });
        await this.context.addCookies(['__Host-session', '__Host-device'].map((name) => ({
            name, value: client.cookie(name), url: this.origin.replace('http:', 'https:'), secure: true, httpOnly: true, sameSite: 'Strict',
        })));
        await this.visit(path);
        await this.see('button', 'nav.sign_out');
        await this.settled();
    }

    async atCounter(staff) {
        await this.enter(staff);
        await this.see('heading', 'counter.title');
    }

    // The link is up: what the header says once the feed's first event came.
    async settled() {
        await this.read('link.online');
    }

    async typeCode(code) {
        await this.typeInto(this.field('counter.code'), code);
        await this.pressButton('counter.check');
    }

    // --- looking behind the glass

    drawn() {
        return this.page.evaluate(() => window.hexiao.frames);
    }

    // Waits until the console has drawn nothing for some frames of the page.
    async still(frames = 8) {
        let before = await this.drawn();
        await this.until(async () => {
            await this.frames(frames);
            const now = await this.drawn();
            return now === before || ((before = now), false);
        }, 'a console that stops drawing');
    }

    // Leaves a screenshot, the mirror and the page's errors in build/browser; answers where.
    async failed(name) {
        mkdirSync(failures, { recursive: true });
        const stem = failures + name.replace(/[^\p{L}\p{N}]+/gu, '-');
        await this.page.screenshot({ path: `${stem}.png`, timeout: 5000 }).catch(() => {});
        const mirror = await this.page.locator('body').ariaSnapshot({ timeout: 5000 }).catch(String);
        writeFileSync(`${stem}.txt`, `${this.page.url()}\n${mirror}\n${this.faults.join('\n')}\n`);
        return stem;
    }
}

// Runs in the page. Where the element's visible part is, and whether it can be pressed there.
export async function measure(element) {
    const box = () => element.getBoundingClientRect();
    const first = box();
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const rect = box();
    const still = ['x', 'y', 'width', 'height'].every((side) => first[side] === rect[side]);
    // Whatever the mirror clips away (a scrolled region) cannot be pressed.
    const inset = /inset\(([^)]*)\)/.exec(getComputedStyle(element).clipPath)?.[1].split(/\s+/).map(parseFloat) ?? [0];
    const [top, right = top, bottom = top, left = right] = inset;
    const shown = { top: Math.max(rect.top + top, 0), bottom: Math.min(rect.bottom - bottom, innerHeight) };
    const x = (rect.left + left + rect.right - right) / 2;
    const y = (rect.top + rect.bottom) / 2;
    const visible = shown.top <= y && y <= shown.bottom && shown.bottom - shown.top >= 8;
    return {
        still, visible, x, y, middle: x,
        hidden: y - (y < innerHeight / 2 ? innerHeight * 0.3 : innerHeight * 0.7),
        disabled: element.disabled === true || element.getAttribute('aria-disabled') === 'true',
    };
}
