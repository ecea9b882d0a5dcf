// The browser's faces as an ImGui font source. See canvas_font.h, and reference/web.md §2 for the rules of
// the interface.
#include "shell/browser/canvas_font.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <emscripten.h>
#include <imgui.h>
#include <imgui_internal.h>
#include <memory>
#include <string>
#include <utility>
#include <vector>

static_assert(IMGUI_VERSION_NUM >= 19200 && IMGUI_VERSION_NUM < 19300,
              "ImFontLoader is internal: read its changes first");

// out: an Extent
EM_JS(void, hexiao_js_measure_glyph, (unsigned codepoint, int weight, float pixels, float* out),
      { HEAPF32.set(Module.host.measureGlyph(codepoint, weight, pixels), out >> 2); });

// jobs: 9 floats per glyph (see `list_jobs`); sheet: width * height RGBA pixels, filled; misfits: a byte per
// glyph, 1 where its ink does not lie in the box that it was given
EM_JS(void, hexiao_js_draw_glyphs,
      (const float* jobs, int count, int width, int height, std::uint8_t* sheet, std::uint8_t* misfits), {
          const drawn =
              Module.host.drawGlyphs(HEAPF32.slice(jobs >> 2, (jobs >> 2) + 9 * count), width, height);
          HEAPU8.set(drawn.pixels, sheet);
          HEAPU8.set(drawn.misfits, misfits);
      });

// The same, drawn beside the main thread; `hexiao_sheet` in main.cpp is called with the result. False: nobody
// is there to draw.
EM_JS(bool, hexiao_js_send_glyphs, (const float* jobs, int count, int width, int height),
      { return Module.host.sendGlyphs(HEAPF32.slice(jobs >> 2, (jobs >> 2) + 9 * count), width, height); });

EM_JS_DEPS(hexiao_canvas_font, "$UTF8ToString");
EM_JS(void, hexiao_js_name_glyph, (unsigned codepoint, const char* text),
      { Module.host.nameGlyph(codepoint, UTF8ToString(text)); });

