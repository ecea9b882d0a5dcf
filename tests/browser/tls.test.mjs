// Over the platform's own TLS port, in a browser that trusts its authority as a phone does after /trust (a private NSS
// database), and in one that was only clicked through the warning.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { freePort, startServer } from '../harness/server.mjs';
import { launchBrowser } from './lib/browser.mjs';
import { Person } from './lib/person.mjs';
import { trustedHome } from './lib/trusted.mjs';

let server;
let home;
let origin;

before(async () => {
    const port = await freePort();
    server = await startServer({ usable: 3, args: ['--tls-port', port] });
    origin = `https://localhost:${port}`;
    home = trustedHome(server);
});
after(async () => {
    await server.stop();
    home.remove();
});

test('trusted: sign in, redeem, reload; the cookies are this host\'s alone', { timeout: 240_000 }, async () => {
    const browser = await launchBrowser({ home: home.path });
    try {
        const cashier = await Person.arrive(browser, server, origin, { shape: 'phone' });
        await cashier.signIn(server.staff.cashier);
        await cashier.pressButton('place.choose');
        await cashier.takeLane();
        await cashier.typeCode(server.voucher('usable').code);
        await cashier.pressButton('card.redeem');
        await cashier.see('heading', 'verdict.done');
        await cashier.reload();
        await cashier.see('button', 'nav.sign_out');
        const cookies = await cashier.context.cookies();
        assert.deepEqual(cookies.map(({ name }) => name).sort(), ['__Host-device', '__Host-session']);
        for (const { secure, httpOnly, sameSite, domain, path } of cookies) {
            assert.deepEqual([secure, httpOnly, sameSite, domain, path], [true, true, 'Strict', 'localhost', '/']);
        }
        assert.deepEqual(cashier.faults, []);

        // Kept by the browser, so it starts without network; and nothing is said of a missing certificate.
        assert.equal(await cashier.text('nothing_kept', { address: `${origin}/trust` }).count(), 0);
        await cashier.page.evaluate(() => navigator.serviceWorker.ready);
        await cashier.context.setOffline(true);
        await cashier.reload();
        await cashier.read('start.offline');
        await cashier.context.setOffline(false);
        await cashier.see('button', 'nav.sign_out');
    } finally {
        await browser.close();
    }
});

test('not trusted: the browser warns; whoever clicks through can work, and reads what is missing', { timeout: 240_000 }, async () => {
    const browser = await launchBrowser({ whole: true });
    try {
        const cashier = await Person.arrive(browser, server, origin);
        await cashier.page.goto(origin, { waitUntil: 'commit' }).catch((error) => assert.match(String(error), /ERR_CERT_AUTHORITY_INVALID/));
        const click = async (id) => {
            const box = await cashier.page.locator(id).boundingBox();
            await cashier.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
        };
        await click('#details-button');
        await cashier.page.locator('#proceed-link').waitFor();
        await click('#proceed-link');
        const notice = ['nothing_kept', { address: `${origin}/trust` }];
        await cashier.read(...notice);
        await cashier.fillSignIn(server.staff.cashier);
        await cashier.pressButton('sign_in.submit');
        await cashier.see('heading', 'counter.title');
        assert.equal(await cashier.text(...notice).count(), 0, 'not while serving');
        await cashier.pressButton('me.title');
        await cashier.read(...notice);
    } finally {
        await browser.close();
    }
});

test('what the Content-Security-Policy stops is a fault of the test that caused it', { timeout: 240_000 }, async () => {
    const browser = await launchBrowser();
    try {
        const somebody = await Person.arrive(browser, server, server.origin);
        await somebody.visit();
        await somebody.see('button', 'sign_in.submit');
        assert.deepEqual(somebody.faults, []);
        await somebody.page.evaluate(() => { new Image().src = 'http://127.0.0.1:9/planted.png'; });
        await somebody.until(() => somebody.faults.some((fault) => fault.startsWith('policy violated: img-src')), 'the violation among the faults');
    } finally {
        await browser.close();
    }
});

test('no browser test is told to ignore certificates', () => {
    const forbidden = ['ignore-certificate-errors', 'ignoreHTTPSErrors'].map((word) => new RegExp(word.replace('-', '.')));
    const here = new URL('./', import.meta.url).pathname;
    for (const file of readdirSync(here, { recursive: true }).filter((name) => name.endsWith('.mjs') && name !== 'tls.test.mjs')) {
        for (const word of forbidden) assert.doesNotMatch(readFileSync(here + file, 'utf8'), word, file);
    }
});
