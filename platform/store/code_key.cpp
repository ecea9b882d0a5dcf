// See code_key.h.
#include "platform/store/code_key.h"

#include <fcntl.h>
#include <unistd.h>

#include <sodium.h>

#include "platform/store/files.h"

namespace hexiao::store {

namespace {

constexpr std::size_t key_bytes = crypto_generichash_KEYBYTES;

} // namespace

std::string load_code_key(const std::filesystem::path& folder, bool may_make) {
    const int file =
        ::open((folder / "code.key").c_str(), (may_make ? O_RDWR | O_CREAT : O_RDONLY) | O_CLOEXEC, 0600);
    if (file < 0) {
        return {};
    }
    std::string key(key_bytes, '\0');
    const auto whole = static_cast<ssize_t>(key.size());
    if (::read(file, key.data(), key.size()) != whole) {
        randombytes_buf(key.data(), key.size());
        const bool made = may_make && ::pwrite(file, key.data(), key.size(), 0) == whole &&
                          ::fsync(file) == 0 && sync_folder(folder);
        if (!made) {
            key.clear();
        }
    }
    ::close(file);
    return key;
}

std::string no_code_key(const std::filesystem::path& folder, bool has_books) {
    const std::string file = (folder / "code.key").string();
    return has_books ? "The books cannot be read without their key: bring back " + file + " from a copy."
                     : "The key file " + file + " can neither be read nor made.";
}

} // namespace hexiao::store
