// See scene.h. How staff and customers behave stands in staff.cpp.
#include "tests/simulation/scene.h"

#include <sodium.h>

#include "core/api/wire_json.h"
#include "core/base/hash.h"
#include "core/credential/credential.h"
#include "platform/service/secrets.h"
#include "platform/store/accounts.h"
#include "platform/store/catalogue.h"
#include "platform/store/sessions.h"
#include "platform/store/sqlite_store.h"
#include "platform/store/vouchers.h"
#include "tests/simulation/replay.h"

namespace hexiao::simulation {

namespace {

constexpr std::size_t vouchers_sold = 400;
constexpr std::int64_t stock = 100'000;
constexpr Milliseconds day_begins{std::int64_t{20} * 3600 * 1000}; // UTC, of both stores
constexpr double overtaken = 0.03;                                 // of those who ask a channel
constexpr Milliseconds clocks_apart{600'000}; // a platform's is moved by a minute, several times

struct Done {};

Secret token(World& world) { return Secret{to_hex(world.random.bytes()) + to_hex(world.random.bytes())}; }

// As argon2id as any, and as quick as it can be.
std::string quick_hash(const std::string& password) {
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_MIN,
                              crypto_pwhash_MEMLIMIT_MIN, crypto_pwhash_ALG_ARGON2ID13) != 0) {
        throw Violation{"no password can be hashed"};
    }
    return hash.data();
}

std::string id(World& world) { return make_uuid7(world.now, world.random.bytes()); }

} // namespace

const Secret& Scene::password() {
    static const Secret one{"correct horse battery"};
    return one;
}

void make_empty_books(const std::filesystem::path& folder) {
    auto opened = store::SqliteStore::open(folder);
    if (const auto* why = std::get_if<std::string>(&opened)) {
        throw std::runtime_error{*why};
    }
}

