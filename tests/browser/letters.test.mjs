// Letters: whatever a browser can draw is drawn as the browser draws it, in one sheet for each new screen; where a
// browser falsifies its glyphs, a face of our own takes their place.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Person as Client } from '../harness/person.mjs';
import { create, product, title } from '../harness/shop.mjs';
import { useStage } from './lib/stage.mjs';
import { tour } from './lib/tour.mjs';

const stage = useStage();
const whole = useStage({ whole: true }); // draws emoji in colour

// A voucher whose package holds these, one a line.
async function voucherOf(server, ...lines) {
    const owner = await Client.signIn(server, server.staff.owner, { lane: 0 });
    const contents = lines.map((text) => ({ title: title(text), quantity: 1 }));
    const id = await create(owner, '/api/v1/products', product([owner.session.store_id], { contents }));
    const { body } = await owner.post('/api/v1/sales', { items: [{ product_id: id, quantity: 1 }], gift: false }, { headers: { 'idempotency-key': randomUUID() } });
    return body.orders[0].vouchers[0].code;
}

async function showCard(one, code) {
    await one.atCounter(one.server.staff.cashier);
    await one.typeCode(code);
    await one.see('button', 'card.redeem');
    await one.still();
}

const line = (one, text) => one.page.getByRole('listitem').filter({ hasText: one.words('card.item', { title: text, n: 1 }) });

// The line of the package that says `text`, as it looks.
async function drawn(one, text) {
    const { x, y, width, height } = await line(one, text).boundingBox();
    const clip = { x: x + 20, y, width: width - 20, height }; // without its bullet
    return { clip, png: (await one.page.screenshot({ clip })).toString('base64') };
}

// The same place with the browser's own text laid over it, in the console's families.
async function plain(one, said, clip, size = 17.35) {
    await one.page.evaluate(({ text, px, box: { x, y, width, height } }) => {
        const over = document.body.appendChild(document.createElement('p'));
        Object.assign(over.style, {
            position: 'fixed', zIndex: 1, left: `${x}px`, top: `${y}px`, width: `${width}px`, margin: 0, background: '#fff', color: '#12151d',
            font: `${px}px/${height}px ${getComputedStyle(document.body).fontFamily}`, whiteSpace: 'pre',
        });
        over.id = 'over';
        over.textContent = text;
    }, { text: said, px: size, box: clip });
    await one.page.evaluate(() => document.fonts.ready);
    const png = (await one.page.screenshot({ clip })).toString('base64');
    await one.page.evaluate(() => document.querySelector('#over').remove());
    return png;
}

// Runs in the page. How alike two pictures of text on white are, from 0 to 1: the share of ink in common once both are made
// coarse enough that no single pixel's place counts (another line of Chinese is 0.5 alike). And how much of the first is coloured, in pixels.
async function compare([first, second]) {
    const scale = 12; // device pixels
    const read = async (png) => {
        const image = await createImageBitmap(new Blob([Uint8Array.from(atob(png), (c) => c.charCodeAt(0))]));
        const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
        context.drawImage(image, 0, 0);
        return context.getImageData(0, 0, image.width, image.height);
    };
    const cells = ({ data, width, height }) => {
        const out = new Map();
        for (let i = 0; i < width * height; i++) {
            const cell = `${Math.floor((i % width) / scale)} ${Math.floor(i / width / scale)}`;
            out.set(cell, (out.get(cell) ?? 0) + 255 - Math.min(data[4 * i], data[4 * i + 1], data[4 * i + 2]));
        }
        return out;
    };
    const images = [await read(first), await read(second)];
    const [a, b] = images.map(cells);
    let [common, all] = [0, 0];
    for (const cell of new Set([...a.keys(), ...b.keys()])) {
        common += Math.min(a.get(cell) ?? 0, b.get(cell) ?? 0);
        all += Math.max(a.get(cell) ?? 0, b.get(cell) ?? 0);
    }
    const { data } = images[0];
    let coloured = 0;
    for (let i = 0; i < data.length; i += 4) {
        const [r, g, b_] = data.subarray(i, i + 3);
        if (Math.max(r, g, b_) - Math.min(r, g, b_) > 80) coloured++;
    }
    return { alike: common / all, coloured };
}

const lines = {
    'colour emoji': '😀🍜🥟',
    'emoji of several code points': '🇨🇳👍🏽1️⃣❤️👩‍🍳',
    'ideographs above U+FFFF': '𠮷野家𡨴',
    'a variant of an ideograph': '葛󠄀城',
    'accents that stand apart': 'Cafe\u0301 A\u030Angstro\u0308m',
    'a script whose letters join': 'مرحبا',
    'other alphabets': 'Привет Ελλάδα 한국어 かな',
    'Chinese': '招牌牛肉面，配卤蛋。',
};

