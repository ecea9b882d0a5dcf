// See privacy.h.
#include "platform/service/privacy.h"

#include <algorithm>

#include "core/base/hash.h"
#include "platform/service/acting.h"
#include "platform/service/facts.h"
#include "platform/store/catalogue.h"
#include "platform/store/customers.h"
#include "platform/store/sales.h"

namespace hexiao::service {

namespace {

constexpr Milliseconds one_hour{3600 * 1000};
constexpr Milliseconds one_day = 24 * one_hour;
constexpr std::int64_t forgotten_at_once = 500; // so that nobody waits long behind the hourly job

// The digits alone, as they are hashed and committed to.
Result<Secret> canonical_phone(const Secret& phone, const char* field) {
    auto credential = parse_credential(phone.reveal());
    if (!credential || credential->kind != CredentialKind::phone) {
        return Error{Reason::invalid_field, field};
    }
    return std::move(credential->text);
}

std::string hex(const std::string& bytes) {
    return to_hex({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

std::string commitment(const std::string& salt, const Secret& phone) {
    return to_hex(sha256(salt + phone.reveal()));
}

std::string new_salt(Ids& ids) {
    std::string salt;
    for (int half = 0; half < 2; ++half) {
        for (const std::uint8_t byte : ids.random()) {
            salt += static_cast<char>(byte);
        }
    }
    return salt;
}

// What a box is bound to: in another row it cannot be opened.
std::string place_of(const store::Scope& scope, const std::string& id) {
    return scope.merchant_id + "/" + id;
}

Result<api::CustomerDetails> opened(const World& world, const store::Scope& scope,
                                    const store::Customer& customer) {
    const auto text = world.books.vault().open(customer.box, place_of(scope, customer.id));
    return text ? wire::read<api::CustomerDetails>(*text)
                : Result<api::CustomerDetails>{Error{Reason::store_unavailable, {}}};
}

// One voucher and all that happened to it. Whom of the staff the customer met is not theirs to take along.
api::ExportedVoucher exported(store::Connection& db, const store::Scope& scope,
                              const api::VoucherDetails& voucher) {
    api::ExportedVoucher whole{voucher, {}};
    for (std::string after;;) {
        auto events = store::voucher_events(db, scope, voucher, after);
        const bool more = events.size() > static_cast<std::size_t>(api::page_items);
        for (api::VoucherEvent& event : events) {
            event.staff_name.reset();
            event.device_name.reset();
            whole.events.push_back(std::move(event));
        }
        if (!more) {
            return whole;
        }
        after = whole.events.back().id;
    }
}

} // namespace

Result<KnownCustomer> remember_customer(const World& world, store::Connection& db, const store::Scope& scope,
                                        const api::CustomerDetails& details, Instant now,
                                        Instant valid_until) {
    const auto phone = canonical_phone(details.phone, "customer.phone");
    if (!phone) {
        return phone.error();
    }
    const store::Vault& vault = world.books.vault();
    const std::string hash = vault.phone_hash(scope.merchant_id, *phone);
    auto known = store::find_customer_by_phone(db, scope, hash);
    api::CustomerDetails said = details;
    if (known) {
        const auto before = opened(world, scope, *known);
        if (!before) {
            return before.error();
        }
        said.name = details.name ? details.name : before->name;
        said.notes = details.notes ? details.notes : before->notes;
    }
    said.phone = *phone;
    store::Customer customer = known ? *known : store::Customer{world.ids.uuid(now), hash, {},
                                                                new_salt(world.ids), now,  valid_until};
    customer.box = vault.seal(wire::write(said), place_of(scope, customer.id));
    customer.last_end = std::max(customer.last_end, valid_until);
    if (known) {
        store::update_customer(db, scope, customer);
    } else {
        store::insert_customer(db, scope, customer);
    }
    return KnownCustomer{customer.id, commitment(customer.salt, *phone)};
}

void forget_customers(const World& world, store::Connection& db, Instant now) {
    store::purge_lookups(db, now - one_hour);
    store::purge_lookup_titles(db, now);
    for (const store::Overdue& customer : store::overdue_customers(db, now, forgotten_at_once)) {
        store::erase_customer(db, customer.merchant_id, customer.id);
        store::append_quiet_entry(
            db, customer.merchant_id,
            {world.ids.uuid(now), "customer_forgotten", now, {{"customer_id", customer.id}}});
    }
}

Result<api::FoundCustomer> find_by_phone(const World& world, store::Connection& db, const Caller& caller,
                                         const Secret& phone, Instant now) {
    const auto digits = canonical_phone(phone, "phone");
    if (!digits) {
        return digits.error();
    }
    const store::Scope& scope = caller.scope;
    const store::Lookups made = store::lookups_since(db, scope, now - one_hour);
    if (made.count >= lookups_an_hour) {
        const Milliseconds wait = made.oldest + one_hour - now; // limits.h: whole seconds
        return Error{Reason::too_many_requests, std::to_string((wait.count() + 999) / 1000)};
    }
    store::insert_lookup(db, scope, world.ids.uuid(now), now);
    const auto customer =
        store::find_customer_by_phone(db, scope, world.books.vault().phone_hash(scope.merchant_id, *digits));
    api::FoundCustomer found;
    if (customer) {
        found.customer_id = customer->id;
        found.products = store::usable_products(db, scope, customer->id, now);
    }
    record(world, db, caller, now, "customer_looked_up",
           {{"customer_id", found.customer_id.value_or("")},
            {"store_id", scope.store_id},
            {"found", static_cast<std::int64_t>(found.products.size())}});
    return found;
}

Result<api::FoundCustomer> Privacy::find(const Caller& caller, const api::FindCustomer& request) {
    const Instant now = world_.clock.now();
    return write_as(world_, caller, [&](store::Connection& db) {
        return find_by_phone(world_, db, caller, request.phone, now);
    });
}

Result<api::CustomerExport> Privacy::export_customer(const Caller& caller, const std::string& customer_id) {
    const Instant now = world_.clock.now();
    const store::Scope& scope = caller.scope;
    return write_as(world_, caller, [&](store::Connection& db) -> Result<api::CustomerExport> {
        const auto customer = store::find_customer(db, scope, customer_id);
        const auto settings = store::merchant_settings(db, scope);
        if (!customer || !settings) {
            return Error{Reason::not_found, "customer_id"};
        }
        auto details = opened(world_, scope, *customer);
        if (!details) {
            return details.error();
        }
        api::CustomerExport whole;
        whole.customer_id = customer_id;
        whole.created_at = customer->created_at;
        whole.keep_until = customer->last_end + settings->customer_days * one_day;
        whole.salt = hex(customer->salt);
        whole.commitment = commitment(customer->salt, details->phone);
        whole.details = std::move(*details);
        for (const std::string& order : store::orders_of_customer(db, scope, customer_id)) {
            for (const api::VoucherDetails& voucher : store::vouchers_of_order(db, scope, order)) {
                whole.vouchers.push_back(exported(db, scope, voucher));
            }
        }
        record(world_, db, caller, now, "customer_exported", {{"customer_id", customer_id}});
        return whole;
    });
}

Result<Done> Privacy::erase(const Caller& caller, const std::string& customer_id) {
    const Instant now = world_.clock.now();
    auto erased = write_as(world_, caller, [&](store::Connection& db) -> Result<Done> {
        if (!store::erase_customer(db, caller.scope.merchant_id, customer_id)) {
            return Error{Reason::not_found, "customer_id"};
        }
        record(world_, db, caller, now, "customer_erased", {{"customer_id", customer_id}});
        return Done{};
    });
    if (erased) {
        world_.books.forget_copies(now); // they are in all of them
    }
    return erased;
}

} // namespace hexiao::service
