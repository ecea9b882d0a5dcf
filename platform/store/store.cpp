// See store.h.
#include "platform/store/store.h"

#include "platform/store/postgres_store.h"
#include "platform/store/sqlite_store.h"

namespace hexiao::store {

std::variant<std::unique_ptr<Store>, std::string> Store::open(const std::filesystem::path& folder,
                                                              const std::string& database, Copy copy) {
    if (database.empty()) {
        return SqliteStore::open(folder);
    }
    if (database.starts_with("postgresql://") || database.starts_with("postgres://")) {
        return PostgresStore::open(folder, database, copy);
    }
    return "The database is named by an address that begins with postgresql:// .";
}

} // namespace hexiao::store
