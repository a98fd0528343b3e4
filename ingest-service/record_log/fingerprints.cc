#include "ingest-service/record_log/fingerprints.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <openssl/evp.h>

#include <algorithm>
#include <memory>

namespace quoth::ingest {
namespace {

// SHA-256 over several fields; each is preceded by its length, so that no two
// sequences of fields give the same bytes.
class FieldHash {
 public:
  FieldHash() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
    EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr);
  }

  FieldHash& Add(std::string_view field) {
    return AddRaw(EncodeNumber(field.size())).AddRaw(field);
  }

  FieldHash& AddRaw(std::string_view bytes) {
    EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size());
    return *this;
  }

  Fingerprint Finish() {
    Fingerprint out;
    unsigned int size = out.size();
    EVP_DigestFinal_ex(context_.get(), out.data(), &size);
    return out;
  }

 private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

std::string DeterministicBytes(const google::protobuf::MessageLite& message) {
  std::string out;
  {
    google::protobuf::io::StringOutputStream stream(&out);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&coded);
  }
  return out;
}

}  // namespace

Fingerprint Sha256(std::string_view bytes) {
  return FieldHash().AddRaw(bytes).Finish();
}

std::string HexOf(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(2 * bytes.size());
  for (const char c : bytes) {
    out.push_back(kDigits[static_cast<uint8_t>(c) >> 4]);
    out.push_back(kDigits[static_cast<uint8_t>(c) & 15]);
  }
  return out;
}

std::string ContentHash(std::string_view content) {
  const Fingerprint hash = Sha256(content);
  return "sha256:" +
         HexOf({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

Fingerprint RecordFingerprint(const v1::IngestDocumentRequest& request,
                              std::string_view content_hash,
                              std::string_view parser_version,
                              std::string_view vocabulary_version) {
  return FieldHash()
      .Add("record")
      .Add(content_hash)
      .Add(request.content_type())
      .Add(request.file_name())
      .Add(DeterministicBytes(request.metadata()))
      .Add(parser_version)
      .Add(vocabulary_version)
      .Finish();
}

Fingerprint RequestFingerprint(const v1::IngestDocumentRequest& request,
                               std::string_view content_hash) {
  return FieldHash()
      .Add("ingest")
      .Add(request.document_id())
      .Add(content_hash)
      .Add(request.content_type())
      .Add(request.file_name())
      .Add(DeterministicBytes(request.metadata()))
      .Add(request.etag())
      .Add(request.return_statements() ? "1" : "0")
      .Finish();
}

Fingerprint RequestFingerprint(const v1::DeleteDocumentRequest& request) {
  return FieldHash()
      .Add("delete")
      .Add(request.name())
      .Add(request.etag())
      .Add(request.allow_missing() ? "1" : "0")
      .Finish();
}

EtagBytes RecordEtag(const v1::DocumentPut& record) {
  v1::Document document = record.document();
  document.clear_etag();
  document.clear_revision();
  document.clear_ingest_time();
  FieldHash hash;
  hash.Add(DeterministicBytes(document));
  for (const v1::Statement& statement : record.statements()) {
    hash.Add(DeterministicBytes(statement));
  }
  hash.Add("speakers");
  for (const v1::Speaker& speaker : record.speakers()) {
    hash.Add(DeterministicBytes(speaker));
  }
  const Fingerprint full = hash.Finish();
  EtagBytes etag;
  std::copy_n(full.begin(), etag.size(), etag.begin());
  return etag;
}

std::string FormatEtag(const EtagBytes& etag) {
  return HexOf({reinterpret_cast<const char*>(etag.data()), etag.size()});
}

}  // namespace quoth::ingest
