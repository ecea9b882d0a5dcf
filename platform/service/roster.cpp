// See roster.h.
#include "platform/service/roster.h"

#include <algorithm>
#include <map>

#include "core/api/sales.h"
#include "core/base/hash.h"
#include "core/base/integer.h"
#include "platform/store/journal.h"
#include "platform/store/roster.h"

namespace hexiao::service {

namespace {

// Vouchers that ended a while ago are still told, so that somebody hears why theirs is not good.
constexpr Milliseconds told_after_end = 7 * one_day;
constexpr std::int64_t entries_looked_at = 1000; // of the journal, for one page of a delta

// How far a device has come: `place` is of the store, the day and the list of products; while it reads a
// whole roster `last` is the voucher that it has come to and `count` how many it has; `position` of the
// journal is where the deltas begin.
struct Cursor {
    std::string place;
    std::int64_t position = 0;
    std::string last{};
    std::int64_t count = 0;
};

std::string write_cursor(const Cursor& cursor) {
    const std::string begun = cursor.place + "." + std::to_string(cursor.position);
    return cursor.last.empty() ? begun : begun + "." + std::to_string(cursor.count) + "." + cursor.last;
}

std::optional<Cursor> read_cursor(std::string_view text) {
    std::vector<std::string> parts(1);
    for (const char c : text) {
        if (c == '.') {
            parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    const auto position = parts.size() > 1 ? parse_integer(parts[1]) : std::nullopt;
    const auto count = parts.size() > 2 ? parse_integer(parts[2]) : std::optional<std::int64_t>{0};
    if (!position || !count || *position < 0 || *count < 0 || (parts.size() != 2 && parts.size() != 4) ||
        (parts.size() == 4 && !is_uuid(parts[3]))) {
        return std::nullopt;
    }
    return Cursor{parts[0], *position, parts.size() == 4 ? parts[3] : std::string{}, *count};
}

offline::RosterState state_of(const store::RosterRow& row) {
    if (row.state != VoucherState::active) {
        return offline::RosterState::revoked;
    }
    return row.uses_left > 0 ? offline::RosterState::usable : offline::RosterState::used;
}

// Writes rows as entries of one device, this day.
class Writing {
public:
    Writing(const std::vector<api::RosterProduct>& products, offline::RosterKey key) : key_(key) {
        for (std::size_t i = 0; i < products.size(); ++i) {
            index_[products[i].id] = static_cast<std::uint16_t>(i);
        }
    }

    void add(const store::RosterRow& row) {
        const auto product = index_.find(row.product_id);
        if (product == index_.end()) {
            return; // more products than a roster lists
        }
        // Whose code the books do not know is found by its QR alone: no code has the tag of an id.
        const std::string& mark = row.mark.empty() ? row.voucher_id : row.mark;
        entries_.push_back({offline::tag_of_mark(key_, mark), row.voucher_id, product->second, state_of(row),
                            static_cast<std::uint16_t>(row.uses_left),
                            static_cast<std::uint16_t>(row.uses_total), row.valid_from, row.valid_until});
    }
    void drop(const std::string& voucher_id) {
        offline::RosterEntry gone;
        gone.voucher_id = voucher_id;
        gone.state = offline::RosterState::gone;
        entries_.push_back(std::move(gone));
    }
    std::string text() const { return offline::write_entries(entries_); }

private:
    offline::RosterKey key_;
    std::map<std::string, std::uint16_t> index_;
    std::vector<offline::RosterEntry> entries_;
};

void add_whole(store::Connection& db, const store::Scope& scope, Instant now, Cursor& cursor,
               Writing& writing) {
    const std::int64_t room = static_cast<std::int64_t>(offline::most_roster_entries) - cursor.count;
    const std::int64_t wanted = std::min(api::roster_page_entries, room);
    const auto rows = store::roster_rows(db, scope, cursor.last, now - told_after_end, wanted);
    for (const store::RosterRow& row : rows) {
        writing.add(row);
    }
    cursor.count += static_cast<std::int64_t>(rows.size());
    const bool more = static_cast<std::int64_t>(rows.size()) == wanted && wanted < room;
    cursor.last = more ? rows.back().voucher_id : std::string{};
}

void add_changes(store::Connection& db, const store::Scope& scope, Cursor& cursor, Writing& writing,
                 api::RosterPage& page) {
    const auto changes = store::changed_vouchers(db, scope, cursor.position, entries_looked_at,
                                                 api::roster_page_entries - api::most_sold_at_once);
    for (const std::string& voucher_id : changes.voucher_ids) {
        if (!is_uuid(voucher_id)) {
            continue; // a fact that names none
        }
        if (const auto row = store::roster_row(db, scope, voucher_id)) {
            writing.add(*row);
        } else {
            writing.drop(voucher_id);
        }
    }
    cursor.position = changes.position;
    page.whole = changes.whole;
}

} // namespace

Result<api::RosterPage> Rosters::page(const Caller& caller, const std::string& after) {
    const auto begun = after.empty() ? std::optional<Cursor>{Cursor{}} : read_cursor(after);
    if (!begun) {
        return Error{Reason::invalid_field, "after"};
    }
    const Instant now = world_.clock.now();
    const store::Scope& scope = caller.scope;
    const store::Vault& vault = world_.books.vault();
    return world_.books.read([&](store::Connection& db) -> Result<api::RosterPage> {
        api::RosterPage page;
        page.day = format_rfc3339(now).substr(0, 10);
        const offline::RosterKey day_key = vault.day_key(scope.merchant_id, scope.device_id, page.day);
        page.day_key = Secret{to_hex(day_key)};
        page.code_key = Secret{to_hex(vault.code_key(scope.merchant_id))};
        page.products = store::roster_products(db, scope);
        page.server_time = now;
        std::string place = scope.store_id + page.day;
        for (const api::RosterProduct& product : page.products) {
            place += product.id;
        }
        place = to_hex(sha256(place)).substr(0, 16);
        Cursor cursor = *begun;
        Writing writing{page.products, day_key};
        if (cursor.place != place) {
            cursor = {place, store::merchant_position(db, scope.merchant_id)};
            page.full = true;
        }
        if (page.full || !cursor.last.empty()) {
            add_whole(db, scope, now, cursor, writing);
        } else {
            add_changes(db, scope, cursor, writing, page);
        }
        page.entries = writing.text();
        page.cursor = write_cursor(cursor);
        return page;
    });
}

} // namespace hexiao::service
