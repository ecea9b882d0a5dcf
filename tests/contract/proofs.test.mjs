// The journal from outside: heads, proofs and receipts hold against RFC 9162 as another program reads it, a journal that was
// changed is found out by whoever kept a head, and nobody proves what is not theirs.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, test } from 'node:test';
import { numberedTexts, rewriteJournal, sql } from '../harness/books.mjs';
import { emptyRoot, isConsistent, isIncluded, leafHash, root } from '../harness/merkle.mjs';
import { Person } from '../harness/person.mjs';
import { startServer } from '../harness/server.mjs';

const roles = ['owner', 'manager', 'cashier', 'display'];
const hash = 'ab'.repeat(32);
let server;
let owner;
let cashier;
let foreign;

before(async () => {
    server = await startServer();
    owner = await Person.signIn(server, server.staff.owner);
    cashier = await Person.signIn(server, server.staff.cashier, { lane: 0 });
    foreign = await Person.signIn(server, server.shops.tea.owner, { lane: 0 });
});
afterEach(() => server.check());
after(() => server.stop());

const head = async (person = owner) => (await person.get('/api/v1/journal/head')).body;
const consistency = (person, from, to) => person.get(`/api/v1/journal/consistency/${from}/${to}`);
const report = (person, seen) => person.post('/api/v1/device/head', seen);
const receipt = (person, id) => person.get(`/api/v1/redemptions/${id}/receipt`);

// A redemption by the cashier (or somebody else); numbered as soon as its receipt is there.
async function redeem(person = cashier, shop = 'noodle', kind = 'usable') {
    const { redemption } = await person.use(server.voucher(kind, shop).code);
    const proof = await receipt(person, redemption.id);
    assert.equal(proof.status, 200);
    return { redemption, receipt: proof.body };
}

const merchantOf = (person) => sql(server, 'SELECT merchant_id FROM staff WHERE id = ?', person.session.staff_id)[0][0];
const rootOfBooks = (person) => root(numberedTexts(server, merchantOf(person)).map(leafHash)).toString('hex');

test('a head is the root of the entries in the books, and of each merchant its own', async () => {
    await redeem();
    const now = await head();
    assert.deepEqual(now, { size: numberedTexts(server, merchantOf(owner)).length, root: rootOfBooks(owner) });
    assert.notDeepEqual(await head(foreign), now);
});

test('every earlier head is proven to be the beginning of every later one', async () => {
    const heads = [{ size: 0, root: emptyRoot }, await head()];
    for (let i = 0; i < 4; i++) {
        await redeem();
        heads.push(await head());
    }
    for (const from of heads) {
        for (const to of heads.filter(({ size }) => size >= from.size)) {
            const { status, body } = await consistency(cashier, from.size, to.size);
            assert.deepEqual([status, body.from, body.to], [200, from, to]);
            assert.ok(isConsistent(body), `${from.size} → ${to.size}`);
        }
    }
});

test('a receipt proves the entry of a redemption and nothing else', async () => {
    const { redemption, receipt: proof } = await redeem();
    assert.ok(isIncluded(proof));
    const entry = JSON.parse(proof.entry);
    assert.deepEqual([entry.kind, entry.facts.redemption_id, entry.facts.amount_fen], ['voucher_redeemed', redemption.id, redemption.amount_fen]);
    assert.ok(!isIncluded({ ...proof, entry: proof.entry.replace(`"amount_fen":${redemption.amount_fen}`, '"amount_fen":1') }));
    assert.ok(!isIncluded({ ...proof, position: proof.position - 1 }));
    await redeem();
    const later = (await receipt(cashier, redemption.id)).body;
    assert.equal(later.position, proof.position);
    assert.ok(later.head.size > proof.head.size && isIncluded(later));
});