namespace hexiao::shell::canvas_font {
namespace {

struct Job {
    ImFont* font;
    float size, density; // of its baked font
    ImWchar codepoint;
    int weight;
    float pixels;    // em, device pixels
    float left, top; // of the rectangle, from the pen
    float right, bottom;
    bool assumed; // an ideograph's box: never measured, never coloured
    ImFontAtlasRectId rect;
};

// Advance, then the ink's extent from the pen: left (towards the left positive), right, up, down; device
// pixels.
using Extent = std::array<float, 5>;

// Of 国, which fills its square, in a size at which the browser's rounding counts for little.
struct Square {
    int weight;
    Extent extent; // em
};

struct Place {
    int x, y, w, h;
};

constexpr int sheet_width = 1024;
constexpr int canary_size = 8;   // drawn by web/glyphs.ts: a solid square, an equal gap to its right
constexpr int bytes = 4;         // of a pixel
constexpr std::size_t many = 48; // glyphs: more are drawn beside the main thread
constexpr std::array<int, 2> weights{400, 600};

float em_per_line = 1;
const ui::Clusters* clusters = nullptr;
bool is_falsified = false, is_outgrown = false;
int sheet_count = 0, doubtful_count = 0;
// What is drawn on one sheet.
struct Batch {
    std::vector<Job> jobs;
    std::vector<Place> places;
    int height = 0;
};
Batch fresh, sent;                         // what was not drawn yet; what the worker has
bool is_waiting = false, is_stale = false; // for a sheet; for one that nobody wants any more
std::vector<Square> squares;
std::vector<ImWchar> misfits; // ideographs that do not fit into their box
ImFontLoader loader;

int weight_of(const ImFontConfig& source) { return weights[source.FontNo == 0 ? 0 : 1]; }

// Controls, halves of surrogate pairs: nobody should see them, least of all as a box.
bool is_unseen(ImWchar code) {
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0xD800 && code < 0xE000);
}

// The ideographs that every Chinese face has. They share one advance and, but for a few, one box, so that
// nothing is measured before it is drawn; whoever draws looks whether the ink lies in it.
bool is_common_ideograph(ImWchar code) { return code >= 0x4E00 && code <= 0x9FFF; }

Extent measure(ImWchar code, int weight, float pixels) {
    Extent extent{};
    hexiao_js_measure_glyph(code, weight, pixels, extent.data());
    return extent;
}

const Extent& square(int weight) {
    const auto known = std::ranges::find(squares, weight, &Square::weight);
    if (known != squares.end()) {
        return known->extent;
    }
    constexpr float size = 200;
    Extent extent = measure(0x56FD, weight, size);
    for (float& part : extent) {
        part /= size;
    }
    squares.push_back({weight, extent});
    return squares.back().extent;
}

// How far others go beyond 国, and a pixel for the browser's rounding: all 20,902 of Noto Sans CJK in both
// weights.
Extent ideograph_box(int weight, float pixels) {
    const Extent& em = square(weight);
    return {em[0] * pixels, 0.02f * pixels + 1, (em[0] + 0.02f) * pixels + 1, (em[3] + 0.06f) * pixels + 1,
            (em[4] + 0.05f) * pixels + 1};
}

bool load_glyph(ImFontAtlas* atlas, ImFontConfig* source, ImFontBaked* baked, void*, ImWchar codepoint,
                ImFontGlyph* glyph, float* advance) {
    const float density = source->RasterizerDensity * baked->RasterizerDensity;
    const float pixels = baked->Size * em_per_line * density;
    const bool assumed =
        is_common_ideograph(codepoint) && std::ranges::find(misfits, codepoint) == misfits.end();
    Extent m{};
    if (assumed) {
        m = ideograph_box(weight_of(*source), pixels);
    } else if (!is_unseen(codepoint)) {
        if (const std::string text{clusters->text_of(codepoint)}; !text.empty()) {
            hexiao_js_name_glyph(codepoint, text.c_str());
        }
        m = measure(codepoint, weight_of(*source), pixels);
    }
    const float wide = std::round(m[0]) / density; // so that a line of hanzi stays on whole pixels
    if (advance != nullptr) {
        *advance = wide;
        return true;
    }
    glyph->Codepoint = codepoint;
    glyph->AdvanceX = wide;
    if (m[1] + m[2] < 0.5f || m[3] + m[4] < 0.5f) {
        return true; // a blank
    }
    const float left = std::floor(-m[1]) - 1, right = std::ceil(m[2]) + 1;
    const float top = std::floor(-m[3]) - 1, bottom = std::ceil(m[4]) + 1;
    const int w = std::min(static_cast<int>(right - left), sheet_width), h = static_cast<int>(bottom - top);
    const ImFontAtlasRectId rect = ImFontAtlasPackAddRect(atlas, w, h);
    if (rect == ImFontAtlasRectId_Invalid) {
        is_outgrown = true;
        return true;
    }
    const float baseline = std::round(baked->Ascent);
    glyph->X0 = left / density;
    glyph->X1 = glyph->X0 + static_cast<float>(w) / density;
    glyph->Y0 = top / density + baseline;
    glyph->Y1 = bottom / density + baseline;
    glyph->Visible = true;
    glyph->PackId = rect;
    fresh.jobs.push_back({baked->ContainerFont, baked->Size, baked->RasterizerDensity, codepoint,
                          weight_of(*source), pixels, left, top, right, bottom, assumed, rect});
    return true;
}

// Shelves from the top; the first one begins behind the canary.
void lay_out(ImFontAtlas& atlas, Batch& batch) {
    batch.places.clear();
    int x = 4 * canary_size, y = 0, shelf = 4 * canary_size;
    for (const Job& job : batch.jobs) {
        const ImTextureRect* rect = ImFontAtlasPackGetRectSafe(&atlas, job.rect);
        const int w = rect != nullptr ? rect->w : 0, h = rect != nullptr ? rect->h : 0;
        if (x + w > sheet_width) {
            x = 0;
            y += shelf;
            shelf = 0;
        }
        batch.places.push_back({x, y, w, h});
        x += w;
        shelf = std::max(shelf, h);
    }
    batch.height = y + shelf;
}

// RGBA, `sheet_width` pixels wide.
struct Sheet {
    const std::uint8_t* data;
    bool white; // already: the worker's

