// The first start of real books: the link from the terminal makes the merchant, its store and its owner, once.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { after, afterEach, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { journalTexts, sql } from '../harness/books.mjs';
import { Person } from '../harness/person.mjs';
import { freePort, startServer } from '../harness/server.mjs';

const title = (zh, en) => ({ zh, en });
const shop = { merchant: title('小面馆', 'Noodles'), store: title('一店', 'First'), zone: 'Asia/Shanghai', cut_minutes: 240, lanes: [title('堂食', 'Dine in'), title('外带', 'Take away')], account: 'boss', owner_name: '王老板', password: 'a good password' };
let server;

before(async () => { server = await startServer({ empty: true }); });
afterEach(() => server.check());
after(() => server.stop());

const told = ({ status, body }) => [status, body?.reason, body?.field];
const open = async () => (await new Person(server).get('/api/v1/setup')).body.open;
const setUp = (person, change = {}) => person.post('/api/v1/setup', { token: server.setupToken, ...shop, ...change });

test('nothing is there yet, and everybody may know', async () => {
    assert.equal(await open(), true);
    assert.deepEqual(told(await new Person(server).signIn({ account: 'boss', password: 'x' })), [401, 'bad_credentials', undefined]);
});

test('a wrong token, a zone that is none, no lane and an account with blanks make nothing', async () => {
    assert.deepEqual(told(await setUp(new Person(server), { token: '0'.repeat(64) })), [410, 'link_expired', undefined]);
    for (const [change, field] of [[{ zone: 'Asia/Nowhere' }, 'zone'], [{ zone: '../../etc/passwd' }, 'zone'], [{ lanes: [] }, 'lanes'], [{ account: 'the boss' }, 'account']]) {
        assert.deepEqual(told(await setUp(new Person(server), change)), [400, 'invalid_field', field]);
    }
    assert.deepEqual(sql(server, 'SELECT count(*) FROM merchant'), [[0]]);
});

test('tokens are tried thirty times, then it waits', async () => {
    let answer;
    for (let n = 0; n < 1000 && answer?.status !== 429; n++) answer = await setUp(new Person(server), { token: '0'.repeat(64) });
    assert.deepEqual(told(answer), [429, 'too_many_requests', undefined]);
    await server.advance(Number(answer.headers.get('retry-after')) * 1000);
});

test('a restart makes another link', async () => {
    const old = server.setupToken;
    await server.restart();
    assert.deepEqual(told(await setUp(new Person(server), { token: old })), [410, 'link_expired', undefined]);
});

test('however many use the link at once, one merchant is made, and its owner is in', async () => {
    const people = [1, 2, 3].map(() => new Person(server));
    const answers = await Promise.all(people.map((person) => setUp(person)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409]);
    const winner = answers.findIndex(({ status }) => status === 200);
    const { body } = answers[winner];
    assert.deepEqual([body.role, body.merchant.title, body.stores[0].title, body.stores[0].lanes.map((lane) => lane.title), body.staff_name], ['owner', shop.merchant, shop.store, shop.lanes, shop.owner_name]);
    assert.equal((await people[winner].get('/api/v1/session')).status, 200);
    assert.equal((await new Person(server).signIn({ account: 'BOSS', password: shop.password })).status, 200);
    assert.ok(journalTexts(server).join('\n').includes('"kind":"merchant_set_up"'));
});

test('then it is over, also after a restart', async () => {
    for (const again of [false, true]) {
        if (again) await server.restart();
        assert.equal(await open(), false);
        assert.deepEqual(told(await setUp(new Person(server), { token: server.setupToken || '0'.repeat(64) })), [409, 'already_set_up', undefined]);
    }
    assert.equal(server.setupToken, '');
});

test('the program prints the link, and the log does not', async () => {
    const build = process.env.HEXIAO_BUILD ?? fileURLToPath(new URL('../../build/native', import.meta.url));
    const data = mkdtempSync(`${tmpdir()}/hexiao-test-`);
    const child = spawn(`${build}/platform/hexiao`, ['serve', '--port', String(await freePort()), '--data', data], { stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    let log = '';
    child.stderr.on('data', (text) => { log += text; });
    for await (const text of child.stdout) {
        printed += text;
        if (printed.includes('Data is kept')) child.kill('SIGTERM');
    }
    if (child.exitCode === null) await once(child, 'exit');
    rmSync(data, { recursive: true, force: true });
    const [, token] = /http:\/\/localhost:\d+\/setup#([0-9a-f]{64})\n/.exec(printed) ?? [];
    assert.ok(token, printed + log);
    assert.ok(!log.includes(token));
});
