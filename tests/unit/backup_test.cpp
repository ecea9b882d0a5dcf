// Backups: what they hold, what is refused of them, and what the books become that are made from one.
#include <doctest/doctest.h>

#include <array>
#include <fstream>
#include <future>
#include <set>

#include "platform/commands/backup.h"
#include "platform/commands/manifest.h"
#include "platform/store/files.h"
#include "platform/store/journal.h"
#include "platform/store/products.h"
#include "platform_world.h"

using namespace hexiao;
using namespace hexiao::test;

namespace {

namespace fs = std::filesystem;

// A shop that has redeemed something, and where its backup goes.
class Shop {
public:
    Shop() { redeem(); }

    void redeem() {
        CHECK(world.use(cashier, world.voucher()).outcome == Outcome::done);
        CHECK(world.services.counter.number_entries());
    }
    commands::Told back_up() { return commands::back_up({world.folder.path(), backup}); }
    commands::Told restore(std::vector<std::string> expect_heads = {}) {
        return commands::restore({backup, restored, std::move(expect_heads)});
    }
    std::string head() { return head_of(*world.books); }
    std::string head_of(store::Store& books) {
        return *books.read([&](store::Connection& db) -> Result<std::string> {
            return merkle::format_head(store::journal_head(db, world.merchant));
        });
    }

    std::set<std::string> names_outside() const {
        std::set<std::string> names;
        for (const fs::directory_entry& entry : fs::directory_iterator{outside.path()}) {
            names.insert(entry.path().filename().string());
        }
        return names;
    }

    World world{in_a_file};
    service::Caller cashier = world.caller();
    TemporaryFolder outside;
    fs::path backup = outside.path() / "backup";
    fs::path restored = outside.path() / "restored";
};

bool tells(const commands::Told& told, const std::string& words) {
    return told.text.find(words) != std::string::npos;
}

constexpr auto owner_only = fs::perms::owner_read | fs::perms::owner_write;

} // namespace

TEST_CASE("a backup of books in use is restored to the same books") {
    Shop shop;
    const Secret code = shop.world.voucher();
    const std::string picture(64, 'a');
    CHECK(shop.world.books->write([&](store::Connection& db) -> Result<service::Done> {
        store::set_picture(db, shop.cashier.scope, shop.world.products[0], picture, {"\0jpeg", 5});
        return service::Done{};
    }));
    const commands::Told made = shop.back_up();
    CHECK_MESSAGE(made.done, made.text);
    CHECK(tells(made, shop.head()));
    for (const char* name : {"hexiao.db", "code.key", "manifest.json"}) {
        CHECK(fs::status(shop.backup / name).permissions() == owner_only);
    }
    const std::string head = shop.head();
    shop.redeem(); // too late for the backup
    const commands::Told restored = shop.restore({head});
    CHECK_MESSAGE(restored.done, restored.text);
    const auto books = open_books(shop.restored);
    CHECK(shop.head_of(*books) == head);
    CHECK(books->code_hash(code) == shop.world.books->code_hash(code));
    service::Services services{*books, shop.world.clock, shop.world.ids, false};
    const auto prepared = services.counter.prepare(shop.cashier, {code});
    CHECK(prepared->outcome == api::PrepareOutcome::ready);
    CHECK(prepared->card->picture == picture);
    CHECK(*services.shop.picture(picture) == std::string{"\0jpeg", 5});
    CHECK(shop.names_outside() == std::set<std::string>{"backup", "restored"});
}

TEST_CASE("what others left beside the place of a backup or of books stays there") {
    Shop shop;
    for (const fs::path& place : {shop.backup, shop.restored}) {
        fs::create_directories(place.string() + ".unfinished");
        std::ofstream{place.string() + ".unfinished/theirs"} << "kept";
    }
    CHECK(shop.back_up().done);
    CHECK(shop.restore().done);
    CHECK_FALSE(shop.restore({"3"}).done);
    for (const fs::path& place : {shop.backup, shop.restored}) {
        CHECK(store::read_file(place.string() + ".unfinished/theirs") == "kept");
    }
}

