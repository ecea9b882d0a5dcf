// A seed of the simulation, recorded, in the real console: gone through forwards and back, and nothing is asked of the platform.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { useStage } from './lib/stage.mjs';

const stage = useStage();
const folder = mkdtempSync(join(tmpdir(), 'hexiao-record-'));
after(() => rmSync(folder, { recursive: true }));

// A console's list, and the place of its first green: {file, events, green, tapped}.
function record() {
    execFileSync('build/native/tests/hexiao_simulation', ['--seed', '1', '--record', folder]);
    for (const name of readdirSync(folder)) {
        const file = join(folder, name);
        const events = readFileSync(file, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));
        for (const [tapped, { intent }] of events.entries()) {
            if (intent !== 'redeem') continue;
            const rest = events.slice(tapped + 1);
            const green = rest.findIndex(({ type, body }) => type === 'answered' && /"outcome":"done"/.test(body) && /"uses":1[,}]/.test(body) && !/"items"/.test(body));
            const quiet = green >= 0 && rest.slice(0, green).every((event) => event.type !== 'page' && event.intent === undefined);
            if (quiet) return { file, events, tapped: tapped + 1, green: tapped + green + 2 };
        }
    }
    throw new Error('no console of this seed redeemed at its first try');
}

stage.scenario('a recorded seed is stepped through in the console, forwards and back', async ({ arrive, network }) => {
    const { file, events, green, tapped } = record();
    const one = await arrive({ language: 'en' });
    await one.visit('/replay');
    await one.page.getByLabel('Open a recorded list').setInputFiles(file);
    const place = one.page.getByLabel('Event', { exact: true });
    const said = one.page.getByRole('status').and(one.page.locator('output'));
    const back = one.page.getByRole('button', { name: 'One event back', exact: true });
    const forward = one.page.getByRole('button', { name: 'One event forward', exact: true });
    const at = (n) => one.until(async () => (await said.textContent()).startsWith(`${n} / ${events.length}`), `event ${n}`);
    await at(0);
    assert.ok(await back.isDisabled());

    one.speak('zh'); // as the simulation's consoles do
    await place.fill(String(tapped - 1));
    await one.see('button', 'card.cancel');
    await place.fill(String(green - 1));
    await at(green - 1);
    assert.equal(await one.find('heading', 'verdict.done').count(), 0);
    await forward.click();
    await one.see('heading', 'verdict.done');
    await at(green);
    await back.click();
    await one.gone('heading', 'verdict.done');
    await at(green - 1);
    await forward.click();
    await one.see('heading', 'verdict.done');
    await place.fill(String(events.length));
    await at(events.length);
    assert.ok(await forward.isDisabled());
    assert.deepEqual(network.requests.filter(({ path }) => path.startsWith('/api/')), []);
});
