// Pictures of every screen for eyes: `node tests/browser/screens.mjs [phone|desk|wall] [zh|en] [light|dark]` writes build/screens/*.png.
// Not a test: it judges nothing.
import { mkdirSync } from 'node:fs';
import { Person } from './lib/person.mjs';
import { Stage } from './lib/stage.mjs';
import { tour } from './lib/tour.mjs';

const wanted = process.argv.slice(2);
const among = (all) => (all.some((one) => wanted.includes(one)) ? all.filter((one) => wanted.includes(one)) : all);
const folder = new URL('../../build/screens/', import.meta.url).pathname;
mkdirSync(folder, { recursive: true });

const stage = new Stage({ film: 'blank' });
await stage.open();
const world = { stage, staff: stage.staff, network: stage.network, voucher: (kind) => stage.voucher(kind) };
for (const shape of among(['phone', 'desk', 'wall'])) {
    for (const language of among(['zh', 'en'])) {
        const one = await Person.arrive(stage.browser, stage.server, stage.network.origin, { shape, language });
        const take = async (name) => {
            for (const colorScheme of among(['light', 'dark'])) {
                await one.page.emulateMedia({ colorScheme });
                await one.still();
                await one.page.screenshot({ path: `${folder}${shape}-${language}-${colorScheme}-${name}.png` });
            }
        };
        await tour(world, one, take);
        await one.press(one.find('link', 'nav.counter'));
        await one.pressButton('counter.scan_open');
        await one.read('counter.scan_hint');
        await one.still();
        await take('camera');
        await one.leave();
        console.log(`${shape} ${language}: done`);
    }
}
await stage.close();
console.log(`pictures in ${folder}`);
