// Who is in and who may stay: sessions, PINs on a shared phone, passwords, reset links, and how often each may be tried.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, test } from 'node:test';
import { journalTexts, sql } from '../harness/books.mjs';
import { Person } from '../harness/person.mjs';
import { startServer } from '../harness/server.mjs';

const minute = 60_000;
const hour = 60 * minute;
const pin = '4071';
const unknown = randomUUID();
let server;
let owner;

before(async () => {
    server = await startServer({ usable: 5 });
    owner = await Person.signIn(server, server.staff.owner, { lane: 0 });
});
afterEach(async () => {
    await server.advance(3 * hour);  // whatever a test has used up comes back
    server.check();
});
after(() => server.stop());

const signIn = (role, options = { lane: 0 }) => Person.signIn(server, server.staff[role], options);
const told = ({ status, body }) => [status, body?.reason];
const switchTo = (person, staff_id, digits) => person.post('/api/v1/session/switch', { staff_id, pin: digits });
const setPin = (person, digits, password = server.password) => person.put('/api/v1/session/pin', { password, ...(digits && { pin: digits }) });
const colleagues = async (person) => (await person.get('/api/v1/session/colleagues')).body;

// Tries come back while they are used up, so how many it takes depends on the machine.
async function untilTooMany(act) {
    for (let n = 0; n < 1000; n++) {
        const answer = await act(n);
        if (answer.status === 429) {
            assert.equal(answer.body.reason, 'too_many_requests');
            return answer;
        }
    }
    throw new Error('it never was too much');
}

// The feed of somebody, past its snapshot.
async function openFeed(person) {
    const feed = await person.feed();
    assert.equal((await feed.next()).name, 'snapshot');
    return feed;
}

test('a colleague takes over a phone with a PIN; the session before them ends', async () => {
    const manager = await signIn('manager');
    for (const weak of ['0000', '1234', '4321', '2580', '1212', '131131', '12345678']) {
        const answer = await setPin(manager, weak);
        assert.deepEqual([...told(answer), answer.body.field], [400, 'invalid_field', 'pin'], weak);
    }
    assert.deepEqual(told(await setPin(manager, pin, 'wrong')), [401, 'bad_credentials']);
    assert.equal((await setPin(manager, pin)).status, 204);
    const phone = await signIn('cashier');
    const cashier = phone.session;
    assert.deepEqual(await colleagues(phone), { colleagues: [{ staff_id: manager.session.staff_id, name: manager.session.staff_name, role: 'manager' }], own_pin: false });
    assert.deepEqual(await colleagues(manager), { colleagues: [], own_pin: true });
    const feed = await openFeed(phone);
    const old = phone.cookie('__Host-session');
    const answer = await switchTo(phone, manager.session.staff_id, pin);
    assert.equal(answer.status, 200);
    assert.deepEqual([answer.body.role, answer.body.device_id, answer.body.store_id, answer.body.lane_id], ['manager', cashier.device_id, cashier.store_id, cashier.lane_id]);
    assert.equal(await feed.next(), null, 'the feed of the session before ends');
    assert.equal((await phone.get('/api/v1/session')).body.staff_id, manager.session.staff_id);
    phone.setCookie('__Host-session', old);
    assert.deepEqual(told(await phone.get('/api/v1/session')), [401, 'unauthenticated']);
});

test('who has no PIN, works elsewhere or is not there cannot be switched to', async () => {
    const cashier = await signIn('cashier');
    const foreign = await Person.signIn(server, server.shops.tea.owner, { lane: 0 });
    await setPin(foreign, pin);
    for (const id of [unknown, owner.session.staff_id, foreign.session.staff_id, cashier.session.staff_id]) {
        const answer = await switchTo(cashier, id, pin);
        assert.deepEqual([...told(answer), answer.body.field], [404, 'not_found', 'staff_id']);
    }
    assert.equal((await setPin(foreign, undefined)).status, 204, 'without a PIN it is taken away');
    assert.equal((await colleagues(foreign)).own_pin, false);
});

