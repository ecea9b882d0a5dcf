// See journal_check.h.
#include "platform/store/journal_check.h"

#include <array>
#include <set>

#include "core/journal/journal.h"
#include "platform/store/journal.h"
#include "platform/store/redemptions.h"

namespace hexiao::store {

namespace {

constexpr std::size_t most_faults = 20; // of one merchant; more would not be read

// What of a row its entry tells alike: `select` gives the texts, the numbers, when it happened, and of the
// entry its bytes, position and store, of the rows whose redemption is above one.
struct Alike {
    std::string_view what;               // for a person
    std::string_view kind;               // of the entry
    std::string_view told_by;            // gives the entry that a redemption's row names
    std::vector<std::string_view> texts; // "redemption_id" first
    std::vector<std::string_view> numbers;
    std::string select;
};

const std::array<Alike, 2> alike{
    Alike{"Redemption",
          "voucher_redeemed",
          "SELECT entry_id FROM redemption WHERE merchant_id = ? AND id = ?",
          {"redemption_id", "store_id", "lane_id", "staff_id", "device_id", "voucher_id", "product_id",
           "business_day"},
          {"uses", "uses_left", "amount_fen"},
          "SELECT r.id, r.store_id, r.lane_id, r.staff_id, r.device_id, r.voucher_id, r.product_id,"
          " r.business_day, r.uses, r.uses_left, r.amount_fen, r.at, j.bytes, j.position, j.store_id"
          " FROM redemption r LEFT JOIN journal j ON j.merchant_id = r.merchant_id AND j.id = r.entry_id"
          " WHERE r.merchant_id = ? AND r.id > ? ORDER BY r.id LIMIT ?"},
    Alike{"The undoing of redemption",
          "redemption_undone",
          "SELECT entry_id FROM undone WHERE merchant_id = ? AND redemption_id = ?",
          {"redemption_id", "store_id", "staff_id", "device_id", "voucher_id", "product_id", "business_day",
           "reason"},
          {"uses", "amount_fen", "stock_returned"},
          "SELECT r.id, r.store_id, u.staff_id, u.device_id, r.voucher_id, r.product_id, u.business_day,"
          " coalesce(u.reason, ''), r.uses, r.amount_fen, u.stock_returned, u.at, j.bytes, j.position,"
          " j.store_id FROM undone u"
          " JOIN redemption r ON r.merchant_id = u.merchant_id AND r.id = u.redemption_id"
          " LEFT JOIN journal j ON j.merchant_id = u.merchant_id AND j.id = u.entry_id"
          " WHERE u.merchant_id = ? AND u.redemption_id > ? ORDER BY u.redemption_id LIMIT ?"}};

using Fact = std::variant<std::int64_t, std::string>;

std::string shown(const Fact& fact) {
    const auto* number = std::get_if<std::int64_t>(&fact);
    return number != nullptr ? std::to_string(*number) : *std::get_if<std::string>(&fact);
}

std::string at_position(std::int64_t position) { return "the entry at position " + std::to_string(position); }

std::string positions(std::int64_t first, std::int64_t last) {
    return first == last ? "position " + std::to_string(first)
                         : "positions " + std::to_string(first) + " to " + std::to_string(last);
}

class Checker {
public:
    Checker(Connection& db, JournalReport& report) : db_(db), report_(report) {}

    void run(const merkle::Head& kept) {
        check_numbered();
        check_waiting();
        if (unbroken_) {
            check_head(kept);
        }
        check_devices();
        for (const Alike& kind : alike) {
            check_rows(kind);
        }
        check_uses();
    }

private:
    void fault(std::string sentence) {
        if (report_.faults.size() < most_faults) {
            report_.faults.push_back(std::move(sentence));
        }
        ++report_.fault_count;
    }

    void check_numbered() {
        std::int64_t last = 0;
        for (bool more = true; more;) {
            more = false;
            db_.each(
                "SELECT position, id, bytes FROM journal WHERE merchant_id = ? AND position > ?"
                " ORDER BY position LIMIT ?",
                [&](const Row& row) {
                    more = true;
                    check_place(last, row.integer(0));
                    last = row.integer(0);
                    check_entry(at_position(last), row.text(1), row.text(2));
                    grow(row.text(2));
                },
                report_.merchant_id, last, entries_at_a_time);
        }
        report_.head = tree_.head();
    }

