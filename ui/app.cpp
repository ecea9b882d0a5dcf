// See app.h: the frame around the screens (navigation, where one stands, what is wrong), and the choice of
// screen.
#include "ui/app.h"

#include <algorithm>
#include <array>

#include "core/api/endpoints.h"
#include "ui/screens/screens.h"

namespace hexiao::ui {

using console::Screen;

namespace {

// Where the navigation stands.
Screen navigated(Screen screen) {
    switch (screen) {
    case Screen::card: return Screen::counter;
    case Screen::vouchers:
    case Screen::voucher:
    case Screen::revoke:
    case Screen::sell:
    case Screen::days:
    case Screen::day: return Screen::shop;
    default: return console::is_of_shop(screen) ? Screen::shop : screen;
    }
}

Str screen_title(Screen screen) {
    switch (screen) {
    case Screen::sign_in: return Str::sign_in_title;
    case Screen::today: return Str::today_title;
    case Screen::queue: return Str::queue_title;
    case Screen::display: return Str::display_title;
    case Screen::redemption: return Str::redemption_title;
    case Screen::undo: return Str::undo_title;
    case Screen::vouchers: return Str::vouchers_title;
    case Screen::voucher: return Str::voucher_title;
    case Screen::revoke: return Str::revoke_title;
    case Screen::sell: return Str::sell_title;
    case Screen::days:
    case Screen::day: return Str::days_title;
    case Screen::place: return Str::place_title;
    case Screen::me: return Str::me_title;
    case Screen::take_over: return Str::me_switch;
    case Screen::invite:
    case Screen::invited: return Str::invite_title;
    case Screen::keys: return Str::keys_title;
    case Screen::shop:
    case Screen::staff:
    case Screen::devices:
    case Screen::stores:
    case Screen::lane:
    case Screen::new_lane:
    case Screen::products:
    case Screen::settings: return Str::shop_title; // or of what is open: shop_title
    case Screen::setup: return Str::setup_title;
    case Screen::reset: return Str::reset_title;
    case Screen::pair: return Str::pair_title;
    case Screen::debug: return Str::debug_title;
    case Screen::gallery: return Str::gallery_title;
    case Screen::card:
    case Screen::counter: break;
    }
    return Str::counter_title;
}

bool at_counter(const console::State& state) {
    const auto& session = state.domain.session;
    return session && api::is_in(api::counter_staff, session->role);
}

// Where one stands, how the link is, language, and the way out.
void draw_header(const Scene& scene) {
    const console::State& state = scene.state;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const api::Store* store = console::current_store(state);
    const api::Lane* lane = console::current_lane(state);
    kit.bar(
        [&] {
            const std::string name = store != nullptr ? words.of(store->title) : std::string{};
            if (!at_counter(state)) {
                kit.text(name, {.style = Style::strong});
                return;
            }
            // The lane first: on a phone the end of a long store name is what may be cut.
            const std::string place = words.with<Str::place_at, "lane", "store">(
                lane != nullptr ? std::string_view(words.of(lane->title)) : words(Str::place_choose), name);
            if (kit.button("place", place, {.kind = ButtonKind::quiet, .icon = Icon::store})) {
                scene.want(console::intent::Go{Screen::place});
            }
        },
        [&] {
            kit.line([&] {
                switch (state.domain.link) {
                case console::Link::online: kit.badge(words(Str::link_online), Tone::positive); break;
                case console::Link::connecting: kit.badge(words(Str::link_connecting), Tone::unknown); break;
                case console::Link::offline:
                    kit.badge(words(Str::link_offline), Tone::negative, Icon::wifi_off);
                    break;
                }
                if (!kit.narrow()) {
                    draw_language(scene);
                }
                if (at_counter(state) && kit.icon_button("me", words(Str::me_title), Icon::person)) {
                    scene.want(console::intent::Go{Screen::me});
                }
                if (kit.icon_button("sign_out", words(Str::nav_sign_out), Icon::sign_out)) {
                    scene.want(console::intent::SignOut{});
                }
            });
        });
}

// What the person must know whatever they are doing.
void draw_notices(const Scene& scene) {
    const console::State& state = scene.state;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    if (state.domain.link == console::Link::offline) {
        kit.banner("offline", words(Str::link_offline_say), {.tone = Tone::negative, .icon = Icon::wifi_off});
    }
    if (state.domain.journal.mismatch) {
        kit.banner("journal", words(Str::journal_mismatch),
                   {.tone = Tone::negative, .icon = Icon::alert, .live = Live::assertive});
    }
    if (state.domain.records_failed) {
        kit.banner("records", words(Str::records_failed), {.tone = Tone::promised, .icon = Icon::alert});
    }
    if (const std::size_t left = console::left_to_people(state);
        left > 0 && at_counter(state) &&
        kit.banner("unsent",
                   words.with<Str::unsent_notice, "n">(words.number(static_cast<std::int64_t>(left))),
                   {.tone = Tone::unknown, .icon = Icon::question, .action = words(Str::alerts_open)})) {
        scene.want(console::intent::OpenToday{std::string(console::alerts_handle)});
    }
    if (state.view.glyphs_falsified) {
        kit.banner("glyphs", words(Str::glyphs_falsified), {.tone = Tone::promised, .icon = Icon::alert});
    }
    if (state.view.update_ready && console::may_update(state) &&
        kit.banner("update", words(Str::update_ready),
                   {.tone = Tone::accent, .icon = Icon::refresh, .action = words(Str::update_now)})) {
        scene.want(console::intent::Update{});
    }
    draw_stock_notice(scene);
    draw_queue_alarm(scene);
    if (!state.domain.late.empty()) {
        const console::Verdict& late = state.domain.late.front();
        const bool done = late.outcome == Outcome::done && !late.before;
        std::string text = late_text(words, late);
        if (const std::size_t more = state.domain.late.size() - 1; more > 0) {
            text = words.with<Str::format_sentences, "first", "second">(
                text, words.with<Str::late_more, "n">(words.number(static_cast<std::int64_t>(more))));
        }
        if (kit.banner("late", text,
                       {.tone = done ? Tone::positive : Tone::negative,
                        .icon = done ? Icon::check : Icon::alert,
                        .action = words(Str::late_seen),
                        .live = Live::assertive})) {
            scene.want(console::intent::DismissLate{});
        }
    }
}

void draw_screen(const Scene& scene) {
    switch (scene.state.view.route.screen) {
    case Screen::today: draw_today(scene); break;
    case Screen::queue: draw_queue(scene); break;
    case Screen::redemption: draw_redemption(scene); break;
    case Screen::vouchers: draw_vouchers(scene); break;
    case Screen::voucher: draw_voucher(scene); break;
    case Screen::sell: draw_sell(scene); break;
    case Screen::days: draw_days(scene); break;
    case Screen::day: draw_day(scene); break;
    case Screen::place: draw_place(scene); break;
    case Screen::me:
    case Screen::take_over: draw_me(scene); break;
    case Screen::invite:
    case Screen::invited: draw_invite(scene); break;
    case Screen::shop:
    case Screen::staff:
    case Screen::devices:
    case Screen::stores:
    case Screen::lane:
    case Screen::new_lane:
    case Screen::products:
    case Screen::settings: draw_shop(scene); break;
    case Screen::revoke: draw_managers_only(scene); break; // a manager's is drawn in front of everything
    case Screen::undo:
    case Screen::keys: // dialogs: in front of everything
    case Screen::setup:
    case Screen::reset:
    case Screen::pair:
    case Screen::display:      // the whole window
    case Screen::debug: break; // drawn whoever is signed in
    case Screen::sign_in:
    case Screen::gallery: // outside of the demo
    case Screen::counter:
    case Screen::card: draw_counter(scene); break;
    }
}

void draw_signed_in(const Scene& scene) {
    const console::State& state = scene.state;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    if (at_counter(state)) {
        act_on_shortcuts(scene);
    }
    if (state.view.route.screen == Screen::keys) {
        return draw_keys(scene);
    }
    if (state.view.route.screen == Screen::display) {
        return draw_display(scene);
    }
    if (state.view.route.screen == Screen::undo) {
        return draw_undo(scene);
    }
    if (state.view.route.screen == Screen::revoke && api::is_in(api::managers, state.domain.session->role)) {
        return draw_revoke(scene);
    }
    if (state.view.route.screen == Screen::gallery && state.domain.session->demo) {
        return draw_gallery(scene);
    }
    // An outcome fills the window: nothing else matters while the customer is waiting for it. But where an
    // answer contradicts what was told, that comes before whatever was told.
    const auto& step = state.view.counter.step;
    const bool told =
        std::holds_alternative<console::Verdict>(step) || std::holds_alternative<console::Acting>(step);
    if (at_counter(state) && told && !state.domain.late.empty() && state.domain.late.front().before &&
        (state.view.route.screen == Screen::counter || state.view.route.screen == Screen::card)) {
        return draw_contradiction(scene, state.domain.late.front());
    }
    if (state.view.route.screen == Screen::counter || state.view.route.screen == Screen::card) {
        if (const auto* verdict = std::get_if<console::Verdict>(&step)) {
            return draw_verdict(scene, *verdict);
        }
        if (const auto* acting = std::get_if<console::Acting>(&step)) {
            return draw_acting(scene, *acting);
        }
    }
    constexpr std::array screens{Screen::counter, Screen::queue, Screen::today, Screen::shop};
    const std::array items{NavItem{"counter", words(Str::nav_counter), Icon::scan},
                           NavItem{"queue", words(Str::nav_queue), Icon::queue},
                           NavItem{"today", words(Str::nav_today), Icon::chart},
                           NavItem{"shop", words(Str::nav_shop), Icon::store}};
    const std::size_t first = at_counter(state) ? 0 : 2; // a display that looks at Today has nothing else
    const std::size_t beyond = api::is_in(api::managers, state.domain.session->role) ? 0 : 1;
    const auto shown = std::span{items}.subspan(first, items.size() - first - beyond);
    const Screen here = state.view.route.screen;
    const Screen at = navigated(here);
    const auto current = static_cast<std::size_t>(std::ranges::find(screens, at) - screens.begin()) - first;
    if (const auto chosen = kit.nav(words(Str::brand), shown, current)) {
        scene.want(console::intent::Go{screens[*chosen + first]});
    }
    kit.top([&] {
        if (state.domain.session->demo) {
            kit.text(words(Str::demo_banner), {.style = Style::caption, .ink = Ink::promised});
        }
        draw_header(scene);
        draw_notices(scene);
    });
    draw_screen(scene);
    draw_tour(scene);
}

bool draw_link(const Scene& scene) {
    switch (scene.state.view.route.screen) {
    case Screen::setup: draw_setup(scene); return true;
    case Screen::reset: draw_reset(scene); return true;
    case Screen::pair: draw_pair(scene); return true;
    case Screen::debug: draw_debug(scene); return true;
    default: return false;
    }
}

// What happened, what it means for the customer, what to do.
std::string contradiction_text(const Words& words, const console::Verdict& late, const std::string& title) {
    const bool done = late.outcome == Outcome::done;
    const std::string_view why = words.reason_title(done ? late.before->reason : late.reason);
    if (done && late.before->outcome == Outcome::done) {
        return words.with<Str::contradiction_twice, "title">(title);
    }
    if (late.undo) {
        return done ? words.with<Str::contradiction_undone, "title", "reason">(title, why)
                    : words.with<Str::contradiction_not_undone, "title", "reason">(title, why);
    }
    return done ? words.with<Str::contradiction_done, "title", "reason">(title, why)
                : words.with<Str::contradiction_refused, "title", "reason">(title, why);
}

} // namespace

std::string late_text(const Words& words, const console::Verdict& late) {
    // Of a row that could not be read the title is not known.
    const std::string title{late.title.zh.empty() ? words(Str::unsent_unreadable) : words.of(late.title)};
    if (late.before) {
        return contradiction_text(words, late, title);
    }
    if (late.undo) {
        return late.outcome == Outcome::done ? words.with<Str::late_undone, "title">(title)
                                             : words.with<Str::late_not_undone, "title", "reason">(
                                                   title, words.reason_title(late.reason));
    }
    return late.outcome == Outcome::done
               ? words.with<Str::late_done, "title">(title)
               : words.with<Str::late_refused, "title", "reason">(title, words.reason_title(late.reason));
}

int Scene::utc_offset() const {
    const api::Store* store = console::current_store(state);
    return store != nullptr ? static_cast<int>(store->utc_offset_minutes) : DayRule{}.utc_offset_minutes;
}

std::string_view Scene::this_year() const {
    return state.domain.today ? std::string_view(state.domain.today->business_day).substr(0, 4)
                              : std::string_view{};
}

void draw_nothing_kept(const Scene& scene) {
    if (scene.state.view.nothing_kept) {
        const std::string address = scene.state.view.entry.origin + "/trust";
        scene.kit.banner("nothing_kept", scene.words.with<Str::nothing_kept, "address">(address),
                         {.tone = Tone::unknown, .icon = Icon::info});
    }
}

namespace {

// Over whatever is shown: what can be copied, and that it was.
void draw_copying(const Scene& scene) {
    const Words& words = scene.words;
    if (auto text = scene.kit.copy_menu()) {
        scene.want(console::intent::Copy{Secret{std::move(*text)}});
    }
    if (scene.state.view.copied != console::Copied::nothing) {
        const bool done = scene.state.view.copied == console::Copied::done;
        scene.kit.toast(
            words(done ? Str::copy_done : Str::copy_failed),
            {.tone = done ? Tone::neutral : Tone::negative, .icon = done ? Icon::check : Icon::alert});
    }
}

void draw_whole(const Scene& scene) {
    const console::State& state = scene.state;
    if (draw_link(scene)) {
        return;
    }
    if (!state.domain.session_known) {
        draw_start(scene);
    } else if (!state.domain.session) {
        draw_sign_in(scene);
    } else {
        draw_signed_in(scene);
    }
}

KitWords kit_words(const Words& words) {
    return {
        .close = words(Str::kit_close),
        .copy = words(Str::copy),
        .copy_all = words(Str::copy_list),
        .keypad = words(Str::kit_keypad),
        .erase = words(Str::kit_erase),
        .done = words(Str::kit_done),
        .filter = words(Str::kit_filter),
        .columns = words(Str::kit_columns),
        .nothing_found = words(Str::kit_nothing_found),
        .apply = words(Str::kit_apply),
        .earlier = words(Str::kit_earlier),
        .later = words(Str::kit_later),
        .from_time = words(Str::kit_from_time),
        .until_time = words(Str::kit_until_time),
        .bad_time = words(Str::kit_bad_time),
        .weekdays = {words(Str::kit_weekday_1), words(Str::kit_weekday_2), words(Str::kit_weekday_3),
                     words(Str::kit_weekday_4), words(Str::kit_weekday_5), words(Str::kit_weekday_6),
                     words(Str::kit_weekday_7)},
        .say_day = [words](BusinessDay day) { return words.date(format_day(day)); },
        .say_month = [words](BusinessDay day) { return words.month_of(day); },
        .say_shown =
            [words](std::size_t n, std::size_t all) {
                return words.with<Str::kit_shown, "n", "all">(words.number(static_cast<std::int64_t>(n)),
                                                              words.number(static_cast<std::int64_t>(all)));
            },
        .say_done = [words](std::string_view step) { return words.with<Str::kit_step_done, "step">(step); }};
}

} // namespace

Intents draw(const console::State& state, Kit& kit, const Figures& figures) {
    const Words words{state.view.preferences.language};
    Intents wanted;
    const Scene scene{state, words, kit, wanted, figures};
    kit.set_words(kit_words(words));
    draw_whole(scene);
    draw_copying(scene);
    return wanted;
}

std::string page_title(const console::State& state) {
    const Words words{state.view.preferences.language};
    const Screen shown = state.view.route.screen;
    const Screen screen = state.domain.session || console::is_link(shown) ? shown : Screen::sign_in;
    const auto* showing = std::get_if<console::Showing>(&state.view.counter.step);
    const bool card = screen == Screen::card && showing != nullptr;
    const std::string title = card                          ? words.of(showing->card.title)
                              : console::is_of_shop(screen) ? shop_title(state, words)
                                                            : std::string{words(screen_title(screen))};
    return words.with<Str::page_title, "screen", "brand">(title, words(Str::brand));
}

} // namespace hexiao::ui
