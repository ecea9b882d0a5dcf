// The folder of a demo. It is made beside its place and renamed when it is whole, because its passwords exist
// only in the table beside the books: a demo that was interrupted halfway would let nobody in.
#pragma once

#include <filesystem>
#include <string>
#include <variant>

#include "platform/service/clock.h"

namespace hexiao::demo {

struct Accounts {
    std::string table; // who can sign in, and vouchers to try; demo-accounts.txt
};

// Makes the demo where there is no such folder (or an empty one). Otherwise, of a folder that holds no whole
// demo too, a sentence about what to do.
std::variant<Accounts, std::string> prepare_folder(const std::filesystem::path& folder, service::Clock& clock,
                                                   service::Ids& ids);

} // namespace hexiao::demo
