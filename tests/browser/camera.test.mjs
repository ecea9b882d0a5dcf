// The camera that is not there, not allowed, or sees nothing: each is said in a sentence, and typing always works.
// A running camera costs the console no frames. (Scanning itself: story.test.mjs.)
import assert from 'node:assert/strict';
import { both, useStage } from './lib/stage.mjs';

const none = useStage({ camera: 'none' });
const denied = useStage({ camera: 'denied' });
const blank = useStage({ film: 'blank' });

async function saidAndTyped(stage, { arrive, staff, voucher }, how, sentence) {
    const one = await arrive(how);
    await one.atCounter(staff.cashier);
    await one.pressButton('counter.scan_open');
    await one.see('status', sentence);
    await one.see('button', 'counter.scan_open'); // and may be tried again
    const { code, title } = voucher('usable');
    await one.typeCode(code);
    await one.see('heading', { exact: title[how.language] });
}

for (const { named, ...how } of both) {
    none.scenario(`no camera (${named})`, (world) => saidAndTyped(none, world, how, 'counter.camera_missing'));
    denied.scenario(`camera not allowed (${named})`, (world) => saidAndTyped(denied, world, how, 'counter.camera_denied'));
}

blank.scenario('a running camera asks for no frames, and is switched off', async ({ arrive, staff }) => {
    const one = await arrive({ shape: 'phone', language: 'en' });
    await one.atCounter(staff.cashier);
    await one.pressButton('counter.scan_open');
    await one.read('counter.scan_hint');
    const video = one.page.locator('#camera');
    await one.until(() => video.evaluate((element) => element.videoWidth > 0), 'a picture from the camera');
    // The video lies exactly where the console left a window for it.
    const [box, window] = [await video.boundingBox(), await one.find('img', 'counter.camera').boundingBox()];
    assert.deepEqual(box, window);

    await one.still();
    const before = await one.drawn();
    const pictures = await video.evaluate(async (element) => {
        for (let i = 0; i < 10; i++) await new Promise((resolve) => element.requestVideoFrameCallback(resolve));
        return 10;
    });
    assert.equal(pictures, 10);
    assert.equal(await one.drawn(), before);

    await one.pressButton('counter.scan_stop');
    await one.see('button', 'counter.scan_open');
    await one.until(() => video.evaluate((element) => element.srcObject === null), 'the camera let go');
});

blank.scenario('leaving the counter lets the camera go; coming back opens it again', async ({ arrive, staff }) => {
    const one = await arrive({ language: 'en' });
    await one.atCounter(staff.cashier);
    await one.pressButton('counter.scan_open');
    await one.read('counter.scan_hint');
    await one.press(one.find('link', 'nav.today'));
    await one.see('heading', 'today.title');
    await one.until(() => one.page.locator('#camera').evaluate((element) => element.srcObject === null), 'the camera let go');
    await one.press(one.find('link', 'nav.counter'));
    await one.read('counter.scan_hint');
});
