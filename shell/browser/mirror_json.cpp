// Mirror to JSON. See mirror_json.h.
#include "shell/browser/mirror_json.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace hexiao::shell {
namespace {

using nlohmann::json;

constexpr std::array role_names{"text",    "heading", "button",   "link",          "field",      "radio",
                                "camera",  "status",  "progress", "image",         "term",       "definition",
                                "toggle",  "chip",    "tab",      "select",        "option",     "cell",
                                "point",   "bar",     "item",     "list",          "radiogroup", "tablist",
                                "listbox", "table",   "row",      "column_header", "row_header", "chart",
                                "form",    "dialog",  "callout",  "navigation",    "header",     "main"};
static_assert(role_names.size() == static_cast<std::size_t>(ui::Role::main) + 1, "a name for each role");
constexpr std::array live_names{"off", "changes", "polite", "assertive"};
constexpr std::array kind_names{"text", "number", "password", "pin"};

double tenth(float value) { return std::round(static_cast<double>(value) * 10) / 10; }

json box(const ui::Box& b) { return json::array({tenth(b.x), tenth(b.y), tenth(b.w), tenth(b.h)}); }

bool inside(const ui::Box& inner, const ui::Box& outer) {
    return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.w <= outer.x + outer.w &&
           inner.y + inner.h <= outer.y + outer.h;
}

void put_text(json& out, const char* name, const std::string& text) {
    if (!text.empty()) {
        out[name] = text;
    }
}

void put_flag(json& out, const char* name, bool value) {
    if (value) {
        out[name] = true;
    }
}

json input(const ui::InputTraits& traits) {
    json out{{"kind", kind_names[static_cast<std::size_t>(traits.kind)]},
             {"max", traits.max_length},
             {"size", tenth(traits.text_size)},
             {"placeholder_size", tenth(traits.placeholder_size)},
             {"label", tenth(traits.label_height)}};
    put_text(out, "autocomplete", traits.autocomplete);
    put_text(out, "enter", traits.enter_hint);
    put_text(out, "placeholder", traits.placeholder);
    return out;
}

// On or off, chosen or not: said also where it is not.
bool has_state(ui::Role role) {
    using ui::Role;
    return role == Role::radio || role == Role::toggle || role == Role::chip || role == Role::tab ||
           role == Role::option || role == Role::point || role == Role::bar;
}

json write_node(const ui::MirrorNode& node) {
    json out{
        {"id", node.id}, {"role", role_names[static_cast<std::size_t>(node.role)]}, {"box", box(node.box)}};
    if (node.parent != 0) {
        out["parent"] = node.parent;
    }
    if (node.explained_by != 0) {
        out["explained_by"] = node.explained_by;
    }
    if (node.opened_by != 0) {
        out["opened_by"] = node.opened_by;
    }
    put_text(out, "name", node.name);
    put_text(out, "value", node.value);
    put_text(out, "description", node.description);
    if (node.level != 0) {
        out["level"] = node.level;
    }
    if (node.live != ui::Live::off) {
        out["live"] = live_names[static_cast<std::size_t>(node.live)];
    }
    put_flag(out, "disabled", node.disabled);
    put_flag(out, "current", node.current);
    put_flag(out, "busy", node.busy);
    put_flag(out, "invalid", node.invalid);
    put_flag(out, "autofocus", node.autofocus);
    put_flag(out, "take_focus", node.take_focus);
    if (has_state(node.role)) {
        out["checked"] = node.checked;
    }
    put_flag(out, "unread", node.unread);
    put_flag(out, "expanded", node.expanded);
    put_flag(out, "modal", node.modal);
    if (node.sorted != ui::Sorted::no) {
        out["sorted"] = node.sorted == ui::Sorted::up ? "ascending" : "descending";
    }
    if (node.index != 0) {
        out["index"] = node.index;
    }
    if (node.count != 0) {
        out["count"] = node.count;
    }
    if (node.role == ui::Role::field) {
        out["input"] = input(node.input);
    }
    if (!inside(node.box, node.clip)) { // scrolled out of view, in part or whole
        out["clip"] = box(node.clip);
    }
    return out;
}

// As the style sheet names them (web/style.css): what the browser's own text fields and the page are drawn
// with.
json colors(const ui::Palette& palette) {
    const std::array<std::pair<const char*, std::uint32_t>, 5> named{{{"--surface", palette.surface},
                                                                      {"--ink", palette.ink},
                                                                      {"--muted", palette.muted},
                                                                      {"--faint", palette.faint},
                                                                      {"--accent", palette.accent.on_tint}}};
    json out = json::object();
    for (const auto& [name, rgb] : named) {
        std::array<char, 8> text{};
        std::snprintf(text.data(), text.size(), "#%06x", rgb);
        out[name] = text.data();
    }
    return out;
}

} // namespace

std::string write_mirror(const ui::Mirror& mirror, const PageFacts& page) {
    json nodes = json::array();
    for (const ui::MirrorNode& node : mirror) {
        nodes.push_back(write_node(node));
    }
    const json out{{"title", page.title},
                   {"language", page.language},
                   {"screen", page.screen},
                   {"colors", colors(page.palette)},
                   {"nodes", std::move(nodes)}};
    return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace hexiao::shell
