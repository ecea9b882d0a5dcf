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
#include <vector>

static_assert(IMGUI_VERSION_NUM >= 19200 && IMGUI_VERSION_NUM < 19300,
              "ImFontLoader is internal: read its changes first");

// out: advance, then the ink's extent from the pen: left (towards the left positive), right, up, down; device
// pixels
EM_JS(void, hexiao_js_measure_glyph, (unsigned codepoint, int weight, float pixels, float* out),
      { HEAPF32.set(Module.host.measureGlyph(codepoint, weight, pixels), out >> 2); });

// jobs: 5 floats per glyph (code point, weight, pixels, pen x, pen y); alpha: width * height bytes, filled
EM_JS(void, hexiao_js_draw_glyphs, (const float* jobs, int count, int width, int height, std::uint8_t* alpha),
      {
          const sheet =
              Module.host.drawGlyphs(HEAPF32.slice(jobs >> 2, (jobs >> 2) + 5 * count), width, height);
          for (let i = 0, n = width * height; i < n; ++i) HEAPU8[alpha + i] = sheet[4 * i + 3];
      });

namespace hexiao::shell::canvas_font {
namespace {

struct Job {
    std::uint32_t codepoint;
    int weight;
    float pixels;    // em, device pixels
    float left, top; // of the rectangle, from the pen
    ImFontAtlasRectId rect;
};

constexpr int sheet_width = 1024;
constexpr int canary_size = 8; // drawn by web/glyphs.ts: a solid square, an equal gap to its right
constexpr std::array<int, 2> weights{400, 600};

float em_per_line = 1;
bool is_falsified = false;
std::vector<Job> jobs;
ImFontLoader loader;

int weight_of(const ImFontConfig& source) { return weights[source.FontNo == 0 ? 0 : 1]; }

bool load_glyph(ImFontAtlas* atlas, ImFontConfig* source, ImFontBaked* baked, void*, ImWchar codepoint,
                ImFontGlyph* glyph, float* advance) {
    if (codepoint < 0x20 || (codepoint >= 0xD800 && codepoint < 0xE000) || codepoint > 0x10FFFF) {
        return false;
    }
    const float density = source->RasterizerDensity * baked->RasterizerDensity;
    const float pixels = baked->Size * em_per_line * density;
    std::array<float, 5> m{};
    hexiao_js_measure_glyph(codepoint, weight_of(*source), pixels, m.data());
    if (advance != nullptr) {
        *advance = m[0] / density;
        return true;
    }
    glyph->Codepoint = codepoint;
    glyph->AdvanceX = m[0] / density;
    const float left = std::floor(-m[1]) - 1, right = std::ceil(m[2]) + 1;
    const float top = std::floor(-m[3]) - 1, bottom = std::ceil(m[4]) + 1;
    if (m[1] + m[2] < 0.5f || m[3] + m[4] < 0.5f) {
        return true;
    } // a blank

    const int w = static_cast<int>(right - left), h = static_cast<int>(bottom - top);
    const ImFontAtlasRectId rect = ImFontAtlasPackAddRect(atlas, w, h);
    if (rect == ImFontAtlasRectId_Invalid) {
        return false;
    }
    const float baseline = std::round(baked->Ascent);
    glyph->X0 = left / density;
    glyph->X1 = right / density;
    glyph->Y0 = top / density + baseline;
    glyph->Y1 = bottom / density + baseline;
    glyph->Visible = true;
    glyph->PackId = rect;
    jobs.push_back({codepoint, weight_of(*source), pixels, left, top, rect});
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

bool canary_lives(const std::vector<std::uint8_t>& alpha) {
    for (int y = 0; y < canary_size; ++y) {
        for (int x = 0; x < 2 * canary_size; ++x) {
            const int expected = x < canary_size ? 255 : 0;
            if (alpha[static_cast<std::size_t>(y * sheet_width + x)] != expected) {
                return false;
            }
        }
    }
    return true;
}

} // namespace

void merge_into(ImFontAtlas& atlas, ImFont* font, int weight, float line_per_em) {
    em_per_line = 1 / line_per_em;
    loader.Name = "browser canvas";
    loader.FontBakedLoadGlyph = load_glyph;
    ImFontConfig config;
    config.FontLoader = &loader;
    config.MergeMode = true;
    config.DstFont = font;
    config.FontNo = weight == weights[0] ? 0U : 1U; // no font data, so the number is ours: which weight
    atlas.AddFont(&config);
}

void fill(ImFontAtlas& atlas) {
    if (jobs.empty()) {
        return;
    }
    int height = 0;
    const std::vector<Place> places = lay_out(atlas, height);
    std::vector<float> list;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        const Job& job = jobs[i];
        list.insert(list.end(),
                    {static_cast<float>(job.codepoint), static_cast<float>(job.weight), job.pixels,
                     static_cast<float>(places[i].x) - job.left, static_cast<float>(places[i].y) - job.top});
    }
    std::vector<std::uint8_t> alpha(static_cast<std::size_t>(sheet_width * height));
    hexiao_js_draw_glyphs(list.data(), static_cast<int>(jobs.size()), sheet_width, height, alpha.data());
    is_falsified = is_falsified || !canary_lives(alpha);

    ImTextureData* texture = atlas.TexData;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        // By id: the rectangle may have moved when the atlas grew, or be gone.
        const ImTextureRect* rect = ImFontAtlasPackGetRectSafe(&atlas, jobs[i].rect);
        if (rect == nullptr || places[i].w == 0) {
            continue;
        }
        const std::uint8_t* from = alpha.data() + places[i].y * sheet_width + places[i].x;
        auto* to = static_cast<unsigned char*>(texture->GetPixelsAt(rect->x, rect->y));
        ImFontAtlasTextureBlockConvert(from, ImTextureFormat_Alpha8, sheet_width, to, texture->Format,
                                       texture->GetPitch(), rect->w, rect->h);
        ImFontAtlasTextureBlockQueueUpload(&atlas, texture, rect->x, rect->y, rect->w, rect->h);
    }
    jobs.clear();
}

bool falsified() { return is_falsified; }

} // namespace hexiao::shell::canvas_font