    // After a gap no later subtree can be compared: which entries it stood for is not known.
    void check_place(std::int64_t before, std::int64_t position) {
        if (position != before + 1) {
            unbroken_ = false;
            fault("There is no entry at " + positions(before + 1, position - 1) + ".");
        }
    }

    void check_entry(const std::string& which, const std::string& id, const std::string& bytes) {
        const auto entry = parse_entry(bytes);
        if (!entry) {
            fault("The bytes of " + which + " are not canonical: they were touched.");
        } else if (entry->id != id) {
            fault("The id of " + which + " is " + entry->id + ", but it is kept as " + id + ".");
        } else {
            for (const Alike& kind : alike) {
                if (entry->kind == kind.kind) {
                    check_told(which, *entry, kind);
                }
            }
        }
    }

    // That what an entry tells of is there, and is told by it.
    void check_told(const std::string& which, const JournalEntry& entry, const Alike& kind) {
        const auto fact = entry.facts.find("redemption_id");
        const std::string id = fact == entry.facts.end() ? std::string{} : shown(fact->second);
        const auto told_by = db_.one(
            kind.told_by, [](const Row& row) { return row.text(0); }, report_.merchant_id, id);
        const std::string what = std::string{kind.what} + " " + id + ", of which " + which + " tells, ";
        if (!told_by) {
            fault(what + "is not in the books.");
        } else if (*told_by != entry.id) {
            fault(what + "names another entry, " + *told_by + ".");
        }
    }

    void grow(const std::string& bytes) {
        tree_.append(merkle::leaf_hash(bytes), [this](const merkle::Subtree& subtree, const Sha256& hash) {
            if (subtree.level > 0 && unbroken_) {
                check_subtree(subtree, hash);
            }
        });
    }

    // A wrong subtree makes all those above it wrong; only the lowest says where it is.
    void check_subtree(const merkle::Subtree& subtree, const Sha256& hash) {
        ++subtrees_;
        const auto kept = read_(subtree);
        if (kept == hash) {
            return;
        }
        wrong_.insert({subtree.level, subtree.index});
        if (wrong_.contains({subtree.level - 1, subtree.index * 2}) ||
            wrong_.contains({subtree.level - 1, subtree.index * 2 + 1})) {
            return;
        }
        const std::int64_t first = (subtree.index << subtree.level) + 1;
        const std::int64_t last = (subtree.index + 1) << subtree.level;
        fault(kept ? "The entries at " + positions(first, last) +
                         " are not those over which the tree was built."
                   : "The tree has nothing for the entries at " + positions(first, last) + ".");
    }

    void check_waiting() {
        db_.each(
            "SELECT id, bytes FROM journal WHERE merchant_id = ? AND position IS NULL ORDER BY arrival",
            [&](const Row& row) {
                ++report_.waiting;
                check_entry("entry " + row.text(0) + " (not numbered yet)", row.text(0), row.text(1));
            },
            report_.merchant_id);
    }

    void check_head(const merkle::Head& kept) {
        // A wrong subtree has told already why the root is another.
        if (kept != report_.head && (kept.size != report_.head.size || wrong_.empty())) {
            fault("The head in the books is " + merkle::format_head(kept) + ", the entries give " +
                  merkle::format_head(report_.head) + ".");
        }
        const std::int64_t kept_subtrees =
            db_.one(
                   "SELECT count(*) FROM journal_node WHERE merchant_id = ?",
                   [](const Row& row) { return row.integer(0); }, report_.merchant_id)
                .value_or(0);
        if (kept_subtrees > subtrees_) {
            fault("The tree stands for more entries than there are: the last ones were taken away.");
        }
    }

    // What left the operator's hands: a journal that was rewritten as a whole agrees with itself, but not
    // with what the shop's devices saw of it.
    void check_devices() {
        db_.each(
            "SELECT d.name, h.size, h.root FROM device_head h"
            " JOIN device d ON d.merchant_id = h.merchant_id AND d.id = h.device_id"
            " WHERE h.merchant_id = ? AND h.size > 0 ORDER BY d.name",
            [&](const Row& row) { check_seen(row.text(0), row.integer(1), row.text(2)); },
            report_.merchant_id);
    }

