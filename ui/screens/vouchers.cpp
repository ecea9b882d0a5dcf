// Vouchers as the shop deals in them: find one, and one voucher with all that happened to it.
#include <algorithm>
#include <array>

#include "core/api/endpoints.h"
#include "core/redemption/redemption.h"
#include "ui/screens/entry.h"

namespace hexiao::ui {

using console::Field;
using console::FindBy;

bool draw_managers_only(const Scene& scene) {
    if (api::is_in(api::managers, scene.state.domain.session->role)) {
        return false;
    }
    draw_forbidden(scene, "managers_only", Str::managers_only, Str::managers_only_say);
    return true;
}

void draw_again(const Scene& scene, Reason problem) {
    const Words& words = scene.words;
    const auto action = problem == Reason::not_found ? std::string_view{} : words(Str::today_again);
    if (scene.kit.state("problem", {.icon = Icon::alert,
                                    .title = words.reason_title(problem),
                                    .say = words.reason_do(problem),
                                    .action = action,
                                    .live = Live::assertive})) {
        scene.want(console::intent::Reload{});
    }
}

void draw_product_choice(const Scene& scene) {
    const console::VouchersView& view = scene.state.view.vouchers;
    const console::Form& form = scene.state.view.entry.form;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    if (view.products_asked.problem != Reason::none) {
        if (kit.banner("products_problem", words.problem(view.products_asked.problem),
                       {.tone = Tone::negative, .icon = Icon::alert, .action = words(Str::today_again)})) {
            scene.want(console::intent::Reload{});
        }
        return;
    }
    if (view.products.empty() && !view.products_asked.busy) {
        kit.text(words(Str::vouchers_products_none), {.ink = Ink::muted});
        return;
    }
    std::vector<std::string_view> options;
    std::optional<std::size_t> current;
    for (const api::ProductDetails& product : view.products) {
        if (product.id == form.text(Field::product)) {
            current = options.size();
        }
        options.push_back(words.of(product.settings.title));
    }
    const bool busy = view.products_asked.busy;
    const auto chosen = kit.select("product", {.label = words(Str::vouchers_product),
                                               .options = options,
                                               .current = current,
                                               .placeholder = words(busy ? Str::vouchers_products_loading
                                                                         : Str::vouchers_product_choose),
                                               .disabled = busy || form.busy});
    if (chosen) {
        scene.want(console::intent::Edit{Field::product, Secret{view.products[*chosen].id}});
    }
    if (form.problem == Reason::invalid_field && form.field == "product_id") {
        kit.text(words(Str::vouchers_product_choose),
                 {.style = Style::caption, .ink = Ink::negative, .live = Live::assertive});
    }
}

void draw_page_link(const Scene& scene, const Secret& token, const std::string& voucher_id) {
    const console::VouchersView& view = scene.state.view.vouchers;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.column({.align = Align::center}, [&] {
        if (view.qr_of == voucher_id && !view.qr.empty()) {
            kit.qr("page_code", words(Str::page_link_name), view.qr);
        }
    });
    kit.text(words(Str::page_link_say), {.style = Style::caption, .ink = Ink::muted});
    if (kit.button("copy_link", words(Str::page_link_copy), {.icon = Icon::copy, .full = true})) {
        scene.want(console::intent::Copy{Secret{scene.state.view.entry.origin + "/v/" + token.reveal()}});
    }
}

namespace {

struct StateWords {
    Str say;
    Tone tone;
    Icon icon;
};

StateWords state_of(const Scene& scene, const api::VoucherDetails& voucher) {
    const VoucherFacts facts{
        voucher.state,     true, voucher.valid_from, voucher.valid_until, voucher.uses_total,
        voucher.uses_left, {}};
    switch (check_voucher(facts, console::platform_now(scene.state))) {
    case Reason::none: return {Str::voucher_state_usable, Tone::accent, Icon::ticket};
    case Reason::already_redeemed: return {Str::voucher_state_used, Tone::positive, Icon::check};
    case Reason::voucher_revoked: return {Str::voucher_state_revoked, Tone::negative, Icon::cross};
    case Reason::not_yet_valid: return {Str::voucher_state_later, Tone::neutral, Icon::clock};
    default: break;
    }
    return {Str::voucher_state_expired, Tone::neutral, Icon::clock};
}

// `valid_until` is the first moment at which it is over.
std::string last_day(const Scene& scene, Instant valid_until) {
    return scene.words.date(format_date(valid_until - Milliseconds{1}, scene.utc_offset()));
}

// ---- finding

void draw_search(const Scene& scene) {
    const console::VouchersView& view = scene.state.view.vouchers;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const std::array<std::string_view, 3> ways{words(Str::vouchers_by_code), words(Str::vouchers_by_last4),
                                               words(Str::vouchers_by_order)};
    kit.card([&] {
        if (const auto by =
                kit.segments("by", words(Str::vouchers_by), ways, static_cast<std::size_t>(view.by))) {
            scene.want(console::intent::SetFindBy{static_cast<FindBy>(*by)});
        }
        kit.form(words(Str::vouchers_title), [&] {
            bool submitted = false;
            if (view.by == FindBy::code) {
                draw_entry_field(scene,
                                 {.field = Field::code,
                                  .member = "code",
                                  .label = Str::counter_code,
                                  .rule = Str::vouchers_code_rule,
                                  .autocomplete = "off"},
                                 submitted);
            } else if (view.by == FindBy::last4) {
                draw_product_choice(scene);
                draw_entry_field(scene,
                                 {.field = Field::last4,
                                  .member = "code_last4",
                                  .label = Str::lookup_last4,
                                  .rule = Str::lookup_last4_bad,
                                  .autocomplete = "off",
                                  .max_length = 16},
                                 submitted);
            } else {
                draw_entry_field(scene,
                                 {.field = Field::order,
                                  .member = "order_id",
                                  .label = Str::vouchers_order,
                                  .rule = Str::vouchers_order_rule,
                                  .rule_first = true,
                                  .autocomplete = "off"},
                                 submitted);
            }
            draw_problem(scene);
            if (draw_submit(scene, Str::vouchers_find, submitted)) {
                scene.want(console::intent::FindVouchers{});
            }
        });
    });
}

void draw_found(const Scene& scene) {
    const auto& found = scene.state.view.vouchers.found;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    if (!found) {
        if (!kit.narrow()) {
            kit.state("first", {.icon = Icon::search, .title = words(Str::vouchers_found_first)});
        }
        return;
    }
    kit.heading(2, words(Str::vouchers_found));
    if (found->empty()) {
        kit.state("none", {.icon = Icon::search,
                           .title = words(Str::vouchers_found_none),
                           .say = words(Str::vouchers_found_none_say),
                           .live = Live::assertive});
        return;
    }
    kit.list(words(Str::vouchers_found), [&] {
        for (const api::VoucherDetails& voucher : *found) {
            const StateWords state = state_of(scene, voucher);
            if (kit.row(voucher.id, {.title = words.of(voucher.title),
                                     .detail = words.with<Str::vouchers_row, "last4", "date">(
                                         voucher.code_last4, last_day(scene, voucher.valid_until)),
                                     .trailing = words(state.say),
                                     .icon = state.icon,
                                     .tone = state.tone,
                                     .pressable = true})) {
                scene.want(console::intent::OpenVoucher{voucher.id});
            }
        }
    });
}

// ---- one voucher

std::string_view event_name(const Words& words, const api::VoucherEvent& event, std::string& into) {
    const std::string uses = words.number(event.uses.value_or(1));
    switch (event.kind) {
    case api::VoucherEventKind::sold: return words(Str::voucher_event_sold);
    case api::VoucherEventKind::redeemed: into = words.with<Str::voucher_event_redeemed, "n">(uses); break;
    case api::VoucherEventKind::undone: into = words.with<Str::voucher_event_undone, "n">(uses); break;
    case api::VoucherEventKind::revoked: return words(Str::voucher_event_revoked);
    case api::VoucherEventKind::other: return words(Str::voucher_event_other);
    }
    return into;
}

// In the order of api::RevokeReason.
constexpr std::array revoke_reasons{Str::revoke_other, Str::revoke_customer_asked, Str::revoke_wrong_sale,
                                    Str::revoke_code_lost, Str::revoke_misuse};
constexpr std::array undo_reasons{Str::undo_other, Str::undo_mistake, Str::undo_customer_asked,
                                  Str::undo_cannot_serve};

std::string event_detail(const Scene& scene, const api::VoucherEvent& event) {
    const Words& words = scene.words;
    std::string detail = words.moment(event.at, scene.utc_offset(), scene.this_year());
    const auto add = [&](std::string_view more) {
        detail = words.with<Str::format_listed, "first", "second">(detail, more);
    };
    if (event.why) {
        add(words(revoke_reasons[static_cast<std::size_t>(*event.why)]));
    }
    if (event.undone_why) {
        add(words(undo_reasons[static_cast<std::size_t>(*event.undone_why)]));
    }
    if (event.stock_returned.value_or(false)) {
        add(words(Str::voucher_stock_returned));
    }
    if (event.lane && !words.of(*event.lane).empty()) {
        add(words.of(*event.lane));
    }
    if (event.store) {
        add(words.of(*event.store));
    }
    if (event.staff_name) {
        add(*event.staff_name);
    }
    if (event.device_name) {
        add(*event.device_name);
    }
    return detail;
}

struct EventLook {
    Icon icon;
    Tone tone;
};

EventLook look_of(api::VoucherEventKind kind) {
    switch (kind) {
    case api::VoucherEventKind::sold: return {Icon::money, Tone::neutral};
    case api::VoucherEventKind::redeemed: return {Icon::check, Tone::positive};
    case api::VoucherEventKind::undone: return {Icon::undo, Tone::neutral};
    case api::VoucherEventKind::revoked: return {Icon::cross, Tone::negative};
    case api::VoucherEventKind::other: break;
    }
    return {Icon::info, Tone::neutral};
}

void draw_history(const Scene& scene, const api::VoucherHistory& history) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.heading(2, words(Str::voucher_history));
    kit.list(words(Str::voucher_history), [&] {
        for (const api::VoucherEvent& event : history.items) {
            std::string name;
            const EventLook look = look_of(event.kind);
            const std::string_view title = event_name(words, event, name);
            const std::string detail = event_detail(scene, event);
            const std::string amount = event.amount ? format_yuan(*event.amount) : std::string{};
            kit.row(
                event.id,
                {.title = title, .detail = detail, .trailing = amount, .icon = look.icon, .tone = look.tone});
        }
    });
    const console::Asking& asked = scene.state.view.vouchers.history_asked;
    const bool failed = asked.problem != Reason::none;
    const bool pressed =
        failed ? kit.banner("history_problem", words.problem(asked.problem),
                            {.tone = Tone::unknown, .icon = Icon::alert, .action = words(Str::today_again)})
               : history.next &&
                     kit.button("more", words(Str::voucher_more), {.full = true, .busy = asked.busy});
    if (pressed && history.next) {
        scene.want(console::intent::MoreHistory{});
    } else if (pressed) {
        scene.want(console::intent::Reload{});
    }
}

void draw_facts(const Scene& scene, const api::VoucherDetails& voucher) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.card([&] {
        kit.key_value(words(Str::voucher_ends_in), voucher.code_last4);
        kit.key_value(words(Str::card_uses),
                      words.with<Str::card_uses_left, "left", "total">(words.number(voucher.uses_left),
                                                                       words.number(voucher.uses_total)));
        kit.key_value(words(Str::voucher_price), format_yuan(voucher.price));
        kit.key_value(words(Str::voucher_until), last_day(scene, voucher.valid_until));
        kit.key_value(words(Str::card_channel), channel_name(words, voucher.channel));
        kit.key_value(words(Str::voucher_order), voucher.order_id);
    });
}

