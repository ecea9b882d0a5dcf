// What is kept of secrets: of passwords and PINs an argon2id hash, of tokens a SHA-256.
#pragma once

#include <string>

#include "core/base/secret.h"

namespace hexiao::service {

// argon2id with OWASP's least parameters (19 MiB, 2 passes, 1 lane): about 45 ms (server.md §9). Only on
// threads that may take so long: endpoints that come here are marked with api::Waits::for_hash.
std::string hash_password(const Secret& password);
// In the place of a hash: nothing matches it.
inline constexpr const char* no_password = "!";
bool password_matches(const std::string& hash, const Secret& password);

// Tokens are 256 random bits, so a plain SHA-256 hides them: there is nothing to guess that a slow hash would
// protect. And whoever times a look-up by this hash learns about a hash that they cannot choose.
std::string token_hash(const Secret& token);
bool is_token(const Secret& token);
// In constant time.
bool token_matches(const std::string& hash, const Secret& token);

} // namespace hexiao::service
