// What must hold on every screen, in both languages, shapes and themes: every string that is drawn is also said by the
// mirror, where it is drawn; every control is drawn where the mirror says; letters and controls stand out from what they
// stand on, measured from pixels; what can be pressed has room for a thumb where thumbs press; axe-core finds nothing.
import assert from 'node:assert/strict';
import { both, useStage } from './lib/stage.mjs';
import { axeFinds, small, themes, unsaid } from './lib/screen_checks.mjs';
import { Sight } from './lib/sight.mjs';
import { tour } from './lib/tour.mjs';

const stage = useStage();

for (const { shape, language, named } of both) {
    stage.scenario(`said, drawn, legible and sound (${named})`, async (world) => {
        const sight = await Sight.open(stage.browser);
        const one = await world.arrive({ shape, language });
        const wrong = {};
        const blame = (name, found) => found.length && (wrong[name] = found);
        await tour(world, one, async (name, who) => {
            blame(`${name}: unsaid`, await unsaid(who));
            if (shape === 'phone') blame(`${name}: small`, await small(who));
            for (const { colorScheme, contrast, text } of themes[shape]) {
                await who.page.emulateMedia({ colorScheme, contrast });
                await who.still(4);
                const { faults, judged } = await sight.judge(who, { text });
                assert.ok(judged >= 3, `${name}: only ${judged} things to judge`);
                blame(`${name}: ${colorScheme}, contrast ${contrast}`, faults);
            }
            await who.page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference' });
            const { violations, incomplete } = await axeFinds(who);
            blame(`${name}: axe violations`, violations);
            blame(`${name}: axe incomplete`, incomplete);
        });
        await sight.close();
        assert.deepEqual(wrong, {});
    }, { timeout: 600_000 }); // all screens, in each theme
}
