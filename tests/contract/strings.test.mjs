// A text that is missing, or whose placeholders are not what the code fills in, does not build: tools/strings.py stops on the
// first, the compiler on the second.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const build = process.env.HEXIAO_BUILD ?? `${root}build/native`;

// What tools/strings.py says of the texts after `spoil` has changed one language's file.
function generate(language, spoil) {
    const folder = mkdtempSync(`${tmpdir()}/hexiao-strings-`);
    try {
        cpSync(`${root}assets/strings`, folder, { recursive: true });
        const file = `${folder}/${language}.json`;
        writeFileSync(file, spoil(readFileSync(file, 'utf8')));
        return spawnSync('/usr/bin/python3', [`${root}tools/strings.py`, folder, '--header', `${folder}/strings.h`], { encoding: 'utf8' });
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

test('texts as they are make a header', () => {
    assert.equal(generate('en', (text) => text).status, 0);
});

for (const [what, spoil, said] of [
    ['a missing key', (text) => text.replace(/ {2}"brand":.*\n/, ''), 'en.json lacks brand'],
    ['a further key', (text) => text.replace('"brand":', '"brand.new": "x",\n  "brand":'), 'zh.json lacks brand.new'],
    ['another placeholder', (text) => text.replace('{staff}"', '{person}"'), 'placeholders differ'],
    ['a lost placeholder', (text) => text.replace('{n:use|uses} left', 'uses left').replace('"{n} uses left"', '"uses left"'), 'verdict.uses_left: placeholders differ'],
    ['a broken plural', (text) => text.replace('{n:use|uses} left', '{n:uses} left'), 'brace that is no placeholder'],
    ['a key that stands twice', (text) => text.replace('"brand":', '"brand": "x",\n  "brand":'), 'key brand stands twice'],
]) {
    test(`${what} stops the build`, () => {
        const { status, stderr } = generate('en', spoil);
        assert.notEqual(status, 0);
        assert.ok(stderr.includes(said), stderr);
    });
}

function compile(expression) {
    const source = `#include "ui/words.h"\nusing namespace hexiao;\nstd::string f(const ui::Words& words) { return ${expression}; }\n`;
    return spawnSync('c++', ['-std=c++20', '-fsyntax-only', `-I${root}`, `-I${build}/generated`, '-x', 'c++', '-'], { input: source, encoding: 'utf8' });
}

test('placeholders that are the text’s compile, others do not', () => {
    assert.equal(compile('words.with<Str::card_item, "title", "n">("a", "1")').status, 0);
    for (const [wrong, said] of [
        ['words.with<Str::card_item, "title">("a")', 'the text has other placeholders'],
        ['words.with<Str::card_item, "title", "n", "m">("a", "1", "2")', 'the text has other placeholders'],
        ['words.with<Str::card_item, "title", "number">("a", "1")', 'the text has other placeholders'],
        ['words.with<Str::card_item, "title", "n">("a")', 'a value for each name'],
        ['std::string(words(Str::no_such_text))', 'no_such_text'],
    ]) {
        const { status, stderr } = compile(wrong);
        assert.notEqual(status, 0, wrong);
        assert.ok(stderr.includes(said), stderr);
    }
});