test('sizes that are none, and journals that do not exist yet', async () => {
    const { size } = await head();
    for (const [from, to, status, reason, field] of [['x', size, 400, 'invalid_field', 'from'], [0, '-1', 400, 'invalid_field', 'to'],
        ['1.5', size, 400, 'invalid_field', 'from'], [0, '9'.repeat(30), 400, 'invalid_field', 'to'], ['', size, 404, 'not_found', undefined], [size, size - 1, 400, 'invalid_field', 'from'],
        [0, size + 1000, 404, 'not_found', 'to'], [size + 1000, size + 1001, 404, 'not_found', 'to']]) {
        const { status: got, body } = await cashier.get(`/api/v1/journal/consistency/${from}/${to}`, { invalid: true });
        assert.deepEqual([got, body.reason, body.field], [status, reason, field], `${from}/${to}`);
    }
    const { status, body } = await cashier.get('/api/v1/redemptions/x/receipt', { invalid: true });
    assert.deepEqual([status, body.reason, body.field], [400, 'invalid_field', 'redemption_id']);
});

test('the head in a snapshot is for those who may ask for proofs', async () => {
    for (const role of roles) {
        const person = await Person.signIn(server, server.staff[role]);
        const feed = await person.feed();
        const { data } = await feed.next();
        feed.close();
        assert.equal(typeof data.head?.root, role === 'display' ? 'undefined' : 'string', role);
    }
});

for (const role of roles) {
    test(`${role} × journal heads, proofs, receipts, devices × own, other store, other merchant, unknown`, async () => {
        const manager = await Person.signIn(server, server.staff.manager, { lane: 0 });
        const own = await redeem();
        await manager.stand(1, 0);
        const other = await redeem(manager, 'noodle', 'other_store');
        const strange = await redeem(foreign, 'tea');
        const person = await Person.signIn(server, server.staff[role]);
        const [mine, theirs] = [await head(), await head(foreign)];
        const expected = (allowed) => role === 'display' ? [403, 'forbidden'] : allowed ? [200, undefined] : [404, 'not_found'];
        const seen = (answer) => [answer.status, answer.body.reason];
        const everywhere = role === 'owner' || role === 'manager';

        assert.deepEqual(seen(await person.get('/api/v1/journal/head')), expected(true));
        assert.deepEqual(seen(await consistency(person, 1, mine.size)), expected(true));
        assert.deepEqual(seen(await receipt(person, own.redemption.id)), expected(true));
        assert.deepEqual(seen(await receipt(person, other.redemption.id)), expected(everywhere));
        assert.deepEqual(seen(await receipt(person, strange.redemption.id)), expected(false));
        assert.deepEqual(seen(await receipt(person, randomUUID())), expected(false));
        assert.deepEqual(seen(await person.get('/api/v1/journal/devices')), everywhere ? [200, undefined] : [403, 'forbidden']);
        assert.deepEqual(seen(await report(person, mine)), expected(true));
        assert.deepEqual(seen(await report(person, theirs)), role === 'display' ? [403, 'forbidden'] : [409, 'head_mismatch'], "another merchant's head");
        if (role !== 'display') {
            const proof = (await consistency(person, 1, mine.size)).body;
            assert.deepEqual(proof.to, mine, 'one is only ever told of the own journal');
        }
        if (everywhere) {
            const { devices } = (await person.get('/api/v1/journal/devices')).body;
            const device = devices.find((one) => one.device_id === person.session.device_id);
            assert.deepEqual([device.device_name, device.seen, device.refused], [person.session.device_name, mine, theirs]);
            assert.ok(!devices.some((one) => one.device_id === foreign.session.device_id));
        }
    });
}

test('nobody without a session, and nothing while the books cannot be read', async () => {
    const { redemption } = await redeem();
    const asked = (person) => Promise.all([person.get('/api/v1/journal/head'), consistency(person, 0, 1), receipt(person, redemption.id),
        report(person, { size: 0, root: emptyRoot }), person.get('/api/v1/journal/devices')]);
    for (const { status, body } of await asked(new Person(server))) assert.deepEqual([status, body.reason], [401, 'unauthenticated']);
    sql(server, 'ALTER TABLE staff RENAME TO staff_away');
    const answers = await asked(owner);
    sql(server, 'ALTER TABLE staff_away RENAME TO staff');
    for (const { status, body } of answers) assert.deepEqual([status, body.reason], [503, 'store_unavailable']);
});

