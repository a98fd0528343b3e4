// Messages on the wire as bytes of ours, copied as seldom as can be.
#pragma once

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/slice.h>

#include <string>

namespace quoth::query {

// Takes the string over; nothing is copied.
inline grpc::ByteBuffer BufferOf(std::string bytes) {
  auto* const owned = new std::string(std::move(bytes));
  const grpc::Slice slice(
      owned->data(), owned->size(),
      [](void* string) { delete static_cast<std::string*>(string); }, owned);
  return grpc::ByteBuffer(&slice, 1);
}

// False when the bytes are no such message.
template <typename Message>
bool ParseBuffer(const grpc::ByteBuffer& buffer, Message& message) {
  grpc::Slice slice;
  // One slice, the usual case, is read in place.
  if (buffer.TrySingleSlice(&slice).ok() ||
      buffer.DumpToSingleSlice(&slice).ok()) {
    return message.ParseFromArray(slice.begin(),
                                  static_cast<int>(slice.size()));
  }
  return false;
}

}  // namespace quoth::query
