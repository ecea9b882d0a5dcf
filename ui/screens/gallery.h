// The gallery's pages that show figures, and a wall (gallery_data.cpp); the others stand in gallery.cpp.
#pragma once

#include "ui/screens/screens.h"

namespace hexiao::ui {

/// What was chosen of a sample, or `otherwise`.
std::string_view tried(const Scene& scene, std::string_view what, std::string_view otherwise = {});
void try_it(const Scene& scene, std::string_view what, std::string value);

void draw_gallery_table(const Scene& scene);
void draw_gallery_charts(const Scene& scene);
/// In place of the whole gallery, until it is left.
void draw_gallery_wall(const Scene& scene);

} // namespace hexiao::ui
