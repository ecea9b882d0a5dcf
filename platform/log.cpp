// See log.h.
#include "platform/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace hexiao::log {

namespace {

void write(spdlog::level::level_enum level, std::string_view event, std::initializer_list<Field> fields) {
    std::string line = "\"event\":" + nlohmann::json(event).dump();
    for (const auto& [name, value] : fields) {
        line += ',' + nlohmann::json(name).dump() + ':' +
                value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    }
    spdlog::log(level, "{}", line);
}

} // namespace

void start() {
    spdlog::set_default_logger(spdlog::stderr_logger_mt("hexiao"));
    spdlog::set_pattern(R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})",
                        spdlog::pattern_time_type::utc);
}

void info(std::string_view event, std::initializer_list<Field> fields) {
    write(spdlog::level::info, event, fields);
}

void error(std::string_view event, std::initializer_list<Field> fields) {
    write(spdlog::level::err, event, fields);
}

} // namespace hexiao::log
