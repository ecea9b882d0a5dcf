// Keeping and taking up again what was entered; see draft.h.
#include <algorithm>
#include <array>

#include "core/api/wire_json.h"
#include "core/console/turn.h"

namespace hexiao::console {

namespace {

constexpr std::array open_fields{Field::merchant, Field::store,      Field::zone,
                                 Field::lanes,    Field::owner_name, Field::account,
                                 Field::product,  Field::quantity,   Field::gift};

std::vector<DraftEntry> listed(const Entries& entries) {
    std::vector<DraftEntry> out;
    for (const auto& [member, text] : entries) {
        out.push_back({member, text});
    }
    return out;
}

// Nothing where nothing was entered that may be kept.
std::string written(const State& state) {
    Draft draft;
    draft.path = format_route(state.view.route);
    if (!state.view.sign_in.account.empty()) {
        draft.account = state.view.sign_in.account;
    }
    if (const auto* showing = std::get_if<Showing>(&state.view.counter.step);
        showing != nullptr && showing->uses > 1) {
        draft.uses = showing->uses;
    }
    for (const Field field : open_fields) {
        if (const std::string& text = state.view.entry.form.text(field); !text.empty()) {
            draft.texts.push_back({static_cast<std::int64_t>(field), text});
        }
    }
    if (const VouchersView& vouchers = state.view.vouchers;
        state.view.route.screen == Screen::sell && !vouchers.sale_key.empty()) {
        draft.sale_key = vouchers.sale_key;
        draft.sale_hash = vouchers.sale_hash;
    }
    if (const ShopForm& form = state.view.shop.form; form.of == draft.path && form.entries != form.base) {
        draft.entered = listed(form.entries);
        draft.base = listed(form.base);
    }
    const bool any =
        draft.account || draft.uses || draft.sale_key || !draft.texts.empty() || !draft.entered.empty();
    return any ? wire::write(draft) : std::string{};
}

} // namespace

// Once the page stands where the draft was written: the form, and the account of whoever signs in.
void Turn::read_draft(const std::string& kept) {
    auto draft = wire::read<Draft>(kept);
    if (!draft || draft->path != format_route(state_.view.route)) {
        return;
    }
    state_.view.sign_in.account = draft->account.value_or("");
    for (const DraftText& entered : draft->texts) {
        const auto field = static_cast<Field>(entered.field);
        if (std::ranges::find(open_fields, field) != open_fields.end()) {
            entry().form.texts.insert_or_assign(field, Secret{entered.text});
        }
    }
    if (draft->sale_key && draft->sale_hash) {
        vouchers().sale_key = *draft->sale_key;
        vouchers().sale_hash = *draft->sale_hash;
    }
    state_.view.draft = std::move(*draft);
}

// How many uses of this card were asked for before the page was loaded anew; 1 where nothing is known.
std::int64_t Turn::drafted_uses(const Showing& showing) const {
    const Draft& draft = state_.view.draft;
    const bool same = draft.path == format_route({Screen::card, showing.handle});
    return std::clamp<std::int64_t>(same ? draft.uses.value_or(1) : 1, 1,
                                    std::max<std::int64_t>(1, showing.card.uses_left));
}

void Turn::keep_draft() {
    // A card or a form that is still on its way after a reload has lost nothing yet.
    const Draft& before = state_.view.draft;
    const bool awaited = !before.entered.empty() && before.path == format_route(state_.view.route);
    if (awaited || std::holds_alternative<Preparing>(counter().step)) {
        return;
    }
    if (std::string draft = written(state_); draft != state_.view.kept) {
        state_.view.kept = draft;
        emit(effect::KeepDraft{std::move(draft)});
    }
}

} // namespace hexiao::console
