// Pictures of every screen for eyes: `node tests/browser/screens.mjs [phone|desk|wall] [zh|en] [light|dark]` writes build/screens/*.png,
// and with `sheets` puts all that lie there on docs/screens/all, one sheet for each screen. Not a test: it judges nothing.
import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Person } from './lib/person.mjs';
import { Stage } from './lib/stage.mjs';
import { tour } from './lib/tour.mjs';

const wanted = process.argv.slice(2);
const among = (all) => (all.some((one) => wanted.includes(one)) ? all.filter((one) => wanted.includes(one)) : all);
const folder = new URL('../../build/screens/', import.meta.url).pathname;
mkdirSync(folder, { recursive: true });

const stage = new Stage({ film: 'blank' });
await stage.open();
if (wanted.includes('sheets')) {
    await sheets();
    await stage.close();
    process.exit();
}
const world = { stage, staff: stage.staff, network: stage.network, voucher: (kind) => stage.voucher(kind) };
for (const shape of among(['phone', 'desk', 'wall'])) {
    for (const language of among(['zh', 'en'])) {
        const one = await Person.arrive(stage.browser, stage.server, stage.network.origin, { shape, language });
        const take = async (name, who = one) => {
            for (const colorScheme of among(['light', 'dark'])) {
                await who.page.emulateMedia({ colorScheme });
                await who.still();
                await who.page.screenshot({ path: `${folder}${shape}-${language}-${colorScheme}-${name}.png` });
            }
        };
        await tour(world, one, take);
        if (shape === 'wall') await walls(language, take);
        await one.press(one.find('link', 'nav.counter'));
        await one.pressButton('counter.scan_open');
        await one.read('counter.scan_hint');
        await one.still();
        await take('camera');
        await one.leave();
        console.log(`${shape} ${language}: done`);
    }
}
await stage.close();
console.log(`pictures in ${folder}`);

// What a wall shows besides: a number that was just called, standing upright, cut off.
async function walls(language, take) {
    const wall = await Person.arrive(stage.browser, stage.server, stage.network.origin, { shape: 'wall', language });
    await wall.enter(stage.staff.display);
    const client = await stage.ledger(stage.staff.cashier).client();
    const keyed = () => ({ headers: { 'idempotency-key': randomUUID() } });
    const store = `/api/v1/stores/${client.session.store_id}`;
    for (const line of ['group_buy', 'general', 'group_buy']) await client.post(`${store}/tickets`, { line }, keyed());
    const { body: { ticket } } = await client.post(`${store}/calls`, { lane_id: client.session.lane_id }, keyed());
    await wall.see('listitem', 'display.call', { label: ticket.label, lane: ticket.lane[language] });
    await take('display-called', wall);
    const { width, height } = wall.page.viewportSize();
    await wall.page.setViewportSize({ width: height, height: width });
    await take('display-upright', wall);
    await wall.page.setViewportSize({ width, height });
    stage.network.down();
    await wall.page.getByText(new RegExp(wall.words('display.stale_now', { clock: '\\d\\d:\\d\\d' }).replaceAll('.', '\\.'))).first().waitFor({ state: 'attached' });
    await take('display-cut', wall);
    stage.network.up();
    await client.put(`/api/v1/tickets/${ticket.id}/state`, { action: 'serve' }, keyed());
    await wall.leave();
}

// A row for each size, a column for each language in light and dark. `docs/screens.md` lists them.
async function sheets() {
    const all = new URL('../../docs/screens/all/', import.meta.url).pathname;
    rmSync(all, { recursive: true, force: true });
    mkdirSync(all, { recursive: true });
    const taken = readdirSync(folder).map((file) => /^(phone|desk|wall)-(zh|en)-(light|dark)-(.*)\.png$/.exec(file)).filter(Boolean);
    const names = [...new Set(taken.map(([, , , , name]) => name))];
    const page = await stage.browser.newPage();
    for (const name of names) {
        const pictures = taken.filter((one) => one[4] === name).map(([file, shape, language, theme]) => (
            { shape, column: 2 * (language === 'en') + (theme === 'dark'), url: `data:image/png;base64,${readFileSync(folder + file, 'base64')}` }));
        const url = await page.evaluate(draw, pictures);
        writeFileSync(`${all}${name}.webp`, Buffer.from(url.split(',')[1], 'base64'));
    }
    const rows = names.map((name) => `## ${name}\n\n![${name} on a phone, at a desk and on a wall](screens/all/${name}.webp)\n`);
    writeFileSync(new URL('../../docs/screens.md', import.meta.url), `# Every screen\n\nOn a phone, at a desk and as wide as a wall; Chinese and English, each light and dark. Made by\n\`node tests/browser/screens.mjs\` and \`… sheets\`; nobody edits this by hand.\n\n${rows.join('\n')}`);
    console.log(`${names.length} sheets in ${all}`);
}

// Runs in a page.
async function draw(pictures) {
    const width = 480, gap = 8;
    const heights = { phone: 640, desk: 300, wall: 270 };
    const shapes = Object.keys(heights).filter((shape) => pictures.some((one) => one.shape === shape));
    const tops = shapes.map((_, i) => gap + shapes.slice(0, i).reduce((sum, shape) => sum + heights[shape] + gap, 0));
    const canvas = Object.assign(document.createElement('canvas'), {
        width: gap + 4 * (width + gap), height: gap + shapes.reduce((sum, shape) => sum + heights[shape] + gap, 0),
    });
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#808080';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.imageSmoothingQuality = 'high';
    for (const { shape, column, url } of pictures) {
        const image = new Image();
        image.src = url;
        await image.decode();
        const height = heights[shape], shown = Math.min(width, (height * image.width) / image.height);
        pen.drawImage(image, gap + column * (width + gap) + (width - shown) / 2, tops[shapes.indexOf(shape)], shown, height);
    }
    return canvas.toDataURL('image/webp', 0.75);
}
