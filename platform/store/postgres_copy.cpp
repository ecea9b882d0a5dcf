// See postgres_copy.h.
#include "platform/store/postgres_copy.h"

#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace hexiao::store {

namespace {

// Both ends of a pipe; none of them is inherited.
class Pipe {
public:
    Pipe() { made_ = ::pipe2(ends_.data(), O_CLOEXEC) == 0; }
    ~Pipe() {
        close_writing();
        if (made_) {
            ::close(ends_[0]);
        }
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    explicit operator bool() const noexcept { return made_; }
    int writing() const noexcept { return ends_[1]; }
    void close_writing() noexcept {
        if (made_ && ends_[1] >= 0) {
            ::close(ends_[1]);
            ends_[1] = -1;
        }
    }
    // Everything, until nobody holds the other end.
    std::string read_all() const {
        std::string text;
        std::array<char, 1024> some{};
        for (;;) {
            const ssize_t size = ::read(ends_[0], some.data(), some.size());
            if (size > 0) {
                text.append(some.data(), static_cast<std::size_t>(size));
            } else if (size == 0 || errno != EINTR) {
                return text;
            }
        }
    }

private:
    std::array<int, 2> ends_{-1, -1};
    bool made_ = false;
};

int wait_for(pid_t child) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

} // namespace

std::string dump_database(const std::string& uri, const std::filesystem::path& to) {
    std::array<std::string, 6> words{"pg_dump", "--format=custom", "--no-password",
                                     "--file",  to.string(),       "--dbname=" + uri};
    std::array<char*, 7> arguments{};
    for (std::size_t i = 0; i < words.size(); ++i) {
        arguments[i] = words[i].data();
    }
    Pipe complaints;
    if (!complaints) {
        return std::string{"pg_dump could not be run: "} + std::strerror(errno);
    }
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, complaints.writing(), STDERR_FILENO);
    pid_t child = 0;
    const int failure =
        ::posix_spawnp(&child, words[0].c_str(), &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (failure != 0) {
        return std::string{"pg_dump could not be run: "} + std::strerror(failure);
    }
    complaints.close_writing();
    std::string told = complaints.read_all();
    if (wait_for(child) == 0) {
        return {};
    }
    told.resize(told.find_last_not_of("\r\n") + 1);
    return told.empty() ? "pg_dump failed" : told; // it names itself in what it says
}

} // namespace hexiao::store
