// The figures that must be nothing, each beside what its control finds: a harness that finds nothing in its control
// would find nothing anywhere.
import { spawnSync } from 'node:child_process';
import { Crashes } from '../crash/rounds.mjs';

const rounds = Number(process.env.HEXIAO_CRASH_ROUNDS ?? 20);

function print(name, value, baseline, note) {
    console.log(JSON.stringify({ name, value, unit: '1', baseline, ratio: value / baseline, note }));
}

async function crash() {
    const crashes = await Crashes.start({ vouchers: 400 + 80 * rounds });
    for (let i = 0; i < rounds; i++) await crashes.round();
    const missing = crashes.missing.size;
    const lost = await crashes.control();
    await crashes.stop();
    print('crash.acked_missing', missing, lost, `acknowledged redemptions (of ${crashes.acknowledged.size}) that ${rounds} kills under load lost, half of them with EIO or ENOSPC before; baseline: what one kill loses when syncs do nothing`);
    if (crashes.wrong.length) console.error(crashes.wrong.join('\n'));
    return missing === 0 && lost > 0 && crashes.wrong.length === 0;
}

function races(program) {
    const run = spawnSync(program, ['--test-case=race:*'], { encoding: 'utf8' });
    const found = new Map(run.stdout.split('\n').filter((line) => line.startsWith('{"found"')).map(JSON.parse).map(({ found, value }) => [found, value]));
    const winners = found.get('race.double_winners');
    const control = found.get('race.double_winners of the control');
    print('race.double_winners', winners, control, '64 threads, 1,000 vouchers, each wanted by four; baseline: 50 vouchers, each wanted by two that decide before their transaction');
    return run.status === 0 && winners === 0 && control > 0;
}

// True when nothing was found but by the controls.
export async function prove(build) {
    const raced = races(`${build}/tests/hexiao_tests`);
    return await crash() && raced;
}
