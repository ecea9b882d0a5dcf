// What the counter does beside its commands: a store's days, what is numbered, what is forgotten; see
// counter.h.
#include "platform/log.h"
#include "platform/service/counter.h"
#include "platform/service/privacy.h"
#include "platform/store/accounts.h"
#include "platform/store/catalogue.h"
#include "platform/store/journal.h"
#include "platform/store/pairings.h"
#include "platform/store/sessions.h"

namespace hexiao::service {

namespace {

// A customer who was forgotten by the hour is still in a copy that was taken before a migration, so long.
constexpr Milliseconds copies_kept{std::int64_t{30} * 24 * 3600 * 1000};

} // namespace

Result<Done> Counter::start() {
    const auto adopted = world_.books.write([](store::Connection& db) { return store::adopt_entries(db); });
    if (!adopted) {
        log::error("journal_not_adopted", {{"reason", reason_name(adopted.error().reason)}});
        return adopted.error();
    }
    const auto numbered = number_entries();
    return numbered ? forget_expired() : numbered;
}

Result<Done> Counter::forget_expired() {
    const Instant now = world_.clock.now();
    world_.books.forget_copies(now - copies_kept);
    return world_.books.write([&](store::Connection& db) -> Result<Done> {
        store::purge_sessions(db, now - session_life);
        store::purge_pairings(db, now);
        store::purge_resets(db, now);
        store::purge_handles(db, now - Milliseconds{24 * 3600 * 1000});
        store::purge_intents(db, now);
        forget_customers(world_, db, now);
        return Done{};
    });
}

Result<Done> Counter::number_entries() {
    const auto numbered = world_.books.write([](store::Connection& db) { return store::number_entries(db); });
    if (!numbered) {
        log::error("entries_not_numbered", {{"reason", reason_name(numbered.error().reason)}});
        return numbered.error();
    }
    return Done{};
}

} // namespace hexiao::service
