// See files.h.
#include "platform/store/files.h"

#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <unistd.h>

namespace hexiao::store {

bool sync_folder(const std::filesystem::path& folder) {
    const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool good = opened >= 0 && ::fsync(opened) == 0;
    if (opened >= 0) {
        ::close(opened);
    }
    return good;
}

std::optional<std::string> read_file(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) {
        return std::nullopt;
    }
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return file.bad() ? std::nullopt : std::optional{std::move(bytes).str()};
}

bool write_file(const std::filesystem::path& path, const std::string& bytes) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) {
        return false;
    }
    bool good = true;
    for (std::size_t done = 0; good && done < bytes.size();) {
        const ssize_t wrote = ::write(file, bytes.data() + done, bytes.size() - done);
        good = wrote > 0;
        done += good ? static_cast<std::size_t>(wrote) : 0U;
    }
    good = good && ::fsync(file) == 0;
    return ::close(file) == 0 && good;
}

} // namespace hexiao::store
