// Messages of the queue: who waits at a store, who is called to which lane, and how long that takes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/names.h"
#include "core/api/proofs.h"
#include "core/queue/queue.h"

namespace hexiao::api {

using queue::Line;
using queue::TicketState;

inline constexpr std::int64_t most_tickets = 300; // that a store may have open at once

// A customer's number. Of whom it is nothing is told: a wall shows it.
struct Ticket {
    static constexpr std::string_view wire_name = "Ticket";
    std::string id;
    Line line = Line::other;
    std::string label; // "A12": what the customer holds, also after moving to the other line
    TicketState state = TicketState::other;
    Instant arrived_at;
    std::optional<Instant> called_at;   // the last time
    std::optional<std::string> lane_id; // to which it was called
    std::optional<Title> lane;
    std::int64_t calls = 0;
    std::optional<Title> title; // of the product, where the customer came with a voucher

    template <class V>
    static void fields(V& v) {
        v("id", &Ticket::id, wire::uuid());
        v("line", &Ticket::line, wire::any());
        v("label", &Ticket::label, wire::text(2, 8));
        v("state", &Ticket::state, wire::any());
        v("arrived_at", &Ticket::arrived_at, wire::any());
        v("called_at", &Ticket::called_at, wire::any());
        v("lane_id", &Ticket::lane_id, wire::uuid());
        v("lane", &Ticket::lane, wire::any());
        v("calls", &Ticket::calls, wire::integer(0, 9999));
        v("title", &Ticket::title, wire::any());
    }
    friend bool operator==(const Ticket&, const Ticket&) = default;
};

// How one line does. Waits are from arrival to redemption, or to whatever else the customer came for; where
// nobody arrived none is told.
struct LineProgress {
    static constexpr std::string_view wire_name = "LineProgress";
    Line line = Line::other;
    std::int64_t waiting = 0;                  // not called yet
    std::int64_t served = 0;                   // today
    std::optional<std::int64_t> wait_s;        // mean of those who were served in the last hour
    std::optional<std::int64_t> wait_before_s; // of those in the hour before

    template <class V>
    static void fields(V& v) {
        v("line", &LineProgress::line, wire::any());
        v("waiting", &LineProgress::waiting, wire::integer(0, 1'000'000));
        v("served", &LineProgress::served, wire::integer(0, 1'000'000));
        v("wait_s", &LineProgress::wait_s, wire::integer(0, 86'400));
        v("wait_before_s", &LineProgress::wait_before_s, wire::integer(0, 86'400));
    }
    friend bool operator==(const LineProgress&, const LineProgress&) = default;
};

// A store's queue on its business day, whole: event `queue`, which takes the place of the one before it, and
// part of the snapshot. Like `products` its id is that of the newest event before it.
struct Queue {
    static constexpr std::string_view wire_name = "Queue";
    std::string business_day;
    std::vector<LineProgress> lines;     // those in which anybody was today
    std::vector<Ticket> tickets;         // the open ones, by arrival: waiting, called or skipped
    std::optional<std::int64_t> as_of{}; // see AsOf

    template <class V>
    static void fields(V& v) {
        v("business_day", &Queue::business_day, wire::text(10, 10));
        v("lines", &Queue::lines, wire::items(8));
        v("tickets", &Queue::tickets, wire::items(most_tickets));
        v("as_of", &Queue::as_of, wire::integer(0, max_journal_size));
    }
    friend bool operator==(const Queue&, const Queue&) = default;
};

// A number for somebody who stands there.
struct TakeTicket {
    static constexpr std::string_view wire_name = "TakeTicket";
    Line line = Line::other;

    template <class V>
    static void fields(V& v) {
        v("line", &TakeTicket::line, wire::any());
    }
};

// "The next, please", at a lane of the store.
struct CallNext {
    static constexpr std::string_view wire_name = "CallNext";
    std::string lane_id;

    template <class V>
    static void fields(V& v) {
        v("lane_id", &CallNext::lane_id, wire::uuid());
    }
};

// What is to become of one number: core/queue/queue.h.
struct TicketCommand {
    static constexpr std::string_view wire_name = "TicketCommand";
    queue::Action action = queue::Action::other;
    std::optional<Line> line{};           // with `move`
    std::optional<std::string> lane_id{}; // with `call`

    template <class V>
    static void fields(V& v) {
        v("action", &TicketCommand::action, wire::any());
        v("line", &TicketCommand::line, wire::any());
        v("lane_id", &TicketCommand::lane_id, wire::uuid());
    }
};

// The answer to each of these: the number as it is now. None after "the next" where nobody waits.
struct TicketAnswer {
    static constexpr std::string_view wire_name = "TicketAnswer";
    std::optional<Ticket> ticket;
    std::string key;
    bool replayed = false;
    Instant server_time;

    template <class V>
    static void fields(V& v) {
        v("ticket", &TicketAnswer::ticket, wire::any());
        v("key", &TicketAnswer::key, wire::uuid());
        v("replayed", &TicketAnswer::replayed, wire::any());
        v("server_time", &TicketAnswer::server_time, wire::any());
    }
};

} // namespace hexiao::api
