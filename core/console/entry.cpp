// The ways in: setting up a first merchant, setting passwords and PINs, handing over a shared phone, and
// pairing a device from both sides; see entry.h.
#include <algorithm>

#include "core/base/integer.h"
#include "core/console/shop_forms.h"
#include "core/console/turn.h"

namespace hexiao::console {

namespace {

constexpr Milliseconds pairing_poll{1500};
constexpr std::int64_t most_lanes = 20;

// The lanes of a first store: "1 号窗口", "2 号窗口" …; nothing when the text is no such number.
std::optional<std::vector<api::Title>> make_lanes(const std::string& count) {
    const auto lanes = parse_integer(count);
    if (!lanes || *lanes < 1 || *lanes > most_lanes) {
        return std::nullopt;
    }
    std::vector<api::Title> titles;
    for (std::int64_t lane = 1; lane <= *lanes; ++lane) {
        const std::string number = std::to_string(lane);
        titles.push_back({number + " 号窗口", "Lane " + number});
    }
    return titles;
}

// As the platform answers what leaves nothing to tell, and not the page of a network that wants to be signed
// in to.
bool is_settled(const outbox::HttpAnswer& answer) { return answer.status == 204; }

} // namespace

// What these screens ask for when they are entered. A form that was left is empty when one comes back.
void Turn::enter_entry() {
    entry().form = {};
    entry().next.reset();
    switch (state_.view.route.screen) {
    case Screen::me: fetch(Ask::colleagues, "GET", "/api/v1/session/colleagues"); break;
    case Screen::take_over:
        enter_take_over();
        fetch(Ask::colleagues, "GET", "/api/v1/session/colleagues");
        break;
    case Screen::invite: entry().inviting = {}; break;
    case Screen::invited: enter_invited(); break;
    case Screen::setup:
        entry().form.texts[Field::lanes] = Secret{"1"};
        entry().form.texts[Field::zone] =
            Secret{entry().zone.empty() ? std::string{default_zone} : entry().zone};
        break;
    case Screen::pair:
        entry().joining = {};
        if (entry().token.empty()) {
            entry().form.problem = Reason::link_expired;
        } else {
            entry().form.busy = true;
            emit(effect::MakeKey{});
        }
        break;
    default: break;
    }
}

// Whose PIN is asked for; nobody while the colleagues are not known.
void Turn::enter_take_over() {
    const auto& all = entry().colleagues;
    const auto found = std::ranges::find(all, state_.view.route.handle, &api::Colleague::staff_id);
    entry().next = found == all.end() ? std::nullopt : std::optional{*found};
}

// One that was begun before the page was loaded goes on, but for its link, which was shown once.
void Turn::enter_invited() {
    if (!entry().inviting.link || entry().inviting.link->id != state_.view.route.handle) {
        entry().inviting = {};
        ask_pairing();
    }
}

// Nothing of one person's entries is left for the next, nor a token that was used.
void Turn::forget_entry() {
    EntryView fresh;
    fresh.origin = entry().origin;
    fresh.zone = entry().zone;
    fresh.setup_open = entry().setup_open;
    entry() = std::move(fresh);
}

void Turn::want(const intent::Edit& edit) {
    entry().form.texts.insert_or_assign(edit.field, edit.text);
    entry().form.problem = Reason::none;
    entry().form.field.clear();
    entry().form.done = false;
}

// Sends a form, once at a time.
void Turn::submit(Ask what, std::string method, std::string path, std::string body, std::string key) {
    Form& form = entry().form;
    if (!form.busy) {
        form.busy = true;
        form.problem = Reason::none;
        form.field.clear();
        fetch(what, std::move(method), std::move(path), std::move(body), std::move(key)).key =
            format_route(state_.view.route);
    }
}

void Turn::fail(const Error& error) {
    entry().form.busy = false;
    entry().form.problem = error.reason;
    entry().form.field = error.field;
}

// --- set-up, passwords, PINs
// -------------------------------------------------------------------------------------------------------------

void Turn::want(const intent::SetUp& /*set_up*/) {
    const Form& form = entry().form;
    const auto lanes = make_lanes(form.text(Field::lanes));
    if (!lanes) {
        return fail({Reason::invalid_field, "lanes"});
    }
    // A name in one language serves both until somebody gives the other.
    const auto title = [&](Field field) { return api::Title{form.text(field), form.text(field)}; };
    submit(Ask::set_up, "POST", "/api/v1/setup",
           wire::write(api::SetupRequest{entry().token, title(Field::merchant), title(Field::store),
                                         form.text(Field::zone), DayRule{}.cut_minutes, *lanes,
                                         form.text(Field::account), form.text(Field::owner_name),
                                         Secret{form.text(Field::password)}}));
}

void Turn::want(const intent::SetPassword& /*set*/) {
    const Form& form = entry().form;
    const Secret replacement{form.text(Field::new_password)};
    if (state_.view.route.screen == Screen::reset) {
        submit(Ask::reset, "POST", "/api/v1/reset",
               wire::write(api::NewPasswordRequest{entry().token, replacement}));
    } else {
        submit(Ask::set_password, "PUT", "/api/v1/session/password",
               wire::write(api::PasswordRequest{Secret{form.text(Field::password)}, replacement}));
    }
}

void Turn::want(const intent::SetPin& /*set*/) {
    const Form& form = entry().form;
    submit(Ask::set_pin, "PUT", "/api/v1/session/pin",
           wire::write(api::PinRequest{Secret{form.text(Field::password)}, Secret{form.text(Field::pin)}}));
}

void Turn::want(const intent::ChooseColleague& choice) { show({Screen::take_over, choice.staff_id}, false); }

void Turn::want(const intent::TakeOver& /*take*/) {
    if (entry().next) {
        submit(
            Ask::switch_person, "POST", "/api/v1/session/switch",
            wire::write(api::SwitchRequest{entry().next->staff_id, Secret{entry().form.text(Field::pin)}}));
    }
}

bool Turn::entry_answered(Ask what, const outbox::HttpAnswer& answer) {
    switch (what) {
    case Ask::setup_open:
        if (const auto setup = read_answer<api::SetupState>(answer)) {
            entry().setup_open = setup->open;
        }
        break;
    case Ask::set_up:
    case Ask::switch_person: set_up_answered(answer); break;
    case Ask::reset:
        if (const auto done = read_answer<api::ResetDone>(answer)) {
            state_.view.sign_in.account = done->account;
            forget_entry();
            entry().reset_account = done->account;
            show({Screen::sign_in, {}}, true);
        } else {
            fail(done.error());
        }
        break;
    case Ask::colleagues:
        if (auto list = read_answer<api::ColleagueList>(answer)) {
            entry().colleagues = std::move(list->colleagues);
            entry().own_pin = list->own_pin;
            if (state_.view.route.screen == Screen::take_over) {
                enter_take_over();
                if (!entry().next) {
                    show({Screen::me, {}}, true); // nobody who could
                }
            }
        }
        break;
    case Ask::set_pin:
    case Ask::set_password: settled(answer); break;
    case Ask::claim: claimed(answer); break;
    case Ask::collect: collected(answer); break;
    case Ask::invite: link_made(answer); break;
    case Ask::invited: invited(answer); break;
    case Ask::qr:
        if (auto code = read_answer<api::QrCode>(answer)) {
            entry().inviting.qr = std::move(code->rows);
        }
        break;
    default: return false;
    }
    return true;
}

// Somebody is signed in now: the owner of a new merchant, or a colleague on the same phone.
void Turn::set_up_answered(const outbox::HttpAnswer& answer) {
    auto session = read_answer<api::Session>(answer);
    if (session) {
        if (state_.domain.session) {
            signed_out();
        }
        forget_entry();
        state_.view.after_sign_in = {};
        signed_in(std::move(*session));
    } else if (session.error().reason == Reason::unauthenticated) {
        signed_out(); // too many wrong PINs, or out elsewhere
    } else {
        fail(session.error());
    }
}

void Turn::settled(const outbox::HttpAnswer& answer) {
    if (!is_settled(answer)) {
        return fail(problem_of(answer));
    }
    entry().form = {};
    entry().form.done = true;
    fetch(Ask::colleagues, "GET", "/api/v1/session/colleagues");
}

// --- pairing
// -------------------------------------------------------------------------------------------------------------

void Turn::on(const event::KeyMade& made) {
    if (state_.view.route.screen != Screen::pair) {
        return;
    }
    if (made.public_key.empty()) {
        return fail({Reason::other, "key"});
    }
    fetch(Ask::claim, "POST", "/api/v1/pairing/claim",
          wire::write(api::ClaimRequest{entry().token, made.public_key}));
}

void Turn::claimed(const outbox::HttpAnswer& answer) {
    auto claim = read_answer<api::Claim>(answer);
    if (!claim) {
        return fail(claim.error());
    }
    entry().token = {}; // used
    entry().joining.state = api::PairingState::claimed;
    entry().joining.claim = std::move(*claim);
    ask_pairing();
}

void Turn::on(const event::Signed& done) {
    if (done.signature.empty()) {
        return fail({Reason::other, "key"});
    }
    const Joining& joining = entry().joining;
    if (state_.view.route.screen == Screen::pair && joining.claim) {
        fetch(Ask::collect, "POST", "/api/v1/pairing/collect",
              wire::write(api::CollectRequest{joining.claim->pairing_id, joining.attempt, done.signature}));
    }
}

// Either side asks how far it has come, until it is decided; the new device with a signature of its own each
// time.
void Turn::ask_pairing() {
    Joining& joining = entry().joining;
    if (state_.view.route.screen == Screen::pair && joining.claim) {
        ++joining.attempt;
        emit(effect::Sign{api::signed_text(joining.claim->challenge, joining.attempt)});
    } else if (state_.view.route.screen == Screen::invited) {
        fetch(Ask::invited, "GET", "/api/v1/pairings/" + state_.view.route.handle);
    }
}

void Turn::collected(const outbox::HttpAnswer& answer) {
    auto told = read_answer<api::Collected>(answer);
    if (!told && told.error().reason != Reason::other) {
        return fail(told.error());
    }
    entry().joining.state = told ? told->state : entry().joining.state;
    if (!told || told->state == api::PairingState::claimed) {
        emit(effect::StartTimer{Timer::pairing, {}, pairing_poll});
        return;
    }
    entry().form.busy = false;
    if (told->state == api::PairingState::collected) {
        entry().joining.device_name = told->device_name.value_or("");
        if (told->session) {
            state_.view.route = {Screen::sign_in, {}};
            state_.view.after_sign_in = {Screen::today, {}};
            signed_in(std::move(*told->session));
        }
    }
}

void Turn::want(const intent::Invite& invite) {
    entry().inviting = {};
    submit(Ask::invite, "POST", "/api/v1/pairings",
           wire::write(api::PairingRequest{invite.purpose, state_.domain.session->store_id}));
}

void Turn::want(const intent::DecideInvited& decision) {
    submit(Ask::invited, "PUT", "/api/v1/pairings/" + state_.view.route.handle,
           wire::write(api::PairingDecision{decision.confirm}));
}

void Turn::link_made(const outbox::HttpAnswer& answer) {
    auto link = read_answer<api::PairingLink>(answer);
    if (!link) {
        return fail(link.error());
    }
    const std::string address = entry().origin + "/pair#" + link->token.reveal();
    fetch(Ask::qr, "POST", "/api/v1/qr", wire::write(api::QrRequest{Secret{address}}));
    const std::string id = link->id;
    entry().inviting.link = std::move(*link);
    show({Screen::invited, id}, true);
    emit(effect::StartTimer{Timer::pairing, {}, pairing_poll});
}

void Turn::invited(const outbox::HttpAnswer& answer) {
    auto pairing = read_answer<api::Pairing>(answer);
    if (!pairing && pairing.error().reason != Reason::other) {
        return fail(pairing.error());
    }
    Inviting& inviting = entry().inviting;
    if (pairing && state_.view.route.handle == pairing->id) {
        inviting.pairing = std::move(*pairing);
    }
    entry().form.busy = false;
    const auto state = inviting.pairing ? inviting.pairing->state : api::PairingState::waiting;
    if (state != api::PairingState::refused && state != api::PairingState::collected &&
        state_.view.route.screen == Screen::invited) {
        emit(effect::StartTimer{Timer::pairing, {}, pairing_poll});
    }
}

} // namespace hexiao::console
