// The example asks SDL for game controllers too, which ours is built without, and gives up when it gets none.
#include <SDL.h>

extern "C" {
int __real_SDL_Init(Uint32 flags);
int __wrap_SDL_Init(Uint32 flags) {
    return __real_SDL_Init(flags & ~static_cast<Uint32>(SDL_INIT_GAMECONTROLLER));
}
}
