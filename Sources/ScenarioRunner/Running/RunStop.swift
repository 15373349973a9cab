import Synchronization

/// The wish to end a run before its time, by a signal or after a failure: it reaches what runs now, and what would
/// run next.
package final class RunStop: Sendable {
  private struct State {
    var isRequested = false
    var last = 0
    var endings: [Int: @Sendable () -> Void] = [:]
  }

  private let state = Mutex(State())

  package init() {}

  package var isRequested: Bool { state.withLock { $0.isRequested } }

  /// Ends what runs. From any thread, once or more often.
  package func request() {
    let endings = state.withLock { state in
      state.isRequested = true
      return state.endings.sorted { $0.key < $1.key }.map(\.value)
    }
    for end in endings { end() }
  }

  /// Runs `body`, which `end` makes come to an end: called at once if the run is to end already.
  func ending<Value>(by end: @escaping @Sendable () -> Void, _ body: () async throws -> Value) async rethrows -> Value {
    let (id, isRequested) = state.withLock { state in
      state.last += 1
      state.endings[state.last] = end
      return (state.last, state.isRequested)
    }
    defer { _ = state.withLock { $0.endings.removeValue(forKey: id) } }
    if isRequested { end() }
    return try await body()
  }
}
