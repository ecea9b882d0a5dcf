// What people do at the consoles: customers who come with a code, also one that somebody else has shown
// before or shows at this moment, staff who redeem it, leave it lying, go on while nobody answers, and undo;
// and the office, which takes vouchers back and ends sessions.
#include "core/credential/credential.h"
#include "platform/store/sessions.h"
#include "tests/simulation/scene.h"

namespace hexiao::simulation {

namespace {

namespace intent = console::intent;

} // namespace

void Scene::act_later(std::size_t device) {
    world_.after(
        Milliseconds{world_.random.between(200, 5'000)}, Step::staff,
        [this, device] {
            if (devices_[device]->alive()) {
                act(*devices_[device]);
            }
            act_later(device);
        },
        device);
}

void Scene::act(Device& device) {
    const console::State& state = device.state();
    if (!state.domain.session) {
        if (state.domain.session_known) {
            sign_in(device);
        }
        return;
    }
    if (!state.domain.late.empty() && world_.random.chance(0.4)) {
        device.want(intent::DismissLate{});
        return;
    }
    if (!closing_ && world_.random.chance(0.02)) {
        device.happen(console::event::Shown{}); // it was looked away from
        return;
    }
    const auto& step = state.view.counter.step;
    if (const auto* showing = std::get_if<console::Showing>(&step)) {
        decide(device, *showing);
    } else if (const auto* acting = std::get_if<console::Acting>(&step)) {
        if (!acting->checking) {
            witness_.waits(acting->key);
        } else if (world_.random.chance(0.3)) {
            device.want(intent::Dismiss{}); // the next customer waits
        }
    } else if (const auto* verdict = std::get_if<console::Verdict>(&step)) {
        read(device, *verdict);
    } else if (std::holds_alternative<console::Waiting>(step) && !closing_) {
        receive(device);
    }
}

void Scene::sign_in(Device& device) {
    if (!device.state().view.sign_in.busy) {
        device.want(intent::EditAccount{device.badge.account});
        device.want(intent::EditPassword{password()});
        device.want(intent::SignIn{});
    }
}

// The next customer; or one of those before, who wants it undone.
void Scene::receive(Device& device) {
    const auto& today = device.state().domain.today;
    if (today && !today->recent.empty() && world_.random.chance(0.08)) {
        undo(device, world_.random.of(today->recent).id);
        return;
    }
    if (world_.random.chance(0.06)) {
        device.want(intent::Go{console::Screen::me}); // and back at once
        device.want(intent::Go{console::Screen::counter});
        return;
    }
    if (world_.random.chance(0.06)) {
        if (world_.random.chance(0.5)) {
            device.want(intent::TakeNumber{});
        } else {
            device.want(intent::CallNext{});
        }
        return;
    }
    ++visits_;
    const Secret code = next_code();
    if (world_.random.chance(0.7)) {
        const bool gun = world_.random.chance(0.5);
        device.happen(console::event::Scanned{code, gun ? console::Reader::gun : console::Reader::camera});
    } else {
        device.want(intent::EditCode{code});
        device.want(intent::Check{});
    }
}

Secret Scene::next_code() {
    Random& random = world_.random;
    Secret code;
    if (!shown_.empty() && random.chance(0.2)) { // at another console at this moment, perhaps
        const auto newest = static_cast<std::int64_t>(shown_.size()) - 1;
        code =
            shown_[static_cast<std::size_t>(random.between(std::max<std::int64_t>(0, newest - 5), newest))];
    } else if (!shown_.empty() && random.chance(0.1)) {
        code = random.of(shown_);
    } else if (random.chance(0.02)) {
        code = Secret{make_house_code(random.next())}; // nobody's
    } else {
        code = codes_[fresh_++ % codes_.size()];
    }
    shown_.push_back(code);
    return code;
}

void Scene::decide(Device& device, const console::Showing& showing) {
    Random& random = world_.random;
    if (random.chance(0.08)) {
        return; // they still talk
    }
    if (random.chance(0.04)) {
        device.want(intent::Dismiss{});
        return;
    }
    if (showing.card.uses_left > 1 && random.chance(0.4)) {
        device.want(intent::SetUses{random.between(1, showing.card.uses_left)});
    }
    if (!showing.others.empty() && random.chance(0.6)) {
        const auto all = static_cast<std::int64_t>(showing.others.size()) + 1;
        device.want(intent::SetVouchers{random.between(1, all)});
    }
    device.want(intent::Redeem{});
}

void Scene::read(Device& device, const console::Verdict& verdict) {
    const bool done = verdict.outcome == Outcome::done && !verdict.undo && verdict.redemption;
    if (done && !closing_ && world_.random.chance(0.12)) {
        undo(device, verdict.redemption->id);
    } else {
        device.want(intent::Dismiss{});
    }
}

void Scene::undo(Device& device, const std::string& redemption) {
    ++visits_;
    device.want(intent::OpenUndo{redemption});
    if (device.badge.manager) {
        device.want(intent::SetUndo{{api::UndoReason::mistake, world_.random.chance(0.5)}});
    }
    device.want(intent::Undo{});
    if (device.state().view.route.screen != console::Screen::counter) {
        device.want(intent::Go{console::Screen::counter}); // it may not be undone
    }
}

void Scene::office() {
    world_.after(Milliseconds{world_.random.between(5'000, 40'000)}, Step::office, [this] { office(); });
    service::Services* services = platform_.services();
    if (services == nullptr || closing_) {
        return;
    }
    if (world_.random.chance(0.3)) {
        (void)services->vouchers.revoke(owner_, world_.random.of(vouchers_),
                                        {api::RevokeReason::customer_asked});
    }
    if (world_.random.chance(0.15)) {
        demote(world_.random.of(devices_)->badge);
    }
    if (world_.random.chance(0.15)) {
        const std::string staff_id = world_.random.of(devices_)->badge.staff_id;
        world_.say("the office signs " + staff_id + " out");
        const auto ended = services->world.books.write([&](store::Connection& db) -> Result<service::Ended> {
            return store::revoke_sessions_of_staff(db, owner_.scope, staff_id, {}, world_.now);
        });
        if (ended) {
            platform_.end_sessions(*ended);
        }
    }
}

// Somebody may do nothing at the counter any more, and a while later they may again, unless the day is over
// by then: what they had tapped must have its end all the same.
void Scene::demote(Badge badge) {
    world_.say("the office demotes " + badge.staff_id);
    set_role(badge, api::Role::display);
    const auto role = badge.manager ? api::Role::manager : api::Role::cashier;
    world_.after(Milliseconds{world_.random.between(5'000, 120'000)}, Step::office, [this, badge, role] {
        if (!closing_) {
            set_role(badge, role);
        }
    });
}

// Again until the books take it.
void Scene::set_role(const Badge& badge, api::Role role) {
    service::Services* services = platform_.services();
    if (services != nullptr) {
        const auto changed =
            services->staffing.change_staff(owner_, badge.staff_id, {badge.account, role, stores_});
        if (changed) {
            platform_.end_sessions(changed->ended);
            return;
        }
    }
    world_.after(Milliseconds{1'000}, Step::office, [this, badge, role] { set_role(badge, role); });
}

} // namespace hexiao::simulation
