// SQL about customers. What is known of them comes and goes as a sealed box (vault.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/messages.h"
#include "platform/store/connection.h"
#include "platform/store/scope.h"

namespace hexiao::store {

struct Customer {
    std::string id;
    std::string phone_hash; // Vault::phone_hash
    std::string box;        // Vault::seal
    std::string salt;
    Instant created_at;
    Instant last_end; // when the last of their vouchers ends
};
std::optional<Customer> find_customer(Connection& db, const Scope& scope, const std::string& id);
std::optional<Customer> find_customer_by_phone(Connection& db, const Scope& scope,
                                               const std::string& phone_hash);
void insert_customer(Connection& db, const Scope& scope, const Customer& customer);
// The box and the end.
void update_customer(Connection& db, const Scope& scope, const Customer& customer);
// Orders lose their reference. False when there was nobody.
bool erase_customer(Connection& db, const std::string& merchant_id, const std::string& id);

void set_customer(Connection& db, const Scope& scope, const std::string& order_id,
                  const std::string& customer_id);
// What they could redeem now, each product once.
std::vector<api::Named> usable_products(Connection& db, const Scope& scope, const std::string& customer_id,
                                        Instant now);
std::vector<std::string> orders_of_customer(Connection& db, const Scope& scope,
                                            const std::string& customer_id);

struct Lookups {
    std::int64_t count = 0;
    Instant oldest; // of these, where there are any
};
Lookups lookups_since(Connection& db, const Scope& scope, Instant since);
void insert_lookup(Connection& db, const Scope& scope, const std::string& id, Instant now);
void purge_lookups(Connection& db, Instant before);

// A title that somebody at the counter was told of, to be proved by the customer.
struct LookupTitle {
    std::string id;
    std::string customer_id;
    std::string product_id;
};
void insert_lookup_title(Connection& db, const Scope& scope, const LookupTitle& title, Instant expires_at);
// Counts one more wrong proof and tells what it was about; nothing, unless it is this person's on this device
// in this store, fresh, and was wrong less than `most` times. `forgive_proof` takes the count back.
std::optional<LookupTitle> try_proof(Connection& db, const Scope& scope, const std::string& id,
                                     std::int64_t most, Instant now);
void forgive_proof(Connection& db, const Scope& scope, const std::string& id);
// The customer's usable voucher of this product whose code ends so; the first to end, where two do.
std::optional<std::string> proven_voucher(Connection& db, const Scope& scope, const LookupTitle& title,
                                          const std::string& code_last4, Instant now);
// The voucher by which the customer proved it on their page; empty: not yet. Nothing as with `try_proof`.
std::optional<std::string> shown_voucher(Connection& db, const Scope& scope, const std::string& id,
                                         std::int64_t most, Instant now);
void purge_lookup_titles(Connection& db, Instant expired_before);

struct Overdue {
    std::string merchant_id;
    std::string id;
};
// Customers of all merchants whose retention time is over; at most `most`.
std::vector<Overdue> overdue_customers(Connection& db, Instant now, std::int64_t most);

} // namespace hexiao::store
