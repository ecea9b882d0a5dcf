// Who a request comes from and for, its place in a trace, and what is counted of it.
#include <vector>

#include <doctest/doctest.h>

#include "platform/http/guard.h"
#include "platform/http/metrics.h"
#include "platform/http/trace.h"

using namespace hexiao::http;

TEST_CASE("the address of a request is the peer's, or the last that a trusted proxy names") {
    const std::vector<std::string> none;
    const std::vector<std::string> proxies{"127.0.0.1", "fd00::1"};
    CHECK(client_address("192.0.2.7", "198.51.100.1", "198.51.100.2", none) == "192.0.2.7");
    CHECK(client_address("192.0.2.7", "198.51.100.1", "198.51.100.2", proxies) == "192.0.2.7");
    CHECK(client_address("127.0.0.1", "", "", proxies) == "127.0.0.1");
    CHECK(client_address("127.0.0.1", "198.51.100.1", "", proxies) == "198.51.100.1");
    CHECK(client_address("127.0.0.1", "10.0.0.1, 198.51.100.1 ", "", proxies) == "198.51.100.1");
    CHECK(client_address("127.0.0.1", "198.51.100.1", "198.51.100.2", proxies) == "198.51.100.1");
    CHECK(client_address("127.0.0.1", "", "198.51.100.2", proxies) == "198.51.100.2");
    CHECK(client_address("127.0.0.1", "198.51.100.1, nobody", "", proxies) == "127.0.0.1");
    CHECK(client_address("::ffff:127.0.0.1", "2001:DB8:0::1", "", proxies) == "2001:db8::1");
    CHECK(client_address("fd00:0::1", "::ffff:198.51.100.1", "", proxies) == "198.51.100.1");
}

TEST_CASE("a host is read from what stands in a URL, and nothing else is one") {
    CHECK(host_of("Till.Local:8443") == "till.local");
    CHECK(host_of("127.0.0.1") == "127.0.0.1");
    CHECK(host_of("[0:0::1]:80") == "[::1]");
    for (const char* wrong : {"", ":80", "a:b", "a:", "a:123456", "a b", "a/b", "[::1", "[::1]x",
                              "[::1]:", "::1", "[127.0.0.1]", "user@host", "h\xC3\xB6st"}) {
        CHECK_MESSAGE(!host_of(wrong), wrong);
    }
}

TEST_CASE("names can change while somebody asks") {
    Hosts hosts{{"Till.local", "192.168.1.5"}};
    CHECK(hosts.know("till.local:8443"));
    CHECK(hosts.know("192.168.1.5"));
    hosts.set({"192.168.7.7"});
    CHECK_FALSE(hosts.know("192.168.1.5"));
    CHECK(hosts.know("192.168.7.7"));
    CHECK(hosts.know("localhost"));
}

TEST_CASE("a trace is gone on with, or begun") {
    const hexiao::RandomBytes trace{1, 2, 3};
    const hexiao::RandomBytes span{0xAB, 0xCD};
    const Trace begun = follow("", trace, span);
    CHECK(write_traceparent(begun) == "00-01020300000000000000000000000000-abcd000000000000-00");
    const Trace followed = follow(write_traceparent(begun), span, trace);
    CHECK(followed.trace_id == begun.trace_id);
    CHECK(followed.span_id == "0102030000000000");
}

TEST_CASE("latencies are counted in every bucket above them") {
    Metrics metrics;
    metrics.answered("redeem", 200, 1000);
    metrics.answered("redeem", 503, 3'000);
    metrics.answered("redeem", 200, 99'000'000);
    metrics.answered("sign_in", 401, 50'000);
    metrics.add("hexiao_things", Metrics::Kind::gauge, "Things.", [] { return 7.5; });
    metrics.add("hexiao_sizes", "Sizes.", [] { return Metrics::Histogram{{{1, 4}, {2, 0}, {4, 2}}, 1, 21}; });
    const std::string text = metrics.text();
    for (const char* line :
         {"hexiao_requests_total{operation=\"redeem\",status=\"200\"} 2\n",
          "hexiao_request_seconds_bucket{operation=\"redeem\",le=\"0.001\"} 1\n",
          "hexiao_request_seconds_bucket{operation=\"redeem\",le=\"0.005\"} 2\n",
          "hexiao_request_seconds_bucket{operation=\"redeem\",le=\"10\"} 2\n",
          "hexiao_request_seconds_bucket{operation=\"redeem\",le=\"+Inf\"} 3\n",
          "hexiao_request_seconds_sum{operation=\"redeem\"} 99.004\n", "hexiao_sign_ins_refused_total 1\n",
          "# TYPE hexiao_things gauge\nhexiao_things 7.5\n",
          "# TYPE hexiao_sizes histogram\nhexiao_sizes_bucket{le=\"1\"} 4\nhexiao_sizes_bucket{le=\"2\"} 4\n",
          "hexiao_sizes_bucket{le=\"4\"} 6\nhexiao_sizes_bucket{le=\"+Inf\"} 7\nhexiao_sizes_sum 21\n",
          "hexiao_sizes_count 7\n"}) {
        CHECK_MESSAGE(text.find(line) != std::string::npos, line);
    }
}
