// What owners and managers do with vouchers: find one, follow it from its sale to its last use, take it back,
// give its customer's page a new address, sell or issue new ones (core/api/sales.h).
//
// Codes and addresses of customers' pages are worth money. They are shown once, on the screen where they were
// made, and are gone when it is left.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/api/sales.h"

namespace hexiao::console {

// How a voucher is looked for.
enum class FindBy : std::uint8_t { code, last4, order };

// Whether something that was asked for is on its way, or why it did not come.
struct Asking {
    bool busy = false;
    Reason problem = Reason::none;
};

struct VouchersView {
    std::optional<std::vector<api::VoucherDetails>>
        found;                                  // of the last search, also after a voucher was opened
    std::vector<api::ProductDetails> products;  // as last told
    std::optional<api::VoucherHistory> history; // of the voucher that the address names
    std::optional<api::RevokeAnswer> revoked;   // what became of it
    std::optional<Secret> page;                 // the token of its new page
    std::optional<api::Sale> sale;              // with its codes
    std::string sale_key, sale_hash;            // of the last try: the same sale again has its key
    std::string last_order;                     // the last one that was sold here: its codes are shown once
    std::string qr_of;                          // the voucher whose page is shown as a code
    std::vector<std::string> qr;                // its rows, '1' is dark
    Asking products_asked, history_asked;
    FindBy by = FindBy::code;
    api::RevokeReason why = api::RevokeReason::other; // not chosen yet
    bool renewing = false;                            // asked whether the page's old address may die
};

} // namespace hexiao::console
