#!/usr/bin/env python3
"""clang-tidy over every native source, each once: what was found clean is not looked at again until something that it is made of changes.

    tools/tidy.py BUILD CACHE        BUILD: a built folder with compile_commands.json; CACHE: where the stamps are kept

A stamp is named after the hash of all that the verdict depends on: clang-tidy and its configuration, the compiler's command, the source
and every header that it includes, as ninja recorded them when it was built. So a clone that was built elsewhere shares them. The analyzer
has a stamp of its own over the source and the header of its name: it follows the paths of these functions, which another header hardly
changes, and takes two thirds of the time.
"""
import concurrent.futures
import functools
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

ROOMS = ("core", "ui", "shell", "platform", "simulators", "tests")
ROOT = pathlib.Path(__file__).resolve().parent.parent
KEPT_DAYS = 30

# The analyzer follows every path of a function. Its shallow mode, and none over the tests, whose every path is run and under sanitizers,
# keep the whole within a quarter of an hour. Not part of the stamps: a deeper look counts too.
SHALLOW = [f"-extra-arg={word}" for word in ("-Xclang", "-analyzer-config", "-Xclang", "mode=shallow")]
NO_ANALYZER = ["-checks=-clang-analyzer-*"]


@functools.lru_cache(maxsize=None)
def digest(path):
    try:
        return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()
    except OSError:
        return "absent"


def headers(build):
    """By object: what it was made of, as paths that do not depend on where the checkout stands."""
    out, current = {}, None
    for line in subprocess.run(["ninja", "-C", build, "-t", "deps"], capture_output=True, text=True, check=True).stdout.splitlines():
        if line.startswith("    ") and current is not None:
            current.append(os.path.normpath(os.path.join(build, line.strip())))
        elif ": #deps" in line:
            current = out.setdefault(line.split(":", 1)[0], [])
    return out


def key(entry, deps, common):
    it = hashlib.sha256(common.encode())
    it.update(entry["command"].replace(str(ROOT), "").encode())
    for path in sorted(deps, key=lambda one: one.replace(str(ROOT), "")):
        it.update(f"{path.replace(str(ROOT), '')} {digest(path)}\n".encode())
    return it.hexdigest()


def main():
    build, stamps = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
    stamps.mkdir(parents=True, exist_ok=True)
    version = subprocess.run(["clang-tidy", "--version"], capture_output=True, text=True, check=True).stdout
    common = version + (ROOT / ".clang-tidy").read_text()
    made_of = headers(build)
    jobs = {}
    for entry in json.loads(pathlib.Path(build, "compile_commands.json").read_text()):
        path = os.path.normpath(os.path.join(entry["directory"], entry["file"]))
        if pathlib.Path(path).is_relative_to(ROOT) and pathlib.Path(path).relative_to(ROOT).parts[0] in ROOMS:
            found = re.search(r" -o (\S+)", entry["command"])
            deps = made_of.get(found.group(1)) if found else None
            own = [one for one in (path, os.path.splitext(path)[0] + ".h") if os.path.exists(one)]
            jobs[path] = [stamps / key(entry, of, common) for of in (deps, own)] if deps else None

    def clean(path):
        whole, own = jobs[path] or (None, None)  # none where ninja recorded nothing
        if whole and whole.exists():
            whole.touch()
            own.touch()
            return True
        # GCC's own warning names are unknown to clang, and what clang alone warns about is not asked for here.
        analyzed = own and own.exists()
        depth = NO_ANALYZER if analyzed or pathlib.Path(path).relative_to(ROOT).parts[0] == "tests" else SHALLOW
        ran = subprocess.run(["clang-tidy", "-quiet", "-p", build, "-extra-arg=-Wno-unknown-warning-option", *depth, path], capture_output=True, text=True)
        if ran.returncode:
            print(ran.stdout or ran.stderr, flush=True)
            return False
        for stamp in jobs[path] or ():
            stamp.touch()
        return None

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        said = list(pool.map(clean, sorted(jobs)))
    for stamp in stamps.iterdir():
        if stamp.stat().st_mtime < pathlib.Path(build, "compile_commands.json").stat().st_mtime - KEPT_DAYS * 86400:
            stamp.unlink(missing_ok=True)
    wrong = said.count(False)
    print(f"clang-tidy: {len(said) - wrong} of {len(said)} clean, {said.count(True)} of them known to be")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
