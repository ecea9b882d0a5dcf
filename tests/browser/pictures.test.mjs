// Pictures of products, from the file that a manager chooses to the page that a customer holds up.
import assert from 'node:assert/strict';
import { jpeg } from '../harness/jpeg.mjs';
import { Person as Client } from '../harness/person.mjs';
import { both, useStage } from './lib/stage.mjs';

const stage = useStage();

const secret = 'GPS 31.2304N 121.4737E';
const red = [200, 60, 40];

async function choose(one, name, buffer, mimeType = 'image/jpeg') {
    const asked = one.page.waitForEvent('filechooser');
    await one.pressButton(name);
    await (await asked).setFiles({ name: 'IMG_0001.jpg', mimeType, buffer });
}

// What is seen in the middle of the element: red, green, blue.
async function colourOf(one, locator) {
    const { x, y, width, height } = await locator.boundingBox();
    const png = await one.page.screenshot({ clip: { x: x + width / 2 - 1, y: y + height / 2 - 1, width: 2, height: 2 } });
    return one.page.evaluate(async (base64) => {
        const image = new Image();
        image.src = `data:image/png;base64,${base64}`;
        await image.decode();
        const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
        context.drawImage(image, 0, 0);
        return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
    }, png.toString('base64'));
}

const isLike = (colour, wanted) => colour.every((value, i) => Math.abs(value - wanted[i]) < 24);

// A product of the first store, and a customer's page of it.
async function sell(staff) {
    const manager = await Client.signIn(stage.server, staff.manager, { lane: 0 });
    const { body } = await manager.get('/api/v1/products');
    const { id, settings: { title } } = body.items.find((one) => one.on_sale && !one.picture && one.may_change && one.settings.store_ids.includes(manager.session.store_id));
    const sold = await manager.post('/api/v1/sales', { items: [{ product_id: id, quantity: 1 }], gift: false }, { headers: { 'idempotency-key': crypto.randomUUID() } });
    const [{ code, page }] = sold.body.orders[0].vouchers;
    const give = (bytes) => manager.put(`/api/v1/products/${id}/picture`, { data: bytes.toString('base64') });
    return { id, title, code, page, give };
}

for (const { named, ...how } of both) {
    stage.scenario(`a photograph is chosen, seen by staff and customer, and removed (${named})`, async ({ arrive, staff }) => {
        const { id, title, code, page } = await sell(staff);
        const name = title[how.language];
        const [customer, one, cashier] = [await arrive({ shape: 'phone', language: how.language }), await arrive(how), await arrive(how)];
        await customer.visit(`/v/${page}`);
        await customer.page.locator('#facts').waitFor({ state: 'visible' });
        const image = customer.page.locator('#picture');
        await image.waitFor({ state: 'hidden' });
        await one.enter(staff.manager, `/shop/products/${id}`);
        await choose(one, 'products.picture_add', jpeg({ width: 2000, height: 1500, colour: red, exif: secret }));

        const shown = await one.see('img', { exact: name });
        await one.place(shown); // in sight
        await one.until(async () => isLike(await colourOf(one, shown), red), 'the photograph in the form');
        await image.waitFor({ state: 'visible' });
        await customer.until(() => image.evaluate((it) => it.naturalWidth === 640 && it.naturalHeight === 480), 'the photograph on the customer’s page');
        const source = await image.getAttribute('src');
        const bytes = Buffer.from(await (await fetch(stage.server.origin + source)).arrayBuffer());
        assert.ok(bytes.length < 45_000 && !bytes.includes('31.2304N') && !bytes.includes('Exif'), 'it says where it was taken');

        await cashier.atCounter(staff.cashier);
        await cashier.typeCode(code);
        const card = await cashier.see('img', { exact: name });
        await cashier.until(async () => isLike(await colourOf(cashier, card), red), 'the photograph on the card');

        const blue = [30, 60, 200];
        await choose(one, 'products.picture_other', jpeg({ width: 600, height: 900, colour: blue }));
        await one.until(async () => isLike(await colourOf(one, shown), blue), 'the other photograph in the form');
        await customer.until(async () => (await image.getAttribute('src')) !== source, 'the other photograph on the customer’s page');
        await customer.until(() => image.evaluate((it) => it.naturalHeight === 640), 'it is upright');

        await one.pressButton('products.picture_remove');
        await one.see('dialog', 'products.picture_ask', { name });
        await one.press(one.page.getByRole('dialog').getByRole('button', { name: one.words('products.picture_remove'), exact: true }));
        await one.gone('img', { exact: name });
        await one.see('button', 'products.picture_add');
        await image.waitFor({ state: 'hidden' });
    });
}

