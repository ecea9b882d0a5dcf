// See actions.h.
#include "platform/store/actions.h"

#include "core/offline/paper.h"
#include "platform/store/names.h"
#include "platform/store/redemptions.h"

namespace hexiao::store {

namespace {

const std::string select_action =
    "SELECT a.merchant_id, a.key, a.store_id, a.lane_id, a.staff_id, a.device_id, a.kind, a.voucher_id,"
    " a.product_id, a.lease_id, a.code_last4, a.uses, a.amount_fen, a.box, a.prepared_id, a.form, a.clock,"
    " a.checked, a.device_at, a.acted_at, a.arrived_at, a.verdict, a.reason, a.redemption_id, a.decided_at"
    " FROM offline_action a WHERE ";

std::optional<Money> optional_money(const Row& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional{Money{row.integer(column)}};
}

api::Checked read_checked(const std::string& text) {
    const auto read = wire::read<api::Checked>(text); // it was written through the same description
    return read ? *read : api::Checked{};
}

ActionRow read_action(const Row& row) {
    ActionRow action;
    action.scope.merchant_id = row.text(0);
    action.key = row.text(1);
    action.scope.store_id = row.text(2);
    action.scope.lane_id = row.text(3);
    action.scope.staff_id = row.text(4);
    action.scope.device_id = row.text(5);
    action.kind = named<api::OfflineKind>(row.text(6));
    action.voucher_id = row.optional_text(7);
    action.product_id = row.optional_text(8);
    action.lease_id = row.optional_text(9);
    action.code_last4 = row.optional_text(10);
    action.uses = row.integer(11);
    action.amount = optional_money(row, 12);
    action.box = row.optional_text(13);
    action.prepared_id = row.optional_text(14);
    action.form = optional_integer(row, 15);
    action.clock = named<offline::Steadiness>(row.text(16));
    action.checked = read_checked(row.text(17));
    action.device_at = row.instant(18);
    action.acted_at = row.instant(19);
    action.arrived_at = row.instant(20);
    action.verdict = named<api::Verdict>(row.text(21));
    action.reason = named<Reason>(row.text(22));
    action.redemption_id = row.optional_text(23);
    action.decided_at = row.instant(24);
    return action;
}

std::optional<Blob> optional_blob(const std::optional<std::string>& bytes) {
    return bytes ? std::optional{Blob{*bytes}} : std::nullopt;
}

const std::string select_conflict =
    "SELECT c.id, c.key, a.reason, c.store_id, l.title_zh, l.title_en, p.title_zh, p.title_en, a.uses,"
    " a.amount_fen, a.voucher_id, a.code_last4, o.customer_id, f.name, d.name, a.acted_at, a.device_at,"
    " a.arrived_at, a.clock, a.checked, a.form, w.id, w.name, c.due_at, c.step, c.step_at, g.name,"
    " c.closed_at, r.at, rf.name, rs.title_zh, rs.title_en, rl.title_zh, rl.title_en, rd.name, r.device_id"
    " FROM conflict c"
    " JOIN offline_action a ON a.merchant_id = c.merchant_id AND a.key = c.key"
    " JOIN lane l ON l.merchant_id = a.merchant_id AND l.id = a.lane_id"
    " JOIN staff f ON f.merchant_id = a.merchant_id AND f.id = a.staff_id"
    " JOIN device d ON d.merchant_id = a.merchant_id AND d.id = a.device_id"
    " JOIN staff w ON w.merchant_id = c.merchant_id AND w.id = c.owner_id"
    " LEFT JOIN product p ON p.merchant_id = a.merchant_id AND p.id = a.product_id"
    " LEFT JOIN voucher v ON v.merchant_id = a.merchant_id AND v.id = a.voucher_id"
    " LEFT JOIN customer_order o ON o.merchant_id = v.merchant_id AND o.id = v.order_id"
    " LEFT JOIN staff g ON g.merchant_id = c.merchant_id AND g.id = c.step_by"
    " LEFT JOIN redemption r ON r.merchant_id = c.merchant_id AND r.id = c.previous_id"
    " LEFT JOIN staff rf ON rf.merchant_id = r.merchant_id AND rf.id = r.staff_id"
    " LEFT JOIN store rs ON rs.merchant_id = r.merchant_id AND rs.id = r.store_id"
    " LEFT JOIN lane rl ON rl.merchant_id = r.merchant_id AND rl.id = r.lane_id"
    " LEFT JOIN device rd ON rd.merchant_id = r.merchant_id AND rd.id = r.device_id"
    " WHERE c.merchant_id = ? AND ";

std::int64_t minutes_between(Instant one, Instant other) {
    const Milliseconds apart = one > other ? one - other : other - one;
    return apart.count() / 60'000;
}

api::Conflict read_conflict(const Row& row, const Scope& scope) {
    api::Conflict conflict;
    conflict.id = row.text(0);
    conflict.key = row.text(1);
    conflict.why = named<Reason>(row.text(2));
    conflict.store_id = row.text(3);
    conflict.lane = {row.text(4), row.text(5)};
    conflict.title = optional_title(row, 6);
    conflict.uses = row.integer(8);
    conflict.amount = optional_money(row, 9);
    conflict.voucher_id = row.optional_text(10);
    conflict.code_last4 = row.optional_text(11);
    conflict.customer_id = row.optional_text(12);
    conflict.staff_name = row.text(13);
    conflict.device_name = row.text(14);
    conflict.acted_at = row.instant(15);
    conflict.device_at = row.instant(16);
    conflict.arrived_at = row.instant(17);
    conflict.clock = named<offline::Steadiness>(row.text(18));
    conflict.checked = read_checked(row.text(19));
    if (const auto form = optional_integer(row, 20)) {
        conflict.form = offline::format_form(*form);
    }
    conflict.owner_id = row.text(21);
    conflict.owner_name = row.text(22);
    conflict.due_at = row.instant(23);
    if (!row.is_null(24)) {
        conflict.decided =
            api::ConflictDecided{named<api::ConflictStep>(row.text(24)), row.instant(25), row.text(26)};
    }
    conflict.open = row.is_null(27);
    if (!row.is_null(28)) {
        conflict.previous = api::Previous{row.instant(28),
                                          row.text(29),
                                          {row.text(30), row.text(31)},
                                          {row.text(32), row.text(33)},
                                          row.text(34),
                                          row.text(35) == scope.device_id};
        conflict.minutes_between = minutes_between(row.instant(28), conflict.acted_at);
    }
    return conflict;
}

constexpr std::int64_t conflicts_on_page = 50;
constexpr std::int64_t verdicts_told = 100;
constexpr std::int64_t asks_told = 200;

} // namespace

void insert_action(Connection& db, const ActionRow& action) {
    db.exec("INSERT INTO offline_action (merchant_id, key, store_id, lane_id, staff_id, device_id, kind,"
            " voucher_id, product_id, lease_id, code_last4, uses, amount_fen, box, prepared_id, form, clock,"
            " checked, device_at, acted_at, arrived_at, verdict, reason, redemption_id, decided_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            action.scope.merchant_id, action.key, action.scope.store_id, action.scope.lane_id,
            action.scope.staff_id, action.scope.device_id, name_of(action.kind), action.voucher_id,
            action.product_id, action.lease_id, action.code_last4, action.uses, action.amount,
            optional_blob(action.box), action.prepared_id, action.form, name_of(action.clock),
            wire::write(action.checked), action.device_at, action.acted_at, action.arrived_at,
            name_of(action.verdict), name_of(action.reason), action.redemption_id, action.decided_at);
}

std::optional<ActionRow> find_action(Connection& db, const std::string& merchant_id, const std::string& key) {
    return db.one(select_action + "a.merchant_id = ? AND a.key = ?", read_action, merchant_id, key);
}

void decide_action(Connection& db, const ActionRow& action) {
    db.exec("UPDATE offline_action SET verdict = ?, reason = ?, redemption_id = ?, decided_at = ?"
            " WHERE merchant_id = ? AND key = ?",
            name_of(action.verdict), name_of(action.reason), action.redemption_id, action.decided_at,
            action.scope.merchant_id, action.key);
}

std::vector<ActionRow> actions_to_decide(Connection& db, Instant now) {
    std::vector<ActionRow> actions;
    db.each(
        select_action +
            "a.verdict = 'waiting' AND NOT EXISTS (SELECT 1 FROM lease e WHERE e.merchant_id = a.merchant_id"
            " AND e.voucher_id = a.voucher_id AND e.state = 'held' AND e.device_id <> a.device_id"
            " AND e.until > ?) ORDER BY a.arrived_at, a.key LIMIT 200",
        [&](const Row& row) { actions.push_back(read_action(row)); }, now - offline::lease_margin);
    return actions;
}

api::ActionVerdict verdict_of(Connection& db, const ActionRow& action) {
    api::ActionVerdict told;
    told.key = action.key;
    told.verdict = action.verdict;
    told.reason = action.reason;
    if (action.redemption_id) {
        db.each(
            "SELECT " + std::string{redemption_columns} +
                " FROM redemption r LEFT JOIN undone u ON u.merchant_id = r.merchant_id"
                " AND u.redemption_id = r.id" +
                std::string{redemption_names} + " WHERE r.merchant_id = ? AND r.id = ?",
            [&](const Row& row) { told.redemption = read_redemption(row); }, action.scope.merchant_id,
            *action.redemption_id);
    }
    if (action.verdict == api::Verdict::conflict) {
        db.each(
            "SELECT id FROM conflict WHERE merchant_id = ? AND key = ?",
            [&](const Row& row) { told.conflict_id = row.text(0); }, action.scope.merchant_id, action.key);
        if (action.reason == Reason::already_redeemed && action.voucher_id) {
            told.previous = previous_redemption(db, action.scope, *action.voucher_id);
        }
    }
    return told;
}

void insert_conflict(Connection& db, const std::string& merchant_id, const NewConflict& conflict) {
    db.exec("INSERT INTO conflict (merchant_id, id, key, store_id, owner_id, due_at, previous_id)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            merchant_id, conflict.id, conflict.key, conflict.store_id, conflict.owner_id, conflict.due_at,
            conflict.previous_id);
}

std::string owner_of_conflicts(Connection& db, const std::string& merchant_id, const std::string& store_id) {
    return db
        .one(
            "SELECT f.id FROM staff f WHERE f.merchant_id = ? AND f.disabled_at IS NULL AND (f.role = 'owner'"
            " OR (f.role = 'manager' AND EXISTS (SELECT 1 FROM staff_store w"
            "  WHERE w.merchant_id = f.merchant_id AND w.staff_id = f.id AND w.store_id = ?)))"
            " ORDER BY CASE f.role WHEN 'manager' THEN 0 ELSE 1 END, f.id LIMIT 1",
            [](const Row& row) { return row.text(0); }, merchant_id, store_id)
        .value_or(std::string{});
}

std::optional<std::string> last_redemption(Connection& db, const std::string& merchant_id,
                                           const std::string& voucher_id) {
    return db.one(
        "SELECT r.id FROM redemption r WHERE r.merchant_id = ? AND r.voucher_id = ? AND NOT " +
            std::string{is_undone} + " ORDER BY r.at DESC, r.id DESC LIMIT 1",
        [](const Row& row) { return row.text(0); }, merchant_id, voucher_id);
}

std::string conflict_cursor(const api::Conflict& conflict) {
    return (conflict.open ? "o" : "c") + conflict.id;
}

std::vector<api::Conflict> conflicts(Connection& db, const Scope& scope, const std::string& store_id,
                                     const std::string& after) {
    std::vector<api::Conflict> found;
    const auto read = [&](const Row& row) { found.push_back(read_conflict(row, scope)); };
    if (!after.starts_with('c')) {
        db.each(select_conflict + "c.store_id = ? AND c.closed_at IS NULL AND c.id > ? ORDER BY c.id LIMIT ?",
                read, scope.merchant_id, store_id, after.empty() ? after : after.substr(1),
                conflicts_on_page + 1);
    }
    const std::int64_t room = conflicts_on_page + 1 - static_cast<std::int64_t>(found.size());
    if (room > 0) {
        db.each(select_conflict +
                    "c.store_id = ? AND c.closed_at IS NOT NULL AND c.id < ? ORDER BY c.id DESC LIMIT ?",
                read, scope.merchant_id, store_id,
                after.starts_with('c') ? after.substr(1) : std::string{"g"}, room);
    }
    return found;
}

std::optional<api::Conflict> find_conflict(Connection& db, const Scope& scope, const std::string& id) {
    auto found = db.one(
        select_conflict + "c.id = ?", [&](const Row& row) { return read_conflict(row, scope); },
        scope.merchant_id, id);
    return found && scope.may_see(found->store_id) ? std::move(found) : std::nullopt;
}

OpenConflicts open_conflicts(Connection& db, const Scope& scope, const std::string& store_id) {
    return db
        .one(
            "SELECT count(*), coalesce(sum(a.amount_fen), 0), min(c.due_at) FROM conflict c"
            " JOIN offline_action a ON a.merchant_id = c.merchant_id AND a.key = c.key"
            " WHERE c.merchant_id = ? AND c.store_id = ? AND c.closed_at IS NULL",
            [](const Row& row) {
                return OpenConflicts{row.integer(0), {row.integer(1)}, optional_instant(row, 2)};
            },
            scope.merchant_id, store_id)
        .value_or(OpenConflicts{});
}

void set_conflict_owner(Connection& db, const Scope& scope, const std::string& id,
                        const std::string& staff_id) {
    db.exec("UPDATE conflict SET owner_id = ? WHERE merchant_id = ? AND id = ?", staff_id, scope.merchant_id,
            id);
}

void set_conflict_step(Connection& db, const Scope& scope, const std::string& id, api::ConflictStep step,
                       bool closes, Instant now) {
    db.exec("UPDATE conflict SET step = ?, step_at = ?, step_by = ?, closed_at = ? WHERE merchant_id = ?"
            " AND id = ? AND closed_at IS NULL",
            name_of(step), now, scope.staff_id, closes ? std::optional{now} : std::nullopt, scope.merchant_id,
            id);
}

api::OfflineFigures offline_figures(Connection& db, const Scope& scope, const std::string& store_id,
                                    Instant from, Instant until) {
    api::OfflineFigures figures;
    db.each(
        "SELECT a.verdict, c.id IS NOT NULL AND c.closed_at IS NULL, coalesce(c.step, ''), count(*),"
        " coalesce(sum(a.amount_fen), 0) FROM offline_action a"
        " LEFT JOIN conflict c ON c.merchant_id = a.merchant_id AND c.key = a.key"
        " WHERE a.merchant_id = ? AND a.store_id = ? AND a.acted_at >= ? AND a.acted_at < ? GROUP BY 1, 2, 3",
        [&](const Row& row) {
            const auto verdict = named<api::Verdict>(row.text(0));
            const std::int64_t count = row.integer(3);
            const Money amount{row.integer(4)};
            figures.kept += verdict == api::Verdict::kept ? count : 0;
            figures.waiting += verdict == api::Verdict::waiting ? count : 0;
            figures.conflicts += verdict == api::Verdict::conflict ? count : 0;
            if (row.integer(1) != 0) {
                figures.open += count;
                figures.at_stake = figures.at_stake + amount;
            } else if (named<api::ConflictStep>(row.text(2)) == api::ConflictStep::accept_loss) {
                figures.lost = figures.lost + amount;
            }
        },
        scope.merchant_id, store_id, from, until);
    db.each(
        "SELECT count(*) FROM turned_away WHERE merchant_id = ? AND store_id = ? AND at >= ? AND at < ?",
        [&](const Row& row) { figures.turned_away = row.integer(0); }, scope.merchant_id, store_id, from,
        until);
    return figures;
}

api::CutOff read_cut_off(Connection& db, const Scope& scope, const std::string& store_id, Instant now) {
    api::CutOff told;
    const OpenConflicts open = open_conflicts(db, scope, store_id);
    told.conflicts = open.count;
    told.due_at = open.due_at;
    db.each(
        "SELECT id, device_id, asked_at FROM lease WHERE merchant_id = ? AND store_id = ? AND state = 'held'"
        " AND asked_at IS NOT NULL AND until > ? ORDER BY id LIMIT ?",
        [&](const Row& row) {
            told.asked.push_back({row.text(0), row.text(1), row.instant(2)});
        },
        scope.merchant_id, store_id, now - offline::lease_margin, asks_told);
    db.each(
        "SELECT a.key, a.device_id, a.verdict, a.reason, c.id, a.decided_at FROM offline_action a"
        " LEFT JOIN conflict c ON c.merchant_id = a.merchant_id AND c.key = a.key"
        " WHERE a.merchant_id = ? AND a.store_id = ? ORDER BY a.decided_at DESC, a.key LIMIT ?",
        [&](const Row& row) {
            told.verdicts.push_back({row.text(0), row.text(1), named<api::Verdict>(row.text(2)),
                                     named<Reason>(row.text(3)), row.optional_text(4), row.instant(5)});
        },
        scope.merchant_id, store_id, verdicts_told);
    return told;
}

} // namespace hexiao::store
