// See journal.h.
#include "platform/store/journal.h"

#include <algorithm>
#include <set>

#include "platform/store/names.h"
#include "platform/store/people.h"

namespace hexiao::store {

namespace {

// The bytes of hashes, one after another, as a BLOB holds them.
std::string bytes_of(const merkle::Path& hashes) {
    std::string bytes;
    for (const Sha256& hash : hashes) {
        bytes.append(hash.begin(), hash.end());
    }
    return bytes;
}
std::string bytes_of(const Sha256& hash) { return {hash.begin(), hash.end()}; }

merkle::Path hashes_of(const std::string& bytes) {
    merkle::Path hashes(bytes.size() / sizeof(Sha256));
    for (std::size_t i = 0; i < hashes.size(); ++i) {
        std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(i * sizeof(Sha256)), sizeof(Sha256),
                    hashes[i].begin());
    }
    return hashes;
}
std::optional<Sha256> hash_of(const std::string& bytes) {
    const auto hashes = hashes_of(bytes);
    return bytes.size() == sizeof(Sha256) ? std::optional{hashes.front()} : std::nullopt;
}

// One merchant's sequencer, from taking the lock to writing the head.
class Sequencer {
public:
    Sequencer(Connection& db, const std::string& merchant_id) : db_(db), merchant_id_(merchant_id) {}

    Result<std::int64_t> run() {
        lock();
        if (!load() || !adopt()) {
            return Error{db_.failed() ? Reason::store_unavailable : Reason::head_mismatch, {}};
        }
        const std::int64_t numbered = number();
        save();
        return numbered;
    }

private:
    struct Entry {
        std::int64_t place = 0; // position or arrival
        std::string bytes;
    };

    // An update takes the row's lock on PostgreSQL, where it waits for another sequencer's commit and then
    // sees it; on SQLite the transaction has its lock already, and this costs little.
    void lock() {
        constexpr std::string_view take = "UPDATE journal_head SET size = size WHERE merchant_id = ?";
        if (db_.exec(take, merchant_id_) == 0) {
            const std::string root = bytes_of(merkle::Head{}.root);
            const std::string peaks;
            db_.exec("INSERT INTO journal_head (merchant_id, size, root, peaks) VALUES (?, 0, ?, ?)"
                     " ON CONFLICT (merchant_id) DO NOTHING",
                     merchant_id_, Blob{root}, Blob{peaks});
            db_.exec(take, merchant_id_);
        }
    }

    bool load() {
        auto tree = db_.one(
                           "SELECT size, peaks FROM journal_head WHERE merchant_id = ?",
                           [](const Row& row) {
                               return merkle::Tree::resume(row.integer(0), hashes_of(row.text(1)));
                           },
                           merchant_id_)
                        .value_or(std::nullopt);
        if (tree) {
            tree_ = std::move(*tree);
        }
        return tree.has_value();
    }

    std::vector<Entry> read(std::string_view sql, std::int64_t after) {
        std::vector<Entry> entries;
        db_.each(
            sql,
            [&](const Row& row) {
                entries.push_back({row.integer(0), row.text(1)});
            },
            merchant_id_, after, entries_at_a_time);
        return entries;
    }

    // Entries that were numbered before there was a tree. False when their positions are not the next ones.
    bool adopt() {
        for (;;) {
            const auto entries = read("SELECT position, bytes FROM journal WHERE merchant_id = ?"
                                      " AND position > ? ORDER BY position LIMIT ?",
                                      tree_.size());
            for (const Entry& entry : entries) {
                if (entry.place != tree_.size() + 1) {
                    return false;
                }
                grow(entry.bytes);
            }
            if (entries.empty()) {
                return true;
            }
        }
    }

    std::int64_t number() {
        std::int64_t numbered = 0;
        for (std::int64_t arrival = 0;;) {
            const auto entries = read("SELECT arrival, bytes FROM journal WHERE merchant_id = ?"
                                      " AND position IS NULL AND arrival > ? ORDER BY arrival LIMIT ?",
                                      arrival);
            for (const Entry& entry : entries) {
                arrival = entry.place;
                grow(entry.bytes);
                db_.exec("UPDATE journal SET position = ? WHERE arrival = ?", tree_.size(), arrival);
                ++numbered;
            }
            if (entries.empty()) {
                return numbered;
            }
        }
    }

