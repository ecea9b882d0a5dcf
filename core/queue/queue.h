// Customers who wait. A number is taken on arrival and stands in one of two lines, because those who bought
// beforehand and those who did not are served apart (product.md §1). It is waiting, then called to a lane,
// then served: by its redemption, or by whoever serves what was not bought as a voucher. Who does not come is
// skipped and may be called again; who gives up has left.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/api/wire.h"
#include "core/base/reason.h"
#include "core/base/time.h"

namespace hexiao::queue {

// With vouchers that were bought in advance, and everybody else.
enum class Line : std::uint8_t { other, group_buy, general };
std::span<const std::string_view> enum_names(Line) noexcept;
inline constexpr std::array lines{Line::group_buy, Line::general};

enum class TicketState : std::uint8_t { other, waiting, called, skipped, served, left };
std::span<const std::string_view> enum_names(TicketState) noexcept;

// `call` to a lane, also again; `skip` who does not come; `move` to a line, behind those who arrived
// earlier; `serve`, where no redemption says so; `leave`, who gave up.
enum class Action : std::uint8_t { other, call, skip, move, serve, leave };
std::span<const std::string_view> enum_names(Action) noexcept;

// What a customer reads on the slip and on the wall: "A12" with a voucher, "B3" without.
std::string format_ticket(Line line, std::int64_t number);

// May that be done to a number in this state? Reason::none, or ticket_closed.
Reason may(Action action, TicketState state) noexcept;
TicketState after(Action action, TicketState state) noexcept;

// Whether a lane serves a line; a lane that is for none in particular serves all.
constexpr bool serves(std::optional<Line> lane, Line line) noexcept { return !lane || *lane == line; }

// Waits from which people begin to go: over 5 minutes cancellations rise by 40 %, and 22 % had cancelled
// after 10 (product.md §1). A merchant may choose others.
struct Alarms {
    static constexpr std::string_view wire_name = "QueueAlarms";
    std::int64_t first_minutes = 5;
    std::int64_t second_minutes = 10; // more than the first

    Milliseconds first() const noexcept { return Milliseconds{first_minutes * 60'000}; }
    Milliseconds second() const noexcept { return Milliseconds{second_minutes * 60'000}; }

    template <class V>
    static void fields(V& v) {
        v("first_minutes", &Alarms::first_minutes, wire::integer(1, 240));
        v("second_minutes", &Alarms::second_minutes, wire::integer(2, 480));
    }
    friend bool operator==(const Alarms&, const Alarms&) = default;
};

enum class Alarm : std::uint8_t { none, long_wait, too_long };
Alarm alarm_of(Milliseconds wait, const Alarms& alarms) noexcept;

// One line as a manager has to judge it.
struct LineLoad {
    std::int64_t waiting = 0;
    Milliseconds longest{0}; // of those who wait
    std::int64_t lanes = 0;  // that serve it and no other line
};
// Should one more lane be for group-buy customers alone? When somebody of them waits too long, while the
// others, of whom each of their lanes has less to do, would not wait long for it. `shared`: lanes that serve
// both lines; the lane is one of the others', or one of these where another of them is left for the others.
bool suggests_group_buy_lane(const LineLoad& group_buy, const LineLoad& general, std::int64_t shared,
                             const Alarms& alarms) noexcept;

} // namespace hexiao::queue
