// What a first start makes: the certificate that a phone may trust, and the folder of a demo.
#include <doctest/doctest.h>

#include <cstdio>
#include <fstream>
#include <memory>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "platform/demo/folder.h"
#include "platform/demo/seed.h"
#include "platform/http/surroundings.h"
#include "platform_world.h"

using namespace hexiao;
using namespace hexiao::test;

namespace {

std::shared_ptr<X509> read_certificate(const std::string& path) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file{std::fopen(path.c_str(), "r"), &std::fclose};
    return {file ? PEM_read_X509(file.get(), nullptr, nullptr, nullptr) : nullptr, &X509_free};
}

// What a device says that trusts the authority: X509_V_OK or why not.
int judge(const http::Certificate& files) {
    const auto authority = read_certificate(files.ca_file);
    const auto leaf = read_certificate(files.chain_file);
    const std::shared_ptr<X509_STORE> trusted{X509_STORE_new(), &X509_STORE_free};
    const std::shared_ptr<X509_STORE_CTX> context{X509_STORE_CTX_new(), &X509_STORE_CTX_free};
    REQUIRE(X509_STORE_add_cert(trusted.get(), authority.get()) == 1);
    REQUIRE(X509_STORE_CTX_init(context.get(), trusted.get(), leaf.get(), nullptr) == 1);
    X509_verify_cert(context.get());
    return X509_STORE_CTX_get_error(context.get());
}

bool names(const http::Certificate& files, const char* address) {
    return X509_check_ip_asc(read_certificate(files.chain_file).get(), address, 0) == 1;
}

} // namespace

TEST_CASE("a machine with a public address still has a certificate that its authority stands for") {
    const TemporaryFolder folder;
    const http::Machine machine{"till.local", {"192.168.7.5", "203.0.113.9", "172.32.0.1", "100.127.0.1"}};
    const auto made = http::local_certificate(folder.path(), machine);
    REQUIRE(std::holds_alternative<http::Certificate>(made));
    const auto& files = std::get<http::Certificate>(made);
    CHECK(judge(files) == X509_V_OK);
    CHECK(X509_check_host(read_certificate(files.chain_file).get(), "till.local", 0, 0, nullptr) == 1);
    CHECK(names(files, "192.168.7.5"));
    CHECK(names(files, "100.127.0.1"));
    CHECK_FALSE(names(files, "203.0.113.9"));
    CHECK_FALSE(names(files, "172.32.0.1"));
}

TEST_CASE("a machine that moves to another network has its new name and a certificate for it") {
    const TemporaryFolder folder;
    http::Machine machine{"till.local", {"192.168.7.5"}};
    http::Surroundings around{{folder.path(), {"shop.example"}, true, {}, {}}, [&] { return machine; }};
    const auto look = [&] { return std::get<http::Surroundings::Seen>(around.look()); };
    const auto first = look();
    CHECK(first.hosts == std::vector<std::string>{"shop.example", "192.168.7.5", "till.local", "till"});
    CHECK(names(first.files, "192.168.7.5"));
    CHECK_FALSE(first.renewed);
    CHECK_FALSE(look().renewed);
    machine.addresses = {"10.0.0.8"};
    const auto moved = look();
    CHECK(moved.renewed);
    CHECK(moved.hosts == std::vector<std::string>{"shop.example", "10.0.0.8", "till.local", "till"});
    CHECK(names(moved.files, "10.0.0.8"));
    CHECK(judge(moved.files) == X509_V_OK);
    CHECK_FALSE(look().renewed);
}

TEST_CASE("a demo is whole or not there") {
    const TemporaryFolder temporary;
    const auto folder = temporary.path() / "demo";
    service::SystemClock clock;
    service::SystemIds ids;
    // What an interrupted first start leaves: books, and nobody who could sign in.
    CHECK(open_books(folder.string() + ".unfinished"));
    const auto made = demo::prepare_folder(folder, clock, ids);
    REQUIRE(std::holds_alternative<demo::Accounts>(made));
    CHECK(std::get<demo::Accounts>(made).table.find("noodle-cashier") != std::string::npos);
    CHECK(std::filesystem::status(folder / "demo-accounts.txt").permissions() ==
          (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
    CHECK_FALSE(std::filesystem::exists(folder.string() + ".unfinished"));
    CHECK(*demo::has_merchants(*open_books(folder)));

    const auto again = demo::prepare_folder(folder, clock, ids);
    REQUIRE(std::holds_alternative<demo::Accounts>(again));
    CHECK(std::get<demo::Accounts>(again).table == std::get<demo::Accounts>(made).table);

    std::filesystem::remove(folder / "demo-accounts.txt");
    const auto lost = demo::prepare_folder(folder, clock, ids);
    REQUIRE(std::holds_alternative<std::string>(lost));
    CHECK(std::get<std::string>(lost).find("delete it") != std::string::npos);
    CHECK(std::filesystem::exists(folder / "hexiao.db"));
}