Scene::Scene(std::uint64_t seed, Control without, const std::filesystem::path& folder,
             const std::optional<std::filesystem::path>& records, bool aloud)
    : records_(records), world_(seed, without, aloud), outside_(world_),
      platform_(world_, outside_, folder, static_cast<std::size_t>(world_.random.between(1, 3))),
      network_(world_, platform_), witness_(world_) {
    world_.before_step = [this](Step step, std::optional<std::size_t> party) { before(step, party); };
    platform_.came_back = [this] {
        witness_.check_books(*platform_.books());
        witness_.check_journal(*platform_.books());
    };
    outside_.within = [this](Step step) { within(step); };
    platform_.worked = [this] { witness_.check_vouchers(*platform_.books()); };
    platform_.served = [this](Step step, const http::Request& request) { served(step, request); };
    const auto consoles = static_cast<std::size_t>(world_.random.between(2, 10));
    std::vector<Badge> badges;
    const auto made = platform_.books()->write([&](store::Connection& db) -> Result<Done> {
        build(db);
        badges = build_staff(db, consoles);
        return Done{};
    });
    if (!made) {
        throw Violation{"the merchant could not be made"};
    }
    platform_.switch_off_syncs();
    for (std::size_t i = 0; i < consoles; ++i) {
        if (records_) {
            recorders_.push_back(std::make_unique<Recorder>(record_of(i)));
        }
        devices_.push_back(std::make_unique<Device>(world_, network_, witness_, i, badges[i],
                                                    records_ ? recorders_[i].get() : nullptr));
        Device& device = *devices_.back();
        device.line.process = i % platform_.processes();
        device.ahead = Milliseconds{world_.random.chance(0.3) ? world_.random.between(-600'000, 600'000) : 0};
        world_.after(Milliseconds{world_.random.between(0, 2'000)}, Step::staff, [&device] {
            if (!device.alive()) {
                device.boot();
            }
        });
        act_later(i);
    }
    world_.after(Milliseconds{20'000}, Step::office, [this] { office(); });
}

// Two stores, one product for both and one for the second only, and vouchers of both.
void Scene::build(store::Connection& db) {
    merchant_ = id(world_);
    store::insert_merchant(db, {merchant_, {"面馆", "Noodles"}}, world_.now);
    for (const char* name : {"A", "B"}) {
        stores_.push_back(id(world_));
        store::insert_store(db, merchant_, {stores_.back(), {name, name}, "Asia/Shanghai", 240});
        lanes_.push_back(id(world_));
        store::insert_lane(db, merchant_, stores_.back(), {lanes_.back(), {"通道", "Lane"}});
    }
    for (std::size_t i = 0; i < 2; ++i) {
        products_.push_back(id(world_));
        store::ProductRow product{products_.back(),
                                  {"面", "Bowl"},
                                  {"面食", "Noodles"},
                                  {i == 0 ? 1000 : 3333},
                                  90,
                                  1,
                                  stock,
                                  {},
                                  {}};
        product.shown.contents = {{{"面", "Noodles"}, 1}};
        product.store_ids.assign(stores_.begin() + static_cast<std::ptrdiff_t>(i), stores_.end());
        store::insert_product(db, merchant_, product);
    }
    std::string order;
    std::string product;
    Channel channel = Channel::house;
    std::int64_t quantity = 0; // still to come of this order
    for (std::size_t i = 0; i < vouchers_sold; ++i) {
        if (quantity-- == 0) {
            order = id(world_);
            product = products_[world_.random.chance(0.9) ? 0 : 1];
            const auto rest = static_cast<std::int64_t>(vouchers_sold - i);
            quantity = std::min(rest, world_.random.chance(0.6) ? 1 : world_.random.between(2, 4));
            channel = world_.random.chance(0.3) ? Channel::douyin : Channel::house;
            store::insert_order(db, merchant_,
                                {order, product, channel, quantity, {1000 * quantity}, world_.now});
            --quantity;
        }
        codes_.emplace_back(make_house_code(world_.random.next()));
        vouchers_.push_back(id(world_));
        const std::int64_t uses = world_.random.chance(0.65) ? 1 : world_.random.between(2, 7);
        store::insert_voucher(
            db, merchant_,
            {vouchers_.back(), order, product, channel, platform_.books()->code_hash(codes_.back()),
             codes_.back().reveal().substr(10), world_.now - one_day, world_.now + 30 * one_day, uses,
             offline::code_mark(platform_.books()->vault().code_key(merchant_), codes_.back())});
        if (channel == Channel::douyin) {
            outside_.sell(codes_.back(), vouchers_.back(), uses);
        }
    }
}

// Somebody for each console, some of them managers, and now and then one person at two of them.
std::vector<Badge> Scene::build_staff(store::Connection& db, std::size_t consoles) {
    static const std::string hash = quick_hash(password().reveal());
    owner_.scope = {merchant_, std::nullopt, api::Role::owner, id(world_), id(world_), stores_[0], lanes_[0]};
    store::insert_staff(db, merchant_, {owner_.scope.staff_id, "owner", "Owner", api::Role::owner, hash, {}});
    store::insert_device(db, merchant_, {owner_.scope.device_id, "desk", "Office"}, token(world_).reveal(),
                         world_.now);
    owner_.session_id = id(world_);
    store::insert_session(db, {owner_.session_id, world_.now + service::session_life, owner_.scope},
                          service::token_hash(token(world_)), world_.now);
    std::vector<Badge> badges;
    for (std::size_t i = 0; i < consoles; ++i) {
        Badge badge;
        const std::size_t store = world_.random.chance(0.7) ? 0 : 1;
        if (i > 0 && world_.random.chance(0.15)) {
            badge = badges.back();
        } else {
            badge.staff_id = id(world_);
            badge.account = "staff-" + std::to_string(i);
            badge.manager = world_.random.chance(0.4);
            store::insert_staff(db, merchant_,
                                {badge.staff_id, badge.account, badge.account,
                                 badge.manager ? api::Role::manager : api::Role::cashier, hash, stores_});
        }
        badge.device_token = token(world_);
        badge.session_token = token(world_);
        const std::string device = id(world_);
        store::insert_device(db, merchant_, {device, "desk", "Desk " + std::to_string(i)},
                             service::token_hash(badge.device_token), world_.now);
        const store::Scope scope{
            merchant_,      stores_, badge.manager ? api::Role::manager : api::Role::cashier,
            badge.staff_id, device,  stores_[store],
            lanes_[store]};
        store::insert_session(db, {id(world_), world_.now + service::session_life, scope},
                              service::token_hash(badge.session_token), world_.now);
        badges.push_back(std::move(badge));
    }
    return badges;
}

// Between any two steps any party may die, or its clock be moved; a step of each kind is struck about as
// often as one of any other.
void Scene::before(Step step, std::optional<std::size_t> party) {
    const double one = 1.0 / usual(step);
    Random& random = world_.random;
    const auto device = [&]() -> Device& {
        const auto any = random.between(0, static_cast<std::int64_t>(devices_.size()) - 1);
        return *devices_[party && random.chance(0.7) ? *party : static_cast<std::size_t>(any)];
    };
    const auto process = [&] {
        return static_cast<std::size_t>(
            random.between(0, static_cast<std::int64_t>(platform_.processes()) - 1));
    };
    if (world_.strikes(Fault::tab_killed, step, 0.4 * one)) {
        device().die();
    }
    if (world_.strikes(Fault::process_killed, step, 0.35 * one)) {
        platform_.kill(process());
    }
    if (world_.strikes(Fault::power_cut, step, 0.25 * one)) {
        platform_.cut_power();
    }
    if (world_.strikes(Fault::clock_moved, step, 0.3 * one)) {
        const Milliseconds by{random.between(-600'000, 600'000)};
        if (random.chance(0.5)) {
            device().ahead = by;
        } else {
            platform_.move_clock(process(), by / 10);
        }
    }
}

// Between what was written before a channel is asked and what is written afterwards.
void Scene::within(Step step) {
    const double one = 1.0 / usual(step);
    Random& random = world_.random;
    const auto any = [&](std::size_t count) {
        return static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(count) - 1));
    };
    ++world_.steps[static_cast<std::size_t>(step)];
    if (beside_) {
        return; // one of them ends at a time
    }
    if (world_.strikes(Fault::overtaken, step, overtaken)) {
        beside_ = true;
        platform_.work_beside();
        beside_ = false;
    }
    if (world_.strikes(Fault::tab_killed, step, 0.4 * one)) {
        devices_[any(devices_.size())]->die();
    }
    if (world_.strikes(Fault::clock_moved, step, 0.3 * one)) {
        const Milliseconds by{random.between(-60'000, 60'000)};
        platform_.move_clock(any(platform_.processes()), by);
    }
    if (world_.strikes(Fault::process_killed, step, 0.35 * one)) {
        throw Died{false};
    }
    if (world_.strikes(Fault::power_cut, step, 0.25 * one)) {
        throw Died{true};
    }
}

// What this request may have changed is looked at when it was answered.
void Scene::served(Step step, const http::Request& request) {
    if (step == Step::ask_undo) {
        const std::string_view path = request.path;
        constexpr std::string_view before = "/api/v1/redemptions/";
        witness_.check_target(*platform_.books(), merchant_, std::string{path.substr(before.size(), 36)});
    } else if (step == Step::ask_redeem) {
        if (const auto read = wire::read<api::RedeemRequest>(request.body)) {
            witness_.check_target(*platform_.books(), merchant_, read->handle);
        } else if (const auto several = wire::read<api::RedeemBatch>(request.body)) {
            for (const api::RedeemRequest& item : several->items) {
                witness_.check_target(*platform_.books(), merchant_, item.handle);
            }
        }
    }
}

void Scene::run() {
    const Instant longest = world_.now + one_day / 4;
    while (visits_ < least_visits && world_.step(longest)) {
    }
    if (visits_ < least_visits) {
        throw Violation{"customers stopped coming"};
    }
    // The last of them are served in the same weather.
    const Instant last = world_.now + Milliseconds{60'000};
    closing_ = true;
    while (world_.step(last)) {
    }
    finish();
}

bool Scene::quiet() {
    return std::ranges::all_of(devices_,
                               [](const auto& device) {
                                   return device->alive() && device->state().domain.session &&
                                          device->state().domain.pending.empty() &&
                                          device->state().domain.link == console::Link::online;
                               }) &&
           platform_.books() != nullptr && !witness_.asks_channel(*platform_.books());
}

void Scene::finish() {
    world_.say("the weather clears");
    world_.weather = 0;
    for (const auto& device : devices_) {
        device->line.cut_until = world_.now;
    }
    platform_.heal();
    outside_.heal();
    const Instant healed = world_.now;
    const Instant end = healed + Milliseconds{3'600'000};
    while (!quiet()) {
        if (!world_.step(end)) {
            break;
        }
    }
    tally_ = witness_.tally();
    tally_.slowest_ms = static_cast<std::uint64_t>((world_.now - healed).count());
    for (std::size_t i = 0; i < devices_.size(); ++i) {
        const Device& device = *devices_[i];
        const std::string which = "console " + std::to_string(i);
        if (!device.alive() || !device.state().domain.session) {
            throw Violation{which + " does not come back within an hour"};
        }
        if (!device.state().domain.pending.empty()) {
            throw Violation{"an unknown has no end within an hour: " + which + ", " +
                            device.state().domain.pending.begin()->first};
        }
        if (device.state().domain.link != console::Link::online) {
            throw Violation{which + " does not find its feed again within an hour"};
        }
    }
    if (witness_.asks_channel(*platform_.books())) {
        throw Violation{"a channel's unknown has no end within an hour"};
    }
    // Until the feeds have told the last of it.
    const Instant told = world_.now + Milliseconds{90'000};
    while (world_.step(told)) {
    }
    // Whoever was told when the day ends by a clock that was slow hears of it so much later.
    const Milliseconds into_day{(world_.now.ms - day_begins.count()) % one_day.count()};
    if (into_day < clocks_apart) {
        const Instant known = world_.now + (clocks_apart - into_day);
        while (world_.step(known)) {
        }
    }
    store::Store& books = *platform_.books();
    witness_.check_books(books);
    witness_.check_journal(books);
    witness_.check_rest(books);
    witness_.check_channel(books, outside_);
    for (std::size_t i = 0; i < devices_.size(); ++i) {
        compare(*devices_[i]);
        for (const std::string& key : witness_.contradictions(i)) {
            if (!devices_[i]->tells_of(key)) {
                throw Violation{"a second, differing answer vanished: " + key, Violation::Kind::lost};
            }
        }
        if (records_) {
            const auto nothing = [](const std::string&, const console::State&) {};
            const console::State again = replay(record_of(i), nothing);
            if (describe(again) != describe(devices_[i]->state()) ||
                again.domain.today != devices_[i]->state().domain.today) {
                throw Violation{"what a console was told does not lead to its state again"};
            }
        }
    }
}

std::filesystem::path Scene::record_of(std::size_t device) const {
    return *records_ / ("console-" + std::to_string(device) + ".jsonl");
}

// What a console shows of the day is what a fresh snapshot says, and the head that it kept is still one of
// this journal.
void Scene::compare(Device& device) {
    const console::Domain& domain = device.state().domain;
    service::Services& services = *platform_.services();
    service::Caller caller{};
    caller.scope = {merchant_,
                    stores_,
                    domain.session->role, // as which they may have been demoted
                    device.badge.staff_id,
                    {},
                    domain.session->store_id,
                    domain.session->lane_id};
    const auto opening = services.feeds.open(caller, domain.session->store_id, "");
    if (!opening || !domain.today) {
        throw Violation{"a day cannot be read"};
    }
    const api::Today& is = *opening->snapshot;
    const api::Today& shown = *domain.today;
    const auto say = [&](const std::string& what) {
        return Violation{"a console shows another day than the books: " + what};
    };
    if (shown.business_day != is.business_day) {
        throw say("business day " + shown.business_day + ", not " + is.business_day + ", at " +
                  std::to_string(world_.now.ms));
    }
    if (shown.redeemed != is.redeemed || shown.amount != is.amount) {
        throw say("redeemed " + std::to_string(shown.redeemed) + " of " + std::to_string(is.redeemed));
    }
    if (shown.recent != is.recent) {
        for (std::size_t i = 0; i < is.recent.size() && i < shown.recent.size(); ++i) {
            if (shown.recent[i] != is.recent[i]) {
                throw say("redemption " + std::to_string(i) + " of the newest is " +
                          wire::write(shown.recent[i]) + ", not " + wire::write(is.recent[i]));
            }
        }
        throw say("the newest redemptions");
    }
    if (shown.products != is.products) {
        for (std::size_t i = 0; i < is.products.size() && i < shown.products.size(); ++i) {
            if (shown.products[i] != is.products[i]) {
                throw say("product " + wire::write(shown.products[i]) + ", not " +
                          wire::write(is.products[i]));
            }
        }
        throw say("products");
    }
    if (domain.journal.mismatch) {
        throw Violation{"a console was told of a journal that does not extend the one that it saw"};
    }
    if (const auto seen = domain.journal.seen.find(merchant_); seen != domain.journal.seen.end()) {
        const auto now = services.proofs.head(caller);
        const auto proof = services.proofs.consistency(caller, seen->second.size, now ? now->size : 0);
        const auto from = api::from_wire(seen->second);
        const auto to = now ? api::from_wire(*now) : Result<merkle::Head>{Error{Reason::not_found, {}}};
        if (!proof || !from || !to || !api::proves(*proof, *from, *to)) {
            throw Violation{"the journal does not extend the head that a console kept"};
        }
    }
}

} // namespace hexiao::simulation
