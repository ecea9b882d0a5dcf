// SQLite by its C API: a connection that keeps its prepared statements.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <sqlite3.h>

#include "platform/store/connection.h"

namespace hexiao::store {

inline constexpr int busy_timeout_ms = 5000; // for a lock that another holds

struct CloseConnection {
    void operator()(sqlite3* connection) const noexcept { sqlite3_close_v2(connection); }
};
struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};
using StatementPtr = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

class SqliteConnection final : public Connection {
public:
    // Opens `path`; `read_only` connections never write, not even a checkpoint. Check `failed()` afterwards.
    SqliteConnection(const std::string& path, bool read_only);

    // Runs several statements separated by semicolons: migrations.
    void script(const std::string& sql);

    // SQLite's extended result code of the first failure; SQLITE_OK where there was none.
    int failure() const noexcept { return failed() ? failure_ : SQLITE_OK; }

    // True inside BEGIN … COMMIT. Some failures end a transaction without being asked.
    bool in_transaction() const noexcept { return sqlite3_get_autocommit(connection_.get()) == 0; }

    // True while rows refer to others that are missing, which COMMIT would refuse.
    bool has_dangling_keys() const noexcept;

    // Frames that the last commit left in the write-ahead log; counted by writing connections only.
    int log_frames() const noexcept { return log_frames_; }

    // Copies the write-ahead log into the database as far as no reader is in the way.
    void checkpoint();

private:
    std::int64_t run(std::string_view sql, std::span<const Value> values, const TakeRow& with) override;
    StatementPtr take(std::string_view sql);
    void give_back(std::string_view sql, StatementPtr statement);
    void bind(sqlite3_stmt* statement, int index, const Value& value);
    bool step(sqlite3_stmt* statement);
    void check(int code);

    int failure_ = SQLITE_OK;
    int log_frames_ = 0;
    std::unique_ptr<sqlite3, CloseConnection> connection_;
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view sql) const noexcept {
            return std::hash<std::string_view>{}(sql);
        }
    };
    // By their SQL; as many of each as were ever in use at the same time.
    std::unordered_map<std::string, std::vector<StatementPtr>, Hash, std::equal_to<>> idle_;
};

} // namespace hexiao::store
