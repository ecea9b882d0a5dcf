// What can be seen and changed of a product; see shop.h.
#include "core/console/shop.h"
#include "ui/screens/shop.h"

namespace hexiao::ui {

namespace {

// Lines of a product that come and go: what it contains, and its conditions.
void draw_items(const Scene& scene, const std::string& list, bool counted) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const std::size_t count = console::count_items(scene.state.view.shop.form.entries, list);
    for (std::size_t i = 0; i < count; ++i) {
        const std::string number = words.number(static_cast<std::int64_t>(i) + 1);
        const std::string at = console::item_path(list, i);
        const auto remove = [&] {
            if (kit.icon_button(at + ".remove",
                                counted ? words.with<Str::products_item_remove, "n">(number)
                                        : words.with<Str::products_condition_remove, "n">(number),
                                Icon::trash)) {
                scene.want(console::intent::RemoveItem{list, i});
            }
        };
        const auto field = [&](const std::string& member, const std::string& label) {
            draw_shop_field(scene, {.member = member, .label = label, .max_length = 200});
        };
        if (!counted) {
            draw_pair(scene, [&](int language) {
                if (language == 0) {
                    field(at + ".zh", words.with<Str::products_condition_zh, "n">(number));
                } else {
                    kit.bar([&] { field(at + ".en", words.with<Str::products_condition_en, "n">(number)); },
                            remove);
                }
            });
            continue;
        }
        draw_shop_title(scene, at + ".title", words.with<Str::products_item_zh, "n">(number),
                        words.with<Str::products_item_en, "n">(number));
        kit.bar(
            [&] {
                draw_shop_field(scene, {.member = at + ".quantity",
                                        .label = words.with<Str::products_item_n, "n">(number),
                                        .rule = Str::products_quantity_rule,
                                        .kind = FieldKind::number,
                                        .max_length = 4});
            },
            remove);
    }
    if (kit.button(list + ".add", words(counted ? Str::products_item_add : Str::products_condition_add),
                   {.icon = Icon::plus, .full = true})) {
        scene.want(console::intent::AddItem{list});
    }
}

void draw_product_figures(const Scene& scene, const api::ProductDetails& product) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.card([&] {
        const std::int64_t total = product.settings.stock_total;
        kit.key_value(words(Str::products_sold), words.number(product.stock_sold));
        kit.key_value(words(Str::products_left), words.number(total - product.stock_sold));
        kit.key_value(words(Str::products_redeemed), words.number(product.stock_redeemed));
        const stock::Level level = api::level_of(product);
        if (const std::string say = stock_say(words, level, api::sellable(product)); !say.empty()) {
            const StockSign sign = stock_sign(words, level);
            kit.banner("stock_level", say, {.tone = sign.tone, .icon = sign.icon});
        }
        if (product.may_change) {
            draw_switch(scene, Str::products_on_sale, Str::products_on_sale_say, product.on_sale, false);
        }
    });
}

// What customers see of it on their page, and staff on the card.
void draw_picture(const Scene& scene, const api::ProductDetails& product) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const console::ShopView& view = scene.state.view.shop;
    const bool reading = view.photo == console::Photo::reading, busy = view.form.busy;
    kit.card([&] {
        kit.heading(2, words(Str::products_picture));
        kit.text(words(Str::products_picture_say), {.style = Style::caption, .ink = Ink::muted});
        kit.line([&] {
            kit.picture(product.picture.value_or(""), words.of(product.settings.title));
            kit.column({.gap = Gap::close}, [&] {
                if (kit.button(
                        "choose_picture",
                        words(product.picture ? Str::products_picture_other : Str::products_picture_add),
                        {.icon = Icon::picture, .disabled = busy, .busy = reading})) {
                    scene.want(console::intent::ChoosePhoto{});
                }
                if (product.picture &&
                    kit.button("remove_picture", words(Str::products_picture_remove),
                               {.kind = ButtonKind::quiet, .icon = Icon::trash, .disabled = busy})) {
                    scene.want(console::intent::AskShop{console::ShopAct::remove_picture});
                }
            });
        });
        if (view.photo == console::Photo::unreadable) {
            kit.banner("unreadable", words(Str::products_picture_unreadable),
                       {.tone = Tone::negative, .icon = Icon::alert, .live = Live::assertive});
        }
    });
}