whole.scenario('what a browser can draw looks as the browser draws it', async ({ arrive }) => {
    const one = await arrive({ shape: 'phone' });
    await showCard(one, await voucherOf(whole.server, ...Object.values(lines)));
    for (const [name, text] of Object.entries(lines)) {
        const { clip, png } = await drawn(one, text);
        const own = await plain(one, one.words('card.item', { title: `${text}\u200e`, n: 1 }), clip);
        const { alike, coloured } = await one.page.evaluate(compare, [png, own]);
        assert.ok(alike > 0.7, `${name}: ${alike.toFixed(2)} alike`);
        assert.equal(coloured > 300, name.includes('emoji'), `${name}: ${coloured} coloured pixels`);
    }
});

// A browser that tells nobody what its canvas holds.
const noise = () => {
    const original = CanvasRenderingContext2D.prototype.getImageData;
    CanvasRenderingContext2D.prototype.getImageData = function (...args) {
        const image = original.apply(this, args);
        for (let i = 0; i < image.data.length; i++) image.data[i] ^= (i * 2654435761) >>> 24;
        return image;
    };
};

const { files } = JSON.parse(readFileSync(`${process.env.HEXIAO_DIST ?? 'build/dist'}/asset-manifest.json`, 'utf8'));
const face = Object.keys(files).find((path) => path.includes('/hanzi-'));
const fetched = (one) => one.urls.filter((url) => url.endsWith(face)).length;

stage.scenario('where glyphs are falsified a face of our own is fetched, and the picture is right', async ({ arrive, network }) => {
    const dish = '招牌牛肉面，配卤蛋。';
    const [code, rare] = [await voucherOf(stage.server, dish), await voucherOf(stage.server, '龘')];
    const honest = await arrive({ shape: 'phone' });
    await showCard(honest, code);
    const right = await drawn(honest, dish);
    assert.equal(fetched(honest), 0, 'nobody else downloads it');
    assert.equal(await honest.find('status', 'glyphs.falsified').count(), 0);

    // Until the face is here the notice says so; then it goes, and comes back for what the face does not hold.
    const fooled = await arrive({ shape: 'phone', scripts: [noise] });
    network.refuse('GET', face);
    const held = network.hold('GET', face);
    await fooled.atCounter(stage.staff.cashier);
    await fooled.see('status', 'glyphs.falsified');
    held.release();
    await fooled.gone('status', 'glyphs.falsified');
    assert.ok(fetched(fooled) >= 2, 'asked for again when the network failed');
    await fooled.typeCode(code);
    await fooled.see('button', 'card.redeem');
    await fooled.still();
    const { png } = await drawn(fooled, dish);
    const { alike } = await fooled.page.evaluate(compare, [png, right.png]);
    assert.ok(alike > 0.8, `${alike.toFixed(2)} alike`);
    assert.equal(await fooled.find('status', 'glyphs.falsified').count(), 0);
    await fooled.pressButton('card.cancel');
    await fooled.typeCode(rare);
    await fooled.see('status', 'glyphs.falsified');
});

stage.scenario('a new screen is one read-back, and one of the worker where it is much', async ({ arrive, staff }) => {
    const one = await arrive({ shape: 'phone' });
    await one.atCounter(staff.manager);
    await one.still();
    const count = () => one.page.evaluate(() => ({ ...window.hexiao.glyphs }));
    const screens = [
        ['today', () => one.press(one.find('link', 'nav.today')), () => one.see('heading', 'today.title'), 2], // its figures come after it
        ['me', () => one.pressButton('me.title'), () => one.see('heading', 'me.secrets')],
        ['invite', () => one.pressButton('me.invite'), () => one.see('heading', 'invite.title')],
    ];
    for (const [name, go, arrived, pieces = 1] of screens) {
        const before = await count();
        await go();
        await arrived();
        await one.still();
        const after = await count();
        assert.ok(after.glyphs > before.glyphs, `${name}: it has characters that are new`);
        assert.ok(after.sheets - before.sheets <= pieces, `${name}: read back once at most on the main thread`);
        assert.ok(after.sent - before.sent <= pieces, `${name}: and once by the worker`);
    }
});

// Runs in the page: goes forward to the specimen of 200 hanzi in two sizes.
async function openSpecimen(one) {
    await one.page.setViewportSize({ width: 390, height: 1800 });
    await one.visit();
    await one.see('button', 'sign_in.submit');
    await one.still();
    await one.until(() => one.page.evaluate(() => window.hexiao.scribe), 'the worker');
    const before = await one.page.evaluate(() => ({ ...window.hexiao.glyphs }));
    await one.page.evaluate(() => {
        history.pushState(null, '', '/debug');
        dispatchEvent(new PopStateEvent('popstate'));
    });
    await one.see('heading', 'debug.title');
    await one.still();
    const after = await one.page.evaluate(() => ({ ...window.hexiao.glyphs }));
    // The figures above them differ from run to run, in length too: only the two specimens are looked at.
    const [small, large] = await one.page.getByText(/^天地玄黄/).all();
    const { x, y, width } = await small.boundingBox();
    const end = await large.boundingBox();
    const picture = await one.page.screenshot({ clip: { x, y, width, height: end.y + end.height - y } });
    return { one, drawn: after.glyphs - before.glyphs, sent: after.sent - before.sent, picture: picture.toString('base64') };
}

