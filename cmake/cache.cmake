# Where the built parts are: HEXIAO_CACHE as the Makefile exports it, or the same default for a cmake called by hand.
# Also ccache, whose store is in that cache; paths below the checkout count as relative, so that two clones share objects.
if(NOT HEXIAO_CACHE)
    if(DEFINED ENV{HEXIAO_CACHE})
        set(HEXIAO_CACHE "$ENV{HEXIAO_CACHE}")
    elseif(DEFINED ENV{XDG_CACHE_HOME})
        set(HEXIAO_CACHE "$ENV{XDG_CACHE_HOME}/hexiao")
    else()
        set(HEXIAO_CACHE "$ENV{HOME}/.cache/hexiao")
    endif()
endif()

# With Emscripten, tools/toolchain hands ccache to emcc itself (EM_COMPILER_WRAPPER).
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT EMSCRIPTEN)
    set(launcher env "CCACHE_DIR=${HEXIAO_CACHE}/ccache" "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" CCACHE_NOHASHDIR=1
        "${CCACHE_PROGRAM}")
    set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
    set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()
