# Warnings are errors in our own code. Each of our targets links hexiao_warnings PRIVATE; foreign code never does.
add_library(hexiao_warnings INTERFACE)
target_compile_options(hexiao_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
