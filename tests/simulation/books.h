// The store as a control sees it: the product's own, with one promise of it switched off. Only controls use
// it; every other seed has the product's store itself.
#pragma once

#include <memory>

#include "platform/store/sqlite.h"
#include "platform/store/store.h"
#include "tests/simulation/world.h"

namespace hexiao::simulation {

// Whether this control is one of the store's.
bool is_of_books(Control control) noexcept;

// `books` are those at `path` and must outlive what is returned.
std::unique_ptr<store::Store> without(World& world, store::Store& books, const std::filesystem::path& folder);

} // namespace hexiao::simulation