    void grow(const std::string& bytes) {
        tree_.append(merkle::leaf_hash(bytes), [this](const merkle::Subtree& subtree, const Sha256& hash) {
            if (subtree.level > 0) {
                const std::string blob = bytes_of(hash);
                db_.exec("INSERT INTO journal_node (merchant_id, level, idx, hash) VALUES (?, ?, ?, ?)",
                         merchant_id_, std::int64_t{subtree.level}, subtree.index, Blob{blob});
            }
        });
    }

    void save() {
        const merkle::Head head = tree_.head();
        const std::string root = bytes_of(head.root);
        const std::string peaks = bytes_of(tree_.peaks());
        db_.exec("UPDATE journal_head SET size = ?, root = ?, peaks = ? WHERE merchant_id = ?", head.size,
                 Blob{root}, Blob{peaks}, merchant_id_);
    }

    Connection& db_;
    const std::string& merchant_id_;
    merkle::Tree tree_;
};

// In one order everywhere, so that two sequencers never wait for each other.
Result<std::int64_t> run_sequencers(Connection& db, const std::set<std::string>& merchants) {
    std::int64_t numbered = 0;
    for (const std::string& merchant_id : merchants) {
        auto some = Sequencer{db, merchant_id}.run();
        if (!some) {
            return some;
        }
        numbered += *some;
    }
    return numbered;
}

std::set<std::string> texts(Connection& db, std::string_view sql) {
    std::set<std::string> found;
    db.each(sql, [&](const Row& row) { found.insert(row.text(0)); });
    return found;
}

std::optional<SeenHead> read_seen(const Row& row, int column) {
    const auto root = hash_of(row.text(column + 1));
    return root ? std::optional{SeenHead{{row.integer(column), *root}, row.instant(column + 2)}}
                : std::nullopt;
}

} // namespace

void append_entry(Connection& db, const Scope& scope, const JournalEntry& entry) {
    const std::string bytes = canonical_bytes(entry);
    db.exec("INSERT INTO journal (merchant_id, id, store_id, bytes) VALUES (?, ?, ?, ?)", scope.merchant_id,
            entry.id, scope.store_id, Blob{bytes});
}

void append_quiet_entry(Connection& db, const std::string& merchant_id, const JournalEntry& entry) {
    const std::string bytes = canonical_bytes(entry);
    db.exec("INSERT INTO journal (merchant_id, id, store_id, bytes) VALUES (?, ?, ?, ?)", merchant_id,
            entry.id, std::nullopt, Blob{bytes});
}

Result<std::int64_t> number_entries(Connection& db) {
    // One row an entry, from the small index of those without a position, rather than DISTINCT, for which
    // SQLite would walk the whole index of all positions.
    return run_sequencers(
        db, texts(db, "SELECT merchant_id FROM journal WHERE position IS NULL ORDER BY arrival"));
}

Result<std::int64_t> adopt_entries(Connection& db) {
    return run_sequencers(db,
                          texts(db, "SELECT m.id FROM merchant m WHERE EXISTS (SELECT 1 FROM journal j"
                                    " WHERE j.merchant_id = m.id AND j.position > coalesce("
                                    "(SELECT h.size FROM journal_head h WHERE h.merchant_id = m.id), 0))"));
}

std::int64_t merchant_position(Connection& db, const std::string& merchant_id) {
    return db
        .one(
            "SELECT coalesce(max(position), 0) FROM journal WHERE merchant_id = ?",
            [](const Row& row) { return row.integer(0); }, merchant_id)
        .value_or(0);
}

merkle::Head journal_head(Connection& db, const std::string& merchant_id) {
    const auto read = [](const Row& row) {
        const auto root = hash_of(row.text(1));
        return merkle::Head{row.integer(0), root.value_or(merkle::Head{}.root)};
    };
    return db.one("SELECT size, root FROM journal_head WHERE merchant_id = ?", read, merchant_id)
        .value_or(merkle::Head{});
}

merkle::ReadSubtree subtree_reader(Connection& db, const std::string& merchant_id) {
    return [&db, &merchant_id](const merkle::Subtree& subtree) -> std::optional<Sha256> {
        if (subtree.level == 0) {
            return db.one(
                "SELECT bytes FROM journal WHERE merchant_id = ? AND position = ?",
                [](const Row& row) { return merkle::leaf_hash(row.text(0)); }, merchant_id,
                subtree.index + 1);
        }
        return db
            .one(
                "SELECT hash FROM journal_node WHERE merchant_id = ? AND level = ? AND idx = ?",
                [](const Row& row) { return hash_of(row.text(0)); }, merchant_id, std::int64_t{subtree.level},
                subtree.index)
            .value_or(std::nullopt);
    };
}

