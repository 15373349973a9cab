import Glibc
import ScenarioRunner
import Synchronization
import TaskConsole

/// Ends a run of scenarios when a signal asks for it: the first time with complete reports, the second time at once.
final class SignalledEnd: Sendable {
  private let stop: RunStop
  private let first = Mutex<Int32?>(nil)

  init(_ stop: RunStop) { self.stop = stop }

  /// The exit status that a signal has decided.
  var status: Int32? { first.withLock { $0 } }

  func take(_ signal: ConsoleSignal) {
    let status: Int32
    switch signal {
    case .interrupt, .terminate, .hangUp: status = 128 + signal.number
    case .windowChanged, .suspend, .continued: return
    }
    let isFirst = first.withLock { first in
      defer { first = first ?? status }
      return first == nil
    }
    if !isFirst { _exit(status) }
    stop.request()
  }
}
