// The wrapper around ImGui's text calls. See text_recorder.h; shell/CMakeLists.txt has the linker's --wrap
// options.
#include "shell/browser/text_recorder.h"

#include <cfloat>
#include <cstring>
#include <imgui.h>
#include <nlohmann/json.hpp>

namespace {

bool recording = false;
nlohmann::json drawn = nlohmann::json::array();

void record(const ImDrawList& list, ImFont* font, const ImVec2& at, float size, const char* begin,
            const char* end) {
    if (!recording || begin == nullptr) {
        return;
    }
    const std::string text(begin, end != nullptr ? end : begin + std::strlen(begin));
    const float width = font != nullptr ? font->CalcTextSizeA(size, FLT_MAX, 0, begin, end).x : 0;
    const ImVec2 low = list.GetClipRectMin();
    const ImVec2 high = list.GetClipRectMax();
    drawn.push_back({{"text", text},
                     {"x", at.x},
                     {"y", at.y},
                     {"size", size},
                     {"width", width},
                     {"clip", {low.x, low.y, high.x - low.x, high.y - low.y}}});
}

} // namespace

// Names as the compiler writes them: AddText(ImFont*, float, const ImVec2&, ImU32, const char*, const char*,
// float, const ImVec4*) and AddText(const ImVec2&, ImU32, const char*, const char*). A member function is
// called like a free one whose first argument is the object.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the linker gives these names
extern "C" {
void __real__ZN10ImDrawList7AddTextEP6ImFontfRK6ImVec2jPKcS6_fPK6ImVec4(ImDrawList*, ImFont*, float,
                                                                        const ImVec2&, ImU32, const char*,
                                                                        const char*, float, const ImVec4*);
void __real__ZN10ImDrawList7AddTextERK6ImVec2jPKcS4_(ImDrawList*, const ImVec2&, ImU32, const char*,
                                                     const char*);

void __wrap__ZN10ImDrawList7AddTextEP6ImFontfRK6ImVec2jPKcS6_fPK6ImVec4(ImDrawList* list, ImFont* font,
                                                                        float size, const ImVec2& at,
                                                                        ImU32 color, const char* begin,
                                                                        const char* end, float wrap,
                                                                        const ImVec4* clip) {
    record(*list, font, at, size, begin, end);
    __real__ZN10ImDrawList7AddTextEP6ImFontfRK6ImVec2jPKcS6_fPK6ImVec4(list, font, size, at, color, begin,
                                                                       end, wrap, clip);
}

void __wrap__ZN10ImDrawList7AddTextERK6ImVec2jPKcS4_(ImDrawList* list, const ImVec2& at, ImU32 color,
                                                     const char* begin, const char* end) {
    record(*list, nullptr, at, 0, begin, end);
    __real__ZN10ImDrawList7AddTextERK6ImVec2jPKcS4_(list, at, color, begin, end);
}
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

namespace hexiao::shell::text_recorder {

void on(bool wanted) { recording = wanted; }
void begin_pass() { drawn = nlohmann::json::array(); }
std::string take_json(const ui::Clusters& clusters) {
    for (nlohmann::json& one : drawn) {
        one["text"] = clusters.plain(one["text"].get_ref<const std::string&>());
    }
    return drawn.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace hexiao::shell::text_recorder
