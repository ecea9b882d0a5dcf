// `hexiao verify`: is what stands in the books still what was written? A whole journal (of a folder or a
// database, while the server runs), or one receipt without any books.
#pragma once

#include <filesystem>
#include <string>

namespace hexiao::commands {

struct VerifyOptions {
    std::filesystem::path data;    // folder of the books, or
    std::string database;          // postgresql://…, or
    std::filesystem::path receipt; // file of one receipt, with
    std::string head;              // SIZE:ROOT that it must lead to, or that a journal must hold; or empty
};

// The exit status: 0 when all is as it was written, 1 when it is not or cannot be read. What was found goes
// to stdout, why it could not be looked at to stderr.
int verify(const VerifyOptions& options);

} // namespace hexiao::commands
