// What a device may do while it is cut off, and what the platform makes of it: core/offline.
#include <doctest/doctest.h>

#include <map>
#include <sodium.h>

#include "core/base/hash.h"
#include "core/base/uuid.h"
#include "core/offline/claim.h"
#include "core/offline/decision.h"
#include "core/offline/paper.h"
#include "core/offline/signed.h"

using namespace hexiao;
using namespace hexiao::offline;

namespace {

constexpr Instant noon{1'795'000'000'000};
constexpr Milliseconds minute{60'000};
constexpr Milliseconds hour{3'600'000};
const std::string merchant = "01900000-0000-7000-8000-000000000001";

std::string id_at(Instant at, std::uint32_t number) {
    const Sha256 hash = sha256(std::to_string(number));
    RandomBytes random{};
    std::copy_n(hash.begin(), random.size(), random.begin());
    return make_uuid7(at, random);
}

RosterKey key_of(std::uint8_t fill) {
    RosterKey key{};
    key.fill(fill);
    return key;
}

// A device that last heard from the platform at noon, with two vouchers of one product on its list.
struct Device {
    std::string code = make_house_code(11);
    std::string used_code = make_house_code(12);
    std::string voucher = id_at(noon - hour, 1);
    std::string used_voucher = id_at(noon - hour, 2);
    std::vector<api::RosterProduct> products{
        {id_at(noon, 3), {"茶", "Tea"}, {"饮", "Drinks"}, {}, {}, {3800}}};
    Roster roster;
    std::vector<api::Lease> leases;
    std::vector<Done> done;
    Ed25519Seed seed{};
    Known known;
    Contact contact{noon, {noon + hour, Milliseconds{1000}, "page"}}; // its own clock is an hour ahead

    Device() {
        roster.merge(std::vector{entry(code, voucher, RosterState::usable, 1),
                                 entry(used_code, used_voucher, RosterState::used, 0)});
        known.merchant_id = merchant;
        known.qr_keys = {{house_qr_key_number(noon), to_hex(public_key_of(seed))}};
        known.channels = {Channel::house};
        known.roster = &roster;
        known.roster_at = noon;
        known.day_key = key_of(1);
        known.code_key = key_of(2);
        known.products = products;
    }

    RosterEntry entry(const std::string& of, const std::string& id, RosterState state, std::uint16_t left) {
        return {tag_of(key_of(1), key_of(2), Secret{of}),
                id,
                0,
                state,
                left,
                1,
                noon - one_day,
                noon + 30 * one_day};
    }
    Reading after(Milliseconds passed) const {
        return read_clock(contact,
                          {contact.ticks.wall + passed, contact.ticks.running + passed, contact.ticks.start});
    }
    Decision tell(const std::string& text, const Reading& now, std::int64_t uses = 1) {
        known.leases = leases;
        known.done = done;
        const auto credential = parse_credential(text);
        REQUIRE(credential);
        return decide_offline(known, {*credential, {}, {}, uses}, now);
    }
    std::string qr(Instant from, const std::string& of) const {
        return write_house_qr({house_qr_key_number(from), of, from}, merchant, seed);
    }
};

} // namespace

TEST_CASE("the server's time goes on from the last answer, whatever the device's own clock says") {
    const Device device;
    const Reading now = device.after(10 * minute);
    CHECK(now.steadiness == Steadiness::steady);
    CHECK(now.server == noon + 10 * minute);
    CHECK(now.since_contact == 10 * minute);
}

TEST_CASE("a clock that somebody set is not believed, and neither is a device that slept") {
    const Device device;
    const Ticks& then = device.contact.ticks;
    for (const Milliseconds set : {-hour, -minute, minute, hour}) {
        const Reading now =
            read_clock(device.contact, {then.wall + minute + set, then.running + minute, then.start});
        CHECK(now.steadiness == Steadiness::jumped);
        CHECK_FALSE(now.server);
        CHECK(now.since_contact == std::max(minute, minute + set)); // the worst that it can be
        CHECK_FALSE(may_use(noon + hour, now));
    }
    CHECK(device.after(minute).steadiness == Steadiness::steady); // seconds apart are no jump
    CHECK(read_clock(device.contact,
                     {then.wall + minute + Milliseconds{4'000}, then.running + minute, then.start})
              .steadiness == Steadiness::steady);
}

TEST_CASE("after a reload the device's own clock is enough for a QR, and not for a lease") {
    const Device device;
    const Ticks& then = device.contact.ticks;
    const Reading now = read_clock(device.contact, {then.wall + 5 * minute, Milliseconds{200}, "another"});
    CHECK(now.steadiness == Steadiness::by_wall);
    CHECK(now.server == noon + 5 * minute);
    CHECK_FALSE(may_use(noon + hour, now));
    // It cannot have been loaded for longer than has passed, nor before the last answer.
    CHECK(read_clock(device.contact, {then.wall + minute, 10 * minute, "another"}).steadiness ==
          Steadiness::jumped);
    CHECK(read_clock(device.contact, {then.wall - minute, Milliseconds{200}, "another"}).steadiness ==
          Steadiness::jumped);
    CHECK(read_clock({}, then).steadiness == Steadiness::never);
}

TEST_CASE("a lease ends on the device before its time and on the platform after it") {
    const Device device;
    const Instant until = noon + hour;
    CHECK(may_use(until, device.after(hour - lease_margin - Milliseconds{1})));
    CHECK_FALSE(may_use(until, device.after(hour - lease_margin)));
    CHECK_FALSE(is_over(until, until + lease_margin - Milliseconds{1}));
    CHECK(is_over(until, until + lease_margin));
}

TEST_CASE("promises stay within what the merchant risks") {
    const Limits limits;
    const Wanted wanted{Money{3800}, minute, false};
    CHECK(check_promise(limits, {}, wanted) == Reason::none);
    CHECK(check_promise(limits, {{}, limits.count - 1}, wanted) == Reason::none);
    CHECK(check_promise(limits, {{}, limits.count}, wanted) == Reason::promise_count);
    CHECK(check_promise(limits, {limits.value - Money{3800}, 1}, wanted) == Reason::none);
    CHECK(check_promise(limits, {limits.value - Money{3799}, 1}, wanted) == Reason::promise_value);
    const Milliseconds longest{limits.contact_minutes * 60'000};
    CHECK(check_promise(limits, {}, {Money{3800}, longest, false}) == Reason::none);
    CHECK(check_promise(limits, {}, {Money{3800}, longest + Milliseconds{1}, false}) == Reason::promise_age);
    CHECK(check_promise(limits, {}, {Money{3800}, {}, false}) == Reason::promise_age);
    CHECK(check_promise(limits, {}, {limits.approval_above, minute, false}) == Reason::none);
    const Money more = limits.approval_above + Money{1};
    CHECK(check_promise(limits, {}, {more, minute, false}) == Reason::approval_needed);
    CHECK(check_promise(limits, {}, {more, minute, true}) == Reason::none);
    // What nobody knows the worth of counts, too.
    CHECK(check_promise(limits, {limits.value, 1}, {{}, minute, false}) == Reason::promise_value);
}

TEST_CASE("a roster finds every voucher by its code and by itself, and nothing else") {
    Roster roster;
    std::vector<RosterEntry> entries;
    for (std::uint32_t i = 0; i < 3000; ++i) {
        const Secret code{make_house_code(1000 + i)};
        entries.push_back({tag_of(key_of(1), key_of(2), code), id_at(noon + Milliseconds{i}, i),
                           static_cast<std::uint16_t>(i % 7), RosterState::usable, 2, 3, noon,
                           noon + one_day});
    }
    for (std::size_t at = 0; at < entries.size(); at += 1000) { // in pages
        const auto read = read_entries(write_entries(std::span{entries}.subspan(at, 1000)));
        REQUIRE(read);
        roster.merge(*read);
    }
    CHECK(roster.size() == entries.size());
    for (const RosterEntry& entry : entries) {
        CHECK(roster.find(entry.tag) == entry);
        CHECK(roster.find_voucher(entry.voucher_id) == entry);
    }
    CHECK_FALSE(roster.find(tag_of(key_of(1), key_of(2), Secret{make_house_code(5)})));
    CHECK_FALSE(roster.find(tag_of(key_of(3), key_of(2), Secret{make_house_code(1000)})));
    CHECK_FALSE(roster.find_voucher(id_at(noon, 9999)));
    CHECK_FALSE(roster.find_voucher("no id"));

    // A delta comes in the place of what was known; what is gone is gone.
    RosterEntry used = entries[5];
    used.state = RosterState::used;
    used.uses_left = 0;
    RosterEntry gone = entries[6];
    gone.state = RosterState::gone;
    roster.merge(std::vector{used, gone});
    CHECK(roster.size() == entries.size() - 1);
    CHECK(roster.find(used.tag) == used);
    CHECK_FALSE(roster.find(gone.tag));
    CHECK_FALSE(roster.find_voucher(gone.voucher_id));

    Roster again;
    CHECK(again.restore(roster.packed()));
    CHECK(again.find(entries[7].tag) == entries[7]);
    CHECK(again.find_voucher(used.voucher_id) == used);
    CHECK_FALSE(again.restore(roster.packed() + "x"));
    CHECK(again.size() == 0);
}

TEST_CASE("a roster keeps no more than it may, and forgets the oldest vouchers first") {
    std::vector<RosterEntry> entries;
    for (std::uint32_t i = 0; i < most_roster_entries + 10; ++i) {
        const Sha256 hash = sha256("tag" + std::to_string(i));
        Tag tag{};
        std::copy_n(hash.begin(), tag.size(), tag.begin());
        entries.push_back(
            {tag, id_at(noon + Milliseconds{i}, i), 0, RosterState::usable, 1, 1, noon, noon + one_day});
    }
    Roster roster;
    roster.merge(entries);
    CHECK(roster.size() == most_roster_entries);
    CHECK_FALSE(roster.find(entries[9].tag));
    CHECK(roster.find(entries[10].tag) == entries[10]);
    CHECK(roster.find_voucher(entries.back().voucher_id) == entries.back());
}

TEST_CASE("what is no roster is not read") {
    CHECK_FALSE(read_entries("AAAA"));
    CHECK_FALSE(read_entries("not base64!"));
    CHECK(read_entries("")->empty());
    CHECK_FALSE(read_roster_key(Secret{"00"}));
    CHECK_FALSE(read_roster_key(Secret{std::string(64, 'G')}));
    CHECK(read_roster_key(Secret{std::string(64, '1')}) == key_of(0x11));
}

TEST_CASE("a typed code that the list knows as unused is promised; used or unknown, it is refused") {
    Device device;
    const Reading now = device.after(minute);
    const Decision promised = device.tell(device.code, now);
    CHECK(promised.tell == Tell::promise);
    CHECK(promised.voucher_id == device.voucher);
    CHECK(promised.amount == Money{3800});
    CHECK(promised.checked.roster == api::RosterSaid::usable);
    CHECK(device.tell(device.used_code, now).reason == Reason::already_redeemed);
    CHECK(device.tell(make_house_code(99), now).reason == Reason::unknown_code);
    CHECK(device.tell(device.code, now, 2).reason == Reason::not_enough_uses);
    CHECK(device.tell(device.code, device.after(40 * one_day)).reason == Reason::expired);
    device.known.roster = nullptr;
    CHECK(device.tell(device.code, now).reason == Reason::roster_missing);
}

TEST_CASE("nothing is served twice on one device") {
    Device device;
    const Reading now = device.after(minute);
    device.done.push_back({device.voucher, Secret{device.code}, 1});
    CHECK(device.tell(device.code, now).reason == Reason::already_redeemed);
    CHECK(device.tell(device.qr(noon, device.voucher), now).reason == Reason::already_redeemed);
    device.known.roster = nullptr;
    CHECK(device.tell(device.qr(noon, device.voucher), now).reason == Reason::already_redeemed);
}

TEST_CASE("a house QR is believed by its signature, and its age is known") {
    Device device;
    const Reading now = device.after(10 * minute);
    const Decision fresh = device.tell(device.qr(noon + 10 * minute, device.voucher), now);
    CHECK(fresh.tell == Tell::promise);
    CHECK(fresh.checked.signature);
    CHECK(fresh.checked.qr_ms == 0);
    const Decision old = device.tell(device.qr(noon - hour, device.voucher), now);
    CHECK(old.tell == Tell::promise);
    CHECK(old.checked.qr_ms == (hour + 10 * minute).count());
    const Milliseconds longest{device.known.limits.qr_minutes * 60'000};
    CHECK(device.tell(device.qr(noon - longest, device.voucher), now).reason == Reason::stale_qr);
    CHECK(device.tell(device.qr(noon + hour, device.voucher), now).reason ==
          Reason::stale_qr); // from the future

    std::string forged = device.qr(noon, device.voucher);
    forged[63] = forged[63] == 'A' ? 'B' : 'A'; // within the signature: the low digit of two bytes
    CHECK(device.tell(forged, now).reason == Reason::forged_qr);
    Device other;
    other.seed.fill(7);
    CHECK(device.tell(other.qr(noon, device.voucher), now).reason == Reason::forged_qr);

    // Nobody can say how old it is when the clock jumped: it is promised by the worst that it can be.
    const Ticks& then = device.contact.ticks;
    const Reading jumped = read_clock(device.contact, {then.wall + hour, then.running + minute, then.start});
    const Decision unsure = device.tell(device.qr(noon, device.voucher), jumped);
    CHECK(unsure.tell == Tell::promise);
    CHECK_FALSE(unsure.checked.qr_ms);
}

TEST_CASE("a QR that the list should know and does not is refused; one sold since is promised") {
    Device device;
    const Reading now = device.after(10 * minute);
    const std::string before = id_at(noon - minute, 77);
    const std::string since = id_at(noon + minute, 78);
    CHECK(device.tell(device.qr(noon, before), now).reason == Reason::unknown_code);
    CHECK(device.tell(device.qr(noon + minute, since), now).tell == Tell::promise);
    device.known.roster = nullptr;
    CHECK(device.tell(device.qr(noon, before), now).tell == Tell::promise);
}

TEST_CASE("under a lease it is green, also when no more may be promised, and until the lease ends") {
    Device device;
    api::Lease lease;
    lease.id = id_at(noon, 50);
    lease.voucher_id = device.voucher;
    lease.state = LeaseState::held;
    lease.until = noon + hour;
    device.leases.push_back(lease);
    device.known.promised = {{}, device.known.limits.count};
    const Decision green = device.tell(device.code, device.after(minute));
    CHECK(green.tell == Tell::green);
    CHECK(green.lease_id == lease.id);
    CHECK(device.tell(device.code, device.after(hour)).reason == Reason::promise_count);
    device.leases.front().state = LeaseState::taken_back;
    CHECK(device.tell(device.code, device.after(minute)).reason == Reason::promise_count);
}

TEST_CASE("a channel's code is promised when it can be redeemed later") {
    Device device;
    const Reading now = device.after(minute);
    CHECK(device.tell("123456789012", now).reason == Reason::channel_not_connected);
    CHECK(device.tell("13800138000", now).reason == Reason::not_offline);
    device.known.channels = {Channel::house, Channel::douyin};
    CHECK(device.tell("https://v.douyin.com/abc123/", now).tell == Tell::ask_digits);
    const Decision promised = device.tell("123456789012", now);
    CHECK(promised.tell == Tell::promise);
    CHECK(promised.channel == Channel::douyin);
    CHECK_FALSE(promised.amount);
    device.known.channels = {Channel::house, Channel::wechat};
    CHECK(device.tell("123456789012", now).tell == Tell::ask_product);
    const auto credential = parse_credential("123456789012");
    const Decision with = decide_offline(device.known, {*credential, {}, device.products[0].id, 1}, now);
    CHECK(with.tell == Tell::promise);
    CHECK(with.amount == Money{3800});
    device.known.channels = {Channel::house, Channel::douyin, Channel::meituan};
    CHECK(device.tell("123456789012", now).tell == Tell::ask_channel);
    CHECK(decide_offline(device.known, {*credential, Channel::meituan, {}, 1}, now).channel ==
          Channel::meituan);
    const std::vector<Done> done{{{}, credential->text, 1}};
    device.known.done = done;
    CHECK(decide_offline(device.known, {*credential, Channel::meituan, {}, 1}, now).reason ==
          Reason::already_redeemed);
}

namespace {

// A claim that is in order: a promise of one use, made ten minutes before it arrived.
struct Claimed {
    Instant arrived = noon + 10 * minute;
    api::OfflineAction action;
    ClaimFacts facts;
    Limits limits;

    Claimed() {
        action.at = noon + hour;
        action.server_at = noon;
        action.contact_at = noon - minute;
        facts.signature = true;
        facts.grant = GrantFacts{true, true, true, api::Role::cashier, noon - hour, noon + hour};
        VoucherFacts voucher;
        voucher.valid_from = noon - one_day;
        voucher.valid_until = noon + one_day;
        facts.voucher = voucher;
        facts.price = {3800};
    }
    Reason conflict() const {
        const Judgement judgement = judge(facts, action, limits, arrived);
        const auto* found = std::get_if<Conflict>(&judgement);
        return found != nullptr ? found->reason : Reason::none;
    }
    bool kept() const {
        const Judgement judgement = judge(facts, action, limits, arrived);
        return std::holds_alternative<Kept>(judgement);
    }
};

} // namespace

TEST_CASE("a promise that was in order is kept, with what it is worth") {
    const Claimed claim;
    const Judgement judgement = judge(claim.facts, claim.action, claim.limits, claim.arrived);
    const auto* kept = std::get_if<Kept>(&judgement);
    REQUIRE(kept != nullptr);
    CHECK(kept->redeemed.uses_left == 0);
    CHECK(kept->redeemed.amount == Money{3800});
}

TEST_CASE("whose word nobody stands behind becomes a conflict, never an error") {
    Claimed unsigned_one;
    unsigned_one.facts.signature = false;
    CHECK(unsigned_one.conflict() == Reason::bad_signature);

    for (const auto& spoil :
         std::vector<void (*)(GrantFacts&)>{[](GrantFacts& grant) { grant.ours = false; },
                                            [](GrantFacts& grant) { grant.same_device = false; },
                                            [](GrantFacts& grant) { grant.at_store = false; },
                                            [](GrantFacts& grant) { grant.until = noon - hour; },
                                            [](GrantFacts& grant) { grant.issued_at = noon + hour; }}) {
        Claimed claim;
        spoil(*claim.facts.grant);
        CHECK(claim.conflict() == Reason::no_grant);
    }
    Claimed none;
    none.facts.grant.reset();
    CHECK(none.conflict() == Reason::no_grant);

    Claimed revoked;
    revoked.facts.device_revoked = noon;
    CHECK(revoked.conflict() == Reason::device_revoked);
    revoked.facts.device_revoked = noon + Milliseconds{1};
    CHECK(revoked.kept());
}

TEST_CASE("what was used meanwhile is a conflict; what ran out meanwhile was good when it was served") {
    Claimed claim;
    claim.facts.voucher->uses_left = 0;
    CHECK(claim.conflict() == Reason::already_redeemed);
    Claimed revoked;
    revoked.facts.voucher->state = VoucherState::revoked;
    CHECK(revoked.conflict() == Reason::voucher_revoked);
    Claimed expired;
    expired.facts.voucher->valid_until = noon + minute;
    CHECK(expired.kept());
    expired.facts.voucher->valid_until = noon;
    CHECK(expired.conflict() == Reason::expired);
    Claimed unknown;
    unknown.facts.voucher.reset();
    CHECK(unknown.conflict() == Reason::unknown_code);
    Claimed many;
    many.action.uses = 2;
    CHECK(many.conflict() == Reason::not_enough_uses);
}

TEST_CASE("a lease that a manager took back turns later claims into conflicts") {
    Claimed claim;
    claim.action.lease_id = id_at(noon, 60);
    CHECK(claim.conflict() == Reason::lease_over); // there is no such lease
    claim.facts.lease = LeaseFacts{LeaseState::held, true, noon + hour};
    CHECK(claim.kept());
    claim.facts.lease->this_device = false;
    CHECK(claim.conflict() == Reason::lease_over);
    claim.facts.lease = LeaseFacts{LeaseState::taken_back, true, noon + hour};
    CHECK(claim.conflict() == Reason::lease_over);
}

TEST_CASE("while another device holds the voucher nobody knows yet") {
    Claimed claim;
    claim.facts.held_elsewhere = true;
    const Judgement judgement = judge(claim.facts, claim.action, claim.limits, claim.arrived);
    CHECK(std::holds_alternative<Waiting>(judgement));
}

TEST_CASE("what takes a manager took one") {
    Claimed claim;
    claim.facts.price = claim.limits.approval_above + Money{1};
    CHECK(claim.conflict() == Reason::approval_needed);
    claim.facts.approval = GrantFacts{true, true, true, api::Role::cashier, noon - hour, noon + hour};
    CHECK(claim.conflict() == Reason::approval_needed);
    claim.facts.approval->role = api::Role::manager;
    CHECK(claim.kept());
    claim.facts.approval.reset();
    claim.facts.grant->role = api::Role::owner;
    CHECK(claim.kept());
    claim.facts.grant->role = api::Role::cashier;
    claim.action.lease_id = id_at(noon, 60); // under a lease nothing is risked
    claim.facts.lease = LeaseFacts{LeaseState::held, true, noon + hour};
    CHECK(claim.kept());
}

TEST_CASE("when it was done lies between the last contact and the arrival, whatever the device says") {
    api::OfflineAction action;
    action.at = noon + hour;
    CHECK(acted_at(action, noon) == noon);
    action.server_at = noon - minute;
    CHECK(acted_at(action, noon) == noon - minute);
    action.contact_at = noon - Milliseconds{1};
    CHECK(acted_at(action, noon) == noon - Milliseconds{1});
    action.contact_at = noon + hour;
    CHECK(acted_at(action, noon) == noon);
}

TEST_CASE("a paper form's number is found again, and no mistyped one is") {
    for (const std::int64_t number :
         {std::int64_t{1}, std::int64_t{123}, std::int64_t{9'999'999}, most_form_number}) {
        CHECK(read_form(format_form(number)) == number);
    }
    const std::string form = format_form(1234567);
    for (std::size_t i = 1; i < form.size(); ++i) {
        for (char digit = '0'; form[i] != '-' && digit <= '9'; ++digit) {
            std::string wrong = form;
            wrong[i] = digit;
            CHECK((digit == form[i]) == read_form(wrong).has_value());
        }
    }
    CHECK(read_form(" p0000123-0") == read_form("P00001230"));
    CHECK_FALSE(read_form(""));
    CHECK_FALSE(read_form("P"));
    CHECK_FALSE(read_form("P0000000-0"));
    CHECK_FALSE(read_form("PP0000123-0"));
}

TEST_CASE("an export opens with the platform's key alone, and only whole") {
    std::array<unsigned char, crypto_box_PUBLICKEYBYTES> ours{};
    std::array<unsigned char, crypto_box_SECRETKEYBYTES> secret{};
    crypto_box_keypair(ours.data(), secret.data());
    api::ActionUpload upload;
    upload.merchant_id = merchant;
    upload.device_id = merchant;
    SealRandom random;
    random.bytes.fill(9);
    const auto box = seal_export(upload, to_hex(ours), random);
    REQUIRE(box);
    std::string raw(box->size(), '\0');
    std::size_t size = 0;
    REQUIRE(sodium_base642bin(reinterpret_cast<unsigned char*>(raw.data()), raw.size(), box->data(),
                              box->size(), nullptr, &size, nullptr, sodium_base64_VARIANT_ORIGINAL) == 0);
    std::string text(size - crypto_box_SEALBYTES, '\0');
    CHECK(crypto_box_seal_open(reinterpret_cast<unsigned char*>(text.data()),
                               reinterpret_cast<const unsigned char*>(raw.data()), size, ours.data(),
                               secret.data()) == 0);
    const auto read = wire::read<api::ActionUpload>(text);
    REQUIRE(read);
    CHECK(read->device_id == merchant);
    raw[size / 2] ^= 1;
    CHECK(crypto_box_seal_open(reinterpret_cast<unsigned char*>(text.data()),
                               reinterpret_cast<const unsigned char*>(raw.data()), size, ours.data(),
                               secret.data()) != 0);
    CHECK_FALSE(seal_export(upload, "no key", random));
}

TEST_CASE("an action reads back from the bytes that are signed, which are the same every time") {
    api::OfflineAction action;
    action.key = action.merchant_id = action.device_id = action.store_id = action.lane_id = action.staff_id =
        merchant;
    action.credential = Secret{make_house_code(1)};
    action.at = noon;
    const std::string bytes = canonical_bytes(action);
    const auto read = wire::read<api::OfflineAction>(bytes);
    REQUIRE(read);
    CHECK(canonical_bytes(*read) == bytes);
    CHECK(signed_text(bytes) == "hexiao-action:" + bytes);

    api::StaffGrant grant;
    grant.id = grant.staff_id = merchant;
    const std::string text = grant_text(grant);
    grant.role = api::Role::owner; // each member counts
    CHECK(grant_text(grant) != text);
}
