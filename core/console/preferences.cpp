// See preferences.h.
#include "core/console/preferences.h"

#include <algorithm>
#include <optional>

#include "core/api/wire_json.h"

namespace hexiao::console {

namespace {

// As the browser keeps it: what an older console did not know is absent.
struct Kept {
    static constexpr std::string_view wire_name = "Preferences";
    std::optional<std::string> language, theme;
    std::optional<std::int64_t> text_size, toured;
    std::optional<bool> shortcuts, sound, vibration, notices, ready_again;

    template <class V>
    static void fields(V& v) {
        v("language", &Kept::language, wire::text(1, 20));
        v("theme", &Kept::theme, wire::text(1, 20));
        v("text_size", &Kept::text_size, wire::integer(1, 1000));
        v("toured", &Kept::toured, wire::integer(0, 0xFFFFFFFF));
        v("shortcuts", &Kept::shortcuts, wire::any());
        v("sound", &Kept::sound, wire::any());
        v("vibration", &Kept::vibration, wire::any());
        v("notices", &Kept::notices, wire::any());
        v("ready_again", &Kept::ready_again, wire::any());
    }
};

constexpr std::array<std::string_view, 2> language_names{"zh", "en"};
constexpr std::array<std::string_view, 3> theme_names{"system", "light", "dark"};

template <class Choice, std::size_t N>
Choice named(const std::optional<std::string>& name, const std::array<std::string_view, N>& names,
             Choice otherwise) {
    const auto found = std::ranges::find(names, name.value_or(std::string{}));
    return found == names.end() ? otherwise : static_cast<Choice>(found - names.begin());
}

} // namespace

Preferences read_preferences(std::string_view kept, Language language) {
    Preferences out;
    out.language = language;
    const auto read = wire::read<Kept>(kept);
    if (!read) {
        return out;
    }
    out.language = named(read->language, language_names, language);
    out.theme = named(read->theme, theme_names, out.theme);
    const auto size = static_cast<int>(read->text_size.value_or(out.text_size));
    out.text_size = std::ranges::find(text_sizes, size) == text_sizes.end() ? out.text_size : size;
    out.toured = static_cast<std::uint32_t>(read->toured.value_or(0));
    out.shortcuts = read->shortcuts.value_or(true);
    out.sound = read->sound.value_or(true);
    out.vibration = read->vibration.value_or(true);
    out.notices = read->notices.value_or(false);
    out.ready_again = read->ready_again.value_or(true);
    return out;
}

std::string write_preferences(const Preferences& preferences) {
    return wire::write(Kept{std::string{language_names[static_cast<std::size_t>(preferences.language)]},
                            std::string{theme_names[static_cast<std::size_t>(preferences.theme)]},
                            preferences.text_size, preferences.toured, preferences.shortcuts,
                            preferences.sound, preferences.vibration, preferences.notices,
                            preferences.ready_again});
}

} // namespace hexiao::console
