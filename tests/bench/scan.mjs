// From the code before the camera to the card, and from the tap to the verdict, beside a plain page that does the least that has
// to be done: video, zxing-wasm as it comes, the same two requests, textContent. Both see the same pictures, by turns; they are
// painted here, because a film cannot wait for a tap, and a code counts from when it was painted whole. Then what the counter
// weighs on the wire, and how long it takes to start. `node tests/bench/scan.mjs` runs these alone.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import esbuild from 'esbuild';
import { launchBrowser } from '../browser/lib/browser.mjs';
import { Person } from '../browser/lib/person.mjs';
import { writeQrVideo } from '../browser/lib/qr-video.mjs';
import { qrOf } from '../browser/lib/scene.mjs';
import { trustedHome } from '../browser/lib/trusted.mjs';
import { freePort, startServer } from '../harness/server.mjs';
import { countingProxy } from './counting_proxy.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const codes = Number(process.env.HEXIAO_SCAN_CODES ?? 200); // of each page
const block = 20; // by turns
const starts = Number(process.env.HEXIAO_STARTS ?? 7);

function print(name, value, unit, baseline, note) {
    console.log(JSON.stringify({ name, value, unit, baseline, ratio: baseline ? value / baseline : null, note }));
}

const sorted = (values) => [...values].sort((a, b) => a - b);
const p95 = (values) => sorted(values)[Math.ceil(values.length * 0.95) - 1];
const median = (values) => sorted(values)[values.length >> 1];

// Runs before a page's own scripts: a camera of 30 pictures a second, as planes of light and colour, which `film.paint` paints.
function giveCamera() {
    const [width, height] = [1280, 720];
    const planes = new Uint8Array(width * height * 1.5);
    const film = globalThis.film = {
        // `modules`: rows of a QR code as strings of 0 and 1; none: an empty counter. Answers when it was painted.
        paint(modules) {
            planes.fill(116, 0, width * height).fill(128, width * height);
            if (modules) {
                const cell = Math.floor(300 / (modules.length + 8));
                const side = cell * (modules.length + 8);
                const [left, top] = [(width - side) / 2, (height - side) / 2].map(Math.floor);
                for (let y = 0; y < side; y++) {
                    const row = modules[Math.floor(y / cell) - 4];
                    for (let x = 0; x < side; x++) planes[(top + y) * width + left + x] = row?.[Math.floor(x / cell) - 4] === '1' ? 32 : 216;
                }
            }
            return performance.now();
        },
    };
    film.paint();
    navigator.mediaDevices.getUserMedia = async () => {
        const track = new MediaStreamTrackGenerator({ kind: 'video' });
        const writer = track.writable.getWriter();
        setInterval(() => {
            const picture = new VideoFrame(planes, { format: 'I420', codedWidth: width, codedHeight: height, timestamp: Math.round(performance.now() * 1000) });
            writer.write(picture).catch(() => picture.close());
        }, 1000 / 30);
        return new MediaStream([track]);
    };
    // The moment of the animation frame after the one in which `there()` became true.
    film.until = (there) => new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error(`it never came: ${document.body.innerText.slice(0, 500)}`)), 60_000);
        const seen = () => requestAnimationFrame(resolve);
        if (there()) return seen();
        const watch = new MutationObserver(() => {
            if (!there()) return;
            watch.disconnect();
            seen();
        });
        watch.observe(document.documentElement, { subtree: true, childList: true, attributes: true, characterData: true });
    });
}

// Runs in the plain page; `read` is zxing-wasm's readBarcodes.
const plainPage = `
    import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
    prepareZXingModule({ overrides: { locateFile: () => '/plain.wasm' } });
    const video = document.querySelector('video');
    const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const card = document.querySelector('#card'), verdict = document.querySelector('#verdict');
    const post = async (path, body, headers) => (await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) })).json();
    let shown, last = '';
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: true });
    await video.play();
    const look = async () => {
        if (!shown) {
            context.canvas.width = video.videoWidth;
            context.canvas.height = video.videoHeight;
            context.drawImage(video, 0, 0);
            const [found] = await readBarcodes(context.getImageData(0, 0, video.videoWidth, video.videoHeight), { formats: ['QRCode'] });
            if (found && found.text !== last) {
                last = found.text;
                const prepared = await post('/api/v1/prepare', { credential: found.text });
                if (prepared.handle) { shown = prepared; card.textContent = prepared.card.title.en; }
            }
        }
        video.requestVideoFrameCallback(look);
    };
    video.requestVideoFrameCallback(look);
    document.querySelector('button').onclick = async () => {
        const answer = await post('/api/v1/redeem', { handle: shown.handle, uses: 1 }, { 'Idempotency-Key': crypto.randomUUID() });
        verdict.textContent = answer.outcome;
    };
    globalThis.next = () => { shown = undefined; card.textContent = verdict.textContent = ''; };`;

const rows = async (text) => {
    const { side, dark } = await qrOf(text);
    return Array.from({ length: side }, (_, y) => Array.from({ length: side }, (_, x) => (dark(x, y) ? '1' : '0')).join(''));
};

