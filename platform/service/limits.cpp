// See limits.h.
#include "platform/service/limits.h"

#include <algorithm>
#include <array>

#include <arpa/inet.h>

#include "core/base/hash.h"

namespace hexiao::service {

namespace {

constexpr std::size_t network_bytes = 8; // of an IPv6 address: a household has all of the other half

std::string key_of(std::string_view a, std::string_view b) {
    const Sha256 digest = sha256(std::string{a} + '\0' + std::string{b});
    return {digest.begin(), digest.begin() + 16};
}

// As sign-in compares them: ASCII letters without case.
std::string folded(std::string_view account) {
    std::string text{account};
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

std::string network(std::string_view address) {
    std::array<char, 16> bytes{};
    const std::string text{address};
    return inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1 ? std::string{bytes.data(), network_bytes}
                                                                : text;
}

} // namespace

Result<Done> Limiter::take(const std::string& key, Instant now) {
    const std::lock_guard lock{mutex_};
    const auto found = by_key_.find(key);
    const Instant whole_at =
        std::max(found == by_key_.end() ? now : found->second->whole_at, now) + rate_.refill;
    const Milliseconds wait = whole_at - now - rate_.burst * rate_.refill;
    if (wait.count() > 0) {
        return Error{Reason::too_many_requests, std::to_string((wait.count() + 999) / 1000)};
    }
    if (found != by_key_.end()) {
        found->second->whole_at = whole_at;
        used_.splice(used_.begin(), used_, found->second);
        return Done{};
    }
    if (used_.size() >= most_keys_) {
        by_key_.erase(used_.back().key);
        used_.pop_back();
    }
    used_.push_front({key, whole_at});
    by_key_[key] = used_.begin();
    return Done{};
}

void Limiter::give_back(const std::string& key) {
    const std::lock_guard lock{mutex_};
    if (const auto found = by_key_.find(key); found != by_key_.end()) {
        found->second->whole_at = found->second->whole_at - rate_.refill;
    }
}

Result<Done> take(const Shares& shares, Instant now) {
    for (auto share = shares.begin(); share != shares.end(); ++share) {
        if (auto taken = share->of->take(share->key, now); !taken) {
            std::for_each(shares.begin(), share,
                          [](const Share& before) { before.of->give_back(before.key); });
            return taken;
        }
    }
    return Done{};
}

void give_back(const Shares& shares) {
    for (const Share& share : shares) {
        share.of->give_back(share.key);
    }
}

Shares Limits::sign_in(std::string_view account, std::string_view address, std::string_view device) {
    const std::string name = folded(account);
    if (!device.empty()) {
        return {{&account_on_device_, key_of(name, device)}};
    }
    const std::string from = network(address);
    return {{&address_, key_of(from, {})},
            {&account_at_address_, key_of(name, from)},
            {&account_, key_of(name, {})}};
}

Shares Limits::own_password(const std::string& staff_id) { return {{&own_password_, staff_id}}; }

Shares Limits::pin(const std::string& staff_id) { return {{&pin_, staff_id}}; }

Shares Limits::token(std::string_view address) { return {{&token_, key_of(network(address), {})}}; }

Shares Limits::signing(const std::string& voucher_id) { return {{&signing_, voucher_id}}; }
Shares Limits::making(const std::string& staff_id) { return {{&making_, staff_id}}; }

} // namespace hexiao::service
