// What becomes of work that was done while a device was cut off: rosters, leases, actions, conflicts. On
// SQLite, and on PostgreSQL where the tests have one.
#include <doctest/doctest.h>

#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <sodium.h>

#include "core/offline/decision.h"
#include "core/offline/paper.h"
#include "core/offline/signed.h"
#include "platform/store/pairings.h"
#include "platform_world.h"

using namespace hexiao;
using namespace hexiao::test;
using store::Connection;

namespace {

constexpr Milliseconds minute{60'000};

// A device's key, as WebCrypto has it.
class Key {
public:
    Key() : key_(EVP_EC_gen("P-256")) {}
    ~Key() { EVP_PKEY_free(key_); }
    Key(const Key&) = delete;
    Key& operator=(const Key&) = delete;

    std::string der() const {
        unsigned char* made = nullptr;
        const int length = i2d_PUBKEY(key_, &made);
        std::string text{reinterpret_cast<const char*>(made), static_cast<std::size_t>(length)};
        OPENSSL_free(made);
        return text;
    }
    std::string sign(const std::string& text) const {
        EVP_MD_CTX* context = EVP_MD_CTX_new();
        EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key_);
        std::size_t length = 0;
        const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
        EVP_DigestSign(context, nullptr, &length, bytes, text.size());
        std::vector<unsigned char> der(length);
        EVP_DigestSign(context, der.data(), &length, bytes, text.size());
        EVP_MD_CTX_free(context);
        const unsigned char* at = der.data();
        ECDSA_SIG* signature = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(length));
        std::array<unsigned char, 64> raw{};
        BN_bn2binpad(ECDSA_SIG_get0_r(signature), raw.data(), 32);
        BN_bn2binpad(ECDSA_SIG_get0_s(signature), raw.data() + 32, 32);
        ECDSA_SIG_free(signature);
        std::string base64(sodium_base64_ENCODED_LEN(raw.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
        sodium_bin2base64(base64.data(), base64.size(), raw.data(), raw.size(),
                          sodium_base64_VARIANT_ORIGINAL);
        base64.pop_back();
        return base64;
    }

private:
    EVP_PKEY* key_;
};

// A phone at the counter that was paired, with whoever is signed in on it.
struct Phone {
    service::Caller who;
    Key key;
    api::StaffGrant grant;
};

struct Shop : World {
    using World::World;

    // One that was sold yesterday.
    Secret voucher(std::int64_t uses = 1, std::size_t store = 0) {
        clock.at = clock.at - one_day;
        Secret code = World::voucher(uses, store);
        clock.at = clock.at + one_day;
        return code;
    }
    std::unique_ptr<Phone> phone(api::Role role = api::Role::cashier) {
        auto made = std::make_unique<Phone>();
        made->who = caller(role);
        const auto paired = books->write([&](Connection& db) -> Result<service::Done> {
            db.exec("UPDATE device SET public_key = ?, paired_at = ? WHERE id = ?",
                    store::Blob{made->key.der()}, clock.at, made->who.scope.device_id);
            made->grant = service::offline_terms(services.world, db, made->who.scope, clock.at).grant;
            return service::Done{};
        });
        REQUIRE(paired);
        return made;
    }

    // Of a voucher that was served on the phone a minute ago.
    api::OfflineAction action(const Phone& phone, const Secret& code) {
        api::OfflineAction made;
        made.key = id();
        made.merchant_id = merchant;
        made.device_id = phone.who.scope.device_id;
        made.store_id = phone.who.scope.store_id;
        made.lane_id = *phone.who.scope.lane_id;
        made.staff_id = phone.who.scope.staff_id;
        made.grant_id = phone.grant.id;
        made.credential = code;
        made.amount = Money{1000};
        made.at = clock.at + 3 * minute; // its clock is four minutes ahead
        made.server_at = clock.at - minute;
        made.contact_at = clock.at - 2 * minute;
        made.elapsed_ms = minute.count();
        made.clock = offline::Steadiness::steady;
        return made;
    }
    api::SignedAction sign(const Phone& phone, const api::OfflineAction& action) {
        const std::string bytes = offline::canonical_bytes(action);
        return {Secret{bytes}, phone.key.sign(offline::signed_text(bytes))};
    }
    api::ActionUpload upload(const Phone& phone, std::vector<api::SignedAction> actions) {
        return {merchant, phone.who.scope.device_id, {phone.grant}, std::move(actions), 0};
    }
    // What becomes of one.
    api::ActionVerdict send(const Phone& phone, const api::OfflineAction& action) {
        const auto told = services.actions.upload(phone.who, "address", upload(phone, {sign(phone, action)}));
        REQUIRE(told);
        REQUIRE(told->verdicts.size() == 1);
        CHECK(told->verdicts[0].key == action.key);
        return told->verdicts[0];
    }
    std::int64_t count(const std::string& what) {
        return *books->read([&](Connection& db) -> Result<std::int64_t> {
            return db
                .one("SELECT count(*) FROM " + what, [](const store::Row& row) { return row.integer(0); })
                .value_or(-1);
        });
    }
    std::string voucher_of(const Secret& code) {
        return services.counter.prepare(caller(), {code})->card->voucher_id;
    }
    api::Lease lease(const Phone& phone, const std::string& voucher_id, std::int64_t minutes = 60) {
        const auto taken = services.leases.take(phone.who, {{voucher_id}, {}, false, minutes}, id());
        REQUIRE(taken);
        CHECK(taken->refused.empty());
        REQUIRE(taken->leases.size() == 1);
        return taken->leases[0];
    }
};

// A voucher that a phone holds, and a lane at which its customer stands.
struct Held {
    Shop shop;
    std::unique_ptr<Phone> phone = shop.phone();
    Secret code = shop.voucher();
    api::Lease lease = shop.lease(*phone, shop.voucher_of(code));
    service::Caller lane = shop.caller();
    api::Prepared prepared = *shop.services.counter.prepare(lane, {code});
    std::string key = shop.id();

    Result<api::RedeemAnswer> redeem() {
        return shop.services.counter.redeem(lane, {*prepared.handle, 1}, key);
    }
};

} // namespace

TEST_CASE("a promise that arrives is redeemed once, however often it is sent") {
    Shop shop;
    const auto phone = shop.phone();
    const Secret code = shop.voucher();
    const api::OfflineAction action = shop.action(*phone, code);
    const api::ActionVerdict kept = shop.send(*phone, action);
    CHECK(kept.verdict == api::Verdict::kept);
    REQUIRE(kept.redemption);
    CHECK(kept.redemption->at == shop.clock.at - minute); // when it was served
    CHECK(kept.redemption->amount == Money{1000});
    const api::ActionVerdict again = shop.send(*phone, action);
    CHECK(again.verdict == api::Verdict::replayed);
    CHECK(again.first == api::Verdict::kept);
    CHECK(again.redemption->id == kept.redemption->id);
    CHECK(shop.count("redemption") == 1);
    CHECK(shop.services.counter.prepare(phone->who, {code})->reason == Reason::already_redeemed);
    // The books agree with their journal, which says when it was served and when that was heard of.
    CHECK(shop.journal_reports().front().faults.empty());
}

TEST_CASE("what was served twice is a conflict with an owner and a clock, and counts its money") {
    Shop shop;
    const auto phone = shop.phone();
    const Secret code = shop.voucher();
    const api::OfflineAction action = shop.action(*phone, code);
    CHECK(shop.use(shop.caller(), code).outcome == Outcome::done);
    const api::ActionVerdict verdict = shop.send(*phone, action);
    CHECK(verdict.verdict == api::Verdict::conflict);
    CHECK(verdict.reason == Reason::already_redeemed);
    REQUIRE(verdict.conflict_id);
    REQUIRE(verdict.previous);
    CHECK(shop.count("redemption") == 1);

    const service::Caller manager = shop.caller(api::Role::manager);
    const auto page = shop.services.conflicts.page(manager, shop.stores[0], {});
    REQUIRE(page);
    REQUIRE(page->items.size() == 1);
    const api::Conflict& conflict = page->items[0];
    CHECK(page->open == 1);
    CHECK(page->at_stake == Money{1000});
    CHECK(conflict.id == verdict.conflict_id);
    CHECK(conflict.owner_id == shop.staff[api::Role::manager]);
    CHECK(conflict.due_at == shop.clock.at + Milliseconds{48 * 3600 * 1000});
    CHECK(conflict.minutes_between == 1);
    CHECK(conflict.device_at == action.at);
    CHECK(conflict.acted_at == *action.server_at);
    REQUIRE(conflict.previous);

    // To talk to the customer leaves it open; a decision about the money closes it for good.
    const auto talked = shop.services.conflicts.decide(manager, conflict.id, {api::ConflictStep::contact});
    REQUIRE(talked);
    CHECK(talked->open);
    const auto lost = shop.services.conflicts.decide(manager, conflict.id, {api::ConflictStep::accept_loss});
    REQUIRE(lost);
    CHECK_FALSE(lost->open);
    CHECK(lost->decided->step == api::ConflictStep::accept_loss);
    const auto late = shop.services.conflicts.decide(manager, conflict.id, {api::ConflictStep::charge_back});
    CHECK(late->decided->step == api::ConflictStep::accept_loss);
    CHECK(shop.services.conflicts.page(manager, shop.stores[0], {})->open == 0);
    CHECK(shop.services.conflicts.page(manager, shop.stores[0], {})->items.size() == 1);
}

TEST_CASE("a conflict is given to whoever may see to it, and to nobody else") {
    Shop shop;
    const auto phone = shop.phone();
    api::OfflineAction action = shop.action(*phone, Secret{make_house_code(4711)});
    const api::ActionVerdict verdict = shop.send(*phone, action);
    CHECK(verdict.reason == Reason::unknown_code);
    const service::Caller owner = shop.caller(api::Role::owner);
    const auto given =
        shop.services.conflicts.give(owner, *verdict.conflict_id, {shop.staff[api::Role::owner]});
    REQUIRE(given);
    CHECK(given->owner_id == shop.staff[api::Role::owner]);
    CHECK(shop.services.conflicts.give(owner, *verdict.conflict_id, {shop.staff[api::Role::cashier]})
              .error()
              .reason == Reason::not_found);
    service::Caller elsewhere = shop.caller(api::Role::manager, 1);
    elsewhere.scope.store_ids = std::vector{shop.stores[1]};
    CHECK(shop.services.conflicts.decide(elsewhere, *verdict.conflict_id, {api::ConflictStep::accept_loss})
              .error()
              .reason == Reason::not_found);
    CHECK(shop.services.conflicts.page(elsewhere, shop.stores[0], {}).error().reason == Reason::not_found);
}

TEST_CASE("nobody's word but the device's and the platform's: everything else is a conflict") {
    Shop shop;
    const auto phone = shop.phone();
    const auto other = shop.phone();

    // Signed by another device, altered, or not signed at all.
    api::OfflineAction action = shop.action(*phone, shop.voucher());
    auto told =
        shop.services.actions.upload(phone->who, "a", shop.upload(*phone, {shop.sign(*other, action)}));
    REQUIRE(told);
    CHECK(told->verdicts[0].reason == Reason::bad_signature);
    action = shop.action(*phone, shop.voucher());
    api::SignedAction altered = shop.sign(*phone, action);
    action.amount = Money{1};
    altered.bytes = Secret{offline::canonical_bytes(action)};
    told = shop.services.actions.upload(phone->who, "a", shop.upload(*phone, {altered}));
    CHECK(told->verdicts[0].reason == Reason::bad_signature);
    action = shop.action(*phone, shop.voucher());
    told = shop.services.actions.upload(
        phone->who, "a", shop.upload(*phone, {{Secret{offline::canonical_bytes(action)}, {}}}));
    CHECK(told->verdicts[0].reason == Reason::bad_signature);

    // Without a grant, under another's, or one that the platform did not sign.
    action = shop.action(*phone, shop.voucher());
    action.grant_id.reset();
    CHECK(shop.send(*phone, action).reason == Reason::no_grant);
    action = shop.action(*phone, shop.voucher());
    api::ActionUpload upload = shop.upload(*phone, {});
    upload.grants = {other->grant};
    action.grant_id = other->grant.id;
    upload.actions = {shop.sign(*phone, action)};
    CHECK(shop.services.actions.upload(phone->who, "a", upload)->verdicts[0].reason == Reason::no_grant);
    action = shop.action(*phone, shop.voucher());
    upload.grants = {phone->grant};
    upload.grants[0].until = upload.grants[0].until + one_day;
    upload.actions = {shop.sign(*phone, action)};
    CHECK(shop.services.actions.upload(phone->who, "a", upload)->verdicts[0].reason == Reason::no_grant);
    CHECK(shop.count("redemption") == 0);
    CHECK(shop.count("conflict") == 6);
}

TEST_CASE("a revoked device is heard: what it did before is kept, what it did after is a conflict") {
    Shop shop;
    const auto phone = shop.phone();
    const api::OfflineAction before = shop.action(*phone, shop.voucher());
    const auto revoked =
        shop.services.staffing.revoke_device(shop.caller(api::Role::owner), phone->who.scope.device_id);
    REQUIRE(revoked);
    shop.clock.at = shop.clock.at + 5 * minute;
    const api::OfflineAction after = shop.action(*phone, shop.voucher());
    const auto told = shop.services.actions.upload(
        std::nullopt, "a", shop.upload(*phone, {shop.sign(*phone, before), shop.sign(*phone, after)}));
    REQUIRE(told);
    CHECK(told->verdicts[0].verdict == api::Verdict::kept);
    CHECK(told->verdicts[1].reason == Reason::device_revoked);
}

TEST_CASE("without a session only a device's own signatures let anything in") {
    Shop shop;
    const auto phone = shop.phone();
    const auto other = shop.phone();
    const api::OfflineAction action = shop.action(*phone, shop.voucher());
    const auto refused = [&](const std::optional<service::Caller>& who, const api::ActionUpload& upload) {
        const auto told = shop.services.actions.upload(who, "a", upload);
        return !told && told.error().reason == Reason::unauthenticated;
    };
    CHECK(refused({}, shop.upload(*phone, {shop.sign(*other, action)})));
    CHECK(refused({}, shop.upload(*phone, {})));
    CHECK(refused({}, shop.upload(*phone, {{Secret{offline::canonical_bytes(action)}, {}}})));
    CHECK(refused(other->who, shop.upload(*phone, {shop.sign(*other, action)})));
    CHECK(shop.count("offline_action") == 0);
    const auto told = shop.services.actions.upload({}, "a", shop.upload(*phone, {shop.sign(*phone, action)}));
    REQUIRE(told);
    CHECK(told->verdicts[0].verdict == api::Verdict::kept);
}

TEST_CASE("what is no action of this device is not recorded, nor what came with it") {
    Shop shop;
    const auto phone = shop.phone();
    const api::OfflineAction good = shop.action(*phone, shop.voucher());
    for (const auto& spoil : std::vector<void (*)(api::OfflineAction&)>{
             [](api::OfflineAction& action) { action.device_id = action.store_id; },
             [](api::OfflineAction& action) { action.lane_id = action.store_id; },
             [](api::OfflineAction& action) { action.kind = api::OfflineKind::other; }}) {
        api::OfflineAction bad = shop.action(*phone, shop.voucher());
        spoil(bad);
        const auto told = shop.services.actions.upload(
            phone->who, "a", shop.upload(*phone, {shop.sign(*phone, good), shop.sign(*phone, bad)}));
        REQUIRE_FALSE(told);
        CHECK(told.error() == Error{Reason::invalid_field, "actions[1].bytes"});
    }
    CHECK(shop.count("offline_action") == 0);
    CHECK(shop.count("redemption") == 0);
}

TEST_CASE("a tap whose answer was lost is not redeemed a second time by the promise under its key") {
    Shop shop;
    const auto phone = shop.phone();
    const Secret code = shop.voucher(3);
    const auto prepared = shop.services.counter.prepare(phone->who, {code});
    api::OfflineAction action = shop.action(*phone, code);
    const auto online = shop.services.counter.redeem(phone->who, {*prepared->handle, 1}, action.key);
    REQUIRE(online->redemption);
    const api::ActionVerdict verdict = shop.send(*phone, action);
    CHECK(verdict.verdict == api::Verdict::replayed);
    CHECK(verdict.first == api::Verdict::kept);
    CHECK(verdict.redemption->id == online->redemption->id);
    CHECK(shop.count("redemption") == 1);

    // And the other way round: the request arrives after the promise.
    action = shop.action(*phone, code);
    const auto late = shop.services.counter.prepare(phone->who, {code});
    CHECK(shop.send(*phone, action).verdict == api::Verdict::kept);
    const auto barred = shop.services.counter.redeem(phone->who, {*late->handle, 1}, action.key);
    REQUIRE_FALSE(barred);
    CHECK(barred.error().reason == Reason::key_reused);
    CHECK(shop.count("redemption") == 2);
}

TEST_CASE("a sealed file says the same as the device would, and twice the same") {
    Shop shop;
    const auto phone = shop.phone();
    const api::OfflineAction action = shop.action(*phone, shop.voucher());
    offline::SealRandom random;
    random.bytes.fill(3);
    const std::string key = shop.books->vault().seal_key();
    const auto box = offline::seal_export(shop.upload(*phone, {shop.sign(*phone, action)}), key, random);
    REQUIRE(box);
    const service::Caller manager = shop.caller(api::Role::manager);
    const auto first = shop.services.actions.import(manager, {*box});
    REQUIRE(first);
    CHECK(first->verdicts[0].verdict == api::Verdict::kept);
    CHECK(shop.services.actions.import(manager, {*box})->verdicts[0].verdict == api::Verdict::replayed);
    CHECK(shop.send(*phone, action).verdict == api::Verdict::replayed);
    CHECK(shop.services.actions.import(manager, {"AAAA" + box->substr(4)}).error().reason ==
          Reason::invalid_field);
    CHECK(shop.count("redemption") == 1);
}

TEST_CASE("devices say how much they have not sent yet") {
    Shop shop;
    const auto phone = shop.phone();
    api::ActionUpload upload = shop.upload(*phone, {});
    upload.unsent = 4;
    REQUIRE(shop.services.actions.upload(phone->who, "a", upload));
    const auto devices = shop.services.staffing.devices(shop.caller(api::Role::owner), {});
    const auto found = std::ranges::find(devices->items, phone->who.scope.device_id, &api::DeviceDetails::id);
    REQUIRE(found != devices->items.end());
    CHECK(found->unsent == 4);
    CHECK(found->seen_at == shop.clock.at);
    CHECK(found->leases == 0);
}

TEST_CASE(
    "a voucher that a device holds is redeemed nowhere else: the holder is asked, then it is promised") {
    Held held;
    Shop& shop = held.shop;
    REQUIRE(held.prepared.handle);
    CHECK(held.prepared.held_by == held.lease.device_name);
    const auto opening = shop.services.feeds.open(held.phone->who, shop.stores[0], {});
    REQUIRE(opening->snapshot->cut_off->asked.size() == 1);
    CHECK(opening->snapshot->cut_off->asked[0].lease_id == held.lease.id);

    const auto at_once = held.redeem();
    REQUIRE_FALSE(at_once);
    CHECK(at_once.error().reason == Reason::lease_asked);
    CHECK(shop.count("redemption") == 0);
    shop.clock.at = shop.clock.at + offline::lease_asked_for;
    const auto promised = held.redeem();
    REQUIRE(promised);
    CHECK(promised->outcome == Outcome::processing);
    CHECK(promised->reason == Reason::lease_held);
    CHECK(held.redeem()->replayed);
    CHECK(shop.count("redemption") == 0);

    // Nothing is known until the lease has ended; then it counts, and whoever asks under its key hears so.
    CHECK(*shop.services.actions.settle() == false);
    shop.clock.at = held.lease.until + offline::lease_margin;
    CHECK(*shop.services.actions.settle());
    CHECK(shop.count("redemption") == 1);
    const auto known = held.redeem();
    CHECK(known->outcome == Outcome::done);
    REQUIRE(known->redemption);
    const auto feed = shop.services.feeds.open(held.lane, shop.stores[0], {});
    REQUIRE_FALSE(feed->snapshot->cut_off->verdicts.empty());
    CHECK(feed->snapshot->cut_off->verdicts[0].key == held.key);
    CHECK(feed->snapshot->cut_off->verdicts[0].verdict == api::Verdict::kept);
}

TEST_CASE("what the holder gives back is redeemed at the other lane") {
    Held held;
    Shop& shop = held.shop;
    CHECK_FALSE(held.redeem());
    const auto left = shop.services.leases.give_back(held.phone->who, {{held.lease.id}});
    REQUIRE(left);
    CHECK(left->leases.empty());
    CHECK(held.redeem()->outcome == Outcome::done);
}

TEST_CASE("the holder's use wins, and the promise against its lease is a conflict") {
    Held held;
    Shop& shop = held.shop;
    CHECK_FALSE(held.redeem());
    shop.clock.at = shop.clock.at + 3 * minute;
    CHECK(held.redeem()->outcome == Outcome::processing);
    api::OfflineAction action = shop.action(*held.phone, held.code);
    action.lease_id = held.lease.id;
    CHECK(shop.send(*held.phone, action).verdict == api::Verdict::kept);
    REQUIRE(shop.services.leases.give_back(held.phone->who, {{held.lease.id}}));
    CHECK(*shop.services.actions.settle());
    const auto known = held.redeem();
    CHECK(known->outcome == Outcome::refused);
    CHECK(known->reason == Reason::already_redeemed);
    CHECK(shop.count("redemption") == 1);
    CHECK(shop.count("conflict") == 1);
}

TEST_CASE("a promise of one device waits while another holds the voucher") {
    Shop shop;
    const auto holder = shop.phone();
    const auto phone = shop.phone();
    const Secret code = shop.voucher();
    const api::Lease lease = shop.lease(*holder, shop.voucher_of(code));
    const api::OfflineAction action = shop.action(*phone, code);
    CHECK(shop.send(*phone, action).verdict == api::Verdict::waiting);
    const api::ActionVerdict again = shop.send(*phone, action);
    CHECK(again.verdict == api::Verdict::replayed);
    CHECK(again.first == api::Verdict::waiting);
    shop.clock.at = lease.until + offline::lease_margin;
    CHECK(*shop.services.actions.settle());
    CHECK(shop.send(*phone, action).first == api::Verdict::kept);
    CHECK(shop.count("redemption") == 1);
}

TEST_CASE("a lease that a manager took back frees the voucher, and its later claim is a conflict") {
    Shop shop;
    const auto phone = shop.phone();
    const Secret code = shop.voucher();
    const api::Lease lease = shop.lease(*phone, shop.voucher_of(code));
    const service::Caller manager = shop.caller(api::Role::owner);
    const auto taken = shop.services.leases.take_back(manager, phone->who.scope.device_id);
    REQUIRE(taken);
    CHECK(shop.use(shop.caller(), code).outcome == Outcome::done);
    api::OfflineAction action = shop.action(*phone, code);
    action.lease_id = lease.id;
    CHECK(shop.send(*phone, action).reason == Reason::lease_over);
    CHECK(shop.services.leases.take_back(manager, shop.id()).error().reason == Reason::not_found);
}

TEST_CASE("leases: of paired devices alone, one holder for each voucher, and no more than it may hold") {
    Shop shop;
    const auto phone = shop.phone();
    const auto other = shop.phone();
    const std::string voucher = shop.voucher_of(shop.voucher());
    CHECK(shop.services.leases.take(shop.caller(), {{voucher}, {}, false, 60}, shop.id()).error().reason ==
          Reason::not_paired);
    const api::Lease lease = shop.lease(*phone, voucher);
    CHECK(lease.until == shop.clock.at + 60 * minute);
    CHECK(lease.quantity == 1);
    const auto refused =
        shop.services.leases.take(other->who, {{voucher, shop.id()}, {}, false, 60}, shop.id());
    REQUIRE(refused);
    CHECK(refused->leases.empty());
    REQUIRE(refused->refused.size() == 2);
    for (const api::LeaseRefused& one : refused->refused) {
        CHECK(one.reason == (one.id == voucher ? Reason::lease_held : Reason::unknown_code));
    }
    CHECK(shop.services.leases.take(phone->who, {{"x"}, {}, false, 60}, shop.id()).error().reason ==
          Reason::invalid_field);
    shop.clock.at = shop.clock.at + 30 * minute;
    const auto renewed = shop.services.leases.renew(phone->who, {60});
    REQUIRE(renewed);
    CHECK(renewed->leases[0].until == shop.clock.at + 60 * minute);
    CHECK(shop.services.leases.at_store(other->who, shop.stores[0])->leases.size() == 1);

    // What somebody else needs is not renewed.
    const auto code = shop.voucher();
    const std::string wanted = shop.voucher_of(code);
    REQUIRE(shop.services.leases.take(phone->who, {{wanted}, {}, false, 60}, shop.id()));
    REQUIRE(shop.services.counter.prepare(other->who, {code}));
    shop.clock.at = shop.clock.at + 30 * minute;
    const auto again = shop.services.leases.renew(phone->who, {60});
    REQUIRE(again);
    for (const api::Lease& one : again->leases) {
        CHECK(one.until == shop.clock.at + (one.voucher_id == wanted ? 30 : 60) * minute);
    }

    // It is over two minutes after its time, and then anybody's.
    shop.clock.at = shop.clock.at + 32 * minute;
    CHECK(*shop.services.actions.settle());
    CHECK(shop.services.leases.take(other->who, {{wanted}, {}, false, 60}, shop.id())->leases.size() == 1);
}

TEST_CASE("a leased part of the stock is sold by nobody else, and is for sale again when it comes back") {
    Shop shop;
    const auto phone = shop.phone();
    const auto taken =
        shop.services.leases.take(phone->who, {{}, {{shop.products[0], 990}}, false, 60}, shop.id());
    REQUIRE(taken);
    REQUIRE(taken->leases.size() == 1);
    CHECK(taken->leases[0].quantity == 990);
    const service::Caller manager = shop.caller(api::Role::manager);
    const auto sell = [&] {
        return shop.services.vouchers.sell(manager, {{{shop.products[0], 11}}, false, {}}, shop.id());
    };
    CHECK(sell().error().reason == Reason::out_of_stock);
    CHECK(shop.services.leases.take(shop.phone()->who, {{}, {{shop.products[0], 11}}, false, 60}, shop.id())
              ->refused[0]
              .reason == Reason::out_of_stock);
    REQUIRE(shop.services.leases.give_back(phone->who, {{taken->leases[0].id}}));
    CHECK(sell());
}

TEST_CASE("a leased voucher is not taken back by the shop") {
    Shop shop;
    const auto phone = shop.phone();
    const std::string voucher = shop.voucher_of(shop.voucher());
    const api::Lease lease = shop.lease(*phone, voucher);
    const service::Caller manager = shop.caller(api::Role::manager);
    const api::RevokeRequest request{api::RevokeReason::customer_asked};
    CHECK(shop.services.vouchers.revoke(manager, voucher, request).error().reason == Reason::lease_held);
    REQUIRE(shop.services.leases.give_back(phone->who, {{lease.id}}));
    CHECK(shop.services.vouchers.revoke(manager, voucher, request)->outcome == Outcome::done);
}

namespace {

// A device that reads its roster as consoles do.
struct Reader {
    offline::Roster roster;
    std::string cursor;
    std::vector<api::RosterProduct> products;
    Secret day_key, code_key;
    int pages = 0;

