import Synchronization
import TaskEngine

/// Where calls wait until all are there and someone lets them go on.
final class Gate: Sendable {
  private struct State {
    var arrived = 0
    var waiting: [CheckedContinuation<Void, Never>] = []
    var watcher: CheckedContinuation<Void, Never>?
  }

  private let count: Int
  private let state = Mutex(State())

  init(awaiting count: Int) {
    self.count = count
    state.withLock { $0.waiting.reserveCapacity(count) }
  }

  /// Its calls cannot be cancelled.
  var tool: any Tool {
    ClosureTool("quick") { request, _ in
      await self.wait()
      return .text(request.callID)
    }
  }

  /// Its calls wait until they are cancelled, whether or not the gate is opened.
  var cancellableTool: any Tool {
    ClosureTool("quick") { request, _ in
      await self.waitForCancellation()
      return .text(request.callID)
    }
  }

  // Nothing is shared between the two: a frame more, and a bare task needs a kilobyte more.
  private func wait() async {
    await withCheckedContinuation { continuation in
      let watcher = state.withLock { state in
        state.waiting.append(continuation)
        state.arrived += 1
        return state.arrived == count ? state.watcher.take() : nil
      }
      watcher?.resume()
    }
  }

  private func waitForCancellation() async {
    let waiter = CancellableWait()
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        waiter.begin(continuation)
        let watcher = state.withLock { state in
          state.arrived += 1
          return state.arrived == count ? state.watcher.take() : nil
        }
        watcher?.resume()
      }
    } onCancel: {
      waiter.end()
    }
  }

  func allWait() async {
    await withCheckedContinuation { continuation in
      let isEarly = state.withLock { state in
        if state.arrived >= count { return false }
        state.watcher = continuation
        return true
      }
      if !isEarly { continuation.resume() }
    }
  }

  func open() {
    for continuation in state.withLock({ $0.waiting }) { continuation.resume() }
  }
}

/// The least that a task needs to wait until it is cancelled.
private final class CancellableWait: Sendable {
  private enum State {
    case new, ended
    case waiting(CheckedContinuation<Void, Never>)
  }

  private let state = Mutex(State.new)

  func begin(_ continuation: CheckedContinuation<Void, Never>) {
    let hasEnded = state.withLock { state in
      if case .ended = state { return true }
      state = .waiting(continuation)
      return false
    }
    if hasEnded { continuation.resume() }
  }

  func end() {
    let state = state.withLock { state in
      defer { state = .ended }
      return state
    }
    if case .waiting(let continuation) = state { continuation.resume() }
  }
}
