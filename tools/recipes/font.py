#!/usr/bin/python3
"""The embedded Latin face: three weights of Inter, subset, as C++ arrays.

Usage: font.py FONT_FOLDER OUTPUT_FOLDER

Writes hexiao_font.h and hexiao_font.cpp, and the three .otf files beside them. Digits are the tabular ones (feature tnum):
ImGui's rasteriser applies no OpenType features, so the character map itself points at them, and columns of money line up.
"""
import io
import pathlib
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

WEIGHTS = {"regular": "Inter-Regular.otf", "medium": "Inter-Medium.otf", "semibold": "Inter-SemiBold.otf"}
# Latin with Western and Central European accents, and the signs a console draws. Arrows and marks included.
RANGES = [(0x20, 0x7E), (0xA0, 0x17F), (0x2010, 0x2015), (0x2018, 0x201E)]
SIGNS = "•…‹›€№™←↑→↓−≈≠≤≥✓✗×·′″"
TABULAR = "0123456789.,:+-−¥€$%()/ "


def tabular_map(font):
    """Glyph name -> its tabular twin, from the font's own tnum feature."""
    table = font["GSUB"].table
    twins = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag != "tnum":
            continue
        for index in record.Feature.LookupListIndex:
            for part in table.LookupList.Lookup[index].SubTable:
                twins.update(getattr(getattr(part, "ExtSubTable", part), "mapping", {}))
    return twins


def make_subset(path):
    """The subset font as bytes."""
    font = TTFont(path)
    twins = tabular_map(font)
    if not twins:
        sys.exit(f"font.py: {path} has no tnum feature")
    for table in font["cmap"].tables:
        for char in "0123456789":
            name = table.cmap.get(ord(char))
            if name in twins:
                table.cmap[ord(char)] = twins[name]
    options = subset.Options(layout_features=[], hinting=False, desubroutinize=True, notdef_outline=True,
                             name_IDs=[1, 2], drop_tables=["GSUB", "GPOS", "GDEF", "DSIG", "STAT"])
    worker = subset.Subsetter(options)
    worker.populate(unicodes=[code for low, high in RANGES for code in range(low, high + 1)], text=SIGNS)
    worker.subset(font)
    font["head"].modified = font["head"].created
    out = io.BytesIO()
    font.recalcTimestamp = False
    font.save(out)
    return out.getvalue()


def main():
    source, target = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    header = ["// Made by tools/recipes/font.py: the embedded Latin face (Inter, SIL Open Font License), OpenType files as bytes.",
              "#pragma once", "#include <cstddef>", "", "namespace hexiao {", ""]
    code = ['// Made by tools/recipes/font.py, see hexiao_font.h.', '#include "hexiao_font.h"', "", "namespace hexiao {", ""]
    for weight, file in WEIGHTS.items():
        data = make_subset(source / file)
        (target / f"inter-{weight}.otf").write_bytes(data)
        header += [f"extern const unsigned char font_{weight}[];", f"inline constexpr std::size_t font_{weight}_size = {len(data)};"]
        code.append(f"const unsigned char font_{weight}[] = {{")
        code += [",".join(str(byte) for byte in data[at:at + 40]) + "," for at in range(0, len(data), 40)]
        code.append("};")
        print(f"font.py: {weight}: {len(data)} bytes")
    (target / "hexiao_font.h").write_text("\n".join(header + ["", "} // namespace hexiao", ""]))
    (target / "hexiao_font.cpp").write_text("\n".join(code + ["", "} // namespace hexiao", ""]))


main()