    void read(service::Services& services, const service::Caller& who) {
        for (bool whole = false; !whole; ++pages) {
            const auto page = services.rosters.page(who, cursor);
            REQUIRE(page);
            if (page->full) {
                roster.clear();
            }
            roster.merge(*offline::read_entries(page->entries));
            cursor = page->cursor;
            products = page->products;
            day_key = page->day_key;
            code_key = page->code_key;
            whole = page->whole;
        }
    }
    std::optional<offline::RosterEntry> find(const Secret& code) const {
        return roster.find(
            offline::tag_of(*offline::read_roster_key(day_key), *offline::read_roster_key(code_key), code));
    }
};

} // namespace

TEST_CASE("a roster knows every voucher of the store by its code, and hears what becomes of it") {
    Shop shop;
    const auto phone = shop.phone();
    const Secret fresh = shop.voucher(3);
    const Secret elsewhere = shop.voucher(1, 1);
    Reader reader;
    reader.read(shop.services, phone->who);
    const auto found = reader.find(fresh);
    REQUIRE(found);
    CHECK(found->state == offline::RosterState::usable);
    CHECK(found->uses_left == 3);
    CHECK(reader.products.at(found->product).id == shop.products[0]);
    CHECK_FALSE(reader.find(elsewhere)); // its product is not sold here

    // What was sold, used and taken back since, in one delta.
    const service::Caller manager = shop.caller(api::Role::manager);
    const auto sold = shop.services.vouchers.sell(manager, {{{shop.products[0], 2}}, false, {}}, shop.id());
    REQUIRE(sold);
    shop.use(phone->who, fresh);
    const auto& vouchers = sold->orders[0].vouchers;
    REQUIRE(shop.services.vouchers.revoke(manager, vouchers[1].id, {api::RevokeReason::wrong_sale}));
    REQUIRE(shop.services.counter.number_entries());
    reader.pages = 0;
    reader.read(shop.services, phone->who);
    CHECK(reader.pages == 1);
    CHECK(reader.find(fresh)->uses_left == 2);
    CHECK(reader.find(vouchers[0].code)->state == offline::RosterState::usable);
    CHECK(reader.find(vouchers[1].code)->state == offline::RosterState::revoked);
}

TEST_CASE("a roster is one device's and one day's") {
    Shop shop;
    const auto phone = shop.phone();
    const auto other = shop.phone();
    const Secret code = shop.voucher();
    Reader one;
    Reader two;
    one.read(shop.services, phone->who);
    two.read(shop.services, other->who);
    CHECK(one.find(code)->tag != two.find(code)->tag);
    const auto tag = one.find(code)->tag;
    shop.clock.at = shop.clock.at + one_day;
    one.read(shop.services, phone->who);
    CHECK(one.find(code)->tag != tag);
    CHECK(one.roster.size() == 1);
    CHECK(shop.services.rosters.page(phone->who, "no.cursor").error().reason == Reason::invalid_field);
}

TEST_CASE("what a device decides by its roster the platform keeps") {
    Shop shop;
    const auto phone = shop.phone();
    const Secret code = shop.voucher();
    Reader reader;
    reader.read(shop.services, phone->who);
    offline::Known known;
    known.merchant_id = shop.merchant;
    known.roster = &reader.roster;
    known.day_key = offline::read_roster_key(reader.day_key);
    known.code_key = offline::read_roster_key(reader.code_key);
    known.products = reader.products;
    const auto credential = parse_credential(code.reveal());
    const auto now = offline::read_clock(offline::Contact{shop.clock.at, {}}, {});
    const auto decision = offline::decide_offline(known, {*credential, {}, {}, 1}, now);
    CHECK(decision.tell == offline::Tell::promise);
    CHECK(decision.amount == Money{1000});
    api::OfflineAction action = shop.action(*phone, code);
    action.voucher_id = decision.voucher_id;
    action.checked = decision.checked;
    CHECK(shop.send(*phone, action).verdict == api::Verdict::kept);
}

TEST_CASE("a merchant's limits are its own") {
    Shop shop;
    const service::Caller owner = shop.caller(api::Role::owner);
    CHECK(*shop.services.actions.limits(owner) == offline::Limits{});
    offline::Limits limits;
    limits.approval_above = Money{500};
    CHECK(*shop.services.actions.change_limits(owner, limits) == limits);
    CHECK(*shop.services.actions.limits(owner) == limits);
    const auto phone = shop.phone();
    CHECK(shop.send(*phone, shop.action(*phone, shop.voucher())).reason == Reason::approval_needed);
    const auto session = shop.services.access.session(phone->who);
    REQUIRE(session->offline);
    CHECK(session->offline->limits == limits);
    CHECK(session->offline->paired);
    CHECK(session->offline->grant.staff_id == phone->who.scope.staff_id);
}

namespace {

struct Desk : Shop {
    service::Caller manager = caller(api::Role::manager);

