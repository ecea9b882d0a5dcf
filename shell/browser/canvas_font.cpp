// The browser's faces as an ImGui font source. See canvas_font.h, and reference/web.md §2 for the rules of
// the interface.
#include "shell/browser/canvas_font.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <emscripten.h>
#include <imgui.h>
#include <imgui_internal.h>
#include <string>
#include <vector>

static_assert(IMGUI_VERSION_NUM >= 19200 && IMGUI_VERSION_NUM < 19300,
              "ImFontLoader is internal: read its changes first");

// out: advance, then the ink's extent from the pen: left (towards the left positive), right, up, down; device
// pixels
EM_JS(void, hexiao_js_measure_glyph, (unsigned codepoint, int weight, float pixels, float* out),
      { HEAPF32.set(Module.host.measureGlyph(codepoint, weight, pixels), out >> 2); });

// jobs: 5 floats per glyph (code point, weight, pixels, pen x, pen y); sheet: width * height RGBA pixels,
// filled
EM_JS(void, hexiao_js_draw_glyphs, (const float* jobs, int count, int width, int height, std::uint8_t* sheet),
      {
          const list = HEAPF32.slice(jobs >> 2, (jobs >> 2) + 5 * count);
          HEAPU8.set(Module.host.drawGlyphs(list, width, height), sheet);
      });

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
    ImFontAtlasRectId rect;
};

constexpr int sheet_width = 1024;
constexpr int canary_size = 8; // drawn by web/glyphs.ts: a solid square, an equal gap to its right
constexpr int bytes = 4;       // of a pixel
constexpr std::array<int, 2> weights{400, 600};

float em_per_line = 1;
const ui::Clusters* clusters = nullptr;
bool is_falsified = false, is_outgrown = false;
int sheet_count = 0, doubtful_count = 0;
std::vector<Job> jobs;
ImFontLoader loader;

int weight_of(const ImFontConfig& source) { return weights[source.FontNo == 0 ? 0 : 1]; }

// Controls, halves of surrogate pairs: nobody should see them, least of all as a box.
bool is_unseen(ImWchar code) {
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0xD800 && code < 0xE000);
}

bool load_glyph(ImFontAtlas* atlas, ImFontConfig* source, ImFontBaked* baked, void*, ImWchar codepoint,
                ImFontGlyph* glyph, float* advance) {
    const float density = source->RasterizerDensity * baked->RasterizerDensity;
    const float pixels = baked->Size * em_per_line * density;
    std::array<float, 5> m{};
    if (!is_unseen(codepoint)) {
        if (const std::string text{clusters->text_of(codepoint)}; !text.empty()) {
            hexiao_js_name_glyph(codepoint, text.c_str());
        }
        hexiao_js_measure_glyph(codepoint, weight_of(*source), pixels, m.data());
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
    jobs.push_back({baked->ContainerFont, baked->Size, baked->RasterizerDensity, codepoint,
                    weight_of(*source), pixels, left, top, rect});
    return true;
}

struct Place {
    int x, y, w, h;
};

// Shelves from the top; the first one begins behind the canary.
std::vector<Place> lay_out(const ImFontAtlas& atlas, int& height) {
    std::vector<Place> places;
    int x = 4 * canary_size, y = 0, shelf = 4 * canary_size;
    for (const Job& job : jobs) {
        const ImTextureRect* rect = ImFontAtlasPackGetRectSafe(const_cast<ImFontAtlas*>(&atlas), job.rect);
        const int w = rect != nullptr ? rect->w : 0, h = rect != nullptr ? rect->h : 0;
        if (x + w > sheet_width) {
            x = 0;
            y += shelf;
            shelf = 0;
        }
        places.push_back({x, y, w, h});
        x += w;
        shelf = std::max(shelf, h);
    }
    height = y + shelf;
    return places;
}

// RGBA pixels, `sheet_width` wide.
using Sheet = std::vector<std::uint8_t>;

std::uint8_t* pixel_of(Sheet& sheet, int x, int y) {
    return sheet.data() + static_cast<std::ptrdiff_t>(y * sheet_width + x) * bytes;
}

bool canary_lives(Sheet& sheet) {
    for (int y = 0; y < canary_size; ++y) {
        for (int x = 0; x < 2 * canary_size; ++x) {
            const int expected = x < canary_size ? 255 : 0;
            if (pixel_of(sheet, x, y)[3] != expected) {
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

bool has_colours(Sheet& sheet, const Place& place) {
    for (int y = 0; y < place.h; ++y) {
        for (int x = 0; x < place.w; ++x) {
            if (is_coloured(pixel_of(sheet, place.x + x, place.y + y))) {
                return true;
            }
        }
    }
    return false;
}

// What is transparent, too: the renderer mixes it in at the edges.
void whiten(Sheet& sheet, const Place& place) {
    for (int y = 0; y < place.h; ++y) {
        for (int x = 0; x < place.w; ++x) {
            std::fill_n(pixel_of(sheet, place.x + x, place.y + y), 3, std::uint8_t{255});
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

Sheet draw(const std::vector<Place>& places, int height) {
    std::vector<float> list;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        const Job& job = jobs[i];
        list.insert(list.end(),
                    {static_cast<float>(job.codepoint), static_cast<float>(job.weight), job.pixels,
                     static_cast<float>(places[i].x) - job.left, static_cast<float>(places[i].y) - job.top});
    }
    Sheet sheet(static_cast<std::size_t>(sheet_width * height) * bytes);
    hexiao_js_draw_glyphs(list.data(), static_cast<int>(jobs.size()), sheet_width, height, sheet.data());
    ++sheet_count;
    return sheet;
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

bool fill(ImFontAtlas& atlas) {
    if (jobs.empty()) {
        return false;
    }
    int height = 0;
    const std::vector<Place> places = lay_out(atlas, height);
    Sheet sheet = draw(places, height);
    is_falsified = is_falsified || !canary_lives(sheet);
    doubtful_count += is_falsified ? static_cast<int>(jobs.size()) : 0;

    bool coloured = false;
    ImTextureData* texture = atlas.TexData;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        // By id: the rectangle may have moved when the atlas grew, or be gone.
        const ImTextureRect* rect = ImFontAtlasPackGetRectSafe(&atlas, jobs[i].rect);
        if (rect == nullptr || places[i].w == 0) {
            continue;
        }
        if (has_colours(sheet, places[i])) {
            mark_coloured(atlas, jobs[i]);
            coloured = true;
        } else {
            whiten(sheet, places[i]);
        }
        const std::uint8_t* from = pixel_of(sheet, places[i].x, places[i].y);
        auto* to = static_cast<unsigned char*>(texture->GetPixelsAt(rect->x, rect->y));
        ImFontAtlasTextureBlockConvert(from, ImTextureFormat_RGBA32, sheet_width * bytes, to, texture->Format,
                                       texture->GetPitch(), rect->w, rect->h);
        ImFontAtlasTextureBlockQueueUpload(&atlas, texture, rect->x, rect->y, rect->w, rect->h);
    }
    jobs.clear();
    return coloured;
}

bool outgrown() { return is_outgrown; }

void start_over(ImFontAtlas& atlas) {
    jobs.clear();
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