void draw_number(const Scene& scene, const std::string& member, Str label, Str rule, int most) {
    draw_shop_field(scene, {.member = member,
                            .label = scene.words(label),
                            .rule = rule,
                            .rule_first = true,
                            .kind = FieldKind::number,
                            .max_length = most});
}

// Where staff are told, and where nothing more is sold.
void draw_lines(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    constexpr int digits = 8;
    kit.card([&] {
        kit.heading(2, words(Str::products_lines));
        kit.text(words(Str::products_lines_say), {.style = Style::caption, .ink = Ink::muted});
        draw_pair(scene, [&](int column) {
            column == 0 ? draw_number(scene, "lines.warn_left", Str::products_warn_left,
                                      Str::products_warn_left_rule, digits)
                        : draw_number(scene, "lines.warn_percent", Str::products_warn_percent,
                                      Str::products_warn_percent_rule, 3);
        });
        draw_pair(scene, [&](int column) {
            column == 0 ? draw_number(scene, "lines.red_left", Str::products_red_left,
                                      Str::products_red_left_rule, digits)
                        : draw_number(scene, "lines.red_percent", Str::products_red_percent,
                                      Str::products_red_percent_rule, 3);
        });
    });
}

void draw_product_form(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.form(words(Str::products_title), [&] {
        kit.card([&] {
            draw_shop_title(scene, "title", words(Str::shop_name_zh), words(Str::shop_name_en));
            draw_shop_title(scene, "category", words(Str::products_category_zh),
                            words(Str::products_category_en));
            kit.text(words(Str::shop_name_rule), {.style = Style::caption, .ink = Ink::muted});
            draw_pair(scene, [&](int column) {
                if (column == 0) {
                    draw_shop_field(scene, {.member = "price_fen",
                                            .label = words(Str::products_price),
                                            .rule = Str::products_price_rule,
                                            .rule_first = true,
                                            .max_length = 12});
                } else {
                    draw_number(scene, "stock_total", Str::products_stock, Str::products_stock_rule, 8);
                }
            });
            draw_pair(scene, [&](int column) {
                if (column == 0) {
                    draw_number(scene, "valid_days", Str::products_days, Str::products_days_rule, 4);
                } else {
                    draw_number(scene, "uses", Str::products_uses, Str::products_uses_rule, 4);
                }
            });
            draw_shop_stores(scene);
        });
        draw_lines(scene);
        kit.card([&] {
            kit.heading(2, words(Str::products_contents));
            kit.text(words(Str::products_contents_say), {.style = Style::caption, .ink = Ink::muted});
            draw_items(scene, "contents", true);
        });
        kit.card([&] {
            kit.heading(2, words(Str::products_conditions));
            draw_items(scene, "conditions", false);
        });
    });
}

} // namespace

void draw_product(const Scene& scene, const api::ProductDetails* product) {
    const Words& words = scene.words;
    if (product != nullptr) {
        draw_product_figures(scene, *product);
    }
    if (product == nullptr || product->may_change) {
        if (product != nullptr) {
            draw_picture(scene, *product);
        }
        draw_product_form(scene);
        if (product == nullptr) {
            scene.kit.text(words(Str::products_picture_later), {.style = Style::caption, .ink = Ink::muted});
        }
        return;
    }
    draw_read_only(scene, Str::shop_read_only_above);
    scene.kit.card([&] {
        if (product->picture) {
            scene.kit.picture(*product->picture, words.of(product->settings.title));
        }
        scene.kit.key_value(words(Str::products_price), format_yuan(product->settings.price));
        scene.kit.key_value(words(Str::shop_stores_at),
                            store_names(scene.state, words, product->settings.store_ids));
    });
}

} // namespace hexiao::ui