    std::int64_t form() {
        const auto block = services.paper.forms(manager, stores[0], {1}, id());
        REQUIRE(block);
        return block->first;
    }
    api::PaperEntry served(const Secret& code) {
        api::PaperEntry entry;
        entry.form = offline::format_form(form());
        entry.outcome = api::PaperOutcome::served;
        entry.at = clock.at - Milliseconds{3 * 3600 * 1000};
        entry.code = code;
        entry.account = staff[api::Role::cashier];
        entry.lane_id = lanes[0];
        return entry;
    }
    api::PaperVerdict enter(const api::PaperEntry& entry) {
        const auto told = services.paper.enter(manager, stores[0], {{entry}});
        REQUIRE(told);
        return told->verdicts.at(0);
    }
};

} // namespace

TEST_CASE("what was served on paper is redeemed at its real time, by who served it, and once") {
    Desk desk;
    const Secret code = desk.voucher();
    const api::PaperEntry good = desk.served(code);
    CHECK(desk.enter(good).verdict == api::Verdict::kept);
    const api::PaperVerdict again = desk.enter(good);
    CHECK(again.verdict == api::Verdict::replayed);
    CHECK(again.first == api::Verdict::kept);
    const auto previous = desk.services.counter.prepare(desk.caller(), {code})->previous;
    REQUIRE(previous);
    CHECK(previous->at == good.at);
    const api::PaperVerdict twice = desk.enter(desk.served(code));
    CHECK(twice.verdict == api::Verdict::conflict);
    CHECK(twice.reason == Reason::already_redeemed);
    const auto page = desk.services.conflicts.page(desk.manager, desk.stores[0], {});
    const auto found = std::ranges::find(page->items, twice.conflict_id, &api::Conflict::id);
    REQUIRE(found != page->items.end());
    CHECK(found->form == twice.form);
}

TEST_CASE("numbers of forms are nobody else's, and only printed ones are entered") {
    Desk desk;
    const std::string key = desk.id();
    const auto block = desk.services.paper.forms(desk.manager, desk.stores[0], {50}, key);
    REQUIRE(block);
    CHECK(block->last - block->first == 49);
    CHECK(desk.services.paper.forms(desk.manager, desk.stores[0], {50}, key)->replayed);
    CHECK(desk.services.paper.forms(desk.manager, desk.stores[1], {1}, desk.id())->first == block->last + 1);
    const auto refused = [&](auto spoil, Reason reason, const char* field) {
        api::PaperEntry entry = desk.served(desk.voucher());
        spoil(entry);
        const api::PaperVerdict verdict = desk.enter(entry);
        CHECK(verdict.refused);
        CHECK(verdict.reason == reason);
        CHECK(verdict.field == field);
    };
    refused([&](api::PaperEntry& entry) { entry.form = offline::format_form(block->last + 1); },
            Reason::form_unknown, "form"); // the other store's
    refused([](api::PaperEntry& entry) { entry.form = "P0000001-1"; }, Reason::form_unknown, "form");
    refused([&](api::PaperEntry& entry) { entry.at = desk.clock.at + minute; }, Reason::invalid_field, "at");
    refused([&](api::PaperEntry& entry) { entry.at = desk.clock.at - 31 * one_day; }, Reason::invalid_field,
            "at");
    refused([](api::PaperEntry& entry) { entry.account = "nobody"; }, Reason::not_found, "account");
    refused([&](api::PaperEntry& entry) { entry.lane_id = desk.lanes[1]; }, Reason::not_found, "lane_id");
    refused([](api::PaperEntry& entry) { entry.code.reset(); }, Reason::malformed_code, "code");
    refused([](api::PaperEntry& entry) { entry.code = Secret{"H000000000001"}; }, Reason::malformed_code,
            "code");
    refused([](api::PaperEntry& entry) { entry.outcome = api::PaperOutcome::other; }, Reason::invalid_field,
            "outcome");
    CHECK(desk.count("offline_action") == 0);
}

TEST_CASE("who was turned away stands on a list, with the phone number among the customers") {
    Desk desk;
    api::PaperEntry entry = desk.served(desk.voucher());
    entry.outcome = api::PaperOutcome::turned_away;
    entry.product_id = desk.products[0];
    entry.phone = Secret{"13800138000"};
    CHECK_FALSE(desk.enter(entry).verdict);
    CHECK(desk.enter(entry).verdict == api::Verdict::replayed);
    const auto page = desk.services.paper.compensations(desk.manager, desk.stores[0], {});
    REQUIRE(page);
    REQUIRE(page->items.size() == 1);
    CHECK(page->items[0].form == entry.form);
    CHECK(page->items[0].at == entry.at);
    CHECK(page->items[0].title->en == "Bowl");
    const auto customer = desk.services.privacy.find(desk.manager, {Secret{"138 0013 8000"}});
    CHECK(customer->customer_id == page->items[0].customer_id);
    entry.form = offline::format_form(desk.form());
    entry.phone = Secret{"12"};
    CHECK(desk.enter(entry).field == "phone");
}

TEST_CASE("paper is entered from a spreadsheet, with the store's clock and names") {
    Desk desk;
    const Secret code = desk.voucher();
    desk.clock.at = desk.clock.at + 4 * 60 * minute; // 16:00 in Shanghai
    const std::string first = offline::format_form(desk.form());
    const std::string second = offline::format_form(desk.form());
    const std::string header = "form,outcome,time,code,product,uses,account,lane,phone\r\n";
    const std::string account = desk.staff[api::Role::cashier];
    const auto told = desk.services.paper.enter_csv(
        desk.manager, desk.stores[0],
        {Secret{header + first + ",served,2026-11-22 13:05," + code.reveal() + ",,," + account +
                ",Lane,\r\n" + second + ",turned_away,2026-11-22 13:06,,面,," + account +
                ",通道,13800138000\r\n" + second + ",served,noon,x,,," + account + ",Lane,\r\n"}});
    REQUIRE(told);
    REQUIRE(told->verdicts.size() == 3);
    CHECK(told->verdicts[0].verdict == api::Verdict::kept);
    CHECK_FALSE(told->verdicts[1].refused);
    CHECK(told->verdicts[2].verdict == api::Verdict::replayed); // the form was entered a line above
    const auto previous = desk.services.counter.prepare(desk.caller(), {code})->previous;
    CHECK(format_rfc3339(previous->at) == "2026-11-22T05:05:00.000Z");
    CHECK(desk.services.paper.enter_csv(desk.manager, desk.stores[0], {Secret{"form,code\r\n"}}).error() ==
          Error{Reason::invalid_field, "csv"});
}

TEST_CASE("a day's figures count what was done while cut off, and what became of it") {
    Desk desk;
    const auto phone = desk.phone();
    desk.send(*phone, desk.action(*phone, desk.voucher()));
    const api::ActionVerdict lost = desk.send(*phone, desk.action(*phone, Secret{make_house_code(99)}));
    const api::ActionVerdict open = desk.send(*phone, desk.action(*phone, Secret{make_house_code(98)}));
    CHECK(open.conflict_id);
    REQUIRE(
        desk.services.conflicts.decide(desk.manager, *lost.conflict_id, {api::ConflictStep::accept_loss}));
    const auto figures = desk.services.figures.of_day(desk.manager, desk.stores[0], *parse_day("2026-11-22"));
    REQUIRE(figures);
    CHECK(*figures->offline == api::OfflineFigures{1, 0, 2, 1, Money{1000}, Money{1000}, 0});
}

TEST_CASE("what is sold from a leased part of the stock is sold and served once, and no more than there is") {
    Shop shop;
    const auto phone = shop.phone();
    const auto taken =
        shop.services.leases.take(phone->who, {{}, {{shop.products[0], 3}}, false, 60}, shop.id());
    REQUIRE(taken->leases.size() == 1);
    shop.clock.at = shop.clock.at + 5 * minute;
    const auto sell = [&](std::int64_t quantity) {
        api::OfflineAction action = shop.action(*phone, Secret{});
        action.kind = api::OfflineKind::sell;
        action.credential.reset();
        action.lease_id = taken->leases[0].id;
        action.product_id = shop.products[0];
        action.uses = quantity;
        return action;
    };
    const auto first = sell(2);
    const api::ActionVerdict kept = shop.send(*phone, first);
    CHECK(kept.verdict == api::Verdict::kept);
    CHECK(kept.redemption->amount == Money{1000});
    CHECK(shop.send(*phone, first).verdict == api::Verdict::replayed);
    CHECK(shop.send(*phone, sell(2)).reason == Reason::out_of_stock);
    CHECK(shop.send(*phone, sell(1)).verdict == api::Verdict::kept);
    CHECK(shop.count("redemption") == 3);
    CHECK(shop.count("voucher WHERE uses_left = 0") == 3);
    CHECK(shop.count("customer_order") == 2);
    CHECK(shop.count("product WHERE stock_sold = 3") == 1);
    REQUIRE(shop.services.leases.give_back(phone->who, {{taken->leases[0].id}}));
    CHECK(shop.count("product WHERE stock_sold = 3") == 1); // nothing of it was left
    CHECK(shop.send(*phone, sell(1)).reason == Reason::lease_over);
}

TEST_CASE("a voucher that was sold before there were rosters is known by its code once it was shown") {
    Shop shop;
    const auto phone = shop.phone();
    const Secret code = shop.voucher();
    REQUIRE(shop.books->write([](Connection& db) -> Result<service::Done> {
        db.exec("UPDATE voucher SET mark = NULL");
        return service::Done{};
    }));
    Reader before;
    before.read(shop.services, phone->who);
    CHECK(before.roster.size() == 1); // by its QR
    CHECK_FALSE(before.find(code));
    REQUIRE(shop.services.counter.prepare(shop.caller(), {code})->handle);
    Reader after;
    after.read(shop.services, phone->who);
    CHECK(after.find(code));
}

TEST_CASE("a lease that is over keeps nobody's promise waiting, though nobody has ended it yet") {
    Shop shop;
    const auto holder = shop.phone();
    const auto phone = shop.phone();
    const Secret code = shop.voucher();
    const api::Lease lease = shop.lease(*holder, shop.voucher_of(code));
    const api::OfflineAction action = shop.action(*phone, code);
    shop.clock.at = lease.until + offline::lease_margin;
    CHECK(shop.send(*phone, action).verdict == api::Verdict::kept);
}
