// What is to be seen of a screen, judged from the pixels of a screenshot and nothing else: whether letters stand out from
// what they stand on, whether every control is drawn at all and can be told from its surroundings. WCAG 2.2: 1.4.3, 1.4.11.
//     const sight = await Sight.open(browser);
//     await sight.faults(person, { text: 4.5 })      // → [{ what, ratio }…]: empty where all is well

// Runs in the page under test: the strings of the last frame, the browser's own in fields, and the controls.
// Boxes are CSS pixels, cut to what is visible.
async function look() {
    const cut = (box, ...clips) => clips.reduce((a, b) => {
        const x = Math.max(a.x, b.x), y = Math.max(a.y, b.y);
        return { x, y, w: Math.min(a.x + a.w, b.x + b.w) - x, h: Math.min(a.y + a.h, b.y + b.h) - y };
    }, box);
    const screen = { x: 0, y: 0, w: innerWidth, h: innerHeight };
    const whole = (seen, box) => seen.w >= box.w * 0.6 && seen.h >= box.h * 0.9; // half-scrolled letters are not judged
    const texts = [];
    // What lies below a dialog is dimmed or hidden, and out of reach: not judged. A dialog says its title as its name, too.
    const below = document.querySelector('#mirror [inert]') !== null;
    const plain = (said) => (said ?? '').replace(/\s+/g, '');
    const live = [...document.querySelectorAll('#mirror .node')].filter((node) => below && !node.closest('[inert]') && node.role !== 'dialog').map((node) => ({
        said: plain(node.textContent + node.ariaLabel + node.getAttribute('aria-description')), box: node.getBoundingClientRect(),
        above: node instanceof HTMLInputElement ? 48 : 2,
    }));
    // A word of two letters, as a number of the queue, may stand in what lies over it, too: that is wider than the word.
    const covered = (text, x, y, width) => below && !live.some(({ said, box, above }) =>
        (plain(text).length > 2 || box.width <= width + 60) && said.includes(plain(text).replace(/…$/, '')) && x >= box.x - 2 && x < box.right && y >= box.y - above && y < box.bottom);
    for (const { text, x, y, size, width, clip: [cx, cy, cw, ch] } of await window.hexiao.texts()) {
        const box = { x, y, w: width, h: size };
        const seen = cut(box, { x: cx, y: cy, w: cw, h: ch }, screen);
        if (!text.trim() || !whole(seen, box) || covered(text, x, y, width)) continue;
        // The button that opened a dialog may lie below the dialog's title, which says the same: what is drawn later is seen.
        const twin = below ? texts.findIndex((one) => one.what === text && live.some(({ box: { x: left, right, top, bottom } }) =>
            [one.box, seen].every((at) => at.x >= left - 2 && at.x < right && at.y >= top - 2 && at.y < bottom))) : -1;
        if (twin >= 0) texts.splice(twin, 1);
        texts.push({ what: text, box: seen });
    }
    const controls = [];
    for (const element of document.querySelectorAll('#mirror :is(button, input, [role=img], [role=progressbar])')) {
        if (element.closest('[inert]')) continue;
        const { x, y, width: w, height: h } = element.getBoundingClientRect();
        const inset = /inset\(([^)]*)\)/.exec(element.style.clipPath)?.[1].split(/\s+/).map(parseFloat) ?? [0];
        const [top, right = top, bottom = top, left = right] = inset;
        const seen = cut({ x: x + left, y: y + top, w: w - left - right, h: h - top - bottom }, screen);
        if (!whole(seen, { w, h })) continue;
        const what = element.getAttribute('aria-label') ?? element.textContent;
        const field = element instanceof HTMLInputElement;
        // A switch has its words at this end, and what is seen of it at the other.
        const edged = field || (element.getAttribute('aria-checked') === 'true' && element.getAttribute('role') !== 'switch');
        controls.push({ what: `${element.role ?? element.localName} “${what}”`, box: seen, edged });
        const inside = { x: seen.x + 8, y: seen.y + 8, w: seen.w - 16, h: seen.h - 16 };
        if (field && (element.value || element.placeholder)) texts.push({ what: `in “${what}”`, box: inside });
    }
    return { texts, controls };
}

