// JSON as it is written, value by value, without a tree in between.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace quoth::tools {

// The caller keeps the order: a key before each value of an object, an end for
// each beginning. No white space is written.
class JsonWriter {
 public:
  void BeginObject() { Open('{'); }
  void EndObject() { Close('}'); }
  void BeginArray() { Open('['); }
  void EndArray() { Close(']'); }

  // Keys need no escapes.
  JsonWriter& Key(std::string_view key);

  // Bytes that are no UTF-8 become U+FFFD.
  void String(std::string_view value);
  void StringOrNull(std::string_view value);
  void Number(int64_t value);
  void Number(double value);  // Finite; the fewest digits that read back.
  void Bool(bool value);
  void Null();

  const std::string& text() const { return out_; }

 private:
  void Open(char c);
  void Close(char c);
  void Separate();

  std::string out_;
  bool comma_ = false;  // Before the next key or value.
};

}  // namespace quoth::tools
