// The watch over the journal: every snapshot tells its present head, and this device holds it against the
// last one that it saw. A platform (or whoever got at its books) that changed what was written cannot show
// both. Never in the way of a redemption: what cannot be checked now is checked at a later snapshot.
#include "core/api/wire_json.h"
#include "core/console/turn.h"

namespace hexiao::console {

namespace {

// A network that comes and goes brings many snapshots; one proof in this time is enough.
constexpr Milliseconds ask_again{60'000};

// What is stored of a head; format 1.
struct SeenHead {
    static constexpr std::string_view wire_name = "SeenHead";
    std::int64_t format = 1;
    std::string merchant_id;
    api::JournalHead head;

    template <class V>
    static void fields(V& v) {
        v("format", &SeenHead::format, wire::integer(1, 1));
        v("merchant_id", &SeenHead::merchant_id, wire::uuid());
        v("head", &SeenHead::head, wire::any());
    }
};

} // namespace

void Turn::read_seen_head(const std::string& row) {
    if (const auto kept = wire::read<SeenHead>(row); kept && api::from_wire(kept->head)) {
        state_.domain.journal.seen.try_emplace(kept->merchant_id, kept->head);
    }
}

void Turn::watch_journal() {
    JournalWatch& watch = state_.domain.journal;
    const auto& today = state_.domain.today;
    if (!state_.domain.session || !watch.records_read || watch.asked || !today || !today->head) {
        return;
    }
    const api::JournalHead& now = *today->head;
    const std::string& merchant_id = state_.domain.session->merchant.id;
    const auto seen = watch.seen.find(merchant_id);
    if (seen == watch.seen.end()) {
        if (api::from_wire(now)) {
            keep_head(merchant_id, now);
        }
    } else if (now == seen->second) {
        watch.mismatch = false;
        report_head(now);
    } else if (now.size <= seen->second.size) {
        watch.mismatch = true;
        report_head(seen->second);
    } else if (stamp_.now - watch.asked_at >= ask_again) {
        watch.asked = now;
        watch.asked_at = stamp_.now;
        fetch(Ask::head_proof, "GET",
              "/api/v1/journal/consistency/" + std::to_string(seen->second.size) + "/" +
                  std::to_string(now.size));
    }
}

void Turn::head_proof_answered(const outbox::HttpAnswer& answer) {
    JournalWatch& watch = state_.domain.journal;
    const auto asked = std::exchange(watch.asked, std::nullopt);
    if (!asked || !state_.domain.session) {
        return;
    }
    const std::string& merchant_id = state_.domain.session->merchant.id;
    const auto seen = watch.seen.find(merchant_id);
    const auto proof = read_answer<api::ConsistencyProof>(answer);
    if (seen == watch.seen.end() || (!proof && proof.error().reason != Reason::not_found)) {
        return; // no answer is no proof of anything
    }
    const auto from = api::from_wire(seen->second);
    const auto to = api::from_wire(*asked);
    if (proof && from && to && api::proves(*proof, *from, *to)) {
        keep_head(merchant_id, *asked);
    } else {
        watch.mismatch = true;
        report_head(seen->second);
    }
}

void Turn::keep_head(const std::string& merchant_id, const api::JournalHead& head) {
    state_.domain.journal.seen.insert_or_assign(merchant_id, head);
    state_.domain.journal.mismatch = false;
    emit(effect::StoreRecord{"journal " + merchant_id, wire::write(SeenHead{1, merchant_id, head})});
    report_head(head);
}

// The head that was seen, also when what the platform says now does not fit: then it finds out, too.
void Turn::report_head(const api::JournalHead& head) {
    JournalWatch& watch = state_.domain.journal;
    if (watch.reported != head) {
        watch.reported = head;
        fetch(Ask::head_report, "POST", "/api/v1/device/head", wire::write(head));
    }
}

void Turn::head_report_answered(const outbox::HttpAnswer& answer) {
    JournalWatch& watch = state_.domain.journal;
    const auto head = read_answer<api::JournalHead>(answer);
    if (!head && head.error().reason == Reason::head_mismatch) {
        watch.mismatch = true;
    } else if (!head) {
        watch.reported.reset(); // told again at the next snapshot
    }
}

} // namespace hexiao::console
