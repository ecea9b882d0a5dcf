// Paper, for when the platform is down for long: numbered forms, what was written on them, and who was turned away.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, test } from 'node:test';
import { journalTexts } from '../harness/books.mjs';
import { Person } from '../harness/person.mjs';
import { startServer } from '../harness/server.mjs';

const hour = 3600_000;
let server;
let owner;
let path;

before(async () => {
    server = await startServer();
    owner = await Person.signIn(server, server.staff.owner, { lane: 0 });
    path = `/api/v1/stores/${owner.session.store_id}`;
});
afterEach(() => server.check());
after(() => server.stop());

// "P0000123-4", with the check digit of ISO/IEC 7812-1.
function form(number) {
    const digits = String(number).padStart(7, '0');
    const sum = [...digits].reverse().reduce((all, digit, i) => all + (i % 2 ? Number(digit) : [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][digit]), 0);
    return `P${digits}-${(10 - (sum % 10)) % 10}`;
}

const forms = async (count) => {
    const { body } = await owner.post(`${path}/forms`, { count }, { headers: { 'idempotency-key': randomUUID() } });
    return Array.from({ length: body.last - body.first + 1 }, (_, i) => form(body.first + i));
};
const lane = () => owner.session.stores[0].lanes[0];
const ago = (ms) => new Date(Date.parse(owner.session.server_time) - ms).toISOString();
const entry = (more) => ({ outcome: 'served', at: ago(hour), uses: 1, account: server.staff.cashier.account, lane_id: lane().id, ...more });
const enter = async (...entries) => (await owner.post(`${path}/paper`, { entries })).body.verdicts;
const code = () => server.voucher('usable').code;

test('what was written on forms counts at its real time, each form once', async () => {
    const [one, two, three] = await forms(3);
    const used = code();
    const verdicts = await enter(entry({ form: one, code: used }), entry({ form: two, code: used }), entry({ form: one, code: code() }), entry({ form: 'P0000001-1' }));
    assert.deepEqual(verdicts.map((each) => [each.verdict, each.first, each.refused, each.reason, each.field]), [
        ['kept', undefined, false, 'none', ''], ['conflict', undefined, false, 'already_redeemed', ''], ['replayed', 'kept', false, 'none', ''], [undefined, undefined, true, 'form_unknown', 'form']]);
    assert.equal((await owner.prepare(used)).previous.at, ago(hour));
    const { body } = await owner.get(`${path}/conflicts`);
    assert.equal(body.items.find((each) => each.id === verdicts[1].conflict_id).form, two);
    const [later] = await enter(entry({ form: three, at: ago(-hour), code: code() }));
    assert.deepEqual([later.refused, later.field], [true, 'at']);
});

test('who was turned away stands on a list, without their phone number', async () => {
    const [one] = await forms(1);
    const [verdict] = await enter(entry({ form: one, outcome: 'turned_away', phone: '13900001234' }));
    assert.equal(verdict.refused, false);
    const { body, text } = await owner.get(`${path}/compensations`);
    assert.equal(body.items[0].form, one);
    assert.ok(body.items[0].customer_id && !text.includes('13900001234'));
    assert.ok(!journalTexts(server).some((each) => each.includes('13900001234')));
});

test('a spreadsheet says the same', async () => {
    const [one, two] = await forms(2);
    const csv = ['form,outcome,time,code,product,uses,account,lane,phone', `${one},served,${at(ago(hour))},${code()},,1,${server.staff.cashier.account},${lane().title.zh},`,
        `${two},turned_away,${at(ago(hour))},,,,${server.staff.cashier.account},"${lane().title.en}",`].join('\n');  // the wire takes no carriage returns
    const { body } = await owner.post(`${path}/paper/csv`, { csv });
    assert.deepEqual(body.verdicts.map((each) => [each.form, each.verdict, each.refused]), [[one, 'kept', false], [two, undefined, false]]);
    const wrong = await owner.post(`${path}/paper/csv`, { csv: 'form\n' });
    assert.deepEqual([wrong.status, wrong.body.reason, wrong.body.field], [400, 'invalid_field', 'csv']);
});

// "2026-11-22 12:10" in Shanghai.
function at(instant) {
    return new Date(Date.parse(instant) + 8 * hour).toISOString().slice(0, 16).replace('T', ' ');
}

test('the day\'s figures count paper, conflicts and who was turned away', async () => {
    const { body: today } = await owner.get(`${path}/days/${new Date(Date.parse(ago(hour)) + 4 * hour).toISOString().slice(0, 10)}/figures`);
    const { kept, conflicts, open, turned_away } = today.offline;
    assert.deepEqual([kept, conflicts, open, turned_away], [2, 1, 1, 2]);
});
