#include "ingest-service/record_log/keys.h"

#include <cstring>

namespace quoth::ingest {
namespace {

constexpr std::size_t kNumberBytes = 8;
constexpr std::size_t kChunkBytes = 4;
constexpr char kAnswerPrefix = 'r';
constexpr char kExpiryPrefix = 't';
constexpr char kImportPrefix = '\1';

void AppendBigEndian(uint64_t number, std::size_t bytes, std::string& out) {
  for (std::size_t i = bytes; i-- > 0;) {
    out.push_back(static_cast<char>((number >> (8 * i)) & 0xff));
  }
}

uint64_t ReadBigEndian(std::string_view bytes) {
  uint64_t number = 0;
  for (const char c : bytes) number = number << 8 | static_cast<uint8_t>(c);
  return number;
}

template <std::size_t N>
void AppendArray(const std::array<uint8_t, N>& bytes, std::string& out) {
  out.append(reinterpret_cast<const char*>(bytes.data()), N);
}

template <std::size_t N>
void TakeArray(std::string_view& in, std::array<uint8_t, N>& out) {
  std::memcpy(out.data(), in.data(), N);
  in.remove_prefix(N);
}

uint64_t TakeNumber(std::string_view& in) {
  const uint64_t number = ReadBigEndian(in.substr(0, kNumberBytes));
  in.remove_prefix(kNumberBytes);
  return number;
}

}  // namespace

std::string EncodeNumber(uint64_t number) {
  std::string out;
  AppendBigEndian(number, kNumberBytes, out);
  return out;
}

std::optional<uint64_t> DecodeNumber(std::string_view bytes) {
  if (bytes.size() != kNumberBytes) return std::nullopt;
  return ReadBigEndian(bytes);
}

std::string SpeakerMarkKey(std::string_view slug) {
  return std::string(kSpeakerMarkPrefix).append(slug);
}

std::string DocumentMarkKey(std::string_view document_id) {
  return std::string(kDocumentMarkPrefix).append(document_id);
}

std::string ChangeKey(uint64_t offset) { return EncodeNumber(offset); }

std::optional<uint64_t> ParseChangeKey(std::string_view key) {
  return DecodeNumber(key);
}

std::string HeadKey(const Subject& subject) {
  std::string key(1, static_cast<char>(subject.kind));
  if (subject.kind == SubjectKind::kVocabularyChunk) {
    key += VocabularyChunkKey(subject.id, subject.chunk);
  } else {
    key += subject.id;
  }
  return key;
}

std::optional<Subject> ParseHeadKey(std::string_view key) {
  if (key.size() < 2) return std::nullopt;
  Subject subject;
  subject.kind = static_cast<SubjectKind>(key.front());
  key.remove_prefix(1);
  switch (subject.kind) {
    case SubjectKind::kDocument:
    case SubjectKind::kSpeaker:
      subject.id = key;
      return subject;
    case SubjectKind::kVocabularyChunk: {
      if (key.size() < 2 + kChunkBytes) return std::nullopt;
      const std::size_t source_bytes = key.size() - kChunkBytes - 1;
      if (key[source_bytes] != '\0') return std::nullopt;
      subject.id = key.substr(0, source_bytes);
      subject.chunk =
          static_cast<uint32_t>(ReadBigEndian(key.substr(source_bytes + 1)));
      return subject;
    }
  }
  return std::nullopt;
}

std::string VocabularyChunkKey(std::string_view source, uint32_t chunk) {
  std::string key(source);
  key.push_back('\0');
  AppendBigEndian(chunk, kChunkBytes, key);
  return key;
}

std::string TopicImportPrefix() { return std::string(1, kImportPrefix); }

std::string TopicImportKey(uint32_t order, std::string_view source) {
  std::string key = TopicImportPrefix();
  AppendBigEndian(order, kChunkBytes, key);
  key += source;
  return key;
}

std::optional<uint32_t> OrderOfTopicImport(std::string_view key) {
  if (key.size() <= 1 + kChunkBytes || key.front() != kImportPrefix) {
    return std::nullopt;
  }
  return static_cast<uint32_t>(ReadBigEndian(key.substr(1, kChunkBytes)));
}

std::string RequestKey(std::string_view request_id) {
  std::string key(1, kAnswerPrefix);
  key += request_id;
  return key;
}

std::string RequestExpiryKey(uint64_t expires_at_s,
                             std::string_view request_id) {
  std::string key(1, kExpiryPrefix);
  AppendBigEndian(expires_at_s, kNumberBytes, key);
  key += request_id;
  return key;
}

std::optional<RequestExpiry> ParseRequestExpiryKey(std::string_view key) {
  if (key.size() < 1 + kNumberBytes || key.front() != kExpiryPrefix) {
    return std::nullopt;
  }
  key.remove_prefix(1);
  RequestExpiry expiry;
  expiry.expires_at_s = TakeNumber(key);
  expiry.request_id = key;
  return expiry;
}

std::string EncodeHead(const Head& head) {
  std::string out = EncodeNumber(head.offset);
  if (head.live) {
    AppendArray(head.live->etag, out);
    AppendArray(head.live->fingerprint, out);
  }
  return out;
}

std::optional<Head> DecodeHead(std::string_view bytes) {
  constexpr std::size_t kLiveBytes = sizeof(EtagBytes) + sizeof(Fingerprint);
  Head head;
  if (bytes.size() != kNumberBytes &&
      bytes.size() != kNumberBytes + kLiveBytes) {
    return std::nullopt;
  }
  head.offset = TakeNumber(bytes);
  if (!bytes.empty()) {
    Head::Live& live = head.live.emplace();
    TakeArray(bytes, live.etag);
    TakeArray(bytes, live.fingerprint);
  }
  return head;
}

std::string EncodeRequestAnswer(const RequestAnswer& answer) {
  std::string out = EncodeNumber(answer.expires_at_s);
  AppendArray(answer.fingerprint, out);
  out.push_back(static_cast<char>(answer.outcome));
  AppendBigEndian(answer.offset, kNumberBytes, out);
  out += answer.document;
  return out;
}

std::optional<RequestAnswer> DecodeRequestAnswer(std::string_view bytes) {
  constexpr std::size_t kFixedBytes =
      kNumberBytes + sizeof(Fingerprint) + 1 + kNumberBytes;
  if (bytes.size() < kFixedBytes) return std::nullopt;
  RequestAnswer answer;
  answer.expires_at_s = TakeNumber(bytes);
  TakeArray(bytes, answer.fingerprint);
  answer.outcome = static_cast<uint8_t>(bytes.front());
  bytes.remove_prefix(1);
  answer.offset = TakeNumber(bytes);
  answer.document = bytes;
  return answer;
}

}  // namespace quoth::ingest
