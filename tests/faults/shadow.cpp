// See shadow.h.
#include "tests/faults/shadow.h"

#include <algorithm>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace hexiao::faults {

int Shadow::read(void* into, int amount, sqlite3_int64 from) const {
    const std::lock_guard lock{mutex_};
    const auto size = static_cast<sqlite3_int64>(bytes_.size());
    const auto have = static_cast<std::size_t>(std::clamp<sqlite3_int64>(size - from, 0, amount));
    if (have > 0) {
        std::memcpy(into, bytes_.data() + from, have);
    }
    const auto missing = static_cast<std::size_t>(amount) - have;
    std::memset(static_cast<char*>(into) + have, 0, missing); // SQLite relies on it
    return missing == 0 ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

void Shadow::write(const void* bytes, int amount, sqlite3_int64 at) {
    const std::lock_guard lock{mutex_};
    const auto end = static_cast<std::size_t>(at + amount);
    bytes_.resize(std::max(bytes_.size(), end), '\0');
    std::memcpy(bytes_.data() + at, bytes, static_cast<std::size_t>(amount));
    sqlite3_int64 from = at;
    sqlite3_int64 to = at + amount;
    auto next = unsynced_.upper_bound(from);
    if (next != unsynced_.begin() && std::prev(next)->second >= from) {
        --next;
    }
    while (next != unsynced_.end() && next->first <= to) { // one range of all that touch
        from = std::min(from, next->first);
        to = std::max(to, next->second);
        next = unsynced_.erase(next);
    }
    unsynced_[from] = to;
}

void Shadow::truncate(sqlite3_int64 size) {
    const std::lock_guard lock{mutex_};
    bytes_.resize(static_cast<std::size_t>(size), '\0');
    cut_to_ = cut_to_ < 0 ? size : std::min(cut_to_, size);
    unsynced_.erase(unsynced_.lower_bound(size), unsynced_.end());
    if (!unsynced_.empty()) {
        sqlite3_int64& last = unsynced_.rbegin()->second;
        last = std::min(last, size);
    }
}

sqlite3_int64 Shadow::size() const {
    const std::lock_guard lock{mutex_};
    return static_cast<sqlite3_int64>(bytes_.size());
}

void Shadow::remove() {
    truncate(0);
    const std::lock_guard lock{mutex_};
    exists_ = false;
}

void Shadow::create() {
    const std::lock_guard lock{mutex_};
    exists_ = true;
}

bool Shadow::exists() const {
    const std::lock_guard lock{mutex_};
    return exists_;
}

int Shadow::flush(sqlite3_file* disk, bool torn) {
    const std::lock_guard lock{mutex_};
    int code = cut_to_ < 0 ? SQLITE_OK : disk->pMethods->xTruncate(disk, cut_to_);
    std::size_t left = torn ? unsynced_.size() / 2 : unsynced_.size();
    for (auto range = unsynced_.begin(); left > 0 && code == SQLITE_OK; ++range, --left) {
        code = put(disk, range->first, range->second);
    }
    unsynced_.clear();
    cut_to_ = -1;
    return code;
}

int Shadow::put(sqlite3_file* disk, sqlite3_int64 from, sqlite3_int64 to) const {
    constexpr sqlite3_int64 most = 65536; // SQLite never writes more than this at once, nor could it
    int code = SQLITE_OK;
    for (; from < to && code == SQLITE_OK; from += most) {
        code = disk->pMethods->xWrite(disk, bytes_.data() + from, static_cast<int>(std::min(most, to - from)),
                                      from);
    }
    return code;
}

void Shadow::forget() {
    const std::lock_guard lock{mutex_};
    unsynced_.clear();
    cut_to_ = -1;
}

bool Shadow::clean() const {
    const std::lock_guard lock{mutex_};
    return exists_ && unsynced_.empty() && cut_to_ < 0;
}

void Shadow::write_back(const std::string& path) {
    const std::lock_guard lock{mutex_};
    if (!exists_) {
        ::unlink(path.c_str());
        return;
    }
    const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (file < 0) {
        return; // somebody threw the folder away
    }
    bool good = ::ftruncate(file, static_cast<off_t>(bytes_.size())) == 0;
    for (const auto& [from, to] : unsynced_) {
        good = good &&
               ::pwrite(file, bytes_.data() + from, static_cast<std::size_t>(to - from), from) == to - from;
    }
    ::close(file);
}

} // namespace hexiao::faults
