// What one signs in under.
#pragma once

#include <string_view>

namespace hexiao {

// False for a text that looks like another account (white space, which nobody sees) or like a formula in a
// spreadsheet (= + - @ in front). Its length and its characters' validity are the wire's matter.
bool is_account(std::string_view text) noexcept;

} // namespace hexiao
