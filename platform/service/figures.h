// What a store's day comes to, and the rows behind each figure: for owners and managers, at stores that they
// may see. Days are the store's business days ("2026-11-22"), past or running. Every method may also answer
// Reason::store_unavailable.
#pragma once

#include "core/api/figures.h"
#include "platform/service/caller.h"

namespace hexiao::service {

class Figures {
public:
    explicit Figures(const World& world) : world_(world) {}

    // Error: not_found.
    Result<api::DayFigures> of_day(const Caller& caller, const std::string& store_id, BusinessDay day);
    // Its totals for a spreadsheet, like those of a closed day (days.h). Error: not_found.
    Result<std::string> csv(const Caller& caller, const std::string& store_id, BusinessDay day);

    // Errors: not_found; invalid_field without a day and an id, or for a word that is none.
    Result<api::FoundRedemptions> redemptions(const Caller& caller, const std::string& store_id,
                                              const api::FindRedemptions& wanted);
    // What success is told of. Errors: not_found; invalid_field for a time that is none, or too long.
    Result<api::FoundOrdered> ordered(const Caller& caller, const std::string& store_id,
                                      const api::FindOrdered& wanted);
    // Error: not_found.
    Result<api::TicketWaits> waits(const Caller& caller, const std::string& store_id, BusinessDay day,
                                   const std::string& after);

    // "I have seen it", on every screen of the store. What was seen before stays as it was said. Errors:
    // not_found; invalid_field for a kind that is none, or for what has not begun.
    Result<api::Alerts> acknowledge(const Caller& caller, const std::string& store_id,
                                    const api::Acknowledge& seen);

private:
    World world_;
};

} // namespace hexiao::service