// A worker that never answers once it has been told something.
const deaf = () => { Worker.prototype.postMessage = () => {}; };

stage.scenario('hundreds of letters are drawn beside the main thread, and here where nobody answers: the same ones', async ({ arrive }) => {
    const told = await openSpecimen(await arrive({ shape: 'phone' }));
    assert.ok(told.drawn >= 400, `${told.drawn} drawn`);
    assert.equal(told.sent, 1);
    const alone = await openSpecimen(await arrive({ shape: 'phone', scripts: [deaf] }));
    assert.ok(alone.drawn >= 400, `${alone.drawn} drawn`);
    assert.equal(alone.sent, 0);
    // Not pixel by pixel: where more was drawn before, a glyph lies elsewhere in the sheet, and its edges come out a little different.
    const { alike } = await alone.one.page.evaluate(compare, [alone.picture, told.picture]);
    assert.ok(alike > 0.97, `${alike} alike`);
});

const widest = (one) => one.page.evaluate(async () => Math.max(...(await window.hexiao.texts()).map(({ size }) => size)));

stage.scenario('letters as large as wanted, in fields too, from before anybody signs in; the browser keeps it', async ({ arrive, staff }) => {
    const one = await arrive({ shape: 'phone' });
    await one.visit();
    await one.see('button', 'sign_in.submit');
    const before = await widest(one);
    for (const n of [115, 130, 150, 175, 200]) {
        await one.pressButton('text.larger');
        await one.read('text.size', { n });
    }
    await one.still();
    assert.ok(Math.abs(await widest(one) / before - 2) < 0.05, 'twice as large');
    const field = one.field('sign_in.account');
    assert.ok(parseFloat(await field.evaluate((input) => getComputedStyle(input).fontSize)) >= 34);
    assert.equal(await one.find('button', 'text.larger').isDisabled(), true);
    await one.reload();
    await one.read('text.size', { n: 200 });
    for (const n of [175, 150, 130, 115, 100, 90, 80]) {
        await one.pressButton('text.smaller');
        await one.read('text.size', { n });
    }
    assert.ok(parseFloat(await field.evaluate((input) => getComputedStyle(input).fontSize)) >= 16, 'or phones zoom in');
    await one.atCounter(staff.cashier);
    await one.pressButton('me.title');
    await one.pressButton('text.larger');
    await one.read('text.size', { n: 90 });
});

// Runs in the page: what stands wider than the window, and words that are cut with dots.
async function cut() {
    const texts = await window.hexiao.texts();
    const said = document.querySelector('#mirror').textContent.replace(/\s+/g, '');
    return [
        ...texts.filter(({ text }) => text.endsWith('…') && !said.includes(text.replace(/\s+/g, ''))).map(({ text }) => text),
        ...[...document.querySelectorAll('#mirror .node')].filter((element) => {
            const { left, right } = element.getBoundingClientRect();
            return left < -1 || right > innerWidth + 1;
        }).map((element) => element.outerHTML.slice(0, 100)),
    ];
}

for (const language of ['zh', 'en']) {
    stage.scenario(`at 200 % nothing is cut on a phone, and everything can be reached (${language})`, async (world) => {
        const one = await world.arrive({ shape: 'phone', language, scripts: ["localStorage.setItem('hexiao.preferences', '{\"text_size\":200}')"] });
        await tour(world, one, async (name) => assert.deepEqual(await one.page.evaluate(cut), [], name));
    });
}

stage.scenario('the debug panel tells what letters cost; more sizes than fit push old ones out of the atlas', async ({ arrive }) => {
    const one = await arrive({ shape: 'phone', scripts: ["localStorage.setItem('hexiao.preferences', '{\"text_size\":200}')"] });
    await one.visit('/debug');
    await one.see('heading', 'debug.title');
    const atlas = async () => (await one.page.getByText(/ × .*MB.* × /).first().textContent()).replaceAll(',', '').match(/\d+/g).map(Number);
    const seen = [];
    for (const n of [175, 150, 130, 115, 100, 90, 80]) {
        await one.pressButton('text.smaller');
        await one.read('text.size', { n });
        await one.still();
        const [width, height, megabytes, most, highest] = await atlas();
        assert.ok(width <= most && height <= highest && megabytes <= 32, `${width} × ${height}`);
        seen.push(await one.page.evaluate(() => window.hexiao.glyphs.glyphs));
    }
    assert.ok(seen.at(-1) > 3000, 'more than the atlas holds was drawn');
    // And what is shown is right, not boxes.
    const specimen = one.page.getByText(/^天地玄黄/).first();
    await one.place(specimen);
    await one.still();
    const { x, y, width } = await specimen.boundingBox();
    const clip = { x, y, width, height: 19 };
    const drawn = (await one.page.screenshot({ clip })).toString('base64');
    const own = await plain(one, '天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏', clip, 13.2);
    const { alike } = await one.page.evaluate(compare, [drawn, own]);
    assert.ok(alike > 0.7, `${alike.toFixed(2)} alike`);
});