void draw_actions(const Scene& scene, const api::VoucherDetails& voucher) {
    const console::VouchersView& view = scene.state.view.vouchers;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const bool live = voucher.state == VoucherState::active && voucher.uses_left > 0;
    const bool busy = scene.state.view.entry.form.busy;
    if (view.page) {
        kit.card([&] { draw_page_link(scene, *view.page, voucher.id); });
    }
    draw_problem(scene);
    if (kit.button("same_order", words(Str::voucher_same_order), {.icon = Icon::ticket, .full = true})) {
        scene.want(console::intent::FindOrder{voucher.order_id});
    }
    if (voucher.channel != Channel::house || !live) {
        return;
    }
    if (!view.page &&
        kit.button("renew", words(Str::voucher_renew), {.icon = Icon::refresh, .full = true, .busy = busy})) {
        scene.want(console::intent::RenewPage{});
    }
    if (kit.button("revoke", words(Str::voucher_revoke),
                   {.kind = ButtonKind::danger, .icon = Icon::cross, .full = true, .busy = busy})) {
        scene.want(console::intent::OpenRevoke{});
    }
}

void draw_revoked(const Scene& scene) {
    const auto& revoked = scene.state.view.vouchers.revoked;
    if (!revoked) {
        return;
    }
    if (revoked->outcome == Outcome::done) {
        scene.kit.banner("revoked", scene.words(Str::voucher_revoked_now),
                         {.tone = Tone::neutral, .icon = Icon::cross, .live = Live::assertive});
    } else {
        scene.kit.banner("refused", scene.words.problem(revoked->reason),
                         {.tone = Tone::negative, .icon = Icon::alert, .live = Live::assertive});
    }
}

