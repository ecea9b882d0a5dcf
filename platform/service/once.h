// Commands under an Idempotency-Key: each is done once, and every retry of it hears the same answer.
#pragma once

#include <string>

#include "platform/service/caller.h"
#include "platform/store/redemptions.h"
#include "platform/store/sessions.h"

namespace hexiao::service {

// How long answers are kept, so that retries hear them for as long as anybody could still ask
// (architecture.md, Conventions): of a command that has to do with a voucher, counted from its end, and of
// any other.
inline constexpr Milliseconds keep_after_voucher = 90 * one_day;
inline constexpr Milliseconds keep_answer = 400 * one_day;

struct Command {
    std::string operation;
    std::string key;     // the Idempotency-Key, a UUID
    std::string request; // everything that was asked, in canonical form
};

// What is asked counts, and who asks, but not on which device: somebody who lost the answer and signed in
// again with a fresh cookie must hear it all the same. The key is part of it, so that without knowing the key
// nobody can try what was asked.
inline std::string command_hash(const World& world, const Caller& caller, const Command& command) {
    return world.books.vault().request_hash(command.key + "\n" + caller.scope.staff_id + "\n" +
                                            command.request);
}

// What was answered under a key, again. Errors: key_reused where the key stands for another request; closed
// where somebody closed the action (Counter::close), whatever it was.
template <wire::Message Answer>
Result<Answer> replay(const store::Intent& before, const std::string& request_hash) {
    if (before.answer.empty()) {
        return Error{Reason::closed, "Idempotency-Key"};
    }
    if (before.request_hash != request_hash) {
        return Error{Reason::key_reused, "Idempotency-Key"};
    }
    auto answer = wire::read<Answer>(before.answer);
    if (answer) {
        answer->replayed = true;
    }
    return answer;
}

// Runs `decide(Connection&, Instant now, Instant& keep_until) → Result<Answer>` in one writing transaction,
// unless an answer stands under the key already; then that one comes back with `replayed`. An Answer has
// members `key` and `replayed`. An error of `decide` is not kept: nothing was recorded, and the key is free.
// Errors: key_reused where the key stands for another command; closed; forbidden for a caller who only hears;
// unauthenticated where their session has ended since, or their role is another one.
template <wire::Message Answer, class Decide>
Result<Answer> once(const World& world, const Caller& caller, const Command& command, Decide&& decide) {
    const Instant now = world.clock.now();
    const std::string hash = command_hash(world, caller, command);
    return world.books.write([&](store::Connection& db) -> Result<Answer> {
        if (const auto before = store::find_intent(db, caller.scope, command.operation, command.key)) {
            return replay<Answer>(*before, hash);
        }
        if (caller.only_hears) {
            return Error{Reason::forbidden, {}};
        }
        if (!store::still_acts(db, caller.scope, caller.session_id, now)) {
            return Error{Reason::unauthenticated, {}}; // what they may do was changed after they had asked
        }
        Instant keep_until = now + keep_answer;
        Result<Answer> answer = decide(db, now, keep_until);
        if (!answer) {
            return answer;
        }
        answer->key = command.key;
        store::insert_intent(db, caller.scope,
                             {command.operation, command.key, hash, wire::write(*answer), keep_until}, now);
        return answer;
    });
}

} // namespace hexiao::service