std::vector<MerchantHead> journal_heads(Connection& db) {
    std::vector<MerchantHead> heads;
    db.each(
        "SELECT m.id, m.title_zh, coalesce(h.size, 0), h.root FROM merchant m"
        " LEFT JOIN journal_head h ON h.merchant_id = m.id ORDER BY m.id",
        [&](const Row& row) {
            const auto root = hash_of(row.text(3));
            heads.push_back({row.text(0), row.text(1), {row.integer(2), root.value_or(merkle::Head{}.root)}});
        });
    return heads;
}

bool holds_head(Connection& db, const std::vector<MerchantHead>& merchants, const merkle::Head& head) {
    return std::ranges::any_of(merchants, [&](const MerchantHead& merchant) {
        const auto root = head.size > merchant.head.size
                              ? std::nullopt
                              : merkle::root_at(head.size, subtree_reader(db, merchant.merchant_id));
        return root && *root == head.root;
    });
}

std::optional<StoredEntry> entry_of_redemption(Connection& db, const Scope& scope,
                                               const std::string& redemption_id) {
    return db.one(
        "SELECT r.store_id, j.position, j.bytes FROM redemption r"
        " JOIN journal j ON j.merchant_id = r.merchant_id AND j.id = r.entry_id"
        " WHERE r.merchant_id = ? AND r.id = ?",
        [](const Row& row) {
            return StoredEntry{row.text(0), optional_integer(row, 1), row.text(2)};
        },
        scope.merchant_id, redemption_id);
}

void set_device_head(Connection& db, const Scope& scope, const SeenHead& seen) {
    const std::string root = bytes_of(seen.head.root);
    db.exec("INSERT INTO device_head (merchant_id, device_id, size, root, at) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (merchant_id, device_id)"
            " DO UPDATE SET size = excluded.size, root = excluded.root, at = excluded.at"
            " WHERE device_head.size IS NULL OR device_head.size <= excluded.size",
            scope.merchant_id, scope.device_id, seen.head.size, Blob{root}, seen.at);
}

bool refuse_device_head(Connection& db, const Scope& scope, const SeenHead& refused) {
    const std::string root = bytes_of(refused.head.root);
    const auto same = db.one(
        "SELECT count(*) FROM device_head WHERE merchant_id = ? AND device_id = ?"
        " AND refused_size = ? AND refused_root = ?",
        [](const Row& row) { return row.integer(0); }, scope.merchant_id, scope.device_id, refused.head.size,
        Blob{root});
    db.exec("INSERT INTO device_head (merchant_id, device_id, refused_size, refused_root, refused_at)"
            " VALUES (?, ?, ?, ?, ?) ON CONFLICT (merchant_id, device_id)"
            " DO UPDATE SET refused_size = excluded.refused_size, refused_root = excluded.refused_root,"
            " refused_at = CASE WHEN device_head.refused_size = excluded.refused_size"
            "  AND device_head.refused_root = excluded.refused_root"
            "  THEN device_head.refused_at ELSE excluded.refused_at END", // told again it is no news
            scope.merchant_id, scope.device_id, refused.head.size, Blob{root}, refused.at);
    return same.value_or(0) == 0;
}

std::vector<DeviceHeads> device_heads(Connection& db, const Scope& scope) {
    std::vector<DeviceHeads> found;
    db.each(
        "SELECT d.id, d.name, h.size, h.root, h.at, h.refused_size, h.refused_root, h.refused_at"
        " FROM device_head h JOIN device d ON d.merchant_id = h.merchant_id AND d.id = h.device_id"
        " WHERE h.merchant_id = ? AND " +
            std::string{visible_device} + " ORDER BY d.name, d.id",
        [&](const Row& row) {
            found.push_back({row.text(0), row.text(1), read_seen(row, 2), read_seen(row, 5)});
        },
        scope.merchant_id, scope.everywhere(), scope.staff_id, scope.staff_id);
    return found;
}

} // namespace hexiao::store