// Which voucher, or why it cannot be shown. True where there is one.
bool draw_which(const Scene& scene) {
    const console::VouchersView& view = scene.state.view.vouchers;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    if (view.history) {
        const api::VoucherDetails& voucher = view.history->voucher;
        const StateWords state = state_of(scene, voucher);
        kit.heading(1, words.of(voucher.title));
        kit.badge(words(state.say), state.tone, state.icon);
        return true;
    }
    kit.heading(1, words(Str::voucher_title));
    if (view.history_asked.problem != Reason::none) {
        draw_again(scene, view.history_asked.problem);
    } else {
        kit.loading(words(Str::voucher_loading), 5);
    }
    return false;
}

void draw_back(const Scene& scene) {
    if (scene.kit.button("back", scene.words(Str::voucher_back), {.kind = ButtonKind::quiet, .full = true})) {
        scene.want(console::intent::Leave{});
    }
}

void draw_renewing(const Scene& scene) {
    using Step = console::intent::RenewPage::Step;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    if (!scene.state.view.vouchers.renewing) {
        return;
    }
    bool kept = false;
    const bool gone = kit.sheet("renewing", words(Str::voucher_renew_title), [&] {
        kit.text(words(Str::voucher_renew_say), {.ink = Ink::muted});
        if (kit.button("renew_now", words(Str::voucher_renew_confirm),
                       {.kind = ButtonKind::primary, .icon = Icon::refresh, .full = true, .large = true})) {
            scene.want(console::intent::RenewPage{Step::now});
        }
        kept = kit.button("keep", words(Str::voucher_keep), {.kind = ButtonKind::quiet, .full = true});
    });
    if (gone || kept) {
        scene.want(console::intent::RenewPage{Step::keep});
    }
}

} // namespace

