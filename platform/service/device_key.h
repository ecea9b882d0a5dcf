// The key of a paired device: ECDSA on P-256, made in the browser by WebCrypto and not to be taken out of it.
// What comes from outside is checked to be a point of that curve before anything is done with it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hexiao::service {

// DER (SubjectPublicKeyInfo) from what WebCrypto exports as "spki", in base64; nothing unless it is exactly
// one uncompressed point of P-256 that lies on the curve.
std::optional<std::string> read_public_key(std::string_view base64);

// `signature`: WebCrypto's own form, r and s of 32 bytes each (IEEE P1363), in base64; ECDSA with SHA-256.
bool signature_matches(const std::string& public_key, std::string_view text, std::string_view signature);

} // namespace hexiao::service
