// The books: transactions over a database, whichever it is. The queries themselves are plain functions over a
// `Connection` in the files beside this one.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include "core/base/result.h"
#include "core/base/secret.h"
#include "platform/store/connection.h"
#include "platform/store/vault.h"

namespace hexiao::store {

// How a writing transaction ended.
enum class Written : std::uint8_t {
    kept,         // the work succeeded, and what it changed is durable
    undone,       // the work returned an error; what it changed is undone
    not_recorded, // refused or failed before COMMIT: nothing of it is in the books, and nothing may be
                  // concluded from what the work returned
    unknown,      // COMMIT failed: it may be in the books or not, and only asking again can tell
};

// How the books are doing, since they were opened.
struct Status {
    bool read_only = false; // the disk or the database failed, and has not taken a write since
    std::size_t queued = 0; // commands that wait for their commit to begin
    std::uint64_t commits = 0;
    std::uint64_t commands = 0; // kept by these commits
    std::uint64_t failed_commits = 0;
    std::array<std::uint64_t, 9> batches{}; // commits of at most 1, 2, 4, … 256 commands, each counted once
};

// Where the copy of books in PostgreSQL is that must be taken before they are migrated: the data folder, by
// pg_dump, or wherever their owner keeps one, who says so.
enum class Copy : std::uint8_t { here, with_owner };

class Store {
public:
    // Opens or makes books: in `folder`, kept by SQLite (sqlite_store.h), or, where `database` is a URI
    // ("postgresql://..."), in that database (postgres_store.h) with only their key in the folder. Otherwise
    // a sentence that tells a person why not.
    static std::variant<std::unique_ptr<Store>, std::string>
    open(const std::filesystem::path& folder, const std::string& database = {}, Copy copy = Copy::here);

    virtual ~Store() = default;
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    // Runs `work(Connection&)`, which returns a Result, in one writing transaction that no other can be seen
    // to overlap. An error from `work` leaves the books as they were; so do a failed query and books that
    // take no writes now (Reason::store_unavailable). After Reason::commit_unknown nobody knows whether it
    // was recorded: the same command must be asked again under its key. `work` may run on another thread and
    // more than once (a database may ask for the transaction to be tried again), so it must leave nothing
    // behind but its result.
    template <class Work>
    std::invoke_result_t<Work, Connection&> write(Work&& work) {
        return finish<Work>(work, [&](const auto& run) { return run_write(run); });
    }

    // The same for work that first reads and whose one writing call comes last and checks for itself what the
    // work was decided on: record_redemption, or insert_intent alone. So a database that checks at the place
    // needs no transaction around it, and answers sooner.
    template <class Work>
    std::invoke_result_t<Work, Connection&> write_at_once(Work&& work) {
        return finish<Work>(work, [&](const auto& run) { return run_at_once(run); });
    }

    // Runs `work(Connection&)`, which returns a Result, in one reading transaction: all its queries see one
    // moment. It, too, may run more than once.
    template <class Work>
    std::invoke_result_t<Work, Connection&> read(Work&& work) {
        std::optional<std::invoke_result_t<Work, Connection&>> result;
        if (!run_read([&](Connection& db) { result.emplace(work(db)); })) {
            return Error{Reason::store_unavailable, {}};
        }
        return std::move(*result);
    }

    const Vault& vault() const noexcept { return vault_; }
    // The 32 bytes under which a voucher code in canonical form is kept and found.
    std::string code_hash(const Secret& code) const { return vault_.code_hash(code); }

    // Where several processes share the books: `told` is called from then on, from another thread, when one
    // of the others wrote; an empty one ends that.
    virtual void on_news(std::function<void()> /*told*/) {}

    // Deletes the copies of the books that were taken by themselves before `before`: who is to be forgotten
    // stands in them.
    virtual void forget_copies(Instant before) = 0;

    // From any thread.
    virtual Status status() const { return {}; }

protected:
    // `key`: what codes are hashed under, code_key.h.
    explicit Store(std::string key) : vault_(std::move(key)) {}

    // `work` returns whether it succeeded. Kept or undone only when it ran to its end without a failed query.
    virtual Written run_write(const std::function<bool(Connection&)>& work) = 0;
    virtual Written run_at_once(const std::function<bool(Connection&)>& work) { return run_write(work); }
    // False when the database failed.
    virtual bool run_read(const std::function<void(Connection&)>& work) = 0;

private:
    template <class Work, class Run>
    std::invoke_result_t<Work, Connection&> finish(Work& work, const Run& run) {
        std::optional<std::invoke_result_t<Work, Connection&>> result;
        const Written written = run([&](Connection& db) {
            result.emplace(work(db));
            return static_cast<bool>(*result);
        });
        switch (written) {
        case Written::kept:
        case Written::undone: return std::move(*result);
        case Written::unknown: return Error{Reason::commit_unknown, {}};
        case Written::not_recorded: break;
        }
        return Error{Reason::store_unavailable, {}};
    }

    Vault vault_;
};

} // namespace hexiao::store
