# Recipe: the Dear ImGui source tree. It is compiled by our own CMake (cmake/imgui.cmake) with our imconfig, natively for the
# tests and to wasm for the console. Only unpacked here. Sourced by tools/toolchain.
unpack imgui "$work/imgui"
cp -r "$work/imgui/." "$prefix/"
