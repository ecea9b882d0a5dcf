// `hexiao reset-link`: whoever has the data folder lets somebody set a new password, above all an owner whom
// no colleague could help. The link is the one that a manager hands out (service/passwords.h).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "platform/commands/backup.h"

namespace hexiao::commands {

struct ResetLinkOptions {
    std::filesystem::path data;
    std::string database; // postgresql://…, where the books are there
    std::string account;
    std::uint16_t port = 8080; // of the server, for the link
};

// On SQLite the server must be stopped, because one process alone writes; on PostgreSQL it may run.
Told make_reset_link(const ResetLinkOptions& options);

} // namespace hexiao::commands
