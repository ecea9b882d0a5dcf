// What this server is called and which certificate it shows. Both change while it runs: a machine moves to
// another network, a leaf comes to its end, somebody renews their own certificate.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "platform/http/certificate.h"

namespace hexiao::http {

class Surroundings {
public:
    struct Given {
        std::filesystem::path folder;   // of the books
        std::vector<std::string> hosts; // names besides this machine's own
        bool tls = false;
        std::string certificate; // PEM files of somebody's own; empty for the local authority's
        std::string key;
    };
    struct Seen {
        std::vector<std::string> hosts;
        Certificate files;    // no `ca_file` for somebody's own; all empty without TLS
        bool renewed = false; // the certificate is another one than at the last look
    };

    explicit Surroundings(Given given, std::function<Machine()> machine = this_machine)
        : given_(std::move(given)), machine_(std::move(machine)) {}

    // Makes the local certificate where it must be made. Otherwise a sentence about what is wrong with the
    // certificate; then the one that is in use stays.
    std::variant<Seen, std::string> look();

private:
    Given given_;
    std::function<Machine()> machine_;
    std::string shown_; // digest of the files at the last look
};

} // namespace hexiao::http
