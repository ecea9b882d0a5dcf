#!/usr/bin/python3
"""The console's icons: assets/icons/*.svg become icons.h, an enum and the strokes of each.

Usage: icons.py FOLDER --header FILE

An icon is drawn by a round pen 2 wide on a field of 24 × 24: <path> (M L H V C A Z, absolute or relative) and <circle>;
fill="currentColor" fills a circle. Curves become short lines here, so that the console needs no reader of SVG.
"""
import argparse
import math
import pathlib
import re
import sys
import xml.etree.ElementTree

SVG = "{http://www.w3.org/2000/svg}"
FIELD = 24
STEP = 0.03  # how far a line may stray from its curve, in the field's units
SCALE = 256  # points are stored as 256ths of a unit
TOKEN = re.compile(r"[MLHVCAZmlhvcaz]|[-+]?(?:\d+\.?\d*|\.\d+)")
LENGTHS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "A": 7, "Z": 0}


def arc(start, radii, turn, large, sweep, end):
    """Points after `start` along an SVG arc with rx = ry (SVG 1.1, F.6.5)."""
    r = radii[0]
    if radii[0] != radii[1] or turn:
        raise ValueError("only circular arcs")
    dx, dy = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    half = math.hypot(dx, dy)
    r = max(r, half)
    k = math.sqrt(max(0.0, r * r - half * half)) / half * (-1 if large == sweep else 1)
    cx, cy = (start[0] + end[0]) / 2 + k * dy, (start[1] + end[1]) / 2 - k * dx
    begin = math.atan2(start[1] - cy, start[0] - cx)
    by = math.atan2(end[1] - cy, end[0] - cx) - begin
    if sweep and by < 0:
        by += math.tau
    if not sweep and by > 0:
        by -= math.tau
    count = max(2, math.ceil(abs(by) / (2 * math.acos(1 - min(1, STEP / r)))))
    return [(cx + r * math.cos(begin + by * i / count), cy + r * math.sin(begin + by * i / count)) for i in range(1, count + 1)]


def cubic(a, b, c, d):
    count = 12
    at = [i / count for i in range(1, count + 1)]
    return [tuple((1 - t) ** 3 * a[k] + 3 * (1 - t) ** 2 * t * b[k] + 3 * (1 - t) * t * t * c[k] + t ** 3 * d[k] for k in (0, 1))
            for t in at]


def strokes_of_path(text):
    """[(points, closed)] of a path's data."""
    tokens = TOKEN.findall(text)
    strokes, points, here, command = [], [], (0.0, 0.0), ""
    while tokens:
        if tokens[0].isalpha():
            command = tokens.pop(0)
        kind, relative = command.upper(), command.islower()
        if kind == "A":  # flags may be written without a space after them
            for i in (3, 4):
                if len(tokens[i]) > 1:
                    tokens[i:i + 1] = [tokens[i][0], tokens[i][1:]]
        got = [float(tokens.pop(0)) for _ in range(LENGTHS[kind])]
        base = here if relative else (0.0, 0.0)
        at = lambda i: (base[0] + got[i], base[1] + got[i + 1])
        if kind == "Z":
            if math.dist(points[0], points[-1]) < STEP:  # it came back by itself
                points.pop()
            strokes.append((points, True))
            here, points = points[0], []
            continue
        if kind == "M":
            if len(points) > 1:
                strokes.append((points, False))
            here = at(0)
            points, command = [here], "l" if relative else "L"
            continue
        points = points or [here]
        if kind == "L":
            points.append(at(0))
        elif kind == "H":
            points.append((base[0] + got[0], here[1]))
        elif kind == "V":
            points.append((here[0], base[1] + got[0]))
        elif kind == "C":
            points += cubic(here, at(0), at(2), at(4))
        elif kind == "A":
            points += arc(here, got[0:2], got[2], bool(got[3]), bool(got[4]), at(5))
        here = points[-1]
    if len(points) > 1:
        strokes.append((points, False))
    return strokes


def strokes_of(path):
    """[(points, closed, filled)] of a file."""
    root = xml.etree.ElementTree.parse(path).getroot()
    if root.get("viewBox") != f"0 0 {FIELD} {FIELD}":
        raise ValueError(f"the field is not {FIELD} × {FIELD}")
    out = []
    for element in root:
        if element.tag == SVG + "path":
            out += [(points, closed, False) for points, closed in strokes_of_path(element.get("d"))]
        elif element.tag == SVG + "circle":
            x, y, r = (float(element.get(name)) for name in ("cx", "cy", "r"))
            ring = arc((x + r, y), (r, r), 0, False, True, (x - r, y)) + arc((x - r, y), (r, r), 0, False, True, (x + r, y))
            out.append((ring[:-1] if math.dist(ring[0], ring[-1]) < STEP else ring, True, element.get("fill") == "currentColor"))
        else:
            raise ValueError(f"{element.tag} is not drawn")
    if not out or any(not -1 <= value <= FIELD + 1 for points, *_ in out for point in points for value in point):
        raise ValueError("nothing drawn, or outside of the field")
    return out


def header(folder):
    names, icons, strokes, points = [], [], [], []
    for path in sorted(folder.glob("*.svg")):
        try:
            drawn = strokes_of(path)
        except (ValueError, KeyError, IndexError, TypeError, xml.etree.ElementTree.ParseError) as error:
            sys.exit(f"{path}: {error}")
        names.append(path.stem)
        icons.append(f"{{{len(strokes)}, {len(drawn)}}}")
        for line, closed, filled in drawn:
            strokes.append(f"{{{len(points)}, {len(line)}, {str(closed).lower()}, {str(filled).lower()}}}")
            points += [f"{{{round(x * SCALE)}, {round(y * SCALE)}}}" for x, y in line]
    return f"""// Made from assets/icons by tools/icons.py.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace hexiao::ui {{

enum class Icon : std::uint8_t {{ none, {", ".join(names)} }};
inline constexpr std::array<std::string_view, {len(names)}> icon_names{{{", ".join(f'"{name}"' for name in names)}}};

namespace icon_data {{
struct Point {{ std::int16_t x, y; }}; // 1/{SCALE} of the field's 24th
struct Stroke {{ std::uint16_t first, count; bool closed, filled; }};
struct Range {{ std::uint16_t first, count; }};
inline constexpr float scale = {SCALE};
inline constexpr std::array<Point, {len(points)}> points{{{{ {", ".join(points)} }}}};
inline constexpr std::array<Stroke, {len(strokes)}> strokes{{{{ {", ".join(strokes)} }}}};
inline constexpr std::array<Range, {len(icons)}> icons{{{{ {", ".join(icons)} }}}}; // without `none`
}} // namespace icon_data

}} // namespace hexiao::ui
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--header", type=pathlib.Path, required=True)
    given = parser.parse_args()
    given.header.parent.mkdir(parents=True, exist_ok=True)
    given.header.write_text(header(given.folder), encoding="utf-8")


if __name__ == "__main__":
    main()
