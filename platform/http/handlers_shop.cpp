// Running the shop; see handlers.h.
#include "platform/http/handlers.h"

namespace hexiao::http {

namespace {

// Answers a change and closes the feeds of the sessions that it ended.
template <class T>
Outcome answer_changed(const Call& call, const Result<service::Changed<T>>& changed) {
    if (!changed) {
        return problem(changed.error());
    }
    close_feeds(call, changed->ended);
    return answer_written(call, Result<T>{changed->now});
}

Outcome list_staff(const Call& call) {
    return with_cursor(call, [&](const std::string& after) {
        return answer_with(call.services.staffing.staff(call.caller, after));
    });
}

Outcome add_staff(const Call& call) {
    return create<api::NewStaff>(call, [&](const api::NewStaff& wanted, const std::string& key) {
        return call.services.staffing.add_staff(call.caller, wanted, key);
    });
}

Outcome change_staff(const Call& call) {
    return with_id(call, 0, "staff_id", [&](const std::string& id) {
        return with_body<api::StaffSettings>(call, [&](const api::StaffSettings& settings) {
            return answer_changed(call, call.services.staffing.change_staff(call.caller, id, settings));
        });
    });
}

Outcome switch_staff(const Call& call) {
    return with_id(call, 0, "staff_id", [&](const std::string& id) {
        return with_body<api::Switch>(call, [&](const api::Switch& wanted) {
            return answer_changed(call, call.services.staffing.switch_staff(call.caller, id, wanted.on));
        });
    });
}

Outcome list_devices(const Call& call) {
    return with_cursor(call, [&](const std::string& after) {
        return answer_with(call.services.staffing.devices(call.caller, after));
    });
}

Outcome rename_device(const Call& call) {
    return change<api::DeviceSettings>(
        call, "device_id", [&](const std::string& id, const api::DeviceSettings& settings) {
            return call.services.staffing.rename_device(call.caller, id, settings);
        });
}

Outcome revoke_device(const Call& call) {
    return with_id(call, 0, "device_id", [&](const std::string& id) {
        return answer_changed(call, call.services.staffing.revoke_device(call.caller, id));
    });
}

Outcome get_merchant(const Call& call) { return answer_with(call.services.shop.merchant(call.caller)); }

Outcome change_merchant(const Call& call) {
    return with_body<api::MerchantSettings>(call, [&](const api::MerchantSettings& settings) {
        return answer_written(call, call.services.shop.change_merchant(call.caller, settings));
    });
}

Outcome list_stores(const Call& call) {
    return with_cursor(call, [&](const std::string& after) {
        return answer_with(call.services.shop.stores(call.caller, after));
    });
}

Outcome add_store(const Call& call) {
    return create<api::StoreSettings>(call, [&](const api::StoreSettings& settings, const std::string& key) {
        return call.services.shop.add_store(call.caller, settings, key);
    });
}

Outcome change_store(const Call& call) {
    return change<api::StoreSettings>(call, "store_id",
                                      [&](const std::string& id, const api::StoreSettings& settings) {
                                          return call.services.shop.change_store(call.caller, id, settings);
                                      });
}

Outcome add_lane(const Call& call) {
    return with_id(call, 0, "store_id", [&](const std::string& store_id) {
        return create<api::LaneSettings>(
            call, [&](const api::LaneSettings& settings, const std::string& key) {
                return call.services.shop.add_lane(call.caller, store_id, settings, key);
            });
    });
}

Outcome change_lane(const Call& call) {
    return change<api::LaneSettings>(call, "lane_id",
                                     [&](const std::string& id, const api::LaneSettings& settings) {
                                         return call.services.shop.change_lane(call.caller, id, settings);
                                     });
}

Outcome switch_lane(const Call& call) {
    return change<api::Switch>(call, "lane_id", [&](const std::string& id, const api::Switch& wanted) {
        return call.services.shop.switch_lane(call.caller, id, wanted.on);
    });
}

Outcome list_products(const Call& call) {
    return with_cursor(call, [&](const std::string& after) {
        return answer_with(call.services.shop.products(call.caller, after));
    });
}

Outcome add_product(const Call& call) {
    return create<api::ProductSettings>(call,
                                        [&](const api::ProductSettings& settings, const std::string& key) {
                                            return call.services.shop.add_product(call.caller, settings, key);
                                        });
}

Outcome change_product(const Call& call) {
    return change<api::ProductSettings>(
        call, "product_id", [&](const std::string& id, const api::ProductSettings& settings) {
            return call.services.shop.change_product(call.caller, id, settings);
        });
}

Outcome acknowledge_stock(const Call& call) {
    return change<api::AcknowledgeStock>(call, "product_id",
                                         [&](const std::string& id, const api::AcknowledgeStock& seen) {
                                             return call.services.stock.acknowledge(call.caller, id, seen);
                                         });
}

Outcome switch_product(const Call& call) {
    return change<api::Switch>(call, "product_id", [&](const std::string& id, const api::Switch& wanted) {
        return call.services.shop.switch_product(call.caller, id, wanted.on);
    });
}

Outcome set_picture(const Call& call) {
    return change<api::NewPicture>(call, "product_id",
                                   [&](const std::string& id, const api::NewPicture& wanted) {
                                       return call.services.shop.set_picture(call.caller, id, wanted);
                                   });
}

Outcome remove_picture(const Call& call) {
    return with_id(call, 0, "product_id", [&](const std::string& id) {
        return answer_written(call, call.services.shop.remove_picture(call.caller, id));
    });
}

// The one thing below /api that browsers keep: its address names its content.
Outcome get_picture(const Call& call) {
    auto bytes = call.services.shop.picture(call.route.values.at(0));
    if (!bytes) {
        return problem(bytes.error());
    }
    return Answer{
        200, "image/jpeg", std::move(*bytes), {{"Cache-Control", "public, max-age=31536000, immutable"}}, {}};
}

constexpr Handler shop_table[] = {
    {"list_staff", list_staff},
    {"add_staff", add_staff},
    {"change_staff", change_staff},
    {"switch_staff", switch_staff},
    {"list_devices", list_devices},
    {"rename_device", rename_device},
    {"revoke_device", revoke_device},
    {"get_merchant", get_merchant},
    {"change_merchant", change_merchant},
    {"list_stores", list_stores},
    {"add_store", add_store},
    {"change_store", change_store},
    {"add_lane", add_lane},
    {"change_lane", change_lane},
    {"switch_lane", switch_lane},
    {"list_products", list_products},
    {"add_product", add_product},
    {"change_product", change_product},
    {"switch_product", switch_product},
    {"set_picture", set_picture},
    {"remove_picture", remove_picture},
    {"get_picture", get_picture},
    {"acknowledge_stock", acknowledge_stock},
};

} // namespace

std::span<const Handler> shop_handlers() noexcept { return shop_table; }

} // namespace hexiao::http
