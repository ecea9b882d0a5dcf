// A tablet, between a phone and a desk: the navigation is a slim rail at the left, nothing is cut off, and nothing to press is
// smaller than a finger, at both ends of that range.
import assert from 'node:assert/strict';
import { useStage } from './lib/stage.mjs';
import { unsaid } from './lib/screen_checks.mjs';

const stage = useStage();
const screens = {
    '/counter': 'counter.title', '/queue': 'queue.title', '/today': 'today.title', '/today/redemptions': 'list.title', '/vouchers': 'vouchers.title',
    '/vouchers/new': 'sell.title', '/days': 'days.title', '/me': 'me.secrets', '/devices/new': 'invite.title', '/shop': 'shop.title',
    '/shop/staff': 'staff.title', '/shop/devices': 'devices.title', '/shop/stores': 'stores.title', '/shop/products': 'products.title',
    '/shop/settings': 'settings.title',
};

// Runs in the page: where the navigation stands, and what of the rest leaves its room or is too small.
function lookAround() {
    const box = (element) => element.getBoundingClientRect();
    const links = [...document.querySelectorAll('#mirror [role=link]')].map(box);
    const rail = Math.max(...links.map(({ right }) => right));
    const name = (element) => element.getAttribute('aria-label') ?? element.textContent;
    const nodes = [...document.querySelectorAll('#mirror .node')].filter((element) => !element.closest('nav') && name(element) !== '');
    return {
        rail: { left: Math.min(...links.map(({ left }) => left)), right: rail, column: new Set(links.map(({ left }) => left)).size === 1 },
        outside: nodes.filter((element) => box(element).right > innerWidth + 0.5 || box(element).left < rail - 0.5).map(name),
        small: nodes.filter((element) => element.matches('button, input') && (box(element).width < 44 || box(element).height < 44)).map(name),
    };
}

for (const [width, language] of [[700, 'en'], [834, 'zh'], [1099, 'en']]) {
    stage.scenario(`every screen at ${width} px (${language})`, async ({ arrive, staff }) => {
        const one = await arrive({ shape: 'tablet', language });
        await one.page.setViewportSize({ width, height: 900 });
        await one.enter(staff.owner);
        const wrong = {};
        for (const [path, heading] of Object.entries(screens)) {
            await one.visit(path);
            await one.see('heading', heading);
            await one.settled();
            await one.still();
            const { rail, outside, small } = await one.page.evaluate(lookAround);
            assert.ok(rail.column && rail.left >= 0 && rail.left < 20 && rail.right < 130, `${path}: a rail at the left, ${JSON.stringify(rail)}`);
            const silent = await unsaid(one);
            if (outside.length + small.length + silent.length > 0) wrong[path] = { outside, small, silent };
        }
        assert.deepEqual(wrong, {});
    });
}

stage.scenario('a window that is made narrower, or wider, becomes a phone’s, or a desk’s', async ({ arrive, staff }) => {
    const one = await arrive({ shape: 'tablet', language: 'en' });
    await one.enter(staff.cashier);
    const links = () => one.page.locator('#mirror [role=link]').evaluateAll((all) => all.map((link) => link.getBoundingClientRect()).map(({ left, top, width }) => ({ left, top, width })));
    const stand = (how, what) => one.until(async () => how(await links()), what);
    const below = (all) => all.every(({ left }) => left === all[0].left);
    await stand((all) => below(all) && all[0].width < 120, 'a slim rail');
    await one.page.setViewportSize({ width: 699, height: 900 });
    await stand((all) => all.every(({ top }) => top === all[0].top && top > 800), 'tabs at the bottom');
    await one.page.setViewportSize({ width: 1280, height: 900 });
    await stand((all) => below(all) && all[0].width > 120, 'a rail with names beside icons');
    await one.page.setViewportSize({ width: 834, height: 900 });
    await stand((all) => below(all) && all[0].width < 120, 'a slim rail again');
});
