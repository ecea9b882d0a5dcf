// See thumbnails.h.
#include "shell/browser/thumbnails.h"

#include <algorithm>
#include <emscripten.h>
#include <imgui.h>
#include <imgui_internal.h>
#include <string>
#include <utility>
#include <vector>

EM_JS_DEPS(hexiao_thumbnails, "$UTF8ToString");
EM_JS(void, hexiao_js_ask_picture, (int number, const char* name, int side),
      { Module.host.askPicture(number, UTF8ToString(name), side); });

namespace hexiao::shell::thumbnails {
namespace {

constexpr std::size_t most =
    64; // of 40 CSS pixels at double density they take a thirteenth of the largest atlas
constexpr double again_s = 60;
constexpr int bytes = 4; // of a pixel

struct Thumbnail {
    std::string name;
    int side = 0;
    int number = 0;
    double used = 0;                  // when it was drawn last
    double again = 0;                 // when it may be asked for again; 0: it is on its way, or here
    std::vector<std::uint8_t> pixels; // that are not in the atlas yet
    ImFontAtlasRectId rect = ImFontAtlasRectId_Invalid;
};

std::vector<Thumbnail> all;
int last_number = 0;

void ask(Thumbnail& thumbnail) {
    thumbnail.number = ++last_number;
    thumbnail.again = 0;
    hexiao_js_ask_picture(thumbnail.number, thumbnail.name.c_str(), thumbnail.side);
}

// Null where all of them are drawn right now.
Thumbnail* make(ImFontAtlas& atlas, std::string_view name, int side, double now) {
    if (all.size() == most) {
        const auto oldest = std::ranges::min_element(all, {}, &Thumbnail::used);
        if (oldest->used + 1 > now) {
            return nullptr;
        }
        if (oldest->rect != ImFontAtlasRectId_Invalid) {
            atlas.RemoveCustomRect(oldest->rect);
        }
        all.erase(oldest);
    }
    Thumbnail& made = all.emplace_back();
    made.name = name;
    made.side = side;
    ask(made);
    return &made;
}

void put_into(ImFontAtlas& atlas, Thumbnail& thumbnail) {
    const std::vector<std::uint8_t> pixels = std::exchange(thumbnail.pixels, {});
    ImFontAtlasRect rect;
    thumbnail.rect = atlas.AddCustomRect(thumbnail.side, thumbnail.side, &rect);
    if (thumbnail.rect == ImFontAtlasRectId_Invalid) { // there is no room for it
        thumbnail.again = thumbnail.used + again_s;
        return;
    }
    ImTextureData* texture = atlas.TexData;
    ImFontAtlasTextureBlockConvert(pixels.data(), ImTextureFormat_RGBA32, thumbnail.side * bytes,
                                   static_cast<unsigned char*>(texture->GetPixelsAt(rect.x, rect.y)),
                                   texture->Format, texture->GetPitch(), rect.w, rect.h);
    ImFontAtlasTextureBlockQueueUpload(&atlas, texture, rect.x, rect.y, rect.w, rect.h);
    atlas.TexPixelsUseColors = texture->UseColors = true;
}

} // namespace

std::optional<ui::Patch> find(ImFontAtlas& atlas, std::string_view name, int side, double now) {
    const auto found =
        std::ranges::find_if(all, [&](const Thumbnail& one) { return one.side == side && one.name == name; });
    Thumbnail* thumbnail = found != all.end() ? &*found : make(atlas, name, side, now);
    if (thumbnail == nullptr) {
        return std::nullopt;
    }
    thumbnail->used = now;
    if (!thumbnail->pixels.empty()) {
        put_into(atlas, *thumbnail);
    } else if (thumbnail->again != 0 && thumbnail->again <= now) {
        ask(*thumbnail);
    }
    ImFontAtlasRect rect;
    if (!atlas.GetCustomRect(thumbnail->rect, &rect)) {
        return std::nullopt;
    }
    // Half a pixel inside, so that none of a neighbour is mixed in at the edges.
    const ImVec2 half{atlas.TexUvScale.x / 2, atlas.TexUvScale.y / 2};
    return ui::Patch{rect.uv0.x + half.x, rect.uv0.y + half.y, rect.uv1.x - half.x, rect.uv1.y - half.y};
}

void receive(int number, const std::uint8_t* pixels) {
    const auto found = std::ranges::find(all, number, &Thumbnail::number);
    if (found == all.end()) {
        return; // it has made room
    }
    if (pixels == nullptr) {
        found->again = found->used + again_s;
    } else {
        const auto side = static_cast<std::size_t>(found->side);
        found->pixels.assign(pixels, pixels + side * side * bytes);
    }
}

void start_over() { all.clear(); }

} // namespace hexiao::shell::thumbnails
