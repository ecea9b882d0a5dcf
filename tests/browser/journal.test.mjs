// The console watches the journal: what this device saw of it before is held against what the platform says now.
import assert from 'node:assert/strict';
import { rewriteJournal, sql } from '../harness/books.mjs';
import { both, useStage } from './lib/stage.mjs';

const stage = useStage();

for (const { shape, language, named } of both) {
    stage.scenario(`a journal that was rewritten between two visits is noticed, and redemptions go on (${named})`, async ({ arrive, staff, voucher }) => {
        const { server } = stage;
        const one = await arrive({ shape, language });
        const redeem = async () => {
            await one.typeCode(voucher('usable').code);
            await one.pressButton('card.redeem');
            await one.see('heading', 'verdict.done');
        };
        await one.atCounter(staff.cashier);
        await redeem();
        // The next visit's snapshot tells the head with this redemption in it; the console keeps it, then reports it.
        const reported = () => Math.max(0, ...sql(server, 'SELECT size FROM device_head').map(([size]) => size));
        const before = reported();
        await one.reload();
        await one.see('heading', 'counter.title');
        await one.until(() => reported() > before, 'the report of the head');
        await one.reload();
        await one.see('heading', 'counter.title');
        await one.settled();
        assert.equal(await one.find('alert', 'journal.mismatch').count(), 0);

        const [[merchant]] = sql(server, 'SELECT merchant_id FROM device_head LIMIT 1');
        rewriteJournal(server, merchant, '"v":1', '"v":2');
        await server.restart();
        await one.reload();
        await one.see('alert', 'journal.mismatch');
        await one.until(() => sql(server, 'SELECT count(*) FROM device_head WHERE refused_size IS NOT NULL')[0][0] > 0, 'the alarm of the platform');
        await redeem();
        await one.reload();
        await one.see('alert', 'journal.mismatch');
    });
}