stage.scenario('what is no picture is said and changes nothing (phone, zh)', async ({ arrive, staff, network }) => {
    const { id, title, give } = await sell(staff);
    await give(jpeg({ colour: red }));
    const one = await arrive({ shape: 'phone', language: 'zh' });
    await one.enter(staff.manager, `/shop/products/${id}`);
    await one.see('img', { exact: title.zh });
    await choose(one, 'products.picture_other', Buffer.from('no picture at all'));
    await one.see('alert', 'products.picture_unreadable');
    assert.deepEqual(network.requests.filter(({ method }) => method === 'PUT'), []);
    await one.see('img', { exact: title.zh });
});

// A browser that writes notes into what a canvas gives, as Safari does.
const writesNotes = () => {
    const own = HTMLCanvasElement.prototype.toBlob;
    HTMLCanvasElement.prototype.toBlob = function (give, type, quality) {
        own.call(this, async (blob) => {
            const bytes = new Uint8Array(await blob.arrayBuffer());
            const notes = [...'Exif GPS'].map((letter) => letter.charCodeAt(0));
            const segments = [0xe1, 0xed, 0xfe].flatMap((marker) => [0xff, marker, 0, notes.length + 2, ...notes]);
            give(new Blob([bytes.subarray(0, 2), Uint8Array.from(segments), bytes.subarray(2)], { type: blob.type }));
        }, type, quality);
    };
};

stage.scenario('notes that a browser writes by itself are not sent; noise is made small (desk, en)', async ({ arrive, staff }) => {
    const { id, title, give } = await sell(staff);
    await give(jpeg({ colour: red }));
    const one = await arrive({ language: 'en', scripts: [writesNotes] });
    await one.enter(staff.manager, `/shop/products/${id}`);
    const shown = await one.see('img', { exact: title.en });
    const noise = await one.page.evaluate(async () => {
        const canvas = new OffscreenCanvas(1200, 1200);
        const context = canvas.getContext('2d');
        const image = context.createImageData(1200, 1200);
        for (let i = 0; i < image.data.length; i += 65536) crypto.getRandomValues(image.data.subarray(i, i + 65536));
        for (let i = 3; i < image.data.length; i += 4) image.data[i] = 255;
        context.putImageData(image, 0, 0);
        const blob = await canvas.convertToBlob({ type: 'image/png' });
        return new Promise((resolve) => {
            const reader = new FileReader();
            reader.onload = () => resolve(reader.result.split(',')[1]);
            reader.readAsDataURL(blob);
        });
    });
    await choose(one, 'products.picture_other', Buffer.from(noise, 'base64'), 'image/png');
    await one.until(async () => !isLike(await colourOf(one, shown), red), 'the noise');
    const client = await Client.signIn(stage.server, staff.manager);
    const { picture } = (await client.get('/api/v1/products')).body.items.find((it) => it.id === id);
    const bytes = Buffer.from(await (await fetch(`${stage.server.origin}/api/v1/pictures/${picture}`)).arrayBuffer());
    assert.ok(bytes.length > 10_000 && !bytes.includes('GPS'));
});

stage.scenario('a picture that cannot be had is stood for, and not asked for again and again (desk, zh)', async ({ arrive, staff, network }) => {
    const { id, title, give } = await sell(staff);
    const { body: { picture } } = await give(jpeg({ colour: [10, 200, 90] }));
    const path = `/api/v1/pictures/${picture}`;
    for (let i = 0; i < 20; i++) network.refuse('GET', path);
    const one = await arrive({ language: 'zh' });
    await one.enter(staff.manager, `/shop/products/${id}`);
    await one.see('img', { exact: title.zh });
    await one.until(() => network.sent('GET', path).length >= 2, 'that it was asked for, in both sizes');
    await one.still();
    for (let i = 0; i < 10; i++) {
        await one.page.evaluate(() => window.hexiao.wake());
        await one.frames(3);
    }
    assert.ok(network.sent('GET', path).length <= 4, `asked for ${network.sent('GET', path).length} times`); // a browser may try twice
});
