// How many streams may be open: so many for each user, so many in all. A place is taken before a stream
// begins and given back when whoever holds it is gone, even if the stream never began.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

namespace hexiao::http {

class Places {
public:
    using Place = std::shared_ptr<const void>;

    Places(std::size_t most_per_user, std::size_t most);

    // Empty when `user_full(user)` or when there is none left at all.
    Place take(const std::string& user);
    bool user_full(const std::string& user) const;
    std::size_t taken() const;

private:
    struct Counts;
    std::shared_ptr<Counts> counts_; // outlives us as long as a place is taken
};

} // namespace hexiao::http
