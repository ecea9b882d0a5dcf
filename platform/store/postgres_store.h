// Books in a PostgreSQL database, which several processes share. The folder keeps only what is not for the
// database: the key of the voucher codes, which must be the same for every process.
// Writing transactions are SERIALIZABLE and run again when another got in between, so every use case is right
// here without a thought of its own; reading ones see one moment. A pool of connections is made as they are
// needed and mends itself: while the database is away everything is refused within seconds.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <vector>

#include "platform/store/postgres.h"
#include "platform/store/postgres_bell.h"
#include "platform/store/store.h"

namespace hexiao::store {

class PostgresStore final : public Store {
public:
    // Opens or makes the books in the database that `uri` ("postgresql://...") names. Otherwise a sentence
    // that tells a person why not.
    static std::variant<std::unique_ptr<Store>, std::string>
    open(const std::filesystem::path& folder, const std::string& uri, Copy copy = Copy::here);

    void forget_copies(Instant before) override;
    Status status() const override;
    void on_news(std::function<void()> told) override { bell_.on_ring(std::move(told)); }

private:
    class Lease; // a connection that is borrowed

    PostgresStore(const std::filesystem::path& folder, const std::string& uri, std::string key)
        : Store(std::move(key)), folder_(folder), uri_(uri), bell_(uri) {}
    Written run_write(const std::function<bool(Connection&)>& work) override;
    Written run_at_once(const std::function<bool(Connection&)>& work) override;
    bool run_read(const std::function<void(Connection&)>& work) override;
    Written give_up(const PostgresConnection& db);
    // What keeps the books from being written, as far as the last one who tried could see.
    enum class Trouble : std::uint8_t { none, away, disk };
    void note(Trouble trouble, const std::string& why = {});
    void kept(bool changed);

    std::unique_ptr<PostgresConnection> lend();
    void take_back(std::unique_ptr<PostgresConnection> connection);

    const std::filesystem::path folder_;
    const std::string uri_;
    std::mutex mutex_;
    // Whoever was beaten tries again alone: the many who want the last vouchers of a product would otherwise
    // undo each other's work until their time is over.
    std::mutex line_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<PostgresConnection>> idle_;
    std::size_t lent_ = 0;
    std::atomic<std::uint64_t> commits_ = 0;
    std::atomic<std::uint64_t> failed_commits_ = 0;
    std::atomic<Trouble> trouble_ = Trouble::none;
    std::chrono::steady_clock::time_point refused_until_; // the database was away a moment ago
    PostgresBell bell_;
};

} // namespace hexiao::store
