// kill -9 under load, on a disk that loses what was not synced: everything acknowledged is there afterwards.
// HEXIAO_CRASH_ROUNDS: how many deaths (8), of two platforms side by side, since each waits for its disk half of the time.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Crashes } from './rounds.mjs';

const rounds = Number(process.env.HEXIAO_CRASH_ROUNDS ?? 8);
const sides = 2;
let both, crashes;
before(async () => {
    both = await Promise.all(Array.from({ length: sides }, () => Crashes.start({ vouchers: 400 + 80 * Math.ceil(rounds / sides) })));
    [crashes] = both;
    both[1].rounds = 4; // the other half of what a disk can do
});
after(() => Promise.all(both.map((one) => one.stop())));

test(`${rounds} kills under load, and half of them with a failing disk: nothing acknowledged is lost`, async () => {
    let begun = 0;
    await Promise.all(both.map(async (one) => {
        while (begun < rounds) {
            const round = ++begun;
            await one.round();
            assert.deepEqual(one.wrong, [], `round ${round}`);
            assert.equal(one.missing.size, 0, `round ${round}`);
        }
    }));
    const sum = (of) => both.reduce((all, one) => all + of(one), 0);
    console.log(JSON.stringify({ name: 'crash.acked_missing', value: sum((one) => one.missing.size), rounds, acknowledged: sum((one) => one.acknowledged.size) }));
});

test('the control: with syncs that do nothing, a kill loses what was acknowledged', async () => {
    assert.ok(await crashes.control() > 0);
    assert.deepEqual(crashes.wrong, [], 'even then, what is left is consistent in itself');
});

test('a disk that failed and is well again takes writes again, without a restart', async () => {
    const { handle } = await crashes.people[0].prepare(crashes.server.voucher('usable').code);
    await crashes.server.fault('any eio');
    const key = crypto.randomUUID();
    const { body } = await crashes.people[0].redeem(handle, { key });
    assert.ok(['store_unavailable', 'commit_unknown'].includes(body.reason), body.reason);
    await crashes.server.fault('none');
    for (let answer = { status: 503 }; answer.status !== 200;) {
        answer = await crashes.people[0].redeem(handle, { key });
        assert.ok([200, 500, 503].includes(answer.status));
        if (answer.status === 200) assert.equal(answer.body.outcome, 'done');
    }
});
