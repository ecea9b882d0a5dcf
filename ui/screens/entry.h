// The forms of the ways in (core/console/entry.h), as several screens draw them.
#pragma once

#include "ui/screens/screens.h"

namespace hexiao::ui {

struct FormField {
    console::Field field = console::Field::account;
    std::string_view member; // of the request
    Str label = Str::brand;
    Str rule = Str::brand;   // what may be entered; told where a problem names the member
    bool rule_first = false; // tell it beforehand as well
    FieldKind kind = FieldKind::text;
    std::string_view autocomplete{};
    int max_length = 64;
    bool autofocus = false;
};

inline FormField new_password(console::Field field, std::string_view member) {
    return {.field = field,
            .member = member,
            .label = Str::password_new,
            .rule = Str::password_hint,
            .rule_first = true,
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
