// See alerts.h.
#include "core/console/alerts.h"

#include <algorithm>

#include "core/api/endpoints.h"
#include "core/console/turn.h"

namespace hexiao::console {

namespace {

// Who has seen all of a kind that began until then.
std::optional<api::Acknowledged> seen_by(const State& state, api::AlertKind kind, Instant since) {
    const auto& today = state.domain.today;
    if (!today || !today->alerts) {
        return std::nullopt;
    }
    const auto& all = today->alerts->acknowledged;
    const auto found = std::ranges::find(all, kind, &api::Acknowledged::kind);
    return found != all.end() && found->until >= since ? std::optional{*found} : std::nullopt;
}

void add_journal(const State& state, std::vector<Alert>& all) {
    const auto& today = state.domain.today;
    const auto told = today && today->alerts ? today->alerts->journal_refused_at : std::nullopt;
    const bool here = state.domain.journal.mismatch;
    if (!told && !here) {
        return;
    }
    Alert alert{AlertAbout::journal, true, told};
    if (told) {
        alert.kind = api::AlertKind::journal;
        alert.acknowledged = seen_by(state, alert.kind, *told);
        // Of an earlier day, and somebody has taken care of it.
        if (alert.acknowledged && !here && *told < today->day_ends_at - one_day) {
            return;
        }
    }
    all.push_back(std::move(alert));
}

void add_unsent(const State& state, std::vector<Alert>& all) {
    if (state.domain.records_failed) {
        all.push_back({AlertAbout::not_kept, true, {}});
    }
    if (!state.domain.pending.empty() || !state.domain.unreadable.empty()) {
        all.push_back({AlertAbout::unsent, true, {}});
    }
}

void add_waits(const State& state, std::vector<Alert>& all) {
    const QueueAlarm alarm = queue_alarm(state);
    if (alarm.alarm == queue::Alarm::none) {
        return;
    }
    const bool grave = alarm.alarm == queue::Alarm::too_long;
    const auto kind = grave ? api::AlertKind::too_long : api::AlertKind::long_wait;
    all.push_back({AlertAbout::wait, grave, alarm.since, kind, seen_by(state, kind, alarm.since)});
}

void add_stock(const State& state, std::vector<Alert>& all) {
    if (!state.domain.today) {
        return;
    }
    const Instant now = platform_now(state);
    for (const api::ProductProgress& product : state.domain.today->products) {
        const auto level = product.level.value_or(stock::Level::other);
        if (!stock::notice_due(level, product.on_sale.value_or(true), std::nullopt, now)) {
            continue;
        }
        Alert alert{AlertAbout::stock, level > stock::Level::warning, {}};
        alert.product_id = product.product_id;
        if (product.seen && !stock_due(product, now)) {
            alert.acknowledged = {api::AlertKind::other, now, product.seen->at,
                                  product.seen->staff_name.value_or(std::string{})};
        }
        all.push_back(std::move(alert));
    }
}

void add_cut(const State& state, std::vector<Alert>& all) {
    if (state.domain.cut_at) {
        all.push_back({AlertAbout::cut, false, *state.domain.cut_at + state.domain.ahead});
    }
}

} // namespace

std::vector<Alert> alerts(const State& state) {
    std::vector<Alert> all;
    add_journal(state, all);
    add_unsent(state, all);
    add_waits(state, all);
    add_stock(state, all);
    add_cut(state, all);
    std::ranges::stable_sort(all, [](const Alert& a, const Alert& b) {
        const auto rank = [](const Alert& one) { return (one.acknowledged ? 2 : 0) + (one.grave ? 0 : 1); };
        return rank(a) < rank(b);
    });
    return all;
}

std::size_t unseen_alerts(const State& state) {
    return static_cast<std::size_t>(std::ranges::count_if(
        alerts(state), [](const Alert& one) { return !one.acknowledged && one.about != AlertAbout::stock; }));
}

// --- the feed, and what a person does

// Whole, as it is, like the queue.
void Turn::alerts_received(const event::FeedReceived& received) {
    auto told = wire::read<api::Alerts>(received.data);
    if (told && state_.domain.today) {
        state_.domain.today->alerts = std::move(*told);
    }
}

void Turn::want(const intent::SeeAlert& seen) {
    if (is_manager() && !figures().seen_asked.busy) {
        figures().seen_asked = {.busy = true, .problem = Reason::none};
        fetch(Ask::seen, "PUT", "/api/v1/stores/" + state_.domain.session->store_id + "/alerts",
              wire::write(api::Acknowledge{seen.kind, seen.until}));
    }
}

void Turn::alert_seen(const outbox::HttpAnswer& answer) {
    auto told = read_answer<api::Alerts>(answer);
    figures().seen_asked = {.busy = false, .problem = told ? Reason::none : refusal(told.error())};
    if (told && state_.domain.today) {
        state_.domain.today->alerts = std::move(*told);
    }
}

} // namespace hexiao::console
