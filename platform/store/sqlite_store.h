// Books on disk: one folder with an SQLite database, the key of the voucher codes, and a lock that keeps a
// second process out. One thread writes (sqlite_writer.h); a few read-only connections read.
#pragma once

#include <condition_variable>
#include <mutex>
#include <vector>

#include "platform/store/sqlite.h"
#include "platform/store/sqlite_writer.h"
#include "platform/store/store.h"

namespace hexiao::store {

class SqliteStore final : public Store {
public:
    // Opens or makes the books in `folder`. Otherwise a sentence that tells a person why not.
    static std::variant<std::unique_ptr<Store>, std::string> open(const std::filesystem::path& folder,
                                                                  const WriterLimits& limits = {});

    ~SqliteStore() override;

    void forget_copies(Instant before) override;
    Status status() const override { return writer_->status(); }

private:
    class Reader; // borrows a reading connection; waits while all are lent

    SqliteStore(const std::filesystem::path& folder, int lock_file, std::string key)
        : Store(std::move(key)), folder_(folder), lock_file_(lock_file) {}
    std::string open_connections(const std::string& path, const WriterLimits& limits);
    Written run_write(const std::function<bool(Connection&)>& work) override;
    bool run_read(const std::function<void(Connection&)>& work) override;

    const std::filesystem::path folder_;
    int lock_file_;
    std::unique_ptr<SqliteWriter> writer_;
    std::mutex readers_mutex_;
    std::condition_variable reader_free_;
    std::vector<std::unique_ptr<SqliteConnection>> readers_;
};

} // namespace hexiao::store
