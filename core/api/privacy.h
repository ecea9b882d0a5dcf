// Messages about customers: what is known of somebody, who may ask, and how it is forgotten.
#pragma once

#include "core/api/messages.h"

namespace hexiao::api {

// What a customer said of themselves. Kept encrypted, in one place, until the retention time is over or they
// ask to be forgotten.
struct CustomerDetails {
    static constexpr std::string_view wire_name = "CustomerDetails";
    Secret phone; // by which they are known; blanks and dashes do not count
    std::optional<Secret> name;
    std::optional<Secret> notes;

    template <class V>
    static void fields(V& v) {
        v("phone", &CustomerDetails::phone, wire::text(6, 32));
        v("name", &CustomerDetails::name, wire::text(1, 64));
        v("notes", &CustomerDetails::notes, wire::text(1, 500));
    }
};

struct FindCustomer {
    static constexpr std::string_view wire_name = "FindCustomer";
    Secret phone;

    template <class V>
    static void fields(V& v) {
        v("phone", &FindCustomer::phone, wire::text(6, 32));
    }
};

// What may be told before the customer has proved that an order is theirs: what they hold, and not even their
// name. Which voucher it is, they say themselves, by the last four characters of its code.
struct FoundCustomer {
    static constexpr std::string_view wire_name = "FoundCustomer";
    std::optional<std::string> customer_id; // absent when nobody is known by this number
    std::vector<Named> products;            // of usable vouchers, each once

    template <class V>
    static void fields(V& v) {
        v("customer_id", &FoundCustomer::customer_id, wire::uuid());
        v("products", &FoundCustomer::products, wire::items(1000));
    }
};

// One product of which a customer who was looked up at the counter holds usable vouchers.
struct HeldTitle {
    static constexpr std::string_view wire_name = "HeldTitle";
    std::string id; // to prove by; says nothing by itself
    Title title;

    template <class V>
    static void fields(V& v) {
        v("id", &HeldTitle::id, wire::uuid());
        v("title", &HeldTitle::title, wire::any());
    }
    friend bool operator==(const HeldTitle&, const HeldTitle&) = default;
};

// What the counter is told of a phone number. Nobody known, and somebody who holds nothing, look alike.
struct Lookup {
    static constexpr std::string_view wire_name = "Lookup";
    std::vector<HeldTitle> items;
    Instant expires_at; // of their ids, which are good for this staff, device and store only
    Instant server_time;

    template <class V>
    static void fields(V& v) {
        v("items", &Lookup::items, wire::items(1000));
        v("expires_at", &Lookup::expires_at, wire::any());
        v("server_time", &Lookup::server_time, wire::any());
    }
};

// The customer's proof that it is theirs; without the characters: whether they said so on their page.
struct OrderProof {
    static constexpr std::string_view wire_name = "OrderProof";
    std::optional<Secret> code_last4; // blanks and dashes do not count, nor upper and lower case

    template <class V>
    static void fields(V& v) {
        v("code_last4", &OrderProof::code_last4, wire::text(4, 16));
    }
};

} // namespace hexiao::api
