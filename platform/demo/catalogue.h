// What the demo's three shops are and sell: plain data, so that the story can be read and changed in one
// place.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace hexiao::demo {

struct Text {
    std::string_view zh;
    std::string_view en;
};

struct Item {
    Text title;
    int quantity;
};

struct Product {
    Text title;
    Text category;
    std::int64_t price_fen;
    int uses; // 1, or how often a punch card may be used
    int valid_days;
    bool second_store_only;
    std::span<const Item> contents;
    std::span<const Text> conditions;
};

struct StoreText {
    Text title;
    std::span<const Text> lanes;
};

struct Person {
    std::string_view account;
    std::string_view name;
    std::string_view role;
    bool first_store_only; // owners work everywhere anyway
};

struct Shop {
    Text title;
    std::span<const StoreText> stores;
    std::span<const Person> staff;
    std::span<const Product> products;
};

std::span<const Shop> shops() noexcept;

} // namespace hexiao::demo
