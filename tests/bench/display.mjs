// The wall screen: from a redemption's request to the frame after the one that drew it, on five walls while 300 others read
// the same feed; what comes over the wire until its first event is painted; frames of a quiet minute. Beside it a plain page that
// prints the same feed. `node tests/bench/display.mjs` runs these alone.
import { setTimeout as pass } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { launchBrowser } from '../browser/lib/browser.mjs';
import { Person } from '../browser/lib/person.mjs';
import { Person as Client } from '../harness/person.mjs';
import { startServer } from '../harness/server.mjs';
import { countingProxy } from './counting_proxy.mjs';
import { count, forced, minute, seconds } from './idle.mjs';

const walls = 5;
const readers = 300;
const redemptions = Number(process.env.HEXIAO_DISPLAY_EVENTS ?? 60); // of each kind of page
const block = 10; // by turns

function print(name, value, unit, baseline, note) {
    console.log(JSON.stringify({ name, value, unit, baseline, ratio: baseline ? value / baseline : null, note }));
}

const p95 = (values) => [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1];
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

// Runs in a page: the moment, by the machine's clock, of the second animation frame after `n` stood on the screen.
const painted = (there) => new Promise((resolve) => {
    const present = new Function('n', `return ${there.test}`);
    const look = () => {
        if (!present(there.n)) return;
        watch.disconnect();
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now())));
    };
    const watch = new MutationObserver(look);
    watch.observe(document.documentElement, { subtree: true, childList: true, attributes: true, characterData: true });
    look();
});

const plainPage = `<!doctype html><meta charset="utf-8"><style>p{font-size:48px}</style><h1>redeemed</h1><p id="redeemed"></p><p id="last"></p>
<script type="module">
    const session = await (await fetch('/api/v1/session')).json();
    const show = (n) => { document.querySelector('#redeemed').textContent = n; };
    let redeemed = 0;
    const source = new EventSource('/api/v1/stores/' + session.store_id + '/feed');
    source.addEventListener('snapshot', (event) => show(redeemed = JSON.parse(event.data).redeemed));
    source.addEventListener('redemption', (event) => {
        const { redemption } = JSON.parse(event.data);
        document.querySelector('#last').textContent = redemption.title.en;
        show(redeemed += redemption.uses);
    });
</script>`;

// One member of staff who redeems; tells when that began, and what the store has redeemed then.
async function redeemer(server) {
    const client = await Client.signIn(server, server.staff.cashier, { lane: 0 });
    const codes = server.vouchers.filter(({ kind, shop }) => kind === 'usable' && shop === 'noodle').map(({ code }) => code);
    const feed = await client.feed();
    let { redeemed } = (await feed.next()).data;
    feed.close();
    return async () => {
        const at = performance.timeOrigin + performance.now();
        await client.use(codes.pop());
        return { at, redeemed: ++redeemed };
    };
}

// So many others who read the same feed, as screens do; one account has sixteen streams on each device.
async function crowd(server) {
    const feeds = [];
    while (feeds.length < readers) {
        const screen = await Client.signIn(server, server.staff.display);
        feeds.push(...await Promise.all(Array.from({ length: Math.min(16, readers - feeds.length) }, () => screen.feed())));
    }
    const read = async (feed) => { while (await feed.next(3_600_000)); };
    feeds.forEach((feed) => void read(feed));
    return () => feeds.forEach((feed) => feed.close());
}

// Screens of one kind: they come for their turn and leave, so that nobody waits for what the others paint.
async function screens(browser, server, { path, test, page }) {
    const people = [];
    for (let i = 0; i < walls; i++) {
        const one = await Person.arrive(browser, server, server.origin, { shape: 'wall', language: 'en' });
        if (page) await one.context.route('**/plain', (route) => route.fulfill({ contentType: 'text/html', body: page }));
        await one.enter(server.staff.display);
        await one.see('heading', 'display.progress');
        await one.visit('/manifest.webmanifest');
        people.push(one);
    }
    const pages = people.map((one) => one.page);
    return {
        come: () => Promise.all(people.map((one) => one.visit(path))),
        leave: () => Promise.all(people.map((one) => one.visit('/manifest.webmanifest'))),
        seen: (n) => Promise.all(pages.map((one) => one.evaluate(painted, { test, n }))),
        times: [],
    };
}

async function latency() {
    const server = await startServer({ usable: Math.ceil(redemptions / 2) + 20 });
    const browser = await launchBrowser({});
    try {
        const disperse = await crowd(server);
        const ours = await screens(browser, server, { path: '/display', test: "[...document.querySelectorAll('#mirror .node')].some((one) => one.textContent === String(n))" });
        const bare = await screens(browser, server, { path: '/plain', test: "document.querySelector('#redeemed')?.textContent === String(n)", page: plainPage });
        const redeem = await redeemer(server);
        let { redeemed } = await redeem();
        for (let done = 0; done < redemptions; done += block) {
            for (const kind of [ours, bare]) {
                await kind.come();
                await kind.seen(redeemed);
                for (let i = 0; i < block; i++) {
                    await pass(400); // the feed sends at most four times a second: nobody waits for that
                    const told = await redeem();
                    redeemed = told.redeemed;
                    kind.times.push(...(await kind.seen(redeemed)).map((at) => at - told.at));
                }
                await kind.leave();
            }
        }
        print('display.p95_ms', p95(ours.times), 'ms', p95(bare.times), `from before a redemption's request to the second animation frame after its figures stood on the screen: ${redemptions} redemptions on ${walls} walls of 1920 × 1080 while ${readers} others read the feed; baseline: as many plain pages that print the same feed, by turns; medians ${Math.round(median(ours.times))} and ${Math.round(median(bare.times))}; software rendering (goal: 1000 ms, ratio 1.5)`);
        disperse();
    } finally {
        await browser.close();
        await server.stop();
    }
}

// From an empty profile to the first event after the snapshot. A paired screen signs in by itself; here somebody does.
async function weigh(browser, server) {
    const proxy = await countingProxy(server.port);
    const wall = await Person.arrive(browser, server, `http://localhost:${proxy.address().port}`, { shape: 'wall' });
    await wall.enter(server.staff.display);
    const told = await (await redeemer(server))();
    await wall.page.evaluate(painted, { test: "[...document.querySelectorAll('#mirror .node')].some((one) => one.textContent === String(n))", n: told.redeemed });
    print('wire.display_brotli_bytes', proxy.bytes, 'B', 600_000, 'everything that came over the wire, headers too, from an empty profile, over a sign-in, until the wall showed a redemption; counted by a proxy, so that workers and the service worker are in it; baseline: the goal');
    await wall.leave();
    proxy.close();
}

async function quiet(browser, server) {
    const wall = await Person.arrive(browser, server, server.origin, { shape: 'wall', scripts: [count] });
    await wall.enter(server.staff.display);
    await wall.see('heading', 'display.progress');
    await wall.still();
    const { frames, cpu } = await minute(browser, wall.page);
    const control = await forced(wall.page);
    print(`display.frames_${seconds}s`, frames, '1', control, `frames of a wall while nothing happens: the clock's (goal: 1 in 60 s); baseline: what one forced repaint counts; CPU ${cpu.toFixed(2)} s`);
    await wall.leave();
    return frames <= Math.ceil(seconds / 60) && control === 1;
}

export async function display() {
    await latency();
    const server = await startServer({ usable: 4 });
    const browser = await launchBrowser({});
    try {
        await weigh(browser, server);
        return await quiet(browser, server);
    } finally {
        await browser.close();
        await server.stop();
    }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = (await display()) ? 0 : 1;
