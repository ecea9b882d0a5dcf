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

Str screen_title(Screen screen) {
    switch (screen) {
    case Screen::sign_in: return Str::sign_in_title;
    case Screen::today: return Str::today_title;
    case Screen::place: return Str::place_title;
    case Screen::me: return Str::me_title;
    case Screen::take_over: return Str::me_switch;
    case Screen::invite:
    case Screen::invited: return Str::invite_title;
    case Screen::keys: return Str::keys_title;
    case Screen::setup: return Str::setup_title;
    case Screen::reset: return Str::reset_title;
    case Screen::pair: return Str::pair_title;
    case Screen::debug: return Str::debug_title;
    case Screen::card:
    case Screen::counter: break;
    }
    return Str::counter_title;
}

bool at_counter(const console::State& state) {
    const auto& session = state.domain.session;
    return session && (api::counter_staff & api::roles(session->role)) != 0;
}

// Where one stands, how the link is, language, and the way out.
void draw_header(const Scene& scene) {
    const console::State& state = scene.state;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const api::Store* store = console::current_store(state);
    const api::Named* lane = console::current_lane(state);
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
    if (state.view.glyphs_falsified) {
        kit.banner("glyphs", words(Str::glyphs_falsified), {.tone = Tone::promised, .icon = Icon::alert});
    }
    if (!state.domain.late.empty()) {
        const console::Verdict& late = state.domain.late.front();
        const bool done = late.outcome == Outcome::done;
        std::string text = done ? words.with<Str::late_done, "title">(words.of(late.title))
                                : words.with<Str::late_refused, "title", "reason">(
                                      words.of(late.title), words.reason_title(late.reason));
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
    case Screen::place: draw_place(scene); break;
    case Screen::me:
    case Screen::take_over: draw_me(scene); break;
    case Screen::invite:
    case Screen::invited: draw_invite(scene); break;
    case Screen::keys: // a dialog: in front of everything
    case Screen::setup:
    case Screen::reset:
    case Screen::pair:
    case Screen::debug: break; // drawn whoever is signed in
    case Screen::sign_in:
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
    // An outcome fills the window: nothing else matters while the customer is waiting for it.
    if (state.view.route.screen == Screen::counter || state.view.route.screen == Screen::card) {
        if (const auto* verdict = std::get_if<console::Verdict>(&state.view.counter.step)) {
            return draw_verdict(scene, *verdict);
        }
        if (const auto* acting = std::get_if<console::Acting>(&state.view.counter.step)) {
            return draw_acting(scene, *acting);
        }
    }
    constexpr std::array screens{Screen::counter, Screen::today};
    const std::array items{NavItem{"counter", words(Str::nav_counter), Icon::scan},
                           NavItem{"today", words(Str::nav_today), Icon::chart}};
    const bool counter = at_counter(state);
    const auto shown = std::span{items}.subspan(counter ? 0 : 1);
    const Screen at = state.view.route.screen == Screen::card ? Screen::counter : state.view.route.screen;
    const auto current =
        static_cast<std::size_t>(std::ranges::find(screens, at) - screens.begin()) - (counter ? 0U : 1U);
    if (const auto chosen = kit.nav(words(Str::brand), shown, current)) {
        scene.want(console::intent::Go{screens[*chosen + (counter ? 0 : 1)]});
    }
    kit.top([&] {
        if (state.domain.session->demo) {
            kit.text(words(Str::demo_banner), {.style = Style::caption, .ink = Ink::promised});
        }
        draw_header(scene);
        draw_notices(scene);
    });
    draw_screen(scene);
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

} // namespace

int Scene::utc_offset() const {
    const api::Store* store = console::current_store(state);
    return store != nullptr ? static_cast<int>(store->utc_offset_minutes) : DayRule{}.utc_offset_minutes;
}

std::string_view Scene::this_year() const {
    return state.domain.today ? std::string_view(state.domain.today->business_day).substr(0, 4)
                              : std::string_view{};
}

void draw_language(const Scene& scene) {
    static constexpr std::array<std::string_view, 2> names{
        text_zh[static_cast<std::size_t>(Str::language_name)],
        text_en[static_cast<std::size_t>(Str::language_name)]};
    const std::size_t current = scene.words.language() == console::Language::zh ? 0 : 1;
    if (const auto chosen =
            scene.kit.segments("language", scene.words(Str::language_label), names, current)) {
        scene.want(
            console::intent::ChooseLanguage{*chosen == 0 ? console::Language::zh : console::Language::en});
    }
}

void draw_nothing_kept(const Scene& scene) {
    if (scene.state.view.nothing_kept) {
        const std::string address = scene.state.view.entry.origin + "/trust";
        scene.kit.banner("nothing_kept", scene.words.with<Str::nothing_kept, "address">(address),
                         {.tone = Tone::unknown, .icon = Icon::info});
    }
}

void draw_text_size(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const auto now = std::ranges::find(console::text_sizes, scene.state.view.text_size);
    kit.line(
        [&] {
            if (kit.button("smaller", words(Str::text_smaller),
                           {.disabled = now == console::text_sizes.begin()})) {
                scene.want(console::intent::ChooseTextSize{*std::prev(now)});
            }
            kit.text(words.with<Str::text_size, "n">(words.number(*now)),
                     {.style = Style::strong, .live = Live::changes});
            if (kit.button("larger", words(Str::text_larger),
                           {.disabled = now == console::text_sizes.end() - 1})) {
                scene.want(console::intent::ChooseTextSize{*std::next(now)});
            }
        },
        12, Align::center);
}

namespace {

// Over whatever is shown: what can be copied, and that it was.
void draw_copying(const Scene& scene) {
    const Words& words = scene.words;
    if (auto text = scene.kit.copy_menu({words(Str::copy), words(Str::copy_list)})) {
        scene.want(console::intent::Copy{Secret{std::move(*text)}});
    }
    if (scene.state.view.copied != console::Copied::nothing) {
        const bool done = scene.state.view.copied == console::Copied::done;
        scene.kit.toast(words(done ? Str::copy_done : Str::copy_failed),
                        done ? Tone::neutral : Tone::negative, done ? Icon::check : Icon::alert);
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

} // namespace

Intents draw(const console::State& state, Kit& kit, const Figures& figures) {
    const Words words{state.view.language};
    Intents wanted;
    const Scene scene{state, words, kit, wanted, figures};
    draw_whole(scene);
    draw_copying(scene);
    return wanted;
}

std::string page_title(const console::State& state) {
    const Words words{state.view.language};
    const Screen shown = state.view.route.screen;
    const Screen screen = state.domain.session || console::is_link(shown) ? shown : Screen::sign_in;
    const auto* showing = std::get_if<console::Showing>(&state.view.counter.step);
    const bool card = screen == Screen::card && showing != nullptr;
    const std::string_view title =
        card ? std::string_view{words.of(showing->card.title)} : words(screen_title(screen));
    return words.with<Str::page_title, "screen", "brand">(title, words(Str::brand));
}

} // namespace hexiao::ui
