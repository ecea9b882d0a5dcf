// Bar codes (Code 128), as receipts and some channels print them: read by the camera and in pictures where the store wants them.
import assert from 'node:assert/strict';
import { barFrame, barPicture } from './lib/bar-code.mjs';
import { writeFilm } from './lib/qr-video.mjs';
import { useStage } from './lib/stage.mjs';

const stage = useStage({ film: 'usable' });

async function choose(one, picture) {
    const asked = one.page.waitForEvent('filechooser');
    await one.pressButton('counter.picture');
    await (await asked).setFiles({ name: 'code.bmp', mimeType: 'image/bmp', buffer: picture });
}

async function want(staff, on) {
    const client = await stage.ledger(staff.owner).client();
    const [store] = (await client.get('/api/v1/stores')).body.items;
    const { status } = await client.put(`/api/v1/stores/${store.id}`, { ...store.settings, linear_codes: on });
    assert.equal(status, 200);
}

stage.scenario('in a picture: nothing at first, a card where the store wants them', async ({ arrive, staff, voucher }) => {
    const { code, title } = voucher('usable');
    const one = await arrive({ language: 'en' });
    await one.atCounter(staff.cashier);
    await choose(one, barPicture(code));
    await one.see('status', 'counter.picture_without_code');

    await want(staff, true);
    await one.reload();
    await one.settled();
    await choose(one, barPicture(code));
    await one.see('heading', { exact: title.en });
    await one.pressButton('card.redeem');
    await one.see('heading', 'verdict.done');
    await one.pressButton('verdict.next');

    await choose(one, barPicture('NO-VOUCHER 128'));
    await one.read({ exact: one.problem('malformed_code') });
});

stage.scenario('before the camera, also on its side', async ({ arrive, staff, voucher }) => {
    await want(staff, true);
    for (const turned of [false, true]) {
        const { code, title } = voucher('usable');
        writeFilm(stage.film, [barFrame(code, { turned })]);
        const one = await arrive({ shape: 'phone' });
        await one.atCounter(staff.cashier);
        await one.pressButton('counter.scan_open');
        await one.see('heading', { exact: title.zh });
        await one.pressButton('card.redeem');
        await one.see('heading', 'verdict.done');
    }
});
