// The one trip through the house, over HTTP: sign in, stand somewhere, prepare, redeem, see it in the feed, sign out;
// every outcome that staff can meet on the way; what a display sees of it; what a restart must not lose.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, test } from 'node:test';
import { Person } from '../harness/person.mjs';
import { startServer } from '../harness/server.mjs';

let server;
before(async () => { server = await startServer(); });
afterEach(() => server.check());
after(() => server.stop());

test('sign in, prepare, redeem, see it, sign out', async () => {
    const cashier = await Person.signIn(server, server.staff.cashier);
    assert.equal(cashier.session.role, 'cashier');
    assert.equal(cashier.session.demo, true);
    assert.equal(cashier.session.lane_id, undefined, 'a store with several lanes asks');
    await cashier.stand(0, 1);
    assert.equal((await cashier.get('/api/v1/session')).body.lane_id, cashier.session.stores[0].lanes[1].id);

    const feed = await cashier.feed();
    const snapshot = await feed.next();
    assert.equal(snapshot.name, 'snapshot');

    const { code, product } = server.voucher('usable');
    const card = await cashier.prepare(code);
    assert.equal(card.outcome, 'ready');
    assert.deepEqual(card.card.title, product);
    assert.ok(card.card.contents.length > 0 && card.card.conditions.length > 0);
    assert.equal(Date.parse(card.expires_at) - Date.parse(card.server_time), 5 * 60_000);
    assert.deepEqual((await cashier.get(`/api/v1/prepared/${card.handle}`)).body.card, card.card);

    const answer = (await cashier.redeem(card.handle)).body;
    assert.equal(answer.outcome, 'done');
    assert.equal(answer.uses_left, 0);
    assert.equal(answer.redemption.amount_fen, card.card.price_fen);
    assert.equal(answer.redemption.staff_name, cashier.session.staff_name);

    const event = await feed.next();
    assert.equal(event.name, 'redemption');
    assert.equal(event.data.previous_id, snapshot.id);
    assert.deepEqual(event.data.redemption, answer.redemption);
    feed.close();

    const today = (await (await cashier.feed()).next()).data;
    assert.equal(today.redeemed, snapshot.data.redeemed + 1);
    assert.equal(today.amount_fen, snapshot.data.amount_fen + card.card.price_fen);
    assert.deepEqual(today.recent[0], answer.redemption);
    const progress = (day) => day.products.find((one) => one.product_id === card.card.product_id);
    assert.equal(progress(today).redeemed, progress(snapshot.data).redeemed + 1);
    assert.equal(progress(today).usable, progress(snapshot.data).usable - 1);

    assert.equal((await cashier.signOut()).status, 204);
    assert.equal((await cashier.get('/api/v1/session')).body.reason, 'unauthenticated');
});

test('every credential gets its answer', async () => {
    const cashier = await Person.signIn(server, server.staff.cashier, { lane: 0 });
    const usable = server.voucher('usable').code;
    const expected = {
        [server.voucher('expired').code]: 'expired',
        [server.voucher('not_yet_valid').code]: 'not_yet_valid',
        [server.voucher('revoked').code]: 'voucher_revoked',
        [server.voucher('redeemed').code]: 'already_redeemed',
        [server.voucher('other_store').code]: 'not_this_store',
        [server.voucher('usable', 'tea').code]: 'unknown_code',
        '1234567890': 'channel_not_connected',
        '13800000000': 'channel_not_connected',
        'https://v.douyin.com/abc/': 'channel_not_connected',
        'hello': 'malformed_code',
        [usable.slice(0, -1) + (usable.endsWith('0') ? '1' : '0')]: 'check_character',
    };
    for (const [credential, reason] of Object.entries(expected)) {
        const answer = await cashier.prepare(credential);
        assert.deepEqual([answer.outcome, answer.reason], ['refused', reason], reason);
        assert.equal(answer.handle, undefined);
        assert.equal(answer.card !== undefined, ['expired', 'not_yet_valid', 'voucher_revoked', 'already_redeemed', 'not_this_store'].includes(reason));
    }
    const spaced = `${usable.slice(0, 5).toLowerCase()}-${usable.slice(5, 9)} ${usable.slice(9)}`;
    assert.equal((await cashier.prepare(spaced)).outcome, 'ready');
});

