// After the contract and browser tests: every status and reason that openapi.yaml documents has happened (undocumented ones
// have failed their tests already). Reads what the proxies wrote to build/coverage; delete that folder to start anew.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Contract } from '../harness/contract.mjs';

const folder = fileURLToPath(new URL('../../build/coverage/', import.meta.url));
const seen = new Set(readdirSync(folder).filter((name) => name.endsWith('.json')).flatMap((name) => JSON.parse(readFileSync(folder + name, 'utf8'))));
const documented = new Contract().documented();
const missing = documented.filter((line) => !seen.has(line));
const strange = [...seen].filter((line) => !documented.includes(line));
for (const line of missing) console.log(`never happened: ${line}`);
for (const line of strange) console.log(`not documented: ${line}`);
console.log(`${documented.length - missing.length} passed, ${missing.length + strange.length} failed`);
process.exitCode = missing.length + strange.length ? 1 : 0;
