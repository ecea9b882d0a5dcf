// The canvas. See surface.h; the traps are described in reference/web.md (pixels, touch, SDL2 on the web,
// lost context).
#include "shell/browser/surface.h"

#include <GLES3/gl3.h>
#include <SDL.h>
#include <algorithm>
#include <array>
#include <cfloat>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <emscripten/html5.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>
#include <imgui_impl_sdl2.h>
#include <vector>

namespace {

// ImGui's renderer asks for the state that it finds and puts it back, for programs in which others draw, too.
// Here nobody else does, and each question waits until the graphics process has done what it was told before.
// So each is asked once, while the context is as it was made.
struct Known {
    GLenum name;
    std::array<GLint, 4> value;
};
std::vector<Known> known;

} // namespace

// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the linker gives these names
extern "C" {
void __real_glGetIntegerv(GLenum name, GLint* value);

void __wrap_glGetIntegerv(GLenum name, GLint* value) {
    const auto count = name == GL_VIEWPORT || name == GL_SCISSOR_BOX ? 4U : 1U;
    auto found = std::ranges::find(known, name, &Known::name);
    if (found == known.end()) {
        Known answer{name, {}};
        __real_glGetIntegerv(name, answer.value.data());
        found = known.insert(known.end(), answer);
    }
    std::copy_n(found->value.begin(), count, value);
}

// What nothing here ever calls, and the linker cannot know it: SDL's copying from one picture in memory to
// another, in every format, behind a window that the graphics process draws; and ImGui's tables, which it
// would close for who forgot to. An eighth of the program.
int __wrap_SDL_CalculateBlit(SDL_Surface* /*surface*/) { return -1; }
int __wrap_SDL_RLESurface(SDL_Surface* /*surface*/) { return -1; }
void __wrap_SDL_UnRLESurface(SDL_Surface* /*surface*/, int /*recode*/) {}
void __wrap__ZN5ImGui8EndTableEv() { std::abort(); }
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

namespace hexiao::shell {
namespace {

// Of whole words, because it runs over every vertex of every frame. (FNV-1a's step, on eight bytes at once,
// with its high half folded in.)
std::uint64_t hash_on(std::uint64_t hash, const void* data, std::size_t size) {
    const auto* at = static_cast<const unsigned char*>(data);
    while (size > 0) {
        std::uint64_t word = 0;
        const std::size_t part = std::min(size, sizeof word);
        std::memcpy(&word, at, part);
        hash = (hash ^ word) * 0x9E3779B97F4A7C15U;
        hash ^= hash >> 32U;
        at += part;
        size -= part;
    }
    return hash;
}

// 0: to be drawn in any case, because letters are on their way to the graphics side.
std::uint64_t hash_of(const ImDrawData& data, const SurfaceSize& size) {
    if (data.Textures != nullptr && std::ranges::any_of(*data.Textures, [](const ImTextureData* texture) {
            return texture->Status != ImTextureStatus_OK;
        })) {
        return 0;
    }
    std::uint64_t hash = hash_on(1, &size, sizeof size);
    for (const ImDrawList* list : data.CmdLists) {
        hash = hash_on(hash, list->VtxBuffer.Data, static_cast<std::size_t>(list->VtxBuffer.size_in_bytes()));
        hash = hash_on(hash, list->IdxBuffer.Data, static_cast<std::size_t>(list->IdxBuffer.size_in_bytes()));
        for (const ImDrawCmd& command : list->CmdBuffer) {
            hash = hash_on(hash, &command.ClipRect, sizeof command.ClipRect);
            hash = hash_on(hash, &command.ElemCount, sizeof command.ElemCount);
        }
    }
    return std::max<std::uint64_t>(hash, 1);
}

} // namespace

bool Surface::open(const char* canvas) {
    // SDL listens on the window otherwise and swallows what is typed into the page's own inputs. The canvas
    // takes no keyboard at all: keys are the mirror's and the browser's.
    SDL_SetHint(SDL_HINT_EMSCRIPTEN_KEYBOARD_ELEMENT, canvas);
    if (SDL_Init(SDL_INIT_VIDEO) != 0) {
        return false;
    }
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_ES);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 0);
    SDL_GL_SetAttribute(SDL_GL_ALPHA_SIZE, 8); // the camera's video shows through
    SDL_GL_SetAttribute(SDL_GL_DEPTH_SIZE, 0);
    window_ =
        SDL_CreateWindow("", SDL_WINDOWPOS_UNDEFINED, SDL_WINDOWPOS_UNDEFINED, 300, 150, SDL_WINDOW_OPENGL);
    if (window_ == nullptr) {
        return false;
    }
    SDL_GLContext context = SDL_GL_CreateContext(window_);
    if (context == nullptr) {
        window_ = nullptr;
        return false;
    }
    SDL_StopTextInput();
    ImGui_ImplSDL2_InitForOpenGL(window_, context);
    ImGui_ImplOpenGL3_Init("#version 300 es");
    return true;
}

void Surface::resize(const SurfaceSize& size) {
    size_ = size;
    drawn_ = 0; // a canvas that is given a size is empty, also where it had that size
    if (window_ == nullptr) {
        return;
    }
    // SDL maps pointer positions by the size it believes in (CSS pixels); the drawing buffer is ours (device
    // pixels).
    SDL_SetWindowSize(window_, static_cast<int>(std::lround(size.width)),
                      static_cast<int>(std::lround(size.height)));
    emscripten_set_canvas_element_size("#canvas", size.device_width, size.device_height);
}

bool Surface::poll() {
    bool any = false;
    SDL_Event event;
    while (SDL_PollEvent(&event) != 0) {
        any = true;
        if (event.type == SDL_MOUSEMOTION) {
            touch_ = event.motion.which == SDL_TOUCH_MOUSEID;
        }
        if (event.type == SDL_MOUSEBUTTONDOWN) {
            touch_ = event.button.which == SDL_TOUCH_MOUSEID;
            // A second tap on the same pixel is no motion to SDL, but the finger had left (below).
            ImGui::GetIO().AddMousePosEvent(static_cast<float>(event.button.x),
                                            static_cast<float>(event.button.y));
        }
        if (event.type == SDL_KEYDOWN || event.type == SDL_KEYUP || event.type == SDL_TEXTINPUT) {
            continue;
        }
        ImGui_ImplSDL2_ProcessEvent(&event);
        // A finger that left hovers nowhere.
        if (event.type == SDL_MOUSEBUTTONUP && touch()) {
            ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX);
        }
    }
    return any;
}

void Surface::new_frame() {
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplSDL2_NewFrame();
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {size_.width, size_.height}; // SDL knows whole pixels only, and no density
    io.DisplayFramebufferScale = {size_.density(), static_cast<float>(size_.device_height) / size_.height};
}

void Surface::present() {
    const std::uint64_t next = hash_of(*ImGui::GetDrawData(), size_);
    if (next != 0 && next == drawn_) {
        return;
    }
    glViewport(0, 0, size_.device_width, size_.device_height);
    glClearColor(0, 0, 0, 0); // the page's own background is the surface colour
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    drawn_ = hash_of(*ImGui::GetDrawData(), size_); // letters that were on their way are there now
}

// Everything on the graphics side is gone. ImGui keeps the pixels and makes its textures anew at the next
// frame. Now, not when the context is back: the names of the old one would be foreign to the new one.
void Surface::context_lost() {
    lost_ = true;
    known.clear();
    ImGui_ImplOpenGL3_DestroyDeviceObjects();
}

} // namespace hexiao::shell
