// Who may run whom, and texts in spreadsheets: small rules of running a shop.
#include <doctest/doctest.h>

#include "core/base/csv.h"
#include "core/redemption/revoke.h"
#include "core/staff/staff.h"

using namespace hexiao;
using api::Role;

TEST_CASE("owners manage everybody, managers cashiers and displays of their own stores") {
    const Post owner{Role::owner, {}};
    const Post manager{Role::manager, {"a", "b"}};
    for (const Role role : {Role::owner, Role::manager, Role::cashier, Role::display}) {
        CHECK(may_manage(owner, {role, {"z"}}));
        CHECK_FALSE(may_manage({Role::cashier, {"a"}}, {role, {"a"}}));
        CHECK_FALSE(may_manage({Role::display, {"a"}}, {role, {"a"}}));
        CHECK_FALSE(may_manage({Role::other, {"a"}}, {role, {"a"}}));
    }
    CHECK(may_manage(manager, {Role::cashier, {"a"}}));
    CHECK(may_manage(manager, {Role::display, {"b", "a"}}));
    CHECK_FALSE(may_manage(manager, {Role::cashier, {"a", "c"}}));
    CHECK_FALSE(may_manage(manager, {Role::manager, {"a"}}));
    CHECK_FALSE(may_manage(manager, {Role::owner, {}}));
    CHECK_FALSE(may_manage(manager, {Role::other, {"a"}}));
}

TEST_CASE("a voucher may be taken back while something of it is left") {
    VoucherFacts voucher;
    voucher.uses_total = 3;
    voucher.uses_left = 3;
    CHECK(check_revoke(voucher) == Reason::none);
    CHECK(returns_stock(voucher, false));
    CHECK_FALSE(returns_stock(voucher, true));
    voucher.uses_left = 1;
    CHECK(check_revoke(voucher) == Reason::none);
    CHECK_FALSE(returns_stock(voucher, false));
    voucher.uses_left = 0;
    CHECK(check_revoke(voucher) == Reason::already_redeemed);
    voucher.state = VoucherState::revoked;
    CHECK(check_revoke(voucher) == Reason::voucher_revoked);
}

TEST_CASE("cells are quoted where they must be, and never a formula") {
    CHECK(csv_cell("面 Bowl") == "面 Bowl");
    CHECK(csv_cell("a,b") == "\"a,b\"");
    CHECK(csv_cell("say \"面\"") == "\"say \"\"面\"\"\"");
    CHECK(csv_cell("two\nlines") == "\"two\nlines\"");
    for (const char* formula : {"=1+1", "+1", "-1", "@x", "\tx"}) {
        CHECK(csv_cell(formula) == "'" + std::string{formula});
    }
    CHECK(csv_cell("\r") == "\"'\r\"");
    CHECK(csv_cell("=\"a\"") == "\"'=\"\"a\"\"\"");
    CHECK(csv_cell("").empty());
    Csv csv;
    csv.row({"a", "b,c"});
    csv.row({"1", ""});
    CHECK(csv.take() == "\xEF\xBB\xBF"
                        "a,\"b,c\"\r\n1,\r\n");
}

TEST_CASE("a table that a spreadsheet wrote is read back, whatever stands in its cells") {
    Csv csv;
    const std::vector<std::vector<std::string>> rows{
        {"码", "what"}, {"a,b", "said \"yes\""}, {"=1+1", "two\nlines"}, {"", "x"}};
    for (const auto& row : rows) {
        csv.row(row);
    }
    CHECK(read_csv(csv.take()) == rows);
    CHECK(read_csv("a,b\nc,\n\n") == std::vector<std::vector<std::string>>{{"a", "b"}, {"c", ""}});
    CHECK(read_csv("")->empty());
    CHECK_FALSE(read_csv("\"never closed"));
    CHECK_FALSE(read_csv("\"closed\" too early"));
}