test('five wrong PINs in a row end the session', async () => {
    const cashier = await signIn('cashier');
    const { colleagues: [manager] } = await colleagues(cashier);
    const feed = await openFeed(cashier);
    for (let n = 0; n < 4; n++) assert.deepEqual(told(await switchTo(cashier, manager.staff_id, '0000')), [401, 'wrong_pin']);
    assert.ok(cashier.cookie('__Host-session'));
    assert.deepEqual(told(await switchTo(cashier, manager.staff_id, '0000')), [401, 'unauthenticated']);
    assert.equal(cashier.cookie('__Host-session'), undefined, 'the cookie is taken away');
    assert.equal(await feed.next(), null);
});

test('a PIN is tried ten times, then it waits; the counter does not', async () => {
    const cashiers = [await signIn('cashier'), await signIn('cashier'), await signIn('cashier')];
    const { colleagues: [manager] } = await colleagues(cashiers[0]);
    for (let n = 0; n < 10; n++) await switchTo(cashiers[n >> 2], manager.staff_id, '0000');
    const answer = await switchTo(cashiers[2], manager.staff_id, pin);
    assert.deepEqual(told(answer), [429, 'too_many_requests']);
    const wait = Number(answer.headers.get('retry-after'));
    assert.ok(wait > 0 && wait <= 300, String(wait));
    assert.equal((await cashiers[2].use(server.voucher('usable').code)).outcome, 'done');
    await server.advance(wait * 1000);
    assert.equal((await switchTo(cashiers[2], manager.staff_id, pin)).status, 200);
});

test('twenty wrong PINs of a person since the last password withdraw it', async () => {
    await signIn('manager');
    let cashier;
    for (let n = 0; n < 20; n++) {
        if (n % 4 === 0) cashier = await signIn('cashier');
        await server.advance(5 * minute);
        const { colleagues: [manager] } = await colleagues(cashier);
        assert.deepEqual(told(await switchTo(cashier, manager.staff_id, '0000')), [401, 'wrong_pin']);
    }
    assert.deepEqual((await colleagues(cashier)).colleagues, []);
    const manager = await signIn('manager');
    assert.equal((await setPin(manager, pin)).status, 204, 'who has the password sets a new one');
});

test('PINs keep nobody in for longer than a password does', async () => {
    const cashier = await signIn('cashier');
    const { colleagues: [manager] } = await colleagues(cashier);
    await server.advance(29 * 24 * hour);
    assert.equal((await switchTo(cashier, manager.staff_id, pin)).status, 200);
    await server.advance(25 * hour);
    assert.deepEqual(told(await cashier.get('/api/v1/session')), [401, 'unauthenticated']);
    owner = await signIn('owner');
});

test('one sees the sessions of oneself and of whom one manages, and ends them', async () => {
    const people = { owner, manager: await signIn('manager'), cashier: await signIn('cashier'), foreign: await Person.signIn(server, server.shops.tea.owner) };
    const mine = async (person) => (await person.get('/api/v1/sessions')).body.sessions.find((one) => one.current);
    const ids = {};
    for (const [name, person] of Object.entries(people)) ids[name] = (await mine(person)).id;
    const sees = { owner: ['owner', 'manager', 'cashier'], manager: ['manager', 'cashier'], cashier: ['cashier'], foreign: ['foreign'] };
    for (const [name, person] of Object.entries(people)) {
        const listed = (await person.get('/api/v1/sessions')).body.sessions.map(({ id }) => id);
        for (const [other, id] of Object.entries(ids)) assert.equal(listed.includes(id), sees[name].includes(other), `${name} sees ${other}`);
        for (const id of [...Object.entries(ids).filter(([other]) => !sees[name].includes(other)).map(([, hidden]) => hidden), unknown]) {
            assert.deepEqual(told(await person.send('DELETE', `/api/v1/sessions/${id}`)), [404, 'not_found']);
        }
    }
    const bad = await owner.send('DELETE', '/api/v1/sessions/x', undefined, { invalid: true });
    assert.deepEqual([...told(bad), bad.body.field], [400, 'invalid_field', 'session_id']);
    const feed = await openFeed(people.cashier);
    assert.equal((await people.manager.send('DELETE', `/api/v1/sessions/${ids.cashier}`)).status, 204);
    assert.equal(await feed.next(), null);
    assert.deepEqual(told(await people.cashier.get('/api/v1/session')), [401, 'unauthenticated']);
    assert.equal((await people.manager.send('DELETE', `/api/v1/sessions/${ids.manager}`)).status, 204);
    assert.equal(people.manager.cookie('__Host-session'), undefined, 'one\'s own is a sign-out');
});

