// The queue, for whoever serves it: who is called to this lane, the next one, who waits for how long, and a
// number for somebody who stands there.
#include <algorithm>
#include <array>
#include <utility>

#include "core/api/endpoints.h"
#include "ui/screens/screens.h"

namespace hexiao::ui {

namespace {

using api::Line;
using api::Ticket;
using api::TicketState;
using queue::Action;
using queue::Alarm;

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t trend_from_s = 30; // a smaller change is none

std::string_view line_name(const Words& words, Line line) {
    return words(line == Line::general ? Str::queue_line_general : Str::queue_line_group_buy);
}

Milliseconds wait_of(const Scene& scene, const Ticket& ticket) {
    return std::max(Milliseconds{0}, console::platform_now(scene.state) - ticket.arrived_at);
}

std::string age_text(const Words& words, Milliseconds wait) {
    const std::int64_t minutes = wait.count() / minute_ms;
    return minutes == 0 ? std::string(words(Str::queue_age_now))
                        : words.with<Str::queue_age, "n">(words.number(minutes));
}

Line other_line(Line line) { return line == Line::general ? Line::group_buy : Line::general; }

std::string_view move_label(const Words& words, Line from) {
    return words(other_line(from) == Line::general ? Str::queue_to_general : Str::queue_to_group_buy);
}

void change(const Scene& scene, const Ticket& ticket, Action action) {
    const auto line = action == Action::move ? std::optional{other_line(ticket.line)} : std::nullopt;
    scene.want(console::intent::ChangeTicket{ticket.id, action, line});
}

// ---- this lane

void draw_here(const Scene& scene) {
    const console::State& state = scene.state;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const api::Lane* lane = console::current_lane(state);
    if (lane == nullptr) {
        if (kit.banner("lane", words(Str::queue_lane),
                       {.icon = Icon::store, .action = words(Str::place_choose)})) {
            scene.want(console::intent::Go{console::Screen::place});
        }
        return;
    }
    const Ticket* ticket = console::called_here(state);
    if (ticket == nullptr) {
        return kit.card([&] {
            kit.text(words.of(lane->title), {.style = Style::strong});
            kit.text(words(Str::queue_here_none), {.ink = Ink::muted});
        });
    }
    const bool busy = state.view.queue.busy;
    kit.card([&] {
        kit.text(words.with<Str::queue_here, "lane">(words.of(lane->title)), {.ink = Ink::muted});
        kit.text(ticket->label, {.style = Style::hero, .ink = Ink::accent, .live = Live::changes});
        std::string about = words.with<Str::format_listed, "first", "second">(
            line_name(words, ticket->line), age_text(words, wait_of(scene, *ticket)));
        if (ticket->title) {
            about = words.with<Str::format_listed, "first", "second">(about, words.of(*ticket->title));
        }
        kit.text(about, {.ink = Ink::muted});
        const std::array<std::pair<Action, Str>, 4> choices{{{Action::serve, Str::queue_serve},
                                                             {Action::call, Str::queue_recall},
                                                             {Action::skip, Str::queue_skip},
                                                             {Action::leave, Str::queue_leave}}};
        constexpr std::array keys{"serve", "recall", "skip", "leave"};
        constexpr std::array icons{Icon::check, Icon::sound, Icon::forward, Icon::cross};
        for (std::size_t row = 0; row < choices.size(); row += 2) {
            kit.columns(
                2,
                [&](int column) {
                    const std::size_t at = row + static_cast<std::size_t>(column);
                    if (kit.button(keys.at(at), words(choices.at(at).second),
                                   {.icon = icons.at(at), .full = true, .disabled = busy})) {
                        change(scene, *ticket, choices.at(at).first);
                    }
                },
                Gap::close);
        }
        if (kit.button("move", move_label(words, ticket->line),
                       {.kind = ButtonKind::quiet, .full = true, .disabled = busy})) {
            change(scene, *ticket, Action::move);
        }
        kit.text(words(Str::queue_here_say), {.style = Style::caption, .ink = Ink::muted});
    });
}

void draw_call(const Scene& scene) {
    if (scene.kit.button("next", scene.words(Str::queue_next),
                         {.kind = ButtonKind::primary,
                          .icon = Icon::bell,
                          .full = true,
                          .large = true,
                          .disabled = console::current_lane(scene.state) == nullptr,
                          .busy = scene.state.view.queue.busy})) {
        scene.want(console::intent::CallNext{});
    }
}

// What became of the last press.
void draw_said(const Scene& scene) {
    const console::QueueView& view = scene.state.view.queue;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    switch (view.said) {
    case console::QueueSaid::nothing: break;
    case console::QueueSaid::taken:
        kit.banner("said", words.with<Str::queue_taken, "label">(view.label),
                   {.tone = Tone::accent, .icon = Icon::ticket});
        break;
    case console::QueueSaid::nobody:
        kit.banner("said", words(Str::queue_nobody), {.tone = Tone::neutral});
        break;
    case console::QueueSaid::refused:
        kit.banner("said", words.problem(view.reason), {.tone = Tone::negative, .icon = Icon::alert});
        break;
    case console::QueueSaid::unknown:
        kit.banner("said", words(Str::queue_unknown), {.tone = Tone::unknown, .icon = Icon::question});
        break;
    }
}

void draw_add(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.heading(2, words(Str::queue_add));
    const bool busy = scene.state.view.queue.busy;
    kit.columns(
        2,
        [&](int column) {
            const Line line = column == 0 ? Line::group_buy : Line::general;
            if (kit.button(column == 0 ? "add_group_buy" : "add_general",
                           words(column == 0 ? Str::queue_add_group_buy : Str::queue_add_general),
                           {.icon = Icon::plus, .full = true, .disabled = busy})) {
                scene.want(console::intent::TakeNumber{line});
            }
        },
        Gap::close);
}

// ---- who waits

void draw_ticket(const Scene& scene, const Ticket& ticket) {
    const Words& words = scene.words;
    const Milliseconds wait = wait_of(scene, ticket);
    const bool waits = ticket.state == TicketState::waiting;
    const queue::Alarms alarms = console::queue_alarms(scene.state);
    const Alarm alarm = waits ? queue::alarm_of(wait, alarms) : Alarm::none;
    const std::int64_t limit = alarm == Alarm::too_long ? alarms.second_minutes : alarms.first_minutes;
    std::string detail = alarm != Alarm::none ? words.with<Str::queue_alarm_long, "n">(words.number(limit))
                         : waits              ? std::string(words(Str::queue_state_waiting))
                         : ticket.state == TicketState::called && ticket.lane
                             ? words.with<Str::queue_state_called, "lane">(words.of(*ticket.lane))
                             : std::string(words(Str::queue_state_skipped));
    if (ticket.title) {
        detail = words.with<Str::format_listed, "first", "second">(detail, words.of(*ticket.title));
    }
    const Icon icon = alarm != Alarm::none                  ? Icon::alert
                      : waits                               ? Icon::clock
                      : ticket.state == TicketState::called ? Icon::bell
                                                            : Icon::forward;
    const Tone tone = alarm == Alarm::too_long              ? Tone::negative
                      : alarm == Alarm::long_wait           ? Tone::promised
                      : ticket.state == TicketState::called ? Tone::accent
                                                            : Tone::neutral;
    if (scene.kit.row(ticket.id, {.title = ticket.label,
                                  .detail = detail,
                                  .trailing = age_text(words, wait),
                                  .icon = icon,
                                  .tone = tone,
                                  .pressable = true})) {
        scene.want(console::intent::ShowTicket{ticket.id});
    }
}

std::string progress_text(const Words& words, const api::LineProgress& line) {
    std::string text = words.with<Str::queue_waiting, "n">(words.number(line.waiting));
    if (!line.wait_s) {
        return text;
    }
    text = words.with<Str::format_listed, "first", "second">(text, wait_text(words, *line.wait_s));
    const std::int64_t longer = line.wait_before_s ? *line.wait_s - *line.wait_before_s : 0;
    if (longer >= trend_from_s || longer <= -trend_from_s) {
        text = words.with<Str::format_listed, "first", "second">(
            text, words(longer > 0 ? Str::queue_trend_up : Str::queue_trend_down));
    }
    return text;
}

void draw_line(const Scene& scene, const api::Queue& queue, Line line) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const auto in_line = [&](const Ticket& ticket) { return ticket.line == line; };
    const auto known = std::ranges::find(queue.lines, line, &api::LineProgress::line);
    const bool any = std::ranges::any_of(queue.tickets, in_line);
    if (!any && known == queue.lines.end()) {
        return;
    }
    kit.column({.gap = Gap::tight}, [&] {
        kit.heading(2, line_name(words, line));
        if (known != queue.lines.end()) {
            kit.text(progress_text(words, *known), {.style = Style::caption, .ink = Ink::muted});
        }
    });
    if (any) {
        kit.list(line_name(words, line), [&] {
            for (const Ticket& ticket : queue.tickets) {
                if (in_line(ticket)) {
                    draw_ticket(scene, ticket);
                }
            }
        });
    }
}

void draw_lists(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const auto& today = scene.state.domain.today;
    if (!today) {
        return kit.loading(words(Str::queue_loading), 4);
    }
    if (!today->queue || today->queue->tickets.empty()) {
        kit.card([&] {
            kit.text(words(Str::queue_empty), {.style = Style::strong});
            kit.text(words(Str::queue_empty_say), {.ink = Ink::muted});
        });
    }
    if (today->queue) {
        for (const Line line : queue::lines) {
            draw_line(scene, *today->queue, line);
        }
    }
    const bool manager = api::is_in(api::managers, scene.state.domain.session->role);
    if (manager && kit.button("wall", words(Str::queue_wall),
                              {.kind = ButtonKind::quiet, .icon = Icon::screen, .full = true})) {
        scene.want(console::intent::Go{console::Screen::display});
    }
}

// What can be done with one of the list.
void draw_choices(const Scene& scene) {
    const console::State& state = scene.state;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const auto& today = state.domain.today;
    if (!state.view.queue.shown || !today || !today->queue) {
        return;
    }
    const auto& tickets = today->queue->tickets;
    const auto ticket = std::ranges::find(tickets, *state.view.queue.shown, &Ticket::id);
    if (ticket == tickets.end()) {
        return; // somebody else was quicker
    }
    const auto offer = [&](const char* key, std::string_view label, Icon icon, Action action, bool primary) {
        if (queue::may(action, ticket->state) == Reason::none &&
            kit.button(key, label,
                       {.kind = primary ? ButtonKind::primary : ButtonKind::secondary,
                        .icon = icon,
                        .full = true,
                        .disabled = state.view.queue.busy})) {
            change(scene, *ticket, action);
        }
    };
    if (kit.sheet("choices", words.with<Str::queue_choices, "label">(ticket->label), [&] {
            if (console::current_lane(state) != nullptr) {
                offer("call", words(Str::queue_call), Icon::bell, Action::call, true);
            }
            offer("serve", words(Str::queue_serve), Icon::check, Action::serve, false);
            offer("skip", words(Str::queue_skip), Icon::forward, Action::skip, false);
            offer("move", move_label(words, ticket->line), Icon::people, Action::move, false);
            offer("leave", words(Str::queue_leave), Icon::cross, Action::leave, false);
        })) {
        scene.want(console::intent::ShowTicket{});
    }
}

} // namespace

