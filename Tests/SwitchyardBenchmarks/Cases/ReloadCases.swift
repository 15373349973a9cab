import Synchronization
import TaskEngine
import TaskPolicy

/// What calls notice of a policy that is being loaded again.
let reloadCases: [Benchmark] = [
  Benchmark(
    name: "the longest routing call during a hot reload",
    baseline: "while another policy is loaded",
    quantity: .delay,
    times: 1,
    samples: 1,
    rounds: 201,
    prepare: {
      let asked = try Reloaded()
      let other = try Reloaded()
      return .init(
        subject: { times, meter in
          for _ in 0..<times { meter.note(nanoseconds: try await asked.longestCall(whileLoading: asked)) }
        },
        baseline: { times, meter in
          for _ in 0..<times { meter.note(nanoseconds: try await asked.longestCall(whileLoading: other)) }
        }
      )
    }
  )
]

/// A policy that is saved again and again.
private final class Reloaded: Sendable {
  private let policy = LuaPolicy()
  private let version = Atomic(0)

  init() throws { try load() }

  /// Loads a version that differs from the last.
  private func load() throws {
    let number = version.load(ordering: .relaxed) + 1
    try policy.define("\(twoFields)\n-- version \(number)\n")
    version.store(number, ordering: .relaxed)
  }

  /// Asks until the other one is loaded; the nanoseconds of the call that took longest.
  func longestCall(whileLoading other: Reloaded) async throws -> Double {
    let clock = ContinuousClock()
    let request = call(0)
    let last = other.version.load(ordering: .relaxed)
    async let load: Void = other.load()
    var longest = Duration.zero
    var isLoaded = false
    repeat {
      // Read before the call, so that the last one asks what was loaded.
      isLoaded = other.version.load(ordering: .relaxed) != last
      let took = try clock.measure { _ = try policy.route(request, tasks: .empty) }
      longest = max(longest, took)
    } while !isLoaded
    try await load
    return longest / .nanoseconds(1)
  }
}
