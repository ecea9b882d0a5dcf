// See days.h.
#include "platform/service/days.h"

#include "core/base/csv.h"
#include "platform/service/acting.h"
#include "platform/service/day_rule.h"
#include "platform/service/facts.h"
#include "platform/store/catalogue.h"
#include "platform/store/days.h"

namespace hexiao::service {

namespace {

// "1288.50"
std::string yuan(Money money) {
    const std::string fen = std::to_string(money.fen % 100);
    return std::to_string(money.fen / 100) + (fen.size() == 1 ? ".0" : ".") + fen;
}

// One table of lines; `names` where the lines have none that may be told.
void add_lines(Csv& csv, const std::string& kind, const std::vector<api::DayLine>& lines,
               const std::vector<std::string>& names = {}) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const api::DayLine& line = lines[i];
        const std::string name = i < names.size() ? names[i] : line.id;
        const api::Title title = line.title.value_or(api::Title{name, name});
        csv.row({kind, title.zh, title.en, std::to_string(line.redeemed), yuan(line.redeemed_amount),
                 std::to_string(line.sold), yuan(line.sold_amount)});
    }
}

Result<api::ClosedDay> find(store::Connection& db, const Caller& caller, const std::string& store_id,
                            const std::string& day) {
    if (!store::find_store(db, caller.scope, store_id)) {
        return Error{Reason::not_found, "store_id"};
    }
    auto found = store::find_closed_day(db, caller.scope, store_id, day);
    if (!found) {
        return Error{Reason::not_found, "business_day"};
    }
    store::name_lines(db, caller.scope, found->totals);
    return std::move(*found);
}

} // namespace

Result<std::string> business_day_at(store::Connection& db, const store::Scope& scope,
                                    const std::string& store_id, Instant at) {
    const auto rule = day_rule(db, scope, store_id, at);
    if (!rule) {
        return rule.error();
    }
    return format_day(business_day(at, *rule));
}

std::string day_csv(store::Connection& db, const store::Scope& scope, const std::string& day,
                    const api::DayTotals& totals) {
    Csv csv;
    csv.row({"by", "title_zh", "title_en", "redeemed", "redeemed_yuan", "sold", "sold_yuan"});
    add_lines(csv, "day", {totals.all}, {day});
    add_lines(csv, "staff", totals.staff, store::accounts(db, scope, totals));
    add_lines(csv, "lane", totals.lanes);
    add_lines(csv, "product", totals.products);
    add_lines(csv, "channel", totals.channels);
    return csv.take();
}

Result<api::ClosedDay> Days::close(const Caller& caller, const std::string& store_id,
                                   const std::string& day) {
    const Instant now = world_.clock.now();
    return write_as(world_, caller, [&](store::Connection& db) -> Result<api::ClosedDay> {
        const auto today = business_day_at(db, caller.scope, store_id, now);
        if (!today) {
            return today.error();
        }
        if (day >= *today) {
            return Error{Reason::day_not_over, "business_day"};
        }
        auto closed = store::find_closed_day(db, caller.scope, store_id, day);
        api::DayTotals totals = store::count_day(db, caller.scope, store_id, day);
        if (!closed || closed->totals != totals) {
            const std::int64_t version = closed ? closed->version + 1 : 1;
            closed = api::ClosedDay{store_id, day, version, now, caller.scope.staff_id, std::move(totals)};
            const std::string entry_id = world_.ids.uuid(now);
            const api::DayLine& all = closed->totals.all;
            record_as(db, caller, now, entry_id, "day_closed",
                      {{"store_id", store_id},
                       {"business_day", day},
                       {"version", version},
                       {"redeemed", all.redeemed},
                       {"redeemed_fen", all.redeemed_amount.fen},
                       {"sold", all.sold},
                       {"sold_fen", all.sold_amount.fen},
                       {"totals_sha256", digest_of(closed->totals)}});
            store::insert_closed_day(db, caller.scope, *closed, entry_id);
        }
        store::name_lines(db, caller.scope, closed->totals);
        return std::move(*closed);
    });
}

Result<api::ClosedDay> Days::closed_day(const Caller& caller, const std::string& store_id,
                                        const std::string& day) {
    return world_.books.read([&](store::Connection& db) { return find(db, caller, store_id, day); });
}

Result<api::ClosedDayPage> Days::closed_days(const Caller& caller, const std::string& store_id,
                                             const std::string& before) {
    return world_.books.read([&](store::Connection& db) -> Result<api::ClosedDayPage> {
        if (!store::find_store(db, caller.scope, store_id)) {
            return Error{Reason::not_found, "store_id"};
        }
        api::ClosedDayPage page{store::closed_days(db, caller.scope, store_id, before), std::nullopt};
        if (page.items.size() > static_cast<std::size_t>(api::page_items)) {
            page.items.pop_back();
            page.next = page.items.back().business_day;
        }
        return page;
    });
}

Result<std::string> Days::csv(const Caller& caller, const std::string& store_id, const std::string& day) {
    return world_.books.read([&](store::Connection& db) -> Result<std::string> {
        const auto closed = find(db, caller, store_id, day);
        if (!closed) {
            return closed.error();
        }
        return day_csv(db, caller.scope, day, closed->totals);
    });
}

} // namespace hexiao::service