// Shows a code (after a decoy, when there is one) and waits for the card; then taps and waits for the verdict. Times in ms.
async function once(one, how, code, decoy) {
    if (decoy) {
        await one.page.evaluate((modules) => { film.paint(modules); return new Promise((seen) => setTimeout(seen, 300)); }, decoy);
        await how.decoyed?.();
    }
    const card = await one.page.evaluate(async ({ modules, there }) => {
        const present = new Function(`return ${there}`)();
        const painted = film.paint(modules);
        return (await film.until(present)) - painted;
    }, { modules: code, there: how.card });
    const at = await how.place();
    const verdict = one.page.evaluate(async (there) => {
        const present = new Function(`return ${there}`)();
        const tapped = await new Promise((resolve) => addEventListener('pointerup', (event) => resolve(event.timeStamp), { once: true, capture: true }));
        return (await film.until(present)) - tapped;
    }, how.verdict);
    await one.page.evaluate(() => new Promise(requestAnimationFrame)); // the listener is there
    await how.tap(at);
    const told = await verdict;
    await one.page.evaluate(() => { film.paint(); });
    await how.next();
    return { card, verdict: told };
}

async function scanning(server, [first, second]) {
    // A browser each: in one, the page behind the other loses its camera.
    const arrive = (browser) => Person.arrive(browser, server, server.origin, { shape: 'phone', language: 'en', scripts: [`(${giveCamera})()`] });
    const ours = await arrive(first);
    await ours.atCounter(server.staff.cashier);
    await ours.pressButton('counter.scan_open');
    await ours.read('counter.scan_hint');
    const words = (name) => JSON.stringify(ours.words(name));
    const named = (role, name) => `() => [...document.querySelectorAll('#mirror ${role}')].some((element) => (element.getAttribute('aria-label') ?? element.textContent) === ${words(name)})`;
    const console_ = {
        card: named('button', 'card.redeem'),
        verdict: named(':is(h1,h2,[role=heading])', 'verdict.done'),
        place: () => ours.place(ours.find('button', 'card.redeem')),
        tap: (at) => ours.tap(at),
        next: async () => {
            await ours.pressButton('verdict.next');
            await ours.see('button', 'counter.check');
        },
    };

    const bare = await arrive(second);
    await bare.signIn(server.staff.manager);
    await bare.pressButton('place.choose');
    await bare.takeLane();
    const { outputFiles } = await esbuild.build({ stdin: { contents: plainPage, resolveDir: root, loader: 'js' }, bundle: true, write: false, format: 'esm', minify: true });
    const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
    await bare.context.route('**/plain.wasm', (route) => route.fulfill({ contentType: 'application/wasm', body: wasm }));
    await bare.context.route('**/plain', (route) => route.fulfill({
        contentType: 'text/html',
        body: `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><style>video{width:100%}</style><video muted playsinline></video><p id="card"></p><p id="verdict"></p><button>Redeem</button><script type="module">${outputFiles[0].text}</script>`,
    }));
    await bare.visit('/plain');
    await bare.page.waitForFunction(() => document.querySelector('video').videoWidth > 0 && globalThis.next);
    const plain = {
        card: `() => document.querySelector('#card').textContent !== ''`,
        verdict: `() => document.querySelector('#verdict').textContent === 'done'`,
        place: async () => {
            const { x, y, width, height } = await bare.page.locator('button').boundingBox();
            return { x: x + width / 2, y: y + height / 2 };
        },
        tap: (at) => bare.tap(at),
        next: () => bare.page.evaluate(() => globalThis.next()),
    };

    const decoy = await rows('https://example.com/menu?table=12');
    const fresh = server.vouchers.filter(({ kind, shop }) => kind === 'usable' && shop === 'noodle').map(({ code }) => code);
    if (fresh.length < 2 * codes) throw new Error(`only ${fresh.length} fresh codes`);
    const pages = [[ours, console_, []], [bare, plain, []]];
    for (let done = 0; done < codes; done += block) {
        for (const [one, how, times] of pages) {
            for (let i = 0; i < block && times.length < codes; i++) times.push(await once(one, how, await rows(fresh.pop()), i % 4 === 3 && decoy));
        }
    }
    const [mine, theirs] = pages.map(([, , times]) => ({ card: p95(times.map(({ card }) => card)), verdict: p95(times.map(({ verdict }) => verdict)), middle: [median(times.map(({ card }) => card)), median(times.map(({ verdict }) => verdict))].map(Math.round) }));
    const how = `of ${codes} fresh codes each, a decoy before every fourth, by turns; software rendering`;
    print('scan.to_card_p95', mine.card, 'ms', theirs.card, `${how}; median ${mine.middle[0]}, of the plain page ${theirs.middle[0]}`);
    print('scan.tap_to_verdict_p95', mine.verdict, 'ms', theirs.verdict, `${how}; median ${mine.middle[1]}, of the plain page ${theirs.middle[1]}`);
    print('scan.card_plus_verdict_p95', mine.card + mine.verdict, 'ms', theirs.card + theirs.verdict, `the sum of both (goal: 300 ms, ratio 1.5); ${how}`);
    await ours.leave();
    await bare.leave();
}

