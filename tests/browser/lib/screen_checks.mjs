// What must hold on every screen: each check looks at one stop of the tour and answers what is wrong there, as a list.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// Every screen in each of the four themes, two at a phone and two at a desk (the gallery on a tablet, too); `text`: the contrast that letters have at least.
export const themes = {
    phone: [{ colorScheme: 'dark', contrast: 'more', text: 7 }, { colorScheme: 'light', contrast: 'no-preference', text: 4.5 }],
    tablet: [{ colorScheme: 'light', contrast: 'no-preference', text: 4.5 }, { colorScheme: 'dark', contrast: 'no-preference', text: 4.5 }],
    desk: [{ colorScheme: 'light', contrast: 'more', text: 7 }, { colorScheme: 'dark', contrast: 'no-preference', text: 4.5 }],
};

// Runs in the page: the strings of the last frame that no mirror element says where they stand.
async function findUnsaid() {
    const texts = await window.hexiao.texts();
    const plain = (text) => (text ?? '').replace(/\s+/g, '');
    const nodes = [...document.querySelectorAll('#mirror .node')].map((element) => ({
        said: plain(element.textContent) + '\n' +
            ['aria-label', 'aria-description', 'aria-valuetext'].map((name) => plain(element.getAttribute(name))).join('\n'),
        // A field's label stands above its element: the element covers only what the browser draws itself.
        above: element instanceof HTMLInputElement ? 48 : 2,
        box: element.getBoundingClientRect(),
    }));
    const said = ({ text, x, y, size, width }) => nodes.some((node) =>
        node.said.includes(plain(text).replace(/…$/, '')) && x >= node.box.left - 2 && x + width <= node.box.right + 2 &&
        y + size / 2 >= node.box.top - node.above && y + size / 2 <= node.box.bottom + 2);
    return { drawn: texts.length, unsaid: texts.filter((one) => plain(one.text) !== '' && !said(one)) };
}

export async function unsaid(one) {
    const { drawn, unsaid: missing } = await one.page.evaluate(findUnsaid);
    return drawn < 3 ? [`only ${drawn} strings drawn`] : missing;
}

// Runs in the page: what can be pressed and is smaller than a thumb, 44 px, with its size.
function findSmall() {
    return [...document.querySelectorAll('#mirror :is(button, a, input, [role=link])')].map((element) => {
        const { width, height } = element.getBoundingClientRect();
        return { name: element.getAttribute('aria-label') ?? element.textContent, width, height };
    }).filter(({ width, height }) => width < 44 || height < 44);
}

export const small = (one) => one.page.evaluate(findSmall);

// What axe cannot decide here, and why that is no fault.
const undecided = {
    'color-contrast': 'the mirror’s letters are transparent: those that are seen are drawn, and measured from pixels (lib/sight.mjs)',
    'aria-hidden-focus': 'the canvas has tabindex -1 so that SDL can listen on it; no key reaches it, and focus() is never called on it',
};

// {violations, incomplete}: of axe-core, all rules, best practices too. `incomplete` without what is explained above.
export async function axeFinds(one) {
    if (!(await one.page.evaluate(() => 'axe' in window))) await one.page.evaluate(axe);
    const found = await one.page.evaluate(async () => {
        const brief = ({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary, any }) => `${html} ${failureSummary ?? any[0]?.message ?? ''}`) });
        const { violations, incomplete } = await window.axe.run(document, { resultTypes: ['violations', 'incomplete'] });
        return { violations: violations.map(brief), incomplete: incomplete.map(brief) };
    });
    found.explained = found.incomplete.filter(({ id }) => id in undecided).map(({ id }) => id);
    found.incomplete = found.incomplete.filter(({ id }) => !(id in undecided));
    return found;
}
