// SQLite by its C API: a connection that keeps its prepared statements.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <sqlite3.h>

#include "platform/store/connection.h"

namespace hexiao::store {

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

private:
    std::int64_t run(std::string_view sql, std::span<const Value> values, const TakeRow& with) override;
    StatementPtr take(std::string_view sql);
    void give_back(std::string_view sql, StatementPtr statement);
    void bind(sqlite3_stmt* statement, int index, const Value& value);
    bool step(sqlite3_stmt* statement);
    void check(int code);

    std::unique_ptr<sqlite3, CloseConnection> connection_;
    std::map<std::string, StatementPtr, std::less<>> idle_; // by their SQL
};

} // namespace hexiao::store
