# Warnings are errors in our own code. Each of our targets links hexiao_warnings PRIVATE; foreign code never does.
add_library(hexiao_warnings INTERFACE)
target_compile_options(hexiao_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)

# GCC 12 sees overlapping copies in "text" + std::string where there are none (its bug 105651, mended in 13).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(hexiao_warnings INTERFACE -Wno-restrict)
endif()

# Where many files are one, a local name may be a constant of the file before; the native build, file by file, looks for these.
target_compile_options(hexiao_warnings INTERFACE $<$<BOOL:$<TARGET_PROPERTY:UNITY_BUILD>>:-Wno-shadow>)

# Sanitized code confuses GCC's flow analysis (std::regex's own code is reported); the plain build still looks for these.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND HEXIAO_SANITIZE)
    target_compile_options(hexiao_warnings INTERFACE -Wno-maybe-uninitialized)
endif()
