// The server host over real sockets: health, reflection, TLS, and the end.
#include "service-kit/host/server_host.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <set>
#include <thread>

#include "absl/status/statusor.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "google/protobuf/descriptor.pb.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "grpc/reflection/v1/reflection.grpc.pb.h"
#include "quoth/v1/ingest_service.grpc.pb.h"
#include "service-kit/status/grpc_status.h"
#include "service-kit/status/status.h"
#include "tests/kit/self_signed.h"
#include "tests/kit/temporary_folder.h"

namespace quoth::kit {
namespace {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;
namespace reflection = grpc::reflection::v1;

constexpr char kIngest[] = "quoth.v1.IngestService";

// GetDocument answers at once, or for "documents/slow" when told to.
class SlowDocuments final : public quoth::v1::IngestService::Service {
 public:
  grpc::Status GetDocument(grpc::ServerContext* context,
                           const quoth::v1::GetDocumentRequest* request,
                           quoth::v1::Document* document) override {
    if (request->name() == "documents/none")
      return ToGrpc(NotFoundResource(request->name()));
    if (request->name() == "documents/slow") {
      begun.Notify();
      while (!go_on.HasBeenNotified() && !context->IsCancelled()) {
        absl::SleepFor(absl::Milliseconds(5));
      }
      if (context->IsCancelled()) return grpc::Status::CANCELLED;
    }
    document->set_name(request->name());
    return grpc::Status::OK;
  }

  absl::Notification begun;
  absl::Notification go_on;
};

HostOptions QuietOptions() {
  HostOptions options;
  options.handle_signals = false;
  options.announce = false;
  options.drain_deadline = absl::Seconds(5);
  return options;
}

struct Running {
  explicit Running(HostOptions options = QuietOptions())
      : host(std::move(options), Log()) {
    host.AddService(&service, quoth::v1::IngestService::service_full_name());
    started = host.Start();
  }
  std::shared_ptr<grpc::Channel> Dial() const {
    return grpc::CreateChannel(host.addresses().at(0),
                               grpc::InsecureChannelCredentials());
  }