test('all others of one\'s own sessions end at once, and nobody else\'s', async () => {
    const [here, there, other] = [await signIn('cashier'), await signIn('cashier'), await signIn('manager')];
    const feed = await openFeed(there);
    assert.equal((await here.send('DELETE', '/api/v1/sessions')).status, 204);
    assert.equal(await feed.next(), null);
    for (const [person, status] of [[here, 200], [there, 401], [other, 200]]) assert.equal((await person.get('/api/v1/session')).status, status);
});

test('a session says when it was seen, to five minutes', async () => {
    const cashier = await signIn('cashier');
    const seen = async () => (await owner.get('/api/v1/sessions')).body.sessions.find((one) => one.device_id === cashier.session.device_id);
    const first = await seen();
    assert.equal(first.last_seen_at, first.created_at);
    await server.advance(4 * minute);
    await cashier.get('/api/v1/session');
    assert.equal((await seen()).last_seen_at, first.last_seen_at);
    await server.advance(2 * minute);
    await cashier.get('/api/v1/session');
    assert.ok((await seen()).last_seen_at > first.last_seen_at);
});

test('disabled staff and revoked devices are out at once', async () => {
    const cashier = await signIn('cashier');
    sql(server, 'UPDATE staff SET disabled_at = 1 WHERE id = ?', cashier.session.staff_id);
    assert.deepEqual(told(await cashier.get('/api/v1/session')), [401, 'unauthenticated']);
    assert.deepEqual(told(await new Person(server).signIn(server.staff.cashier)), [401, 'bad_credentials']);
    sql(server, 'UPDATE staff SET disabled_at = NULL WHERE id = ?', cashier.session.staff_id);
    assert.equal((await cashier.get('/api/v1/session')).status, 200);
    const revoked = cashier.session.device_id;
    sql(server, 'UPDATE device SET revoked_at = 1 WHERE id = ?', revoked);
    assert.deepEqual(told(await cashier.get('/api/v1/session')), [401, 'unauthenticated']);
    const cookie = cashier.cookie('__Host-device');
    assert.equal((await cashier.signIn(server.staff.cashier)).status, 200);
    assert.notEqual(cashier.session.device_id, revoked, 'it is a new device now');
    assert.notEqual(cashier.cookie('__Host-device'), cookie);
});

test('a new password ends one\'s other sessions', async () => {
    const [here, there] = [await signIn('cashier'), await signIn('cashier')];
    const feed = await openFeed(there);
    const change = (password, new_password) => here.put('/api/v1/session/password', { password, new_password });
    assert.deepEqual(told(await change('wrong', 'something new')), [401, 'bad_credentials']);
    assert.equal((await change(server.password, 'something new')).status, 204);
    assert.equal(await feed.next(), null);
    assert.deepEqual([(await here.get('/api/v1/session')).status, (await there.get('/api/v1/session')).status], [200, 401]);
    assert.equal((await new Person(server).signIn(server.staff.cashier)).status, 401);
    assert.equal((await change('something new', server.password)).status, 204);
});

