if(TARGET quoth_query_search)
  quoth_fuzz(fuzz_filter SOURCES fuzz_filter.cc DEPS quoth_query_filter)
  quoth_fuzz(fuzz_text_query SOURCES fuzz_text_query.cc DEPS quoth_query_search)
endif()
