// See sqlite_store.h.
#include "platform/store/sqlite_store.h"

#include <array>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "platform/log.h"
#include "platform/store/code_key.h"
#include "platform/store/copies.h"
#include "platform/store/migrations.h"
#include "platform/store/sqlite_copy.h"

namespace hexiao::store {

namespace {

constexpr std::size_t reader_count = 4;

} // namespace

std::variant<std::unique_ptr<Store>, std::string> SqliteStore::open(const std::filesystem::path& folder,
                                                                    const WriterLimits& limits) {
    if (sodium_init() < 0) {
        return "libsodium could not be started.";
    }
    std::error_code failure;
    ::umask(0077); // a folder that is made here, and everything in it, is for its owner alone
    std::filesystem::create_directories(folder, failure);
    const int lock_file = ::open((folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock_file < 0) {
        return "The data folder " + folder.string() + " cannot be written.";
    }
    if (::flock(lock_file, LOCK_EX | LOCK_NB) != 0) {
        ::close(lock_file);
        return "Another Hexiao is already running on the data folder " + folder.string() + ".";
    }
    const bool has_books = std::filesystem::exists(folder / "hexiao.db", failure);
    std::string key = load_code_key(folder, !has_books);
    if (key.empty()) {
        ::close(lock_file);
        return no_code_key(folder, has_books);
    }
    std::unique_ptr<SqliteStore> store{new SqliteStore{folder, lock_file, std::move(key)}};
    if (std::string why = store->open_connections(folder / "hexiao.db", limits); !why.empty()) {
        return why;
    }
    return std::unique_ptr<Store>{std::move(store)};
}

// Empty, or a sentence about why not.
std::string SqliteStore::open_connections(const std::string& path, const WriterLimits& limits) {
    auto writing = std::make_unique<SqliteConnection>(path, false);
    const auto keep = [&](std::int64_t version) { return copy_before_migration(path, version); };
    if (std::string why = migrate(*writing, migrations(), keep); !why.empty()) {
        return why;
    }
    for (std::size_t i = 0; i < reader_count; ++i) {
        readers_.push_back(std::make_unique<SqliteConnection>(path, true));
        // A reader that has read keeps the log in its place, also while the writing connection is opened
        // anew.
        readers_.back()->exec("SELECT count(*) FROM schema_migrations");
        if (readers_.back()->failed()) {
            return "The database could not be read: " + readers_.back()->message() + ".";
        }
    }
    writer_ = std::make_unique<SqliteWriter>(path, std::move(writing), limits);
    return {};
}

SqliteStore::~SqliteStore() {
    readers_.clear(); // first: whoever reads keeps the log from being emptied
    writer_.reset();
    ::close(lock_file_);
}

void SqliteStore::forget_copies(Instant before) { store::forget_copies(folder_, before); }

Written SqliteStore::run_write(const std::function<bool(Connection&)>& work) { return writer_->run(work); }

class SqliteStore::Reader {
public:
    explicit Reader(SqliteStore& store) : store_(store) {
        std::unique_lock lock{store_.readers_mutex_};
        store_.reader_free_.wait(lock, [&] { return !store_.readers_.empty(); });
        connection_ = std::move(store_.readers_.back());
        store_.readers_.pop_back();
    }
    ~Reader() {
        {
            const std::lock_guard lock{store_.readers_mutex_};
            store_.readers_.push_back(std::move(connection_));
        }
        store_.reader_free_.notify_one();
    }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
    SqliteConnection& operator*() const noexcept { return *connection_; }

private:
    SqliteStore& store_;
    std::unique_ptr<SqliteConnection> connection_;
};

bool SqliteStore::run_read(const std::function<void(Connection&)>& work) {
    const Reader reader{*this};
    SqliteConnection& db = *reader;
    db.exec("BEGIN");
    work(db);
    const bool failed = db.failed();
    if (failed) {
        log::error("read_failed", {{"why", db.message()}});
        db.forget_failure();
    }
    db.exec("ROLLBACK");
    db.forget_failure();
    return !failed;
}

} // namespace hexiao::store
