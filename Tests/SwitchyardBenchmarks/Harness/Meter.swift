import CBenchmarks

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Measures one block of work. Used by one block at a time, on whatever thread that runs.
final class Meter: @unchecked Sendable {
  private let quantity: Quantity
  private let countsAllocations: Bool
  /// What has been measured so far: nanoseconds, or bytes.
  private(set) var total = 0.0
  private(set) var allocations = 0

  init(_ quantity: Quantity, countsAllocations: Bool = false) {
    self.quantity = quantity
    self.countsAllocations = countsAllocations || quantity == .memory
  }

  /// Adds what `body` costs.
  func measure<Result>(_ body: () async throws -> Result) async rethrows -> Result {
    if quantity == .memory {
      // What ran before may still be on its way out, on other threads.
      try? await Task.sleep(for: .milliseconds(50))
    }
    if countsAllocations { cb_allocations_begin() }
    let began = reading()
    let result = try await body()
    let ended = reading()
    if countsAllocations {
      let counted = cb_allocations_end()
      allocations += Int(counted.count)
      if quantity == .memory { total += Double(counted.live) }
    }
    total += ended - began
    return result
  }

  /// Adds a delay that the work itself has found.
  func note(nanoseconds delay: Double) { total += delay }

  private func reading() -> Double {
    switch quantity {
    case .processorTime: Meter.nanoseconds(CLOCK_PROCESS_CPUTIME_ID)
    case .time, .programTime: Meter.nanoseconds(CLOCK_MONOTONIC)
    case .memory, .delay: 0
    }
  }

  private static func nanoseconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
  }
}
