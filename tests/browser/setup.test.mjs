// A first start without demo: the program that people run prints a one-time link, and by it a merchant begins.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { freePort } from '../harness/server.mjs';
import { launchBrowser } from './lib/browser.mjs';
import { Person } from './lib/person.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const build = process.env.HEXIAO_BUILD ?? `${root}build/native`;
let browser;
before(async () => { browser = await launchBrowser(); });
after(() => browser.close());

async function firstStart(act) {
    const data = mkdtempSync(`${tmpdir()}/hexiao-setup-`);
    const port = await freePort();
    const program = spawn(`${build}/platform/hexiao`, ['serve', '--port', port, '--tls-port', 0, '--data', data, '--assets', process.env.HEXIAO_DIST ?? `${root}build/dist`].map(String));
    let said = '';
    program.stdout.on('data', (text) => { said += text; });
    try {
        while (!/\/setup#[0-9a-f]{64}/.test(said)) await once(program.stdout, 'data');
        await act(`http://localhost:${port}`, /\/setup#[0-9a-f]{64}/.exec(said)[0]);
    } finally {
        program.kill();
        await once(program, 'exit');
        rmSync(data, { recursive: true, force: true });
    }
}

test('the link makes merchant, store, lanes and owner, who redeems at once; it works once', { timeout: 240_000 }, () => firstStart(async (origin, link) => {
    const server = { origin };
    const stranger = await Person.arrive(browser, server, origin, { language: 'en' });
    await stranger.visit('/');
    await stranger.read('sign_in.setup');
    const owner = await Person.arrive(browser, server, origin, { shape: 'phone', language: 'zh' });
    await owner.visit(link);
    await owner.see('heading', 'setup.title');
    assert.equal(new URL(owner.page.url()).hash, '');
    const entries = { 'setup.merchant': '青禾面馆', 'setup.store': '总店', 'setup.owner': '林老板', 'sign_in.account': 'lin', 'password.new': 'a-good-pass-phrase' };
    const zone = await owner.page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
    await owner.holds(owner.field('stores.zone'), zone);
    await owner.pressButton('setup.submit');
    await owner.see('alert', { exact: owner.problem('invalid_field') });
    for (const [field, text] of Object.entries(entries)) await owner.typeInto(owner.field(field), text);
    await owner.pressButton('setup.submit');
    await owner.see('heading', 'counter.title');
    await owner.settled();
    await stranger.visit(link);
    await stranger.see('heading', 'setup.title');
    for (const [field, text] of Object.entries(entries)) await stranger.typeInto(stranger.field(field), text);
    await stranger.pressButton('setup.submit');
    await stranger.see('alert', { exact: stranger.problem('already_set_up') });
    assert.deepEqual([...owner.faults, ...stranger.faults], []);
}));
