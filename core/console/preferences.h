// How a device is to look, sound and answer to keys, whoever uses it: one small text that the browser keeps.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace hexiao::console {

enum class Language : std::uint8_t { zh, en };

/// `system`: as the browser says that the person likes it.
enum class Theme : std::uint8_t { system, light, dark };

/// How large a person can have the letters: percent of their design.
inline constexpr std::array text_sizes{80, 90, 100, 115, 130, 150, 175, 200};

struct Preferences {
    Language language = Language::zh;
    Theme theme = Theme::system;
    int text_size = 100;                 ///< percent, one of `text_sizes`
    bool shortcuts = true;               ///< single letters and marks that lead to screens (WCAG 2.1.4)
    bool sound = true, vibration = true; ///< of a verdict
    bool notices = false;                ///< of what happens while another window is looked at
    bool ready_again = true;             ///< after a redemption, by itself
    std::uint32_t toured = 0;            ///< roles (api::roles) that were shown around here

    friend bool operator==(const Preferences&, const Preferences&) = default;
};

/// What was kept, as far as it can be read; the rest as it is at first, in `language`.
Preferences read_preferences(std::string_view kept, Language language);
std::string write_preferences(const Preferences& preferences);

} // namespace hexiao::console