// Runs in a page of its own: the worst of what `seen` shows in the picture.
async function judge({ png, scale, seen, text }) {
    const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.drawImage(bitmap, 0, 0);
    const linear = Array.from({ length: 256 }, (_, i) => (i / 255 <= 0.04045 ? i / 255 / 12.92 : ((i / 255 + 0.055) / 1.055) ** 2.4));
    const light = (rgb) => 0.2126 * linear[rgb >> 16] + 0.7152 * linear[(rgb >> 8) & 255] + 0.0722 * linear[rgb & 255];
    const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);

    // The commonest colour in a box, and the strongest contrast to it that more than a stray pixel shows.
    const contrast = ({ x, y, w, h }) => {
        const [px, py] = [Math.round(x * scale), Math.round(y * scale)];
        const { data } = context.getImageData(px, py, Math.max(1, Math.round(w * scale)), Math.max(1, Math.round(h * scale)));
        const counts = new Map();
        for (let i = 0; i < data.length; i += 4) {
            const rgb = (data[i] << 16) | (data[i + 1] << 8) | data[i + 2];
            counts.set(rgb, (counts.get(rgb) ?? 0) + 1);
        }
        const [paper] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
        const ratios = [...counts].map(([rgb, count]) => [ratio(rgb, paper), count]).sort((a, b) => b[0] - a[0]);
        let stray = 3;
        return ratios.find(([, count]) => (stray -= count) <= 0)?.[0] ?? 1;
    };

    const faults = [];
    const expect = (what, found, least) => found < least && faults.push({ what, ratio: Math.round(found * 100) / 100, least });
    for (const { what, box } of seen.texts) expect(`letters: ${what}`, contrast(box), text);
    for (const { what, box, edged } of seen.controls) {
        expect(`drawn: ${what}`, contrast(box), 3);
        // Across the left edge, away from the round corners.
        if (edged) expect(`edge: ${what}`, contrast({ x: box.x - 3, y: box.y + box.h / 2 - 2, w: 8, h: 4 }), 3);
    }
    return { faults, judged: seen.texts.length + seen.controls.length };
}

// Runs in a page of its own: the strongest contrast between two pictures inside a box, of more than stray pixels.
async function compare({ marked, plain, box, scale }) {
    const pixels = async (png) => {
        const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
        const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
        context.drawImage(bitmap, 0, 0);
        return context.getImageData(box.x * scale, box.y * scale, box.w * scale, box.h * scale).data;
    };
    const linear = (v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
    const light = (data, i) => 0.2126 * linear(data[i]) + 0.7152 * linear(data[i + 1]) + 0.0722 * linear(data[i + 2]);
    const [a, b] = [await pixels(marked), await pixels(plain)];
    const ratios = [];
    for (let i = 0; i < a.length; i += 4) {
        if (a[i] === b[i] && a[i + 1] === b[i + 1] && a[i + 2] === b[i + 2]) continue;
        const [x, y] = [light(a, i), light(b, i)];
        ratios.push((Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05));
    }
    return ratios.sort((x, y) => y - x)[40] ?? 1;
}

export class Sight {
    static async open(browser) {
        const sight = new Sight();
        sight.page = await (await browser.newContext()).newPage();
        return sight;
    }

    // `text`: the least contrast of letters.
    async judge(one, { text = 4.5 } = {}) {
        const seen = await one.page.evaluate(look);
        const png = (await one.page.screenshot()).toString('base64');
        const scale = await one.page.evaluate(() => devicePixelRatio);
        return this.page.evaluate(judge, { png, scale, seen, text });
    }

    // How strongly the element with the keyboard is marked: the greatest contrast that the mark makes, around it, to what was
    // there without it.
    async ring(one) {
        const box = await one.page.evaluate(() => {
            const { x, y, width, height } = document.activeElement.getBoundingClientRect();
            return { x: Math.max(0, x - 8), y: Math.max(0, y - 8), w: width + 16, h: height + 16 };
        });
        const shot = async () => (await one.page.screenshot({ caret: 'initial' })).toString('base64');
        const marked = await shot();
        await one.page.evaluate(() => { window.kept = document.activeElement; window.kept.blur(); });
        await one.still(3);
        const plain = await shot();
        await one.page.evaluate(() => window.kept.focus({ preventScroll: true }));
        await one.still(3);
        const scale = await one.page.evaluate(() => devicePixelRatio);
        return this.page.evaluate(compare, { marked, plain, box, scale });
    }

    close() {
        return this.page.context().close();
    }
}
