// The live feed: a snapshot, then every redemption once and in order, whoever redeems; readers that come back; roles.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { after, afterEach, before, test } from 'node:test';
import { Person } from '../harness/person.mjs';
import { startServer } from '../harness/server.mjs';
import { create, title } from '../harness/shop.mjs';

let server;
let cashier;
before(async () => {
    server = await startServer();
    cashier = await Person.signIn(server, server.staff.cashier, { lane: 0 });
});
afterEach(() => server.check());
after(() => server.stop());

// A reader that opens a feed past every proxy and never reads from its socket.
async function stall(port, person) {
    const socket = net.connect({ host: '127.0.0.1', port }).pause();
    socket.on('error', () => {}); // it is cut some time
    const cookie = ['__Host-session', '__Host-device'].map((name) => `${name}=${person.cookie(name)}`).join('; ');
    socket.write(`GET /api/v1/stores/${person.session.store_id}/feed HTTP/1.1\r\nHost: localhost\r\nCookie: ${cookie}\r\n\r\n`);
    await once(socket, 'connect');
    return socket;
}

const resident = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * 1024;

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
        const [reset, snapshot] = await take(lost, 2);
        assert.deepEqual([reset.name, reset.data.cause, snapshot.name], ['reset', 'unknown_event', 'snapshot'], after);
        assert.equal(reset.id, snapshot.id);
        lost.close();
    }
});

test('a server that stops says bye, and a reader goes on from where it was after the restart', async () => {
    const feed = await cashier.feed();
    const { id: start } = await feed.next();
    const { redemption } = await cashier.use(server.voucher('usable').code);
    const first = await feed.next();
    await server.restart();
    const bye = await feed.next();
    assert.deepEqual([bye.name, bye.id, bye.data.cause], ['bye', first.id, 'stopping']);
    assert.ok(bye.data.retry_ms >= 1000);
    assert.equal(await feed.next(), null);

    await cashier.use(server.voucher('usable').code);
    const back = await cashier.feed(undefined, { after: start });
    const [again, next] = await take(back, 2);
    back.close();
    assert.deepEqual(again, first);
    assert.equal(again.data.redemption.id, redemption.id);
    assert.equal(next.data.previous_id, first.id);
});

test('a person reads sixteen streams, wherever they are signed in; one more is refused until one is left', async () => {
    const busy = await Person.signIn(server, server.staff.manager);
    const elsewhere = await Person.signIn(server, server.staff.manager);
    const feeds = await Promise.all(Array.from({ length: 16 }, (_, i) => (i % 2 ? busy : elsewhere).feed()));
    await Promise.all(feeds.map((feed) => feed.next()));
    for (const one of [busy, elsewhere]) {
        const late = await one.get(`/api/v1/stores/${one.session.store_id}/feed`);
        assert.deepEqual([late.status, late.body.reason], [429, 'too_many_requests']);
        assert.ok(Number(late.headers.get('retry-after')) >= 1);
    }
    const other = await cashier.feed();
    assert.equal(other.status, 200);
    other.close();
    feeds.pop().close();
    for (;;) {
        const feed = await busy.feed();
        feeds.push(feed);
        if (feed.status === 200) break;
    }
    feeds.forEach((feed) => feed.close());
});

test('readers that never read cost no memory, and nobody else waits for them', async () => {
    const busy = await startServer({ usable: 750 });
    try {
        const people = await Promise.all(Array.from({ length: 8 }, (_, i) => Person.signIn(busy, i % 2 ? busy.staff.owner : busy.staff.manager, { lane: 0 })));
        const well = await (await Person.signIn(busy, busy.staff.cashier)).feed();
        await well.next();
        const stalled = await Promise.all(people.flatMap((person) => Array.from({ length: 4 }, () => stall(busy.direct, person))));
        const redeem = async (count) => {
            const codes = Array.from({ length: count }, () => busy.voucher('usable').code);
            const told = take(well, count);
            await Promise.all(people.map(async (person) => {
                for (let code = codes.pop(); code; code = codes.pop()) await person.use(code);
            }));
            assert.equal(new Set((await told).map((event) => event.id)).size, count);
            return resident(busy.pid);
        };
        // From when their sockets are full, 1,500 events of 650 bytes for each of 32 readers would be 30 MiB; without any
        // such reader the books' own cache grows by some 7 MiB, and the threads' heaps by as much again (with one heap for all,
        // MALLOC_ARENA_MAX=1, it is 7 to 11 MiB in all).
        const full = await redeem(1000);
        const grown = await redeem(1500) - full;
        assert.ok(grown < 20 * 2 ** 20, `${(grown / 2 ** 20).toFixed(1)} MiB more`);
        well.close();
        stalled.forEach((socket) => socket.destroy());
    } finally {
        await busy.stop();
    }
});

