// See part_sale.h.
#include "platform/service/part_sale.h"

#include "core/credential/credential.h"
#include "platform/service/clock.h"
#include "platform/store/journal.h"
#include "platform/store/leases.h"
#include "platform/store/products.h"
#include "platform/store/sales.h"

namespace hexiao::service {

namespace {

// Nobody is ever told it: the voucher is used as it is made.
Secret fresh_code(Ids& ids) {
    std::uint64_t bits = 0;
    for (const std::uint8_t byte : ids.random()) {
        bits = bits << 8U | byte;
    }
    return Secret{make_house_code(bits)};
}

} // namespace

Result<Done> sell_part(const World& world, store::Connection& db, store::ActionRow& row,
                       const store::Place& place, const api::Lease& part, Instant now) {
    const store::Scope& scope = row.scope;
    const std::string& product_id = *part.product_id;
    const auto product = store::find_product(db, scope, product_id);
    const auto offset = utc_offset_minutes(place.zone, row.acted_at);
    if (!product || !offset) {
        return Error{Reason::not_found, "product_id"};
    }
    const Money amount = product->settings.price * row.uses;
    const std::string day = format_day(business_day(row.acted_at, {*offset, place.cut_minutes}));
    const store::NewSale sale{
        {world.ids.uuid(now), product_id, Channel::house, row.uses, amount, row.acted_at},
        day,
        world.ids.uuid(now)};
    std::vector<std::string> vouchers;
    std::string names;
    for (std::int64_t i = 0; i < row.uses; ++i) {
        vouchers.push_back(world.ids.uuid(now));
        names += (i == 0 ? "" : " ") + vouchers.back();
    }
    store::append_quiet_entry(db, scope.merchant_id,
                              {sale.entry_id,
                               "vouchers_sold",
                               now,
                               {{"order_id", sale.order.id},
                                {"product_id", product_id},
                                {"quantity", row.uses},
                                {"amount_fen", amount.fen},
                                {"voucher_ids", names},
                                {"store_id", scope.store_id},
                                {"business_day", day},
                                {"staff_id", scope.staff_id},
                                {"device_id", scope.device_id},
                                {"key", row.key}}});
    // It counts as sold since the part was taken, and does so from now on by itself.
    store::use_lease(db, scope, part.id, row.uses);
    store::insert_sale(db, scope, sale);
    for (const std::string& id : vouchers) {
        const Secret code = fresh_code(world.ids);
        store::insert_voucher(db, scope.merchant_id,
                              {id, sale.order.id, product_id, Channel::house, world.books.code_hash(code),
                               code.reveal().substr(code.reveal().size() - 4), row.acted_at,
                               row.acted_at + product->settings.valid_days * one_day, 1});
        const auto voucher = store::find_voucher(db, scope, id);
        if (!voucher) {
            return Error{Reason::not_found, "voucher_id"};
        }
        store::ActionRow one = row;
        one.uses = 1;
        const offline::Kept kept{{1, 0, voucher->card.price}};
        if (auto done = settle_action(world, db, one, place, voucher, kept, now); !done) {
            return done;
        }
        row.redemption_id = one.redemption_id;
    }
    row.verdict = api::Verdict::kept;
    row.reason = Reason::none;
    row.product_id = product_id;
    row.amount = amount;
    row.decided_at = now;
    return Done{};
}

} // namespace hexiao::service
