# Warnings, sanitizers, ccache and the linker: what every target is built with.
add_compile_options(-Wall -Wextra -Wno-missing-field-initializers)
if(QUOTH_WERROR)
  add_compile_options(-Werror)
endif()
add_compile_options(-fno-omit-frame-pointer)

if(QUOTH_SANITIZE)
  add_compile_options(-fsanitize=${QUOTH_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${QUOTH_SANITIZE})
  add_compile_definitions(QUOTH_SANITIZED=1)
endif()
if(QUOTH_FUZZ)
  # Coverage for everything; the driver itself only where a target asks for it.
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

find_program(QUOTH_CCACHE ccache)
if(QUOTH_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${QUOTH_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${QUOTH_CCACHE})
endif()

find_program(QUOTH_LLD ld.lld)
if(QUOTH_LLD)
  add_link_options(-fuse-ld=lld)
endif()
add_link_options(-Wl,--as-needed)

# Tests and tools run one another from here: build/<preset>/bin.
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
include_directories(${CMAKE_SOURCE_DIR})