TEST_CASE("of backups to one place at the same time one is made, whole, and the others are told so") {
    Shop shop;
    std::array<std::future<commands::Told>, 4> several;
    for (std::future<commands::Told>& one : several) {
        one = std::async(std::launch::async, [&] { return shop.back_up(); });
    }
    int made = 0;
    for (std::future<commands::Told>& one : several) {
        const commands::Told told = one.get();
        made += told.done ? 1 : 0;
        CHECK_MESSAGE((told.done || tells(told, "not empty") || tells(told, "meanwhile")), told.text);
    }
    CHECK(made == 1);
    CHECK(shop.restore().done);
    CHECK(shop.names_outside() == std::set<std::string>{"backup", "restored"});
}

TEST_CASE("a backup is made of books, into a folder of its own") {
    Shop shop;
    CHECK(tells(commands::back_up({shop.outside.path(), shop.backup}), "no books"));
    fs::create_directories(shop.backup);
    CHECK(shop.back_up().done); // an empty folder is as good as none
    const commands::Told again = shop.back_up();
    CHECK_FALSE(again.done);
    CHECK(tells(again, "not empty"));
}

TEST_CASE("a backup of books whose journal was touched is not made") {
    Shop shop;
    CHECK(shop.world.books->write([](store::Connection& db) -> Result<service::Done> {
        db.exec("UPDATE redemption SET amount_fen = amount_fen + 1");
        return service::Done{};
    }));
    const commands::Told told = shop.back_up();
    CHECK_FALSE(told.done);
    CHECK_FALSE(fs::exists(shop.backup));
}

TEST_CASE("a backup that is not whole, or not what it was, is not restored") {
    Shop shop;
    REQUIRE(shop.back_up().done);
    SUBCASE("a byte of the database") {
        std::fstream file{shop.backup / "hexiao.db", std::ios::in | std::ios::out | std::ios::binary};
        file.seekp(5000);
        file.put('?');
    }
    SUBCASE("the key") { fs::remove(shop.backup / "code.key"); }
    SUBCASE("the manifest") { fs::remove(shop.backup / "manifest.json"); }
    SUBCASE("a manifest that names other files") {
        auto manifest = commands::read_manifest(*store::read_file(shop.backup / "manifest.json"));
        manifest->files.push_back({"../../etc/passwd", "00"});
        CHECK(store::write_file(shop.backup / "manifest.json", commands::write_manifest(*manifest)));
    }
    SUBCASE("a manifest that names another head") {
        auto manifest = commands::read_manifest(*store::read_file(shop.backup / "manifest.json"));
        manifest->heads.at(0).head = merkle::format_head({});
        CHECK(store::write_file(shop.backup / "manifest.json", commands::write_manifest(*manifest)));
    }
    const commands::Told told = shop.restore();
    CHECK_FALSE(told.done);
    CHECK_FALSE(fs::exists(shop.restored));
}

TEST_CASE("a backup that is older than a head that somebody saw is not restored as if it were the newest") {
    Shop shop;
    REQUIRE(shop.back_up().done);
    shop.redeem();
    const commands::Told told = shop.restore({shop.head()});
    CHECK_FALSE(told.done);
    CHECK(tells(told, "older than that head"));
    CHECK_FALSE(shop.restore({"3"}).done);
    CHECK_FALSE(fs::exists(shop.restored));
    CHECK(shop.restore().done);
}

TEST_CASE("books that are there are not written over") {
    Shop shop;
    REQUIRE(shop.back_up().done);
    shop.redeem();
    const auto over = [&] { return commands::restore({shop.backup, shop.world.folder.path(), {}}); };
    CHECK(tells(over(), "is running"));
    shop.world.books.reset();
    const commands::Told told = over();
    CHECK_FALSE(told.done);
    CHECK(tells(told, "1 entries that the backup lacks"));
}
