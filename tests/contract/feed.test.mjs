// The live feed: a snapshot, then every redemption once and in order, whoever redeems; readers that come back; roles.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { Person } from '../harness/person.mjs';
import { startServer } from '../harness/server.mjs';

let server;
let cashier;
before(async () => {
    server = await startServer();
    cashier = await Person.signIn(server, server.staff.cashier, { lane: 0 });
});
afterEach(() => server.check());
after(() => server.stop());

async function take(feed, count) {
    const events = [];
    while (events.length < count) events.push(await feed.next());
    return events;
}

test('twenty redemptions from five devices arrive once, in one order, without a gap, at every reader', async () => {
    const people = await Promise.all(Array.from({ length: 5 }, () => Person.signIn(server, server.staff.cashier, { lane: 0 })));
    const feeds = await Promise.all(people.map((person) => person.feed()));
    const starts = await Promise.all(feeds.map((feed) => feed.next()));
    const made = (await Promise.all(people.map(async (person) => {
        const mine = [];
        for (let i = 0; i < 4; i++) mine.push((await person.use(server.voucher('usable').code)).redemption.id);
        return mine;
    }))).flat();
    const told = await Promise.all(feeds.map((feed) => take(feed, made.length)));
    for (const events of told) assert.deepEqual(events.map((event) => event.id), told[0].map((event) => event.id));
    told.forEach((events, i) => events.forEach((event, n) => assert.equal(event.data.previous_id, n ? events[n - 1].id : starts[i].id)));
    assert.deepEqual(told[0].map((event) => event.data.redemption.id).sort(), made.sort());
    feeds.forEach((feed) => feed.close());
});

test('a reader that comes back goes on where it was; one that was elsewhere starts anew', async () => {
    const feed = await cashier.feed();
    await feed.next();
    for (let i = 0; i < 3; i++) await cashier.use(server.voucher('usable').code);
    const [first, second, third] = await take(feed, 3);
    feed.close();
    const back = await cashier.feed(undefined, { after: first.id });
    assert.deepEqual(await take(back, 2), [second, third]);
    back.close();
    for (const after of ['0', '999999', 'x', '-1', '99999999999999999999999']) {
        const lost = await cashier.feed(undefined, { after });
        assert.equal((await lost.next()).name, 'snapshot', after);
        lost.close();
    }
});

test('a display is told no names and no devices', async () => {
    const display = await Person.signIn(server, server.staff.display);
    const feed = await display.feed();
    const { data } = await feed.next();
    const { redemption } = await cashier.use(server.voucher('usable').code);
    const event = await feed.next();
    feed.close();
    for (const told of [...data.recent, event.data.redemption]) assert.deepEqual([told.staff_name, told.device_name], [undefined, undefined]);
    const { staff_name, device_name, ...rest } = redemption;
    assert.deepEqual(event.data.redemption, rest);
    assert.ok(staff_name && device_name);
    assert.ok(!JSON.stringify([data, event]).includes(staff_name));
});

test('signing out ends the feeds of that session and of no other', async () => {
    const leaving = await Person.signIn(server, server.staff.cashier);
    const gone = await leaving.feed();
    const staying = await cashier.feed();
    await gone.next();
    await staying.next();
    await leaving.signOut();
    assert.equal(await gone.next(), null);
    await cashier.use(server.voucher('usable').code);
    assert.equal((await staying.next()).name, 'redemption');
    staying.close();
});

test('the newest fifty are listed, newest first', async () => {
    const feed = await cashier.feed();
    await feed.next();
    for (let i = 0; i < 40; i++) await cashier.use(server.voucher('usable').code);
    await take(feed, 40);
    feed.close();
    const { data } = await (await cashier.feed()).next();
    assert.equal(data.recent.length, 50);
    assert.ok(data.redeemed > 50);
    assert.deepEqual(data.recent.map((one) => one.at), data.recent.map((one) => one.at).sort().reverse());
    assert.equal(data.products.reduce((sum, one) => sum + one.redeemed, 0), data.redeemed);
});

test('a new business day begins empty, at the store\'s day cut', async () => {
    const feed = await cashier.feed();
    const { data: today } = await feed.next();
    feed.close();
    assert.match(today.day_ends_at, /T20:00:00\.000Z$/, '04:00 in Shanghai');
    await server.advance(Date.parse(today.day_ends_at) - Date.parse(today.server_time) + 1000);
    const { data: next } = await (await cashier.feed()).next();
    assert.deepEqual([next.redeemed, next.amount_fen, next.recent], [0, 0, []]);
    assert.equal(Date.parse(next.business_day) - Date.parse(today.business_day), 86_400_000);
});