    const std::uint8_t* at(int x, int y) const {
        return data + static_cast<std::ptrdiff_t>(y * sheet_width + x) * bytes;
    }
};

bool canary_lives(const Sheet& sheet) {
    for (int y = 0; y < canary_size; ++y) {
        for (int x = 0; x < 2 * canary_size; ++x) {
            const int expected = x < canary_size ? 255 : 0;
            if (sheet.at(x, y)[3] != expected) {
                return false;
            }
        }
    }
    return true;
}

// White is what was asked for; rounding, and noise, change it a little.
bool is_coloured(const std::uint8_t* pixel) {
    return pixel[3] > 32 && std::min({pixel[0], pixel[1], pixel[2]}) < 240;
}

bool has_colours(const Sheet& sheet, const Place& place) {
    for (int y = 0; y < place.h; ++y) {
        for (int x = 0; x < place.w; ++x) {
            if (is_coloured(sheet.at(place.x + x, place.y + y))) {
                return true;
            }
        }
    }
    return false;
}

// Into the atlas, in white. Also where it is transparent: the renderer mixes that in at the edges.
void copy_white(const Sheet& sheet, const Place& place, ImTextureData& texture, const ImTextureRect& rect) {
    for (int y = 0; y < rect.h; ++y) {
        auto* to = static_cast<unsigned char*>(texture.GetPixelsAt(rect.x, rect.y + y));
        std::memcpy(to, sheet.at(place.x, place.y + y), static_cast<std::size_t>(rect.w * bytes));
        for (int x = 0; x < rect.w && !sheet.white; ++x) {
            std::fill_n(to + static_cast<std::ptrdiff_t>(x * bytes), 3, std::uint8_t{255});
        }
    }
}

void mark_coloured(ImFontAtlas& atlas, const Job& job) {
    if (ImFontBaked* baked = job.font->GetFontBaked(job.size, job.density)) {
        if (ImFontGlyph* glyph = baked->FindGlyphNoFallback(job.codepoint)) {
            glyph->Colored = true;
            atlas.TexPixelsUseColors = atlas.TexData->UseColors = true;
        }
    }
}

// Per glyph: code point, weight, pixels, pen x, pen y, then the box that its ink must lie in, from the pen:
// left, top, right, bottom; all 0 where it was measured.
std::vector<float> list_jobs(const Batch& batch) {
    std::vector<float> list;
    list.reserve(9 * batch.jobs.size());
    for (std::size_t i = 0; i < batch.jobs.size(); ++i) {
        const Job& job = batch.jobs[i];
        const Place& place = batch.places[i];
        list.insert(list.end(),
                    {static_cast<float>(job.codepoint), static_cast<float>(job.weight), job.pixels,
                     static_cast<float>(place.x) - job.left, static_cast<float>(place.y) - job.top});
        if (job.assumed) {
            list.insert(list.end(), {job.left, job.top, job.right, job.bottom});
        } else {
            list.insert(list.end(), 4, 0.0f);
        }
    }
    return list;
}

// Loaded anew by the next text call that wants it, measured then.
void take_back(ImFontAtlas& atlas, const Job& job) {
    misfits.push_back(job.codepoint);
    if (ImFontBaked* baked = job.font->GetFontBaked(job.size, job.density)) {
        if (ImFontGlyph* glyph = baked->FindGlyphNoFallback(job.codepoint)) {
            ImFontAtlasBakedDiscardFontGlyph(&atlas, job.font, baked, glyph);
        }
    }
}

// True: the text calls must be made once more.
bool put_into(ImFontAtlas& atlas, Batch& batch, const Sheet& sheet, const std::uint8_t* is_misfit) {
    ++sheet_count;
    is_falsified = is_falsified || !canary_lives(sheet);
    doubtful_count += is_falsified ? static_cast<int>(batch.jobs.size()) : 0;
    bool again = false;
    int left = atlas.TexData->Width, top = atlas.TexData->Height, right = 0, bottom = 0; // of what changed
    ImTextureData* texture = atlas.TexData;
    for (std::size_t i = 0; i < batch.jobs.size(); ++i) {
        const Job& job = batch.jobs[i];
        const Place& place = batch.places[i];
        // By id: the rectangle may have moved when the atlas grew, or be gone.
        const ImTextureRect* rect = ImFontAtlasPackGetRectSafe(&atlas, job.rect);
        if (rect == nullptr || place.w == 0) {
            continue;
        }
        if (is_misfit[i] != 0) {
            take_back(atlas, job);
            again = true;
            continue;
        }
        if (!job.assumed && has_colours(sheet, place)) {
            mark_coloured(atlas, job);
            again = true;
            ImFontAtlasTextureBlockConvert(
                sheet.at(place.x, place.y), ImTextureFormat_RGBA32, sheet_width * bytes,
                static_cast<unsigned char*>(texture->GetPixelsAt(rect->x, rect->y)), texture->Format,
                texture->GetPitch(), rect->w, rect->h);
        } else {
            copy_white(sheet, place, *texture, *rect);
        }
        left = std::min<int>(left, rect->x), right = std::max(right, rect->x + rect->w);
        top = std::min<int>(top, rect->y), bottom = std::max(bottom, rect->y + rect->h);
    }
    // At once: they lie close together, and each upload is a call of its own to the graphics side.
    if (right > left) {
        ImFontAtlasTextureBlockQueueUpload(&atlas, texture, left, top, right - left, bottom - top);
    }
    batch = {};
    return again;
}

} // namespace

