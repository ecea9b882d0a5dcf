// The wall: what customers read from five metres away. Who is called and to where, who is next, how the day
// goes. Nothing of anybody's person, nothing to press but a discreet way out, and nothing that moves by
// itself: once a minute the clock, the age of the figures, and everything's place by some pixels.
#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <vector>

#include "core/api/endpoints.h"
#include "ui/screens/screens.h"

namespace hexiao::ui {

namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::size_t most_products = 40; // that any wall has room for
constexpr std::size_t sure_products = 3;  // that a wide one has room for, whatever else it shows
constexpr std::size_t most_last = 3;      // who comes later looks for nobody else's

// What this wall shows, and of what.
struct Wall {
    const Scene& scene;
    const api::Today& today;
    api::DisplayContent content;
};

// That numbers would be called and nobody would hear it, for whoever sets the screen up or passes by.
void draw_voice(const Scene& scene) {
    const console::Voice voice = scene.state.view.voice;
    if (!console::display_content(scene.state).spoken ||
        (voice != console::Voice::waits_for_touch && voice != console::Voice::mute)) {
        return;
    }
    scene.kit.text(scene.words(voice == console::Voice::mute ? Str::display_mute : Str::display_touch),
                   {.style = Style::wall_text, .ink = Ink::muted, .live = Live::polite});
}

void draw_head(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const api::Store* store = console::current_store(scene.state);
    kit.bar(
        [&] {
            if (store != nullptr) {
                kit.wall_heading(1, words.of(store->title));
            }
        },
        [&] {
            draw_voice(scene);
            const console::Link link = scene.state.domain.link;
            const bool online = link == console::Link::online;
            kit.text(words(online                              ? Str::link_online
                           : link == console::Link::connecting ? Str::link_connecting
                                                               : Str::link_offline),
                     {.style = Style::wall_text,
                      .ink = link == console::Link::offline ? Ink::negative : Ink::muted});
            kit.text(format_clock(console::platform_now(scene.state), scene.utc_offset()),
                     {.style = Style::wall_title});
        });
}

// How old what is shown is, as soon as nothing new can come.
void draw_age(const Scene& scene) {
    const console::State& state = scene.state;
    const Words& words = scene.words;
    if (!state.domain.cut_at || state.domain.link == console::Link::online) {
        return;
    }
    const std::string clock = format_clock(*state.domain.cut_at + state.domain.ahead, scene.utc_offset());
    const std::int64_t minutes = (state.now - *state.domain.cut_at).count() / minute_ms;
    scene.kit.wall_strip(minutes == 0
                             ? words.with<Str::display_stale_now, "clock">(clock)
                             : words.with<Str::display_stale, "clock", "n">(clock, words.number(minutes)),
                         Tone::negative, Icon::wifi_off);
}

// ---- the queue

void draw_serving(const Wall& wall) {
    const Words& words = wall.scene.words;
    Kit& kit = wall.scene.kit;
    std::vector<const api::Ticket*> called;
    for (const api::Ticket& ticket : wall.today.queue->tickets) {
        if (ticket.state == api::TicketState::called && ticket.lane) {
            called.push_back(&ticket);
        }
    }
    std::ranges::sort(called,
                      [](const api::Ticket* a, const api::Ticket* b) { return a->called_at > b->called_at; });
    kit.panel([&] {
        kit.wall_heading(2, words(Str::display_serving));
        if (called.empty()) {
            kit.text(words(Str::display_serving_none), {.style = Style::wall_text, .ink = Ink::muted});
            return;
        }
        std::vector<std::string> said;
        std::vector<WallCall> calls;
        said.reserve(called.size());
        calls.reserve(called.size());
        for (const api::Ticket* ticket : called) {
            said.push_back(call_text(words, ticket->label, *ticket->lane));
        }
        for (std::size_t i = 0; i < called.size(); ++i) {
            calls.push_back({called[i]->label, words.of(*called[i]->lane), said[i]});
        }
        kit.wall_calls(words(Str::display_serving), calls);
    });
}

// How long people waited, and whether that grows. Less than half a minute either way is no trend.
void draw_wait(const Scene& scene, const api::LineProgress& line) {
    const Words& words = scene.words;
    if (!line.wait_s) {
        return;
    }
    const std::int64_t change = line.wait_before_s ? *line.wait_s - *line.wait_before_s : 0;
    const std::string wait = wait_text(words, *line.wait_s);
    const std::string_view trend = change >= 30    ? words(Str::display_trend_up)
                                   : change <= -30 ? words(Str::display_trend_down)
                                                   : std::string_view{};
    scene.kit.wall_line(wait, {.style = Style::wall_text, .ink = Ink::muted}, trend);
}

void draw_next(const Wall& wall, api::Line line) {
    const Words& words = wall.scene.words;
    Kit& kit = wall.scene.kit;
    const api::Queue& queue = *wall.today.queue;
    std::vector<std::string_view> next;
    for (const api::Ticket& ticket : queue.tickets) {
        if (ticket.state == api::TicketState::waiting && ticket.line == line) {
            next.push_back(ticket.label);
        }
    }
    const std::string_view name =
        words(line == api::Line::general ? Str::queue_line_general : Str::queue_line_group_buy);
    kit.panel([&] {
        kit.bar([&] { kit.wall_heading(2, name); },
                [&] {
                    kit.text(next.empty() ? std::string(words(Str::display_nobody))
                                          : words.with<Str::display_waiting, "n">(
                                                words.number(static_cast<std::int64_t>(next.size()))),
                             {.style = Style::wall_text, .ink = Ink::muted});
                });
        if (!next.empty()) {
            kit.wall_numbers(name, next);
        }
        const auto known = std::ranges::find(queue.lines, line, &api::LineProgress::line);
        if (known != queue.lines.end()) {
            draw_wait(wall.scene, *known);
        }
    });
}

void draw_queue_part(const Wall& wall) {
    Kit& kit = wall.scene.kit;
    const bool upright = kit.upright();
    constexpr std::array lying{1.55F, 1.0F};
    constexpr std::array standing{1.2F, 1.0F};
    kit.shares(!upright, upright ? standing : lying, [&](std::size_t part) {
        if (part == 0) {
            return draw_serving(wall);
        }
        constexpr std::array same{1.0F, 1.0F};
        kit.shares(upright, same, [&](std::size_t at) { draw_next(wall, queue::lines.at(at)); });
    });
}

// ---- the day

std::int64_t minute_of(const Scene& scene) { return console::platform_now(scene.state).ms / minute_ms; }

// Those of the day's products that are `wanted`. Where there may be more than the wall has room for, another
// is the first each minute, so that each is seen.
std::vector<api::ProductProgress> in_turn(const Wall& wall, bool (*wanted)(const api::ProductProgress&),
                                          std::size_t room) {
    std::vector<api::ProductProgress> found;
    std::ranges::copy_if(wall.today.products, std::back_inserter(found), wanted);
    if (found.size() > room) {
        const auto first = minute_of(wall.scene) % static_cast<std::int64_t>(found.size());
        std::rotate(found.begin(), std::next(found.begin(), static_cast<std::ptrdiff_t>(first)), found.end());
    }
    return found;
}

void draw_products(const Wall& wall) {
    const Words& words = wall.scene.words;
    Kit& kit = wall.scene.kit;
    std::int64_t usable = 0;
    for (const api::ProductProgress& product : wall.today.products) {
        usable += product.usable;
    }
    const std::int64_t all = wall.today.redeemed + usable;
    const std::string done = words.number(wall.today.redeemed);
    const std::string summary = words.with<Str::display_ring, "all", "done">(words.number(all), done);
    constexpr std::array parts{1.0F, 1.8F};
    kit.panel([&] {
        kit.wall_heading(2, words(Str::display_progress));
        kit.shares(true, parts, [&](std::size_t part) {
            if (part == 0) {
                kit.wall_ring(
                    {.value = done,
                     .below = words(Str::display_done),
                     .summary = summary,
                     .share =
                         all > 0 ? static_cast<float>(wall.today.redeemed) / static_cast<float>(all) : 0});
                return;
            }
            const auto products = in_turn(
                wall, [](const auto& product) { return product.redeemed + product.usable > 0; },
                kit.upright() ? most_products : sure_products);
            for (const api::ProductProgress& product : products) {
                const std::int64_t of = product.redeemed + product.usable;
                if (!kit.wall_has_room(Style::wall_medium)) {
                    break;
                }
                kit.wall_progress(words.of(product.title),
                                  static_cast<float>(product.redeemed) / static_cast<float>(of),
                                  words.with<Str::display_of, "done", "all">(words.number(product.redeemed),
                                                                             words.number(of)));
            }
        });
    });
}

void draw_last(const Wall& wall) {
    const Words& words = wall.scene.words;
    Kit& kit = wall.scene.kit;
    kit.panel([&] {
        kit.wall_heading(2, words(Str::display_last));
        std::size_t shown = 0;
        for (const api::Redemption& redemption : wall.today.recent) {
            if (redemption.undone) {
                continue;
            }
            if (++shown > most_last) {
                break;
            }
            const std::string text = words.with<Str::display_last_at, "lane", "title">(
                words.of(redemption.lane), words.of(redemption.title));
            if (!kit.wall_line(text, {.style = Style::wall_text})) {
                break;
            }
        }
        if (shown == 0) {
            kit.text(words(Str::display_last_none), {.style = Style::wall_text, .ink = Ink::muted});
        }
    });
}

// What somebody who reads it can buy.
bool is_offered(const api::ProductProgress& product) {
    return product.price && product.on_sale.value_or(true) && product.sellable.value_or(1) > 0;
}

bool has_offers(const Wall& wall) {
    return wall.content.offers && std::ranges::any_of(wall.today.products, is_offered);
}

void draw_offers(const Wall& wall) {
    const Words& words = wall.scene.words;
    Kit& kit = wall.scene.kit;
    kit.panel([&] {
        kit.wall_heading(2, words(Str::display_offers));
        const bool pictures = std::ranges::any_of(
            wall.today.products, [](const auto& product) { return is_offered(product) && product.picture; });
        for (const api::ProductProgress& product : in_turn(wall, is_offered, sure_products)) {
            const std::string picture = product.picture.value_or("");
            if (!kit.wall_line(words.of(product.title), {.style = Style::wall_strong},
                               format_yuan(*product.price),
                               pictures ? std::optional<std::string_view>{picture} : std::nullopt)) {
                break;
            }
        }
    });
}

void draw_day_part(const Wall& wall) {
    Kit& kit = wall.scene.kit;
    const bool offers = has_offers(wall);
    const bool progress = wall.content.progress;
    if (!progress) {
        return draw_offers(wall);
    }
    constexpr std::array two{1.55F, 1.0F};
    constexpr std::array three{1.7F, 1.0F, 1.0F};
    const bool upright = kit.upright();
    const auto draw = [&](std::size_t part) {
        part == 0 ? draw_products(wall) : part == 1 ? draw_last(wall) : draw_offers(wall);
    };
    if (upright && offers) {
        constexpr std::array halves{1.2F, 1.0F};
        kit.shares(false, halves, [&](std::size_t half) {
            if (half == 0) {
                return draw_products(wall);
            }
            constexpr std::array same{1.0F, 1.0F};
            kit.shares(true, same, [&](std::size_t at) { at == 0 ? draw_last(wall) : draw_offers(wall); });
        });
        return;
    }
    if (offers) {
        kit.shares(true, three, draw);
    } else {
        kit.shares(!upright, two, draw);
    }
}

// Near its red line little is left to be sold: said calmly, of the one of which least is left.
void draw_nearly_gone(const Wall& wall) {
    const Words& words = wall.scene.words;
    const api::ProductProgress* scarce = nullptr;
    std::int64_t least = 0;
    for (const api::ProductProgress& product : wall.today.products) {
        const std::int64_t left = product.sellable.value_or(0);
        const bool few = product.level == stock::Level::warning && product.on_sale.value_or(true);
        if (few && (scarce == nullptr || left < least)) {
            scarce = &product;
            least = left;
        }
    }
    if (scarce != nullptr) {
        wall.scene.kit.wall_strip(
            words.with<Str::display_nearly_gone, "n", "title">(words.number(least), words.of(scarce->title)),
            Tone::accent, Icon::info);
    }
}

void draw_content(const Wall& wall) {
    Kit& kit = wall.scene.kit;
    draw_nearly_gone(wall);
    if (wall.content.message) {
        kit.wall_strip(wall.scene.words.of(*wall.content.message), Tone::neutral, Icon::bell);
    }
    const bool queue = wall.content.queue && wall.today.queue;
    const bool day = wall.content.progress || has_offers(wall);
    if (queue && day) {
        constexpr std::array parts{1.5F, 1.0F};
        kit.shares(false, parts,
                   [&](std::size_t part) { part == 0 ? draw_queue_part(wall) : draw_day_part(wall); });
    } else if (queue) {
        draw_queue_part(wall);
    } else if (day) {
        draw_day_part(wall);
    }
}

// For whoever sets the screen up, or comes to take it away.
void draw_way_out(const Scene& scene) {
    const console::State& state = scene.state;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const bool staff = api::is_in(api::counter_staff, state.domain.session->role);
    kit.wall_controls([&] {
        if (state.view.full_screen != console::FullScreen::impossible) {
            const bool on = state.view.full_screen == console::FullScreen::on;
            if (kit.icon_button("full_screen", words(on ? Str::display_windowed : Str::display_full_screen),
                                Icon::full_screen)) {
                scene.want(console::intent::SetFullScreen{!on});
            }
        }
        if (staff &&
            (kit.icon_button("back", words(Str::display_back), Icon::back) || kit.escape_pressed())) {
            scene.want(console::intent::Go{console::Screen::counter});
        }
        if (kit.icon_button("sign_out", words(Str::nav_sign_out), Icon::sign_out)) {
            scene.want(console::intent::SignOut{});
        }
    });
}

} // namespace

std::string call_text(const Words& words, std::string_view label, const api::Title& lane) {
    return words.with<Str::display_call, "label", "lane">(label, words.of(lane));
}

void draw_display(const Scene& scene) {
    const console::State& state = scene.state;
    Kit& kit = scene.kit;
    kit.wall("display", minute_of(scene), [&] {
        draw_head(scene);
        draw_age(scene);
        if (state.domain.today) {
            draw_content({scene, *state.domain.today, console::display_content(state)});
        } else {
            kit.state(
                "connecting",
                {.icon = Icon::refresh, .title = scene.words(Str::display_connecting), .live = Live::polite});
        }
        draw_way_out(scene);
    });
}

} // namespace hexiao::ui
