// What the platform writes about itself: one JSON object a line on stderr, {"time","level","event",…}.
// Whoever adds a field answers for it: codes, passwords, tokens, phone numbers, cookies and query strings
// never get here (tests search for them).
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

namespace hexiao::log {

using Field = std::pair<std::string_view, nlohmann::json>;

// Sets the format up; once, before the first line.
void start();
void info(std::string_view event, std::initializer_list<Field> fields = {});
void error(std::string_view event, std::initializer_list<Field> fields = {});

} // namespace hexiao::log
