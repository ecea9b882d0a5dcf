// What it costs that a staff action is stored before it is sent: the console's own writing (web/records.ts), from the wish to
// the event that lets it be sent, beside the same row put bare by IndexedDB with the same promise. By turns, in one page.
import esbuild from 'esbuild';
import { launchBrowser } from '../browser/lib/browser.mjs';
import { Listener } from '../harness/listener.mjs';

const rounds = 400;
const most = 1.5;

// Runs in the page. Times in ms.
async function measure(count) {
    const settled = (request) => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
    const opening = indexedDB.open('bare', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('records');
    const db = await settled(opening);
    const row = JSON.stringify({
        format: 1, handle: crypto.randomUUID(), key: crypto.randomUUID(), staff_id: crypto.randomUUID(), title: { en: 'Beef noodles', zh: '牛肉面' }, uses: 1,
    });
    const bare = (key) => new Promise((resolve, reject) => {
        const began = performance.now();
        const transaction = db.transaction('records', 'readwrite', { durability: 'strict' });
        transaction.objectStore('records').put({ version: 1, row }, key);
        transaction.oncomplete = () => resolve(performance.now() - began);
        transaction.onabort = () => reject(transaction.error);
    });
    let stored;
    const records = new globalThis.outbox.Records((event) => event.type === 'record_stored' && stored(event));
    const write = async (key) => {
        const began = performance.now();
        const event = new Promise((resolve) => (stored = resolve));
        void records.put(key, row);
        if (!(await event).ok) throw new Error('a row was not stored');
        return performance.now() - began;
    };
    const times = { bare: [], outbox: [] };
    for (let i = 0; i < count; i++) {
        const key = crypto.randomUUID();
        if (i % 2) times.bare.push(await bare(key));
        times.outbox.push(await write(key));
        if (!(i % 2)) times.bare.push(await bare(key));
        await records.remove(key); // as it is once its outcome is known
    }
    return times;
}

function p95(times) {
    return times.toSorted((a, b) => a - b)[Math.ceil(0.95 * times.length) - 1];
}

// True when storing costs no more than it may.
export async function outbox() {
    const { outputFiles: [{ text: code }] } = await esbuild.build({ entryPoints: ['web/records.ts'], bundle: true, write: false, format: 'iife', globalName: 'outbox' });
    const listener = await new Listener((request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>outbox</title>')).listen();
    const browser = await launchBrowser();
    try {
        const page = await browser.newPage();
        await page.goto(`http://localhost:${listener.port}/`);
        await page.addScriptTag({ content: code });
        await page.evaluate(measure, 20); // warm
        const times = await page.evaluate(measure, rounds);
        const [value, baseline] = [p95(times.outbox), p95(times.bare)];
        console.log(JSON.stringify({
            name: 'outbox.write_p95_ms', value, unit: 'ms', baseline, ratio: value / baseline,
            note: `of ${rounds} rows, from the wish to the event; baseline: the same rows put bare, durability strict, by turns; at most ${most}`,
        }));
        return value / baseline <= most;
    } finally {
        await browser.close();
        await listener.close();
    }
}
