// Whose word an offline action is. Two signatures stand behind it: the device's, with the key that it made
// when it was paired and that cannot be taken out of it, and the platform's, on the grant by which it let
// somebody work on that device until some time. Who is signed in when the action is sent does not matter.
//
// What is signed is bytes that both sides keep as they are: nothing is written anew to be checked, so that a
// console that knows more members than the platform is believed, too.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/api/messages.h"
#include "core/api/offline.h"

namespace hexiao::offline {

// An action in canonical bytes: JSON with sorted keys and no blanks.
std::string canonical_bytes(const api::OfflineAction& action);

// What the device's key signs: "hexiao-action:" and those bytes. The prefix keeps it apart from what is
// signed in a pairing ("hexiao-pairing:", core/api/access.h).
std::string signed_text(std::string_view bytes);

// What the platform signs of a grant: every member but the signature, a line each, after "hexiao-grant:1".
std::string grant_text(const api::StaffGrant& grant);

// Seals an export to the platform's public key (libsodium's sealed box), in base64. `random`: 32 fresh bytes
// for each. Nothing where the key is none.
struct SealRandom {
    std::array<std::uint8_t, 32> bytes{};
};
std::optional<std::string> seal_export(const api::ActionUpload& upload, std::string_view public_key_hex,
                                       const SealRandom& random);

} // namespace hexiao::offline
