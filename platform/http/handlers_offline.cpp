// Working while cut off: what a device takes along, what it did, and what is left of that; see handlers.h.
#include "platform/http/handlers.h"

namespace hexiao::http {

namespace {

Outcome get_roster(const Call& call) {
    return answer_with(call.services.rosters.page(call.caller, call.request.after));
}

Outcome take_leases(const Call& call) {
    return create<api::LeaseRequest>(call, [&](const api::LeaseRequest& wanted, const std::string& key) {
        return call.services.leases.take(call.caller, wanted, key);
    });
}

Outcome renew_leases(const Call& call) {
    return with_body<api::RenewLeases>(call, [&](const api::RenewLeases& wanted) {
        return answer_written(call, call.services.leases.renew(call.caller, wanted));
    });
}

// Whoever waits for one is told at once.
Outcome return_leases(const Call& call) {
    return with_body<api::ReturnLeases>(call, [&](const api::ReturnLeases& wanted) {
        const auto left = call.services.leases.give_back(call.caller, wanted);
        if (left && !call.services.actions.settle()) {
            return answer_with(Result<api::LeaseList>{Error{Reason::store_unavailable, {}}});
        }
        return answer_written(call, left);
    });
}

Outcome list_leases(const Call& call) {
    return with_id(call, 0, "store_id", [&](const std::string& store_id) {
        return answer_with(call.services.leases.at_store(call.caller, store_id));
    });
}

Outcome take_back_leases(const Call& call) {
    return with_id(call, 0, "device_id", [&](const std::string& device_id) {
        const auto left = call.services.leases.take_back(call.caller, device_id);
        if (left && !call.services.actions.settle()) {
            return answer_with(Result<api::LeaseList>{Error{Reason::store_unavailable, {}}});
        }
        return answer_written(call, left);
    });
}

// By whoever is signed in on the device, or by the device's signatures alone.
Outcome upload_actions(const Call& call) {
    return with_body<api::ActionUpload>(call, [&](const api::ActionUpload& upload) -> Outcome {
        std::optional<service::Caller> caller;
        if (!call.request.session_token.empty()) {
            auto known = call.services.access.authenticate(call.request.session_token);
            if (!known && known.error().reason != Reason::unauthenticated) {
                return problem(known.error());
            }
            if (known) {
                caller = std::move(*known);
            }
        }
        return answer_written(call, call.services.actions.upload(caller, call.request.address, upload));
    });
}

Outcome import_actions(const Call& call) {
    return with_body<api::SealedActions>(call, [&](const api::SealedActions& sealed) {
        return answer_written(call, call.services.actions.import(call.caller, sealed));
    });
}

Outcome list_conflicts(const Call& call) {
    return with_id(call, 0, "store_id", [&](const std::string& store_id) {
        return answer_with(call.services.conflicts.page(call.caller, store_id, call.request.after));
    });
}

Outcome give_conflict(const Call& call) {
    return change<api::ConflictOwner>(call, "conflict_id",
                                      [&](const std::string& id, const api::ConflictOwner& owner) {
                                          return call.services.conflicts.give(call.caller, id, owner);
                                      });
}

Outcome decide_conflict(const Call& call) {
    return change<api::ConflictDecision>(call, "conflict_id",
                                         [&](const std::string& id, const api::ConflictDecision& decision) {
                                             return call.services.conflicts.decide(call.caller, id, decision);
                                         });
}

Outcome get_offline_limits(const Call& call) {
    return answer_with(call.services.actions.limits(call.caller));
}

Outcome change_offline_limits(const Call& call) {
    return with_body<offline::Limits>(call, [&](const offline::Limits& limits) {
        return answer_written(call, call.services.actions.change_limits(call.caller, limits));
    });
}

Outcome make_forms(const Call& call) {
    return with_id(call, 0, "store_id", [&](const std::string& store_id) {
        return create<api::NewForms>(call, [&](const api::NewForms& wanted, const std::string& key) {
            return call.services.paper.forms(call.caller, store_id, wanted, key);
        });
    });
}

Outcome enter_paper(const Call& call) {
    return change<api::PaperEntries>(call, "store_id",
                                     [&](const std::string& store_id, const api::PaperEntries& entries) {
                                         return call.services.paper.enter(call.caller, store_id, entries);
                                     });
}

Outcome enter_paper_csv(const Call& call) {
    return change<api::PaperCsv>(call, "store_id",
                                 [&](const std::string& store_id, const api::PaperCsv& csv) {
                                     return call.services.paper.enter_csv(call.caller, store_id, csv);
                                 });
}

Outcome list_compensations(const Call& call) {
    return with_id(call, 0, "store_id", [&](const std::string& store_id) {
        return with_cursor(call, [&](const std::string& after) {
            return answer_with(call.services.paper.compensations(call.caller, store_id, after));
        });
    });
}

constexpr Handler offline_table[] = {
    {"get_roster", get_roster},
    {"take_leases", take_leases},
    {"renew_leases", renew_leases},
    {"return_leases", return_leases},
    {"list_leases", list_leases},
    {"take_back_leases", take_back_leases},
    {"upload_actions", upload_actions},
    {"import_actions", import_actions},
    {"list_conflicts", list_conflicts},
    {"give_conflict", give_conflict},
    {"decide_conflict", decide_conflict},
    {"get_offline_limits", get_offline_limits},
    {"change_offline_limits", change_offline_limits},
    {"make_forms", make_forms},
    {"enter_paper", enter_paper},
    {"enter_paper_csv", enter_paper_csv},
    {"list_compensations", list_compensations},
};

} // namespace

std::span<const Handler> offline_handlers() noexcept { return offline_table; }

} // namespace hexiao::http
