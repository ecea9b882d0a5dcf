// What a store's live feed tells: how a reader begins, and what comes after a position. Knows neither streams
// nor readers; those are platform/http's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/feed.h"
#include "platform/service/caller.h"
#include "platform/store/feeds.h"
#include "platform/store/sessions.h"

namespace hexiao::service {

// How a reader begins: where it was, or with a snapshot.
struct Opening {
    std::int64_t id = 0;       // of the newest event that the reader has seen, or that its snapshot holds
    std::int64_t position = 0; // of the merchant's journal; a snapshot holds everything up to there
    std::optional<api::Today> snapshot;
    std::optional<api::FeedReset> reset; // with a snapshot, when the reader wanted to go on and cannot
};

// How a store's products stand and who waits there and what is to be seen to, and the store itself, when `id`
// is the newest event of its feed.
struct StoreNow {
    std::string store_id;
    std::int64_t id = 0;
    api::ProductsEvent event;
    api::Queue queue;
    api::Displays displays;
    api::Alerts alerts;
    api::StoreEvent store;
    api::CutOff cut_off{};
};

// A piece of the feed. When it is `whole`, nothing else had happened up to `position`.
struct FedPage {
    std::vector<store::Fed> events;
    std::int64_t position = 0;
    bool whole = true;
    std::vector<StoreNow> stores; // at that position; none unless it is whole
};

class Feeds {
public:
    explicit Feeds(const World& world) : world_(world) {}

    // Goes on after `last_event_id` where it can. Error: not_found for a store that this person does not
    // have.
    Result<Opening> open(const Caller& caller, const std::string& store_id, const std::string& last_event_id);

    // Which of these sessions are over, whoever ended them: so are their streams.
    Result<std::vector<std::string>> ended(const std::vector<store::SessionKey>& sessions);

    // What all feeds of the merchant tell above `after`, and how `stores` stand then.
    Result<FedPage> after(const std::string& merchant_id, std::int64_t after,
                          const std::vector<std::string>& stores);
    // What one store's feed tells above `after`.
    Result<FedPage> after(const std::string& merchant_id, const std::string& store_id, std::int64_t after);

private:
    World world_;
};

// What `role` may know of a redemption, and of a product's day: a display is shown no people and no devices.
api::Redemption project(api::Redemption redemption, api::Role role);
api::ProductProgress project(api::ProductProgress product, api::Role role);

} // namespace hexiao::service
