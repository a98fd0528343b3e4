#include "service-kit/host/reflection_v1.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <grpcpp/support/server_callback.h>

#include <set>
#include <utility>

namespace quoth::kit {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptor;
namespace v1 = grpc::reflection::v1;

void SetNotFound(v1::ServerReflectionResponse& response,
                 const std::string& what) {
  auto& error = *response.mutable_error_response();
  error.set_error_code(static_cast<int>(grpc::StatusCode::NOT_FOUND));
  error.set_error_message(what + " is not served here");
}

// The file and everything it imports, importing files first.
void SetFiles(v1::ServerReflectionResponse& response,
              const FileDescriptor* file) {
  std::vector<const FileDescriptor*> files = {file};
  std::set<const FileDescriptor*> seen = {file};
  for (std::size_t next = 0; next < files.size(); ++next) {
    for (int i = 0; i < files[next]->dependency_count(); ++i) {
      const FileDescriptor* dependency = files[next]->dependency(i);
      if (seen.insert(dependency).second) files.push_back(dependency);
    }
  }
  for (const FileDescriptor* each : files) {
    google::protobuf::FileDescriptorProto proto;
    each->CopyTo(&proto);
    response.mutable_file_descriptor_response()->add_file_descriptor_proto(
        proto.SerializeAsString());
  }
}

void SetFilesOrNotFound(v1::ServerReflectionResponse& response,
                        const FileDescriptor* file, const std::string& what) {
  if (file == nullptr) {
    SetNotFound(response, what);
  } else {
    SetFiles(response, file);
  }
}

// One answer at a time, in the order asked.
class ReflectionStream final
    : public grpc::ServerBidiReactor<v1::ServerReflectionRequest,
                                     v1::ServerReflectionResponse> {
 public:
  explicit ReflectionStream(const std::vector<std::string>& services)
      : services_(services) {
    StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) {
      Finish(grpc::Status::OK);
      return;
    }
    response_ = AnswerReflection(request_, services_);
    StartWrite(&response_);
  }

  void OnWriteDone(bool ok) override {
    if (!ok) {
      Finish(grpc::Status::CANCELLED);
      return;
    }
    StartRead(&request_);
  }

  void OnDone() override { delete this; }

 private:
  const std::vector<std::string>& services_;
  v1::ServerReflectionRequest request_;
  v1::ServerReflectionResponse response_;
};

class ReflectionService final : public v1::ServerReflection::CallbackService {
 public:
  explicit ReflectionService(const std::vector<std::string>* services)
      : services_(services) {}

  grpc::ServerBidiReactor<v1::ServerReflectionRequest,
                          v1::ServerReflectionResponse>*
  ServerReflectionInfo(grpc::CallbackServerContext*) override {
    return new ReflectionStream(*services_);
  }

 private:
  const std::vector<std::string>* services_;
};

}  // namespace

v1::ServerReflectionResponse AnswerReflection(
    const v1::ServerReflectionRequest& request,
    const std::vector<std::string>& services) {
  const DescriptorPool& pool = *DescriptorPool::generated_pool();
  v1::ServerReflectionResponse response;
  response.set_valid_host(request.host());
  *response.mutable_original_request() = request;
  switch (request.message_request_case()) {
    case v1::ServerReflectionRequest::kFileByFilename:
      SetFilesOrNotFound(response,
                         pool.FindFileByName(request.file_by_filename()),
                         request.file_by_filename());
      break;
    case v1::ServerReflectionRequest::kFileContainingSymbol:
      SetFilesOrNotFound(
          response,
          pool.FindFileContainingSymbol(request.file_containing_symbol()),
          request.file_containing_symbol());
      break;
    case v1::ServerReflectionRequest::kFileContainingExtension: {
      const auto& asked = request.file_containing_extension();
      const auto* type = pool.FindMessageTypeByName(asked.containing_type());
      const auto* field = type == nullptr ? nullptr
                                          : pool.FindExtensionByNumber(
                                                type, asked.extension_number());
      SetFilesOrNotFound(response, field == nullptr ? nullptr : field->file(),
                         asked.containing_type());
      break;
    }
    case v1::ServerReflectionRequest::kAllExtensionNumbersOfType: {
      const auto* type =
          pool.FindMessageTypeByName(request.all_extension_numbers_of_type());
      if (type == nullptr) {
        SetNotFound(response, request.all_extension_numbers_of_type());
        break;
      }
      auto& numbers = *response.mutable_all_extension_numbers_response();
      numbers.set_base_type_name(type->full_name());
      std::vector<const google::protobuf::FieldDescriptor*> extensions;
      pool.FindAllExtensions(type, &extensions);
      for (const auto* extension : extensions)
        numbers.add_extension_number(extension->number());
      break;
    }
    case v1::ServerReflectionRequest::kListServices:
      for (const std::string& name : services) {
        response.mutable_list_services_response()->add_service()->set_name(
            name);
      }
      break;
    case v1::ServerReflectionRequest::MESSAGE_REQUEST_NOT_SET: {
      auto& error = *response.mutable_error_response();
      error.set_error_code(
          static_cast<int>(grpc::StatusCode::INVALID_ARGUMENT));
      error.set_error_message("message_request: is required");
      break;
    }
  }
  return response;
}

std::unique_ptr<grpc::Service> MakeReflectionV1(
    const std::vector<std::string>* services) {
  return std::make_unique<ReflectionService>(services);
}

}  // namespace quoth::kit
