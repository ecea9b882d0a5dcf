// The books: transactions over a database, whichever it is. The queries themselves are plain functions over a
// `Connection` in the files beside this one.
#pragma once

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

namespace hexiao::store {

class Store {
public:
    // Opens or makes books in `folder`, kept by SQLite (sqlite_store.h). Otherwise a sentence that tells a
    // person why not.
    static std::variant<std::unique_ptr<Store>, std::string> open(const std::filesystem::path& folder);

    virtual ~Store() = default;
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    // Runs `work(Connection&)`, which returns a Result, in one writing transaction that no other can be seen
    // to overlap. An error from `work`, a failed query and a failed COMMIT all leave the books as they were;
    // the latter two are Reason::store_unavailable. `work` may run on another thread and more than once (a
    // database may ask for the transaction to be tried again), so it must leave nothing behind but its
    // result.
    template <class Work>
    std::invoke_result_t<Work, Connection&> write(Work&& work) {
        std::optional<std::invoke_result_t<Work, Connection&>> result;
        const bool kept = run_write([&](Connection& db) {
            result.emplace(work(db));
            return static_cast<bool>(*result);
        });
        if (!kept && (!result || *result)) {
            return Error{Reason::store_unavailable, {}};
        }
        return std::move(*result);
    }

    // Runs `work(Connection&)`, which returns a Result, in one reading transaction: all its queries see one
    // moment.
    template <class Work>
    std::invoke_result_t<Work, Connection&> read(Work&& work) {
        std::optional<std::invoke_result_t<Work, Connection&>> result;
        if (!run_read([&](Connection& db) { result.emplace(work(db)); })) {
            return Error{Reason::store_unavailable, {}};
        }
        return std::move(*result);
    }

    // The 32 bytes under which a voucher code in canonical form is kept and found.
    std::string code_hash(const Secret& code) const;

protected:
    // `key`: what codes are hashed under, code_key.h.
    explicit Store(std::string key) : key_(std::move(key)) {}

    // True when `work` returned true and its changes are durable. False when `work` returned false and its
    // changes are undone, and when the database failed.
    virtual bool run_write(const std::function<bool(Connection&)>& work) = 0;
    // False when the database failed.
    virtual bool run_read(const std::function<void(Connection&)>& work) = 0;

private:
    std::string key_;
};

} // namespace hexiao::store