test('a report that is none', async () => {
    const wrong = async (options, status, reason, field) => {
        const { status: got, body } = await cashier.send('POST', '/api/v1/device/head', undefined, { invalid: true, ...options, headers: { 'content-type': 'application/json', ...options.headers } });
        assert.deepEqual([got, body.reason, body.field], [status, reason, field]);
    };
    await wrong({ raw: '{' }, 400, 'malformed_json', 'body');
    await wrong({ raw: JSON.stringify({ size: -1, root: hash }) }, 400, 'invalid_field', 'size');
    for (const bad of ['', hash.slice(1), `${hash}0`, 7, null]) await wrong({ raw: JSON.stringify({ size: 1, root: bad }) }, 400, 'invalid_field', 'root');
    const upper = await report(cashier, { size: 1, root: hash.toUpperCase() });
    assert.deepEqual([upper.status, upper.body.reason, upper.body.field], [400, 'invalid_field', 'root']);
    await wrong({ raw: JSON.stringify({ size: 1, root: hash, pad: 'x'.repeat(64 << 10) }) }, 413, 'body_too_large', 'body');
    await wrong({ raw: '{}', headers: { 'content-type': 'text/plain' } }, 415, 'unsupported_media_type', 'Content-Type');
});

test('a head that the journal does not extend is an alarm, told once, and stays beside the device', async () => {
    const phone = await Person.signIn(server, server.staff.cashier);
    const good = await head();
    assert.equal((await report(phone, good)).status, 200); // it answers with the present head, which may be newer
    const alarms = () => server.log.split('\n').filter((line) => line.includes('"event":"head_mismatch"') && line.includes(phone.session.device_id));
    for (const bad of [{ size: good.size, root: hash }, { size: good.size, root: hash }, { size: good.size + 1000, root: good.root }]) {
        const { status, body } = await report(phone, bad);
        assert.deepEqual([status, body.reason], [409, 'head_mismatch']);
    }
    assert.equal(alarms().length, 2);
    const { devices } = (await owner.get('/api/v1/journal/devices')).body;
    const told = devices.find((one) => one.device_id === phone.session.device_id);
    assert.deepEqual([told.seen, told.refused], [good, { size: good.size + 1000, root: good.root }]);
    assert.ok(told.seen_at && told.refused_at);
});

test('what a device saw last only grows, and is shown to those who may see the device', async () => {
    const phone = await Person.signIn(server, server.staff.cashier, { lane: 0 });
    const good = await head();
    assert.equal((await report(phone, good)).status, 200); // it answers with the present head, which may be newer
    assert.equal((await report(phone, { size: 0, root: emptyRoot })).status, 200);
    const listed = async (person) => (await person.get('/api/v1/journal/devices')).body.devices.find((one) => one.device_id === phone.session.device_id);
    assert.deepEqual((await listed(owner)).seen, good);
    const manager = await Person.signIn(server, server.staff.manager);
    assert.deepEqual((await listed(manager)).seen, good);
    const [first] = owner.session.stores;
    sql(server, 'DELETE FROM staff_store WHERE staff_id = ? AND store_id = ?', manager.session.staff_id, first.id);
    const elsewhere = await Person.signIn(server, server.staff.manager);
    assert.equal(await listed(elsewhere), undefined);
    sql(server, 'INSERT INTO staff_store SELECT merchant_id, id, ? FROM staff WHERE id = ?', first.id, manager.session.staff_id);
});

// Last: it spoils this merchant's journal.
test('a journal that was changed, tree and all, is found out by whoever kept a head', async () => {
    const proof = (await redeem(foreign, 'tea')).receipt;
    const kept = await head(foreign);
    rewriteJournal(server, merchantOf(foreign), '"uses":1', '"uses":2');
    await redeem(foreign, 'tea');
    const now = await head(foreign);
    assert.equal(now.root, rootOfBooks(foreign), 'it looks like any other journal');
    const { body } = await consistency(foreign, kept.size, now.size);
    assert.ok(!(isConsistent(body) && body.from.root === kept.root), 'the platform cannot prove what is not so');
    const { status, body: told } = await report(foreign, kept);
    assert.deepEqual([status, told.reason], [409, 'head_mismatch']);
    assert.ok(isIncluded(proof), 'the receipt that was given before still stands for what was');
});