test('already redeemed says who, where, when and whether it was this device', async () => {
    const first = await Person.signIn(server, server.staff.cashier, { lane: 0 });
    const second = await Person.signIn(server, server.staff.manager, { lane: 1 });
    const { code } = server.voucher('usable');
    const { redemption } = await first.use(code);
    const mine = (await first.prepare(code)).previous;
    const theirs = (await second.prepare(code)).previous;
    assert.equal(mine.this_device, true);
    assert.deepEqual(theirs, { ...mine, this_device: false });
    assert.equal(theirs.at, redemption.at);
    assert.equal(theirs.staff_name, first.session.staff_name);
    assert.equal(theirs.device_name, first.session.device_name);
    assert.deepEqual(theirs.lane, first.session.stores[0].lanes[0].title);
    assert.deepEqual(theirs.store, first.session.stores[0].title);
});

test('a voucher of several uses is used in parts that add up to its price', async () => {
    const cashier = await Person.signIn(server, server.staff.cashier, { lane: 0 });
    const { code, uses_left: uses } = server.voucher('multi_use');
    const { card } = await cashier.prepare(code);
    const parts = [];
    for (const take of [3, 1, uses - 4]) parts.push(await cashier.use(code, { uses: take }));
    assert.deepEqual(parts.map((part) => part.uses_left), [uses - 3, uses - 4, 0]);
    assert.equal(parts.reduce((sum, part) => sum + part.redemption.amount_fen, 0), card.price_fen);
    assert.equal((await cashier.prepare(code)).reason, 'already_redeemed');
});

test('without a lane the card is shown, but nothing is redeemed', async () => {
    const cashier = await Person.signIn(server, server.staff.cashier);
    const { code } = server.voucher('usable');
    const refused = await cashier.use(code);
    assert.deepEqual([refused.outcome, refused.reason], ['refused', 'lane_required']);
    await cashier.stand(0, 0);
    assert.equal((await cashier.use(code)).outcome, 'done');
});

test('a browser keeps its name as a device, for everybody who signs in on it', async () => {
    const cashier = await Person.signIn(server, server.staff.cashier);
    const manager = await Person.signIn(server, server.staff.manager, { device: cashier });
    const stranger = await Person.signIn(server, server.shops.tea.cashier, { device: cashier });
    assert.equal(manager.session.device_id, cashier.session.device_id);
    assert.notEqual(stranger.session.device_id, cashier.session.device_id, 'merchants do not share devices');
    const phone = new Person(server);
    await phone.post('/api/v1/session', server.staff.cashier, { headers: { 'user-agent': 'Mozilla/5.0 (Linux; Android 14) Mobile Safari' } })
        .then(({ body }) => assert.match(body.device_name, /^手机 Phone \d+$/));
});

test('a restart loses nothing', async () => {
    const cashier = await Person.signIn(server, server.staff.cashier, { lane: 0 });
    const { code } = server.voucher('usable');
    const { handle } = await cashier.prepare(code);
    const key = randomUUID();
    const feed = await cashier.feed();
    await feed.next();
    const done = (await cashier.redeem(handle, { key })).body;
    await feed.next();
    const before = await (await cashier.feed()).next();
    await server.restart();
    const after = await (await cashier.feed()).next();
    assert.deepEqual({ ...after.data, server_time: 0 }, { ...before.data, server_time: 0 });
    assert.equal(after.id, before.id);
    assert.deepEqual((await cashier.redeem(handle, { key })).body, { ...done, replayed: true });
    assert.equal((await cashier.prepare(code)).reason, 'already_redeemed');
});
