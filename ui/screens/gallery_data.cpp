// The gallery's table and charts, over samples that are computed, not kept.
#include <array>

#include "ui/screens/gallery.h"

namespace hexiao::ui {
namespace {

constexpr std::size_t most_rows = 100'000;

enum Column : std::size_t { product, record, clock_time, channel, lane, staff, amount };

// 100,000 redemptions, each made of its number.
class SampleRows : public TableRows {
public:
    explicit SampleRows(const Words& words) : words_(words) {}

    std::size_t size() const override { return most_rows; }
    std::uint64_t version() const override {
        return words_.language() == console::Language::zh ? 1 : 2; // the words are part of the rows
    }
    void read(std::size_t row, std::size_t column, std::string& out) const override {
        constexpr std::array channels{Str::channel_house, Str::channel_douyin, Str::channel_meituan,
                                      Str::channel_wechat};
        constexpr std::array<std::string_view, 5> people{"林", "陈", "王", "赵", "周"};
        switch (column) {
        case product: out += words_(titles()[mixed(row) % 4]); break;
        case record:
            out += words_.with<Str::gallery_row, "n">(Words::number(static_cast<std::int64_t>(row) + 1));
            break;
        case clock_time: out += format_clock({static_cast<std::int64_t>(row % 1440) * 60'000}, 0); break;
        case channel: out += words_(channels[mixed(row) / 4 % 4]); break;
        case lane:
            out += words_.with<Str::gallery_lane, "n">(
                Words::number(1 + static_cast<std::int64_t>(mixed(row) / 16 % 3)));
            break;
        case staff: out += people[mixed(row) / 64 % people.size()]; break;
        case amount: out += format_yuan(price(row)); break;
        default: break;
        }
    }
    bool before(std::size_t a, std::size_t b, std::size_t column) const override {
        switch (column) {
        case record: return a < b;
        case clock_time: return a % 1440 < b % 1440;
        case amount: return price(a) < price(b);
        default: break;
        }
        return text(a, column) < text(b, column);
    }
    bool holds(std::size_t row, std::string_view sought) const override {
        std::string all;
        for (const std::size_t column : {product, record, clock_time, channel, lane, staff, amount}) {
            read(row, column, all);
            all += '\n';
        }
        return all.find(sought) != std::string::npos;
    }

private:
    static constexpr std::array<Str, 4> titles() {
        return {Str::gallery_sample_1, Str::gallery_sample_2, Str::gallery_sample_3, Str::gallery_sample_4};
    }
    static std::size_t mixed(std::size_t row) { return (row * 2654435761U + 97) % 65536; }
    static Money price(std::size_t row) {
        return Money{static_cast<std::int64_t>(990 + mixed(row) % 300 * 100)};
    }
    std::string text(std::size_t row, std::size_t column) const {
        std::string out;
        read(row, column, out);
        return out;
    }

    Words words_;
};

constexpr double none = no_value;
constexpr std::array<double, 12> today{3, 9, 48, 41, 12, 8, 15, 33, 27, none, none, none};
constexpr std::array<double, 12> yesterday{5, 12, 39, 36, 14, 6, 11, 29, 38, 22, 9, 4};

std::vector<std::string> hours(int from, int count) {
    std::vector<std::string> out;
    out.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        out.push_back(format_clock({(from + i) * 3'600'000LL}, 0));
    }
    return out;
}

SayValue vouchers(const Words& words) {
    return [words](double value) {
        return words.with<Str::gallery_vouchers, "n">(Words::number(static_cast<std::int64_t>(value)));
    };
}

std::string plain(double value) { return Words::number(static_cast<std::int64_t>(value)); }

void draw_lines(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const std::vector<std::string> labels = hours(10, 12);
    const std::array both{Series{words(Str::gallery_today), today},
                          Series{words(Str::gallery_yesterday), yesterday, true}};
    const std::array marks{EventMark{1, words(Str::gallery_late_mark)}};
    kit.heading(2, words(Str::gallery_hourly));
    kit.card([&] {
        kit.chart("line", {.kind = ChartKind::line,
                           .name = words(Str::gallery_hourly),
                           .summary = words(Str::gallery_hourly_say),
                           .labels = labels,
                           .series = both,
                           .marks = marks,
                           .say = vouchers(words),
                           .say_axis = plain,
                           .live = true});
        kit.line([&] {
            kit.text(words(Str::gallery_spark), {.ink = Ink::muted});
            kit.sparkline("spark", {.name = words(Str::gallery_spark),
                                    .summary = words(Str::gallery_spark_say),
                                    .labels = labels,
                                    .values = yesterday,
                                    .say = vouchers(words)});
        });
    });
}

void draw_bars(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const std::vector<std::string> labels = hours(10, 12);
    const std::array both{Series{words(Str::gallery_today), today},
                          Series{words(Str::gallery_yesterday), yesterday, true}};
    constexpr std::array<double, 12> douyin{2, 5, 22, 18, 6, 4, 8, 15, 12, 9, 4, 1},
        meituan{1, 3, 16, 14, 5, 3, 5, 11, 9, 7, 3, 1}, house{0, 1, 10, 9, 1, 1, 2, 7, 6, 6, 2, 1};
    const std::array channels{Series{words(Str::channel_douyin), douyin},
                              Series{words(Str::channel_meituan), meituan},
                              Series{words(Str::channel_house), house}};
    kit.columns(kit.narrow() ? 1 : 2, [&](int column) {
        if (column == 0) {
            kit.card([&] {
                kit.chart("bars", {.kind = ChartKind::bars,
                                   .name = words(Str::gallery_hourly),
                                   .summary = words(Str::gallery_hourly_say),
                                   .labels = labels,
                                   .series = both,
                                   .say = vouchers(words),
                                   .say_axis = plain});
            });
        }
        if (column == 1 || kit.narrow()) {
            kit.card([&] {
                kit.chart("stacked", {.kind = ChartKind::stacked,
                                      .name = words(Str::gallery_by_channel),
                                      .summary = words(Str::gallery_by_channel_say),
                                      .labels = labels,
                                      .series = channels,
                                      .say = vouchers(words),
                                      .say_axis = plain});
            });
        }
    });
}

void draw_rings(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const std::array parts{Part{words(Str::channel_douyin), 106}, Part{words(Str::channel_meituan), 78},
                           Part{words(Str::channel_house), 46}};
    const GaugeLine warn{0.8F, words(Str::gallery_gauge_warn)}, red{0.95F, words(Str::gallery_gauge_red)};
    kit.columns(kit.narrow() ? 1 : 2, [&](int column) {
        if (column == 0) {
            kit.card([&] {
                kit.ring_chart("ring", {.name = words(Str::gallery_by_channel),
                                        .summary = words(Str::gallery_by_channel_say),
                                        .parts = parts,
                                        .middle = "230",
                                        .say = vouchers(words)});
            });
        }
        if (column == 1 || kit.narrow()) {
            kit.card([&] {
                kit.gauge("gauge", {.name = words(Str::gallery_gauge),
                                    .value = "85%",
                                    .share = 0.85f,
                                    .warn = warn,
                                    .red = red,
                                    .detail = words(Str::gallery_gauge_say)});
            });
            kit.card([&] {
                kit.gauge("over", {.name = words(Str::gallery_gauge),
                                   .value = "97%",
                                   .share = 0.97f,
                                   .warn = warn,
                                   .red = red});
            });
        }
    });
}

} // namespace

void draw_gallery_table(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const std::array columns{TableColumn{"product", words(Str::gallery_product), 2, false, true},
                             TableColumn{"record", words(Str::gallery_code), 1.3f},
                             TableColumn{"clock", words(Str::gallery_clock)},
                             TableColumn{"channel", words(Str::gallery_channel)},
                             TableColumn{"lane", words(Str::gallery_lane_title)},
                             TableColumn{"staff", words(Str::gallery_staff)},
                             TableColumn{"amount", words(Str::gallery_amount), 1, true, true}};
    const auto pressed = kit.table(
        "rows", {.name = words(Str::gallery_data), .columns = columns, .height = 520, .pressable = true},
        SampleRows{words});
    if (pressed) {
        try_it(scene, "row", std::to_string(*pressed + 1));
    }
    if (const std::string_view row = tried(scene, "row"); !row.empty()) {
        kit.text(words.with<Str::gallery_opened, "n">(row), {.live = Live::changes});
    }
}

void draw_gallery_charts(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    draw_lines(scene);
    draw_bars(scene);
    draw_rings(scene);
    kit.heading(2, words(Str::gallery_heat));
    kit.card([&] {
        const std::vector<std::string> columns = hours(10, 12);
        const std::array<std::string, 7> rows{
            std::string(words(Str::kit_weekday_1)), std::string(words(Str::kit_weekday_2)),
            std::string(words(Str::kit_weekday_3)), std::string(words(Str::kit_weekday_4)),
            std::string(words(Str::kit_weekday_5)), std::string(words(Str::kit_weekday_6)),
            std::string(words(Str::kit_weekday_7))};
        std::array<double, 84> values{};
        for (std::size_t i = 0; i < values.size(); ++i) {
            const std::size_t day = i / yesterday.size();
            values[i] = yesterday[i % yesterday.size()] * (0.6 + 0.15 * static_cast<double>(day));
        }
        kit.heat_map("heat", {.name = words(Str::gallery_heat),
                              .summary = words(Str::gallery_heat_say),
                              .rows = rows,
                              .columns = columns,
                              .values = values,
                              .say = vouchers(words)});
    });
}

// Two panels side by side as on /display, with a strip of each tone that a wall uses above them.
void draw_gallery_wall(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const auto lane = [&](std::int64_t number) {
        return words.with<Str::gallery_lane, "n">(words.number(number));
    };
    const std::array lanes{lane(1), lane(2)};
    const std::array said{call_text(words, "A12", {lanes[0], lanes[0]}),
                          call_text(words, "B3", {lanes[1], lanes[1]})};
    kit.wall("gallery-wall", 0, [&] {
        kit.wall_heading(1, words(Str::gallery_wall));
        kit.wall_strip(words.with<Str::display_nearly_gone, "n", "title">(words.number(std::int64_t{3}),
                                                                          words(Str::gallery_sample_2)),
                       Tone::accent, Icon::info);
        kit.wall_strip(words.with<Str::display_stale_now, "clock">("09:41"), Tone::negative, Icon::wifi_off,
                       Live::off);
        constexpr std::array same{1.0F, 1.0F};
        kit.shares(!kit.upright(), same, [&](std::size_t half) {
            kit.panel([&] {
                if (half == 0) {
                    kit.wall_heading(2, words(Str::display_serving));
                    const std::array calls{WallCall{"A12", lanes[0], said[0]},
                                           WallCall{"B3", lanes[1], said[1]}};
                    kit.wall_calls(words(Str::display_serving), calls);
                    return;
                }
                kit.wall_heading(2, words(Str::display_progress));
                constexpr std::array parts{1.0F, 1.8F};
                kit.shares(true, parts, [&](std::size_t part) {
                    if (part == 0) {
                        kit.wall_ring({.value = words.number(std::int64_t{38}),
                                       .below = words(Str::display_done),
                                       .summary = words.with<Str::display_ring, "all", "done">(
                                           words.number(std::int64_t{60}), words.number(std::int64_t{38})),
                                       .share = 38.0F / 60.0F});
                        return;
                    }
                    kit.wall_progress(words(Str::gallery_sample_1), 0.75F,
                                      words.with<Str::display_of, "done", "all">(
                                          words.number(std::int64_t{30}), words.number(std::int64_t{40})));
                    kit.wall_line(words(Str::gallery_sample_4), {.style = Style::wall_strong},
                                  format_yuan(Money{23'800}));
                    constexpr std::array<std::string_view, 3> next{"A13", "A14", "A15"};
                    kit.wall_numbers(words(Str::queue_line_group_buy), next);
                });
            });
        });
        kit.wall_controls([&] {
            if (kit.icon_button("back", words(Str::gallery_title), Icon::back) || kit.escape_pressed()) {
                try_it(scene, "part", {});
            }
        });
    });
}

} // namespace hexiao::ui
