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

blank.scenario('after three minutes in which nobody scans the camera rests; a tap brings it back', async ({ arrive, staff }) => {
    const one = await arrive({ shape: 'phone', language: 'en' });
    await one.page.clock.install();
    await one.atCounter(staff.cashier);
    await one.pressButton('counter.scan_open');
    await one.read('counter.scan_hint');
    const running = (is) => one.until(() => one.page.locator('#camera').evaluate((video, on) => (video.srcObject !== null) === on, is), `the camera runs: ${is}`);
    await running(true);
    await one.page.clock.fastForward(170_000);
    await one.read('counter.scan_hint');
    await running(true);
    await one.page.clock.fastForward(11_000);
    await one.read('counter.camera_rests');
    await running(false);
    await one.pressButton('counter.scan_open');
    await one.read('counter.scan_hint');
    await running(true);
    assert.equal(await one.text('counter.camera_rests').count(), 0);
});

// Runs in the page, before it: it can be put out of sight, as another tab or a locked phone does.
function hideable() {
    let state = 'visible';
    Object.defineProperty(document, 'visibilityState', { get: () => state });
    Object.defineProperty(document, 'hidden', { get: () => state === 'hidden' });
    window.show = (seen) => {
        state = seen ? 'visible' : 'hidden';
        document.dispatchEvent(new Event('visibilitychange'));
    };
}

blank.scenario('out of sight the camera is let go; back in sight it runs again', async ({ arrive, staff }) => {
    const one = await arrive({ shape: 'phone', language: 'en', scripts: [hideable] });
    await one.atCounter(staff.cashier);
    await one.pressButton('counter.scan_open');
    await one.read('counter.scan_hint');
    const tracks = () => one.page.locator('#camera').evaluate((video) => (video.srcObject?.getTracks() ?? []).map((track) => track.readyState));
    await one.until(async () => (await tracks()).join() === 'live', 'a live picture');
    await one.page.evaluate(() => { window.track = document.querySelector('#camera').srcObject.getTracks()[0]; window.show(false); });
    await one.until(async () => (await tracks()).length === 0, 'let go');
    assert.equal(await one.page.evaluate(() => window.track.readyState), 'ended', 'the camera’s own lamp goes out');
    await one.page.evaluate(() => window.show(true));
    await one.read('counter.scan_hint');
    await one.until(async () => (await tracks()).join() === 'live', 'a live picture again');
});

// Runs in the page, before it: an address without https, where a browser has no camera to offer.
function insecure() {
    Object.defineProperty(window, 'isSecureContext', { value: false });
    Object.defineProperty(navigator, 'mediaDevices', { value: undefined });
}

for (const { named, ...how } of both) {
    blank.scenario(`over an insecure connection the console says so, and a code is typed (${named})`, (world) =>
        saidAndTyped(blank, world, { ...how, scripts: [insecure] }, 'counter.camera_insecure'));
}

blank.scenario('a camera whose own luminance the browser does not give is drawn, and /debug says so', async ({ arrive, staff }) => {
    const rgb = () => Object.defineProperty(VideoFrame.prototype, 'format', { get: () => 'BGRX' });
    const one = await arrive({ language: 'en', scripts: [rgb] });
    await one.atCounter(staff.cashier);
    const luminance = async (is) => {
        await one.page.evaluate(() => { history.pushState({ inside: true }, '', '/debug'); dispatchEvent(new PopStateEvent('popstate')); });
        await one.see('heading', 'debug.can');
        const beside = one.text('debug.can_luminance').locator('xpath=following-sibling::*[1]');
        assert.equal(await beside.textContent(), one.words(is ? 'debug.yes' : 'debug.no'));
        await one.page.goBack();
        await one.see('heading', 'counter.title');
    };
    await luminance(true); // as far as one can know without a picture
    await one.page.evaluate(() => {
        window.drawn = 0;
        const draw = CanvasRenderingContext2D.prototype.drawImage;
        CanvasRenderingContext2D.prototype.drawImage = function (...all) { window.drawn += all[0] instanceof HTMLVideoElement; return draw.apply(this, all); };
    });
    await one.pressButton('counter.scan_open');
    await one.until(() => one.page.evaluate(() => window.drawn > 1), 'pictures are drawn instead');
    await luminance(false);
});

// Runs in the page: a camera with a light and a lens that zooms, beside a second one.
function equip() {
    window.asked = [];
    MediaStreamTrack.prototype.getCapabilities = () => ({ torch: true, zoom: { min: 1, max: 2.5 } });
    MediaStreamTrack.prototype.applyConstraints = ({ advanced: [wish] }) => Promise.resolve(void window.asked.push(wish));
    navigator.mediaDevices.enumerateDevices = () => Promise.resolve(['back', 'front'].map((deviceId) => ({ kind: 'videoinput', deviceId })));
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = (wish) => {
        window.asked.push({ camera: wish.video.deviceId?.ideal ?? wish.video.facingMode });
        return open(wish);
    };
}

blank.scenario('light, zoom and another camera, where the device has them; the choice is remembered', async ({ arrive, staff }) => {
    const one = await arrive({ shape: 'phone', language: 'en', scripts: [equip] });
    const asked = async (...wishes) => one.until(async () => JSON.stringify(await one.page.evaluate(() => window.asked.splice(0))) === JSON.stringify(wishes), JSON.stringify(wishes));
    await one.atCounter(staff.cashier);
    await one.pressButton('counter.scan_open');
    await one.see('button', 'counter.torch_on');
    await asked({ camera: 'environment' });
    await one.pressButton('counter.torch_on');
    await one.see('button', 'counter.torch_off');
    await asked({ torch: true });
    await one.pressButton('counter.torch_off');
    await one.see('button', 'counter.torch_on');
    await asked({ torch: false });
    await one.pressButton('counter.zoom', { n: 2 });
    await one.see('button', 'counter.zoom', { n: 1 });
    await asked({ zoom: 2 });
    await one.pressButton('counter.camera_next');
    await asked({ camera: 'back' }); // the one in use is neither of the two: the first
    await one.reload();
    await one.see('heading', 'counter.title');
    await one.pressButton('counter.scan_open');
    await asked({ camera: 'back' });
});
