// A certificate for a shop that has none: phones need HTTPS before they lend their camera to a page. The
// first start makes a small certificate authority of its own in the data folder and a leaf for this machine's
// names and addresses. The authority is name-constrained to private addresses, localhost and .local, so that
// even a stolen key is of little use.
#pragma once

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

namespace hexiao::http {

struct Certificate {
    std::string chain_file; // PEM
    std::string key_file;   // PEM, 0600
    std::string ca_file;    // PEM, what a device must trust
};

// How other machines of the local network may call this one.
struct Machine {
    std::string host;                   // "till.local"; empty for none
    std::vector<std::string> addresses; // private IPv4, without loopback: "192.168.1.5"
};
Machine this_machine();

// Reuses what is there while it names what `machine` is called and has a month to live. Public addresses are
// not named, because the authority may not speak for them. Otherwise a sentence about what went wrong.
std::variant<Certificate, std::string> local_certificate(const std::filesystem::path& folder,
                                                         const Machine& machine);

// Why a certificate of somebody's own cannot be used, as a sentence; empty when it can.
std::string why_not_certificate(const std::string& chain_file, const std::string& key_file);

} // namespace hexiao::http
