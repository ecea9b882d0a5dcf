// How Dear ImGui is compiled here, for the web and for the headless tests alike (named by IMGUI_USER_CONFIG
// in cmake/imgui.cmake). Every line that differs from ImGui's default says why. Asserts stay: they report our
// own mistakes.
#pragma once

// Emoji and the rare ideographs of some personal names lie above U+FFFF.
#define IMGUI_USE_WCHAR32

// The ES3 backend has no vertex offset, and a long list can pass 65,535 vertices.
#define ImDrawIdx unsigned int

// Texture uploads by row length instead of a copy per rectangle; WebGL 2 only.
#define IMGUI_IMPL_OPENGL_ES3

// Bytes that no phone should download: the demo, the debug tools, file access, old names.
#define IMGUI_DISABLE_DEMO_WINDOWS
#define IMGUI_DISABLE_DEBUG_TOOLS
#define IMGUI_DISABLE_FILE_FUNCTIONS
#define IMGUI_DISABLE_OBSOLETE_FUNCTIONS

// The shell sets clipboard and text entry through the browser; none of these would work there.
#define IMGUI_DISABLE_DEFAULT_SHELL_FUNCTIONS
