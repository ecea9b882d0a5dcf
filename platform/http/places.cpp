// See places.h.
#include "platform/http/places.h"

#include <map>
#include <mutex>

namespace hexiao::http {

struct Places::Counts {
    const std::size_t most_per_user;
    const std::size_t most;
    std::mutex mutex;
    std::map<std::string, std::size_t> of_user;
    std::size_t all = 0;
};

Places::Places(std::size_t most_per_user, std::size_t most)
    : counts_(new Counts{most_per_user, most, {}, {}, 0}) {}

Places::Place Places::take(const std::string& user) {
    const std::lock_guard lock{counts_->mutex};
    std::size_t& mine = counts_->of_user[user];
    if (mine >= counts_->most_per_user || counts_->all >= counts_->most) {
        return mine == 0 ? (counts_->of_user.erase(user), nullptr) : nullptr;
    }
    ++mine;
    ++counts_->all;
    return Place{this, [counts = counts_, user](const void*) {
                     const std::lock_guard again{counts->mutex};
                     --counts->all;
                     if (const auto found = counts->of_user.find(user); --found->second == 0) {
                         counts->of_user.erase(found);
                     }
                 }};
}

bool Places::user_full(const std::string& user) const {
    const std::lock_guard lock{counts_->mutex};
    const auto found = counts_->of_user.find(user);
    return found != counts_->of_user.end() && found->second >= counts_->most_per_user;
}

std::size_t Places::taken() const {
    const std::lock_guard lock{counts_->mutex};
    return counts_->all;
}

} // namespace hexiao::http
