// See books.h.
#include "tests/simulation/books.h"

#include <vector>

#include "platform/store/code_key.h"

namespace hexiao::simulation {

namespace {

using store::Connection;
using store::Written;

bool holds(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// The answer under a key is not found: every retry is decided anew, and its answer replaces the first one.
// `redeem_facts` finds it by the seventh value of its query.
class Forgetful final : public Connection {
public:
    explicit Forgetful(Connection& books) : books_(books) {}

private:
    std::int64_t run(std::string_view sql, std::span<const store::Value> values,
                     const TakeRow& with) override {
        if (holds(sql, "FROM intent WHERE")) {
            return 0;
        }
        std::vector<store::Value> changed{values.begin(), values.end()};
        std::string text{sql};
        if (holds(sql, "LEFT JOIN intent i")) {
            changed.at(6) = std::string_view{"none"};
        } else if (sql.starts_with("INSERT INTO intent")) {
            text.insert(6, " OR REPLACE");
        }
        const std::int64_t rows = run_on(books_, text, changed, with);
        if (books_.failed()) {
            fail(books_.message());
        }
        return rows;
    }
    Connection& books_;
};

// Refusals are answered and not kept.
class Lenient final : public Connection {
public:
    explicit Lenient(Connection& books) : books_(books) {}

private:
    std::int64_t run(std::string_view sql, std::span<const store::Value> values,
                     const TakeRow& with) override {
        if (sql.starts_with("INSERT INTO intent")) {
            const auto* answer = std::get_if<std::string_view>(&values[4]);
            if (answer != nullptr && holds(*answer, R"("outcome":"refused")")) {
                return 1;
            }
        }
        const std::int64_t rows = run_on(books_, sql, values, with);
        if (books_.failed()) {
            fail(books_.message());
        }
        return rows;
    }
    Connection& books_;
};

// Decides on what somebody read a while ago, as a transaction that locks no voucher does, and believes itself
// over the table's own check.
class Unlocked final : public Connection {
public:
    Unlocked(Connection& books, Connection& earlier) : books_(books), earlier_(earlier) {}

private:
    std::int64_t run(std::string_view sql, std::span<const store::Value> values,
                     const TakeRow& with) override {
        Connection& asked = sql.starts_with("SELECT") ? earlier_ : books_;
        std::string text{sql};
        constexpr std::string_view takes = "uses_left = uses_left - ?";
        if (const std::size_t at = text.find(takes); at != std::string::npos) {
            text.replace(at, takes.size(), "uses_left = max(0, uses_left - ?)");
        }
        const std::int64_t rows = run_on(asked, text, values, with);
        if (asked.failed()) {
            fail(asked.message());
        }
        return rows;
    }
    Connection& books_;
    Connection& earlier_;
};

class Without final : public store::Store {
public:
    Without(World& world, store::Store& books, const std::filesystem::path& folder)
        : Store(store::load_code_key(folder, false)), world_(world), books_(books),
          path_(folder / "hexiao.db") {}

    void forget_copies(Instant before) override { books_.forget_copies(before); }

private:
    Written run_write(const std::function<bool(Connection&)>& work) override {
        return write_through([&](Connection& db) { return work(db); });
    }
    Written run_at_once(const std::function<bool(Connection&)>& work) override {
        switch (world_.without) {
        case Control::voucher_lock: {
            // Looked at now and then: two who redeem between two looks decide on the same one.
            if (!earlier_ || world_.random.chance(0.3)) {
                earlier_.reset();
                earlier_ = std::make_unique<store::SqliteConnection>(path_, true);
                earlier_->exec("BEGIN");
                earlier_->exec("SELECT count(*) FROM merchant");
            }
            return write_through([&](Connection& db) {
                Unlocked unlocked{db, *earlier_};
                return work(unlocked) && !unlocked.failed();
            });
        }
        case Control::key_lookup:
            return write_through([&](Connection& db) {
                Forgetful forgetful{db};
                return work(forgetful);
            });
        case Control::replay_of_refusals:
            return write_through([&](Connection& db) {
                Lenient lenient{db};
                return work(lenient);
            });
        default: return run_write(work);
        }
    }
    bool run_read(const std::function<void(Connection&)>& work) override {
        struct Seen {};
        return bool{books_.read([&](Connection& db) -> Result<Seen> {
            work(db);
            return Seen{};
        })};
    }

    template <class Work>
    Written write_through(Work&& work) {
        struct Kept {};
        bool undone = false;
        const auto written = books_.write([&](Connection& db) -> Result<Kept> {
            undone = !work(db);
            return undone ? Result<Kept>{Error{Reason::other, {}}} : Kept{};
        });
        if (written) {
            return Written::kept;
        }
        switch (written.error().reason) {
        case Reason::other: return Written::undone;
        case Reason::commit_unknown: return Written::unknown;
        default: return Written::not_recorded;
        }
    }

    World& world_;
    store::Store& books_;
    const std::string path_;
    std::unique_ptr<store::SqliteConnection> earlier_;
};

} // namespace

bool is_of_books(Control control) noexcept {
    return control == Control::key_lookup || control == Control::voucher_lock ||
           control == Control::replay_of_refusals;
}

std::unique_ptr<store::Store> without(World& world, store::Store& books,
                                      const std::filesystem::path& folder) {
    return std::make_unique<Without>(world, books, folder);
}

} // namespace hexiao::simulation
