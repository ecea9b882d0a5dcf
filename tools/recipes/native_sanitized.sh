# Recipe: what native.sh builds, instrumented, for the presets asan and fuzz: Drogon's own code is looked at as ours is, and
# libFuzzer sees which of it an input reaches. Sourced by tools/toolchain.
export CC=clang-14 CXX=clang++-14
export CFLAGS="-g1 -fsanitize=fuzzer-no-link,address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=all"
export CXXFLAGS=$CFLAGS
# shellcheck source=/dev/null
source "$tools/recipes/native.sh"

# Headers that Drogon keeps to itself: the fuzzer of its parser holds it by its own.
mkdir -p "$prefix/include/drogon_private"
cp "$work"/drogon/lib/src/*.h "$prefix/include/drogon_private"