async function weigh() {
    const server = await startServer({ usable: 2 });
    const proxy = await countingProxy(server.port);
    mkdirSync('build/bench', { recursive: true });
    const { code } = server.voucher('usable');
    await writeQrVideo('build/bench/wire.y4m', code);
    const browser = await launchBrowser({ camera: 'film', film: 'build/bench/wire.y4m' });
    const one = await Person.arrive(browser, server, `http://localhost:${proxy.address().port}`, { shape: 'phone' });
    await one.atCounter(server.staff.cashier);
    await one.pressButton('counter.scan_open');
    await one.pressButton('card.redeem');
    await one.see('heading', 'verdict.done');
    print('wire.counter_brotli_bytes', proxy.bytes, 'B', 1_000_000, 'everything that came over the wire, headers too, from an empty profile until a voucher was redeemed by camera; counted by a proxy, so that workers and the service worker are in it; baseline: the goal');
    await browser.close();
    proxy.close();
    await server.stop();
}

// The stock example stands beside the console's files, so that the same server sends it in the same way.
function assetsWithStock() {
    const folder = `${root}build/bench/dist`;
    rmSync(folder, { recursive: true, force: true });
    cpSync(`${root}build/dist`, folder, { recursive: true });
    const manifest = JSON.parse(readFileSync(`${folder}/asset-manifest.json`, 'utf8'));
    const files = { 'stock.mjs': 'text/javascript', 'stock.wasm': 'application/wasm' };
    for (const [name, type] of Object.entries(files)) {
        const bytes = readFileSync(`${root}build/web/tests/bench/stock/${name}`);
        writeFileSync(`${folder}/${name}`, bytes);
        writeFileSync(`${folder}/${name}.br`, brotliCompressSync(bytes));
        manifest.files[`/${name}`] = { file: name, type, immutable: true };
    }
    writeFileSync(`${folder}/stock.html`, '<!doctype html><style>body{margin:0}canvas{width:390px;height:844px;display:block}</style><canvas id="canvas" width="390" height="844"></canvas><script type="module" src="/stock-start.js"></script>');
    writeFileSync(`${folder}/stock-start.js`, 'import create from "./stock.mjs"; create({ canvas: document.querySelector("#canvas") });');
    manifest.files['/stock.html'] = { file: 'stock.html', type: 'text/html; charset=utf-8', immutable: false };
    manifest.files['/stock-start.js'] = { file: 'stock-start.js', type: 'text/javascript', immutable: true };
    writeFileSync(`${folder}/asset-manifest.json`, JSON.stringify(manifest));
    return folder;
}

// Runs first: notes when something was drawn for the first time.
function noteFirstFrame() {
    globalThis.firstDrawn = new Promise((resolve) => {
        const original = WebGL2RenderingContext.prototype.drawElements;
        WebGL2RenderingContext.prototype.drawElements = function (...args) {
            requestAnimationFrame((time) => resolve(time));
            WebGL2RenderingContext.prototype.drawElements = original;
            return original.apply(this, args);
        };
    });
}

async function starting() {
    const port = await freePort();
    const server = await startServer({ usable: 1, assets: assetsWithStock(), args: ['--tls-port', port] });
    const home = trustedHome(server);
    const times = { console: { cold: [], warm: [] }, stock: { cold: [], warm: [] } };
    const browser = await launchBrowser({ home: home.path });
    for (let i = 0; i < starts; i++) {
        for (const [who, path] of [['console', '/'], ['stock', '/stock.html']]) {
            const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
            await context.addInitScript(noteFirstFrame);
            const page = await context.newPage();
            for (const state of ['cold', 'warm']) {
                await page.goto(`https://localhost:${port}${path}`);
                times[who][state].push(await page.evaluate(() => globalThis.firstDrawn));
                // The service worker has the shell before the second start, as with any customer of tomorrow.
                if (who === 'console' && state === 'cold') await page.evaluate(() => navigator.serviceWorker.ready);
            }
            await context.close();
        }
    }
    for (const state of ['cold', 'warm']) {
        print(`start.${state}`, median(times.console[state]), 'ms', median(times.stock[state]), `from the navigation to the frame after the first one drawn (the sign-in screen), median of ${starts}, ${state === 'cold' ? 'empty profile' : 'the same profile again'}; baseline: Dear ImGui's SDL2 example from the same server over trusted TLS (goal: ${state === 'cold' ? 1.5 : 1})`);
    }
    await browser.close();
    home.remove();
    await server.stop();
}

export async function scan() {
    const server = await startServer({ usable: Math.ceil((2 * codes) / 4) });
    const browsers = await Promise.all([launchBrowser({}), launchBrowser({})]);
    try {
        await scanning(server, browsers);
    } finally {
        for (const browser of browsers) await browser.close();
        await server.stop();
    }
    await weigh();
    await starting();
    return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = (await scan()) ? 0 : 1;
