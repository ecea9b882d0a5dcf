# Flags that hold for every target of a build: size and no exceptions in the browser, sanitizers where a preset asks for them.
if(EMSCRIPTEN)
    # The web preset's build type is MinSizeRel; what a phone downloads is worth more than what a loop gains.
    set(CMAKE_C_FLAGS_MINSIZEREL "-Oz -DNDEBUG")
    set(CMAKE_CXX_FLAGS_MINSIZEREL "-Oz -DNDEBUG")
    set(browser_link_flags
        -Oz
        -sMODULARIZE -sEXPORT_ES6 -sENVIRONMENT=web
        -mbulk-memory # the browser's own memcpy; since Chrome 75, Firefox 79, Safari 15
        -sDYNAMIC_EXECUTION=0 # the page's Content-Security-Policy has no 'unsafe-eval'
        -sFILESYSTEM=0 -sMALLOC=emmalloc -sALLOW_MEMORY_GROWTH -sSTACK_SIZE=256KB
        -sMIN_WEBGL_VERSION=2 -sMAX_WEBGL_VERSION=2
        -sGL_SUPPORT_AUTOMATIC_ENABLE_EXTENSIONS=0
        -sHTML5_SUPPORT_DEFERRING_USER_SENSITIVE_REQUESTS=0)
    add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions> $<$<COMPILE_LANGUAGE:CXX>:-fno-rtti>)
endif()

# Line numbers are what a stack needs; everything that a debugger could show doubles the time of a build.
set(CMAKE_C_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")

if(HEXIAO_SANITIZE)
    set(CMAKE_C_FLAGS_RELWITHDEBINFO "-O1 -g1")
    set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O1 -g1")
    add_compile_options(-fsanitize=${HEXIAO_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    if(HEXIAO_SANITIZE MATCHES "address")
        # A third of the build's time, for checks that the address sanitizer makes anyway (null, object-size), that need nothing
        # here (vptr), or that hold on any machine we build on (alignment); and calls where each access would have its own code.
        add_compile_options(-fno-sanitize=null,object-size,vptr,alignment "SHELL:-mllvm -asan-instrumentation-with-call-threshold=0")
    endif()
    add_link_options(-fsanitize=${HEXIAO_SANITIZE})
endif()
