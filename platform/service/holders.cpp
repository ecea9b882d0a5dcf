// See holders.h.
#include "platform/service/holders.h"

#include <algorithm>

#include <sodium.h>

#include "core/base/hash.h"
#include "core/credential/house_qr.h"
#include "platform/service/acting.h"
#include "platform/service/clock.h"
#include "platform/service/days.h"
#include "platform/service/facts.h"
#include "platform/service/privacy.h"
#include "platform/service/qr.h"
#include "platform/service/queue.h"
#include "platform/service/secrets.h"
#include "platform/store/holders.h"
#include "platform/store/journal.h"
#include "platform/store/products.h"
#include "platform/store/sales.h"
#include "platform/store/vouchers.h"

namespace hexiao::service {

namespace {

api::HolderState state_of(const VoucherFacts& voucher, Instant now) {
    switch (check_voucher(voucher, now)) {
    case Reason::none: return api::HolderState::usable;
    case Reason::already_redeemed: return api::HolderState::used;
    case Reason::voucher_revoked: return api::HolderState::revoked;
    case Reason::expired: return api::HolderState::expired;
    case Reason::not_yet_valid: return api::HolderState::not_yet_valid;
    default: return api::HolderState::other;
    }
}

// Eight modules to a byte, in base64.
std::string packed(const api::QrCode& code) {
    std::string bytes;
    unsigned byte = 0;
    int bits = 0;
    for (const std::string& row : code.rows) {
        for (const char module : row) {
            byte = byte << 1U | (module == '1' ? 1U : 0U);
            if (++bits % 8 == 0) {
                bytes += static_cast<char>(byte & 0xFFU);
            }
        }
    }
    if (bits % 8 != 0) {
        bytes += static_cast<char>(byte << (8 - bits % 8) & 0xFFU);
    }
    std::string text(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                      bytes.size(), sodium_base64_VARIANT_ORIGINAL);
    text.pop_back(); // its terminating NUL
    return text;
}

Result<store::PageOf> find_page(store::Connection& db, const Secret& token) {
    auto found = is_token(token) ? store::find_page(db, token_hash(token)) : std::optional<store::PageOf>{};
    if (!found) {
        return Error{Reason::link_expired, "token"};
    }
    return std::move(*found);
}

store::Scope scope_of(const store::PageOf& page) {
    store::Scope scope;
    scope.merchant_id = page.merchant_id;
    return scope;
}

// Today's number of the voucher, while it is open.
std::optional<api::HolderTicket> open_ticket(store::Connection& db, const store::PageOf& page,
                                             const std::vector<api::Named>& stores, Instant now) {
    const store::Scope scope = scope_of(page);
    const auto row = store::ticket_of_voucher(db, scope, page.voucher_id);
    const auto day = row ? business_day_at(db, scope, row->store_id, now) : Error{Reason::not_found, {}};
    if (!day || row->business_day != *day || row->ended_at) {
        return std::nullopt;
    }
    api::HolderTicket ticket;
    ticket.label = row->ticket.label;
    ticket.state = row->ticket.state;
    ticket.lane = row->ticket.state == api::TicketState::called ? row->ticket.lane : std::nullopt;
    if (const auto store = std::ranges::find(stores, row->store_id, &api::Named::id); store != stores.end()) {
        ticket.store = store->title;
    }
    for (const store::TicketRow& other : store::open_tickets(db, scope, row->store_id, *day)) {
        ticket.ahead += other.ticket.state == api::TicketState::waiting && !other.ended_at &&
                                other.ticket.line == row->ticket.line &&
                                other.ticket.arrived_at < row->ticket.arrived_at
                            ? 1
                            : 0;
    }
    return ticket;
}

Result<api::HolderPage> read_page(store::Connection& db, const store::PageOf& found, Instant now) {
    auto voucher = store::find_voucher(db, scope_of(found), found.voucher_id);
    const auto offset = utc_offset_minutes(found.zone, now);
    if (!voucher || !offset) {
        return Error{Reason::link_expired, "token"};
    }
    voucher->facts.valid_at_store = true; // which store it will be, nobody knows yet
    api::Card& card = voucher->card;
    api::HolderPage made;
    made.state = state_of(voucher->facts, now);
    made.merchant = found.merchant;
    made.title = std::move(card.title);
    made.contents = std::move(card.contents);
    made.conditions = std::move(card.conditions);
    made.valid_from = card.valid_from;
    made.valid_until = card.valid_until;
    made.uses_total = card.uses_total;
    made.uses_left = card.uses_left;
    made.last_use = store::last_use(db, found);
    made.picture = store::picture_of(db, scope_of(found), card.product_id);
    made.utc_offset_minutes = *offset;
    made.server_time = now;
    if (made.state == api::HolderState::usable) {
        made.stores = store::stores_of(db, found);
        made.ticket = open_ticket(db, found, *made.stores, now);
        made.looked_up = store::open_lookup(db, found, most_wrong_proofs, now);
    }
    return made;
}

} // namespace

Result<api::HolderPage> Holders::page(const api::HolderRequest& request, const std::string& address) {
    const Instant now = world_.clock.now();
    const Shares shares = limits_.token(address);
    if (const auto taken = take(shares, now); !taken) {
        return taken.error();
    }
    store::PageOf found;
    auto page = world_.books.read([&](store::Connection& db) -> Result<api::HolderPage> {
        auto which = find_page(db, request.token);
        if (!which) {
            return which.error();
        }
        found = std::move(*which);
        return read_page(db, found, now);
    });
    if (!page) {
        return page;
    }
    give_back(shares); // it was no guess
    if (page->state == api::HolderState::usable && request.codes > 0) {
        if (const auto taken = take(limits_.signing(found.voucher_id), now); !taken) {
            return taken.error();
        }
        if (const auto signed_ahead = sign_ahead(*page, found.merchant_id, found.voucher_id, request.codes);
            !signed_ahead) {
            return signed_ahead.error();
        }
    }
    return page;
}

template <class Act>
Result<api::HolderPage> Holders::act(const Secret& token, const std::string& address, Act&& act) {
    const Instant now = world_.clock.now();
    const Shares shares = limits_.token(address);
    if (const auto taken = take(shares, now); !taken) {
        return taken.error();
    }
    auto page = world_.books.write([&](store::Connection& db) -> Result<api::HolderPage> {
        const auto found = find_page(db, token);
        if (!found) {
            return found.error();
        }
        if (const Result<Done> acted = act(db, *found, now); !acted) {
            return acted.error();
        }
        return read_page(db, *found, now);
    });
    if (page) {
        give_back(shares); // it was no guess
    }
    return page;
}

Result<api::HolderPage> Holders::arrive(const api::ArrivalRequest& request, const std::string& address) {
    const auto give = [&](store::Connection& db, const store::PageOf& found, Instant now) -> Result<Done> {
        const store::Scope scope = scope_of(found);
        auto voucher = store::find_voucher(db, scope, found.voucher_id);
        if (!voucher) {
            return Error{Reason::link_expired, "token"};
        }
        const auto stores = store::stores_of(db, found);
        voucher->facts.valid_at_store =
            std::ranges::find(stores, request.store_id, &api::Named::id) != stores.end();
        if (const Reason why = check_voucher(voucher->facts, now); why != Reason::none) {
            return Error{why, "token"};
        }
        // Tapped again, or at the next door: it stays the one that they hold.
        if (!open_ticket(db, found, stores, now)) {
            const auto given =
                give_number(world_, db, scope, request.store_id, api::Line::group_buy, found.voucher_id, now);
            if (!given) {
                return given.error();
            }
        }
        return Done{};
    };
    return act(request.token, address, give);
}

Result<api::HolderPage> Holders::confirm(const api::HolderProof& request, const std::string& address) {
    const auto say_yes = [&](store::Connection& db, const store::PageOf& found, Instant now) -> Result<Done> {
        // Tapped twice, or too late: what the page shows then says so.
        if (store::confirm_lookup(db, found, request.lookup_id, now)) {
            store::append_quiet_entry(db, found.merchant_id,
                                      {world_.ids.uuid(now),
                                       "lookup_confirmed",
                                       now,
                                       {{"voucher_id", found.voucher_id}, {"lookup_id", request.lookup_id}}});
        }
        return Done{};
    };
    return act(request.token, address, say_yes);
}

// From the half minute that it is: neighbours of one moment show the same code, and a reload shows no other.
Result<Done> Holders::sign_ahead(api::HolderPage& page, const std::string& merchant_id,
                                 const std::string& voucher_id, std::int64_t codes) const {
    const std::int64_t life = house_qr_life.count();
    for (std::int64_t i = 0; i < codes; ++i) {
        const Instant from{(page.server_time.ms / life + i) * life};
        const std::uint16_t number = house_qr_key_number(from);
        const std::string text = write_house_qr({number, voucher_id, from}, merchant_id,
                                                world_.books.vault().qr_seed(merchant_id, number));
        const auto drawn = draw_qr({Secret{text}});
        if (!drawn) {
            return drawn.error();
        }
        page.side = static_cast<std::int64_t>(drawn->rows.size());
        page.codes.push_back({from, packed(*drawn)});
    }
    return Done{};
}

Result<api::RenewedPage> Holders::renew(const Caller& caller, const std::string& voucher_id) {
    const Instant now = world_.clock.now();
    return write_as(world_, caller, [&](store::Connection& db) -> Result<api::RenewedPage> {
        if (!store::voucher_details(db, caller.scope, voucher_id)) {
            return Error{Reason::not_found, "voucher_id"};
        }
        const api::RenewedPage renewed{world_.ids.token(), now};
        store::set_page(db, caller.scope.merchant_id, voucher_id, token_hash(renewed.token));
        record(world_, db, caller, now, "holder_page_renewed", {{"voucher_id", voucher_id}});
        return renewed;
    });
}

} // namespace hexiao::service
