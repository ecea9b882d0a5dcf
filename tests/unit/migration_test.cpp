// Books that a newer program brings up to date, whatever happens meanwhile.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>

#include "platform/store/code_key.h"
#include "platform/store/migrations.h"
#include "platform_world.h"
#include "tests/faults/test_vfs.h"

using namespace hexiao;
using namespace hexiao::test;

namespace {

namespace fs = std::filesystem;

// Books as the first version left them, with one merchant.
void make_old_books(const fs::path& folder) {
    REQUIRE_FALSE(store::load_code_key(folder, true).empty());
    store::SqliteConnection db{folder / "hexiao.db", false};
    REQUIRE(store::migrate(db, store::migrations().first(1)).empty());
    db.exec("INSERT INTO merchant (id, title_zh, title_en, created_at) VALUES ('m', 'x', 'x', 0)");
    REQUIRE_FALSE(db.failed());
}

std::int64_t number(store::Connection& db, const char* sql) {
    return db.one(sql, [](const store::Row& row) { return row.integer(0); }).value_or(-1);
}

// The newest migration of a file of books, or -1 where it does not hold our merchant or is damaged.
std::int64_t version_of(const fs::path& file) {
    store::SqliteConnection db{file, true};
    const auto whole =
        db.one("PRAGMA integrity_check", [](const store::Row& row) { return row.text(0) == "ok"; });
    const bool ours = number(db, "SELECT count(*) FROM merchant WHERE id = 'm'") == 1;
    return ours && whole.value_or(false) ? number(db, "SELECT max(version) FROM schema_migrations") : -1;
}

std::vector<fs::path> copies_in(const fs::path& folder) {
    std::vector<fs::path> found;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator{folder / "backups", none}) {
        found.push_back(entry.path());
    }
    return found;
}

bool opens(const fs::path& folder) {
    return std::holds_alternative<std::unique_ptr<store::Store>>(store::Store::open(folder));
}

const std::int64_t newest = store::migrations().back().version;

// Opens old books again and again, hurt at the n-th operation of the disk, then once on a good disk, for
// every n until none is hurt any more.
void survive(const std::function<void(std::int64_t n)>& hurt, const std::function<void()>& mend) {
    const faults::LossyDisk disk;
    const TemporaryFolder old;
    make_old_books(old.path());
    for (std::int64_t n = 0;; ++n) {
        const TemporaryFolder folder;
        fs::copy(old.path(), folder.path(),
                 fs::copy_options::recursive | fs::copy_options::overwrite_existing);
        const std::int64_t before = faults::operations();
        hurt(n);
        opens(folder.path());
        const bool unhurt = faults::operations() - before < n;
        mend();
        CAPTURE(n);
        REQUIRE(opens(folder.path()));
        REQUIRE(version_of(folder.path() / "hexiao.db") == newest);
        // Each copy that is there under its name is whole.
        for (const fs::path& copy : copies_in(folder.path())) {
            REQUIRE((copy.extension() != ".db" || version_of(copy) >= 1));
        }
        if (unhurt) {
            break;
        }
    }
}

} // namespace

TEST_CASE("books are copied before they are brought up to date") {
    const TemporaryFolder folder;
    make_old_books(folder.path());
    REQUIRE(opens(folder.path()));
    CHECK(version_of(folder.path() / "hexiao.db") == newest);
    const auto copies = copies_in(folder.path());
    REQUIRE(copies.size() == 1);
    CHECK(copies[0].filename().string().find("-version-1.db") != std::string::npos);
    CHECK(version_of(copies[0]) == 1);
    CHECK(fs::status(copies[0]).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
    REQUIRE(opens(folder.path()));
    CHECK(copies_in(folder.path()).size() == 1);
}

TEST_CASE("only the newest copies are kept, and fresh books need none") {
    const TemporaryFolder folder;
    CHECK(opens(folder.path()));
    CHECK(copies_in(folder.path()).empty());
    const TemporaryFolder old;
    make_old_books(old.path());
    fs::create_directories(old.path() / "backups");
    for (const char* year : {"2021", "2023", "2020", "2022"}) {
        std::ofstream{old.path() / "backups" / (std::string{year} + "-01-01T00-00-00Z-version-1.db")} << "x";
    }
    CHECK(opens(old.path()));
    const auto kept = copies_in(old.path());
    CHECK(kept.size() == 3);
    CHECK(std::ranges::none_of(
        kept, [](const fs::path& path) { return path.filename().string().starts_with("2021"); }));
}

TEST_CASE("books that cannot be copied are not touched") {
    const TemporaryFolder folder;
    make_old_books(folder.path());
    std::ofstream{folder.path() / "backups"} << "in the way";
    const auto opened = store::Store::open(folder.path());
    REQUIRE(std::holds_alternative<std::string>(opened));
    CHECK(std::get<std::string>(opened).find("could not be copied") != std::string::npos);
    CHECK(version_of(folder.path() / "hexiao.db") == 1);
}

TEST_CASE("a power cut at any moment of a migration leaves books that the next start brings up to date") {
    survive([](std::int64_t n) { faults::cut_power_after(n); }, [] { faults::restore_power(); });
}

TEST_CASE(
    "a disk that fails at any moment of a migration leaves books that the next start brings up to date") {
    survive(
        [](std::int64_t n) {
            faults::inject({faults::Failure::eio, faults::Operation::any, n + 1, true});
        },
        [] { faults::heal(); });
}

TEST_CASE("copies from before a migration go after thirty days, and all of them when a customer is erased") {
    World world{in_a_file};
    const fs::path backups = world.folder.path() / "backups";
    fs::create_directories(backups);
    for (const char* name :
         {"2026-10-22T04-00-00.000Z-version-3.db", // the world's clock: 2026-11-22T04:00:00Z
          "2026-10-22T04-00-00.000Z-version-3.db.unfinished", "2026-11-21T04-00-00.000Z-version-3.db",
          "2026-09-01.txt"}) {
        std::ofstream{backups / name} << "x";
    }
    CHECK(world.services.counter.start());
    CHECK(copies_in(world.folder.path()).size() == 2); // yesterday's, and what is none
    const auto owner = world.caller(api::Role::owner);
    CHECK_FALSE(world.services.privacy.erase(owner, "nobody"));
    CHECK(copies_in(world.folder.path()).size() == 2);
    const auto known = world.books->write([&](store::Connection& db) {
        return service::remember_customer({*world.books, world.clock, world.ids}, db, owner.scope,
                                          {Secret{"13900000001"}, std::nullopt, std::nullopt}, world.clock.at,
                                          world.clock.at);
    });
    REQUIRE(known);
    CHECK(world.services.privacy.erase(owner, known->id));
    CHECK(copies_in(world.folder.path()).size() == 1); // what is none
}
