#include "tests/bench/query/echo_server.h"

#include <grpcpp/server_builder.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <unordered_map>

#include "query-service/handlers/wire.h"
#include "query-service/index/bytes.h"
#include "quoth/v1/query_service.grpc.pb.h"

namespace quoth::bench {
namespace {

using quoth::v1::QueryService;

class Echo final : public QueryService::WithRawCallbackMethod_ListStatements<
                       QueryService::Service> {
 public:
  explicit Echo(std::unordered_map<std::string, std::string> answers)
      : answers_(std::move(answers)) {}
  grpc::ServerUnaryReactor* ListStatements(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
      grpc::ByteBuffer* response) override {
    grpc::Slice slice;
    (void)request->DumpToSingleSlice(&slice);
    const auto found = answers_.find(
        {reinterpret_cast<const char*>(slice.begin()), slice.size()});
    auto* const reactor = context->DefaultReactor();
    if (found == answers_.end()) {
      reactor->Finish({grpc::StatusCode::NOT_FOUND, "not among the answers"});
      return reactor;
    }
    *response = query::BufferOf(found->second);
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  const std::unordered_map<std::string, std::string> answers_;
};

}  // namespace

void AppendAnswer(std::string& out, const std::string& request,
                  const std::string& response) {
  query::AppendText(out, request);
  query::AppendText(out, response);
}

int ServeEcho(const std::string& path, const std::string& port_file) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream bytes;
  bytes << in.rdbuf();
  const std::string all = bytes.str();
  query::ByteReader reader(all);
  std::unordered_map<std::string, std::string> answers;
  while (!reader.rest().empty()) {
    const std::string request(reader.Text());
    answers[request] = reader.Text();
  }
  Echo echo(std::move(answers));
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                           &port);
  builder.RegisterService(&echo);
  const auto server = builder.BuildAndStart();
  std::ofstream(port_file) << port << "\n";
  ::pause();
  return 0;
}

}  // namespace quoth::bench
