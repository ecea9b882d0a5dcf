// Every measurement as one JSON line: name, value, unit, baseline, ratio (value ÷ baseline), note.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const build = process.env.HEXIAO_BUILD ?? `${root}build/native`;

function print(name, value, unit, note) {
    console.log(JSON.stringify({ name, value, unit, baseline: null, ratio: null, note }));
}

function sizes() {
    const folder = `${root}build/dist/assets/`;
    if (!existsSync(folder)) throw new Error('build/dist is missing: run make build first');
    const packed = readdirSync(folder).filter((name) => name.endsWith('.br')).map((name) => [name, statSync(folder + name).size]);
    const console_ = packed.find(([name]) => /^hexiao-\w+\.wasm\.br$/.test(name));
    print('wire.console_wasm_brotli_bytes', console_[1], 'B', 'what a first visit downloads of our own code; no baseline yet');
    print('wire.all_brotli_bytes', packed.reduce((sum, [, size]) => sum + size, 0), 'B', 'every file of the console but the page itself');
}

const bench = spawnSync(`${build}/tests/hexiao_bench`, { stdio: ['ignore', 'inherit', 'ignore'] });
sizes();
process.exitCode = bench.status ?? 1;
