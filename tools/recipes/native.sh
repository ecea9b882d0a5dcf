# Recipe: trantor and Drogon as static libraries for this machine, from Debian's source packages.
# Only what the platform uses: HTTP, TLS, outgoing requests and the PostgreSQL client. Our own SQLite, our own assets
# (Drogon's static files serve a wrong encoding), no brotli, no Redis, no YAML. Sourced by tools/toolchain.
flags=(-G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX="$prefix" -DCMAKE_PREFIX_PATH="$prefix"
    -DBUILD_SHARED_LIBS=OFF -DCMAKE_POSITION_INDEPENDENT_CODE=ON -Wno-dev)

unpack trantor "$work/trantor"
cmake -S "$work/trantor" -B "$work/trantor-build" "${flags[@]}" -DBUILD_TESTING=OFF
cmake --build "$work/trantor-build" --target install

unpack drogon "$work/drogon"
patch --quiet -d "$work/drogon" -p1 <"$tools/recipes/native.patch"
cmake -S "$work/drogon" -B "$work/drogon-build" "${flags[@]}" -DUSE_SUBMODULE=OFF -DBUILD_EXAMPLES=OFF -DBUILD_CTL=OFF \
    -DBUILD_TESTING=OFF -DBUILD_DOC=OFF -DBUILD_MYSQL=OFF -DBUILD_SQLITE=OFF -DBUILD_REDIS=OFF -DBUILD_BROTLI=OFF -DBUILD_YAML_CONFIG=OFF
cmake --build "$work/drogon-build" --target install
