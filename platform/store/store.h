// The books on disk: one folder with an SQLite database, the key of the voucher codes, and a lock that keeps
// a second process out. One connection writes, one transaction at a time, and each COMMIT is checked; a few
// read-only connections read. The queries themselves are plain functions over a `Connection` in the files
// beside this one.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/result.h"
#include "core/base/secret.h"
#include "platform/store/sqlite.h"

namespace hexiao::store {

class Store {
public:
    // Opens or makes the books in `folder`. Otherwise a sentence that tells a person why not.
    static std::variant<std::unique_ptr<Store>, std::string> open(const std::filesystem::path& folder);

    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    // Runs `work(Connection&)`, which returns a Result, in one writing transaction. An error from `work`, a
    // failed query and a failed COMMIT all leave the books as they were; the latter two are
    // Reason::store_unavailable.
    template <class Work>
    std::invoke_result_t<Work, Connection&> write(Work&& work) {
        const std::lock_guard lock{write_mutex_};
        begin();
        auto result = work(writer_);
        if (!finish(static_cast<bool>(result))) {
            return Error{Reason::store_unavailable, {}};
        }
        return result;
    }

    // Runs `work(Connection&)`, which returns a Result, in one reading transaction: all its queries see one
    // moment.
    template <class Work>
    std::invoke_result_t<Work, Connection&> read(Work&& work) {
        Reader reader{*this};
        reader->exec("BEGIN");
        auto result = work(*reader);
        if (!reader.finish()) {
            return Error{Reason::store_unavailable, {}};
        }
        return result;
    }

    // The 32 bytes under which a voucher code in canonical form is kept and found.
    std::string code_hash(const Secret& code) const;

private:
    // Borrows a reading connection; waits while all are lent.
    class Reader {
    public:
        explicit Reader(Store& store);
        ~Reader();
        Reader(const Reader&) = delete;
        Reader& operator=(const Reader&) = delete;
        Connection& operator*() const noexcept { return *connection_; }
        Connection* operator->() const noexcept { return connection_.get(); }
        bool finish();

    private:
        Store& store_;
        std::unique_ptr<Connection> connection_;
    };

    Store(const std::string& path, int lock_file, std::string key);
    void begin();
    bool finish(bool keep);

    int lock_file_;
    std::string key_;
    std::mutex write_mutex_;
    Connection writer_;
    std::mutex readers_mutex_;
    std::condition_variable reader_free_;
    std::vector<std::unique_ptr<Connection>> readers_;
};

} // namespace hexiao::store
