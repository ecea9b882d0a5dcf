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

} // namespace

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
        std::int64_t so_far = 0;
        for (std::size_t i = 0; i < latency.counts.size(); ++i) {
            so_far += latency.counts.at(i);
            out << "hexiao_request_seconds_bucket{operation=\"" << operation << "\",le=\"";
            if (i < latency_bounds.size()) {
                out << static_cast<double>(latency_bounds.at(i)) / microseconds_per_second;
            } else {
                out << "+Inf";
            }
            out << "\"} " << so_far << '\n';
        }
        out << "hexiao_request_seconds_sum{operation=\"" << operation << "\"} "
            << static_cast<double>(latency.microseconds) / microseconds_per_second << '\n'
            << "hexiao_request_seconds_count{operation=\"" << operation << "\"} " << so_far << '\n';
    }
    describe(out, "hexiao_sign_ins_refused_total", "counter", "Sign-ins with a wrong password or too many.");
    out << "hexiao_sign_ins_refused_total " << sign_ins_refused_ << '\n';
    for (const Number& number : numbers_) {
        describe(out, number.name, number.kind == Kind::counter ? "counter" : "gauge", number.help);
        out << number.name << ' ' << number.value() << '\n';
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
