// The console in a browser, at a glance: what is made at the start, what one frame is, and what the page may
// call. There is no main loop. A frame is asked for when something happened (input, an answer, a size, a
// timer) and none follows by itself unless ImGui still has input queued or something moves; an idle console
// costs nothing.
#include <SDL_events.h>
#include <algorithm>
#include <emscripten.h>
#include <emscripten/html5.h>
#include <imgui.h>
#include <imgui_internal.h>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "hexiao_font.h"
#include "shell/browser/browser_host.h"
#include "shell/browser/canvas_font.h"
#include "shell/browser/mirror_json.h"
#include "shell/browser/surface.h"
#include "shell/browser/text_recorder.h"
#include "shell/browser/thumbnails.h"
#include "shell/console_loop.h"
#include "shell/recorded.h"
#include "ui/app.h"
#include "ui/kit/kit.h"
#include "ui/kit/tokens.h"

EM_JS_DEPS(hexiao_main, "$UTF8ToString");
EM_JS(void, hexiao_js_mirror, (const char* mirror),
      { Module.host.mirror(JSON.parse(UTF8ToString(mirror))); });
EM_JS(void, hexiao_js_frame_drawn, (), { Module.host.frameDrawn(); });
EM_JS(void, hexiao_js_fetch_face, (), { Module.host.fetchFace(); });

