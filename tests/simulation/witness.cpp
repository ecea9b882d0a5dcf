// See witness.h.
#include "tests/simulation/witness.h"

#include "core/api/wire_json.h"
#include "platform/store/journal_check.h"
#include "platform/store/redemptions.h"

namespace hexiao::simulation {

namespace {

using store::Connection;

constexpr Milliseconds late{1500}; // product.md: after this the screen says so

// What must be true of any books, each as a query that counts what is wrong.
struct Rule {
    std::string says;
    std::string counts;
};

// Of the vouchers `v` that the condition names: those redeemed more often than they have uses, those whose
// uses are not conserved, and those whose money is not.
std::string count_wrong_vouchers(const std::string& condition) {
    return "SELECT coalesce(sum(w.used > w.uses_total), 0), coalesce(sum(w.uses_total - w.uses_left <> "
           "w.used), 0),"
           " coalesce(sum(w.paid > w.price_fen OR (w.uses_left = 0 AND w.paid <> w.price_fen)), 0) FROM"
           " (SELECT v.uses_total, v.uses_left, v.price_fen, coalesce(sum(r.uses), 0) AS used,"
           " coalesce(sum(r.amount_fen), 0) AS paid FROM voucher v LEFT JOIN redemption r ON"
           " r.merchant_id = v.merchant_id AND r.voucher_id = v.id AND NOT " +
           std::string{store::is_undone} + " WHERE " + condition + " GROUP BY v.merchant_id, v.id) w";
}

const std::vector<Rule>& book_rules() {
    static const std::vector<Rule> rules{
        {"a product's stock does not say what was redeemed",
         "SELECT count(*) FROM product p WHERE p.stock_redeemed <> (SELECT coalesce(sum(r.uses), 0) FROM "
         "redemption r"
         " WHERE r.merchant_id = p.merchant_id AND r.product_id = p.id AND NOT EXISTS (SELECT 1 FROM undone "
         "u WHERE"
         " u.merchant_id = r.merchant_id AND u.redemption_id = r.id AND u.stock_returned = 1))"},
        {"a redemption is not in the journal",
         "SELECT count(*) FROM redemption r WHERE NOT EXISTS (SELECT 1 FROM journal j WHERE j.merchant_id ="
         " r.merchant_id AND j.id = r.entry_id)"},
        {"an undoing is not in the journal",
         "SELECT count(*) FROM undone u WHERE NOT EXISTS (SELECT 1 FROM journal j WHERE j.merchant_id ="
         " u.merchant_id AND j.id = u.entry_id)"},
    };
    return rules;
}

std::int64_t number(Connection& db, const std::string& sql) {
    return db.one(sql, [](const store::Row& row) { return row.integer(0); }).value_or(0);
}

void accuse(const store::Row& wrong) {
    if (wrong.integer(0) != 0) {
        throw Violation{"a voucher was redeemed more often than it has uses", Violation::Kind::doubled};
    }
    if (wrong.integer(1) != 0) {
        throw Violation{"uses are not conserved"};
    }
    if (wrong.integer(2) != 0) {
        throw Violation{"money is not conserved"};
    }
}

struct Looked {};

// Looks at the books; a failed disk shows nothing.
template <class Look>
void look(store::Store& books, Look&& with) {
    (void)books.read([&](Connection& db) -> Result<Looked> {
        with(db);
        return Looked{};
    });
}

} // namespace

void Witness::tapped(std::size_t device, const outbox::Row& row) {
    Tap tap;
    tap.device = device;
    tap.at = world_.now;
    tap.targets.push_back(row.handle);
    for (const api::RedeemRequest& other : row.more.value_or(std::vector<api::RedeemRequest>{})) {
        tap.targets.push_back(other.handle);
    }
    tap.undo = row.undo.has_value();
    if (!taps_.emplace(row.key, std::move(tap)).second) {
        throw Violation{"two staff actions have one key: " + row.key};
    }
    world_.say("console " + std::to_string(device) + " taps " + row.key + (row.undo ? " undo " : " redeem ") +
               row.handle);
}

void Witness::stored(const std::string& key, bool ok) {
    if (const auto found = taps_.find(key); found != taps_.end()) {
        (ok ? found->second.acknowledged : found->second.refused) = true;
    }
}

void Witness::sent(const std::string& key) {
    const auto found = taps_.find(key);
    if (found == taps_.end()) {
        throw Violation{"something is sent that nobody tapped: " + key};
    }
    Tap& tap = found->second;
    if (!tap.acknowledged && !tap.refused) {
        throw Violation{"a staff action is sent before it is stored: " + key};
    }
    ++tap.sends;
}

void Witness::told(const std::string& key, const console::Verdict& verdict) {
    Tap& tap = taps_.at(key);
    std::vector<std::string> redemptions;
    if (verdict.redemption) {
        redemptions.push_back(verdict.redemption->id);
    }
    for (const api::Redemption& other : verdict.more) {
        redemptions.push_back(other.id);
    }
    const bool done = verdict.outcome == Outcome::done;
    world_.say("console " + std::to_string(tap.device) + " is told " + key + (done ? " done " : " refused ") +
               std::string{reason_name(verdict.reason)});
    if (done && redemptions.size() != tap.targets.size()) {
        throw Violation{"of one order some vouchers were redeemed and some were not: " + key};
    }
    if (tap.told && (*tap.told != verdict.outcome || (done && tap.redemptions != redemptions))) {
        throw Violation{"staff are told two things of one action: " + key};
    }
    tap.told = verdict.outcome;
    tap.redemptions = std::move(redemptions);
}

void Witness::waits(const std::string& key) const {
    if (world_.now - taps_.at(key).at > late) {
        throw Violation{"staff are not told that an action is being checked: " + key};
    }
}

void Witness::seen(const console::Verdict& verdict) {
    if (verdict.outcome == Outcome::done && !verdict.undo && verdict.redemption) {
        greens_.insert(verdict.redemption->id);
        for (const api::Redemption& other : verdict.more) {
            greens_.insert(other.id);
        }
    }
}

void Witness::tab_died(std::size_t device, const std::map<std::string, std::string>& records) {
    for (auto& [key, tap] : taps_) {
        // Of a contradiction that was not on the disk yet its tab told, and nobody can any more.
        if (const auto row = records.find(key); tap.device == device && row != records.end()) {
            const auto read = wire::read<outbox::Row>(row->second);
            tap.contradicted = tap.contradicted && read && read->first;
        } else if (tap.device == device) {
            tap.contradicted = false;
        }
        if (tap.device == device && !tap.told) {
            const bool kept = records.contains(key);
            tap.acknowledged = tap.acknowledged || kept;
            tap.gone = !kept;
        }
    }
}

std::vector<std::string> Witness::contradictions(std::size_t device) const {
    std::vector<std::string> keys;
    for (const auto& [key, tap] : taps_) {
        if (tap.device == device && tap.contradicted) {
            keys.push_back(key);
        }
    }
    return keys;
}

void Witness::check_target(store::Store& books, const std::string& merchant_id, const std::string& target) {
    static const std::string query =
        count_wrong_vouchers("v.merchant_id = ? AND v.id IN (SELECT voucher_id FROM prepared WHERE "
                             "merchant_id = ? AND id = ? UNION ALL"
                             " SELECT voucher_id FROM redemption WHERE merchant_id = ? AND id = ?)");
    look(books, [&](Connection& db) {
        db.each(query, accuse, merchant_id, merchant_id, target, merchant_id, target);
    });
}

void Witness::check_vouchers(store::Store& books) {
    static const std::string query = count_wrong_vouchers("1");
    look(books, [&](Connection& db) { db.each(query, accuse); });
}

bool Witness::asks_channel(store::Store& books) const {
    bool asks = false;
    look(books, [&](Connection& db) {
        asks = number(db, "SELECT count(*) FROM errand WHERE ended_at IS NULL") > 0;
    });
    return asks;
}

void Witness::check_channel(store::Store& books, const ModelChannel& outside) {
    static const std::string query =
        "SELECT coalesce(e.reference, ''), r.voucher_id, r.uses FROM redemption r JOIN voucher v ON"
        " v.merchant_id = r.merchant_id AND v.id = r.voucher_id AND v.channel = 'douyin'"
        " LEFT JOIN errand e ON e.merchant_id = r.merchant_id AND e.redemption_id = r.id AND"
        " e.operation = 'redeem' WHERE NOT " +
        std::string{store::is_undone};
    std::map<std::string, ModelChannel::Use> here;
    look(books, [&](Connection& db) {
        db.each(query, [&](const store::Row& row) {
            if (!here.emplace(row.text(0), ModelChannel::Use{row.text(1), row.integer(2)}).second) {
                throw Violation{"one use of a channel is redeemed twice in the books: " + row.text(0),
                                Violation::Kind::doubled};
            }
        });
    });
    for (const auto& [reference, use] : outside.uses()) {
        const auto found = here.find(reference);
        if (found == here.end() || found->second != use) {
            throw Violation{"the channel redeemed what the books do not know: " + reference,
                            Violation::Kind::lost};
        }
    }
    if (here.size() != outside.uses().size()) {
        throw Violation{"the books hold a redemption that the channel does not know",
                        Violation::Kind::doubled};
    }
}

void Witness::check_books(store::Store& books) {
    check_vouchers(books);
    look(books, [&](Connection& db) {
        for (const Rule& rule : book_rules()) {
            if (number(db, rule.counts) != 0) {
                throw Violation{rule.says};
            }
        }
        for (const std::string& green : greens_) {
            const auto there = db.one(
                "SELECT 1 FROM redemption r JOIN journal j ON j.merchant_id = r.merchant_id AND"
                " j.id = r.entry_id WHERE r.id = ?",
                [](const store::Row&) { return true; }, green);
            if (!there && !db.failed()) {
                throw Violation{"a green is not in the books: redemption " + green, Violation::Kind::lost};
            }
        }
    });
}

void Witness::check_journal(store::Store& books) {
    look(books, [&](Connection& db) {
        for (const auto& report : store::check_journals(db)) {
            if (!report.faults.empty()) {
                throw Violation{"the journal does not hold: " + report.faults.front()};
            }
        }
    });
}

void Witness::check_rest(store::Store& books) {
    std::map<std::string, std::string> done; // a card's redemption; a redemption that is undone
    look(books, [&](Connection& db) {
        db.each("SELECT prepared_id, id FROM redemption",
                [&](const store::Row& row) { done[row.text(0)] = row.text(1); });
        db.each("SELECT redemption_id FROM undone",
                [&](const store::Row& row) { done[row.text(0)] = row.text(0); });
    });
    std::map<std::string, std::pair<bool, bool>>
        by_target; // somebody was told; or nobody can be told any more
    for (const auto& [key, tap] : taps_) {
        if (!tap.told && !tap.gone) {
            throw Violation{"an unknown has no end: " + key};
        }
        for (std::size_t i = 0; i < tap.targets.size(); ++i) {
            auto& [told, excused] = by_target[tap.targets[i]];
            const auto found = done.find(tap.targets[i]);
            if (tap.told == Outcome::done) {
                if (found == done.end() || found->second != tap.redemptions.at(i)) {
                    throw Violation{"staff were told of something that is not in the books: " + key,
                                    Violation::Kind::lost};
                }
                told = true;
            }
            // Its storage had refused the row, and staff had been told that a reload would forget it.
            excused = excused || (tap.gone && tap.refused);
        }
    }
    for (const auto& [target, happened] : done) {
        const auto found = by_target.find(target);
        if (found == by_target.end() || (!found->second.first && !found->second.second)) {
            throw Violation{"something is in the books that nobody was told of: " + target,
                            Violation::Kind::lost};
        }
    }
}

Tally Witness::tally() const {
    Tally tally;
    for (const auto& [key, tap] : taps_) {
        ++tally.taps;
        const bool forgotten = tap.gone && tap.refused; // as its staff had been told that it would be
        tally.unknown += tap.sends > 1 && !forgotten ? 1 : 0;
        tally.resolved += tap.sends > 1 && tap.told ? 1 : 0;
    }
    return tally;
}

} // namespace hexiao::simulation
