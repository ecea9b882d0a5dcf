// Who a request comes from.
#include <vector>

#include <doctest/doctest.h>

#include "platform/http/guard.h"

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
