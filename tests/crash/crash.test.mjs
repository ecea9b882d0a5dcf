// kill -9 under load, on a disk that loses what was not synced: everything acknowledged is there afterwards.
// HEXIAO_CRASH_ROUNDS: how many deaths (8).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Crashes } from './rounds.mjs';

const rounds = Number(process.env.HEXIAO_CRASH_ROUNDS ?? 8);
let crashes;
before(async () => { crashes = await Crashes.start({ vouchers: 400 + 80 * rounds }); });
after(() => crashes.stop());

test(`${rounds} kills under load, and half of them with a failing disk: nothing acknowledged is lost`, async () => {
    for (let i = 0; i < rounds; i++) {
        await crashes.round();
        assert.deepEqual(crashes.wrong, [], `round ${i + 1}`);
        assert.equal(crashes.missing.size, 0, `round ${i + 1}`);
    }
    console.log(JSON.stringify({ name: 'crash.acked_missing', value: crashes.missing.size, rounds, acknowledged: crashes.acknowledged.size }));
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
