// See seed.h.
#include "platform/demo/seed.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "core/api/wire_json.h"
#include "platform/demo/catalogue.h"
#include "platform/service/secrets.h"
#include "platform/store/accounts.h"
#include "platform/store/catalogue.h"
#include "platform/store/holders.h"
#include "platform/store/names.h"
#include "platform/store/vouchers.h"

namespace hexiao::demo {

namespace {

constexpr Milliseconds one_hour{3600 * 1000};
constexpr int stock = 500;
constexpr int redeemed_per_store = 8;
constexpr std::string_view zone = "Asia/Shanghai";
// When customers came on a day that is over: hours after its cut at four, around noon and in the evening.
constexpr std::array clock_hours{6,  7,  7,  7,  8,  8,  8,  8,  8,  9,  9,  10, 11,
                                 12, 13, 13, 14, 14, 14, 14, 15, 15, 15, 15, 16, 17};
constexpr std::array channels{Channel::douyin, Channel::house, Channel::meituan, Channel::douyin};

// Time as the seeding wants it: redemptions happen in the hours before `now`.
class SetClock final : public service::Clock {
public:
    explicit SetClock(Instant at) : at_(at) {}
    Instant now() override { return at_; }
    void set(Instant at) { at_ = at; }

private:
    Instant at_;
};

// A shop as it was written, with what the next steps need to know.
struct Written {
    const Shop* shop;
    std::string merchant_id;
    std::vector<std::string> store_ids;
    std::vector<std::string> product_ids;
    std::string key; // "noodle"
};

api::Title title(const Text& text) { return {std::string{text.zh}, std::string{text.en}}; }

class Seeder {
public:
    Seeder(store::Store& books, service::Ids& ids, Instant now, const SeedOptions& options)
        : books_(books), ids_(ids), now_(now), options_(options), clock_(now),
          services_(books, clock_, ids, true) {}

    Result<Seeded> run() {
        const auto made = books_.write([&](store::Connection& db) -> Result<service::Done> {
            for (const Shop& shop : shops()) {
                write_shop(db, shop);
            }
            return service::Done{};
        });
        if (!made) {
            return made.error();
        }
        for (const int back : {7, 1, 0}) { // the journal in the order of time
            for (const Written& written : written_) {
                for (std::size_t i = 0; i < written.store_ids.size() && (back == 0 || options_.history);
                     ++i) {
                    if (const auto done = fill_day(written, i, back); !done) {
                        return done.error();
                    }
                }
            }
        }
        return std::move(seeded_);
    }

private:
    std::string id() { return ids_.uuid(now_); }

    void write_shop(store::Connection& db, const Shop& shop) {
        const std::string_view account = shop.staff.front().account;
        Written written{&shop, id(), {}, {}, std::string{account.substr(0, account.find('-'))}};
        store::insert_merchant(db, {written.merchant_id, title(shop.title)}, now_);
        for (const StoreText& text : shop.stores) {
            const std::string& store_id = written.store_ids.emplace_back(ordered_id());
            store::insert_store(db, written.merchant_id,
                                {store_id, title(text.title), std::string{zone}, 240});
            for (const Text& lane : text.lanes) {
                store::insert_lane(db, written.merchant_id, store_id, {ordered_id(), title(lane)});
            }
        }
        for (const Person& person : shop.staff) {
            write_person(db, written, person);
        }
        for (const Product& product : shop.products) {
            write_product(db, written, product);
        }
        write_samples(db, written);
        written_.push_back(std::move(written));
    }

    // Ids sort as they were made, so that stores, lanes and products keep the order of the catalogue.
    std::string ordered_id() {
        order_ += Milliseconds{1};
        return ids_.uuid(now_ - one_day + order_);
    }

    void write_person(store::Connection& db, const Written& written, const Person& person) {
        const Secret password = options_.make_password();
        std::vector<std::string> stores = written.store_ids;
        if (person.first_store_only) {
            stores.resize(1);
        }
        store::insert_staff(db, written.merchant_id,
                            {id(), std::string{person.account}, std::string{person.name},
                             store::named<api::Role>(person.role), service::hash_password(password), stores});
        seeded_.accounts.push_back(
            {written.key, std::string{person.account}, password, std::string{person.role}});
    }

