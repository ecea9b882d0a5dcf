// The photographs of ../shared/data/qr as the decoder gets a camera's frames: scaled to fit 1280×720, luminance only.
// Chromium decodes them, so that PNG, JPEG and WebP need no further package.
import { existsSync, readFileSync, readdirSync } from 'node:fs';

const folder = new URL('../../../../shared/data/qr/', import.meta.url).pathname;

export const photographsAreThere = existsSync(folder);

// Runs in the page.
async function look(url) {
    const image = new Image();
    image.src = url;
    await image.decode();
    const scale = Math.min(1280 / image.naturalWidth, 720 / image.naturalHeight);
    const [width, height] = [image.naturalWidth, image.naturalHeight].map((side) => Math.max(1, Math.round(side * scale)));
    const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d', { willReadFrequently: true });
    context.fillStyle = '#fff'; // behind what is transparent
    context.fillRect(0, 0, width, height);
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    let bytes = '';
    for (let i = 0; i < data.length; i += 4) bytes += String.fromCharCode((306 * data[i] + 601 * data[i + 1] + 117 * data[i + 2] + 512) >> 10);
    return { width, height, grey: btoa(bytes) };
}

// [{name, text, grey, width, height}] of a set; `text` is null where there is no code.
export async function photographs(browser, set) {
    const page = await browser.newPage();
    const result = [];
    for (const file of readdirSync(folder + set).sort()) {
        const [, stem, type] = /^(.*)\.(png|webp|jpg)$/.exec(file) ?? [];
        if (!type) continue;
        const url = `data:image/${type.replace('jpg', 'jpeg')};base64,${readFileSync(`${folder}${set}/${file}`).toString('base64')}`;
        const { width, height, grey } = await page.evaluate(look, url);
        const told = `${folder}${set}/${stem}.txt`;
        result.push({ name: `${set}/${stem}`, text: existsSync(told) ? readFileSync(told, 'utf8') : null, width, height, grey: new Uint8Array(Buffer.from(grey, 'base64')) });
    }
    await page.close();
    return result;
}
