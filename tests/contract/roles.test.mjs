// Who may do what: role × endpoint × own store, another store of the same merchant, another merchant. Ids of others, in
// paths, bodies, handles, keys and feeds, answer as ids that do not exist.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, test } from 'node:test';
import { recorded } from '../harness/books.mjs';
import { Person } from '../harness/person.mjs';
import { startServer } from '../harness/server.mjs';

const roles = ['owner', 'manager', 'cashier', 'display'];
const unknown = randomUUID();
let server;
let people;  // by role, of the noodle shop
let foreign;  // the milk tea's owner
let stores;  // {own, other, foreign}: the stores that each place means for a cashier of the noodle shop's first store

before(async () => {
    server = await startServer();
    people = Object.fromEntries(await Promise.all(roles.map(async (role) => [role, await Person.signIn(server, server.staff[role])])));
    foreign = await Person.signIn(server, server.shops.tea.owner, { lane: 0 });
    const [own, other] = people.owner.session.stores;
    stores = { own, other, foreign: foreign.session.stores[0] };
});
afterEach(() => server.check());
after(() => server.stop());

// Owners and managers of the demo work at both stores, cashiers and displays at the first.
const sees = (role, place) => place === 'own' || (place === 'other' && (role === 'owner' || role === 'manager'));

test('stores in a session are those where one works', () => {
    for (const role of roles) {
        const ids = people[role].session.stores.map((store) => store.id);
        assert.deepEqual(ids, ['own', 'other'].filter((place) => sees(role, place)).map((place) => stores[place].id), role);
    }
});

for (const role of roles) {
    for (const place of ['own', 'other', 'foreign', 'unknown']) {
        test(`${role} × feed × ${place} store`, async () => {
            const feed = await people[role].feed(place === 'unknown' ? unknown : stores[place].id);
            assert.equal(feed.status, sees(role, place) ? 200 : 404);
            if (feed.status === 200) {
                const { data } = await feed.next();
                assert.equal(data.store_id, stores[place].id);
                assert.equal(data.recent.some((one) => one.staff_name || one.device_name), role !== 'display');
            }
            feed.close();
        });

        test(`${role} × choose_place × ${place} store`, async () => {
            const { id, lanes: [lane] } = stores[place] ?? { id: unknown, lanes: [{ id: unknown }] };
            const person = await Person.signIn(server, server.staff[role]);
            const answer = await person.put('/api/v1/session/place', { store_id: id, lane_id: lane.id });
            assert.deepEqual([answer.status, answer.body.reason, answer.body.field],
                role === 'display' ? [403, 'forbidden', undefined] : sees(role, place) ? [200, undefined, undefined] : [404, 'not_found', 'store_id']);
        });
    }

    test(`${role} × choose_place × lanes of other stores`, async () => {
        const person = await Person.signIn(server, server.staff[role]);
        for (const lane of [stores.other.lanes[0].id, stores.foreign.lanes[0].id, unknown]) {
            const answer = await person.put('/api/v1/session/place', { store_id: stores.own.id, lane_id: lane });
            assert.deepEqual([answer.status, answer.body.field], role === 'display' ? [403, undefined] : [404, 'lane_id']);
        }
    });

    test(`${role} × prepare, get_prepared, redeem × vouchers of own and other stores and merchants`, async () => {
        const person = await Person.signIn(server, server.staff[role], role === 'display' ? {} : { lane: 0 });
        const foreignHandle = (await foreign.prepare(server.voucher('usable', 'tea').code)).handle;
        if (role === 'display') {
            const before = recorded(server);
            for (const answer of [await person.post('/api/v1/prepare', { credential: server.voucher('usable').code }),
                await person.get(`/api/v1/prepared/${foreignHandle}`), await person.redeem(foreignHandle)]) {
                assert.deepEqual([answer.status, answer.body.reason], [403, 'forbidden']);
            }
            assert.deepEqual(recorded(server), before);
            return;
        }
        assert.equal((await person.use(server.voucher('usable').code)).outcome, 'done');
        assert.equal((await person.prepare(server.voucher('other_store').code)).reason, 'not_this_store');
        const theirs = await person.prepare(server.voucher('usable', 'tea').code);
        assert.deepEqual([theirs.reason, theirs.card], ['unknown_code', undefined]);
        for (const handle of [foreignHandle, unknown]) {
            const seen = (await person.get(`/api/v1/prepared/${handle}`)).body;
            assert.deepEqual([seen.outcome, seen.reason, seen.card], ['refused', 'handle_unknown', undefined]);
            assert.equal((await person.redeem(handle)).body.reason, 'handle_unknown');
        }
        assert.equal((await foreign.redeem(foreignHandle)).body.outcome, 'done', 'the strangers changed nothing');
    });

    test(`${role} × session`, async () => {
        const person = await Person.signIn(server, server.staff[role]);
        assert.equal((await person.get('/api/v1/session')).body.role, role);
        assert.equal((await person.signOut()).status, 204);
    });
}

test('a person of two stores redeems where they stand', async () => {
    const manager = await Person.signIn(server, server.staff.manager, { lane: 0 });
    const { code } = server.voucher('other_store');
    assert.equal((await manager.prepare(code)).reason, 'not_this_store');
    const own = await manager.prepare(server.voucher('usable').code);
    await manager.stand(1, 0);
    assert.equal((await manager.get(`/api/v1/prepared/${own.handle}`)).body.reason, 'handle_unknown', 'a handle is of the store where it was made');
    assert.equal((await manager.redeem(own.handle)).body.reason, 'handle_unknown');
    assert.equal((await manager.use(code)).outcome, 'done');
});

test('the same key of two merchants means two actions', async () => {
    const cashier = await Person.signIn(server, server.staff.cashier, { lane: 0 });
    const key = randomUUID();
    assert.equal((await cashier.use(server.voucher('usable').code, { key })).replayed, false);
    const theirs = await foreign.use(server.voucher('usable', 'tea').code, { key });
    assert.deepEqual([theirs.outcome, theirs.replayed], ['done', false]);
});

test('a feed tells of its own store only', async () => {
    const own = await people.owner.feed(stores.own.id);
    const other = await people.owner.feed(stores.other.id);
    const theirs = await foreign.feed();
    for (const feed of [own, other, theirs]) await feed.next();
    const manager = await Person.signIn(server, server.staff.manager, { lane: 0 });
    await manager.stand(1, 0);
    const there = await manager.use(server.voucher('usable').code);
    const strange = await foreign.use(server.voucher('usable', 'tea').code);
    await manager.stand(0, 0);
    const here = await manager.use(server.voucher('usable').code);
    // What an earlier test redeemed may not have been numbered yet when these feeds were opened, and come first.
    const all = [here, there, strange].map(({ redemption }) => redemption.id);
    for (const [feed, wanted] of [[own, all[0]], [other, all[1]], [theirs, all[2]]]) {
        let told;
        do told = (await feed.next()).data.redemption.id; while (!all.includes(told));
        assert.equal(told, wanted);
    }
    for (const feed of [own, other, theirs]) feed.close();
});
