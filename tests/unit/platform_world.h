// A small world for tests of the platform: fresh books in a temporary folder, a clock and ids that do what
// they are told, one merchant with two stores, a stranger, and a voucher or two. No passwords, so that it is
// made in milliseconds.
#pragma once

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <unistd.h>

#include "platform/service/services.h"
#include "platform/store/accounts.h"
#include "platform/store/catalogue.h"
#include "platform/store/journal_check.h"
#include "platform/store/postgres.h"
#include "platform/store/sessions.h"
#include "platform/store/vouchers.h"

namespace hexiao::test {

class FakeClock final : public service::Clock {
public:
    Instant now() override { return at; }
    Instant at{1'795'320'000'000}; // 2026-11-22T04:00:00Z, noon in Shanghai
};

// The same ids in every run; unique, because they count.
class FakeIds final : public service::Ids {
public:
    RandomBytes random() override {
        RandomBytes bytes{};
        ++count_;
        for (std::size_t i = 0; i < 8; ++i) {
            bytes[15 - i] = static_cast<std::uint8_t>(count_ >> (8 * i));
        }
        return bytes;
    }

private:
    std::uint64_t count_ = 0;
};

class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string path = (std::filesystem::temp_directory_path() / "hexiao-unit-XXXXXX").string();
        path_ = mkdtemp(path.data());
    }
    ~TemporaryFolder() { std::filesystem::remove_all(path_); }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

// A schema of its own in the cluster that tests/harness/postgres.mjs runs tests with; "" without one.
inline std::string fresh_database() {
    const char* cluster = std::getenv("HEXIAO_TEST_POSTGRES");
    if (cluster == nullptr) {
        return {};
    }
    static std::atomic<int> made = 0;
    const std::string schema = "world_" + std::to_string(getpid()) + "_" + std::to_string(++made);
    const std::string uri = std::string{"postgresql://postgres@/postgres?host="} + cluster;
    store::PostgresConnection db{uri};
    db.script("CREATE SCHEMA " + schema);
    return uri + "&options=-csearch_path%3D" + schema;
}

// For what is particular to SQLite.
inline constexpr const char* in_a_file = "";

// In the folder, or in a PostgreSQL of the tests': whatever is true of books is true of both.
inline std::unique_ptr<store::Store> open_books(const std::filesystem::path& folder,
                                                const std::string& database = {}) {
    auto opened = store::Store::open(folder, database);
    return std::move(std::get<0>(opened));
}

class World {
public:
    explicit World(const std::string& database = fresh_database())
        : books(open_books(folder.path(), database)), services(*books, clock, ids, false) {
        const auto made = books->write([&](store::Connection& db) -> Result<service::Done> {
            build(db);
            return service::Done{};
        });
        if (!made) {
            throw std::runtime_error{"the world could not be made"};
        }
    }

    // What `hexiao verify` says of the books, merchant by merchant.
    std::vector<store::JournalReport> journal_reports() {
        return *books->read([](store::Connection& db) -> Result<std::vector<store::JournalReport>> {
            return store::check_journals(db);
        });
    }

    // Somebody of the merchant at the first lane of a store, signed in on a device of their own.
    service::Caller caller(api::Role role = api::Role::cashier, std::size_t store = 0) {
        const std::string device = id();
        service::Caller person{{}, id(), clock.at + service::session_life};
        person.scope = {merchant, std::nullopt, role, staff[role], device, stores.at(store), lanes.at(store)};
        const auto made = books->write([&](store::Connection& db) -> Result<service::Done> {
            store::insert_device(db, merchant, {device, "desk", "Desk " + device.substr(30)}, device,
                                 clock.at);
            store::insert_session(db, {person.session_id, person.session_ends, person.scope},
                                  person.session_id, clock.at);
            return service::Done{};
        });
        return person;
    }

    // A new voucher of the product; its code.
    Secret voucher(std::int64_t uses = 1, std::size_t store = 0, Channel channel = Channel::house) {
        Secret code{make_house_code(++codes_)};
        const auto made = books->write([&](store::Connection& db) -> Result<service::Done> {
            const std::string order = id();
            const std::string& product = products.at(store);
            store::insert_order(db, merchant, {order, product, channel, 1, {1000}, clock.at});
            store::insert_voucher(db, merchant,
                                  {id(), order, product, channel, books->code_hash(code), "0000",
                                   clock.at - Milliseconds{1000}, clock.at + service::session_life, uses,
                                   offline::code_mark(books->vault().code_key(merchant), code)});
            return service::Done{};
        });
        return code;
    }

    api::RedeemAnswer use(const service::Caller& who, const Secret& code) {
        const auto prepared = services.counter.prepare(who, {code});
        return *services.counter.redeem(who, {prepared->handle.value_or(id()), 1}, id());
    }

    std::string id() { return ids.uuid(clock.at); }

    TemporaryFolder folder;
    FakeClock clock;
    FakeIds ids;
    std::unique_ptr<store::Store> books;
    service::Services services;
    std::string merchant;
    std::vector<std::string> stores;
    std::vector<std::string> lanes;
    std::vector<std::string> products; // [0] for both stores, [1] for the second only
    std::map<api::Role, std::string> staff;

private:
    void build(store::Connection& db) {
        merchant = id();
        store::insert_merchant(db, {merchant, {"面馆", "Noodles"}}, clock.at);
        for (const char* name : {"A", "B"}) {
            stores.push_back(id());
            store::insert_store(db, merchant, {stores.back(), {name, name}, "Asia/Shanghai", 240});
            lanes.push_back(id());
            store::insert_lane(db, merchant, stores.back(), {lanes.back(), {"通道", "Lane"}});
        }
        for (const auto role :
             {api::Role::owner, api::Role::manager, api::Role::cashier, api::Role::display}) {
            staff[role] = id();
            store::insert_staff(db, merchant, {staff[role], staff[role], "Somebody", role, "!", {stores[0]}});
        }
        for (std::size_t i = 0; i < 2; ++i) {
            products.push_back(id());
            store::ProductRow product{
                products.back(), {"面", "Bowl"}, {"面食", "Noodles"}, {1000}, 90, 1, 1000, {}, {}};
            product.shown.contents = {{{"面", "Noodles"}, 1}};
            product.store_ids.assign(stores.begin() + static_cast<std::ptrdiff_t>(i), stores.end());
            store::insert_product(db, merchant, product);
        }
    }

    std::uint64_t codes_ = 0;
};

} // namespace hexiao::test
