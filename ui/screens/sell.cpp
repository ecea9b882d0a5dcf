// Selling vouchers over the counter of the shop, or giving them away; then their codes and the links of their
// customers' pages, once.
#include <algorithm>

#include "core/base/integer.h"
#include "core/credential/credential.h"
#include "ui/screens/entry.h"

namespace hexiao::ui {

using console::Field;

namespace {

bool is_gift(const Scene& scene) { return !scene.state.view.entry.form.text(Field::gift).empty(); }

// What it will cost, and whether so many are left, as far as this console knows.
void draw_sum(const Scene& scene) {
    const console::VouchersView& view = scene.state.view.vouchers;
    const console::Form& form = scene.state.view.entry.form;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const auto product =
        std::ranges::find(view.products, form.text(Field::product), &api::ProductDetails::id);
    if (product == view.products.end()) {
        return;
    }
    const std::int64_t quantity = parse_integer(form.text(Field::quantity)).value_or(0);
    const bool counted = quantity >= 1 && quantity <= api::most_sold_at_once;
    if (counted) {
        const Money sum = is_gift(scene) ? Money{} : Money{product->settings.price.fen * quantity};
        kit.key_value(words(Str::sell_total), format_yuan(sum));
    }
    kit.key_value(words(Str::sell_left), words.number(api::sellable(*product)));
    const stock::Level level = api::level_of(*product);
    if (!product->on_sale && level != stock::Level::over) {
        kit.banner("off_sale", words(Str::sell_off_sale), {.tone = Tone::promised, .icon = Icon::alert});
    } else if (const std::string say = stock_say(words, level, api::sellable(*product)); !say.empty()) {
        const StockSign sign = stock_sign(words, level);
        kit.banner("stock_level", say, {.tone = sign.tone, .icon = sign.icon});
    }
}

void draw_form(const Scene& scene) {
    const console::Form& form = scene.state.view.entry.form;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.card([&] {
        kit.form(words(Str::sell_title), [&] {
            bool submitted = false;
            draw_product_choice(scene);
            draw_entry_field(scene,
                             {.field = Field::quantity,
                              .member = "quantity",
                              .label = Str::sell_quantity,
                              .rule = Str::sell_quantity_rule,
                              .kind = FieldKind::number,
                              .autocomplete = "off",
                              .max_length = 3},
                             submitted);
            if (const auto gift =
                    kit.toggle("gift", words(Str::sell_gift), is_gift(scene), words(Str::sell_gift_say))) {
                scene.want(console::intent::Edit{Field::gift, Secret{*gift ? "1" : ""}});
            }
            draw_entry_field(scene,
                             {.field = Field::phone,
                              .member = "customer.phone",
                              .label = Str::sell_phone,
                              .rule = Str::sell_phone_rule,
                              .rule_first = true,
                              .kind = FieldKind::number,
                              .autocomplete = "off",
                              .max_length = 20},
                             submitted);
            if (!form.text(Field::phone).empty()) {
                draw_entry_field(scene,
                                 {.field = Field::customer_name,
                                  .member = "customer.name",
                                  .label = Str::sell_name,
                                  .rule = Str::sell_name_rule,
                                  .autocomplete = "off"},
                                 submitted);
            }
            draw_sum(scene);
            const bool open = form.problem == Reason::other || form.problem == Reason::in_flight ||
                              form.problem == Reason::commit_unknown;
            if (open) { // it may have been sold all the same
                kit.banner("unknown", words(Str::sell_unknown),
                           {.tone = Tone::unknown, .icon = Icon::clock, .live = Live::assertive});
            } else {
                draw_problem(scene);
            }
            if (draw_submit(scene, is_gift(scene) ? Str::sell_submit_gift : Str::sell_submit, submitted)) {
                scene.want(console::intent::SellVouchers{});
            }
        });
    });
}

std::string page_address(const Scene& scene, const api::SoldVoucher& voucher) {
    return scene.state.view.entry.origin + "/v/" + voucher.page.reveal();
}

void draw_sold_one(const Scene& scene, const api::SoldVoucher& voucher) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.card([&] {
        kit.text(format_house_code(voucher.code.reveal()), {.style = Style::title, .align = Align::center});
        draw_page_link(scene, voucher.page, voucher.id);
        if (kit.button("copy_code", words(Str::sell_copy_code), {.icon = Icon::copy, .full = true})) {
            scene.want(console::intent::Copy{voucher.code});
        }
    });
}

void draw_codes(const Scene& scene, const api::SoldOrder& order) {
    const console::VouchersView& view = scene.state.view.vouchers;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.heading(2, words(Str::sell_codes));
    kit.list(words(Str::sell_codes), [&] {
        for (const api::SoldVoucher& voucher : order.vouchers) {
            if (kit.row(voucher.id, {.title = format_house_code(voucher.code.reveal()),
                                     .icon = Icon::ticket,
                                     .pressable = true,
                                     .current = voucher.id == view.qr_of})) {
                scene.want(console::intent::ShowPageQr{voucher.id});
            }
        }
    });
    if (kit.button("copy_all", words(Str::sell_copy_all), {.icon = Icon::copy, .full = true})) {
        std::string all;
        for (const api::SoldVoucher& voucher : order.vouchers) {
            all += voucher.code.reveal() + "\t" + page_address(scene, voucher) + "\n";
        }
        scene.want(console::intent::Copy{Secret{all}});
    }
}

void draw_sold(const Scene& scene, const api::SoldOrder& order) {
    const console::VouchersView& view = scene.state.view.vouchers;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const std::string count = words.number(static_cast<std::int64_t>(order.vouchers.size()));
    const std::string done = order.amount.fen == 0 ? words.with<Str::sell_done_gift, "n">(count)
                                                   : words.with<Str::sell_done, "n">(count);
    kit.heading(1, done);
    kit.card([&] {
        kit.text(words.of(order.title), {.style = Style::strong});
        kit.key_value(words(Str::sell_total), format_yuan(order.amount));
        kit.key_value(words(Str::voucher_until),
                      words.date(format_date(order.vouchers.front().valid_until - Milliseconds{1},
                                             scene.utc_offset())));
    });
    kit.banner("once", words(Str::sell_once),
               {.tone = Tone::promised, .icon = Icon::alert, .live = Live::assertive});
    const auto shown = std::ranges::find(order.vouchers, view.qr_of, &api::SoldVoucher::id);
    if (shown != order.vouchers.end()) {
        draw_sold_one(scene, *shown);
    }
    if (kit.button("more", words(Str::sell_more), {.icon = Icon::plus, .full = true})) {
        scene.want(console::intent::SellMore{});
    }
}

} // namespace

