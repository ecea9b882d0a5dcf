// What the console promises, in the browsers that tests/browser does not speak of: Firefox ESR and WebKitGTK, each on a
// screen of its own, over https with the platform's own certificate (WebKitGTK keeps no Secure cookie of plain http, not even
// from this computer). Everything that Chromium alone can be asked stands in tests/browser.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { after, before, describe, test } from 'node:test';
import { abilities } from '../browser/lib/abilities.mjs';
import { Network } from '../browser/lib/faults.mjs';
import { Ledger } from '../browser/lib/ledger.mjs';
import { qrPicture } from '../browser/lib/qr-video.mjs';
import { freePort, startServer } from '../harness/server.mjs';
import { Display } from './lib/display.mjs';
import { Firefox } from './lib/firefox.mjs';
import { One } from './lib/one.mjs';
import { WebKit } from './lib/webkit.mjs';

const folder = mkdtempSync(`${tmpdir()}/hexiao-browsers-`);
const { HEXIAO_DIST: assets } = process.env;
let server;
let network;
let plain; // the same over http

before(async () => {
    server = await startServer({ usable: 12, args: ['--tls-port', await freePort()], ...(assets && { assets }) });
    const [key, cert] = ['key', 'pem'].map((kind) => readFileSync(`${server.data}/tls/server.${kind}`));
    network = await new Network(server.port, { key, cert }).listen();
    plain = await new Network(server.port).listen();
});
after(async () => {
    await network?.close();
    await plain?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

// Runs in the page: a picture in another format, in base64.
async function inPng(bytes) {
    const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: bitmap.width, height: bitmap.height });
    canvas.getContext('2d').drawImage(bitmap, 0, 0);
    return canvas.toDataURL('image/png').split(',')[1];
}

// Runs in the page: what a browser would tell it of a pasted file.
function pasteByHand(base64) {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))], 'code.png', { type: 'image/png' }));
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}

// Runs in the page: from here on its camera sees this picture.
async function beCamera(base64) {
    const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))]));
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: bitmap.width, height: bitmap.height });
    const context = canvas.getContext('2d');
    const draw = () => {
        context.drawImage(bitmap, 0, 0);
        requestAnimationFrame(draw); // a stream has pictures only where something is drawn
    };
    draw();
    navigator.mediaDevices.getUserMedia = async () => canvas.captureStream();
}