test('one\'s own password is asked for ten times, then it waits', async () => {
    const cashier = await signIn('cashier');
    for (let n = 0; n < 10; n++) await setPin(cashier, '8306', 'wrong');
    for (const answer of [await setPin(cashier, '8306'), await cashier.put('/api/v1/session/password', { password: server.password, new_password: 'something new' })]) {
        assert.deepEqual(told(answer), [429, 'too_many_requests']);
        assert.ok(Number(answer.headers.get('retry-after')) <= 60);
    }
});

const allow = async (person, staff_id) => person.post('/api/v1/resets', { staff_id });
const reset = (token, new_password = 'something new') => new Person(server).post('/api/v1/reset', { token, new_password });

test('a reset link sets a password once, and ends all sessions of the person', async () => {
    const manager = await signIn('manager');
    const cashier = await signIn('cashier');
    await setPin(cashier, '8306');
    const feed = await openFeed(cashier);
    const older = (await allow(manager, cashier.session.staff_id)).body;
    const { token } = (await allow(manager, cashier.session.staff_id)).body;
    assert.deepEqual(told(await reset(older.token)), [410, 'link_expired'], 'a newer link replaces it');
    const answers = await Promise.all([reset(token), reset(token), reset(token)]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 410, 410], 'one use, however many at once');
    assert.deepEqual(answers.find(({ status }) => status === 200).body, { account: server.staff.cashier.account });
    assert.equal(await feed.next(), null);
    assert.equal((await cashier.get('/api/v1/session')).status, 401);
    assert.deepEqual(told(await reset(token)), [410, 'link_expired']);
    assert.equal((await new Person(server).signIn(server.staff.cashier)).status, 401);
    const again = await Person.signIn(server, { ...server.staff.cashier, password: 'something new' });
    assert.equal((await colleagues(again)).own_pin, false, 'the PIN is gone');
    assert.equal((await again.put('/api/v1/session/password', { password: 'something new', new_password: server.password })).status, 204);
});

test('a reset link is good for half an hour', async () => {
    const cashier = await signIn('cashier');
    const { token, expires_at } = (await allow(owner, cashier.session.staff_id)).body;
    await server.advance(30 * minute);
    assert.ok(Date.parse(expires_at) <= await server.advance(0));
    assert.deepEqual(told(await reset(token)), [410, 'link_expired']);
});

test('whose password may be reset by whom', async () => {
    const people = { owner, manager: await signIn('manager'), cashier: await signIn('cashier'), foreign: await Person.signIn(server, server.shops.tea.owner) };
    const ids = { ...Object.fromEntries(Object.entries(people).map(([name, person]) => [name, person.session.staff_id])), unknown };
    const may = { owner: { manager: 200, cashier: 200, owner: 403 }, manager: { cashier: 200, manager: 403 }, cashier: { owner: 403, manager: 403, cashier: 403, foreign: 403, unknown: 403 }, foreign: { foreign: 403 } };
    for (const [name, person] of Object.entries(people)) {
        for (const [whose, id] of Object.entries(ids)) assert.equal((await allow(person, id)).status, may[name][whose] ?? 404, `${name} resets ${whose}`);
    }
    // A manager of one store may not get at another through somebody who works at both.
    const [{ id: second }] = people.owner.session.stores.slice(1);
    sql(server, 'DELETE FROM staff_store WHERE staff_id = ? AND store_id = ?', people.manager.session.staff_id, second);
    sql(server, 'INSERT INTO staff_store SELECT merchant_id, id, ? FROM staff WHERE id = ?', second, people.cashier.session.staff_id);
    assert.deepEqual(told(await allow(people.manager, people.cashier.session.staff_id)), [404, 'not_found']);
    sql(server, 'INSERT INTO staff_store SELECT merchant_id, id, ? FROM staff WHERE id = ?', second, people.manager.session.staff_id);
    sql(server, 'DELETE FROM staff_store WHERE staff_id = ? AND store_id = ?', people.cashier.session.staff_id, second);
});

