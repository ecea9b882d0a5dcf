# Everything that comes from outside, each under one name, so that a room's CMakeLists.txt reads as a list of what it needs.
#   everywhere   part::json  part::sodium
#   natively     part::sqlite  part::qrencode  part::spdlog  part::cli11  part::doctest  part::tz  part::openssl  part::libpq
#                part::drogon (only with HEXIAO_HTTP or HEXIAO_FUZZ)
#   in the web   part::sdl2
# Natively they are Debian's packages (tools/setup) and Drogon from the cache; in the web all are from the cache.

# One imported library given by header folder and library files; its headers are foreign, so they warn about nothing.
function(add_part name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "INCLUDE" "LINK")
    add_library(part_${name} INTERFACE)
    if(arg_INCLUDE)
        target_include_directories(part_${name} SYSTEM INTERFACE "${arg_INCLUDE}")
    endif()
    target_link_libraries(part_${name} INTERFACE ${arg_LINK})
    add_library(part::${name} ALIAS part_${name})
endfunction()

if(EMSCRIPTEN)
    set(web "${HEXIAO_CACHE}/web")
    add_part(json INCLUDE "${web}/include")
    add_part(sodium INCLUDE "${web}/include" LINK "${web}/lib/libsodium.a")
    add_part(sdl2 INCLUDE "${web}/include/SDL2" LINK "${web}/lib/libSDL2.a")
    return()
endif()

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(doctest REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(date REQUIRED)
find_package(PostgreSQL REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(qrencode REQUIRED IMPORTED_TARGET libqrencode)

add_part(json LINK nlohmann_json::nlohmann_json)
add_part(sodium LINK PkgConfig::sodium)
add_part(sqlite LINK SQLite::SQLite3)
add_part(qrencode LINK PkgConfig::qrencode)
add_part(spdlog LINK spdlog::spdlog)
add_part(cli11 LINK CLI11::CLI11)
add_part(doctest LINK doctest::doctest)
add_part(tz LINK date::date-tz)
add_part(libpq LINK PostgreSQL::PostgreSQL)
add_part(openssl LINK OpenSSL::SSL OpenSSL::Crypto)

if(HEXIAO_HTTP OR HEXIAO_FUZZ) # a fuzzer holds Drogon's own parser
    set(drogon "${HEXIAO_CACHE}/native")
    if(HEXIAO_SANITIZE)
        set(drogon "${HEXIAO_CACHE}/native_sanitized") # where our code is instrumented, Drogon's is
    endif()
    list(PREPEND CMAKE_PREFIX_PATH "${drogon}")
    find_package(Drogon CONFIG REQUIRED)
    add_part(drogon LINK Drogon::Drogon)
endif()
