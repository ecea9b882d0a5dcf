// One turn of the console's loop: the state, the stamp of the event, and the effects collected so far.
// Private to core/console; update.cpp holds session, feed and places, counter.cpp the redemption at the
// counter, entry.cpp the ways in, journal.cpp the watch over the journal, tour.cpp being shown around,
// queue.cpp customers who wait, stock.cpp what runs out, lookup.cpp those who have only their phone number,
// vouchers.cpp vouchers as the shop deals in them, days.cpp the close of a day, figures.cpp Today and what it
// is made of, alerts.cpp what is to be seen to, shop.cpp running the shop, draft.cpp what outlives a reload.
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

// Whether a person used this control by it.
bool uses(const Intent& intent, Control control);

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
    void on(const event::PictureTaken& taken);
    void on(const event::PictureRead& read);
    void on(const event::PhotoRead& read);
    void on(const event::CameraChanged& changed);
    void on(const event::TimerFired& fired);
    void on(const event::KeyMade& made);
    void on(const event::Signed& done);
    void on(const event::TextCopied& copied);
    void on(const event::Shown& shown);
    void on(const event::GlyphsFalsified& falsified);
    void on(const event::VoiceChanged& changed);
    void on(const event::NothingKept& nothing_kept);
    void on(const event::UpdateReady& update_ready);
    void on(const event::FullScreenChanged& changed);
    void on(const event::AbilitiesTold& told);
    void on(const event::NoticesRefused& refused);
    void on(const event::Wanted& wanted);

    void want(const intent::Prefer& choice);
    void want(const intent::Try& choice);
    void want(const intent::SetFullScreen& wanted);
    void want(const intent::Update& update);
    void want(const intent::Go& go);
    void want(const intent::Open& open);
    void want(const intent::OpenRedemption& open);
    void want(const intent::OpenUndo& open);
    void want(const intent::SetUndo& set);
    void want(const intent::Undo& undo);
    void want(const intent::Leave& leave);
    void want(const intent::Copy& copy);
    void want(const intent::EditAccount& edit);
    void want(const intent::EditPassword& edit);
    void want(const intent::SignIn& sign_in);
    void want(const intent::SignOut& sign_out);
    void want(const intent::ChoosePlace& place);
    void want(const intent::SetCamera& camera);
    void want(const intent::SetTorch& torch);
    void want(const intent::SetZoom& zoom);
    void want(const intent::NextCamera& next);
    void want(const intent::ChoosePicture& choose);
    void want(const intent::EditCode& edit);
    void want(const intent::Check& check);
    void want(const intent::SetUses& uses);
    void want(const intent::SetVouchers& set);
    void want(const intent::Redeem& redeem);
    void want(const intent::Dismiss& dismiss);
    void want(const intent::DismissLate& dismiss);
    void want(const intent::AskAgain& again);
    void want(const intent::SetClosing& set);
    void want(const intent::CloseAction& close);
    void want(const intent::Edit& edit);
    void want(const intent::SetUp& set_up);
    void want(const intent::SetPassword& set);
    void want(const intent::SetPin& set);
    void want(const intent::ChooseColleague& choice);
    void want(const intent::TakeOver& take);
    void want(const intent::Invite& invite);
    void want(const intent::DecideInvited& decision);
    void want(const intent::FindShop& find);
    void want(const intent::EditShop& edit);
    void want(const intent::AddItem& add);
    void want(const intent::RemoveItem& remove);
    void want(const intent::ChoosePhoto& choose);
    void want(const intent::SaveShop& save);
    void want(const intent::RevertShop& revert);
    void want(const intent::AskShop& ask);
    void want(const intent::DoShop& wanted);
    void want(const intent::TourNext& next);
    void want(const intent::TourSkip& skip);
    void want(const intent::ShowAround& again);
    void want(const intent::TakeNumber& take);
    void want(const intent::CallNext& call);
    void want(const intent::SeeStock& see);
    void want(const intent::ShowTicket& show);
    void want(const intent::ChangeTicket& change);
    void want(const intent::ChooseHeld& choice);
    void want(const intent::EditLast4& edit);
    void want(const intent::Prove& prove);
    void want(const intent::SetFindBy& set);
    void want(const intent::FindVouchers& find);
    void want(const intent::FindOrder& find);
    void want(const intent::OpenVoucher& open);
    void want(const intent::MoreHistory& more);
    void want(const intent::OpenRevoke& open);
    void want(const intent::SetRevokeReason& set);
    void want(const intent::Revoke& revoke);
    void want(const intent::RenewPage& renew);
    void want(const intent::SellVouchers& sell);
    void want(const intent::SellMore& more);
    void want(const intent::ShowPageQr& show);
    void want(const intent::OpenDay& open);
    void want(const intent::MoreDays& more);
    void want(const intent::CloseDay& close);
    void want(const intent::DownloadDay& download);
    void want(const intent::PrintDay& print);
    void want(const intent::OpenToday& open);
    void want(const intent::BreakDown& by);
    void want(const intent::MoreRedemptions& more);
    void want(const intent::MoreOrdered& more);
    void want(const intent::MoreWaits& more);
    void want(const intent::Reload& reload);
    void want(const intent::SeeAlert& seen);

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
    bool undone_received(const event::FeedReceived& received);
    bool unknown_received(const event::FeedReceived& received);
    bool standing_received(const event::FeedReceived& received);
    bool store_told(api::Store told);
    void products_received(const event::FeedReceived& received);
    void signal(Outcome outcome);
    void show(const Route& route, bool replace);
    void leave_for(const Route& route);
    void enter_route();

    // counter.cpp: prepare, redeem, undo, outbox
    void rest_camera();
    void wake_camera();
    bool ready_for_code() const;
    Reason refusal_of(const Secret& text) const;
    void take_code(const Secret& text, bool alone);
    void prepare(const Secret& credential, bool alone);
    void load_card(const std::string& handle);
    void prepared_answered(const outbox::HttpAnswer& answer, bool reloaded);
    bool decides_itself(const Showing& showing) const;
    void act(const outbox::Row& row);
    bool send(Pending& pending);
    void ask(Pending& pending);
    void redeem_late(const std::string& key);
    void redeem_answered(const std::string& key, const outbox::HttpAnswer& answer);
    void answered_again(const std::string& key, const outbox::HttpAnswer& answer);
    void await_others(const Pending& pending, const Verdict& verdict);
    void show_contradiction(const outbox::Row& row, Verdict verdict);
    void retry_later(Pending& pending);
    void keep_asking(Pending& pending, Reason problem);
    void closed(const std::string& key, const outbox::HttpAnswer& answer);
    void settle(const std::string& key, Verdict verdict);
    void send_pending();
    void back_to_waiting(Reason hint);
    void let_go(Verdict& verdict);
    void ready_again(const std::string& redemption_id);

    // lookup.cpp: a customer's phone number
    void look_up(const Secret& phone);
    void looked_up(const outbox::HttpAnswer& answer);
    void proof_answered(const outbox::HttpAnswer& answer);
    void await_shown();
    void ask_shown();
    void shown_answered(const Asked& asked, const outbox::HttpAnswer& answer);

    // journal.cpp: what the platform says of its journal against what this device saw before
    void read_seen_head(const std::string& row);
    void watch_journal();
    void head_proof_answered(const outbox::HttpAnswer& answer);
    void head_report_answered(const outbox::HttpAnswer& answer);
    void keep_head(const std::string& merchant_id, const api::JournalHead& head);
    void report_head(const api::JournalHead& head);

    // queue.cpp: customers who wait
    void queue_received(const event::FeedReceived& received);
    void displays_received(const api::Displays& told);
    void try_voice();
    void speak_of(const api::Queue& before, const api::Queue& after);
    void ask_queue(std::string method, std::string path, std::string body);
    void ticket_answered(const outbox::HttpAnswer& answer);
    void tick();

    // stock.cpp: products of which little is left
    void follow_stock();
    void stock_answered(const std::string& product_id, const outbox::HttpAnswer& answer);

    // vouchers.cpp: finding, following, taking back, selling
    bool is_manager() const noexcept;
    Reason refusal(const Error& error);
    void enter_vouchers();
    bool vouchers_answered(Ask what, const std::string& key, const outbox::HttpAnswer& answer);
    void ask_products();
    void products_told(const outbox::HttpAnswer& answer);
    void vouchers_found(const outbox::HttpAnswer& answer);
    void ask_history(const std::string& after);
    void history_told(const std::string& key, const outbox::HttpAnswer& answer);
    bool left_form(const std::string& sent_at);
    void revoke_answered(const std::string& sent_at, const outbox::HttpAnswer& answer);
    void page_renewed(const outbox::HttpAnswer& answer);
    void draw_page_qr(const std::string& voucher_id, const Secret& token);
    void sale_answered(const std::string& sent_at, const outbox::HttpAnswer& answer);

    // days.cpp: closed days
    void enter_days();
    void ask_days();
    void ask_day();
    bool days_answered(Ask what, const std::string& key, const outbox::HttpAnswer& answer);

    // figures.cpp: Today and what it is made of; alerts.cpp
    void enter_figures();
    void ask_figures();
    void ask_found(const std::optional<std::string>& after);
    void ask_ordered(const std::string& after);
    void ask_waits(const std::string& after);
    void ask_redemption();
    void figures_changed();
    bool figures_answered(Ask what, const std::string& key, const outbox::HttpAnswer& answer);
    void figures_told(const outbox::HttpAnswer& answer);
    void redemptions_found(const std::string& after, const outbox::HttpAnswer& answer);
    void ordered_told(const std::string& after, const outbox::HttpAnswer& answer);
    void waits_told(const std::string& after, const outbox::HttpAnswer& answer);
    void redemption_told(const std::string& id, const outbox::HttpAnswer& answer);
    void alerts_received(const event::FeedReceived& received);
    void alert_seen(const outbox::HttpAnswer& answer);

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
    void submit(Ask what, std::string method, std::string path, std::string body, std::string key = {});

    // shop.cpp: running the shop
    void enter_shop();
    void load_shop();
    void load(Ask list);
    template <class Page, class Item>
    void page_answered(Ask what, Listing<Item>& list, Result<Page> page);
    void open_form(std::string path);
    bool refresh_form();
    void send_form();
    void send_act(std::string method, std::string path, std::string body = {});
    bool shop_answered(const Asked& asked, const outbox::HttpAnswer& answer);
    void shop_saved(const outbox::HttpAnswer& answer);
    void shop_failed(const Error& error);
    void reset_link_made(const outbox::HttpAnswer& answer);

    // tour.cpp
    void begin_tour();
    void end_tour();

    // draft.cpp
    void read_draft(const std::string& kept);
    std::int64_t drafted_uses(const Showing& showing) const;
    void keep_draft();

    // Sends a request and remembers what it is for.
    Asked& fetch(Ask what, std::string method, std::string path, std::string body = {}, std::string key = {});
    // Forgets what was asked for this: its answer comes too late to matter.
    void drop(Ask what);
    void emit(Effect effect) { effects_.push_back(std::move(effect)); }
    bool allowed_at_counter() const noexcept;

    CounterView& counter() noexcept { return state_.view.counter; }
    EntryView& entry() noexcept { return state_.view.entry; }
    VouchersView& vouchers() noexcept { return state_.view.vouchers; }
    FiguresView& figures() noexcept { return state_.view.figures; }

    State& state_;
    const Stamp& stamp_;
    Effects effects_;
};

} // namespace hexiao::console
