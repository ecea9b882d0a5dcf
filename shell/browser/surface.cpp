// The canvas. See surface.h; the traps are described in reference/web.md (pixels, touch, SDL2 on the web,
// lost context).
#include "shell/browser/surface.h"

#include <GLES3/gl3.h>
#include <SDL.h>
#include <cfloat>
#include <cmath>
#include <emscripten/html5.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>
#include <imgui_impl_sdl2.h>

namespace hexiao::shell {

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
    glViewport(0, 0, size_.device_width, size_.device_height);
    glClearColor(0, 0, 0, 0); // the page's own background is the surface colour
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

// Everything on the graphics side is gone. ImGui keeps the pixels and makes its textures anew at the next
// frame. Now, not when the context is back: the names of the old one would be foreign to the new one.
void Surface::context_lost() {
    lost_ = true;
    ImGui_ImplOpenGL3_DestroyDeviceObjects();
}

} // namespace hexiao::shell
