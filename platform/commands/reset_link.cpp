// See reset_link.h.
#include "platform/commands/reset_link.h"

#include "platform/service/services.h"

namespace hexiao::commands {

Told make_reset_link(const ResetLinkOptions& options) {
    std::error_code failure;
    const char* file = options.database.empty() ? "hexiao.db" : "code.key";
    if (!std::filesystem::exists(options.data / file, failure)) {
        return {false, "There are no books in " + options.data.string() + "."};
    }
    auto opened = store::Store::open(options.data, options.database);
    if (const auto* why = std::get_if<std::string>(&opened)) {
        return {false, *why};
    }
    service::SystemClock clock;
    service::SystemIds ids;
    service::Services services{**std::get_if<0>(&opened), clock, ids, false};
    const auto link = services.passwords.make_reset_at_terminal(options.account);
    if (!link) {
        return {false, link.error().reason == Reason::not_found
                           ? "Nobody who may sign in has the account " + options.account + "."
                           : "The database could not be read or written; the log says why."};
    }
    return {true, "Whoever opens this link within half an hour sets a new password for " + options.account +
                      ", and ends all their sessions; it is good once, while the server runs:\n\n"
                      "  http://localhost:" +
                      std::to_string(options.port) + "/reset#" + link->token.reveal() + "\n"};
}

} // namespace hexiao::commands
