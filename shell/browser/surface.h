// The canvas: an SDL2 window with a WebGL 2 context, ImGui's two backends on it, and what a browser adds: a
// size that we own, a density, a context that may be lost and comes back.
#pragma once

#include <cstdint>
#include <optional>

struct SDL_Window;

namespace hexiao::shell {

// In CSS pixels, and in device pixels: the drawing buffer has exactly these.
struct SurfaceSize {
    float width = 0, height = 0;
    int device_width = 0, device_height = 0;

    float density() const { return width > 0 ? static_cast<float>(device_width) / width : 1; }
};

class Surface {
public:
    // `canvas` is a CSS selector. False: no WebGL 2 here, and the page says so in plain words.
    bool open(const char* canvas);
    void resize(const SurfaceSize& size);
    const SurfaceSize& size() const { return size_; }

    // Hands waiting SDL events to ImGui. True when there was one.
    bool poll();
    // Whether fingers are at work: what the device says until a pointer has shown itself.
    bool touch() const { return touch_.value_or(coarse_); }
    void set_coarse(bool coarse) { coarse_ = coarse; }
    // False while the context is lost: then nothing may be drawn.
    bool usable() const { return window_ != nullptr && !lost_; }
    void new_frame();
    // Draws what ImGui has laid out; nothing where that is what stands on the canvas already: hover and
    // scrolling follow a frame behind every input, and mostly change nothing.
    void present();
    // The next frame is drawn whatever it is.
    void forget_drawn() { drawn_ = 0; }

    void context_lost();
    void context_restored() {
        lost_ = false;
        drawn_ = 0;
    }

private:
    SDL_Window* window_ = nullptr;
    SurfaceSize size_;
    std::optional<bool> touch_; // the last pointer was a finger
    bool coarse_ = false;
    bool lost_ = false;
    std::uint64_t drawn_ = 0; // a hash of what stands on the canvas; 0: not known
};

} // namespace hexiao::shell
