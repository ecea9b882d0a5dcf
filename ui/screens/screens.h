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
/// Of a customer who has nothing but their phone number.
void draw_lookup(const Scene& scene, const console::Finding& finding);
void draw_card(const Scene& scene, const console::Showing& showing);
void draw_verdict(const Scene& scene, const console::Verdict& verdict);
void draw_acting(const Scene& scene, const console::Acting& acting);
/// In the place of the verdict that it contradicts, or of the next one, until it was seen.
void draw_contradiction(const Scene& scene, const console::Verdict& late);
void draw_today(const Scene& scene);
void draw_queue(const Scene& scene);
void draw_display(const Scene& scene);
void draw_redemption(const Scene& scene);
void draw_undo(const Scene& scene);
void draw_vouchers(const Scene& scene);
void draw_voucher(const Scene& scene);
/// "Take this voucher back?" in front of everything.
void draw_revoke(const Scene& scene);
void draw_sell(const Scene& scene);
void draw_days(const Scene& scene);
void draw_day(const Scene& scene);
void draw_place(const Scene& scene);
void draw_me(const Scene& scene);
void draw_invite(const Scene& scene);
/// Everything under /shop.
void draw_shop(const Scene& scene);
/// Points at a control, where somebody is being shown around (core/console/tour.h). After the page.
void draw_tour(const Scene& scene);
void draw_keys(const Scene& scene);
void draw_setup(const Scene& scene);
void draw_reset(const Scene& scene);
void draw_pair(const Scene& scene);
void draw_debug(const Scene& scene);
void draw_gallery(const Scene& scene);

/// What the keys of keys.cpp do on every screen.
void act_on_shortcuts(const Scene& scene);

// --- pieces that several screens show

/// Language as a pair of segments.
void draw_language(const Scene& scene);
/// How this device looks, sounds and answers to keys.
void draw_preferences(const Scene& scene);
/// The size of letters: smaller, what it is, larger.
void draw_text_size(const Scene& scene);
/// Where the browser keeps no page: what that means and what mends it. Not at the counter, where nobody has
/// time for it.
void draw_nothing_kept(const Scene& scene);
/// The whole page: whose this is, and whom to ask.
void draw_forbidden(const Scene& scene, std::string_view page, Str title, Str say);
/// Where this role has nothing to do. True: so it is, and nothing else is to be drawn.
bool draw_managers_only(const Scene& scene);
// Instead of what could not be loaded; pressed, it is asked for again.
void draw_again(const Scene& scene, Reason problem);
/// One product to choose, of those that were loaded; into the form's field.
void draw_product_choice(const Scene& scene);
/// A customer's own page: its link as a code and to be copied.
void draw_page_link(const Scene& scene, const Secret& token, const std::string& voucher_id);
/// When, by whom and why a redemption was undone, as lines of a card.
void draw_undone(const Scene& scene, const api::Undone& undone);
/// "Manager".
std::string_view role_name(const Words& words, api::Role role);
/// A link that is good once, as a QR code and as a text to be sent.
struct LinkCode {
    std::string_view say, name, or_say; ///< what to do with the code, what it is, what else can be done
    const std::string& address;
    std::span<const std::string> qr;
    Instant expires_at;
};
void draw_link_code(const Scene& scene, const LinkCode& link);
/// What a screen under /shop is called in the page's title.
std::string shop_title(const console::State& state, const Words& words);
/// To managers: that customers wait too long, and what would help.
void draw_queue_alarm(const Scene& scene);
/// To everybody of the store: of which product little is left, until somebody has seen it.
void draw_stock_notice(const Scene& scene);
/// How a product's stock stands, as a line below its name: what is sold and left, and near its lines a word.
std::string stock_line(const Words& words, const api::ProductProgress& product);
/// The word for it, with its picture; empty while there is enough.
struct StockSign {
    std::string_view word{};
    Icon icon = Icon::none;
    Tone tone = Tone::neutral;
};
StockSign stock_sign(const Words& words, stock::Level level);
/// "Noodles: 85 % sold, 15 left."
std::string stock_text(const Words& words, const api::ProductProgress& product);
/// "10 more and you are over", and what holds at the red line; empty while there is enough.
std::string stock_say(const Words& words, stock::Level level, std::int64_t sellable);
std::string_view channel_name(const Words& words, Channel channel);
/// "6 min on average", of seconds.
std::string wait_text(const Words& words, std::int64_t seconds);
/// The newest redemptions as a list; `most` rows.
void draw_recent(const Scene& scene, Str title, Str empty, std::size_t most);

} // namespace hexiao::ui
