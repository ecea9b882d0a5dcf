// How often something secret may be tried. An attempt takes its share before anything is compared and gives
// it back when it was right, so that only what fails counts and many people may sign in at once.
//
// Nobody can lock somebody out for good: what is used up comes back at a steady rate, and a device on which
// somebody was signed in before, known by its cookie, has their tries for itself, whatever others do from the
// same network or from anywhere else.
#pragma once

#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "platform/service/caller.h"

namespace hexiao::service {

// `burst` tries at once, then one in each `refill`.
struct Rate {
    std::int64_t burst;
    Milliseconds refill;
};

// One limit over many keys. Keeps a bounded number of them and forgets the one that was used longest ago: to
// make it forget, somebody would need thousands of other tries, each of which is limited as well.
class Limiter {
public:
    explicit Limiter(Rate rate, std::size_t most_keys = 20'000) : rate_(rate), most_keys_(most_keys) {}

    // Error: too_many_requests, with the seconds until there is a try again as the field.
    Result<Done> take(const std::string& key, Instant now);
    void give_back(const std::string& key);

private:
    // When the key will have its whole burst again (GCRA); in the past, it has it now.
    struct Used {
        std::string key;
        Instant whole_at;
    };

    const Rate rate_;
    const std::size_t most_keys_;
    std::mutex mutex_;
    std::list<Used> used_; // newest first
    std::unordered_map<std::string, std::list<Used>::iterator> by_key_;
};

// What one attempt takes of one limit.
struct Share {
    Limiter* of;
    std::string key;
};
using Shares = std::vector<Share>;

// All of them or none.
Result<Done> take(const Shares& shares, Instant now);
void give_back(const Shares& shares);

// Every limit of the house. Its keys are hashes of what they are made of.
class Limits {
public:
    // `device`: hash of the cookie of a device on which this account was signed in before; empty otherwise.
    Shares sign_in(std::string_view account, std::string_view address, std::string_view device);
    // One's own password again, before something is changed with it.
    Shares own_password(const std::string& staff_id);
    // The PIN of this person, on whichever device.
    Shares pin(const std::string& staff_id);
    // One-time tokens of links, which only a program would ever try.
    Shares token(std::string_view address);
    // Codes that are signed ahead for one voucher's page.
    Shares signing(const std::string& voucher_id);
    // Making links and pairings.
    Shares making(const std::string& staff_id);

private:
    Limiter account_at_address_{{10, Milliseconds{60'000}}};
    Limiter account_on_device_{{10, Milliseconds{60'000}}};
    Limiter account_{{50, Milliseconds{20'000}}};
    Limiter address_{{60, Milliseconds{2'000}}};
    Limiter own_password_{{10, Milliseconds{60'000}}};
    Limiter pin_{{10, Milliseconds{300'000}}};
    Limiter token_{{30, Milliseconds{5'000}}};
    Limiter signing_{{20, Milliseconds{60'000}}};
    Limiter making_{{30, Milliseconds{30'000}}};
};

} // namespace hexiao::service
