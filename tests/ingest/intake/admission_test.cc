// Places are bounded, given back, and handed on in order.
#include "ingest-service/intake/admission.h"

#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <thread>
#include <vector>

namespace quoth::ingest {
namespace {

TEST(Admission, BoundsDocumentsAndBytes) {
  Admission gate({.documents_max = 2, .bytes_max = 100});
  Admission::Place first = gate.TryEnter(60);
  EXPECT_TRUE(first.held());
  EXPECT_FALSE(gate.TryEnter(60).held());
  Admission::Place second = gate.TryEnter(40);
  EXPECT_TRUE(second.held());
  EXPECT_FALSE(gate.TryEnter(0).held());
  first = Admission::Place();
  EXPECT_TRUE(gate.TryEnter(60).held());
}

TEST(Admission, OneDocumentIsAlwaysAdmitted) {
  Admission gate({.documents_max = 2, .bytes_max = 100});
  EXPECT_TRUE(gate.TryEnter(1000).held());
}

TEST(Admission, WaitersComeInOrderAndBeforeNewcomers) {
  Admission gate({.documents_max = 1, .bytes_max = 100});
  std::optional<Admission::Place> first = gate.TryEnter(1);
  std::vector<int> order;
  std::vector<Admission::Place> places;
  for (int i = 0; i < 3; ++i) {
    gate.Enter(1, [&, i](Admission::Place place) {
      order.push_back(i);
      places.push_back(std::move(place));
    });
  }
  EXPECT_TRUE(order.empty());
  first.reset();
  EXPECT_EQ(order, std::vector<int>({0}));
  EXPECT_FALSE(gate.TryEnter(1).held());
  places.erase(places.begin());
  EXPECT_EQ(order, std::vector<int>({0, 1}));
}

TEST(Admission, NeverOverfullUnderManyThreads) {
  Admission gate({.documents_max = 3, .bytes_max = 1000});
  std::atomic<int> inside = 0;
  std::atomic<int> most = 0;
  std::atomic<int> done = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 300; ++i) {
        gate.Enter(10, [&](Admission::Place) {
          const int now = ++inside;
          int seen = most;
          while (now > seen && !most.compare_exchange_weak(seen, now)) {
          }
          --inside;
          ++done;
        });
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(done, 2400);
  EXPECT_LE(most, 3);
}

}  // namespace
}  // namespace quoth::ingest
