// The forms of the ways in (core/console/entry.h), as several screens draw them.
#pragma once

#include "ui/screens/screens.h"

namespace hexiao::ui {

struct FormField {
    console::Field field = console::Field::account;
    std::string_view member; // of the request; where a problem names it, the hint is what is wrong
    Str label = Str::brand;
    Str hint = Str::brand; // `brand`: none
    FieldKind kind = FieldKind::text;
    std::string_view autocomplete{};
    int max_length = 64;
    bool autofocus = false;
};

inline FormField new_password(console::Field field, std::string_view member) {
    return {.field = field,
            .member = member,
            .label = Str::password_new,
            .hint = Str::password_hint,
            .kind = FieldKind::password,
            .autocomplete = "new-password",
            .max_length = 128};
}

/// `submitted` becomes true with Enter in the field.
void draw_entry_field(const Scene& scene, const FormField& spec, bool& submitted);
/// Why the last try failed, if it did.
void draw_problem(const Scene& scene);
/// True when the form is to be sent.
bool draw_submit(const Scene& scene, Str label, bool submitted);

} // namespace hexiao::ui