test('links are made and tried so often and no more', async () => {
    const cashier = await signIn('cashier');
    await untilTooMany(() => allow(owner, cashier.session.staff_id));
    const pairing = await owner.post('/api/v1/pairings', { purpose: 'staff', store_id: owner.session.store_id });
    assert.deepEqual(told(pairing), [429, 'too_many_requests']);
    const answer = await untilTooMany(() => reset('0'.repeat(64)));
    assert.ok(Number(answer.headers.get('retry-after')) <= 5);
});

test('wrong passwords make an account wait, but not on a device that the merchant knows, and not for good', async () => {
    const known = await signIn('cashier');
    await known.signOut();
    const wrong = { ...server.staff.cashier, password: 'wrong' };
    for (let n = 0; n < 10; n++) assert.equal((await new Person(server).signIn(wrong)).status, 401);
    const answer = await new Person(server).signIn(server.staff.cashier);
    assert.deepEqual(told(answer), [429, 'too_many_requests'], 'also with the right one, so that it tells nothing');
    assert.equal((await new Person(server).signIn({ account: server.staff.cashier.account.toUpperCase(), password: 'wrong' })).status, 429);
    assert.equal((await new Person(server).signIn(server.staff.manager)).status, 200, 'others are not in the way');
    assert.equal((await known.signIn(server.staff.cashier)).status, 200);
    const wait = Number(answer.headers.get('retry-after'));
    assert.ok(wait > 0 && wait <= 60, String(wait));
    await server.advance(wait * 1000);
    assert.equal((await new Person(server).signIn(server.staff.cashier)).status, 200);
});

test('a device is trusted with the accounts that were on it, not with any: nobody buys tries at another with their own', async () => {
    const guesses = async () => {
        const device = await signIn('cashier', {}); // a fresh one each time, which the merchant knows
        for (let n = 0; n < 5; n++) {
            const { status } = await device.signIn({ ...server.staff.manager, password: 'wrong' });
            if (status === 429) return true;
            assert.equal(status, 401);
        }
        return false;
    };
    assert.deepEqual([await guesses(), await guesses(), await guesses()], [false, false, true]);
    const known = await signIn('owner');
    assert.equal((await known.signIn({ ...server.staff.owner, password: 'wrong' })).status, 401);
    owner = known;
    await known.signIn(server.staff.owner);
});

test('whoever signs in takes the place of who was there: that session ends, with its feed', async () => {
    const phone = await signIn('cashier');
    const feed = await openFeed(phone);
    const before = phone.cookie('__Host-session');
    assert.equal((await phone.signIn(server.staff.manager)).status, 200);
    assert.equal(await feed.next(), null);
    phone.setCookie('__Host-session', before);
    assert.deepEqual(told(await phone.get('/api/v1/session')), [401, 'unauthenticated']);
});

