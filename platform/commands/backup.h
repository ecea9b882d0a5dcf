// `hexiao backup` and `hexiao restore`: the books in one folder, whole and checked, that can be carried away.
// A backup is taken beside a running server, without stopping it, and holds what was committed at one moment:
//   hexiao.db        the database, one file
//   code.key         the key of the voucher codes: whoever has both can read codes (0600)
//   tls/             the certificate authority that the phones trust, where there is one
//   manifest.json    the SHA-256 of each file, the heads of the journals, counts
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace hexiao::commands {

struct BackupOptions {
    std::filesystem::path data;
    std::filesystem::path to; // a new folder, or an empty one
};

struct RestoreOptions {
    std::filesystem::path from;
    std::filesystem::path data;            // a new folder, or an empty one
    std::vector<std::string> expect_heads; // SIZE:ROOT that the restored journals must hold, from anybody
};

// What a person is told, and whether it was done.
struct Told {
    bool done = false;
    std::string text;
};

Told back_up(const BackupOptions& options);
Told restore(const RestoreOptions& options);

} // namespace hexiao::commands
