# Recipe: SDL2 (video and events only) and libsodium (minimal) as static libraries for wasm, from Debian's source packages,
# and the JSON headers of this machine beside them, so that native and web read JSON with the same code.
# Flags measured in the reference notes: everything that the console does not use is off. Sourced by tools/toolchain.
unpack libsdl2 "$work/sdl"
off=()
for part in AUDIO HAPTIC JOYSTICK SENSOR HIDAPI RENDER POWER TEST TESTS SHARED; do off+=("-DSDL_$part=OFF"); done
here emcmake cmake -S "$work/sdl" -B "$work/sdl-build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_C_FLAGS_RELEASE="-Oz -DNDEBUG" \
    -DCMAKE_INSTALL_PREFIX="$prefix" -DSDL_STATIC=ON "${off[@]}" -DSDL2_DISABLE_SDL2MAIN=ON -Wno-dev
here cmake --build "$work/sdl-build" --target install

unpack libsodium "$work/sodium"
cd "$work/sodium"
here autoreconf -fi
here env CFLAGS=-Oz emconfigure ./configure --prefix="$prefix" --disable-shared --disable-ssp --disable-asm --without-pthreads \
    --enable-minimal
here emmake make -j2 -C src install

mkdir -p "$prefix/include"
cp -rL /usr/include/nlohmann "$prefix/include/"
ln -s ../imgui "$prefix/imgui"