void merge_into(ImFontAtlas& atlas, ImFont* font, int weight, float line_per_em, const ui::Clusters& known) {
    em_per_line = 1 / line_per_em;
    clusters = &known;
    loader.Name = "browser canvas";
    loader.FontBakedLoadGlyph = load_glyph;
    ImFontConfig config;
    config.FontLoader = &loader;
    config.MergeMode = true;
    config.DstFont = font;
    config.FontNo = weight == weights[0] ? 0U : 1U; // no font data, so the number is ours: which weight
    atlas.AddFont(&config);
}

bool send(ImFontAtlas& atlas) {
    const auto others = std::ranges::stable_partition(fresh.jobs, &Job::assumed).begin();
    if (static_cast<std::size_t>(others - fresh.jobs.begin()) < many || is_falsified) {
        return false;
    }
    sent.jobs.assign(fresh.jobs.begin(), others);
    lay_out(atlas, sent);
    is_waiting = hexiao_js_send_glyphs(list_jobs(sent).data(), static_cast<int>(sent.jobs.size()),
                                       sheet_width, sent.height);
    if (is_waiting) {
        fresh.jobs.erase(fresh.jobs.begin(), others);
        fill(atlas); // meanwhile
    }
    return is_waiting;
}

bool waiting() { return is_waiting; }

void receive(ImFontAtlas& atlas, const std::uint8_t* pixels, const std::uint8_t* is_misfit) {
    is_waiting = false;
    if (!std::exchange(is_stale, false)) {
        put_into(atlas, sent, {pixels, true}, is_misfit);
    }
}

bool fill(ImFontAtlas& atlas) {
    if (fresh.jobs.empty()) {
        return false;
    }
    lay_out(atlas, fresh);
    const auto sheet = std::make_unique_for_overwrite<std::uint8_t[]>(
        static_cast<std::size_t>(sheet_width * fresh.height) * bytes);
    std::vector<std::uint8_t> is_misfit(fresh.jobs.size());
    hexiao_js_draw_glyphs(list_jobs(fresh).data(), static_cast<int>(fresh.jobs.size()), sheet_width,
                          fresh.height, sheet.get(), is_misfit.data());
    return put_into(atlas, fresh, {sheet.get(), false}, is_misfit.data());
}

bool outgrown() { return is_outgrown; }

void start_over(ImFontAtlas& atlas) {
    fresh = {};
    is_stale = is_waiting;
    is_outgrown = false;
    doubtful_count = 0;
    ImFontAtlasBuildDiscardBakes(&atlas, 0);
}

bool falsified() { return is_falsified; }
int doubtful() { return doubtful_count; }

ui::Figures figures(const ImFontAtlas& atlas) {
    ui::Figures out;
    out.sheets = sheet_count;
    out.width = atlas.TexData->Width;
    out.height = atlas.TexData->Height;
    out.most_width = atlas.TexMaxWidth;
    out.most_height = atlas.TexMaxHeight;
    out.bytes = static_cast<std::size_t>(atlas.TexData->GetSizeInBytes());
    auto& pool = atlas.Builder->BakedPool;
    for (int i = 0; i < pool.Size; ++i) {
        const ImFontBaked& baked = pool[i];
        if (!baked.WantDestroy) {
            const int weight = weight_of(*baked.ContainerFont->Sources.back());
            out.sizes.push_back({baked.Size * em_per_line, weight, baked.Glyphs.Size});
        }
    }
    std::ranges::sort(out.sizes, {}, [](const auto& size) { return std::pair(size.pixels, size.weight); });
    return out;
}

} // namespace hexiao::shell::canvas_font