void draw_vouchers(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    if (draw_managers_only(scene)) {
        return;
    }
    const auto left = [&] {
        kit.column({.gap = Gap::tight}, [&] {
            kit.heading(1, words(Str::vouchers_title));
            kit.text(words(Str::vouchers_say), {.ink = Ink::muted});
        });
        draw_search(scene);
        if (kit.button("sell", words(Str::vouchers_sell), {.icon = Icon::plus, .full = true})) {
            scene.want(console::intent::Go{console::Screen::sell});
        }
        if (const std::string& order = scene.state.view.vouchers.last_order;
            !order.empty() && kit.button("last_sale", words(Str::vouchers_last_sale),
                                         {.kind = ButtonKind::quiet, .icon = Icon::clock, .full = true})) {
            scene.want(console::intent::FindOrder{order});
        }
    };
    kit.page("vouchers", [&] {
        if (kit.narrow()) {
            left();
            draw_found(scene);
            return;
        }
        kit.columns(
            2,
            [&](int column) {
                kit.column({}, [&] {
                    if (column == 0) {
                        left();
                    } else {
                        draw_found(scene);
                    }
                });
            },
            Gap::wide);
    });
}

void draw_voucher(const Scene& scene) {
    const console::VouchersView& view = scene.state.view.vouchers;
    Kit& kit = scene.kit;
    if (draw_managers_only(scene)) {
        return;
    }
    if (kit.escape_pressed() && !view.renewing) {
        scene.want(console::intent::Leave{});
    }
    kit.about(scene.state.view.route.handle);
    kit.page("voucher", [&] {
        const auto facts = [&] {
            const bool known = draw_which(scene);
            draw_revoked(scene);
            if (known) {
                draw_facts(scene, view.history->voucher);
            }
        };
        if (kit.narrow() || !view.history) {
            kit.column({.width = Width::reading}, [&] {
                facts();
                if (view.history) {
                    draw_history(scene, *view.history);
                    draw_actions(scene, view.history->voucher);
                }
                draw_back(scene);
            });
        } else {
            kit.columns(
                2,
                [&](int column) {
                    kit.column({}, [&] {
                        if (column == 0) {
                            facts();
                            draw_actions(scene, view.history->voucher);
                            draw_back(scene);
                        } else {
                            draw_history(scene, *view.history);
                        }
                    });
                },
                Gap::wide);
        }
        draw_renewing(scene);
    });
}

