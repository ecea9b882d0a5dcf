#!/usr/bin/python3
"""Texts of the console: assets/strings/zh.json and en.json become strings.h, and a check keeps them honest.

Usage: strings.py FOLDER --header FILE     writes strings.h: enum class Str, text_zh, text_en, str_keys
       strings.py FOLDER --check ROOT      also fails on keys that no source below ROOT uses

A file is flat: {"counter.title": "核销", ...}. A key is lower-case words joined by dots and becomes Str::counter_title.
Placeholders are written {name} and must be the same in both languages; {n:use|uses} is the first word where n is 1, the
second otherwise. Keys below "reason." are looked up by table
(the reason codes of core), so the use check leaves them out; their names are compared with the codes by a unit test.
"""
import argparse
import json
import pathlib
import re
import sys

LANGUAGES = ("zh", "en")
KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)(?::[^{}|]*\|[^{}|]*)?\}")
SOURCES = {".h", ".cpp", ".ts", ".mjs", ".html"}


def read(path, errors):
    """The file as a dict in its own order; doubled keys, wrong shapes and control characters are errors."""
    def once(pairs):
        seen = {}
        for key, value in pairs:
            if key in seen:
                errors.append(f"{path}: key {key} stands twice")
            seen[key] = value
        return seen

    try:
        texts = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=once)
    except (OSError, ValueError) as error:
        errors.append(f"{path}: {error}")
        return {}
    for key, text in texts.items():
        if not KEY.fullmatch(key):
            errors.append(f"{path}: {key!r} is no key (lower-case words joined by dots)")
        if not isinstance(text, str) or not text:
            errors.append(f"{path}: {key} has no text")
        elif re.search(r"[\x00-\x09\x0b-\x1f\x7f]", text):
            errors.append(f"{path}: {key} has a control character")
        elif re.search("[{}]", PLACEHOLDER.sub("", text)):
            errors.append(f"{path}: {key} has a brace that is no placeholder's")
    return texts


def compare(texts, errors):
    """Both languages must have the same keys with the same placeholders."""
    zh, en = texts["zh"], texts["en"]
    for key in zh.keys() - en.keys():
        errors.append(f"en.json lacks {key}")
    for key in en.keys() - zh.keys():
        errors.append(f"zh.json lacks {key}")
    for key in zh.keys() & en.keys():
        held = [sorted(set(PLACEHOLDER.findall(str(language[key])))) for language in (zh, en)]
        if held[0] != held[1]:
            errors.append(f"{key}: placeholders differ: zh {held[0]}, en {held[1]}")
    names = [identifier(key) for key in zh]
    for name in {name for name in names if names.count(name) > 1}:
        errors.append(f"two keys become Str::{name}")


def unused(keys, root, errors):
    """Keys that neither Str::name nor "key" mentions in ui, shell or web."""
    text = "\n".join(path.read_text(encoding="utf-8") for room in ("ui", "shell", "web")
                     for path in sorted((root / room).rglob("*")) if path.suffix in SOURCES)
    used = set(re.findall(r"\bStr::([a-z0-9_]+)", text))
    for key in keys:
        if not key.startswith("reason.") and identifier(key) not in used and f'"{key}"' not in text:
            errors.append(f"{key}: no source uses Str::{identifier(key)}")


def identifier(key):
    return key.replace(".", "_")


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def header(texts):
    """strings.h; the enum's order is the order of zh.json, and the three tables follow it."""
    keys = list(texts["zh"])
    lines = [
        "// Made by tools/strings.py from assets/strings: every text of the console under a name of its own type.",
        "// text_zh[i], text_en[i] and str_keys[i] belong to Str{i}; all are UTF-8. Do not edit.",
        "#pragma once", "#include <cstddef>", "#include <cstdint>", "", "namespace hexiao {", "",
        "enum class Str : std::uint16_t {", *(f"    {identifier(key)}," for key in keys), "};", "",
        f"inline constexpr std::size_t str_count = {len(keys)};",
    ]
    for name, values in (("text_zh", texts["zh"].values()), ("text_en", [texts["en"][key] for key in keys]),
                         ("str_keys", keys)):
        lines += ["", f"inline constexpr const char* {name}[] = {{", *(f"    {quoted(value)}," for value in values), "};"]
    return "\n".join([*lines, "", "} // namespace hexiao", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--header", type=pathlib.Path)
    parser.add_argument("--check", type=pathlib.Path)
    arguments = parser.parse_args()

    errors = []
    texts = {language: read(arguments.folder / f"{language}.json", errors) for language in LANGUAGES}
    compare(texts, errors)
    if arguments.check:
        unused(texts["zh"], arguments.check, errors)
    if errors:
        sys.exit("\n".join(f"strings.py: {error}" for error in sorted(errors)))
    if arguments.header:
        arguments.header.parent.mkdir(parents=True, exist_ok=True)
        arguments.header.write_text(header(texts), encoding="utf-8")


main()
