// A walk through every screen and every state of it, for what must hold on all of them and for pictures.
//     await tour(world, person, async (name) => { … });     // called at each stop, when the console stands still
// One place that knows how to get everywhere, so that a new screen is checked by being added here.
// `stop(name, who)`: `who` is mostly `one`; a device that is being paired is somebody else's.
import { randomUUID } from 'node:crypto';
import { Person as Client } from '../../harness/person.mjs';
import { inventCode, mistype } from './codes.mjs';
import { Person } from './person.mjs';

export async function tour({ stage, staff, voucher, network }, one, stop) {
    const at = async (name, who = one) => {
        await who.still();
        await stop(name, who);
    };
    const next = () => one.pressButton('verdict.next');
    await signingIn(one, staff, at);

    await one.typeCode(mistype(inventCode()));
    await one.find('alert', /./).first().waitFor({ state: 'attached' });
    await at('counter-mistyped');
    await one.clear(one.field('counter.code'));

    await one.typeCode(voucher('multi_use').code);
    await one.pressButton('card.more');
    await one.read('card.uses_now', { n: 2 });
    await at('card-uses');
    await one.pressButton('card.cancel');

    const { code } = voucher('usable');
    await one.typeCode(code);
    await one.see('button', 'card.redeem');
    await at('card');
    const held = network.hold('POST', '/api/v1/redeem');
    await one.pressButton('card.redeem');
    await held.arrived;
    await one.see('heading', 'verdict.checking');
    await at('checking');
    held.release();
    await one.see('heading', 'verdict.done');
    await at('done');
    await next();

    await one.typeCode(code);
    await one.see('heading', 'reason.already_redeemed.title');
    await at('already-redeemed');
    await next();

    await lateAnswer({ stage, voucher, network }, one, at);
    await one.press(one.find('link', 'nav.today'));
    await one.see('heading', 'today.title');
    await at('today');
    network.down();
    await one.read('link.offline.say');
    await at('offline');
    network.up();
    await one.settled();
    await one.pressButton('nav.sign_out');
    await one.see('button', 'sign_in.submit');
    await oneself({ stage, staff }, one, at);
    await waysIn({ stage }, one, at);
}

// Who one is: the shared phone, PIN and password, a further device. As a manager, who may do it all.
async function oneself({ stage, staff }, one, at) {
    const cashier = await Client.signIn(stage.server, staff.cashier);
    await cashier.put('/api/v1/session/pin', { password: staff.cashier.password, pin: '4711' });
    await one.enter(staff.manager, '/me');
    await one.see('heading', 'me.secrets');
    await one.see('heading', 'me.switch');
    await at('me');
    await one.press(one.page.getByRole('button', { name: cashier.session.staff_name }));
    await one.typeInto(one.field('me.pin'), '4712');
    await at('take-over');
    await one.pressButton('me.take_over');
    await one.find('alert', /./).first().waitFor({ state: 'attached' });
    await at('take-over-refused');
    await one.pressButton('me.not_now');

    await one.pressButton('me.invite');
    await one.see('heading', 'invite.title');
    await at('invite');
    await one.press(one.page.getByRole('button', { name: one.words('invite.staff') }));
    await one.see('img', 'invite.code');
    await at('invite-code');
    const link = await one.page.locator('#mirror').getByText(/^http.*\/pair#[0-9a-f]{64}$/).textContent();
    const fresh = await Person.arrive(stage.browser, stage.server, stage.network.origin, { shape: one.shape, language: one.language });
    await fresh.visit(new URL(link).pathname + new URL(link).hash);
    await fresh.read('pair.number');
    await at('pair', fresh);
    await one.see('button', 'invite.confirm');
    await at('invite-decision');
    await one.pressButton('invite.confirm');
    await fresh.see('button', 'pair.go_on');
    await at('paired', fresh);
    await one.read('invite.in');
    await at('invite-in');
    await fresh.leave();
}

// The links that need nobody to be signed in, with tokens that nobody gave out.
async function waysIn({ stage }, one, at) {
    const fresh = await Person.arrive(stage.browser, stage.server, stage.network.origin, { shape: one.shape, language: one.language });
    const token = randomUUID().replaceAll('-', '').repeat(2);
    await fresh.visit(`/setup#${token}`);
    await fresh.see('button', 'setup.submit');
    await at('setup', fresh);
    const entries = { 'setup.merchant': '青禾', 'setup.store': '总店', 'setup.owner': '林', 'sign_in.account': 'lin', 'password.new': 'a-good-pass-phrase' };
    for (const [field, text] of Object.entries(entries)) await fresh.typeInto(fresh.field(field), text);
    await fresh.pressButton('setup.submit');
    await fresh.find('alert', /./).first().waitFor({ state: 'attached' });
    await at('setup-refused', fresh);
    await fresh.visit(`/reset#${token}`);
    await fresh.see('button', 'reset.submit');
    await at('reset', fresh);
    await fresh.visit(`/pair#${token}`);
    await fresh.find('alert', /./).first().waitFor({ state: 'attached' });
    await at('pair-refused', fresh);
    await fresh.leave();
}

async function signingIn(one, staff, at) {
    await one.visit();
    await one.see('button', 'sign_in.submit');
    await at('sign-in');
    await one.fillSignIn({ account: staff.cashier.account, password: 'wrong' });
    await one.pressButton('sign_in.submit');
    await one.find('alert', /./).first().waitFor({ state: 'attached' });
    await at('sign-in-wrong');
    await one.clear(one.field('sign_in.password'));
    await one.typeInto(one.field('sign_in.password'), staff.cashier.password);
    await one.pressButton('sign_in.submit');
    await one.see('heading', 'counter.title');
    await one.settled();
    await one.see('button', 'place.choose');
    await at('counter-without-lane');
    await one.pressButton('place.choose');
    await one.see('heading', 'place.title');
    await at('place');
    await one.takeLane();
    await one.settled();
    await at('counter');
}

async function lateAnswer({ voucher, network }, one, at) {
    await one.typeCode(voucher('usable').code);
    const held = network.hold('POST', '/api/v1/redeem');
    await one.pressButton('card.redeem');
    await one.pressButton('verdict.serve_next');
    await one.see('heading', 'counter.title');
    await held.arrived;
    held.release();
    await one.see('button', 'late.seen');
    await at('late');
    await one.pressButton('late.seen');
}
