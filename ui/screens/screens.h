// One function per screen; app.cpp chooses. A screen gets the state it shows, the words, the kit, and a list
// for what the person wants; it keeps nothing.
#pragma once

#include "ui/app.h"
#include "ui/words.h"

namespace hexiao::ui {

/// Everything a screen needs, in one hand.
struct Scene {
    const console::State& state;
    const Words& words;
    Kit& kit;
    Intents& wanted;
    const Figures& figures;

    void want(console::Intent intent) const { wanted.push_back(std::move(intent)); }
    /// The store's offset from UTC, for clock times.
    int utc_offset() const;
    /// "2026", by the store's business day; empty while it is not known.
    std::string_view this_year() const;
};

void draw_start(const Scene& scene);
void draw_sign_in(const Scene& scene);
void draw_counter(const Scene& scene);
void draw_card(const Scene& scene, const console::Showing& showing);
void draw_verdict(const Scene& scene, const console::Verdict& verdict);
void draw_acting(const Scene& scene, const console::Acting& acting);
void draw_today(const Scene& scene);
void draw_place(const Scene& scene);
void draw_me(const Scene& scene);
void draw_invite(const Scene& scene);
void draw_keys(const Scene& scene);
void draw_setup(const Scene& scene);
void draw_reset(const Scene& scene);
void draw_pair(const Scene& scene);
void draw_debug(const Scene& scene);

/// What the keys of keys.cpp do on every screen.
void act_on_shortcuts(const Scene& scene);

// --- pieces that several screens show

/// Language as a pair of segments.
void draw_language(const Scene& scene);
/// The size of letters: smaller, what it is, larger.
void draw_text_size(const Scene& scene);
/// Where the browser keeps no page: what that means and what mends it. Not at the counter, where nobody has
/// time for it.
void draw_nothing_kept(const Scene& scene);
/// The newest redemptions as a list; `most` rows.
void draw_recent(const Scene& scene, Str title, Str empty, std::size_t most);

} // namespace hexiao::ui