std::string wait_text(const Words& words, std::int64_t seconds) {
    return seconds < 60 ? std::string(words(Str::queue_wait_short))
                        : words.with<Str::queue_wait, "minutes">(words.number(seconds / 60));
}

void draw_queue_alarm(const Scene& scene) {
    const Words& words = scene.words;
    const console::QueueAlarm alarm = console::queue_alarm(scene.state);
    const auto all = console::alerts(scene.state);
    const auto alert = std::ranges::find(all, console::AlertAbout::wait, &console::Alert::about);
    if (alert == all.end() || alert->acknowledged) {
        return; // nobody waits too long, or somebody has it in hand (alerts.cpp)
    }
    const bool here = scene.state.view.route.screen == console::Screen::queue;
    std::string text = words.with<Str::queue_alarm, "limit", "minutes", "n">(
        words.number(console::queue_alarms(scene.state).first_minutes),
        words.number(alarm.longest.count() / minute_ms), words.number(alarm.waiting));
    if (alarm.group_buy_lane) {
        text = words.with<Str::format_sentences, "first", "second">(text, words(Str::queue_alarm_lane));
    }
    const bool red = alarm.alarm == Alarm::too_long;
    if (scene.kit.banner("queue_alarm", text,
                         {.tone = red ? Tone::negative : Tone::promised,
                          .icon = red ? Icon::alert : Icon::clock,
                          .action = here ? std::string_view{} : words(Str::queue_alarm_open)})) {
        scene.want(console::intent::Go{console::Screen::queue});
    }
}

void draw_queue(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    if (kit.narrow()) {
        kit.page(
            "queue",
            [&] {
                kit.heading(1, words(Str::queue_title));
                draw_said(scene);
                draw_here(scene);
                draw_lists(scene);
                draw_add(scene);
                draw_choices(scene);
            },
            [&] { draw_call(scene); });
        return;
    }
    kit.page("queue", [&] {
        kit.columns(
            2,
            [&](int column) {
                kit.column({}, [&] {
                    if (column == 0) {
                        kit.heading(1, words(Str::queue_title));
                        draw_said(scene);
                        draw_here(scene);
                        draw_call(scene);
                        draw_add(scene);
                    } else {
                        draw_lists(scene);
                    }
                });
            },
            Gap::wide);
        draw_choices(scene);
    });
}

} // namespace hexiao::ui