    void write_product(store::Connection& db, Written& written, const Product& product) {
        store::ProductRow row;
        row.id = written.product_ids.emplace_back(ordered_id());
        row.title = title(product.title);
        row.category = title(product.category);
        row.price = {product.price_fen};
        row.valid_days = product.valid_days;
        row.uses = product.uses;
        row.stock_total = stock + options_.usable_per_product;
        for (const Item& item : product.contents) {
            row.shown.contents.push_back({title(item.title), item.quantity});
        }
        for (const Text& condition : product.conditions) {
            row.shown.conditions.push_back(title(condition));
        }
        row.store_ids = written.store_ids;
        if (product.second_store_only) {
            row.store_ids.erase(row.store_ids.begin());
        }
        store::insert_product(db, written.merchant_id, row);
    }

    struct Validity {
        Milliseconds bought_ago;
        Milliseconds begins_in{0}; // after the purchase
    };

    // One order with one voucher of it; remembers the code as a sample of `kind`.
    std::string write_voucher(store::Connection& db, const Written& written, std::size_t product_index,
                              std::string kind, Validity validity, Channel channel = Channel::house) {
        const Product& product = written.shop->products[product_index];
        const std::string& product_id = written.product_ids[product_index];
        const Instant bought = now_ - validity.bought_ago;
        const std::string order_id = ids_.uuid(bought);
        store::insert_order(db, written.merchant_id,
                            {order_id, product_id, channel, 1, {product.price_fen}, bought});
        const Secret code = make_code();
        const Instant begins = bought + validity.begins_in;
        std::string voucher_id = ids_.uuid(bought);
        store::insert_voucher(db, written.merchant_id,
                              {voucher_id, order_id, product_id, channel, books_.code_hash(code),
                               code.reveal().substr(code.reveal().size() - 4), begins,
                               begins + product.valid_days * one_day, product.uses,
                               offline::code_mark(books_.vault().code_key(written.merchant_id), code)});
        const Secret page = ids_.token();
        store::set_page(db, written.merchant_id, voucher_id, service::token_hash(page));
        seeded_.samples.push_back(
            {written.key, std::move(kind), code, page, title(product.title), product.uses});
        return voucher_id;
    }

    Secret make_code() {
        std::uint64_t bits = 0;
        for (const std::uint8_t byte : ids_.random()) {
            bits = bits << 8U | byte;
        }
        return Secret{make_house_code(bits)};
    }

    void write_samples(store::Connection& db, const Written& written) {
        const std::span<const Product> products = written.shop->products;
        for (std::size_t i = 0; i < products.size(); ++i) {
            const bool elsewhere = products[i].second_store_only;
            const std::string kind = elsewhere              ? "other_store"
                                     : products[i].uses > 1 ? "multi_use"
                                                            : "usable";
            for (int n = 0; n < options_.usable_per_product; ++n) {
                write_voucher(db, written, i, kind, {(n % 20 + 1) * 30 * one_hour});
            }
            if (products[i].uses > 1) {
                write_voucher(db, written, i, "multi_use_started", {10 * one_day});
            }
        }
        write_voucher(db, written, 0, "expired", {(products[0].valid_days + 1) * one_day});
        write_voucher(db, written, 0, "not_yet_valid", {one_day, 8 * one_day});
        const std::string revoked = write_voucher(db, written, 0, "revoked", {5 * one_day});
        store::revoke_voucher(db, written.merchant_id, revoked);
        for (int n = 0; n < redeemed_per_store * static_cast<int>(written.store_ids.size()); ++n) {
            write_voucher(db, written, redeemed_product(products, n), "redeemed", {(n % 9 + 1) * one_day},
                          options_.history ? channels.at(static_cast<std::size_t>(n) % channels.size())
                                           : Channel::house);
        }
    }

