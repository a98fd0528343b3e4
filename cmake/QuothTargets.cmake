# quoth_library(NAME [SOURCES ...] [DEPS ...])
# One box of the design: every .cc of the folder unless SOURCES are named.
# A folder without sources becomes an interface target, so that others may
# already depend on it.
function(quoth_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  if(NOT ARG_SOURCES)
    file(GLOB ARG_SOURCES CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cc)
  endif()
  if(ARG_SOURCES)
    add_library(${name} STATIC ${ARG_SOURCES})
    target_link_libraries(${name} PUBLIC ${ARG_DEPS})
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE ${ARG_DEPS})
  endif()
endfunction()

# quoth_test(NAME SOURCES ... [DEPS ...] [LABELS ...] [TIMEOUT seconds] [ENV ...])
# A GoogleTest binary, one ctest entry for each binary. Tests find the tree by
# QUOTH_SOURCE_DIR and the built programs by QUOTH_BIN_DIR (environment).
function(quoth_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;DEPS;LABELS;ENV;ARGS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} GTest::gmock GTest::gtest_main)
  add_test(NAME ${name} COMMAND ${name} ${ARG_ARGS})
  set_tests_properties(${name} PROPERTIES
    TIMEOUT ${ARG_TIMEOUT}
    LABELS "${ARG_LABELS}"
    SKIP_RETURN_CODE 77
    ENVIRONMENT "QUOTH_SOURCE_DIR=${CMAKE_SOURCE_DIR};QUOTH_BIN_DIR=${CMAKE_RUNTIME_OUTPUT_DIRECTORY};${ARG_ENV}")
endfunction()

# quoth_embed(NAME NAMESPACE ns FILES ...)
# Files as read-only data inside the program, so that it needs no folder beside
# it. The generated header "NAME.h" gives
#   std::span<const ns::Embedded> ns::EmbeddedFiles();      in the order given
#   std::string_view ns::EmbeddedFile(std::string_view name);  null when absent
function(quoth_embed name)
  cmake_parse_arguments(ARG "" "NAMESPACE" "FILES" ${ARGN})
  set(dir ${CMAKE_CURRENT_BINARY_DIR}/${name})
  set(assembly ".section .rodata\n")
  set(declarations "")
  set(rows "")
  set(index 0)
  foreach(file ${ARG_FILES})
    get_filename_component(base ${file} NAME)
    string(APPEND assembly ".balign 16\n.global ${name}_${index}_begin\n${name}_${index}_begin:\n.incbin \"${file}\"\n.global ${name}_${index}_end\n${name}_${index}_end:\n.byte 0\n")
    string(APPEND declarations "extern \"C\" const char ${name}_${index}_begin[];\nextern \"C\" const char ${name}_${index}_end[];\n")
    string(APPEND rows "      {\"${base}\", {${name}_${index}_begin, static_cast<std::size_t>(${name}_${index}_end - ${name}_${index}_begin)}},\n")
    math(EXPR index "${index} + 1")
  endforeach()
  string(APPEND assembly ".section .note.GNU-stack,\"\",%progbits\n")
  file(CONFIGURE OUTPUT ${dir}/${name}.S CONTENT "${assembly}" @ONLY)
  file(CONFIGURE OUTPUT ${dir}/${name}.cc CONTENT "#include \"${name}.h\"
#include <vector>
${declarations}
namespace ${ARG_NAMESPACE} {
std::span<const Embedded> EmbeddedFiles() {
  static const auto* const files = new std::vector<Embedded>{
${rows}  };
  return *files;
}
std::string_view EmbeddedFile(std::string_view name) {
  for (const Embedded& file : EmbeddedFiles()) {
    if (file.name == name) return file.contents;
  }
  return {};
}
}  // namespace ${ARG_NAMESPACE}
" @ONLY)
  file(CONFIGURE OUTPUT ${dir}/${name}.h CONTENT "#pragma once
#include <span>
#include <string_view>
namespace ${ARG_NAMESPACE} {
struct Embedded {
  std::string_view name;  // Base name of the file.
  std::string_view contents;
};
std::span<const Embedded> EmbeddedFiles();
// data() is null when there is none of that name.
std::string_view EmbeddedFile(std::string_view name);
}  // namespace ${ARG_NAMESPACE}
" @ONLY)
  add_library(${name} STATIC ${dir}/${name}.S ${dir}/${name}.cc)
  set_source_files_properties(${dir}/${name}.S PROPERTIES OBJECT_DEPENDS "${ARG_FILES}")
  target_include_directories(${name} PUBLIC ${dir})
endfunction()