namespace hexiao::shell {
namespace {

using nlohmann::json;

constexpr int most_passes = 10;  // of laying out before a frame is shown; two or three are usual
constexpr int settle_frames = 2; // after input: hover and scrolling follow a frame behind
constexpr double mirror_pause_s = 0.25;

struct Application {
    Surface surface;
    BrowserHost host;
    ui::Kit kit;
    std::unique_ptr<ConsoleLoop> loop;
    std::optional<console::State> replayed; // shown instead of the loop's, and nothing happens
    ui::Window window;
    ui::Look look;           // as the system has it
    std::string mirror_text; // as last sent
    double mirror_sent = 0;  // s, as `window.time`
    ui::Mirror mirror;
    std::string build;
    int frames = 0;
    int settle = 0;
    bool frame_asked = false, in_frame = false, recording = false;
    bool face_asked = false, glyphs_doubted = false;
    float coarseness = 1; // of letters, where a screenful does not fit into the atlas at the screen's density
};

Application* app = nullptr;

const console::State& shown_state() { return app->replayed ? *app->replayed : app->loop->state(); }

// Inter: (ascent 0.96875 + descent 0.2412) em. ImGui sizes by line, CSS by em.
constexpr float line_per_em = 1.2102f;

bool frame(double time, void*);

void ask_frame() {
    if (app->frame_asked || app->in_frame) {
        return;
    }
    app->frame_asked = true;
    emscripten_request_animation_frame(frame, nullptr);
}

// `hanzi`: a face of our own, where the browser's are not to be trusted; empty: none.
using FontFile = std::span<const unsigned char>;

void add_file(FontFile file, const ImFontConfig& config) {
    // ImGui's signature takes mutable data for historical reasons; it copies.
    ImGui::GetIO().Fonts->AddFontFromMemoryTTF(const_cast<unsigned char*>(file.data()),
                                               static_cast<int>(file.size()), 0, &config);
}

ImFont* add_face(FontFile latin, FontFile hanzi, int weight, float tracking) {
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    ImFontConfig config;
    config.FontDataOwnedByAtlas = false;
    config.GlyphExtraAdvanceX = tracking; // CSS pixels; Latin only
    add_file(latin, config);
    ImFont* font = atlas.Fonts.back();
    if (!hanzi.empty()) {
        config.GlyphExtraAdvanceX = 0;
        config.MergeMode = true;
        config.RasterizerMultiply = weight > 500 ? 1.5f : 1.0f; // it has one weight
        add_file(hanzi, config);
    }
    canvas_font::merge_into(atlas, font, weight, line_per_em, app->kit.clusters());
    return font;
}

void make_faces(FontFile hanzi) {
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    atlas.Clear(); // the texture, too: what stands in it would show between new glyphs
    thumbnails::start_over();
    ImFont* regular = add_face({font_regular, font_regular_size}, hanzi, 400, 0);
    ImFont* strong = add_face({font_semibold, font_semibold_size}, hanzi, 600, 0);
    ImFont* large = add_face({font_semibold, font_semibold_size}, hanzi, 600, -0.9f);
    app->kit.set_faces({regular, strong, large, line_per_em});
}

// From room for some screens of Chinese without growing, which copies all of it, to 32 MB here and as much on
// the graphics side.
void bound_atlas() {
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    atlas.TexMinWidth = 2048;
    atlas.TexMinHeight = 1024;
    atlas.TexMaxWidth = 4096;
    atlas.TexMaxHeight = 2048;
}

ui::Figures figures() {
    if (shown_state().view.route.screen != console::Screen::debug) {
        return {};
    }
    ui::Figures out = canvas_font::figures(*ImGui::GetIO().Fonts);
    out.build = app->build;
    out.frames = app->frames;
    return out;
}

// One layout pass: draws, and tells the loop what was pressed. True: draw again before showing.
bool pass() {
    app->surface.new_frame();
    ImGui::NewFrame();
    // ImGui does this for the default face alone; the others would be drawn at density 1 and blown up.
    for (ImFont* font : ImGui::GetIO().Fonts->Fonts) {
        font->CurrentRasterizerDensity = app->surface.size().density() / app->coarseness;
    }
    if (app->recording) {
        text_recorder::begin_pass();
    }
    const console::State& state = shown_state();
    const console::Preferences& preferred = state.view.preferences;
    app->window.text_scale = static_cast<float>(preferred.text_size) / 100;
    app->window.look = app->look;
    if (preferred.theme != console::Theme::system) {
        app->window.look.dark = preferred.theme == console::Theme::dark;
    } else if (console::is_night(state)) {
        app->window.look.dark = true;
    }
    app->kit.begin_frame(app->window);
    const ui::Intents wanted = ui::draw(state, app->kit, figures());
    const bool moved = app->kit.end_frame();
    ImGui::EndFrame();
    if (app->replayed) {
        return moved;
    }
    app->loop->take(wanted);
    return moved || !wanted.empty();
}

// Moving every element of a table at every frame costs more than drawing it. While it scrolls they follow
// four times a second, and once it rests; at once where what the browser itself shows must go along: letters
// in a field, the camera's video.
bool mirror_waits() {
    const bool waits = app->kit.take_scrolled() && app->window.time - app->mirror_sent < mirror_pause_s &&
                       std::ranges::none_of(app->kit.mirror(), [](const ui::MirrorNode& node) {
                           return node.role == ui::Role::field || node.role == ui::Role::camera;
                       });
    if (waits) {
        app->settle = settle_frames; // a further frame comes
    } else {
        app->mirror_sent = app->window.time;
    }
    return waits;
}

void send_mirror() {
    if (mirror_waits() || (app->kit.mirror() == app->mirror && !app->mirror_text.empty())) {
        return;
    }
    app->mirror = app->kit.mirror();
    const console::State& state = shown_state();
    const char* language = state.view.preferences.language == console::Language::en ? "en" : "zh-CN";
    app->mirror_text =
        write_mirror(app->mirror, {ui::page_title(state), language, app->kit.screen(), app->kit.palette()});
    hexiao_js_mirror(app->mirror_text.c_str());
}

enum class Laid : std::uint8_t { still, moving, waiting };

// ImGui takes a move, a press and a release in three passes: all now, or a tap would take three frames. True:
// not settled yet.
bool settle() {
    bool unsettled = true;
    for (int i = 0; unsettled && i < most_passes; ++i) {
        unsettled = pass() || !ImGui::GetCurrentContext()->InputEventsQueue.empty();
    }
    return unsettled;
}

// `time`: ms, as animation frames have it.
void take_input(double time) {
    app->window.time = time / 1000;
    if (app->surface.poll()) {
        app->settle = settle_frames;
    }
    app->window.touch = app->surface.touch();
}

// What was pressed is done before it is drawn: the next frame may be late where drawing is slow, and the
// answer later still.
void act_now() {
    if (app->in_frame || !app->surface.usable() || app->window.width <= 0 || canvas_font::waiting()) {
        return;
    }
    app->in_frame = true;
    take_input(emscripten_get_now());
    settle();
    app->in_frame = false;
}

// All that is new on a screen is reserved first and drawn on one sheet then, beside the main thread when it
// is much: the frame is shown once that is here.
Laid lay_out() {
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    bool unsettled = settle();
    // Sizes that are shown no more have gone by themselves; what is left fills the atlas with what was shown
    // once.
    for (int i = 0; canvas_font::outgrown() && i < 3; ++i) {
        app->coarseness *= i == 0 ? 1.0f : 2.0f;
        canvas_font::start_over(atlas);
        unsettled = pass();
    }
    if (canvas_font::send(atlas)) {
        return Laid::waiting;
    }
    for (int i = 0; canvas_font::fill(atlas) && i < 3; ++i) {
        unsettled = pass();
    }
    return unsettled ? Laid::moving : Laid::still;
}

// What a browser falsifies of letters it falsifies of pictures.
std::optional<ui::Patch> find_picture(std::string_view name, float side) {
    if (canvas_font::falsified()) {
        return std::nullopt;
    }
    const float density = app->surface.size().density();
    return thumbnails::find(*ImGui::GetIO().Fonts, name, static_cast<int>(std::lround(side * density)),
                            app->window.time);
}

// Whether the browser's glyphs can be trusted, and what follows.
void judge_glyphs() {
    if (canvas_font::falsified() && !app->face_asked) {
        app->face_asked = true;
        hexiao_js_fetch_face();
    }
    if (const bool doubted = canvas_font::doubtful() > 0; doubted != app->glyphs_doubted) {
        app->glyphs_doubted = doubted;
        app->loop->take(console::event::GlyphsFalsified{doubted});
    }
}

bool frame(double time, void*) {
    app->frame_asked = false;
    if (!app->surface.usable() || app->window.width <= 0 || canvas_font::waiting()) {
        return false;
    }
    app->in_frame = true;
    take_input(time);
    const Laid laid = lay_out();
    if (laid == Laid::waiting) {
        app->in_frame = false;
        return false;
    }
    ImGui::Render();
    app->surface.present();
    send_mirror();
    app->in_frame = false;
    hexiao_js_frame_drawn();
    ++app->frames;

    judge_glyphs();
    if (laid == Laid::moving || app->kit.animating() || app->settle-- > 0) {
        ask_frame();
    }
    return false;
}

// Members of a foreign type count as absent: nlohmann's own accessors would end the program.
double number(const json& from, const char* name) {
    const auto found = from.find(name);
    return found != from.end() && found->is_number() ? found->get<double>() : 0.0;
}

std::string text(const json& from, const char* name) {
    const auto found = from.find(name);
    return found != from.end() && found->is_string() ? found->get<std::string>() : std::string();
}

void resized(const json& event) {
    const auto length = [&](const char* name) { return static_cast<float>(number(event, name)); };
    ui::Window& window = app->window;
    window.width = length("width");
    window.height = length("height");
    window.safe_top = length("top");
    window.safe_right = length("right");
    window.safe_bottom = length("bottom");
    window.safe_left = length("left");
    app->surface.set_coarse(length("coarse") != 0);
    app->surface.resize({window.width, window.height, static_cast<int>(length("device_width")),
                         static_cast<int>(length("device_height"))});
    app->coarseness = 1;
}

// What the mirror's elements and the page itself report. False: none of these.
bool page_event(const json& event, const std::string& type) {
    ui::Kit& kit = app->kit;
    const auto id = static_cast<ui::NodeId>(number(event, "id"));
    if (type == "activate") {
        kit.on_activate(id);
        act_now();
    } else if (type == "focus") {
        kit.on_focus(id, number(event, "visible") != 0);
    } else if (type == "field") {
        kit.on_field(id, text(event, "text"));
        // Answered even when the model refuses the text: the field then goes back to the model's.
        app->mirror_text.clear();
    } else if (type == "submit") {
        kit.on_submit(id);
        act_now();
    } else if (type == "escape") {
        kit.on_escape();
    } else if (type == "scroll") {
        kit.on_scroll(static_cast<float>(number(event, "by")));
    } else if (type == "key") {
        kit.on_key(text(event, "key"));
    } else if (type == "tapped") {
        kit.on_tap();
    } else if (type == "menu") {
        kit.on_menu(static_cast<float>(number(event, "x")), static_cast<float>(number(event, "y")));
    } else if (type == "resize") {
        resized(event);
    } else if (type == "lifted") {
        act_now();
    } else if (type == "look") {
        app->look = {number(event, "dark") != 0, number(event, "more_contrast") != 0};
        app->window.reduced_motion = number(event, "reduced_motion") != 0;
        app->mirror_text.clear(); // it carries the colours
    } else {
        if (type == "wake") { // a cause to draw, whatever is laid out
            app->surface.forget_drawn();
        }
        return type == "wake";
    }
    return true;
}

} // namespace
} // namespace hexiao::shell

