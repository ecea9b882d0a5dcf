// The card before a redemption: what it buys and under which conditions, so that nobody misreads a package;
// and the panels that fill the window afterwards: being redeemed, being checked, redeemed, refused.
#include <array>

#include "ui/screens/screens.h"

namespace hexiao::ui {

namespace {

void draw_contents(const Scene& scene, const api::Card& card) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    std::vector<std::string> contents;
    for (const api::ContentItem& item : card.contents) {
        contents.push_back(
            words.with<Str::card_item, "title", "n">(words.of(item.title), words.number(item.quantity)));
    }
    std::vector<std::string> conditions;
    for (const api::Title& condition : card.conditions) {
        conditions.push_back(words.of(condition));
    }
    kit.card([&] {
        kit.heading(2, words(Str::card_contents));
        kit.bullets(contents);
    });
    if (!conditions.empty()) {
        kit.card([&] {
            kit.heading(2, words(Str::card_conditions));
            kit.bullets(conditions);
        });
    }
}

void draw_facts(const Scene& scene, const api::Card& card) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const int offset = scene.utc_offset();
    // The wire's end is exclusive; people read the last day on which it may be used.
    const std::string valid = words.with<Str::card_valid_range, "from", "until">(
        words.date(format_date(card.valid_from, offset)),
        words.date(format_date(card.valid_until - Milliseconds{1}, offset)));
    const std::string uses = words.with<Str::card_uses_left, "total", "left">(words.number(card.uses_total),
                                                                              words.number(card.uses_left));
    kit.card([&] {
        kit.key_value(words(Str::card_price), format_yuan(card.price));
        kit.key_value(words(Str::card_valid), valid);
        if (card.uses_total > 1) {
            kit.key_value(words(Str::card_uses), uses);
        }
        kit.key_value(words(Str::card_category), words.of(card.category));
        kit.key_value(words(Str::card_channel), channel_name(words, card.channel));
    });
}

void draw_uses(const Scene& scene, const console::Showing& showing) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.line(
        [&] {
            if (kit.button("fewer", words(Str::card_fewer), {.disabled = showing.uses <= 1})) {
                scene.want(console::intent::SetUses{showing.uses - 1});
            }
            kit.text(words.with<Str::card_uses_now, "n">(words.number(showing.uses)),
                     {.style = Style::strong, .live = Live::changes});
            if (kit.button("more", words(Str::card_more),
                           {.disabled = showing.uses >= showing.card.uses_left})) {
                scene.want(console::intent::SetUses{showing.uses + 1});
            }
        },
        Gap::close, Align::center);
    kit.text(words(Str::card_uses_say), {.style = Style::caption, .ink = Ink::muted, .align = Align::center});
}

void draw_vouchers_together(const Scene& scene, const console::Showing& showing) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const auto all = static_cast<std::int64_t>(showing.others.size()) + 1;
    kit.line(
        [&] {
            if (kit.button("fewer", words(Str::card_vouchers_fewer), {.disabled = showing.vouchers <= 1})) {
                scene.want(console::intent::SetVouchers{showing.vouchers - 1});
            }
            kit.text(words.with<Str::card_vouchers_now, "n">(words.number(showing.vouchers)),
                     {.style = Style::strong, .live = Live::changes});
            if (kit.button("more", words(Str::card_vouchers_more), {.disabled = showing.vouchers >= all})) {
                scene.want(console::intent::SetVouchers{showing.vouchers + 1});
            }
        },
        Gap::close, Align::center);
    kit.text(words.with<Str::card_vouchers_say, "n">(words.number(all)),
             {.style = Style::caption, .ink = Ink::muted, .align = Align::center});
}

std::string redeem_label(const Words& words, const console::Showing& showing) {
    if (showing.vouchers > 1) {
        return words.with<Str::card_redeem_vouchers, "n">(words.number(showing.vouchers));
    }
    return showing.card.uses_left > 1 ? words.with<Str::card_redeem_uses, "n">(words.number(showing.uses))
                                      : std::string{words(Str::card_redeem)};
}

void draw_actions(const Scene& scene, const console::Showing& showing) {
    const console::State& state = scene.state;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    if (console::current_lane(state) == nullptr) {
        kit.banner("lane", words(Str::card_lane_first), {.tone = Tone::promised, .icon = Icon::store});
    }
    if (showing.card.uses_left > 1) {
        draw_uses(scene, showing);
    } else if (!showing.others.empty()) {
        draw_vouchers_together(scene, showing);
    }
    if (kit.button("redeem", redeem_label(words, showing),
                   {.kind = ButtonKind::primary,
                    .icon = Icon::check,
                    .full = true,
                    .large = true,
                    .disabled = console::current_lane(state) == nullptr,
                    .autofocus = true})) {
        scene.want(console::intent::Redeem{});
    }
    if (kit.button("cancel", words(Str::card_cancel), {.kind = ButtonKind::quiet, .full = true})) {
        scene.want(console::intent::Dismiss{});
    }
}

std::vector<std::string> previous_lines(const Scene& scene, const api::Previous& previous) {
    const Words& words = scene.words;
    const int offset = scene.utc_offset();
    return {words.with<Str::verdict_previous, "moment", "store", "lane", "staff">(
                words.moment(previous.at, offset, scene.this_year()), words.of(previous.store),
                words.of(previous.lane), previous.staff_name),
            previous.this_device ? words.with<Str::verdict_previous_here, "device">(previous.device_name)
                                 : words.with<Str::verdict_previous_device, "device">(previous.device_name)};
}

} // namespace

