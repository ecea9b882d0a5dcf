// What a screen reader says on every screen, as docs/spoken.md: read from the browser's accessibility tree (which is what a
// screen reader is given), in order, in both languages side by side. `node tests/browser/spoken.mjs --write` writes the
// file; spoken.test.mjs compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Person } from './lib/person.mjs';
import { Stage } from './lib/stage.mjs';
import { gallery } from './lib/gallery.mjs';
import { tour } from './lib/tour.mjs';

const file = fileURLToPath(new URL('../../docs/spoken.md', import.meta.url));

const head = `# What a screen reader says

On every screen that the tour of the tests visits (tests/browser/lib/tour.mjs, gallery.mjs), at a desk, in reading order: role and state,
then what is said in each language: name, value, explanation. Made from Chromium's accessibility tree by
\`node tests/browser/spoken.mjs --write\` and compared by tests/browser/spoken.test.mjs; no screen reader took part.
**Keyboard** is where the keyboard stands when the screen has appeared. *Said at once* interrupts, *said* waits for a pause.
What differs from day to day is put in ‹›; rows that then are alike are told once.
`;

// Words for roles as readers use them; what is not named here says nothing by itself.
const roles = {
    heading: 'heading', button: 'button', link: 'link', textbox: 'field', radiogroup: 'choice', radio: 'radio', image: 'picture',
    progressbar: 'progress', list: 'list', listitem: 'item', term: 'term', definition: 'definition', form: 'form', dialog: 'dialog',
    navigation: 'navigation', banner: 'banner', main: 'main', paragraph: 'text', status: 'state', alert: 'alert',
    switch: 'switch', tablist: 'tabs', tab: 'tab', combobox: 'select', listbox: 'options', option: 'option', table: 'table', row: 'row',
    columnheader: 'column', rowheader: 'row’s head', cell: 'cell', group: 'chart', ToggleButton: 'filter',
};
const wordsInside = new Set(['paragraph', 'listitem', 'term', 'definition', 'status']);
const silentAlone = new Set(['alert']);

function variable(text, products) {
    for (const product of products) text = text.replaceAll(product, '‹product›');
    return text
        .replace(/https?:\S+/g, '‹link›')
        .replace(/^[AB]\d+, \d{1,2}:\d{2} · .*$/, '‹somebody who waited›')
        .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '‹number›')
        .replace(/\bH[0-9A-HJKMNP-TV-Z-]{10,}\b/g, '‹code›')
        .replace(/^.+ · noodle-[a-z]+$/, '‹colleague› · ‹account›') // in the order of their ids
        .replace(/(尾号 |ends in )[0-9A-HJKMNP-TV-Z]{4}\b/g, '$1‹last four›')
        .replace(/^[0-9A-HJKMNP-TV-Z]{4}$/, '‹last four›')
        .replace(/¥[\d,.]*\d/g, '‹amount›')
        .replace(/(\d{4}年)?\d+月\d+日|\d+ [A-Z][a-z]{2}( \d{4})?/g, '‹date›')
        .replace(/\b\d{1,2}:\d{2}\b/g, '‹time›')
        .replace(/‹time› · [^·,]+ · [^·,]+, /, '‹time› · ‹lane› · ‹staff›, ')
        .replace(/(‹staff›, )(已撤销|Undone)/, '$1‹amount›') // whether one of the newest is undone differs, too
        .replace(/\d[\d,]*(\.\d+)?/g, '‹n›')
        .replace(/‹n› vouchers?\b/g, '‹n› vouchers');
}

