// The demo's shops; see catalogue.h. Names of people are titles of their work: nobody real is meant.
#include "platform/demo/catalogue.h"

namespace hexiao::demo {

namespace {

// Conditions of use that several products share.
constexpr Text no_booking{"无需预约，高峰时段可能需要排队",
                          "No booking needed; expect a queue at busy hours"};
constexpr Text no_takeaway{"仅限堂食，不提供打包", "Eat-in only, no takeaway"};
constexpr Text one_per_table{"每桌每次限用1张", "One voucher per table and visit"};
constexpr Text no_combination{"不与店内其他优惠同享", "Not combined with other offers"};
constexpr Text not_holidays{"法定节假日不可用", "Not valid on public holidays"};
constexpr Text invoice{"可开发票，请在核销当天索取", "Invoice on request on the day of use"};
constexpr Text a_day_ahead{"请至少提前1天预约", "Please order at least one day ahead"};
constexpr Text ice_and_sugar{"冰量与甜度可选", "Ice and sweetness as you like"};
constexpr Text card_many{"可多人共用，每次可核销多次", "May be shared; several uses at once are fine"};
constexpr Text self_collect{"到店自提，不含配送", "Collect in store; delivery is not included"};
constexpr Text allergy{"含坚果与乳制品，过敏者请告知店员",
                       "Contains nuts and dairy; please tell us about allergies"};

constexpr Text noodles{"面食", "Noodles"};
constexpr Text set_meal{"套餐", "Set meal"};
constexpr Text punch_card{"次卡", "Punch card"};
constexpr Text drinks{"饮品", "Drinks"};
constexpr Text cakes{"蛋糕", "Cakes"};
constexpr Text pastry{"点心", "Pastry"};

constexpr Text eat_in[]{no_booking, no_takeaway, no_combination};
constexpr Text table_rules[]{one_per_table, no_combination, not_holidays, invoice};
constexpr Text card_rules[]{card_many, no_combination};
constexpr Text drink_rules[]{ice_and_sugar, no_combination};
constexpr Text cake_rules[]{a_day_ahead, self_collect, allergy};
constexpr Text pastry_rules[]{self_collect, allergy};

constexpr Item beef_noodles[]{
    {{"招牌牛肉面", "House beef noodles"}, 1}, {{"卤蛋", "Braised egg"}, 1}, {{"酸梅汤", "Plum drink"}, 1}};
constexpr Item noodles_for_two[]{{{"牛肉面", "Beef noodles"}, 1},
                                 {{"番茄鸡蛋面", "Tomato and egg noodles"}, 1},
                                 {{"凉拌黄瓜", "Smashed cucumber"}, 1},
                                 {{"豆浆", "Soy milk"}, 2}};
constexpr Item family_table[]{{{"面食任选", "Noodles of your choice"}, 4},
                              {{"酱牛肉", "Sliced beef"}, 1},
                              {{"凉菜任选", "Cold dish of your choice"}, 2},
                              {{"酸梅汤（扎）", "Plum drink (jug)"}, 1}};
constexpr Item wontons[]{{{"鲜肉馄饨", "Pork wontons"}, 1}, {{"香菜葱花", "Herbs"}, 1}};
constexpr Item noodle_card[]{{{"招牌面（任选口味）", "House noodles, any kind"}, 1}};
constexpr Item late_set[]{{{"炸酱面", "Noodles with bean sauce"}, 1}, {{"冰镇啤酒", "Cold beer"}, 1}};

constexpr Item one_milk_tea[]{{{"珍珠奶茶（大杯）", "Pearl milk tea (large)"}, 1}};
constexpr Item two_fruit_teas[]{{{"鲜果茶任选", "Fruit tea of your choice"}, 2}};
constexpr Item tea_and_waffle[]{{{"茉莉奶绿", "Jasmine milk tea"}, 1}, {{"鸡蛋仔", "Egg waffle"}, 1}};
constexpr Item cheese_tea[]{{{"芝士葡萄", "Grape tea with cheese foam"}, 1}};
constexpr Item tea_card[]{{{"任意中杯饮品", "Any medium drink"}, 1}};
constexpr Item office_tea[]{{{"任意大杯饮品", "Any large drink"}, 6}, {{"外带提袋", "Carry bags"}, 2}};

constexpr Item birthday_cake[]{{{"鲜奶水果蛋糕（8寸）", "Fruit cream cake (8 inch)"}, 1},
                               {{"生日蜡烛", "Birthday candles"}, 1},
                               {{"餐盘刀叉（10人份）", "Plates and forks for ten"}, 1}};
constexpr Item small_cake[]{{{"巧克力蛋糕（4寸）", "Chocolate cake (4 inch)"}, 1}};
constexpr Item egg_tarts[]{{{"葡式蛋挞", "Custard tarts"}, 6}};
constexpr Item afternoon_tea[]{{{"切块蛋糕任选", "Slice of cake of your choice"}, 2},
                               {{"美式咖啡或红茶", "Coffee or black tea"}, 2}};
constexpr Item bread_card[]{{{"当日吐司", "Loaf of the day"}, 1}};
constexpr Item cookies[]{{{"黄油曲奇（礼盒）", "Butter cookies (gift box)"}, 1}};

constexpr Product noodle_products[]{
    {{"招牌牛肉面单人餐", "Beef noodles for one"}, noodles, 2880, 1, 90, false, beef_noodles, eat_in},
    {{"双人面食套餐", "Noodles for two"}, set_meal, 5900, 1, 90, false, noodles_for_two, eat_in},
    {{"家庭四人套餐", "Family table for four"}, set_meal, 16800, 1, 60, false, family_table, table_rules},
    {{"鲜肉馄饨一碗", "Bowl of pork wontons"}, noodles, 1680, 1, 90, false, wontons, eat_in},
    {{"招牌面十次卡", "Ten bowls of noodles"}, punch_card, 23800, 10, 180, false, noodle_card, card_rules},
    {{"深夜炸酱面套餐（车站店专享）", "Late-night set (Station only)"},
     set_meal,
     3800,
     1,
     60,
     true,
     late_set,
     eat_in}};

constexpr Product tea_products[]{
    {{"珍珠奶茶大杯", "Large pearl milk tea"}, drinks, 1590, 1, 90, false, one_milk_tea, drink_rules},
    {{"鲜果茶双杯", "Two fruit teas"}, drinks, 2990, 1, 60, false, two_fruit_teas, drink_rules},
    {{"下午茶：奶绿配鸡蛋仔", "Jasmine milk tea and waffle"},
     set_meal,
     2680,
     1,
     60,
     false,
     tea_and_waffle,
     drink_rules},
    {{"芝士葡萄一杯", "Grape tea with cheese foam"}, drinks, 1990, 1, 45, false, cheese_tea, drink_rules},
    {{"奶茶五次卡", "Five milk teas"}, punch_card, 6500, 5, 120, false, tea_card, card_rules},
    {{"办公室六杯装（大学城店专享）", "Six for the office (Campus only)"},
     set_meal,
     9900,
     1,
     60,
     true,
     office_tea,
     drink_rules}};

constexpr Product cake_products[]{
    {{"8寸鲜奶水果生日蛋糕", "Birthday cake with fruit, 8 inch"},
     cakes,
     19800,
     1,
     60,
     false,
     birthday_cake,
     cake_rules},
    {{"4寸巧克力蛋糕", "Chocolate cake, 4 inch"}, cakes, 6800, 1, 60, false, small_cake, cake_rules},
    {{"葡式蛋挞六只装", "Six custard tarts"}, pastry, 3600, 1, 30, false, egg_tarts, pastry_rules},
    {{"双人下午茶", "Afternoon tea for two"}, set_meal, 7800, 1, 60, false, afternoon_tea, table_rules},
    {{"每日吐司七次卡", "Seven daily loaves"}, punch_card, 9800, 7, 90, false, bread_card, card_rules},
    {{"黄油曲奇礼盒", "Butter cookies, gift box"}, pastry, 8800, 1, 120, false, cookies, pastry_rules}};

constexpr Text two_lanes[]{{"团购专用通道", "Voucher lane"}, {"普通收银台", "Till"}};
constexpr Text three_lanes[]{
    {"团购专用通道", "Voucher lane"}, {"1号收银台", "Till 1"}, {"2号收银台", "Till 2"}};

constexpr StoreText noodle_stores[]{{{"老街面馆·南门店", "Old Street Noodles, South Gate"}, three_lanes},
                                    {{"老街面馆·车站店", "Old Street Noodles, Station"}, two_lanes}};
constexpr StoreText tea_stores[]{{{"云朵奶茶·湖滨店", "Cloud Milk Tea, Lakeside"}, two_lanes},
                                 {{"云朵奶茶·大学城店", "Cloud Milk Tea, Campus"}, two_lanes}};
constexpr StoreText cake_stores[]{{{"麦香蛋糕房", "Wheatfield Cakes"}, two_lanes}};

constexpr Person noodle_staff[]{{"noodle-owner", "面馆老板", "owner", false},
                                {"noodle-manager", "面馆店长", "manager", false},
                                {"noodle-cashier", "面馆收银", "cashier", true},
                                {"noodle-display", "面馆大屏", "display", true}};
constexpr Person tea_staff[]{{"tea-owner", "奶茶老板", "owner", false},
                             {"tea-manager", "奶茶店长", "manager", false},
                             {"tea-cashier", "奶茶收银", "cashier", true},
                             {"tea-display", "奶茶大屏", "display", true}};
constexpr Person cake_staff[]{{"cake-owner", "蛋糕老板", "owner", false},
                              {"cake-manager", "蛋糕店长", "manager", false},
                              {"cake-cashier", "蛋糕收银", "cashier", true},
                              {"cake-display", "蛋糕大屏", "display", true}};

constexpr Shop all_shops[]{{{"老街面馆", "Old Street Noodles"}, noodle_stores, noodle_staff, noodle_products},
                           {{"云朵奶茶", "Cloud Milk Tea"}, tea_stores, tea_staff, tea_products},
                           {{"麦香蛋糕房", "Wheatfield Cakes"}, cake_stores, cake_staff, cake_products}};

} // namespace

std::span<const Shop> shops() noexcept { return all_shops; }

} // namespace hexiao::demo
