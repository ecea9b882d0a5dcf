// Which PINs are worth something, and what one may sign in under.
#include <doctest/doctest.h>

#include "core/access/account.h"
#include "core/access/pin.h"

using namespace hexiao;

TEST_CASE("a PIN is four to eight digits") {
    for (const char* pin : {"4071", "40718", "83064172"}) {
        CHECK(is_pin(pin));
    }
    for (const char* text : {"", "407", "407183064", "40 71", "407x", "-407", "４０７１"}) {
        CAPTURE(text);
        CHECK_FALSE(is_pin(text));
    }
}

TEST_CASE("a PIN that anybody would try first is weak") {
    for (const char* pin :
         {"0000", "1111", "88888888", "1234", "4321", "2468", "8642", "7890", "0987", "9012", "123456",
          "1212", "6969", "131131", "520520", "12121", "11221122", "2580", "5201314"}) {
        CAPTURE(pin);
        CHECK(is_weak_pin(pin));
    }
    for (const char* pin : {"4071", "1225", "9030", "8306417", "1123", "112358"}) {
        CAPTURE(pin);
        CHECK_FALSE(is_weak_pin(pin));
    }
}

TEST_CASE("an account can be seen as it is, and is no formula") {
    for (const char* account :
         {"noodle-cashier", "a", "王小明", "amy@shop", "面馆-1", "a=b", "\xE2\x82\xAC"}) {
        CAPTURE(account);
        CHECK(is_account(account));
    }
    for (const char* account : {"", " amy", "amy ", "a b", "a\tb", "a\nb", "=1+1", "+a", "-a", "@a",
                                "a\u00A0z", "a\u3000", "a\u200B", "a\u202Ez", "a\u2060", "\uFEFFa"}) {
        CAPTURE(account);
        CHECK_FALSE(is_account(account));
    }
}