// The rows of one screen: [{what, said}].
async function listen(one, products) {
    const { nodes } = await one.devtools.send('Accessibility.getFullAXTree');
    const byId = new Map(nodes.map((node) => [node.nodeId, node]));
    const children = (node) => (node.childIds ?? []).map((id) => byId.get(id)).filter(Boolean);
    const inside = (node) => (node.role?.value === 'StaticText' ? node.name?.value ?? '' : children(node).map(inside).join(''));
    const property = (node, name) => node.properties?.find((it) => it.name === name)?.value.value;
    const rows = [];

    const current = async (node) => {
        const { node: { attributes = [] } } = await one.devtools.send('DOM.describeNode', { backendNodeId: node.backendDOMNodeId });
        return attributes[attributes.indexOf('aria-current') + 1] === 'page' && attributes.includes('aria-current');
    };
    const states = async (node) => [
        node.role.value === 'heading' && property(node, 'level'),
        property(node, 'disabled') && 'cannot be used', property(node, 'busy') && 'at work', property(node, 'invalid') === 'true' && 'faulty',
        node.role.value === 'link' && (await current(node)) && 'current', property(node, 'focused') && '**keyboard**',
    ].filter(Boolean);

    const walk = async (node, live) => {
        const role = node.role?.value;
        // A row that can be pressed is a button in an item, and read as the button.
        const holder = role === 'listitem' && children(node).some((child) => child.role?.value === 'button');
        if (!node.ignored && roles[role] && !holder) {
            const name = node.name?.value || (wordsInside.has(role) ? inside(node) : '');
            const container = (role === 'status' || role === 'alert') && children(node).every((child) => child.role?.value === 'paragraph');
            const said = [name, node.value?.value, node.description?.value, (property(node, 'checked') === 'true' || property(node, 'selected') || property(node, 'pressed') === 'true') && 'chosen',
                property(node, 'expanded') && 'open'].filter((text) => (text || text === 0) && String(text).trim());
            if (live) rows.push({ what: live, said: said.join(' — ') });
            else if (!container && !silentAlone.has(role)) rows.push({ what: [roles[role], ...(await states(node))].join(' '), said: said.join(' — ') });
            if (container) live = role === 'alert' ? '*said at once*' : '*said*';
            if (wordsInside.has(role) && !container) return;
        }
        for (const child of children(node)) await walk(child, live);
    };
    await walk(nodes[0], '');
    return rows.map(({ what, said }) => ({ what, said: variable(said, products) }))
        .filter((row, i, all) => i === 0 || row.what !== all[i - 1].what || row.said !== all[i - 1].said || !row.said);
}

// The whole file's text.
export async function say(stage) {
    const told = {};
    for (const language of ['zh', 'en']) {
        const products = [...new Set(stage.server.vouchers.map((one) => one.product[language]))].sort((a, b) => b.length - a.length);
        const world = { stage, staff: stage.staff, network: stage.network, voucher: (kind) => stage.voucher(kind) };
        const one = await Person.arrive(stage.browser, stage.server, stage.network.origin, { language });
        const stop = async (name, who) => {
            await who.devtools.send('Accessibility.enable');
            (told[name] ??= {})[language] = await listen(who, products);
        };
        await tour(world, one, stop);
        await gallery(one, stage.staff, (name) => stop(name, one));
        await one.leave();
    }
    const cell = (text) => text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ');
    const screen = ([name, { zh, en }]) => {
        const rows = zh.map(({ what, said }, i) => {
            if (en[i]?.what !== what) throw new Error(`${name}, row ${i + 1}: ${what} “${said}” in Chinese is ${en[i]?.what} “${en[i]?.said}” in English`);
            return `| ${what} | ${cell(said)} | ${cell(en[i].said)} |`;
        });
        if (en.length !== zh.length) throw new Error(`${name}: ${en[zh.length].what} “${en[zh.length].said}” in English only`);
        return `\n## ${name}\n\n| | 中文 | English |\n|---|---|---|\n${rows.join('\n')}\n`;
    };
    return head + Object.entries(told).map(screen).join('');
}

export const written = () => readFileSync(file, 'utf8');

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    if (!process.argv.includes('--write')) throw new Error('say --write to write docs/spoken.md');
    const stage = new Stage({});
    await stage.open();
    writeFileSync(file, await say(stage));
    await stage.close();
}
