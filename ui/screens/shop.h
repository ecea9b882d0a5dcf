// The pieces of the shop's screens: shop.cpp has the hub, the lists and the frame around them, shop_form.cpp
// what all of its forms are made of, shop_things.cpp a form for each kind of thing, shop_product.cpp that of
// a product.
#pragma once

#include "ui/screens/screens.h"

namespace hexiao::ui {

struct ShopField {
    std::string member; // of the request
    std::string_view label;
    Str rule = Str::shop_name_rule; // what may be entered; told where it is not so
    bool rule_first = false;        // tell it beforehand as well
    FieldKind kind = FieldKind::text;
    std::string_view autocomplete{};
    int max_length = 64;
    bool autofocus = false;
};

/// Two things side by side; on a phone one below the other. `body(i)` draws each.
template <class Body>
void draw_pair(const Scene& scene, Body&& body) {
    if (scene.kit.narrow()) {
        body(0);
        body(1);
    } else {
        scene.kit.columns(2, body);
    }
}
/// Enter in it saves the form.
void draw_shop_field(const Scene& scene, const ShopField& spec);
/// A name in both languages: `at` + ".zh" and ".en".
void draw_shop_title(const Scene& scene, const std::string& at, std::string_view zh, std::string_view en,
                     Str rule = Str::shop_name_rule);
void draw_shop_toggle(const Scene& scene, const std::string& member, Str label, Str say = Str::brand);
/// Which stores it is for.
void draw_shop_stores(const Scene& scene);
/// The one thing to do here, save, with what became of the last try and the way back to what was.
void draw_shop_save(const Scene& scene);
/// "Switch it off?" Over everything else.
void draw_shop_asked(const Scene& scene);

/// Why nothing can be changed here: `who` may.
void draw_read_only(const Scene& scene, Str who);
/// On or off at once; off is asked first where `asks`.
void draw_switch(const Scene& scene, Str label, Str say, bool on, bool asks);
/// A product, or the form for a new one.
void draw_product(const Scene& scene, const api::ProductDetails* product);

/// The thing that is open, or is being made.
void draw_thing(const Scene& scene);
/// Its name.
std::string thing_title(const console::State& state, const Words& words);
/// May this person change what is open, for all that this console knows?
bool may_change_thing(const console::State& state);

/// Who stands at this device, and when it was seen; see the devices' list.
std::string device_kind(const Words& words, const api::DeviceDetails& device);
std::string device_people(const console::State& state, const Words& words, const std::string& device_id);
std::string device_seen(const console::State& state, const Words& words, const api::DeviceDetails& device);
const api::DeviceHead* device_head(const console::State& state, const std::string& device_id);
/// "Main store · Branch", or how many.
std::string store_names(const console::State& state, const Words& words, const std::vector<std::string>& ids);
std::string_view line_of_lane(const Words& words, const std::optional<api::Line>& line);

} // namespace hexiao::ui