std::string_view channel_name(const Words& words, Channel channel) {
    static constexpr std::array names{Str::channel_other, Str::channel_house, Str::channel_douyin,
                                      Str::channel_meituan, Str::channel_wechat};
    return words(names[static_cast<std::size_t>(channel)]);
}

void draw_card(const Scene& scene, const console::Showing& showing) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const api::Card& card = showing.card;
    if (kit.escape_pressed()) {
        scene.want(console::intent::Dismiss{});
    }
    kit.about(showing.handle);
    kit.page(
        "card",
        [&] {
            kit.column({.width = Width::reading}, [&] {
                const auto head = [&] {
                    kit.heading(1, words.of(card.title));
                    kit.text(words(Str::card_say), {.ink = Ink::muted});
                };
                if (card.picture) {
                    kit.bar(head, [&] { kit.picture(*card.picture, words.of(card.title)); });
                } else {
                    head();
                }
                draw_contents(scene, card);
                draw_facts(scene, card);
            });
        },
        [&] {
            kit.column({.gap = Gap::close, .width = Width::reading}, [&] { draw_actions(scene, showing); });
        });
}

void draw_verdict(const Scene& scene, const console::Verdict& verdict) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const bool done = verdict.outcome == Outcome::done;
    const bool undone = done && verdict.redemption && verdict.redemption->undone;
    std::vector<std::string> lines;
    if (!verdict.title.zh.empty()) {
        lines.push_back(words.of(verdict.title));
    }
    std::string headline{words(Str::verdict_done)};
    if (done) {
        if (verdict.redemption) {
            if (undone) {
                headline = words(Str::verdict_undone);
            } else if (!verdict.more.empty()) {
                headline = words.with<Str::verdict_done_vouchers, "n">(
                    words.number(static_cast<std::int64_t>(verdict.more.size()) + 1));
            } else if (verdict.redemption->uses > 1) {
                headline = words.with<Str::verdict_done_uses, "n">(words.number(verdict.redemption->uses));
            }
            Money amount = verdict.redemption->amount;
            for (const api::Redemption& other : verdict.more) {
                amount.fen += other.amount.fen;
            }
            lines.push_back(words.with<Str::verdict_amount, "amount">(format_yuan(amount)));
        }
        if (verdict.refused_of_more > 0) {
            lines.push_back(words.with<Str::verdict_part, "n", "reason">(
                words.number(verdict.refused_of_more), words.reason_title(verdict.reason)));
        }
        if (verdict.uses_left.value_or(0) > 0) {
            lines.push_back(words.with<Str::verdict_uses_left, "n">(words.number(*verdict.uses_left)));
        }
    } else if (verdict.outcome == Outcome::unknown) {
        headline = words(Str::verdict_aside);
        lines.emplace_back(words(Str::verdict_aside_say));
    } else {
        headline = words.reason_title(verdict.reason);
        if (verdict.previous) {
            for (std::string& line : previous_lines(scene, *verdict.previous)) {
                lines.push_back(std::move(line));
            }
        }
        lines.emplace_back(words.reason_do(verdict.reason));
    }
    // Of several each is undone by itself, from the list.
    const bool may_undo = done && !undone && verdict.redemption && verdict.more.empty() &&
                          console::may_undo(scene.state, *verdict.redemption) == Reason::none;
    const bool unknown = verdict.outcome == Outcome::unknown;
    const Tone tone = undone    ? Tone::neutral
                      : done    ? Tone::positive
                      : unknown ? Tone::unknown
                                : Tone::negative;
    const VerdictAction action =
        kit.verdict("verdict", {.tone = tone,
                                .icon = undone    ? Icon::undo
                                        : done    ? Icon::check
                                        : unknown ? Icon::question
                                                  : Icon::cross,
                                .headline = headline,
                                .lines = lines,
                                .primary = words(Str::verdict_next),
                                .secondary = may_undo ? words(Str::verdict_undo) : std::string_view{}});
    if (action == VerdictAction::secondary) {
        scene.want(console::intent::OpenUndo{verdict.redemption->id});
    } else if (action == VerdictAction::primary || kit.escape_pressed()) {
        scene.want(console::intent::Dismiss{});
    }
}

void draw_contradiction(const Scene& scene, const console::Verdict& late) {
    const std::vector<std::string> lines{late_text(scene.words, late)};
    const VerdictAction action =
        scene.kit.verdict("contradiction", {.tone = Tone::negative,
                                            .icon = Icon::alert,
                                            .headline = scene.words(Str::contradiction_title),
                                            .lines = lines,
                                            .primary = scene.words(Str::late_seen)});
    if (action != VerdictAction::none || scene.kit.escape_pressed()) {
        scene.want(console::intent::DismissLate{});
    }
}

void draw_acting(const Scene& scene, const console::Acting& acting) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    std::vector<std::string> lines{words.of(acting.title)};
    if (acting.checking) {
        lines.emplace_back(words(acting.undo ? Str::verdict_checking_undo : Str::verdict_checking_say));
    }
    const Str acts = acting.undo ? Str::verdict_undoing : Str::verdict_acting;
    const VerdictAction action = kit.verdict(
        "acting", {.tone = Tone::unknown,
                   .icon = acting.checking ? Icon::question : Icon::clock,
                   .headline = words(acting.checking ? Str::verdict_checking : acts),
                   .lines = lines,
                   .secondary = acting.checking ? words(Str::verdict_serve_next) : std::string_view{}});
    if (action != VerdictAction::none) {
        scene.want(console::intent::Dismiss{});
    }
}

} // namespace hexiao::ui
