// Every measurement as one JSON line: name, value, unit, baseline, ratio (value ÷ baseline), note. A line without a
// baseline (null) says in its note why there is none.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { axe } from './axe.mjs';
import { decode } from './decode.mjs';
import { display } from './display.mjs';
import { idle } from './idle.mjs';
import { kit } from './kit.mjs';
import { outage } from './outage.mjs';
import { outbox } from './outbox.mjs';
import { prove } from './proof.mjs';
import { scan } from './scan.mjs';
import { simulate } from './simulation.mjs';
import { measureText } from './text.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const build = process.env.HEXIAO_BUILD ?? `${root}build/native`;

function print(name, value, unit, note) {
    if (!note) throw new Error(`${name} has no baseline and does not say why`);
    console.log(JSON.stringify({ name, value, unit, baseline: null, ratio: null, note }));
}

function sizes() {
    const folder = `${root}build/dist/assets/`;
    if (!existsSync(folder)) {
        console.error('build/dist is missing, so the console was not weighed: run make build first');
        return false;
    }
    const packed = readdirSync(folder).filter((name) => name.endsWith('.br')).map((name) => [name, statSync(folder + name).size]);
    print('wire.all_brotli_bytes', packed.reduce((sum, [, size]) => sum + size, 0), 'B', 'every file of the console but the page itself, those that few browsers ask for included; no baseline: a size is the same in every run, its history is in the results');
    return true;
}

const bench = spawnSync(`${build}/tests/hexiao_bench`, { stdio: ['ignore', 'inherit', 'ignore'] });
if (bench.error) console.error(`the benchmark could not be run: ${bench.error.message}`);
const looked = spawnSync(`${build}/tests/hexiao_roster_bench`, { stdio: ['ignore', 'inherit', 'inherit'] });
const postgres = spawnSync(process.execPath, [fileURLToPath(new URL('postgres.mjs', import.meta.url))], { stdio: ['ignore', 'inherit', 'inherit'] });
const weighed = sizes();
const proven = await prove(build);
const simulated = simulate(build);
const stored = await outbox();
const settled = await outage();
const sound = await axe();
await measureText();
const lean = await kit();
const silent = await idle();
const decoded = await decode();
const scanned = await scan();
const shown = await display();
process.exitCode = bench.status === 0 && postgres.status === 0 && weighed && proven && simulated && stored && settled && looked.status === 0 && sound && lean && silent && decoded && scanned && shown ? 0 : 1;
