// What all forms of the shop are made of; see shop.h.
#include <algorithm>
#include <array>

#include "ui/screens/shop.h"

namespace hexiao::ui {

using console::ShopAct;
using console::ShopForm;

namespace {

constexpr std::size_t most_chips = 24; // stores that are offered before somebody looks for one

const ShopForm& form_of(const Scene& scene) { return scene.state.view.shop.form; }

// Why this member cannot be saved; empty where nothing says so.
std::string_view error_of(const Scene& scene, const std::string& member, Str rule) {
    const ShopForm& form = form_of(scene);
    if (!form.wrong.contains(member)) {
        return {};
    }
    return form.problem == Reason::invalid_field ? scene.words(rule) : scene.words.reason_title(form.problem);
}

// What somebody else entered where something else stands here.
std::string theirs_of(const Scene& scene, const std::string& member) {
    const ShopForm& form = form_of(scene);
    const auto found = form.theirs.find(member);
    if (found == form.theirs.end() || found->second == form.text(member)) {
        return {};
    }
    return found->second.empty() ? std::string{scene.words(Str::shop_theirs_empty)}
                                 : scene.words.with<Str::shop_theirs, "value">(found->second);
}

// What became of the last try, and what others did meanwhile.
void draw_notices(const Scene& scene) {
    const ShopForm& form = form_of(scene);
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const bool unknown = form.problem == Reason::other || form.problem == Reason::in_flight ||
                         form.problem == Reason::commit_unknown;
    if (unknown) {
        kit.banner("problem", words(Str::shop_unknown),
                   {.tone = Tone::unknown, .icon = Icon::question, .live = Live::assertive});
    } else if (form.problem != Reason::none) {
        const bool by_pin = form.problem == Reason::password_needed;
        if (kit.banner("problem", words.problem(form.problem),
                       {.tone = Tone::negative,
                        .icon = by_pin ? Icon::lock : Icon::alert,
                        .action = by_pin ? words(Str::nav_sign_out) : std::string_view{},
                        .live = Live::assertive})) {
            scene.want(console::intent::SignOut{});
        }
    }
    if (!form.theirs.empty()) {
        kit.banner("theirs", words(Str::shop_theirs_say),
                   {.tone = Tone::unknown, .icon = Icon::people, .live = Live::assertive});
    }
    if (form.done) {
        kit.banner("done", words(Str::shop_saved), {.tone = Tone::accent, .icon = Icon::check});
    }
}

} // namespace

void draw_shop_field(const Scene& scene, const ShopField& spec) {
    const ShopForm& form = form_of(scene);
    const bool secret = spec.kind == FieldKind::password;
    const std::string theirs = theirs_of(scene, spec.member);
    const FieldEvent event =
        scene.kit.field(spec.member, {.label = spec.label,
                                      .value = secret ? form.password.reveal() : form.text(spec.member),
                                      .kind = spec.kind,
                                      .hint = !theirs.empty()   ? std::string_view{theirs}
                                              : spec.rule_first ? scene.words(spec.rule)
                                                                : std::string_view{},
                                      .error = error_of(scene, spec.member, spec.rule),
                                      .autocomplete = spec.autocomplete,
                                      .enter_hint = "done",
                                      .max_length = spec.max_length,
                                      .disabled = form.busy,
                                      .autofocus = spec.autofocus});
    if (event.changed) {
        scene.want(console::intent::EditShop{spec.member, Secret{*event.changed}});
    }
    if (event.submitted) {
        scene.want(console::intent::SaveShop{});
    }
}

void draw_shop_title(const Scene& scene, const std::string& at, std::string_view zh, std::string_view en,
                     Str rule) {
    draw_pair(scene, [&](int language) {
        draw_shop_field(scene, {.member = at + (language == 0 ? ".zh" : ".en"),
                                .label = language == 0 ? zh : en,
                                .rule = rule,
                                .max_length = 200});
    });
}

void draw_shop_toggle(const Scene& scene, const std::string& member, Str label, Str say) {
    const bool on = !form_of(scene).text(member).empty();
    const std::string_view detail = say == Str::brand ? std::string_view{} : scene.words(say);
    if (const auto to = scene.kit.toggle(member, scene.words(label), on, detail)) {
        scene.want(console::intent::EditShop{member, Secret{*to ? "1" : ""}});
    }
}

void draw_shop_stores(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    auto chosen = console::split_ids(form_of(scene).text("store_ids"));
    const auto& stores = scene.state.domain.shop.stores;
    kit.column({.gap = Gap::tight}, [&] {
        kit.text(words(Str::shop_stores_at), {.style = Style::caption_strong, .ink = Ink::muted});
        if (!stores.known) {
            kit.text(words(stores.problem == Reason::none ? Str::shop_loading : Str::shop_failed),
                     {.ink = Ink::muted});
        }
        std::size_t offered = 0;
        kit.line([&] {
            for (const api::StoreDetails& store : stores.items) {
                const auto found = std::ranges::find(chosen, store.id);
                const bool is_chosen = found != chosen.end();
                if (!is_chosen && ++offered > most_chips) {
                    continue;
                }
                if (const auto to = kit.chip(store.id, words.of(store.settings.title), is_chosen)) {
                    *to ? void(chosen.push_back(store.id)) : void(chosen.erase(found));
                    std::ranges::sort(chosen); // as the platform tells them
                    std::string ids;
                    for (const std::string& id : chosen) {
                        ids += (ids.empty() ? "" : " ") + id;
                    }
                    scene.want(console::intent::EditShop{"store_ids", Secret{ids}});
                    return;
                }
            }
        });
        if (const auto error = error_of(scene, "store_ids", Str::shop_stores_rule); !error.empty()) {
            kit.text(error, {.style = Style::caption, .ink = Ink::negative, .live = Live::assertive});
        }
    });
}

void draw_shop_save(const Scene& scene) {
    const ShopForm& form = form_of(scene);
    const bool adds = console::makes_new(scene.state.view.route);
    draw_notices(scene); // where the eye is, however far the form is scrolled
    if (scene.kit.button("save", scene.words(Str::shop_save),
                         {.kind = ButtonKind::primary,
                          .full = true,
                          .large = true,
                          .disabled = !adds && !console::is_changed(form),
                          .busy = form.busy})) {
        scene.want(console::intent::SaveShop{});
    }
    if (console::is_changed(form) && !adds && !form.busy &&
        scene.kit.button("revert", scene.words(Str::shop_revert),
                         {.kind = ButtonKind::quiet, .icon = Icon::undo, .full = true})) {
        scene.want(console::intent::RevertShop{});
    }
}

void draw_shop_asked(const Scene& scene) {
    const console::ShopView& view = scene.state.view.shop;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    if (view.asked == ShopAct::nothing) {
        return;
    }
    const std::string name = thing_title(scene.state, words);
    std::string title = words.with<Str::staff_off_ask, "name">(name);
    std::string say = words.with<Str::staff_off_say, "name">(name);
    Str act = Str::staff_off_do;
    if (view.asked == ShopAct::revoke) {
        title = words.with<Str::devices_revoke_ask, "name">(name);
        say = words(Str::devices_revoke_say);
        act = Str::devices_revoke_do;
    } else if (view.asked == ShopAct::remove_picture) {
        title = words.with<Str::products_picture_ask, "name">(name);
        say = words(Str::products_picture_ask_say);
        act = Str::products_picture_remove;
    } else if (scene.state.view.route.screen == console::Screen::lane) {
        title = words.with<Str::stores_out_ask, "name">(name);
        say = words(Str::stores_out_say);
        act = Str::stores_out_do;
    }
    if (kit.sheet("asked", title, [&] {
            kit.text(say);
            if (kit.button("do", words(act), {.kind = ButtonKind::danger, .full = true, .large = true})) {
                scene.want(console::intent::DoShop{view.asked});
            }
            if (kit.button("not_now", words(Str::shop_not_now), {.kind = ButtonKind::quiet, .full = true})) {
                scene.want(console::intent::AskShop{});
            }
        })) {
        scene.want(console::intent::AskShop{});
    }
}

} // namespace hexiao::ui