  SlowDocuments service;  // Declared first: outlives the host.
  ServerHost host;
  absl::Status started;
};

void SetDeadline(grpc::ClientContext& context) {
  context.set_deadline(std::chrono::system_clock::now() +
                       std::chrono::seconds(20));
}

absl::StatusOr<HealthCheckResponse::ServingStatus> Health(
    const std::shared_ptr<grpc::Channel>& channel, const std::string& service) {
  grpc::ClientContext context;
  SetDeadline(context);
  HealthCheckRequest request;
  request.set_service(service);
  HealthCheckResponse response;
  const auto status = grpc::health::v1::Health::NewStub(channel)->Check(
      &context, request, &response);
  if (!status.ok()) return FromGrpc(status);
  return response.status();
}

absl::StatusOr<quoth::v1::Document> GetDocument(
    const std::shared_ptr<grpc::Channel>& channel, const std::string& name) {
  grpc::ClientContext context;
  SetDeadline(context);
  quoth::v1::GetDocumentRequest request;
  request.set_name(name);
  quoth::v1::Document document;
  const auto status = quoth::v1::IngestService::NewStub(channel)->GetDocument(
      &context, request, &document);
  if (!status.ok()) return FromGrpc(status);
  return document;
}

TEST(ServerHostTest, ServesOnAPortOfItsChoice) {
  Running running;
  ASSERT_TRUE(running.started.ok()) << running.started;
  EXPECT_GT(running.host.port(), 0);
  EXPECT_EQ(GetDocument(running.Dial(), "documents/a")->name(), "documents/a");
  // Details reach the client.
  const auto missing = GetDocument(running.Dial(), "documents/none");
  EXPECT_EQ(missing.status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ReasonOf(missing.status()), "RESOURCE_NOT_FOUND");
  // Calls of the API that no one wrote yet.
  grpc::ClientContext context;
  quoth::v1::BackupRequest request;
  const auto reader = quoth::v1::IngestService::NewStub(running.Dial())
                          ->Backup(&context, request);
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::UNIMPLEMENTED);
}

TEST(ServerHostTest, HealthOfTheServerAndOfEachService) {
  Running running;
  const auto channel = running.Dial();
  EXPECT_EQ(*Health(channel, ""), HealthCheckResponse::SERVING);
  EXPECT_EQ(*Health(channel, kIngest), HealthCheckResponse::SERVING);
  EXPECT_EQ(Health(channel, "quoth.v1.Nothing").status().code(),
            absl::StatusCode::kNotFound);
  running.host.SetServing(kIngest, false);
  EXPECT_EQ(*Health(channel, kIngest), HealthCheckResponse::NOT_SERVING);
  EXPECT_EQ(*Health(channel, ""), HealthCheckResponse::SERVING);
}

// An index tells of its health from its own thread, before, during and after
// the server's life.
TEST(ServerHostTest, HealthMayBeSetAnyTime) {
  SlowDocuments service;
  ServerHost host(QuietOptions(), Log());
  host.AddService(&service, kIngest);
  std::atomic<bool> done = false;
  std::thread teller([&] {
    for (bool serving = false; !done; serving = !serving)
      host.SetServing(kIngest, serving);
    host.SetServing(kIngest, false);
  });
  ASSERT_TRUE(host.Start().ok());
  const auto channel = grpc::CreateChannel(host.addresses()[0],
                                           grpc::InsecureChannelCredentials());
  EXPECT_TRUE(Health(channel, kIngest).ok());
  done = true;
  teller.join();
  EXPECT_EQ(*Health(channel, kIngest), HealthCheckResponse::NOT_SERVING);
  host.DrainAndStop();
  host.SetServing(kIngest, true);
}

// The two versions differ in their package alone, so one client speaks both.
std::vector<reflection::ServerReflectionResponse> Reflect(
    const std::shared_ptr<grpc::Channel>& channel, const std::string& version,
    const std::vector<reflection::ServerReflectionRequest>& requests) {
  grpc::TemplatedGenericStub<reflection::ServerReflectionRequest,
                             reflection::ServerReflectionResponse>
      stub(channel);
  grpc::ClientContext context;
  SetDeadline(context);
  grpc::CompletionQueue queue;
  const auto next = [&queue] {
    void* tag = nullptr;
    bool ok = false;
    return queue.Next(&tag, &ok) && ok;
  };
  auto stream = stub.PrepareCall(
      &context,
      "/grpc.reflection." + version + ".ServerReflection/ServerReflectionInfo",
      &queue);
  stream->StartCall(nullptr);
  std::vector<reflection::ServerReflectionResponse> responses;
  if (!next()) return responses;
  for (const auto& request : requests) {
    stream->Write(request, nullptr);
    if (!next()) return responses;
    stream->Read(&responses.emplace_back(), nullptr);
    if (!next()) return responses;
  }
  stream->WritesDone(nullptr);
  next();
  grpc::Status status;
  stream->Finish(&status, nullptr);
  next();
  EXPECT_TRUE(status.ok()) << status.error_message();
  return responses;
}

class ReflectionTest : public testing::TestWithParam<std::string> {};

TEST_P(ReflectionTest, DescribesWhatIsServed) {
  Running running;
  std::vector<reflection::ServerReflectionRequest> requests(5);
  requests[0].set_list_services("*");
  requests[1].set_file_containing_symbol("quoth.v1.IngestService.GetDocument");
  requests[2].set_file_by_filename("quoth/v1/statement.proto");
  requests[3].set_file_containing_symbol("quoth.v1.NoSuchThing");
  requests[4].set_all_extension_numbers_of_type("quoth.v1.Statement");
  const auto responses = Reflect(running.Dial(), GetParam(), requests);
  ASSERT_EQ(responses.size(), 5u);

  std::set<std::string> services;
  for (const auto& service : responses[0].list_services_response().service()) {
    services.insert(service.name());
  }
  EXPECT_TRUE(services.contains(kIngest));

  // Every file a client needs to call the method, whichever way they come.
  std::set<std::string> files;
  for (const std::string& bytes :
       responses[1].file_descriptor_response().file_descriptor_proto()) {
    google::protobuf::FileDescriptorProto file;
    ASSERT_TRUE(file.ParseFromString(bytes));
    files.insert(file.name());
  }
  EXPECT_TRUE(files.contains("quoth/v1/ingest_service.proto"));
  EXPECT_TRUE(responses[2].has_file_descriptor_response());
  EXPECT_EQ(responses[3].error_response().error_code(),
            grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(responses[4].all_extension_numbers_response().base_type_name(),
            "quoth.v1.Statement");
}

INSTANTIATE_TEST_SUITE_P(Versions, ReflectionTest,
                         testing::Values("v1", "v1alpha"),
                         [](const auto& info) { return info.param; });

TEST(ServerHostTest, DrainLetsCallsFinish) {
  Running running;
  absl::StatusOr<quoth::v1::Document> slow;
  std::thread caller(
      [&] { slow = GetDocument(running.Dial(), "documents/slow"); });
  running.service.begun.WaitForNotification();
  bool drained = false;
  running.host.OnDrain([&] { drained = true; });
  std::thread ender([&] { running.host.DrainAndStop(); });
  absl::SleepFor(absl::Milliseconds(50));
  running.service.go_on.Notify();
  caller.join();
  ender.join();
  EXPECT_TRUE(slow.ok()) << slow.status();
  EXPECT_TRUE(drained);
  EXPECT_FALSE(GetDocument(running.Dial(), "documents/a").ok());
}

TEST(ServerHostTest, DrainCancelsWhatOutlastsTheDeadline) {
  HostOptions options = QuietOptions();
  options.drain_deadline = absl::Milliseconds(100);
  Running running(options);
  absl::StatusOr<quoth::v1::Document> slow;
  std::thread caller(
      [&] { slow = GetDocument(running.Dial(), "documents/slow"); });
  running.service.begun.WaitForNotification();
  const absl::Time begin = absl::Now();
  running.host.DrainAndStop();
  caller.join();
  EXPECT_LT(absl::Now() - begin, absl::Seconds(5));
  EXPECT_FALSE(slow.ok());
}

TEST(ServerHostTest, WatchersHearOfTheDrainBeforeItEnds) {
  Running running;
  grpc::ClientContext context;
  SetDeadline(context);
  const auto stub = grpc::health::v1::Health::NewStub(running.Dial());
  const auto watch = stub->Watch(&context, HealthCheckRequest());
  HealthCheckResponse response;
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::SERVING);
  std::thread ender([&] { running.host.DrainAndStop(); });
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::NOT_SERVING);
  context.TryCancel();
  ender.join();
}

