# Code made at build time:
#   hexiao_strings   "strings/strings.h": enum Str and its texts, from assets/strings/*.json (tools/strings.py)
#   hexiao_icons     "icons/icons.h": enum Icon and its strokes, from assets/icons/*.svg (tools/icons.py)
#   hexiao_font      "hexiao_font.h": the embedded Latin face, subset from Debian's fonts-inter (tools/recipes/font.py)
# All generators run under Debian's own python3, which alone sees Debian's fontTools.
find_program(SYSTEM_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH)
if(NOT SYSTEM_PYTHON)
    find_program(SYSTEM_PYTHON python3 REQUIRED NO_CMAKE_FIND_ROOT_PATH)
endif()

set(generated "${CMAKE_BINARY_DIR}/generated")
file(GLOB string_files CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/assets/strings/*.json")
add_custom_command(
    OUTPUT "${generated}/strings/strings.h"
    COMMAND "${SYSTEM_PYTHON}" "${CMAKE_SOURCE_DIR}/tools/strings.py" "${CMAKE_SOURCE_DIR}/assets/strings"
        --header "${generated}/strings/strings.h"
    DEPENDS "${CMAKE_SOURCE_DIR}/tools/strings.py" ${string_files}
    COMMENT "strings.h from assets/strings" VERBATIM)
add_custom_target(hexiao_strings_header DEPENDS "${generated}/strings/strings.h")
file(GLOB icon_files CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/assets/icons/*.svg")
add_custom_command(
    OUTPUT "${generated}/icons/icons.h"
    COMMAND "${SYSTEM_PYTHON}" "${CMAKE_SOURCE_DIR}/tools/icons.py" "${CMAKE_SOURCE_DIR}/assets/icons"
        --header "${generated}/icons/icons.h"
    DEPENDS "${CMAKE_SOURCE_DIR}/tools/icons.py" ${icon_files}
    COMMENT "icons.h from assets/icons" VERBATIM)
add_custom_target(hexiao_icons_header DEPENDS "${generated}/icons/icons.h")
add_library(hexiao_icons INTERFACE)
target_include_directories(hexiao_icons INTERFACE "${generated}")
add_dependencies(hexiao_icons hexiao_icons_header)

add_library(hexiao_strings INTERFACE)
target_include_directories(hexiao_strings INTERFACE "${generated}") # not .../strings: it would hide libc's <strings.h>
add_dependencies(hexiao_strings hexiao_strings_header)

# The face is made once into the cache by tools/setup, since the Debian 13 root has no fontTools; here it is only named.
set(face "${HEXIAO_CACHE}/font")
if(EXISTS "${face}/hexiao_font.cpp")
    add_library(hexiao_font STATIC "${face}/hexiao_font.cpp")
    target_include_directories(hexiao_font SYSTEM PUBLIC "${face}")
endif()
