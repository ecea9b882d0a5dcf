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

} // namespace hexiao::api
