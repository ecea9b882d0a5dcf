// The console's own strings, so that tests name things by key and hold in both languages.
// A test says words.zh('card.redeem'), never "确认核销": a changed wording breaks no test, a missing string breaks all.
import { readFileSync } from 'node:fs';

function load(language) {
    const table = JSON.parse(readFileSync(new URL(`../../../assets/strings/${language}.json`, import.meta.url), 'utf8'));
    return (key, values = {}) => {
        if (!(key in table)) throw new Error(`no string ${key} in ${language}.json`);
        return table[key].replace(/\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g, (whole, name, one, other) =>
            (name in values ? (one === undefined ? values[name] : String(values[name]) === '1' ? one : other) : whole));
    };
}

export const words = { zh: load('zh'), en: load('en') };
