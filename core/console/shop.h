// What the console keeps of running the shop (/shop/…): lists as the platform told them last, and the one
// form that is open. All forms work alike: they begin with what the platform has, keep what was entered
// whatever is told meanwhile, look before they save whether somebody else was quicker, and save once for each
// press. The rules are the platform's (core/api/shop.h); a form finds only what could not even be sent.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/access.h"
#include "core/api/shop.h"

namespace hexiao::console {

// A list of the platform's. What is known stays while it is read anew.
template <class Item>
struct Listing {
    std::vector<Item> items;
    std::vector<Item> coming; // the pages so far of a reading that is under way
    bool known = false;
    bool busy = false;
    Reason problem = Reason::none; // why the last reading failed
    Instant at;                    // when `items` were read
};

struct ShopData {
    Listing<api::StaffMember> staff;
    Listing<api::DeviceDetails> devices;
    Listing<api::StoreDetails> stores;
    Listing<api::ProductDetails> products;
    Listing<api::MerchantSettings> merchant; // one
    // Who is signed in on which device, and what devices saw of the journal: told beside the devices, and
    // missed by nobody where they do not come.
    std::vector<api::SessionItem> sessions;
    std::vector<api::DeviceHead> heads;
};

// Texts of a form by the path of their member in the request: "title.zh", "contents[0].quantity", so that a
// problem finds its field. "store_ids" holds ids with blanks between.
using Entries = std::map<std::string, std::string, std::less<>>;

struct ShopForm {
    std::string of; // the address where it is filled in
    bool known = false;
    Entries base;    // as the platform has it
    Entries entries; // as entered
    Entries theirs;  // what others entered meanwhile where something else was entered here
    Secret password; // of somebody new
    bool checking = false;
    bool busy = false; // being saved, or something else is being done to the thing
    bool done = false; // saved
    Reason problem = Reason::none;
    std::set<std::string, std::less<>> wrong; // members at fault
    // Of something new: what was sent last, and how often. The same again has its key for as long as nobody
    // knows what became of it; then there is none.
    std::string path, body, key;
    int attempts = 0;

    const std::string& text(std::string_view member) const;
};

// Something was entered that is not saved.
bool is_changed(const ShopForm& form) noexcept;
// "contents[2]"
std::string item_path(std::string_view list, std::size_t index);
std::size_t count_items(const Entries& entries, std::string_view list);
std::vector<std::string> split_ids(std::string_view ids);

// What can be done to the thing that is open, besides changing what stands in its form.
enum class ShopAct : std::uint8_t { nothing, switch_on, switch_off, revoke, make_link, remove_picture };

// A file that somebody was asked to choose as the picture of the product that is open. Once it is read it is
// sent at once, as a switch is.
enum class Photo : std::uint8_t { none, asked, reading, unreadable };

// Forms that are kept beside the one that is open; then the one that was left first goes.
inline constexpr std::size_t most_forms_left = 20;

struct ShopView {
    ShopForm form;
    std::vector<ShopForm> left;         // with something unsaved in them, until they are opened again
    ShopAct asked = ShopAct::nothing;   // about this first
    std::optional<api::ResetLink> link; // of the person who is open; shown once
    std::vector<std::string> qr;        // of that link
    std::string find;                   // what of a list is shown
    Photo photo = Photo::none;
};

} // namespace hexiao::console
