// Starts Chromium as a test needs it: software WebGL 2, nothing in the background, a fake camera that plays a film.
// One browser per test file; each person in a test gets a context (own cookies, own store) of their own.
// Flags: reference/web.md, "Browsers for tests".
import { chromium } from 'playwright-core';

const flags = [
    '--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist',
    '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run',
    '--no-default-browser-check', '--autoplay-policy=no-user-gesture-required',
];

// `home`: a folder with a certificate database of its own (.pki/nssdb), for a browser that trusts what stands there.
// `film`: a Y4M file for the fake camera. `camera`: 'film' (grants itself), 'denied' or 'none'.
// `scale`: device pixels per CSS pixel of a real window, as a screen or the browser's zoom makes them.
// `spoken`: on a display, for a screen reader. `whole`: with all that asks and tells a person (permissions, notices). The build
// without it needs two fifths less time, since it makes no window for each person.
// HEXIAO_SHORT_LIVED (run.mjs): a page that lives for seconds gains nothing from code that is made better while it runs, which
// takes a quarter of a scenario's time; only reading a film does.
export async function launchBrowser({ film = null, camera = 'none', home, scale, spoken = false, whole = spoken || camera === 'denied' } = {}) {
    const args = scale ? [...flags, `--force-device-scale-factor=${scale}`, '--window-size=1600,1200'] : [...flags];
    if (process.env.HEXIAO_SHORT_LIVED && camera !== 'film' && !whole) args.push('--js-flags=--liftoff-only');
    if (spoken) args.push('--force-renderer-accessibility');
    if (camera === 'film') {
        args.push('--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${film}`);
    } else if (camera === 'denied') {
        args.push('--use-fake-device-for-media-stream', '--deny-permission-prompts');
    }
    return chromium.launch({ executablePath: process.env.CHROMIUM ?? `/usr/bin/chromium${whole ? '' : '-headless-shell'}`, args, headless: !spoken, ...(home && { env: { ...process.env, HOME: home } }) });
}

// The shapes that the console is made for.
export const shapes = {
    phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
    tablet: { viewport: { width: 834, height: 1112 }, deviceScaleFactor: 1 }, // its layout; fingers are a phone's matter
    window: { viewport: null }, // as large as the browser's window, with its real pixels
    desk: { viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1 },
    wall: { viewport: { width: 1920, height: 1080 }, deviceScaleFactor: 1 },
};
