// The redemptions of the day under filters; see today.h. The filters stand in the address: a list can be
// kept, reloaded and gone back to.
#include <algorithm>
#include <array>

#include "core/insight/insight.h"
#include "ui/screens/today.h"

namespace hexiao::ui {

namespace {

void choose(const Scene& scene, const api::FindRedemptions& filter) {
    scene.want(console::intent::OpenToday{console::format_filter(filter)});
}

// By what the day is made of: what did nothing today is no choice, unless the address asks for it.
void draw_part_filter(const Scene& scene, const api::DayFigures& figures, const api::FindRedemptions& filter,
                      console::Breakdown by) {
    constexpr std::array labels{Str::today_by_product, Str::today_by_channel, Str::today_by_staff,
                                Str::today_by_lane};
    constexpr std::array<std::string_view, 4> keys{"product", "channel", "staff", "lane"};
    const auto at = static_cast<std::size_t>(by);
    std::vector<std::string> names;
    std::size_t current = 0;
    const auto& lines = parts_of(figures.totals, by);
    names.reserve(lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        names.push_back(part_name(scene.words, by, lines[i]));
        const api::FindRedemptions line = filter_of(by, lines[i]);
        const bool same = (line.product_id && line.product_id == filter.product_id) ||
                          (line.channel && line.channel == filter.channel) ||
                          (line.staff_id && line.staff_id == filter.staff_id) ||
                          (line.lane_id && line.lane_id == filter.lane_id);
        current = same ? i + 1 : current;
    }
    if (const auto chosen = draw_choice(scene, keys.at(at), labels.at(at), names, current)) {
        api::FindRedemptions next = filter;
        const api::FindRedemptions line =
            *chosen > 0 ? filter_of(by, lines[*chosen - 1]) : api::FindRedemptions{};
        switch (by) {
        case console::Breakdown::product: next.product_id = line.product_id; break;
        case console::Breakdown::channel: next.channel = line.channel; break;
        case console::Breakdown::staff: next.staff_id = line.staff_id; break;
        case console::Breakdown::lane: next.lane_id = line.lane_id; break;
        }
        choose(scene, next);
    }
}

void draw_state_filter(const Scene& scene, const api::FindRedemptions& filter) {
    const Words& words = scene.words;
    const std::array names{std::string(words(Str::list_done)), std::string(words(Str::list_undone)),
                           std::string(words(Str::list_late))};
    const auto current = static_cast<std::size_t>(filter.state.value_or(api::RedemptionState::other));
    if (const auto chosen = draw_choice(scene, "state", Str::list_state, names, current)) {
        api::FindRedemptions next = filter;
        next.state.reset();
        if (*chosen > 0) {
            next.state = static_cast<api::RedemptionState>(*chosen);
        }
        choose(scene, next);
    }
}

void draw_hour_filter(const Scene& scene, const api::DayFigures& figures,
                      const api::FindRedemptions& filter) {
    std::vector<std::string> names;
    names.reserve(insight::hours_of_day);
    for (int hour = 0; hour < insight::hours_of_day; ++hour) {
        names.push_back(insight::hour_label(hour, static_cast<int>(figures.cut_minutes)));
    }
    const auto current = static_cast<std::size_t>(filter.hour.value_or(-1) + 1);
    if (const auto chosen = draw_choice(scene, "hour", Str::list_hour, names, current)) {
        api::FindRedemptions next = filter;
        next.hour.reset();
        if (*chosen > 0) {
            next.hour = static_cast<std::int64_t>(*chosen) - 1;
        }
        choose(scene, next);
    }
}

// What settlement tells apart. The address names a category by one of its products.
void draw_category_filter(const Scene& scene, const api::Settlement& settlement,
                          const api::FindRedemptions& filter) {
    std::vector<std::string> names;
    std::vector<std::string> products;
    std::size_t current = 0;
    for (const api::SettlementLine& line : settlement.lines) {
        if (line.product_id && std::ranges::find(products, *line.product_id) == products.end()) {
            products.push_back(*line.product_id);
            names.emplace_back(scene.words.of(line.category));
            current = line.product_id == filter.category_of ? products.size() : current;
        }
    }
    if (const auto chosen = draw_choice(scene, "category", Str::card_category, names, current)) {
        api::FindRedemptions next = filter;
        next.category_of = *chosen > 0 ? std::optional{products[*chosen - 1]} : std::nullopt;
        choose(scene, next);
    }
}

void draw_filters(const Scene& scene, const api::DayFigures& figures, const api::FindRedemptions& filter) {
    Kit& kit = scene.kit;
    const auto draw = [&](int which) {
        if (which < 4) {
            draw_part_filter(scene, figures, filter, static_cast<console::Breakdown>(which));
        } else if (which == 4) {
            draw_category_filter(scene, figures.settlement, filter);
        } else if (which == 5) {
            draw_state_filter(scene, filter);
        } else if (which == 6) {
            draw_hour_filter(scene, figures, filter);
        }
    };
    constexpr int all = 7;
    const int across = kit.narrow() ? 2 : 4;
    for (int first = 0; first < all; first += across) {
        kit.columns(
            across, [&](int i) { draw(first + i); }, Gap::close);
    }
    if (filter != api::FindRedemptions{} &&
        kit.button("clear", scene.words(Str::list_clear), {.kind = ButtonKind::quiet, .icon = Icon::cross})) {
        choose(scene, {});
    }
}

void draw_found(const Scene& scene, const api::FoundRedemption& found) {
    const Words& words = scene.words;
    const api::Redemption& redemption = found.redemption;
    const bool undone = redemption.undone.has_value();
    const std::string where = words.with<Str::counter_recent_row_staff, "clock", "lane", "staff">(
        format_clock(redemption.at, scene.utc_offset()), words.of(redemption.lane),
        redemption.staff_name.value_or(std::string{}));
    const std::string detail =
        found.channel == Channel::house // as most are
            ? where
            : words.with<Str::format_listed, "first", "second">(where, channel_name(words, found.channel));
    std::string name = words.of(redemption.title);
    if (redemption.uses > 1) {
        name = words.with<Str::card_item, "title", "n">(name, words.number(redemption.uses));
    }
    const std::string trailing =
        undone ? std::string(words(Str::verdict_undone)) : format_yuan(redemption.amount);
    if (scene.kit.row(redemption.id, {.title = name,
                                      .detail = detail,
                                      .trailing = trailing,
                                      .icon = undone ? Icon::undo : Icon::check,
                                      .tone = undone ? Tone::neutral : Tone::positive,
                                      .pressable = true})) {
        scene.want(console::intent::OpenRedemption{redemption.id});
    }
}

void draw_rows(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const console::FiguresView& view = scene.state.view.figures;
    if (!view.found) {
        kit.loading(words(Str::parts_loading), 6);
        return;
    }
    if (view.found->empty()) {
        kit.state("none",
                  {.icon = Icon::filter, .title = words(Str::list_none), .say = words(Str::list_none_say)});
        return;
    }
    kit.list(words(Str::list_title), [&] {
        for (const api::FoundRedemption& found : *view.found) {
            draw_found(scene, found);
        }
    });
    if (view.more &&
        kit.button("more", words(Str::parts_more), {.full = true, .busy = view.found_asked.busy})) {
        scene.want(console::intent::MoreRedemptions{});
    }
}

} // namespace

std::optional<std::size_t> draw_choice(const Scene& scene, std::string_view key, Str label,
                                       std::span<const std::string> names, std::size_t current) {
    std::vector<std::string_view> options{scene.words(Str::list_any)};
    options.insert(options.end(), names.begin(), names.end());
    return scene.kit.select(key, {.label = scene.words(label), .options = options, .current = current});
}

void draw_redemption_list(const Scene& scene) {
    const Words& words = scene.words;
    const console::FiguresView& view = scene.state.view.figures;
    const auto filter = console::parse_filter(scene.state.view.route.handle);
    const std::size_t shown = view.found ? view.found->size() : 0;
    draw_part_head(scene, Str::list_title,
                   words.with<Str::list_count, "n">(words.number(static_cast<std::int64_t>(shown))),
                   view.found_asked);
    if (const api::DayFigures* figures = figures_of(scene); figures != nullptr && filter) {
        draw_filters(scene, *figures, *filter);
    }
    draw_rows(scene);
    draw_back_to_today(scene);
}

} // namespace hexiao::ui
