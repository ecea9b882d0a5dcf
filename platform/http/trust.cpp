// See trust.h. The profile: Apple, "Configuration Profile Reference", payload com.apple.security.root.
#include "platform/http/trust.h"

#include <array>
#include <cstdio>
#include <memory>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "core/base/hash.h"

namespace hexiao::http {

namespace {

std::string read_der(const std::string& file_name) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file{std::fopen(file_name.c_str(), "r"),
                                                               std::fclose};
    const std::unique_ptr<X509, void (*)(X509*)> certificate{
        file ? PEM_read_X509(file.get(), nullptr, nullptr, nullptr) : nullptr, X509_free};
    unsigned char* bytes = nullptr;
    const int size = certificate ? i2d_X509(certificate.get(), &bytes) : -1;
    const std::unique_ptr<unsigned char, void (*)(unsigned char*)> owned{
        bytes, [](unsigned char* them) { OPENSSL_free(them); }};
    return size > 0 ? std::string{reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)}
                    : std::string{};
}

std::string base64(const std::string& bytes) {
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
    const int size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                        reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(size));
    return text;
}

std::string uuid_of(const std::string& text) {
    const std::string hex = to_hex(sha256(text));
    return hex.substr(0, 8) + '-' + hex.substr(8, 4) + '-' + hex.substr(12, 4) + '-' + hex.substr(16, 4) +
           '-' + hex.substr(20, 12);
}

// The same authority is always the same profile, so that installing it again replaces it.
std::string profile_of(const std::string& der) {
    const auto payload = [](const std::string& inside, const std::string& type, const std::string& uuid) {
        return "<dict>" + inside + "<key>PayloadType</key><string>" + type +
               "</string><key>PayloadVersion</key><integer>1</integer><key>PayloadIdentifier</key><string>"
               "hexiao." +
               uuid + "</string><key>PayloadUUID</key><string>" + uuid +
               "</string><key>PayloadDisplayName</key><string>Hexiao 核销</string></dict>";
    };
    const std::string certificate = payload("<key>PayloadContent</key><data>" + base64(der) + "</data>",
                                            "com.apple.security.root", uuid_of(der));
    return R"(<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">)" +
           payload("<key>PayloadContent</key><array>" + certificate + "</array>", "Configuration",
                   uuid_of("profile" + der)) +
           "</plist>\n";
}

std::string fingerprint_of(const std::string& der) {
    std::string text;
    for (const char c : to_hex(sha256(der))) {
        text += text.size() % 3 == 2 ? ":" : "";
        text += c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return text;
}

} // namespace

std::string fingerprint(const std::string& certificate_file) {
    const std::string der = read_der(certificate_file);
    return der.empty() ? der : fingerprint_of(der);
}

Trust::Trust(const std::string& authority_file, std::string page)
    : page_(std::move(page)), certificate_(read_der(authority_file)) {
    if (certificate_.empty()) {
        return;
    }
    profile_ = profile_of(certificate_);
    constexpr std::string_view place = "{fingerprint}";
    const std::string print = fingerprint_of(certificate_);
    for (std::size_t at = 0; (at = page_.find(place, at)) != std::string::npos; at += print.size()) {
        page_.replace(at, place.size(), print);
    }
}

std::optional<Answer> Trust::get(std::string_view path) const {
    const auto answer = [](const char* type, const std::string& body) {
        return Answer{200, type, body, {}, {}};
    };
    if (certificate_.empty()) {
        return std::nullopt;
    }
    if (path == "/trust" && !page_.empty()) {
        return answer("text/html; charset=utf-8", page_);
    }
    if (path == "/trust/hexiao.crt") {
        return answer("application/x-x509-ca-cert", certificate_);
    }
    if (path == "/trust/hexiao.mobileconfig") {
        return answer("application/x-apple-aspen-config", profile_);
    }
    return std::nullopt;
}

} // namespace hexiao::http
