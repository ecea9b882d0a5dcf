// What a phone is handed so that it trusts this server's own authority: a page with the steps, the
// authority's certificate, and the same as a profile, which is how an iPhone takes it. Nothing of this is
// secret; whether it is the right one is told by the fingerprint, which the terminal prints as well.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/http/request.h"

namespace hexiao::http {

// SHA-256 of a PEM certificate, "AB:CD:…"; empty where the file holds none.
std::string fingerprint(const std::string& certificate_file);

class Trust {
public:
    // `page` is the console's trust.html with {fingerprint} in it. An empty or unreadable `authority_file`
    // means that there is nothing to trust: then every path is nothing.
    Trust(const std::string& authority_file, std::string page);

    // Answers /trust, /trust/hexiao.crt and /trust/hexiao.mobileconfig.
    std::optional<Answer> get(std::string_view path) const;

private:
    std::string page_;
    std::string certificate_; // DER
    std::string profile_;
};

} // namespace hexiao::http