TEST(ServerHostTest, TwoServersOnOnePortIsAMistake) {
  Running first;
  HostOptions options = QuietOptions();
  options.listen = first.host.addresses();
  Running second(options);
  EXPECT_EQ(second.started.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(second.started), "CANNOT_LISTEN");
  EXPECT_TRUE(GetDocument(first.Dial(), "documents/a").ok());
}

TEST(ServerHostTest, UnixSockets) {
  TemporaryFolder folder;
  HostOptions options = QuietOptions();
  options.listen = {"unix:" + folder / "quoth.sock", "127.0.0.1:0"};
  Running running(options);
  ASSERT_TRUE(running.started.ok()) << running.started;
  EXPECT_GT(running.host.port(), 1);
  EXPECT_TRUE(GetDocument(running.Dial(), "documents/a").ok());
}

TEST(ServerHostTest, TlsFromFiles) {
  TemporaryFolder folder;
  const SelfSigned pem = MakeSelfSigned("localhost");
  std::ofstream(folder / "cert.pem") << pem.certificate;
  std::ofstream(folder / "key.pem") << pem.key;
  HostOptions options = QuietOptions();
  options.tls_certificate_file = folder / "cert.pem";
  options.tls_key_file = folder / "key.pem";
  Running running(options);
  ASSERT_TRUE(running.started.ok()) << running.started;
  grpc::SslCredentialsOptions trust;
  trust.pem_root_certs = pem.certificate;
  grpc::ChannelArguments arguments;
  arguments.SetSslTargetNameOverride("localhost");
  const auto channel = grpc::CreateCustomChannel(
      running.host.addresses()[0], grpc::SslCredentials(trust), arguments);
  EXPECT_TRUE(GetDocument(channel, "documents/a").ok());
  EXPECT_FALSE(
      GetDocument(running.Dial(), "documents/a").ok());  // In the clear.
}

TEST(ServerHostTest, TlsMistakesAreSaid) {
  HostOptions options = QuietOptions();
  options.tls_certificate_file = "/no/such/cert.pem";
  EXPECT_EQ(ReasonOf(Running(options).started), "TLS_INCOMPLETE");
  options.tls_key_file = "/no/such/key.pem";
  EXPECT_EQ(ReasonOf(Running(options).started), "TLS_FILE_UNREADABLE");
}

TEST(ServerHostTest, RunEndsOnASignalAndWritesThePortFile) {
  TemporaryFolder folder;
  HostOptions options;
  options.announce = true;
  options.port_file = folder / "port";
  SlowDocuments service;
  ServerHost host(options, Log());
  host.AddService(&service, quoth::v1::IngestService::service_full_name());
  testing::internal::CaptureStdout();
  int exit_code = -1;
  std::thread runner([&] { exit_code = host.Run(); });
  int port = 0;
  for (int i = 0; i < 1000 && port == 0; ++i) {
    std::ifstream(options.port_file) >> port;
    absl::SleepFor(absl::Milliseconds(10));
  }
  EXPECT_EQ(port, host.port());
  const auto channel = grpc::CreateChannel("127.0.0.1:" + std::to_string(port),
                                           grpc::InsecureChannelCredentials());
  EXPECT_TRUE(GetDocument(channel, "documents/a").ok());
  raise(SIGTERM);
  runner.join();
  EXPECT_EQ(exit_code, 0);
  EXPECT_EQ(testing::internal::GetCapturedStdout(),
            "listening on 127.0.0.1:" + std::to_string(port) + "\n");
}

TEST(StopNotificationTest, WaitsUntilTold) {
  StopNotification stop;
  EXPECT_FALSE(stop.notified());
  EXPECT_FALSE(stop.WaitFor(absl::Milliseconds(10)));
  std::thread other([&] { stop.Notify(); });
  stop.Wait();
  other.join();
  stop.Notify();
  EXPECT_TRUE(stop.WaitFor(absl::ZeroDuration()));
}

}  // namespace
}  // namespace quoth::kit