    // When customers came on a day that is over and began then, in order; no two days are alike.
    static std::vector<Instant> earlier_times(Instant began, std::size_t turn) {
        std::vector<Instant> times;
        for (std::size_t n = 0; n < clock_hours.size() - 3 * (turn % 3); ++n) {
            const int later = (n + 2 * turn) % 5 == 0 ? 1 : 0;
            times.push_back(began + (clock_hours.at(n) + later) * one_hour +
                            Milliseconds{60'000} * static_cast<int>(n * 17 % 53));
        }
        std::ranges::sort(times);
        return times;
    }

    // What was sold for such a day, some hours before it was redeemed; where its samples begin.
    Result<std::size_t> write_earlier(const Written& written, std::size_t turn,
                                      const std::vector<Instant>& times) {
        const std::size_t first = seeded_.samples.size();
        const auto made = books_.write([&](store::Connection& db) -> Result<service::Done> {
            for (std::size_t n = 0; n < times.size(); ++n) {
                const Milliseconds before = (n % 5 == 0 ? 50 : 14 + static_cast<int>(n % 7)) * one_hour;
                write_voucher(db, written,
                              redeemed_product(written.shop->products, static_cast<int>(n + turn)), "earlier",
                              {now_ - times[n] + before}, channels.at((n + turn) % channels.size()));
            }
            return service::Done{};
        });
        return made ? Result<std::size_t>{first} : made.error();
    }

    // Redeemed vouchers are of the single-use products that every store has, in turn.
    static std::size_t redeemed_product(std::span<const Product> products, int n) {
        std::vector<std::size_t> fitting;
        for (std::size_t i = 0; i < products.size(); ++i) {
            if (products[i].uses == 1 && !products[i].second_store_only) {
                fitting.push_back(i);
            }
        }
        return fitting[static_cast<std::size_t>(n) % fitting.size()];
    }

    // Signs somebody in at the store and redeems its share of the samples over the hours of the day so far,
    // or what was sold for a day `back`, at its busy hours.
    Result<service::Done> fill_day(const Written& written, std::size_t store_index, int back) {
        clock_.set(now_ - back * one_day);
        const std::string account = written.key + (store_index == 0 ? "-cashier" : "-manager");
        const Account& who = *std::ranges::find(seeded_.accounts, account, &Account::account);
        const auto signed_in = services_.access.sign_in({who.account, who.password}, {});
        if (!signed_in) {
            return signed_in.error();
        }
        auto caller = services_.access.authenticate(signed_in->session_token);
        if (!caller) {
            return caller.error();
        }
        const auto& stores = signed_in->session.stores;
        const auto here = std::ranges::find(stores, written.store_ids[store_index], &api::Store::id);
        caller->scope.store_id = here->id;
        const DayRule rule{static_cast<int>(here->utc_offset_minutes), static_cast<int>(here->cut_minutes)};
        const Instant opened = std::max(day_start(business_day(now_, rule), rule), now_ - 9 * one_hour);
        const Instant began = day_start({business_day(now_, rule).days - back}, rule);
        const auto turn = static_cast<std::size_t>(back) + store_index;
        const std::vector<Instant> times = earlier_times(began, turn);
        const auto earlier = back > 0 ? write_earlier(written, turn, times) : std::size_t{0};
        if (!earlier) {
            return earlier.error();
        }
        const std::vector<Sample*> share =
            back > 0 ? samples_from(*earlier) : day_share(written.key, store_index);
        for (std::size_t i = 0; i < share.size(); ++i) {
            const auto of = static_cast<std::int64_t>(share.size()) + 1;
            const Instant so_far =
                opened + Milliseconds{(now_ - opened).count() * static_cast<std::int64_t>(i + 1) / of};
            clock_.set(back > 0 ? times.at(i) : so_far);
            caller->scope.lane_id = here->lanes[i % here->lanes.size()].id;
            if (auto done = redeem(*caller, *share[i]); !done) {
                return done;
            }
        }
        clock_.set(now_);
        return services_.access.sign_out(*caller);
    }

    std::vector<Sample*> samples_from(std::size_t first) {
        std::vector<Sample*> found;
        for (std::size_t i = first; i < seeded_.samples.size(); ++i) {
            found.push_back(&seeded_.samples[i]);
        }
        return found;
    }

    std::vector<Sample*> day_share(const std::string& shop, std::size_t store_index) {
        std::vector<Sample*> all;
        std::vector<Sample*> started;
        for (Sample& sample : seeded_.samples) {
            if (sample.shop == shop && sample.kind == "redeemed") {
                all.push_back(&sample);
            } else if (sample.shop == shop && sample.kind == "multi_use_started" && store_index == 0) {
                started.push_back(&sample);
            }
        }
        const auto first = all.begin() + static_cast<std::ptrdiff_t>(store_index * redeemed_per_store);
        std::vector<Sample*> share{first, first + redeemed_per_store};
        share.insert(share.begin() + redeemed_per_store / 2, started.begin(), started.end());
        return share;
    }

    Result<service::Done> redeem(const service::Caller& caller, Sample& sample) {
        const auto prepared = services_.counter.prepare(caller, {sample.code});
        if (!prepared || !prepared->handle) {
            return Error{prepared ? prepared->reason : prepared.error().reason, {}};
        }
        const auto answer = services_.counter.redeem(caller, {*prepared->handle, 1}, ids_.uuid(clock_.now()));
        if (!answer || answer->outcome != Outcome::done) {
            return Error{answer ? answer->reason : answer.error().reason, {}};
        }
        sample.uses_left = *answer->uses_left;
        return service::Done{};
    }

    store::Store& books_;
    service::Ids& ids_;
    const Instant now_;
    const SeedOptions& options_;
    SetClock clock_;
    service::Services services_;
    Milliseconds order_{0};
    std::vector<Written> written_;
    Seeded seeded_;
};

} // namespace

Result<bool> has_merchants(store::Store& books) {
    return books.read([](store::Connection& db) -> Result<bool> { return !store::merchant_ids(db).empty(); });
}

Result<Seeded> seed(store::Store& books, service::Ids& ids, Instant now, const SeedOptions& options) {
    return Seeder{books, ids, now, options}.run();
}

Secret easy_password(service::Ids& ids) {
    static constexpr std::string_view letters =
        "23456789abcdefghjkmnpqrstuvwxyz"; // nothing that looks like another
    std::string text;
    for (const std::uint8_t byte : ids.random()) {
        if (text.size() == 14) {
            break;
        }
        if (text.size() == 4 || text.size() == 9) {
            text += '-';
        }
        text += letters[byte % letters.size()];
    }
    return Secret{text};
}

std::string accounts_table(const Seeded& seeded) {
    std::string table;
    for (const Account& account : seeded.accounts) {
        std::string line = "  " + account.account;
        line.resize(20, ' ');
        line += account.role;
        line.resize(30, ' ');
        table += line + account.password.reveal() + "\n";
    }
    table += "\nVouchers to try (more in demo-codes.json):\n";
    std::string last;
    for (const Sample& sample : seeded.samples) {
        if (const std::string what = sample.shop + " " + sample.kind; what != last) {
            std::string line = "  " + format_house_code(sample.code.reveal()) + "  " + what;
            line.resize(std::max<std::size_t>(line.size() + 1, 46), ' ');
            table += line + sample.product.zh + "\n";
            if (sample.kind == "usable") {
                table += "    its page: /v/" + sample.page.reveal() + "\n";
            }
            last = what;
        }
    }
    return table;
}

std::string codes_json(const Seeded& seeded) {
    auto list = nlohmann::json::array();
    for (const Sample& sample : seeded.samples) {
        list.push_back({{"shop", sample.shop},
                        {"kind", sample.kind},
                        {"code", sample.code.reveal()},
                        {"page", sample.page.reveal()},
                        {"product", wire::to_json(sample.product)},
                        {"uses_left", sample.uses_left}});
    }
    return list.dump(1) + "\n";
}

} // namespace hexiao::demo