test('four digits do not let others in, nor customers out: that takes the password', async () => {
    const manager = await signIn('owner');
    assert.equal((await setPin(manager, pin)).status, 204);
    const phone = await signIn('cashier');
    assert.equal((await switchTo(phone, manager.session.staff_id, pin)).status, 200);
    assert.equal((await phone.get('/api/v1/staff')).status, 200, 'what they may see they see');
    const { store_id } = phone.session;
    const settings = { name: 'N', role: 'owner', store_ids: [] };
    const key = () => ({ headers: { 'idempotency-key': randomUUID() } });
    const asked = [
        ['POST', '/api/v1/resets', { staff_id: unknown }],
        ['POST', '/api/v1/pairings', { purpose: 'staff', store_id }],
        ['PUT', `/api/v1/pairings/${unknown}`, { confirm: true }],
        ['POST', '/api/v1/staff', { account: 'new-owner', password: 'correct horse', settings }, key()],
        ['PUT', `/api/v1/staff/${unknown}`, settings],
        ['PUT', `/api/v1/staff/${unknown}/enabled`, { on: false }],
        ['DELETE', `/api/v1/devices/${unknown}`],
        ['PUT', '/api/v1/merchant', (await phone.get('/api/v1/merchant')).body],
        ['DELETE', `/api/v1/devices/${unknown}/leases`],
        ['PUT', '/api/v1/merchant/offline', phone.session.offline.limits],
        ['GET', `/api/v1/customers/${unknown}/export`],
        ['DELETE', `/api/v1/customers/${unknown}`],
    ];
    for (const [method, path, body, options] of asked) {
        assert.deepEqual(told(await phone.send(method, path, body, options)), [403, 'password_needed'], `${method} ${path}`);
    }
    assert.equal((await phone.signIn(server.staff.owner)).status, 200);
    assert.equal((await phone.post('/api/v1/pairings', { purpose: 'staff', store_id })).status, 200);
    assert.equal((await setPin(phone, undefined)).status, 204);
});

test('the links of somebody who goes go with them', async () => {
    const manager = await signIn('manager');
    const { session: cashier } = await signIn('cashier');
    const { body: { token } } = await allow(manager, cashier.staff_id);
    const { body: pairing } = await manager.post('/api/v1/pairings', { purpose: 'staff', store_id: manager.session.store_id });
    const enabled = (on) => owner.put(`/api/v1/staff/${manager.session.staff_id}/enabled`, { on });
    assert.equal((await enabled(false)).status, 200);
    assert.deepEqual(told(await reset(token)), [410, 'link_expired']);
    assert.equal(sql(server, 'SELECT count(*) FROM pairing WHERE id = ?', pairing.id)[0][0], 0);
    assert.equal((await enabled(true)).status, 200);
});

test('an address waits after sixty wrong passwords, whichever accounts they were of', async () => {
    const answer = await untilTooMany((n) => new Person(server).signIn({ account: `nobody-${n}`, password: 'x' }));
    assert.ok(Number(answer.headers.get('retry-after')) <= 2);
    assert.equal((await owner.get('/api/v1/session')).status, 200);
});

test('every change is a fact in the journal, with ids only', () => {
    const entries = journalTexts(server).map((text) => JSON.parse(text));
    const seen = new Set(entries.map(({ kind }) => kind));
    for (const kind of ['staff_signed_in', 'session_ended', 'session_ended_by_pins', 'pin_set', 'pin_removed', 'pin_withdrawn', 'password_changed', 'password_reset_allowed', 'password_reset']) {
        assert.ok(seen.has(kind), kind);
    }
    for (const { kind, facts } of entries) {
        for (const [name, value] of Object.entries(facts)) if (/_id$|_by$/.test(name) && kind !== 'voucher_redeemed') assert.match(value, /^[0-9a-f-]{36}$/, `${kind} ${name}`);
    }
});

test('nobody without a session, and no display, comes near any of it', async () => {
    const display = await Person.signIn(server, server.staff.display);
    const requests = [['GET', '/api/v1/sessions'], ['DELETE', '/api/v1/sessions'], ['DELETE', `/api/v1/sessions/${unknown}`], ['GET', '/api/v1/session/colleagues'],
        ['POST', '/api/v1/session/switch', { staff_id: unknown, pin }], ['PUT', '/api/v1/session/pin', { password: 'x', pin }],
        ['PUT', '/api/v1/session/password', { password: 'x', new_password: 'something new' }], ['POST', '/api/v1/resets', { staff_id: unknown }]];
    for (const [method, path, body] of requests) {
        assert.deepEqual(told(await new Person(server).send(method, path, body)), [401, 'unauthenticated'], path);
        assert.deepEqual(told(await display.send(method, path, body)), [403, 'forbidden'], path);
    }
});
