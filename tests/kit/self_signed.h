// A certificate of a test's own, good for an hour.
#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <string>

namespace quoth::kit {

struct SelfSigned {
  std::string certificate;  // PEM; its own root.
  std::string key;          // PEM.
};

namespace self_signed_internal {

template <typename Write>
std::string ToPem(Write write) {
  BIO* const bio = BIO_new(BIO_s_mem());
  write(bio);
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  std::string pem(data, static_cast<std::size_t>(size));
  BIO_free(bio);
  return pem;
}

}  // namespace self_signed_internal

inline SelfSigned MakeSelfSigned(const std::string& host) {
  EVP_PKEY* const key = EVP_EC_gen("P-256");
  X509* const x509 = X509_new();
  X509_set_version(x509, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
  X509_gmtime_adj(X509_getm_notBefore(x509), -60);
  X509_gmtime_adj(X509_getm_notAfter(x509), 3600);
  X509_set_pubkey(x509, key);
  X509_NAME* const name = X509_get_subject_name(x509);
  X509_NAME_add_entry_by_txt(
      name, "CN", MBSTRING_ASC,
      reinterpret_cast<const unsigned char*>(host.c_str()), -1, -1, 0);
  X509_set_issuer_name(x509, name);
  const std::string alternative = "DNS:" + host;
  X509_EXTENSION* const extension = X509V3_EXT_conf_nid(
      nullptr, nullptr, NID_subject_alt_name, alternative.c_str());
  X509_add_ext(x509, extension, -1);
  X509_sign(x509, key, EVP_sha256());
  SelfSigned made;
  made.certificate = self_signed_internal::ToPem(
      [&](BIO* bio) { PEM_write_bio_X509(bio, x509); });
  made.key = self_signed_internal::ToPem([&](BIO* bio) {
    PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
  });
  X509_EXTENSION_free(extension);
  X509_free(x509);
  EVP_PKEY_free(key);
  return made;
}

}  // namespace quoth::kit
