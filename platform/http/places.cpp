// See places.h.
#include "platform/http/places.h"

#include <map>
#include <mutex>

namespace hexiao::http {

struct Places::Counts {
    const std::size_t most_per_session;
    const std::size_t most;
    std::mutex mutex;
    std::map<std::string, std::size_t> of_session;
    std::size_t all = 0;
};

Places::Places(std::size_t most_per_session, std::size_t most)
    : counts_(new Counts{most_per_session, most, {}, {}, 0}) {}

Places::Place Places::take(const std::string& session_id) {
    const std::lock_guard lock{counts_->mutex};
    std::size_t& mine = counts_->of_session[session_id];
    if (mine >= counts_->most_per_session || counts_->all >= counts_->most) {
        return mine == 0 ? (counts_->of_session.erase(session_id), nullptr) : nullptr;
    }
    ++mine;
    ++counts_->all;
    return Place{this, [counts = counts_, session_id](const void*) {
                     const std::lock_guard again{counts->mutex};
                     --counts->all;
                     if (const auto found = counts->of_session.find(session_id); --found->second == 0) {
                         counts->of_session.erase(found);
                     }
                 }};
}

bool Places::session_full(const std::string& session_id) const {
    const std::lock_guard lock{counts_->mutex};
    const auto found = counts_->of_session.find(session_id);
    return found != counts_->of_session.end() && found->second >= counts_->most_per_session;
}

std::size_t Places::taken() const {
    const std::lock_guard lock{counts_->mutex};
    return counts_->all;
}

} // namespace hexiao::http
