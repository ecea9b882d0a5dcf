// One turn of the console's loop: the state, the stamp of the event, and the effects collected so far.
// Private to core/console; update.cpp holds session, feed and places, counter.cpp the redemption at the
// counter, entry.cpp the ways in, journal.cpp the watch over the journal, draft.cpp what outlives a reload.
#pragma once

#include "core/console/console.h"

namespace hexiao::console {

// The problem that an answer is; Reason::other for anything else.
Error problem_of(const outbox::HttpAnswer& answer);

// Reads an answer that is a message of type T in JSON, or the reason of the problem that came instead. An
// answer that is neither (no network, a captive portal) is Reason::other.
template <wire::Message T>
Result<T> read_answer(const outbox::HttpAnswer& answer) {
    if (answer.status == 200 && answer.content_type.starts_with("application/json")) {
        return wire::read<T>(answer.body);
    }
    return problem_of(answer);
}

class Turn {
public:
    Turn(State& state, const Stamp& stamp) : state_(state), stamp_(stamp) {}

    // update.cpp
    void take(const Event& event);
    Effects finish();

private:
    void on(const event::Started& started);
    void on(const event::Navigated& navigated);
    void on(const event::Answered& answered);
    void on(const event::FeedReceived& received);
    void on(const event::FeedOpened& opened);
    void on(const event::FeedClosed& closed);
    void on(const event::RecordStored& stored);
    void on(const event::RecordsListed& listed);
    void on(const event::Scanned& scanned);
    void on(const event::CameraChanged& changed);
    void on(const event::TimerFired& fired);
    void on(const event::KeyMade& made);
    void on(const event::Signed& done);
    void on(const event::TextCopied& copied);
    void on(const event::Shown& shown);
    void on(const event::GlyphsFalsified& falsified);
    void on(const event::NothingKept& nothing_kept);
    void on(const event::Wanted& wanted);

    void want(const intent::ChooseLanguage& choice);
    void want(const intent::ChooseTextSize& choice);
    void want(const intent::Go& go);
    void want(const intent::Leave& leave);
    void want(const intent::Copy& copy);
    void want(const intent::EditAccount& edit);
    void want(const intent::EditPassword& edit);
    void want(const intent::SignIn& sign_in);
    void want(const intent::SignOut& sign_out);
    void want(const intent::ChoosePlace& place);
    void want(const intent::SetCamera& camera);
    void want(const intent::EditCode& edit);
    void want(const intent::Check& check);
    void want(const intent::SetUses& uses);
    void want(const intent::Redeem& redeem);
    void want(const intent::Dismiss& dismiss);
    void want(const intent::DismissLate& dismiss);
    void want(const intent::Edit& edit);
    void want(const intent::SetUp& set_up);
    void want(const intent::SetPassword& set);
    void want(const intent::SetPin& set);
    void want(const intent::ChooseColleague& choice);
    void want(const intent::TakeOver& take);
    void want(const intent::Invite& invite);
    void want(const intent::DecideInvited& decision);

    // update.cpp: session, places, feed
    void ask_session();
    void session_answered(const outbox::HttpAnswer& answer, bool signing_in);
    void place_answered(const outbox::HttpAnswer& answer);
    void signed_in(api::Session session);
    void signed_out();
    void open_feed(bool from_snapshot, bool looking = false);
    bool seen_before(const event::FeedReceived& received) const;
    void reached();
    bool snapshot_received(const event::FeedReceived& received);
    bool redemption_received(const event::FeedReceived& received);
    void products_received(const event::FeedReceived& received);
    bool set_text_size(int percent); // false: there is no such size
    void show(const Route& route, bool replace);
    void leave_for(Screen screen);
    void enter_route();

    // counter.cpp: prepare, redeem, outbox
    void prepare(const Secret& credential);
    void load_card(const std::string& handle);
    void prepared_answered(const outbox::HttpAnswer& answer, bool reloaded);
    bool send(Pending& pending);
    void redeem_answered(const std::string& key, const outbox::HttpAnswer& answer);
    void retry_later(Pending& pending);
    void settle(const std::string& key, Verdict verdict);
    void send_pending();
    void back_to_waiting(Reason hint);

    // journal.cpp: what the platform says of its journal against what this device saw before
    void read_seen_head(const std::string& row);
    void watch_journal();
    void head_proof_answered(const outbox::HttpAnswer& answer);
    void head_report_answered(const outbox::HttpAnswer& answer);
    void keep_head(const std::string& merchant_id, const api::JournalHead& head);
    void report_head(const api::JournalHead& head);

    // entry.cpp: set-up, passwords, PINs, pairing
    void enter_entry();
    void enter_take_over();
    void enter_invited();
    void forget_entry();
    bool entry_answered(Ask what, const outbox::HttpAnswer& answer);
    void set_up_answered(const outbox::HttpAnswer& answer);
    void settled(const outbox::HttpAnswer& answer);
    void claimed(const outbox::HttpAnswer& answer);
    void collected(const outbox::HttpAnswer& answer);
    void link_made(const outbox::HttpAnswer& answer);
    void invited(const outbox::HttpAnswer& answer);
    void ask_pairing();
    void fail(const Error& error);
    void submit(Ask what, std::string method, std::string path, std::string body);

    // draft.cpp
    void read_draft(const std::string& kept);
    std::int64_t drafted_uses(const Showing& showing) const;
    void keep_draft();

    // Sends a request and remembers what it is for.
    void fetch(Ask what, std::string method, std::string path, std::string body = {}, std::string key = {});
    void emit(Effect effect) { effects_.push_back(std::move(effect)); }
    bool allowed_at_counter() const noexcept;

    CounterView& counter() noexcept { return state_.view.counter; }
    EntryView& entry() noexcept { return state_.view.entry; }

    State& state_;
    const Stamp& stamp_;
    Effects effects_;
};

} // namespace hexiao::console