void draw_sell(const Scene& scene) {
    const console::VouchersView& view = scene.state.view.vouchers;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    if (draw_managers_only(scene)) {
        return;
    }
    if (kit.escape_pressed()) {
        scene.want(console::intent::Leave{});
    }
    const auto back = [&] {
        if (kit.button("back", words(Str::voucher_back), {.kind = ButtonKind::quiet, .full = true})) {
            scene.want(console::intent::Leave{});
        }
    };
    kit.about(view.sale ? "sold" : "form");
    kit.page("sell", [&] {
        if (!view.sale) {
            kit.column({.width = Width::form}, [&] {
                kit.heading(1, words(Str::sell_title));
                kit.text(words(Str::sell_say), {.ink = Ink::muted});
                draw_form(scene);
                back();
            });
            return;
        }
        const api::SoldOrder& order = view.sale->orders.front();
        if (kit.narrow() || order.vouchers.size() == 1) {
            kit.column({.width = Width::form}, [&] {
                draw_sold(scene, order);
                if (order.vouchers.size() > 1) {
                    draw_codes(scene, order);
                }
                back();
            });
            return;
        }
        kit.columns(
            2,
            [&](int column) {
                kit.column({}, [&] {
                    if (column == 0) {
                        draw_sold(scene, order);
                        back();
                    } else {
                        draw_codes(scene, order);
                    }
                });
            },
            Gap::wide);
    });
}

} // namespace hexiao::ui
