import Synchronization
import TaskEngine
import TaskPolicy

/// What a policy's observer was told, in order.
final class LoadObserver: Sendable {
  private let all = Mutex<[PolicyReport]>([])
  private let observation = Mutex<(any Sendable)?>(nil)

  init(_ policy: LuaPolicy) {
    let value = policy.observeLoads { [weak self] report in self?.all.withLock { $0.append(report) } }
    observation.withLock { $0 = value }
  }

  var reports: [PolicyReport] { all.withLock { $0 } }

  /// The reports in words: `1` for a generation, the fault otherwise.
  var words: [String] {
    reports.map { report in
      switch report {
      case .loaded(let load): "\(load.generation)"
      case .fault(let fault): fault.description
      }
    }
  }

  func stop() { observation.withLock { $0 = nil } }

  /// Waits for one more report than there are in `count`, with a bound.
  func next(after count: Int) async throws -> PolicyReport {
    try await eventually("report \(count + 1)") { self.reports.count > count }
    return reports[count]
  }
}