for (const [name, Browser] of [['Firefox', Firefox], ['WebKitGTK', WebKit]]) {
    describe(name, () => {
        let display;
        let browser;
        before(async () => {
            const home = `${folder}/${name}`;
            mkdirSync(home, { mode: 0o700 });
            display = await new Display().start();
            const { data } = server;
            browser = await Browser.launch({ display, home, authority: `${data}/tls/authority.pem`, certificate: `${data}/tls/server.pem` });
        });
        after(async () => {
            await browser?.close();
            await display?.stop();
        });

        const story = (title, act, over = () => network) => test(title, { timeout: 240_000 }, async () => {
            network.up();
            network.requests.length = 0;
            const one = await One.arrive(browser, over().origin);
            try {
                await act(one);
                assert.deepEqual(await one.faults(), [], 'errors on the page');
            } catch (error) {
                console.error(`see ${await one.failed(`${name} ${title}`)}.png`);
                throw error;
            } finally {
                network.up();
                await one.leave();
            }
        });

        const atCounter = async (one) => {
            await one.signIn(server.staff.cashier);
            await one.press('button', 'place.choose');
            await one.see('heading', 'place.title');
            const { stores: [store] } = (await new Ledger(server, server.staff.cashier).client()).session;
            await one.press('button', { exact: store.lanes[0].title[one.language] });
            await one.see('heading', 'counter.title');
        };

        story('sign in, redeem by code; Today shows it, and moves when somebody redeems elsewhere', async (one) => {
            const [here, elsewhere] = [server.voucher('usable'), server.voucher('usable')];
            const ledger = new Ledger(server, server.staff.manager);
            const before = await ledger.redeemed();
            await atCounter(one);
            await one.typeInto('counter.code', here.code);
            await one.press('button', 'counter.check');
            await one.see('heading', { exact: here.product[one.language] });
            await one.press('button', 'card.redeem');
            await one.see('heading', 'verdict.done');
            assert.equal(await ledger.redeemed(), before + 1);

            await one.press('button', 'verdict.next');
            await one.press('link', 'nav.today');
            await one.see('heading', 'today.title');
            await one.see('status', 'today.redeemed_unit', { n: before + 1 });
            await ledger.redeem(elsewhere.code);
            await one.see('status', 'today.redeemed_unit', { n: before + 2 });
            assert.ok((await one.text('listitem', null)).includes(elsewhere.product[one.language]), 'on top of the list');
        });

        story('the wall shows a number, calls it, and counts what is redeemed', async (one) => {
            const ledger = new Ledger(server, server.staff.manager);
            const client = await ledger.client();
            const { store_id: store, lane_id } = client.session;
            const ask = async (path, body) => (await client.post(`/api/v1/stores/${store}/${path}`, body, { headers: { 'idempotency-key': randomUUID() } })).body.ticket;
            await one.signIn(server.staff.display);
            await one.see('heading', 'display.serving');
            const { label } = await ask('tickets', { line: 'general' });
            await one.see('listitem', { exact: label });
            const { lane } = await ask('calls', { lane_id });
            await one.see('listitem', 'display.call', { label, lane: lane[one.language] });
            const before = await ledger.redeemed();
            await one.see('status', { exact: String(before) });
            await ledger.redeem(server.voucher('usable').code);
            await one.see('status', { exact: String(before + 1) });
        });

        // Keys with letters that no keyboard has, as the protocols send them. A composition cannot be driven by either, so it is
        // a real one of GTK's own input method for Unicode (Ctrl+Shift+U, four digits, Space), whose keys come through the
        // display. After a reload the field holds what the console has kept of it: each letter went there and back, once.
        story('Chinese arrives once, typed and composed', async (one) => {
            await one.visit('/');
            await one.typeInto('sign_in.account', '面馆x');
            await display.keys('BackSpace'); // the display's keys come here
            await one.holds('sign_in.account', '面馆');
            await display.keys('ctrl+shift+u', ...'5e97', 'space'); // 店
            await one.holds('sign_in.account', '面馆店');
            await one.still(); // the console has heard of it, too
            await one.reload();
            await one.holds('sign_in.account', '面馆店');
            await one.focus('sign_in.account');
            await display.keys('ctrl+shift+u', ...'957f', 'space'); // 长
            await one.tab.type('了');
            await one.holds('sign_in.account', '面馆店长了');
            await one.still();
            await one.reload();
            await one.holds('sign_in.account', '面馆店长了');
        });

        story('it starts without network, says so, and goes on by itself', async (one) => {
            await one.signIn(server.staff.cashier);
            await one.settled();
            const kept = 'navigator.serviceWorker.getRegistration().then((found) => Boolean(found?.active))';
            await one.until(() => one.tab.evaluate(kept), 'a service worker');
            network.down();
            await one.reload();
            await one.see('text', 'start.offline');
            network.up();
            await one.see('heading', 'counter.title');
            await one.settled();
        });

        // Firefox takes it from the display's clipboard by Ctrl+V. In WebKitGTK the event is made in the page, as the browser
        // itself gives no pictures: what comes after it is the console's own.
        story('a pasted picture of a code is read, and redeemed', async (one) => {
            const { code, product } = server.voucher('usable');
            await atCounter(one);
            const png = await one.run(inPng, [...await qrPicture(code)]);
            if (Browser.pastesPictures) {
                await display.copy('image/png', Buffer.from(png, 'base64'));
                await display.keys('ctrl+v');
            } else {
                await one.run(pasteByHand, png);
            }
            await one.see('heading', { exact: product[one.language] });
            await one.press('button', 'card.redeem');
            await one.see('heading', 'verdict.done');
        });

        // Neither browser takes a film as its camera, so the stream is the page's own: all but the permission is the console's.
        story('a code before the camera is read, and redeemed', async (one) => {
            const { code, product } = server.voucher('usable');
            await atCounter(one);
            await one.run(beCamera, await one.run(inPng, [...await qrPicture(code)]));
            await one.press('button', 'counter.scan_open');
            await one.see('heading', { exact: product[one.language] });
            await one.press('button', 'card.redeem');
            await one.see('heading', 'verdict.done');
        });

        // A real keyboard, by X11's clock.
        story('a scanner gun is understood beside the field', async (one) => {
            const { code, product } = server.voucher('usable');
            await atCounter(one);
            await one.press('link', 'nav.today');
            await one.see('heading', 'today.title');
            await display.gun(code);
            await one.see('heading', { exact: product[one.language] });
            await one.press('button', 'card.redeem');
            await one.see('heading', 'verdict.done');
        });

        if (!Browser.keepsCookiesOfHttp) {
            story('over plain http it says why nobody is signed in', async (one) => {
                await one.visit('/');
                await one.typeInto('sign_in.account', server.staff.cashier.account);
                await one.typeInto('sign_in.password', server.staff.cashier.password);
                await one.press('button', 'sign_in.submit');
                await one.see('alert', 'sign_in.forgotten');
            }, () => plain);
        }

        story('/debug says what this browser can do', async (one) => {
            await one.visit('/debug');
            await one.see('heading', 'debug.can');
            for (const [ability, look] of Object.entries(abilities)) {
                const has = await one.tab.evaluate(look);
                assert.equal(await one.definition(ability), one.words(has ? 'debug.yes' : 'debug.no'), ability);
            }
        });
    });
}
