// What it costs to settle an outage: 1,000 promises of one device, each signed, uploaded and judged, beside 1,000 bare
// redemptions over the same connection, whose cards were prepared beforehand. `node tests/bench/outage.mjs` runs it alone.
import { fileURLToPath } from 'node:url';
import { Phone } from '../harness/offline.mjs';
import { Person } from '../harness/person.mjs';
import { startServer } from '../harness/server.mjs';

const count = 1000;
const together = 20; // actions in one upload
const most = 1.5;

async function seconds(act) {
    const began = performance.now();
    await act();
    return (performance.now() - began) / 1000;
}

// True when settling costs no more than it may.
export async function outage() {
    const server = await startServer({ usable: 2 * count + 100 });
    try {
        const bare = { ...server, origin: `http://localhost:${server.direct}`, staff: server.staff }; // past the proxy that judges
        const owner = await Person.signIn(bare, server.staff.owner, { lane: 0 });
        const phone = await Phone.pair(bare, owner, server.staff.cashier);
        const handles = [];
        for (let i = 0; i < count; i++) handles.push((await owner.prepare(server.voucher('usable').code)).handle);
        const actions = [];
        for (let i = 0; i < count; i++) actions.push(await phone.served(server.voucher('usable').code));
        const verdicts = [];
        const value = await seconds(async () => {
            for (let at = 0; at < count; at += together) verdicts.push(...(await phone.upload(actions.slice(at, at + together))).body.verdicts);
        });
        const outcomes = [];
        const baseline = await seconds(async () => {
            for (const handle of handles) outcomes.push((await owner.redeem(handle)).body.outcome);
        });
        const right = verdicts.length === count && verdicts.every((one) => one.verdict === 'kept') && outcomes.every((one) => one === 'done');
        console.log(JSON.stringify({
            name: 'outage.settle_1000_s', value, unit: 's', baseline, ratio: value / baseline,
            note: `${count} signed promises in uploads of ${together}, until the last verdict; baseline: as many bare redemptions one after the other; at most ${most}`,
        }));
        return right && value / baseline <= most;
    } finally {
        await server.stop();
    }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = (await outage()) ? 0 : 1;
