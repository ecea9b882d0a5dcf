// The ways in, on real screens: a device is paired from both sides, a shared phone changes hands by PIN, a forgotten
// password is set anew by a link.
import assert from 'node:assert/strict';
import { both, useStage } from './lib/stage.mjs';
import { Person as Client } from '../harness/person.mjs';

const stage = useStage();

const link = (one) => one.page.getByText(/^http.*\/pair#[0-9a-f]{64}$/);

// What the owner's screen offers to the new device: the path and fragment of the link.
async function invitation(owner, purpose) {
    await owner.press(owner.page.getByRole('button', { name: owner.words(purpose) }));
    await owner.find('img', 'invite.code').waitFor({ state: 'attached' });
    const { pathname, hash } = new URL(await link(owner).textContent());
    return pathname + hash;
}

for (const { shape, language, named } of both) {
    stage.scenario(`a staff device is paired: the same number on both screens (${named})`, async ({ arrive, staff }) => {
        const owner = await arrive({ shape: 'phone', language });
        await owner.enter(staff.owner, '/me');
        await owner.pressButton('me.invite');
        const path = await invitation(owner, 'invite.staff');
        const fresh = await arrive({ shape, language });
        await fresh.visit(path);
        await fresh.read('pair.number');
        assert.equal(new URL(fresh.page.url()).hash, '', 'the token leaves the address at once');
        const number = await fresh.page.locator('#mirror').getByText(/^\d{4}$/).textContent();
        await owner.read({ exact: number });
        await owner.pressButton('invite.confirm');
        await owner.read('invite.in');
        await fresh.pressButton('pair.go_on');
        await fresh.fillSignIn(staff.cashier);
        await fresh.pressButton('sign_in.submit');
        await fresh.see('button', 'nav.sign_out');
        // The key is the browser's: the page itself cannot read its private half.
        const extractable = await fresh.page.evaluate(async () => {
            const db = await new Promise((resolve) => { const open = indexedDB.open('hexiao-keys'); open.onsuccess = () => resolve(open.result); });
            const pair = await new Promise((resolve) => { const get = db.transaction('keys').objectStore('keys').get('device'); get.onsuccess = () => resolve(get.result); });
            return pair.privateKey.extractable;
        });
        assert.equal(extractable, false);
        // The link was good once.
        const late = await arrive({ shape, language });
        await late.visit(path);
        await late.see('alert', { exact: late.problem('link_expired') });
    });
}

stage.scenario('a wall screen is paired and shows its store without anybody signing in', async ({ arrive, staff }) => {
    const owner = await arrive({ language: 'en' });
    await owner.enter(staff.manager, '/devices/new');
    const path = await invitation(owner, 'invite.display');
    const wall = await arrive();
    await wall.visit(path);
    await wall.read('pair.number');
    await owner.pressButton('invite.confirm');
    await wall.see('heading', 'today.title');
    await wall.settled();
    await wall.reload();
    await wall.see('heading', 'today.title');
});

stage.scenario('a device that nobody knows is refused', async ({ arrive, staff }) => {
    const owner = await arrive({ shape: 'phone' });
    await owner.enter(staff.owner, '/devices/new');
    const path = await invitation(owner, 'invite.staff');
    const stranger = await arrive({ shape: 'phone', language: 'en' });
    await stranger.visit(path);
    await owner.pressButton('invite.refuse');
    await owner.read('invite.refused');
    await stranger.see('alert', 'pair.refused');
});

stage.scenario('a shared phone changes hands by PIN; a wrong one is told', async ({ arrive, staff }) => {
    const manager = await arrive({ shape: 'phone' });
    await manager.enter(staff.manager, '/me');
    await manager.typeInto(manager.field('me.password_now'), staff.manager.password);
    await manager.typeInto(manager.field('me.pin_new'), '4711');
    await manager.pressButton('me.pin_submit');
    await manager.read('me.done');

    const one = await arrive({ shape: 'phone' });
    await one.atCounter(staff.cashier);
    await one.pressButton('me.title');
    const { staff_name: name } = (await Client.signIn(stage.server, staff.manager)).session;
    await one.press(one.page.getByRole('button', { name }));
    await one.typeInto(one.field('me.pin'), '4712');
    await one.pressButton('me.take_over');
    await one.see('alert', { exact: one.problem('wrong_pin') });
    await one.clear(one.field('me.pin'));
    await one.typeInto(one.field('me.pin'), '4711');
    await one.pressButton('me.take_over');
    await one.see('heading', 'counter.title');
    await one.pressButton('me.title');
    await one.see('heading', { exact: name });
});

stage.scenario('a forgotten password is set anew by a link', async ({ arrive, staff }) => {
    const client = await Client.signIn(stage.server, staff.manager);
    const cashier = await Client.signIn(stage.server, staff.cashier);
    const { body } = await client.post('/api/v1/resets', { staff_id: cashier.session.staff_id });
    const one = await arrive({ language: 'en' });
    await one.visit(`/reset#${body.token}`);
    await one.typeInto(one.field('password.new'), 'a-new-pass-phrase');
    await one.pressButton('reset.submit');
    await one.see('button', 'sign_in.submit');
    assert.equal(await one.field('sign_in.account').inputValue(), staff.cashier.account);
    await one.typeInto(one.field('sign_in.password'), 'a-new-pass-phrase');
    await one.pressButton('sign_in.submit');
    await one.see('button', 'nav.sign_out');
});

for (const { shape, language, named } of both) {
    stage.scenario(`a tap on what is drawn above a field is one on the field (${named})`, async ({ arrive }) => {
        const one = await arrive({ shape, language });
        await one.visit();
        await one.see('button', 'sign_in.submit');
        for (const name of ['sign_in.password', 'sign_in.account', 'sign_in.password']) {
            const field = one.field(name);
            const label = one.page.locator(`label[for="${await field.getAttribute('id')}"]`);
            const [above, box] = [await label.boundingBox(), await field.boundingBox()];
            assert.ok(above.height > 15 && Math.abs(above.y + above.height - box.y) < 1 && above.x === box.x, JSON.stringify([above, box]));
            await one.press(label);
            await one.until(() => field.evaluate((input) => input === document.activeElement), `the keyboard in ${name}`);
        }
        await one.page.keyboard.insertText('a');
        await one.holds(one.field('sign_in.password'), 'a');
    });
}
