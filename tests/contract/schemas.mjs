// The schemas of openapi.yaml are those of core's messages, printed by hexiao_schemas; this puts them there.
//   node tests/contract/schemas.mjs --write
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';

const root = fileURLToPath(new URL('../..', import.meta.url));
const contract = `${root}platform/openapi.yaml`;
const mark = '\n  schemas:\n';

export function messageSchemas() {
    const build = process.env.HEXIAO_BUILD ?? `${root}build/native`;
    return JSON.parse(execFileSync(`${build}/tests/hexiao_schemas`, { encoding: 'utf8' }));
}

if (process.argv.includes('--write')) {
    const text = readFileSync(contract, 'utf8');
    const head = text.slice(0, text.indexOf(mark) + mark.length);
    const schemas = stringify(messageSchemas(), { lineWidth: 110, indent: 2 });
    writeFileSync(contract, head + schemas.replace(/^(?=.)/gm, '    '));
}
