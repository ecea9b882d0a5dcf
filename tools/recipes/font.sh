# Recipe: the embedded Latin face as C++ arrays, subset from Debian's fonts-inter. Chinese is never embedded: its glyphs come
# from the browser's own fonts. Made on this machine (the Debian 13 root has no fontTools). Sourced by tools/toolchain.
/usr/bin/python3 "$tools/recipes/font.py" /usr/share/fonts/opentype/inter "$prefix"
