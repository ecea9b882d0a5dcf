// What a device keeps of each staff action until its outcome is known: one key, made and stored before the
// first send, and reused by every retry, so that a lost answer can be asked for again and nothing is redeemed
// twice. Promises while cut off grow here (issue "Cut off, and still serving").
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "core/api/batch.h"
#include "core/api/endpoints.h"
#include "core/api/messages.h"
#include "core/base/uuid.h"

namespace hexiao::outbox {

// What one answer said of an action.
struct Told {
    static constexpr std::string_view wire_name = "OutboxTold";
    Outcome outcome = Outcome::other;
    Reason reason = Reason::none;
    std::optional<std::string> redemption_id; // with `done`

    template <class V>
    static void fields(V& v) {
        v("outcome", &Told::outcome, wire::any());
        v("reason", &Told::reason, wire::any());
        v("redemption_id", &Told::redemption_id, wire::uuid());
    }
};
// Whether two answers cannot both be true. Two refusals can, whatever their reasons: nothing happened.
bool contradict(const Told& one, const Told& other) noexcept;

// One stored row: of a redemption in format 1, of undoing one in format 2. Of format 3 are several vouchers
// redeemed by one tap, and any action of which answers contradict each other and nobody has said yet that
// they saw it. A reader of a later format still reads these.
struct Row {
    static constexpr std::string_view wire_name = "OutboxRow";
    std::int64_t format = 1;
    std::string key;      // Idempotency-Key, and the name under which the row is stored
    std::string staff_id; // who tapped: the platform binds the key to staff and device
    std::string handle;   // the card's; the redemption's that is to be undone
    std::int64_t uses = 1;
    api::Title title; // of the product, to say after a reload what is being checked
    std::optional<api::UndoRequest> undo;
    std::optional<std::vector<api::RedeemRequest>> more{}; // redeemed together with the first
    std::optional<Told> first{}, second{};                 // that contradict each other

    template <class V>
    static void fields(V& v) {
        v("format", &Row::format, wire::integer(1, 3));
        v("key", &Row::key, wire::uuid());
        v("staff_id", &Row::staff_id, wire::uuid());
        v("handle", &Row::handle, wire::uuid());
        v("uses", &Row::uses, wire::integer(1, 9999));
        v("title", &Row::title, wire::any());
        v("undo", &Row::undo, wire::any());
        v("more", &Row::more, wire::items(api::most_together - 1));
        v("first", &Row::first, wire::any());
        v("second", &Row::second, wire::any());
    }
};

// An answer as the network gave it. Status 0: none came.
struct HttpAnswer {
    int status = 0;
    std::string content_type;
    std::string body;
};

// Nothing is known: no answer, a cut body, a captive portal's page, a proxy's 404. Ask again under the same
// key.
struct Unknown {};

// What an answer says: decided, certainly not recorded, or unknown. Undoing is told as redeeming is.
using Reading = std::variant<Unknown, api::RedeemAnswer, api::Problem>;

// Reads an answer to the redeem with this key. Only a 200 in application/json that carries the key is a
// decision, only application/problem+json whose status agrees is "not recorded" (architecture.md, the wire).
Reading read_redeem_answer(const HttpAnswer& answer, std::string_view key);
// The same of redeeming several.
std::variant<Unknown, api::BatchAnswer, api::Problem> read_batch_answer(const HttpAnswer& answer,
                                                                        std::string_view key);
// The same of undoing one.
Reading read_undo_answer(const HttpAnswer& answer, std::string_view key);

// Whether this problem, to the `attempts`th sending under a key (1 = first), leaves open what became of it,
// so that the next try has to have the same key. Reasons that are about whose session it is, or how often, or
// that come from a store that cannot be asked, are answered before the key is looked up: an earlier try under
// it may have been recorded all the same. So are those about what a person may do, unless `hears` says that
// whoever asked hears the answer again in any case.
bool leaves_open(Reason reason, int attempts, api::Hears hears) noexcept;

// A problem that leaves the outcome open, again and again the same, and none that passes by itself: after so
// many in a row the row is set aside. It is kept, and asked for no more until a person wants it or the page
// is loaded anew. Only what the platform says counts; a network that fails says nothing.
inline constexpr int most_of_a_problem = 5;
bool passes_by_itself(Reason reason) noexcept;

// How long to wait before attempt `attempt` (1 = first retry): doubles from 1 s to 30 s, with up to half of
// it taken off by `random`, so that many consoles do not come back together.
Milliseconds retry_delay(int attempt, const RandomBytes& random) noexcept;

} // namespace hexiao::outbox
