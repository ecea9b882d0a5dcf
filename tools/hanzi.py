#!/usr/bin/python3
"""The face that a browser gets when it falsifies its own: the hanzi that nearly everything is written with.

Usage: hanzi.py STRINGS_FOLDER OUTPUT.otf

A subset of Debian's Noto Sans CJK SC: GB 2312 level 1 (3,755 hanzi, rows 16 to 55), its punctuation and full-width forms
(rows 1 and 3), ASCII, hanzi of menus that level 1 lacks, and whatever the console's own strings need. ImGui scales a face by its line height, so it gets that of
the embedded Latin one (Inter): one em is then as large in both.
"""
import json
import pathlib
import sys

from fontTools import subset
from fontTools.ttLib import TTCollection

FACES = pathlib.Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
FAMILY = "Noto Sans CJK SC"
MENU = "馄饨饪饯饴饽馍馐馓馕煲焗烩煨煸熘炝炖烀烤脍羹糍粑粽粿糕汆涮卤腌茉莉莓芒榴莲菠萝柚橙柠檬椰荔枝枇杷杞薏茴芫荽芹蒜薹蕨莴苣荠茭荸莼藕耙鲍鲈鳗鳕鲷鳜鲫鲳鲶鳝虾蛤蛏蚬蚝蚶螺鱿鳖羔脯腩肘酪酥酱醪糟醋咖啡啤噜嘟咔叽"
INTER_ASCENT, INTER_DESCENT = 0.96875, 0.2412  # em


def gb2312(rows):
    """The characters of these rows; a place without one is left out."""
    return {char for row in rows for column in range(1, 95)
            for char in bytes((row + 0xA0, column + 0xA0)).decode("gb2312", errors="ignore")}


def wanted(strings):
    """Every character that the face is for."""
    texts = (text for path in sorted(strings.glob("*.json")) for text in json.loads(path.read_text(encoding="utf-8")).values())
    level_1 = gb2312(range(16, 56))
    assert len(level_1) == 3755
    return sorted(level_1 | gb2312((1, 3)) | {chr(code) for code in range(0x20, 0x7F)} | set("".join(texts) + MENU) - {"\n"})


def main():
    strings, target = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    font = next(face for face in TTCollection(FACES, lazy=True) if face["name"].getDebugName(1) == FAMILY)
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=[1, 2],
                             drop_tables=["GSUB", "GPOS", "GDEF", "BASE", "DSIG", "VORG", "vhea", "vmtx"])
    worker = subset.Subsetter(options)
    worker.populate(text="".join(wanted(strings)))
    worker.subset(font)
    em = font["head"].unitsPerEm
    font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = round(em * INTER_ASCENT), -round(em * INTER_DESCENT), 0
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(target)


main()
