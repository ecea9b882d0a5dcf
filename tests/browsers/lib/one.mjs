// One person in front of one console in any browser: what tests/browser/lib/person.mjs is with Playwright, over the little
// that firefox.mjs and webkit.mjs have in common. Finds by role and name, presses with a real pointer, waits for conditions.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { patience } from '../../browser/lib/patience.mjs';
import { keep, measure, wayKnown } from '../../browser/lib/person.mjs';
import { words } from '../../browser/lib/words.mjs';

const failures = new URL('../../../build/browsers/', import.meta.url).pathname;

// Network failures are what some tests make; everything else on the console is a fault.
const expected = /NetworkError|Failed to load resource|network connection was lost|Could not connect|Load failed|WebGL/i;

// Runs in the page: the elements with this role and exactly this name, as assistive software finds them. A field's role is
// 'field' here, since a password has none; what is read out by itself stands in #said, sentence by sentence.
function find(role, name) {
    const implied = { BUTTON: 'button', H1: 'heading', H2: 'heading', H3: 'heading', LI: 'listitem', P: 'text', INPUT: 'field' };
    const roleOf = (element) => element.getAttribute('role') ?? implied[element.tagName];
    const nameOf = (element) => (element.getAttribute('aria-label') ?? element.textContent).trim();
    const said = { status: '#said [role=status] p', alert: '#said [role=alert] p' }[role] ?? ':not(*)';
    const mirrored = [...document.querySelectorAll('#mirror *')].filter((element) => roleOf(element) === role);
    return [...mirrored, ...document.querySelectorAll(said)].filter((element) =>
        (name === null || nameOf(element) === name) && !element.closest('[inert], [aria-hidden=true]'));
}

export class One {
    constructor(tab, origin, language) {
        Object.assign(this, { tab, origin, language, words: words[language] });
    }

    static async arrive(browser, origin) {
        const one = new One(await browser.open(), origin, browser.constructor.language);
        await one.visit('/trust'); // a page of this origin that is not the console
        await one.run(keep, wayKnown);
        return one;
    }

    visit(path) { return this.tab.go(this.origin + path); }
    reload() { return this.tab.reload(); }
    leave() { return this.tab.close(); }

    async faults() {
        return (await this.tab.faults()).filter((fault) => !expected.test(fault));
    }

    // What a function says in the page.
    run(act, ...given) {
        return this.tab.evaluate(`(${act})(${given.map((one) => JSON.stringify(one)).join(', ')})`);
    }

    // --- finding; `name`: a key of the strings, {exact: text}, or null for any

    #name(name, values) {
        return typeof name === 'string' ? this.words(name, values) : (name?.exact ?? null);
    }

    // What `look` (run in the page, given the elements) says of those with this role and name.
    #ask(look, role, name, values) {
        return this.tab.evaluate(`(${look})((${find})(${JSON.stringify(role)}, ${JSON.stringify(this.#name(name, values))}))`);
    }

    count(role, name, values) {
        return this.#ask((found) => found.length, role, name, values);
    }

    // The text of the first.
    text(role, name, values) {
        return this.#ask((found) => found[0]?.textContent ?? null, role, name, values);
    }

    value(name) {
        return this.#ask((found) => found[0]?.value ?? null, 'field', name);
    }

    // What stands beside a term.
    definition(name) {
        return this.#ask((found) => found[0]?.nextElementSibling?.textContent ?? null, 'term', name);
    }

    see(role, name, values) {
        return this.until(() => this.count(role, name, values), `${role} ${this.#name(name, values)}`);
    }

    gone(role, name, values) {
        return this.until(async () => (await this.count(role, name, values)) === 0, `no ${role} ${this.#name(name, values)}`);
    }

    // Waits for a condition, looked at once per frame of the page.
    async until(check, what) {
        const end = Date.now() + patience;
        for (;;) {
            const last = await check();
            if (last) return last;
            if (Date.now() > end) assert.fail(`waited in vain for: ${what}`);
            await this.frames(1);
        }
    }

    // Lets the page draw `count` animation frames of its own, and says how many the console has drawn so far.
    frames(count) {
        return this.tab.evaluate(`(async () => {
            for (let i = 0; i < ${count}; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
            return window.hexiao?.frames ?? 0;
        })()`);
    }

    // Waits until the console has drawn nothing for some frames of the page.
    async still() {
        let before = -1;
        await this.until(async () => {
            const now = await this.frames(8);
            return now === before || ((before = now), false);
        }, 'a console that stops drawing');
    }

    // --- doing

    async press(role, name, values) {
        const at = await this.until(async () => {
            const found = await this.tab.evaluate(`(async () => {
                const [element] = (${find})(${JSON.stringify(role)}, ${JSON.stringify(this.#name(name, values))});
                return element ? (${measure})(element) : null;
            })()`);
            if (!found || found.disabled || !found.still) return null;
            if (!found.visible) return void await this.tab.wheel({ x: found.middle, y: 450 }, found.hidden);
            return found;
        }, `a place to press ${role} ${this.#name(name, values)}`);
        await this.tab.click(at);
    }

    // Presses the field, so that it has the keyboard.
    async focus(name) {
        await this.press('field', name);
        await this.until(() => this.#ask((found) => found[0] !== undefined && found[0] === document.activeElement, 'field', name), `the keyboard in ${name}`);
    }

    async typeInto(name, text) {
        await this.focus(name);
        await this.tab.type(text);
        await this.holds(name, text);
    }

    async holds(name, text) {
        await this.until(async () => (await this.value(name)) === text, `${name} holds ${text}`);
    }

    async signIn({ account, password }) {
        await this.visit('/');
        await this.typeInto('sign_in.account', account);
        await this.typeInto('sign_in.password', password);
        await this.press('button', 'sign_in.submit');
        await this.see('button', 'nav.sign_out');
    }

    // The link is up: what the header says once the feed's first event came.
    async settled() {
        await this.see('text', 'link.online');
    }

    // Leaves a screenshot, the mirror and the page's errors in build/browsers; answers where.
    async failed(name) {
        mkdirSync(failures, { recursive: true });
        const stem = failures + name.replace(/[^\p{L}\p{N}]+/gu, '-');
        await this.tab.picture().then((png) => writeFileSync(`${stem}.png`, png)).catch(() => {});
        const page = await this.tab.evaluate('location.href + "\\n" + document.body.innerHTML.replaceAll("><", ">\\n<")').catch(String);
        writeFileSync(`${stem}.txt`, `${page}\n${(await this.tab.faults().catch(String)).toString()}\n`);
        return stem;
    }
}
