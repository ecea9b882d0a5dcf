// What a table and a chart are asked for with. Rows and values stay where they are: the kit reads what it
// shows and keeps nothing but the person's choices (order, filter, columns).
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "ui/kit/spec.h"

namespace hexiao::ui {

// ---- tables

struct TableColumn {
    std::string_view key, title;
    float weight = 1;     ///< of the width that all share
    bool numeric = false; ///< right-aligned
    bool fixed = false;   ///< cannot be left out
};

/// The rows of a table, however many: only those that are seen are read, and all of them only when the order
/// or the filter changes.
class TableRows {
public:
    virtual ~TableRows() = default;
    virtual std::size_t size() const = 0;
    virtual std::uint64_t version() const = 0; ///< another number whenever rows changed
    /// What stands in a cell, appended to `out`.
    virtual void read(std::size_t row, std::size_t column, std::string& out) const = 0;
    virtual bool before(std::size_t a, std::size_t b, std::size_t column) const = 0;
    /// Whether the row says `text` anywhere that a person would look for it. `text` is not empty.
    virtual bool holds(std::size_t row, std::string_view text) const = 0;
};

struct TableSpec {
    std::string_view name;
    std::span<const TableColumn> columns;
    float height = 480; ///< of the head and the rows together
    bool pressable = false;
};

// ---- charts

inline constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

struct Series {
    std::string_view name;
    std::span<const double> values; ///< one for each label; `no_value` where there is none
    bool dashed = false;            ///< what it is compared with: yesterday, a plan
};

/// Something that happened at one place of the axis.
struct EventMark {
    std::size_t at = 0;
    std::string_view say;
    Tone tone = Tone::unknown;
};

using SayValue = std::function<std::string(double)>;

/// `compared`: bars of the first series, and where the others stood as lines across them.
enum class ChartKind : std::uint8_t { line, bars, stacked, compared };
struct ChartSpec {
    ChartKind kind = ChartKind::line;
    std::string_view name;    ///< what it shows
    std::string_view summary; ///< what it says, in one sentence, for whoever does not see it
    std::span<const std::string> labels{};
    std::span<const Series> series{}; ///< at most four
    std::span<const EventMark> marks{};
    SayValue say;           ///< a value with its unit
    SayValue say_axis;      ///< a round value, in few letters
    bool live = false;      ///< the last place is still growing
    bool pressable = false; ///< each place opens what it is made of; not where it is narrower than a finger
};

struct HeatSpec {
    std::string_view name, summary;
    std::span<const std::string> rows{}, columns{};
    std::span<const double> values{}; ///< row by row
    SayValue say;
};

struct Part {
    std::string_view name;
    double value = 0;
};
struct RingSpec {
    std::string_view name, summary;
    std::span<const Part> parts{}; ///< at most four
    std::string_view middle{};     ///< what stands in it
    SayValue say;
};

/// A line of a gauge from which on it matters.
struct GaugeLine {
    float share = 1;        ///< 0–1
    std::string_view say{}; ///< what holds from there on
};
struct GaugeSpec {
    std::string_view name;
    std::string_view value; ///< in words: "85 %"
    float share = 0;        ///< 0–1: where it stands
    GaugeLine warn{}, red{};
    std::string_view detail{};
};

/// The run of a figure, as small as a word.
struct SparkSpec {
    std::string_view name, summary;
    std::span<const std::string> labels{};
    std::span<const double> values{}; ///< one for each label
    SayValue say;
};

} // namespace hexiao::ui
