// What the simulation finds, and how fast: nothing in the product, and each promise that is switched off.
import { spawnSync } from 'node:child_process';

const seeds = process.env.HEXIAO_SIMULATION_SEEDS ?? '100';
const controls = ['key-lookup', 'write-before-green', 'voucher-lock', 'fsync', 'replay-of-refusals', 'channel-token'];

function print(name, value, baseline, note) {
    console.log(JSON.stringify({ name, value, unit: '1', baseline, ratio: baseline === null ? null : value / baseline, note }));
}

// True when nothing was found but by the controls.
export function simulate(build) {
    const program = `${build}/tests/hexiao_simulation`;
    const run = spawnSync(program, ['--figures', '--seeds', seeds], { encoding: 'utf8' });
    const told = JSON.parse(run.stdout);
    const found = controls.filter((control) => spawnSync(program, ['--seeds', '2000', '--control', control]).status === 0).length;
    const share = told.unknown === 0 ? 0 : told.resolved / told.unknown;
    const of = `of ${told.customers} customers in ${told.seeds} seeds`;
    print('sim.steps_per_s', told.steps_per_s, told.empty_per_s, 'steps of one process; baseline: events through the same queue when nothing happens at any');
    print('sim.controls_found', found, controls.length, `promises that are switched off, each found within 2,000 seeds; baseline: all of ${controls.join(', ')}`);
    print('sim.lost', told.lost, null, `${of}; no baseline: anything but 0 is a fault`);
    print('sim.doubled', told.doubled, null, `${of}; no baseline: anything but 0 is a fault`);
    print('unknown.resolved_share', share, null, `of ${told.unknown} outcomes that were unknown, told within a virtual hour after the faults ended, the last after ${told.slowest_ms} ms; no baseline: 1 is all`);
    return run.status === 0 && told.failed === 0 && found === controls.length && share === 1;
}
