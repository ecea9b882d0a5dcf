// Runs browser scenarios: node tests/browser/run.mjs FILES...
// Real browsers with software rendering on a machine that other work shares lose a scenario now and then to the machine. One that
// fails is played once more, alone; what fails again, or more than a few, fails the run. Each is told, so that none hides.
import { spawn } from 'node:child_process';

const few = 5;
const files = process.argv.slice(2);

// Plays what the names match; `tell` hears what the runner says.
function play(names, concurrency, tell) {
    const failed = [];
    const args = ['--test', '--test-reporter=tap', `--test-concurrency=${concurrency}`, ...names.map((name) => `--test-name-pattern=/^${name}$/`), ...files];
    const node = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, HEXIAO_SHORT_LIVED: '1' } });
    let rest = '';
    node.stdout.setEncoding('utf8').on('data', (text) => {
        tell(text);
        const lines = (rest + text).split('\n');
        rest = lines.pop();
        for (const line of lines) {
            const name = /^not ok \d+ - (.*)$/.exec(line)?.[1];
            if (name) failed.push(name);
        }
    });
    return new Promise((resolve) => node.on('close', (code) => resolve({ failed, passed: code === 0 })));
}

if (files.length === 0) throw new Error('no files');
const first = await play([], 2, (text) => process.stdout.write(text));
let { passed } = first;
if (first.failed.length > 0 && first.failed.length <= few) {
    // TAP escapes # and \ in a name.
    const names = first.failed.map((name) => name.replace(/\\([#\\])/g, '$1').replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
    const said = [];
    const second = await play(names, 1, (text) => said.push(text));
    passed = second.passed;
    if (!passed) console.log(said.join('').replace(/^ok .* # SKIP .*$/gm, ''));
    for (const name of first.failed) console.log(`# played twice: ${name}: ${second.failed.includes(name) ? 'FAILED again' : 'passed alone'}`);
}
process.exit(passed ? 0 : 1);
