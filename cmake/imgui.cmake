# hexiao_imgui: Dear ImGui from the cache with our configuration (cmake/hexiao_imconfig.h); with the SDL2 and OpenGL ES 3
# backends in the web, without any natively, where the headless tests drive it.
set(imgui "${HEXIAO_CACHE}/imgui")
if(NOT EXISTS "${imgui}/imgui.cpp")
    message(STATUS "Dear ImGui is not in ${HEXIAO_CACHE}: hexiao_imgui is left out (tools/toolchain native)")
    return()
endif()

add_library(hexiao_imgui STATIC
    "${imgui}/imgui.cpp"
    "${imgui}/imgui_draw.cpp"
    "${imgui}/imgui_tables.cpp"
    "${imgui}/imgui_widgets.cpp")
target_include_directories(hexiao_imgui SYSTEM PUBLIC "${imgui}" "${imgui}/backends")
target_include_directories(hexiao_imgui PUBLIC "${CMAKE_SOURCE_DIR}/cmake")
target_compile_definitions(hexiao_imgui PUBLIC IMGUI_USER_CONFIG="hexiao_imconfig.h")

if(EMSCRIPTEN)
    target_sources(hexiao_imgui PRIVATE "${imgui}/backends/imgui_impl_sdl2.cpp" "${imgui}/backends/imgui_impl_opengl3.cpp")
    target_link_libraries(hexiao_imgui PUBLIC part::sdl2)
    set_source_files_properties("${imgui}/imgui_draw.cpp" PROPERTIES COMPILE_OPTIONS -O2) # letters: quick, not small
endif()
