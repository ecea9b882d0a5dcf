// See metrics.h; https://prometheus.io/docs/instrumenting/exposition_formats/.
#include "platform/http/metrics.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include <unistd.h>

namespace hexiao::http {

namespace {

constexpr double microseconds_per_second = 1e6;

void describe(std::ostream& out, std::string_view name, std::string_view type, std::string_view help) {
    out << "# HELP " << name << ' ' << help << "\n# TYPE " << name << ' ' << type << '\n';
}

// One series of a histogram, whose buckets hold what the ones before them hold; `label` may be empty.
void write(std::ostream& out, std::string_view name, const std::string& label,
           const Metrics::Histogram& histogram) {
    std::uint64_t so_far = 0;
    const std::string before_bound = label.empty() ? label : label + ',';
    const auto bucket = [&](std::uint64_t count) -> std::ostream& {
        so_far += count;
        return out << name << "_bucket{" << before_bound << "le=\"";
    };
    for (const auto& [bound, count] : histogram.upto) {
        bucket(count) << bound << "\"} " << so_far << '\n';
    }
    bucket(histogram.above) << "+Inf\"} " << so_far << '\n';
    const std::string labels = label.empty() ? label : '{' + label + '}';
    out << name << "_sum" << labels << ' ' << histogram.sum << '\n'
        << name << "_count" << labels << ' ' << so_far << '\n';
}

} // namespace

Metrics::Histogram Metrics::Latency::seconds() const {
    Histogram seconds;
    for (std::size_t i = 0; i < latency_bounds.size(); ++i) {
        seconds.upto.emplace_back(static_cast<double>(latency_bounds.at(i)) / microseconds_per_second,
                                  counts.at(i));
    }
    seconds.above = counts.back();
    seconds.sum = static_cast<double>(microseconds) / microseconds_per_second;
    return seconds;
}

void Metrics::answered(std::string_view operation, int status, std::int64_t microseconds) {
    const auto bound = std::ranges::lower_bound(latency_bounds, microseconds);
    const std::string name{operation};
    const std::lock_guard lock{mutex_};
    ++requests_[{name, status}];
    Latency& latency = latencies_[name];
    ++latency.counts.at(static_cast<std::size_t>(bound - latency_bounds.begin()));
    latency.microseconds += microseconds;
    if (operation == "sign_in" && (status == 401 || status == 429)) {
        ++sign_ins_refused_;
    }
}

void Metrics::add(std::string name, Kind kind, std::string help, std::function<double()> value) {
    const std::lock_guard lock{mutex_};
    numbers_.push_back({std::move(name), kind, std::move(help), std::move(value)});
}

void Metrics::add(std::string name, std::string help, std::function<Histogram()> value) {
    const std::lock_guard lock{mutex_};
    sizes_.push_back({std::move(name), std::move(help), std::move(value)});
}

std::string Metrics::text() const {
    std::ostringstream out;
    out.precision(15);
    const std::lock_guard lock{mutex_};
    describe(out, "hexiao_requests_total", "counter", "Requests answered.");
    for (const auto& [which, count] : requests_) {
        out << "hexiao_requests_total{operation=\"" << which.first << "\",status=\"" << which.second << "\"} "
            << count << '\n';
    }
    describe(out, "hexiao_request_seconds", "histogram", "From a request's arrival to its answer.");
    for (const auto& [operation, latency] : latencies_) {
        write(out, "hexiao_request_seconds", "operation=\"" + operation + '"', latency.seconds());
    }
    describe(out, "hexiao_sign_ins_refused_total", "counter", "Sign-ins with a wrong password or too many.");
    out << "hexiao_sign_ins_refused_total " << sign_ins_refused_ << '\n';
    for (const Number& number : numbers_) {
        describe(out, number.name, number.kind == Kind::counter ? "counter" : "gauge", number.help);
        out << number.name << ' ' << number.value() << '\n';
    }
    for (const Sizes& sizes : sizes_) {
        describe(out, sizes.name, "histogram", sizes.help);
        write(out, sizes.name, {}, sizes.value());
    }
    return std::move(out).str();
}

double resident_bytes() {
    std::ifstream statm{"/proc/self/statm"};
    double pages = 0;
    double resident = 0;
    statm >> pages >> resident;
    return statm ? resident * static_cast<double>(sysconf(_SC_PAGESIZE)) : 0;
}

} // namespace hexiao::http
