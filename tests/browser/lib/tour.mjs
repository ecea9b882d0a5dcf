// A walk through every screen and every state of it, for what must hold on all of them and for pictures.
//     await tour(world, person, async (name) => { … });     // called at each stop, when the console stands still
// One place that knows how to get everywhere, so that a new screen is checked by being added here.
import { inventCode, mistype } from './codes.mjs';

export async function tour({ stage, staff, voucher, network }, one, stop) {
    const at = async (name) => {
        await one.still();
        await stop(name);
    };
    const next = () => one.pressButton('verdict.next');
    await signingIn(one, staff, at);

    await one.typeCode(mistype(inventCode()));
    await one.find('alert', /./).first().waitFor();
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
}

async function signingIn(one, staff, at) {
    await one.visit();
    await one.see('button', 'sign_in.submit');
    await at('sign-in');
    await one.fillSignIn({ account: staff.cashier.account, password: 'wrong' });
    await one.pressButton('sign_in.submit');
    await one.find('alert', /./).first().waitFor();
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