extern "C" {

// Starts the console on #canvas; `token` is the fragment of the link that was opened, `draft` what this tab
// kept. False: this browser has no WebGL 2.
EMSCRIPTEN_KEEPALIVE bool hexiao_start(const char* path, const char* language, const char* token,
                                       const char* origin, const char* draft, const char* build,
                                       const char* preferences, const char* zone) {
    using namespace hexiao;
    using namespace hexiao::shell;
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.ConfigErrorRecoveryEnableAssert = true;
    app = new Application; // for the page's life
    if (!app->surface.open("#canvas")) {
        return false;
    }
    bound_atlas();
    make_faces({});
    app->kit.set_pictures(find_picture);
    SDL_AddEventWatch(
        [](void*, SDL_Event*) {
            ask_frame();
            return 0;
        },
        nullptr);
    const auto lost = [](int, const void*, void*) {
        app->surface.context_lost();
        return true; // or it never comes back
    };
    const auto restored = [](int, const void*, void*) {
        app->surface.context_restored();
        ask_frame();
        return true;
    };
    emscripten_set_webglcontextlost_callback("#canvas", nullptr, false, lost);
    emscripten_set_webglcontextrestored_callback("#canvas", nullptr, false, restored);
    app->build = build;
    app->loop = std::make_unique<ConsoleLoop>(app->host, ask_frame);
    app->loop->start({path,
                      std::string_view(language) == "en" ? console::Language::en : console::Language::zh,
                      Secret(token), origin, draft, preferences, zone});
    return true;
}

// Everything that happens outside: one JSON object with a `type`.
EMSCRIPTEN_KEEPALIVE void hexiao_event(const char* happening) {
    using namespace hexiao::shell;
    const json event = json::parse(happening, nullptr, false);
    if (!event.is_object()) {
        return;
    }
    const std::string type = text(event, "type");
    if (page_event(event, type)) {
        ask_frame();
    } else if (const auto happened = read_event(event)) {
        app->loop->take(*happened);
    }
}

// The face that was fetched for a browser that falsifies its own; the bytes are copied.
EMSCRIPTEN_KEEPALIVE void hexiao_face(const unsigned char* data, std::size_t size) {
    using namespace hexiao::shell;
    canvas_font::start_over(*ImGui::GetIO().Fonts);
    make_faces({data, size});
    ask_frame();
}

// The letters that were sent for; what they are given in is copied.
EMSCRIPTEN_KEEPALIVE void hexiao_sheet(const unsigned char* pixels, const unsigned char* misfits) {
    using namespace hexiao::shell;
    canvas_font::receive(*ImGui::GetIO().Fonts, pixels, misfits);
    ask_frame();
}

// The picture that was asked for; null: it cannot be had. What it is given in is copied.
EMSCRIPTEN_KEEPALIVE void hexiao_picture(int number, const unsigned char* pixels) {
    using namespace hexiao::shell;
    thumbnails::receive(number, pixels);
    ask_frame();
}

// Shows what these recorded events, one a line, led to. False: one of them could not be read.
EMSCRIPTEN_KEEPALIVE bool hexiao_replay(const char* events) {
    using namespace hexiao::shell;
    std::string_view rest = events;
    bool read = true;
    app->replayed.emplace();
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        read = take_recorded(*app->replayed, line) && read;
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    }
    ask_frame();
    return read;
}

// What the browser's own "copy" takes when nothing is selected; empty: nothing.
EMSCRIPTEN_KEEPALIVE const char* hexiao_copy() {
    static std::string out;
    out = hexiao::shell::app->kit.copy_text();
    return out.c_str();
}

// For tests: what the last frame drew as text; the first call switches the recorder on.
EMSCRIPTEN_KEEPALIVE const char* hexiao_texts() {
    static std::string out;
    hexiao::shell::text_recorder::on(true);
    hexiao::shell::app->recording = true;
    out = hexiao::shell::text_recorder::take_json(hexiao::shell::app->kit.clusters());
    return out.c_str();
}
}