    void check_seen(const std::string& device, std::int64_t size, const std::string& root) {
        if (size > report_.head.size) {
            fault("The device " + device + " saw " + std::to_string(size) +
                  " entries: the last ones were taken away.");
            return;
        }
        const auto now = unbroken_ ? merkle::root_at(size, read_) : std::nullopt;
        if (now && std::string{now->begin(), now->end()} != root) {
            fault("The first " + std::to_string(size) + " entries are not those that the device " + device +
                  " saw.");
        }
    }

    // Each use of a voucher is a redemption that counts, whoever else says what.
    void check_uses() {
        db_.each(
            "SELECT v.id, v.uses_total - v.uses_left, coalesce(sum(r.uses), 0) FROM voucher v"
            " LEFT JOIN redemption r ON r.merchant_id = v.merchant_id AND r.voucher_id = v.id AND NOT " +
                std::string{is_undone} +
                " WHERE v.merchant_id = ? GROUP BY v.merchant_id, v.id, v.uses_total, v.uses_left"
                " HAVING v.uses_total - v.uses_left <> coalesce(sum(r.uses), 0) ORDER BY v.id",
            [&](const Row& row) {
                fault("Of voucher " + row.text(0) + " " + std::to_string(row.integer(1)) +
                      " uses are gone, but its redemptions are of " + std::to_string(row.integer(2)) + ".");
            },
            report_.merchant_id);
    }

    void check_rows(const Alike& kind) {
        std::string last;
        for (bool more = true; more;) {
            more = false;
            db_.each(
                kind.select,
                [&](const Row& row) {
                    more = true;
                    last = row.text(0);
                    check_row(kind, row);
                },
                report_.merchant_id, std::string{last}, entries_at_a_time);
        }
    }

    void check_row(const Alike& kind, const Row& row) {
        const int at_column = static_cast<int>(kind.texts.size() + kind.numbers.size());
        const int bytes_column = at_column + 1;
        const int position_column = at_column + 2;
        const std::string which = std::string{kind.what} + " " + row.text(0);
        if (row.is_null(bytes_column)) {
            fault(which + " has no entry in the journal.");
            return;
        }
        const auto entry = parse_entry(row.text(bytes_column));
        if (!entry) {
            return; // told where the entry was read
        }
        const std::string where = row.is_null(position_column) ? "entry " + entry->id + " (not numbered yet)"
                                                               : at_position(row.integer(position_column));
        const auto check = [&](std::string_view name, const Fact& kept, const Fact& told) {
            if (kept != told) {
                fault(which + " has " + std::string{name} + " " + shown(kept) + ", but " + where + " says " +
                      shown(told) + ".");
            }
        };
        const auto told = [&](std::string_view name) {
            const auto found = entry->facts.find(std::string{name});
            return found == entry->facts.end() ? Fact{std::string{"nothing"}} : found->second;
        };
        check("kind", std::string{kind.kind}, entry->kind);
        // What was done on paper or while cut off was recorded later; such an entry tells both.
        const auto acted = entry->facts.find("acted_at");
        check("at", row.integer(at_column), acted == entry->facts.end() ? Fact{entry->at.ms} : acted->second);
        check("feed", row.text(at_column + 3), told("store_id"));
        int column = 0;
        for (const std::string_view name : kind.texts) {
            check(name, row.text(column++), told(name));
        }
        for (const std::string_view name : kind.numbers) {
            check(name, row.integer(column++), told(name));
        }
    }

    Connection& db_;
    JournalReport& report_;
    const merkle::ReadSubtree read_ = subtree_reader(db_, report_.merchant_id);
    merkle::Tree tree_;
    bool unbroken_ = true;
    std::int64_t subtrees_ = 0;
    std::set<std::pair<int, std::int64_t>> wrong_;
};

} // namespace

std::vector<JournalReport> check_journals(Connection& db) {
    std::vector<JournalReport> reports;
    for (const MerchantHead& merchant : journal_heads(db)) {
        JournalReport& report = reports.emplace_back();
        report.merchant_id = merchant.merchant_id;
        report.title = merchant.title;
        Checker{db, report}.run(merchant.head);
    }
    return reports;
}

} // namespace hexiao::store
