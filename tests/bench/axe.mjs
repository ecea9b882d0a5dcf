// What axe-core finds on every screen, in both languages and themes. Its control is each stop with a known fault in it:
// a finder that finds nothing there would find nothing anywhere.
import { Person } from '../browser/lib/person.mjs';
import { axeFinds } from '../browser/lib/screen_checks.mjs';
import { Stage } from '../browser/lib/stage.mjs';
import { tour } from '../browser/lib/tour.mjs';

function print(name, value, baseline, note) {
    console.log(JSON.stringify({ name, value, unit: '1', baseline, ratio: value / baseline, note }));
}

// True when axe finds nothing but in its control.
export async function axe() {
    const stage = new Stage({});
    await stage.open();
    const world = { stage, staff: stage.staff, network: stage.network, voucher: (kind) => stage.voucher(kind) };
    let [looks, violations, incomplete, control] = [0, 0, 0, 0];
    for (const [shape, language] of [['phone', 'zh'], ['desk', 'en']]) {
        const one = await Person.arrive(stage.browser, stage.server, stage.network.origin, { shape, language });
        await tour(world, one, async (name, who) => {
            for (const colorScheme of ['light', 'dark']) {
                await who.page.emulateMedia({ colorScheme });
                await who.still(4);
                const found = await axeFinds(who);
                looks += 1;
                violations += found.violations.length;
                incomplete += found.incomplete.length;
                for (const fault of [...found.violations, ...found.incomplete]) console.error(name, JSON.stringify(fault));
            }
            const names = await who.page.locator('#mirror button').evaluateAll((buttons) => buttons.map((it) => [it.textContent, (it.textContent = '')][0]));
            control += (await axeFinds(who)).violations.length;
            await who.page.locator('#mirror button').evaluateAll((buttons, all) => buttons.forEach((it, i) => { it.textContent = all[i]; }), names);
        });
        await one.leave();
    }
    await stage.close();
    const note = `axe-core, all rules, on ${looks} looks (every stop of the tour, phone in Chinese and desk in English, light and dark)`;
    print('axe.violations', violations, control, `${note}; baseline: what it finds when the buttons of each stop lose their names`);
    print('axe.incomplete', incomplete, control, `${note}; what it could not decide and tests/browser/lib/screen_checks.mjs does not explain; baseline as above`);
    return violations === 0 && incomplete === 0 && control > 0;
}
