// Fills empty books with the demo: three shops with stores, lanes, staff, products, orders and vouchers, and
// a day that is already under way. Everything is written through the store and the services, so that a demo
// is what a real shop would be.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "platform/service/services.h"

namespace hexiao::demo {

// Somebody who can sign in.
struct Account {
    std::string shop; // "noodle"
    std::string account;
    Secret password;
    std::string role;
};

// A voucher to try things with.
struct Sample {
    std::string shop;
    std::string kind; // usable, multi_use, multi_use_started, redeemed, expired, not_yet_valid, revoked,
                      // other_store, earlier
    Secret code;
    Secret page; // the token in the address of its page
    api::Title product;
    std::int64_t uses_left = 1;
};

struct Seeded {
    std::vector<Account> accounts;
    std::vector<Sample> samples;
};

struct SeedOptions {
    int usable_per_product = 4;
    std::function<Secret()> make_password;
    bool history = false; // yesterday, and the same weekday of the last week, in full
};

// True when somebody has been here already.
Result<bool> has_merchants(store::Store& books);

// `now` decides what has expired and which hours of today are filled.
Result<Seeded> seed(store::Store& books, service::Ids& ids, Instant now, const SeedOptions& options);

// A password that can be read aloud and typed on a phone: "k7dm-3xpw-9ehs", 59 bits.
Secret easy_password(service::Ids& ids);

// For the terminal, and for DATA/demo-accounts.txt.
std::string accounts_table(const Seeded& seeded);
// For DATA/demo-codes.json: [{"shop","kind","code","page","product":{"zh","en"},"uses_left"}].
std::string codes_json(const Seeded& seeded);

} // namespace hexiao::demo