void draw_revoke(const Scene& scene) {
    const console::VouchersView& view = scene.state.view.vouchers;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.about(scene.state.view.route.handle);
    kit.page("revoke", [&] {
        kit.column({.width = Width::form}, [&] {
            kit.dialog(words(Str::revoke_title), [&] {
                kit.heading(1, words(Str::revoke_title));
                kit.text(words(Str::revoke_say), {.ink = Ink::muted});
                if (view.history) {
                    kit.card([&] {
                        const api::VoucherDetails& voucher = view.history->voucher;
                        kit.text(words.of(voucher.title), {.style = Style::strong});
                        kit.key_value(words(Str::voucher_ends_in), voucher.code_last4);
                        kit.key_value(words(Str::voucher_price), format_yuan(voucher.price));
                    });
                } else {
                    kit.loading(words(Str::voucher_loading), 2);
                }
                std::array<std::string_view, revoke_reasons.size() - 1> options;
                for (std::size_t i = 0; i < options.size(); ++i) {
                    options[i] = words(revoke_reasons[i + 1]); // "other" stands for what a newer build knows
                }
                const bool chosen = view.why != api::RevokeReason::other;
                if (const auto why = kit.select(
                        "why", {.label = words(Str::revoke_why),
                                .options = options,
                                .current = chosen ? std::optional{static_cast<std::size_t>(view.why) - 1}
                                                  : std::nullopt,
                                .placeholder = words(Str::revoke_choose)})) {
                    scene.want(console::intent::SetRevokeReason{static_cast<api::RevokeReason>(*why + 1)});
                }
                draw_problem(scene);
                if (kit.button("confirm", words(Str::revoke_confirm),
                               {.kind = ButtonKind::danger,
                                .icon = Icon::cross,
                                .full = true,
                                .large = true,
                                .disabled = !chosen || !view.history,
                                .busy = scene.state.view.entry.form.busy})) {
                    scene.want(console::intent::Revoke{});
                }
                const bool kept = kit.button("keep", words(Str::revoke_keep),
                                             {.kind = ButtonKind::quiet,
                                              .full = true,
                                              .disabled = scene.state.view.entry.form.busy,
                                              .autofocus = true});
                if (kept || kit.escape_pressed()) {
                    scene.want(console::intent::Leave{});
                }
            });
        });
    });
}

} // namespace hexiao::ui