test('a display is told no names and no devices', async () => {
    const display = await Person.signIn(server, server.staff.display);
    const feed = await display.feed();
    const { data } = await feed.next();
    const { redemption } = await cashier.use(server.voucher('usable').code);
    const event = await feed.next();
    feed.close();
    for (const told of [...data.recent, event.data.redemption]) assert.deepEqual([told.staff_name, told.device_name, told.staff_id], [undefined, undefined, undefined]);
    const { staff_name, device_name, staff_id, ...rest } = redemption;
    assert.deepEqual(event.data.redemption, rest);
    assert.ok(staff_name && device_name && staff_id);
    assert.ok(!JSON.stringify([data, event]).includes(staff_name));
});

test('what a screen is given to show is told at its store at once, and stands in the next snapshot', async () => {
    const [wall, manager] = [await Person.signIn(server, server.staff.display), await Person.signIn(server, server.staff.manager)];
    const feed = await wall.feed();
    await feed.next();
    const { device_id: id, device_name: name } = wall.session;
    const content = { queue: true, progress: false, offers: true, spoken: false, message: { zh: '今日有新菜', en: 'New dishes' } };
    assert.equal((await manager.put(`/api/v1/devices/${id}`, { name, display: content })).status, 200);
    const mine = (displays) => displays.find((one) => one.device_id === id)?.content;
    assert.deepEqual(mine(await feed.displays(mine)), content);
    feed.close();
    const again = await wall.feed();
    assert.deepEqual(mine((await again.next()).data.screens.displays), content);
    again.close();
    const elsewhere = await (await Person.signIn(server, server.shops.cake.cashier)).feed();
    assert.deepEqual((await elsewhere.next()).data.screens.displays, []);
    elsewhere.close();
});

test('what an owner changes of a store, its lanes or its alarms reaches who is signed in there', async () => {
    const owner = await Person.signIn(server, server.staff.owner);
    const id = await create(owner, '/api/v1/stores', { title: title('新店'), zone: 'Asia/Shanghai', cut_minutes: 240 });
    await create(owner, `/api/v1/stores/${id}/lanes`, { title: title('一号') });
    const feed = await owner.feed(id);
    const { data: { store } } = await feed.next();
    assert.deepEqual([store.id, store.utc_offset_minutes, store.cut_minutes, store.lanes.length], [id, 480, 240, 1]);
    assert.deepEqual(store.alarms, { first_minutes: 5, second_minutes: 10 });
    const added = await create(owner, `/api/v1/stores/${id}/lanes`, { title: title('二号'), line: 'group_buy' });
    assert.equal((await feed.store(({ lanes }) => lanes.length === 2)).lanes[1].id, added);
    assert.equal((await owner.put(`/api/v1/stores/${id}`, { title: title('新店'), zone: 'Asia/Tokyo', cut_minutes: 300 })).status, 200);
    assert.equal((await feed.store(({ utc_offset_minutes }) => utc_offset_minutes === 540)).cut_minutes, 300);
    const { body: merchant } = await owner.get('/api/v1/merchant');
    const alarms = { first_minutes: 8, second_minutes: 20 };
    assert.equal((await owner.put('/api/v1/merchant', { ...merchant, alarms })).status, 200);
    assert.deepEqual((await feed.store((told) => told.alarms.first_minutes === 8)).alarms, alarms);
    assert.deepEqual(await owner.put('/api/v1/merchant', { ...merchant, alarms: { first_minutes: 8, second_minutes: 8 } })
        .then(({ status, body }) => [status, body.reason, body.field]), [400, 'invalid_field', 'alarms.second_minutes']);
    assert.equal((await owner.put('/api/v1/merchant', merchant)).status, 200);
    feed.close();
});

test('two lanes of one name are told apart', async () => {
    const { redemption } = await cashier.use(server.voucher('usable').code);
    assert.equal(redemption.lane_id, cashier.session.lane_id);
    const feed = await cashier.feed();
    const { data } = await feed.next();
    feed.close();
    assert.ok(data.lanes.some(({ lane_id, redeemed }) => lane_id === cashier.session.lane_id && redeemed > 0));
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
    const { data: before } = await feed.next();
    for (let i = 0; i < 40; i++) await cashier.use(server.voucher('usable').code);
    const told = await take(feed, 40);
    feed.close();
    const { data } = await (await cashier.feed()).next();
    assert.equal(data.recent.length, 50);
    assert.ok(data.redeemed > 50);
    // In the feed's own order: two that are redeemed side by side may stand in it the other way round than their instants.
    const newest = [...told.map((event) => event.data.redemption).reverse(), ...before.recent];
    assert.deepEqual(data.recent.map((one) => one.id), newest.slice(0, 50).map((one) => one.id));
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
