# Everything outside this repository, from Debian 12 packages
# (deploy/install-dependencies.sh), as imported targets.
find_package(Threads REQUIRED)
find_package(Protobuf REQUIRED)
find_package(RocksDB CONFIG REQUIRED)
find_package(spdlog CONFIG REQUIRED)
find_package(CLI11 CONFIG REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(ZLIB REQUIRED)

# Debian's gRPC names re2::re2 in its link interface without finding it.
pkg_check_modules(re2_for_grpc REQUIRED IMPORTED_TARGET re2)
if(NOT TARGET re2::re2)
  add_library(re2::re2 INTERFACE IMPORTED)
  set_target_properties(re2::re2 PROPERTIES INTERFACE_LINK_LIBRARIES PkgConfig::re2_for_grpc)
endif()
find_package(gRPC CONFIG REQUIRED)  # Brings Abseil.

foreach(module icu-uc icu-i18n poppler-cpp re2 raptor2)
  string(REGEX REPLACE "[^a-z0-9]" "_" target ${module})
  pkg_check_modules(${target} REQUIRED IMPORTED_TARGET ${module})
  add_library(quoth_dep_${target} ALIAS PkgConfig::${target})
endforeach()

# These two ship no pkg-config file worth using.
find_library(QUOTH_CMARK_GFM NAMES cmark-gfm REQUIRED)
find_library(QUOTH_CMARK_GFM_EXTENSIONS NAMES cmark-gfm-extensions REQUIRED)
find_library(QUOTH_STEMMER NAMES stemmer REQUIRED)
find_library(QUOTH_CLD2 NAMES cld2 REQUIRED)
add_library(quoth_dep_cmark INTERFACE)
target_link_libraries(quoth_dep_cmark INTERFACE ${QUOTH_CMARK_GFM_EXTENSIONS} ${QUOTH_CMARK_GFM})
add_library(quoth_dep_stemmer INTERFACE)
target_link_libraries(quoth_dep_stemmer INTERFACE ${QUOTH_STEMMER})
add_library(quoth_dep_cld2 INTERFACE)
target_link_libraries(quoth_dep_cld2 INTERFACE ${QUOTH_CLD2})
