// Products of which little is left: the notice that every screen of the store shows until somebody has seen
// it, and the words for how a stock stands wherever a product is listed.
#include "ui/screens/screens.h"

namespace hexiao::ui {

namespace {

using stock::Level;

std::string sentences(const Words& words, std::string_view first, std::string_view second) {
    return second.empty() ? std::string{first}
                          : words.with<Str::format_sentences, "first", "second">(first, second);
}

} // namespace

std::string stock_say(const Words& words, Level level, std::int64_t sellable) {
    switch (level) {
    case Level::warning: return words.with<Str::stock_near, "n">(words.number(sellable));
    case Level::red: return std::string{words(Str::stock_red)};
    case Level::over: return std::string{words(Str::stock_over)};
    case Level::other:
    case Level::calm: break;
    }
    return {};
}

std::string stock_text(const Words& words, const api::ProductProgress& product) {
    const std::int64_t percent = stock::sold_percent(product.sold.value_or(0), product.limit.value_or(0));
    return words.with<Str::stock_notice, "left", "percent", "title">(
        words.number(console::stock_left(product)), words.number(percent), words.of(product.title));
}

StockSign stock_sign(const Words& words, Level level) {
    switch (level) {
    case Level::warning: return {words(Str::stock_level_warning), Icon::alert, Tone::promised};
    case Level::red: return {words(Str::stock_level_red), Icon::alert, Tone::negative};
    case Level::over: return {words(Str::stock_level_over), Icon::alert, Tone::negative};
    case Level::other:
    case Level::calm: break;
    }
    return {};
}

std::string stock_line(const Words& words, const api::ProductProgress& product) {
    if (!product.sold || !product.limit) {
        return {};
    }
    const std::string line = words.with<Str::stock_sold_left, "left", "sold">(
        words.number(console::stock_left(product)), words.number(*product.sold));
    const StockSign sign = stock_sign(words, product.level.value_or(Level::other));
    return sign.word.empty() ? line : words.with<Str::format_listed, "first", "second">(line, sign.word);
}

void draw_stock_notice(const Scene& scene) {
    const Words& words = scene.words;
    const console::StockNotice notice = console::stock_notice(scene.state);
    if (notice.product == nullptr) {
        return;
    }
    const api::ProductProgress& product = *notice.product;
    const Level level = product.level.value_or(Level::other);
    std::string text =
        sentences(words, stock_text(words, product), stock_say(words, level, product.sellable.value_or(0)));
    if (notice.products > 1) {
        text = sentences(words, text, words.with<Str::stock_more, "n">(words.number(notice.products - 1)));
    }
    const console::StockView& view = scene.state.view.stock;
    if (view.problem != Reason::none && !view.busy) {
        text = sentences(words, text, words(Str::stock_not_recorded));
    }
    if (scene.kit.banner("stock", text,
                         {.tone = Tone::negative,
                          .icon = Icon::alert,
                          .action = words(Str::stock_seen),
                          .live = Live::assertive,
                          .loud = true})) {
        scene.want(console::intent::SeeStock{product.product_id, level});
    }
}

} // namespace hexiao::ui
