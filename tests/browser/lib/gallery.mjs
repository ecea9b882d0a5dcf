// Through the gallery: everything in the kit, each part in each state that can be reached by pressing.
//     await gallery(person, staff, async (name) => { … });     // called when the console stands still
export const parts = ['look', 'press', 'choose', 'show', 'data', 'charts', 'states'];
export const verdicts = ['done', 'promised', 'refused', 'unknown'];

export async function enterGallery(one, staff) {
    await one.enter(staff.cashier, '/counter');
    await one.visit('/gallery');
    await one.see('heading', 'gallery.title');
}

export async function openPart(one, part) {
    await one.press(one.find('tab', `gallery.${part}`));
    await one.until(async () => (await one.find('tab', `gallery.${part}`).getAttribute('aria-selected')) === 'true', `${part} is shown`);
}

// What stands over the page, or in the place of all of it, and is opened by a button.
async function opened(one, at) {
    await one.pressButton('gallery.sheet_open');
    await one.see('dialog', 'gallery.sheet');
    await at('sheet');
    await one.pressButton('kit.close');
    await one.gone('dialog', 'gallery.sheet');
    await one.pressButton('gallery.toast');
    await one.see('button', 'gallery.undo');
    await at('toast');
    await one.pressButton('gallery.undo');
    await one.gone('button', 'gallery.undo');
    await one.pressButton('gallery.verdict_open');
    for (const verdict of verdicts) {
        await one.see('heading', `gallery.${verdict}`);
        await at(`verdict-${verdict}`);
        await one.pressButton('gallery.another');
    }
    await one.pressButton('gallery.back');
    await one.pressButton('gallery.dialog_open');
    await one.see('dialog', 'gallery.dialog');
    await at('dialog');
    await one.pressButton('gallery.back');
    await one.pressButton('gallery.frame_open');
    await one.see('dialog', 'gallery.coach');
    await at('tour');
    await one.pressButton('tour.skip');
    await one.gone('dialog', 'gallery.coach');
    await at('navigation');
    await one.pressButton('gallery.back');
    await one.see('heading', 'gallery.title');
}

export async function gallery(one, staff, stop) {
    const at = async (name) => {
        await one.still();
        await stop(`gallery-${name}`);
    };
    await one.page.emulateMedia({ reducedMotion: 'reduce' }); // or what waits would move for ever
    await enterGallery(one, staff);
    for (const part of parts) {
        await openPart(one, part);
        await at(part);
        if (part === 'press') await opened(one, at);
        if (part === 'choose') {
            for (const opens of ['gallery.product', 'gallery.range']) {
                await one.press(one.find('combobox', opens));
                await one.see('dialog', opens);
                await at(opens.replace('gallery.', ''));
                await one.page.keyboard.press('Escape');
                await one.gone('dialog', opens);
            }
        }
        if (part === 'data') {
            await one.pressButton('kit.columns');
            await one.see('dialog', 'kit.columns');
            await at('columns');
            await one.page.keyboard.press('Escape');
            await one.gone('dialog', 'kit.columns');
        }
    }
    await one.press(one.find('tab', 'gallery.wall'));
    await one.see('heading', 'gallery.wall');
    await at('wall');
    await one.page.keyboard.press('Escape');
    await one.see('heading', 'gallery.title');
}
