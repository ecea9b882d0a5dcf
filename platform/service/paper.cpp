// See paper.h.
#include "platform/service/paper.h"

#include <algorithm>
#include <array>

#include "core/base/csv.h"
#include "core/base/integer.h"
#include "core/offline/paper.h"
#include "platform/service/acting.h"
#include "platform/service/actions.h"
#include "platform/service/clock.h"
#include "platform/service/facts.h"
#include "platform/service/leases.h"
#include "platform/service/once.h"
#include "platform/service/privacy.h"
#include "platform/store/catalogue.h"
#include "platform/store/paper.h"
#include "platform/store/roster.h"
#include "platform/store/stock.h"

namespace hexiao::service {

namespace {

// What lies further back was settled otherwise.
constexpr Milliseconds oldest_entry = 30 * one_day;
constexpr std::size_t page_items = 50;

api::PaperVerdict refuse(const api::PaperEntry& entry, Reason reason, std::string field) {
    api::PaperVerdict verdict;
    verdict.form = entry.form;
    verdict.refused = true;
    verdict.reason = reason;
    verdict.field = std::move(field);
    return verdict;
}

api::PaperVerdict told(const api::PaperEntry& entry, store::Connection& db, const store::ActionRow& row) {
    const api::ActionVerdict of_action = store::verdict_of(db, row);
    api::PaperVerdict verdict;
    verdict.form = entry.form;
    verdict.verdict = of_action.verdict;
    verdict.reason = of_action.reason;
    verdict.conflict_id = of_action.conflict_id;
    return verdict;
}

// "2026-11-22 12:10" by the store's clock. Nothing for anything else.
std::optional<Instant> read_local(std::string text, const std::string& zone) {
    if (text.size() == 16 && (text[10] == ' ' || text[10] == 'T')) {
        text[10] = 'T';
        if (const auto as_utc = parse_rfc3339(text + ":00Z")) {
            const auto offset = utc_offset_minutes(zone, *as_utc);
            return offset ? std::optional{*as_utc - Milliseconds{std::int64_t{*offset} * 60'000}}
                          : std::nullopt;
        }
    }
    return std::nullopt;
}

template <class Items, class Title>
std::string id_of_title(const Items& items, const std::string& text, Title&& title) {
    const auto found = std::ranges::find_if(items, [&](const auto& item) {
        const api::Title& one = title(item);
        return one.zh == text || one.en == text;
    });
    return found == items.end() ? std::string{} : found->id;
}

enum Column : std::size_t { form, outcome, time, code, product, uses, account, lane, phone };
constexpr std::array<std::string_view, 9> columns{"form", "outcome", "time", "code", "product",
                                                  "uses", "account", "lane", "phone"};

} // namespace

Result<api::FormBlock> Paper::forms(const Caller& caller, const std::string& store_id,
                                    const api::NewForms& wanted, const std::string& key) {
    return once<api::FormBlock>(
        world_, caller, {"make_forms", key, store_id + "\n" + wire::write(wanted)},
        [&](store::Connection& db, Instant now, Instant& /*keep_until*/) -> Result<api::FormBlock> {
            if (!store::find_store(db, caller.scope, store_id)) {
                return Error{Reason::not_found, "store_id"};
            }
            api::FormBlock block;
            block.first = store::make_forms(db, caller.scope, store_id, wanted.count, now);
            block.last = block.first + wanted.count - 1;
            block.store_id = store_id;
            block.server_time = now;
            record(world_, db, caller, now, "forms_made",
                   {{"store_id", store_id}, {"first", block.first}, {"last", block.last}});
            return block;
        });
}

Result<api::PaperVerdicts> Paper::enter(const Caller& caller, const std::string& store_id,
                                        const api::PaperEntries& entries) {
    const Instant now = world_.clock.now();
    return write_as(world_, caller, [&](store::Connection& db) -> Result<api::PaperVerdicts> {
        if (!store::find_store(db, caller.scope, store_id)) {
            return Error{Reason::not_found, "store_id"};
        }
        api::PaperVerdicts verdicts;
        verdicts.server_time = now;
        for (const api::PaperEntry& entry : entries.entries) {
            verdicts.verdicts.push_back(enter_one(db, caller, store_id, entry, now));
        }
        return verdicts;
    });
}

api::PaperVerdict Paper::enter_one(store::Connection& db, const Caller& caller, const std::string& store_id,
                                   const api::PaperEntry& entry, Instant now) {
    const auto number = offline::read_form(entry.form);
    if (!number || !store::is_form_of(db, caller.scope, store_id, *number)) {
        return refuse(entry, Reason::form_unknown, "form");
    }
    if (const auto before = store::served_on_form(db, caller.scope, *number)) {
        api::PaperVerdict verdict = told(entry, db, *before);
        verdict.first = verdict.verdict;
        verdict.verdict = api::Verdict::replayed;
        return verdict;
    }
    if (store::turned_away_on_form(db, caller.scope, *number)) {
        api::PaperVerdict verdict;
        verdict.form = entry.form;
        verdict.verdict = api::Verdict::replayed;
        return verdict;
    }
    if (entry.at > now || entry.at < now - oldest_entry) {
        return refuse(entry, Reason::invalid_field, "at");
    }
    store::Scope scope = caller.scope; // who enters it, on which device; of whom it is, and where
    scope.store_id = store_id;
    scope.lane_id = entry.lane_id;
    const auto staff = store::staff_of_account(db, scope, entry.account);
    if (!staff) {
        return refuse(entry, Reason::not_found, "account");
    }
    scope.staff_id = *staff;
    if (!store::find_place(db, scope)) {
        return refuse(entry, Reason::not_found, "lane_id");
    }
    if (entry.uses < 1) {
        return refuse(entry, Reason::invalid_field, "uses");
    }
    if (entry.product_id && !store::find_shelf(db, scope, {store_id, *entry.product_id})) {
        return refuse(entry, Reason::not_found, "product_id");
    }
    switch (entry.outcome) {
    case api::PaperOutcome::served: return enter_served(db, scope, *number, entry, now);
    case api::PaperOutcome::turned_away: return enter_turned_away(db, scope, *number, entry, now);
    case api::PaperOutcome::other: break;
    }
    return refuse(entry, Reason::invalid_field, "outcome");
}

api::PaperVerdict Paper::enter_served(store::Connection& db, const store::Scope& scope, std::int64_t form,
                                      const api::PaperEntry& entry, Instant now) {
    if (!entry.code) {
        return refuse(entry, Reason::malformed_code, "code");
    }
    const auto credential = parse_credential(entry.code->reveal());
    if (!credential || (credential->kind != CredentialKind::house_code &&
                        credential->kind != CredentialKind::channel_code)) {
        return refuse(entry, credential ? Reason::malformed_code : credential.error().reason, "code");
    }
    const std::string& text = credential->text.reveal();
    const auto voucher = store::find_voucher_by_code(db, scope, world_.books.code_hash(credential->text));
    const auto place = store::find_place(db, scope);
    store::ActionRow row;
    row.scope = scope;
    row.key = world_.ids.uuid(now);
    row.voucher_id = voucher ? std::optional{voucher->card.voucher_id} : std::nullopt;
    row.product_id = voucher ? std::optional{voucher->card.product_id} : entry.product_id;
    row.code_last4 = text.substr(text.size() - std::min<std::size_t>(4, text.size()));
    row.uses = entry.uses;
    row.form = form;
    row.clock = offline::Steadiness::by_wall;
    row.device_at = row.acted_at = entry.at;
    row.arrived_at = now;
    // Whoever enters it stands behind it.
    api::OfflineAction action;
    action.uses = entry.uses;
    action.at = entry.at;
    offline::ClaimFacts facts;
    facts.signature = true;
    facts.grant = offline::GrantFacts{true, true, true, api::Role::manager, entry.at, now};
    if (voucher) {
        facts.voucher = voucher->facts;
        facts.price = voucher->card.price;
        facts.held_elsewhere = held_elsewhere(db, scope, *voucher, now).has_value();
    }
    const auto judgement = offline::judge(facts, action, store::offline_limits(db, scope.merchant_id), now);
    if (!settle_action(world_, db, row, *place, voucher, judgement, now)) {
        return refuse(entry, Reason::not_found, "lane_id"); // a zone that nobody knows
    }
    keep_action(world_, db, row, now);
    return told(entry, db, row);
}

api::PaperVerdict Paper::enter_turned_away(store::Connection& db, const store::Scope& scope,
                                           std::int64_t form, const api::PaperEntry& entry, Instant now) {
    store::TurnedAway one{world_.ids.uuid(now), form, scope.store_id, scope.staff_id, entry.at,
                          entry.product_id,     {}};
    if (entry.phone) {
        const auto customer = remember_customer(world_, db, scope, {*entry.phone, {}, {}}, now, now);
        if (!customer) {
            return refuse(entry, Reason::invalid_field, "phone");
        }
        one.customer_id = customer->id;
    }
    store::insert_turned_away(db, scope, one, now);
    store::append_quiet_entry(db, scope.merchant_id,
                              {world_.ids.uuid(now),
                               "customer_turned_away",
                               now,
                               {{"form", form},
                                {"store_id", scope.store_id},
                                {"staff_id", scope.staff_id},
                                {"product_id", one.product_id.value_or("")},
                                {"customer_id", one.customer_id.value_or("")},
                                {"acted_at", entry.at.ms}}});
    api::PaperVerdict verdict;
    verdict.form = entry.form;
    return verdict;
}

Result<api::PaperVerdicts> Paper::enter_csv(const Caller& caller, const std::string& store_id,
                                            const api::PaperCsv& csv) {
    const auto rows = read_csv(csv.csv.reveal());
    if (!rows || rows->empty() || rows->size() > static_cast<std::size_t>(api::most_on_paper) + 1 ||
        !std::ranges::equal(rows->front(), columns)) {
        return Error{Reason::invalid_field, "csv"};
    }
    struct Known {
        std::string zone;
        std::vector<api::LaneDetails> lanes;
        std::vector<api::RosterProduct> products;
    };
    const auto known = world_.books.read([&](store::Connection& db) -> Result<Known> {
        const auto place = store::find_store(db, caller.scope, store_id);
        if (!place) {
            return Error{Reason::not_found, "store_id"};
        }
        store::Scope scope = caller.scope;
        scope.store_id = store_id;
        return Known{place->zone, store::all_lanes(db, scope, store_id), store::roster_products(db, scope)};
    });
    if (!known) {
        return known.error();
    }
    api::PaperEntries entries;
    for (std::size_t i = 1; i < rows->size(); ++i) {
        std::vector<std::string> row = (*rows)[i];
        row.resize(columns.size());
        api::PaperEntry& entry = entries.entries.emplace_back();
        const auto text = [&](Column column) {
            return row[column].empty() ? std::nullopt : std::optional{Secret{row[column]}};
        };
        entry.form = row[form].substr(0, 16);
        entry.outcome = row[outcome] == "served"        ? api::PaperOutcome::served
                        : row[outcome] == "turned_away" ? api::PaperOutcome::turned_away
                                                        : api::PaperOutcome::other;
        entry.at = read_local(row[time], known->zone).value_or(Instant{}); // which is too long ago
        entry.code = text(code);
        if (!row[product].empty()) {
            entry.product_id =
                id_of_title(known->products, row[product],
                            [](const api::RosterProduct& one) -> const api::Title& { return one.title; });
        }
        entry.uses = row[uses].empty() ? 1 : parse_integer(row[uses]).value_or(0);
        entry.account = row[account];
        entry.lane_id =
            id_of_title(known->lanes, row[lane],
                        [](const api::LaneDetails& one) -> const api::Title& { return one.title; });
        entry.phone = text(phone);
    }
    return enter(caller, store_id, entries);
}

Result<api::CompensationPage> Paper::compensations(const Caller& caller, const std::string& store_id,
                                                   const std::string& after) {
    return world_.books.read([&](store::Connection& db) -> Result<api::CompensationPage> {
        if (!store::find_store(db, caller.scope, store_id)) {
            return Error{Reason::not_found, "store_id"};
        }
        api::CompensationPage page;
        page.items = store::compensations(db, caller.scope, store_id, after);
        if (page.items.size() > page_items) {
            page.items.resize(page_items);
            page.next = page.items.back().id;
        }
        return page;
    });
}

} // namespace hexiao::service
