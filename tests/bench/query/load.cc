#include "tests/bench/query/load.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>

#include "query-service/handlers/wire.h"
#include "quoth/v1/query_service.grpc.pb.h"
#include "tests/bench/query/made_log.h"

namespace quoth::bench {
namespace {

using Clock = std::chrono::steady_clock;
using quoth::v1::ListStatementsRequest;
using quoth::v1::QueryService;

constexpr double kWarmSeconds = 1;

std::shared_ptr<grpc::Channel> Dial(int port, int number) {
  grpc::ChannelArguments arguments;
  arguments.SetInt("quoth.bench.channel", number);  // A connection of its own.
  return grpc::CreateCustomChannel("127.0.0.1:" + std::to_string(port),
                                   grpc::InsecureChannelCredentials(),
                                   arguments);
}

double SecondsSince(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

void Require(const grpc::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "call failed: %s\n", status.error_message().c_str());
  std::exit(1);
}

// Counts calls between a beginning and an end.
class Meter {
 public:
  explicit Meter(const LoadOptions& options)
      : options_(options), cpu_(options.server_cpu()), begin_(Clock::now()) {}
  void Add(double seconds, std::size_t bytes) {
    latencies_.push_back(seconds * 1e6);
    bytes_ += static_cast<double>(bytes);
  }
  bool Over() const { return SecondsSince(begin_) >= options_.seconds; }
  Measured Result() {
    Measured out;
    const auto calls = static_cast<double>(latencies_.size());
    out.calls_a_second = calls / SecondsSince(begin_);
    out.server_us = (options_.server_cpu() - cpu_) / calls * 1e6;
    out.bytes = bytes_ / calls;
    const auto middle =
        latencies_.begin() + static_cast<std::ptrdiff_t>(latencies_.size() / 2);
    std::nth_element(latencies_.begin(), middle, latencies_.end());
    out.p50_us = *middle;
    return out;
  }

 private:
  const LoadOptions& options_;
  const double cpu_;
  const Clock::time_point begin_;
  std::vector<double> latencies_;
  double bytes_ = 0;
};

// Calls `once` (which returns a response's size) until the time is over.
template <typename Once>
Measured OneByOne(const LoadOptions& options, const Once& once) {
  const auto warm = Clock::now();
  while (SecondsSince(warm) < kWarmSeconds) once();
  Meter meter(options);
  while (!meter.Over()) {
    const auto begin = Clock::now();
    const std::size_t bytes = once();
    meter.Add(SecondsSince(begin), bytes);
  }
  return meter.Result();
}

}  // namespace

std::vector<std::string> MakeRequests(const std::string& kind) {
  std::mt19937_64 random(7);
  const Zipf speakers(2'000);
  const Zipf topics(500);
  std::vector<std::string> requests;
  for (int i = 0; i < 500; ++i) {
    ListStatementsRequest request;
    request.set_page_size(20);
    auto& filter = *request.mutable_filter();
    if (kind != "topic") {
      filter.add_speakers("speakers/speaker-" +
                          std::to_string(speakers.Draw(random)));
    }
    if (kind != "speaker") {
      filter.add_topics("topics/topic-" + std::to_string(topics.Draw(random)));
    }
    if (kind == "both, dates") {
      auto& range = *filter.mutable_said_on();
      range.mutable_first()->set_year(2005);
      range.mutable_last()->set_year(2020);
    }
    requests.push_back(request.SerializeAsString());
  }
  return requests;
}

Measured LoadUnary(int port, const std::vector<std::string>& requests,
                   const LoadOptions& options) {
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs;
  for (int i = 0; i < options.channels; ++i)
    stubs.push_back(std::make_unique<grpc::GenericStub>(Dial(port, i)));
  grpc::CompletionQueue queue;
  struct Call {
    grpc::ClientContext context;
    std::unique_ptr<grpc::GenericClientAsyncResponseReader> reader;
    grpc::ByteBuffer response;
    grpc::Status status;
    std::size_t stub = 0;
    Clock::time_point begin;
  };
  std::size_t next = 0;
  const auto start = [&](std::size_t stub) {
    auto* const call = new Call;
    call->stub = stub;
    call->begin = Clock::now();
    call->reader = stubs[stub]->PrepareUnaryCall(
        &call->context, "/quoth.v1.QueryService/ListStatements",
        query::BufferOf(requests[next++ % requests.size()]), &queue);
    call->reader->StartCall();
    call->reader->Finish(&call->response, &call->status, call);
  };
  for (int i = 0; i < options.in_flight; ++i)
    start(static_cast<std::size_t>(i) % stubs.size());
  const auto warm = Clock::now();
  std::unique_ptr<Meter> meter;
  Measured result;
  for (int open = options.in_flight; open > 0;) {
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    const std::unique_ptr<Call> call(static_cast<Call*>(tag));
    Require(call->status);
    if (meter == nullptr) {
      if (SecondsSince(warm) >= kWarmSeconds)
        meter = std::make_unique<Meter>(options);
    } else if (result.calls_a_second == 0) {
      meter->Add(SecondsSince(call->begin), call->response.Length());
      if (meter->Over()) result = meter->Result();
    }
    if (result.calls_a_second == 0) {
      start(call->stub);
    } else {
      --open;
    }
  }
  return result;
}

Measured LoadStream(int port, const std::vector<std::string>& requests,
                    const LoadOptions& options) {
  const auto stub = QueryService::NewStub(Dial(port, 0));
  grpc::ClientContext context;
  const auto stream = stub->LookupStream(&context);
  std::vector<quoth::v1::LookupStreamRequest> lookups;
  for (const std::string& request : requests) {
    lookups.emplace_back().mutable_list_statements()->ParseFromString(request);
    lookups.back().set_tag(lookups.size());
  }
  std::size_t next = 0;
  Measured measured = OneByOne(options, [&] {
    quoth::v1::LookupStreamResponse response;
    const auto& lookup = lookups[next++ % lookups.size()];
    if (!stream->Write(lookup) || !stream->Read(&response) ||
        response.tag() != lookup.tag() || !response.has_list_statements()) {
      std::fprintf(stderr, "lookup on the stream failed\n");
      std::exit(1);
    }
    return response.ByteSizeLong();
  });
  stream->WritesDone();
  quoth::v1::LookupStreamResponse rest;
  while (stream->Read(&rest)) {
  }
  Require(stream->Finish());
  return measured;
}

Measured LoadUnaryBlocking(int port, const std::vector<std::string>& requests,
                           const LoadOptions& options) {
  const auto stub = QueryService::NewStub(Dial(port, 0));
  std::vector<ListStatementsRequest> parsed(requests.size());
  for (std::size_t i = 0; i < requests.size(); ++i)
    parsed[i].ParseFromString(requests[i]);
  std::size_t next = 0;
  return OneByOne(options, [&] {
    grpc::ClientContext context;
    quoth::v1::ListStatementsResponse response;
    Require(stub->ListStatements(&context, parsed[next++ % parsed.size()],
                                 &response));
    return response.ByteSizeLong();
  });
}

std::vector<std::string> Fetch(int port,
                               const std::vector<std::string>& requests) {
  const auto stub = QueryService::NewStub(Dial(port, 0));
  std::vector<std::string> answers;
  for (const std::string& bytes : requests) {
    ListStatementsRequest request;
    request.ParseFromString(bytes);
    grpc::ClientContext context;
    quoth::v1::ListStatementsResponse response;
    Require(stub->ListStatements(&context, request, &response));
    answers.push_back(response.SerializeAsString());
  }
  return answers;
}

}  // namespace quoth::bench
