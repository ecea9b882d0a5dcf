// Orca itself, on a screen that nobody sees: that it says the fields, what must be done first, and the verdict while somebody
// signs in and redeems by keyboard (quicker than it speaks, so that it leaves out some of what it would say). Its speech is read
// from its debug log; no sound is made. Run by `make check-orca`, which gives it a display and a session bus of its own
// (Debian: orca, at-spi2-core, xvfb, dbus-x11).
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { after, before } from 'node:test';
import { useStage } from '../browser/lib/stage.mjs';

const folder = mkdtempSync(`${tmpdir()}/hexiao-orca-`);
mkdirSync(`${folder}/run`, { mode: 0o700 });
Object.assign(process.env, { HOME: folder, XDG_RUNTIME_DIR: `${folder}/run`, NO_AT_BRIDGE: '0', ACCESSIBILITY_ENABLED: '1' });
const started = [];
const start = (...command) => {
    const process = spawn(command[0], command.slice(1), { stdio: 'ignore' });
    started.push(process);
    return process;
};

// Orca writes its log in large pieces: all of it is there when Orca has ended. Every sentence that it said, in order.
const log = `${folder}/orca.log`;
async function speech(orca) {
    orca.kill('SIGTERM');
    await once(orca, 'exit');
    return [...readFileSync(log, 'utf8').matchAll(/SPEECH OUTPUT: '(.*?)'(?:\{|$)/gm)].map(([, said]) => said);
}

let orca;
before(async () => {
    start('/usr/libexec/at-spi-bus-launcher', '--launch-immediately');
    orca = start('orca', '--replace', `--debug-file=${log}`);
    while (!existsSync(log)) await new Promise((resolve) => setTimeout(resolve, 200));
});

const stage = useStage({ spoken: true });

after(() => {
    for (const process of started) process.kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

stage.scenario('Orca says the way from sign-in to the next customer', async ({ arrive, staff, voucher }) => {
    const one = await arrive({ language: 'en' });
    const { code, title } = voucher('usable');
    const keys = one.page.keyboard;
    const expected = [];
    const hears = async (text) => {
        expected.push(text);
        await one.frames(90); // it speaks of what stands still for a moment
    };
    const holds = (name) => one.until(() => one.page.evaluate((text) => [document.activeElement?.getAttribute('aria-label'), document.activeElement?.textContent].includes(text), name), `the keyboard at ${name}`);
    const tabTo = async (name) => {
        for (let i = 0; i < 30; i++) {
            if (await one.page.evaluate((text) => [document.activeElement?.getAttribute('aria-label'), document.activeElement?.textContent].includes(text), name)) return;
            await keys.press('Tab');
            await one.frames(2);
        }
        await holds(name);
    };
    await one.visit();
    await holds(one.words('sign_in.account'));
    await keys.type(staff.cashier.account);
    await keys.press('Tab');
    await hears(one.words('sign_in.password'));
    await keys.type(staff.cashier.password);
    await keys.press('Enter');
    await holds(one.words('counter.code'));
    await hears(one.words('card.lane_first')); // said by itself: no lane yet
    await tabTo(one.words('place.choose'));
    await keys.press('Enter');
    await holds(one.words('place.title'));
    await keys.press('Tab');
    await keys.press('Enter');
    await holds(one.words('counter.code'));
    await keys.type(code);
    await keys.press('Enter');
    await holds(one.words('card.redeem'));
    await keys.press('Enter');
    await hears(one.words('verdict.done'));
    await hears(title.en);
    await keys.press('Enter');
    await holds(one.words('counter.code'));
    const said = await speech(orca);
    let from = 0;
    for (const text of expected) {
        const at = said.findIndex((sentence, i) => i >= from && sentence.includes(text));
        assert.ok(at >= 0, `Orca did not say “${text}” after “${said[from - 1]}”; it said:\n${said.join('\n')}`);
        from = at;
    }
});
