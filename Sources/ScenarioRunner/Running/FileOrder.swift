import Synchronization

/// What happens while a file runs.
package enum ScenarioEvent: Sendable {
  case fileBegan(String)
  case testBegan(ScenarioTest)
  case testEnded(ScenarioResult)
  case fileEnded(ScenarioFileReport)
}

/// Passes on what happens in several files at once in the order of the files: the first that has not ended as it
/// happens, the others when their turn comes.
package final class FileOrder: Sendable {
  private struct State {
    var current = 0
    var held: [Int: [ScenarioEvent]] = [:]
  }

  private let state = Mutex(State())
  private let deliver: @Sendable (ScenarioEvent) -> Void

  /// - Parameter deliver: called for one event at a time.
  package init(deliver: @escaping @Sendable (ScenarioEvent) -> Void) { self.deliver = deliver }

  /// Takes an event of the file that comes at `place`.
  package func take(_ event: ScenarioEvent, at place: Int) {
    state.withLock { state in
      guard place == state.current else {
        // Where its turn has not come, nobody watches its tests begin.
        if case .testBegan = event { return }
        state.held[place, default: []].append(event)
        return
      }
      deliver(event)
      guard case .fileEnded = event else { return }
      var isEnded = true
      while isEnded {
        state.current += 1
        isEnded = false
        for event in state.held.removeValue(forKey: state.current) ?? [] {
          deliver(event)
          if case .fileEnded = event { isEnded = true }
        }
      }
    }
  }
}
