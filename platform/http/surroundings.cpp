// See surroundings.h.
#include "platform/http/surroundings.h"

#include <fstream>
#include <sstream>

#include "core/base/hash.h"

namespace hexiao::http {

namespace {

std::string digest_of(const Certificate& files) {
    std::ostringstream bytes;
    bytes << std::ifstream{files.chain_file}.rdbuf() << std::ifstream{files.key_file}.rdbuf();
    return to_hex(sha256(bytes.str()));
}

} // namespace

std::variant<Surroundings::Seen, std::string> Surroundings::look() {
    const Machine machine = machine_();
    Seen seen{given_.hosts, {given_.certificate, given_.key, {}}, false};
    seen.hosts.insert(seen.hosts.end(), machine.addresses.begin(), machine.addresses.end());
    if (!machine.host.empty()) {
        seen.hosts.push_back(machine.host);
        seen.hosts.push_back(machine.host.substr(0, machine.host.find('.')));
    }
    if (!given_.tls) {
        return seen;
    }
    if (given_.certificate.empty()) {
        auto made = local_certificate(given_.folder, machine);
        if (auto* why = std::get_if<std::string>(&made)) {
            return std::move(*why);
        }
        seen.files = std::get<Certificate>(std::move(made));
    }
    if (std::string why = why_not_certificate(seen.files.chain_file, seen.files.key_file); !why.empty()) {
        return why;
    }
    const std::string digest = digest_of(seen.files);
    seen.renewed = !shown_.empty() && shown_ != digest;
    shown_ = digest;
    return seen;
}

} // namespace hexiao::http
