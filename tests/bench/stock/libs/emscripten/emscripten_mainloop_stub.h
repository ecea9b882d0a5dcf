// The header that Dear ImGui's SDL2 example includes for its loop in a browser; Debian's source leaves it
// out.
#pragma once

#include <emscripten.h>
#include <functional>

inline std::function<void()> emscripten_loop;

#define EMSCRIPTEN_MAINLOOP_BEGIN emscripten_loop = [&]() {                                                                                \
        do
#define EMSCRIPTEN_MAINLOOP_END                                                                              \
    while (0)                                                                                                \
        ;                                                                                                    \
    }                                                                                                        \
    ;                                                                                                        \
    emscripten_set_main_loop([] { emscripten_loop(); }, 0, true)
