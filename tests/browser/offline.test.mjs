// The service worker: a console that was opened once starts without network, a newer build is shown as soon as it can be
// reached, and no open page loses the build that it came from.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { after, before, test } from 'node:test';
import { startServer } from '../harness/server.mjs';
import { launchBrowser } from './lib/browser.mjs';
import { Network } from './lib/faults.mjs';
import { Person } from './lib/person.mjs';

let assets;
let server;
let network;
let browser;
before(async () => {
    assets = mkdtempSync(`${tmpdir()}/hexiao-dist-`);
    cpSync('build/dist', assets, { recursive: true });
    server = await startServer({ usable: 3, assets });
    network = await new Network(server.port).listen();
    browser = await launchBrowser();
});
after(async () => {
    await browser?.close();
    await network?.close();
    await server?.stop();
    rmSync(assets, { recursive: true, force: true });
});

// What a deployment does: another page and another service worker under the same addresses.
function deploy(build) {
    const rewrite = (name, change) => {
        for (const packed of ['.br', '.gz']) rmSync(`${assets}/${name}${packed}`, { force: true });
        writeFileSync(`${assets}/${name}`, change(readFileSync(`${assets}/${name}`, 'utf8')));
    };
    rewrite('index.html', (page) => page.replace(/<meta name="build".*?>|(?=<title>)/, `<meta name="build" content="${build}">`));
    rewrite('sw.js', (script) => script.replace(/build:"[^"]*"/, `build:"${build}"`));
    assert.ok(readdirSync(assets).includes('sw.js'));
}

// Settles when one worker is left, and none waits. `one` stands on a page of nobody's: asking from one of ours would keep the older
// worker in its place.
async function inCharge(one) {
    const workers = new Map();
    const alone = new Promise((resolve) => one.devtools.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
        for (const { versionId, status } of versions) workers.set(versionId, status);
        const left = [...workers.values()].filter((status) => status !== 'redundant');
        if (left.length === 1 && left[0] === 'activated') resolve();
    }));
    await one.devtools.send('ServiceWorker.enable');
    await alone;
}

const shown = (page) => page.evaluate(() => document.querySelector('meta[name=build]')?.content);
const kept = (page) => page.evaluate(() => caches.keys()).catch(() => []); // while it is being left

test('it starts without network, and shows a newer build as soon as there is one', { timeout: 240_000 }, async () => {
    const first = await Person.arrive(browser, server, network.origin, { shape: 'phone' });
    deploy('one');
    await server.restart();
    await first.atCounter(server.staff.cashier);
    await first.page.evaluate(() => navigator.serviceWorker.ready);
    assert.deepEqual(await kept(first.page), ['shell-one']);

    network.down();
    for (const path of ['/', '/counter', '/today']) {
        await first.visit(path);
        await first.read('start.offline');
        assert.equal(await shown(first.page), 'one');
    }
    network.up();
    await first.see('heading', 'today.title');

    deploy('two');
    await server.restart();
    await first.reload();
    await first.see('heading', 'today.title');
    assert.equal(await shown(first.page), 'two');
    await first.until(() => first.page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).waiting !== null), 'the newer worker');
    assert.deepEqual(await kept(first.page), ['shell-one', 'shell-two'], 'an open page loses nothing');

    const again = await first.secondTab();
    const charge = inCharge(again); // it takes over when nobody stands under the older one, and closing a tab takes its time
    await first.page.close();
    await charge;
    await again.visit('/today');
    assert.deepEqual(await kept(again.page), ['shell-two']);
    network.down();
    await again.reload();
    await again.read('start.offline');
    assert.equal(await shown(again.page), 'two');
    assert.deepEqual(again.faults, []);
    network.up();
    await again.see('heading', 'today.title');
});

test('a newer build says so, never over a customer’s voucher, and comes when it is wanted', { timeout: 240_000 }, async () => {
    const one = await Person.arrive(browser, server, network.origin, { language: 'en' });
    await one.atCounter(server.staff.cashier);
    await one.page.evaluate(() => navigator.serviceWorker.ready);
    await one.reload(); // from here on the worker is in charge
    await one.see('heading', 'counter.title');
    deploy('three');
    await server.restart();
    await one.settled();
    await one.page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
    await one.see('button', 'update.now');
    await one.typeCode(server.vouchers.find(({ kind }) => kind === 'usable').code);
    await one.see('button', 'card.redeem');
    assert.equal(await one.find('button', 'update.now').count(), 0);
    await one.pressButton('card.cancel');
    await one.pressButton('update.now');
    await one.until(async () => (await shown(one.page).catch(() => null)) === 'three', 'the newer build');
    await one.see('heading', 'counter.title');
    await one.until(async () => (await kept(one.page)).join() === 'shell-three', 'the newer worker in charge');
    await one.leave();
});
