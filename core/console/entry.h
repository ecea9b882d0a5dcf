// What the console keeps of the ways in: the forms by which a first merchant is set up, a password is set, a
// device is paired and a shared phone changes hands. One form is open at a time and is emptied when it is
// left; the decisions are the platform's (core/api/access.h).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/api/access.h"
#include "core/api/qr.h"
#include "core/api/shop.h"

namespace hexiao::console {

// What is written into these forms.
enum class Field : std::uint8_t {
    merchant,
    store,
    lanes, // how many
    owner_name,
    account,
    password,
    new_password,
    pin,
    code,
    last4, // of a code
    order, // its number
    product,
    quantity,
    gift, // anything: yes
    phone,
    customer_name,
    zone
};

// A form as it stands. Every text is kept as a secret, because most of them are.
struct Form {
    std::map<Field, Secret> texts;
    bool busy = false;
    Reason problem = Reason::none;
    std::string field; // of the request, where the problem names one
    bool done = false; // the last thing that was sent is settled

    const std::string& text(Field which) const {
        static const std::string empty;
        const auto found = texts.find(which);
        return found == texts.end() ? empty : found->second.reveal();
    }
};

// This device on its way to being paired (/pair#token).
struct Joining {
    std::optional<api::Claim> claim; // once the token was taken up
    std::int64_t attempt = 0;        // to collect: each is signed and sent once (api::CollectRequest)
    api::PairingState state = api::PairingState::other;
    std::string device_name; // once collected
};

// Another device that this person lets in (/devices/<pairing>).
struct Inviting {
    std::optional<api::PairingLink> link; // unless the page was loaded since: its token is shown once
    std::optional<api::Pairing> pairing;  // as last told
    std::vector<std::string> qr;          // rows of the link's code, '1' is dark
};

struct EntryView {
    Secret token;       // of the link by which the page was opened; good once
    std::string origin; // where this page came from: "https://till.local:8443"
    std::string zone;   // of this device's clock
    Form form;
    bool setup_open = false;   // the platform waits for its first merchant
    std::string reset_account; // whose password was just set
    Joining joining;
    Inviting inviting;
    std::vector<api::Colleague> colleagues; // who may take over this device
    bool own_pin = false;
    std::optional<api::Colleague> next; // who is about to (/me/<staff>)
};

} // namespace hexiao::console
