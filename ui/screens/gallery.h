// The gallery's pages that show figures, and a wall (gallery_data.cpp), things, and what fills a window
// (gallery_things.cpp); the others stand in gallery.cpp.
#pragma once

#include "ui/screens/screens.h"

namespace hexiao::ui {

/// What was chosen of a sample, or `otherwise`.
std::string_view tried(const Scene& scene, std::string_view what, std::string_view otherwise = {});
void try_it(const Scene& scene, std::string_view what, std::string value);

/// The same as a number.
std::size_t gallery_choice(const Scene& scene, std::string_view what, std::size_t otherwise = 0);

void draw_gallery_show(const Scene& scene);
void draw_gallery_table(const Scene& scene);
void draw_gallery_charts(const Scene& scene);
// In place of the whole gallery, until they are left.
void draw_gallery_verdict(const Scene& scene);
void draw_gallery_dialog(const Scene& scene);
void draw_gallery_frame(const Scene& scene);
void draw_gallery_wall(const Scene& scene);

} // namespace hexiao::ui
