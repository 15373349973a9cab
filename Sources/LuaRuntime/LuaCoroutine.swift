internal import CLuaShims

/// A Lua function that runs to its end, waiting on the way. It can run once.
///
/// Sendable because the cancellation level is atomic in C, and `started` is guarded by the state's lock.
package final class LuaCoroutine: @unchecked Sendable {
  private let state: LuaState
  private let function: LuaFunction
  private let record: OpaquePointer?
  private var started = false

  init(state: LuaState, function: LuaFunction) {
    self.state = state
    self.function = function
    record = sy_coroutine_new()
  }

  deinit {
    guard let record else { return }
    state.releases.release(coroutine: sy_coroutine_id(record))
    sy_coroutine_free(record)
  }

  /// Makes each later wait raise a cancellation that Lua cannot catch, and the next hook event too. A wait that is
  /// under way ends when the Swift task that runs the coroutine is cancelled.
  ///
  /// - Parameter waitsOnly: leaves code that does not wait alone.
  package func cancel(waitsOnly: Bool = false) {
    if let record { sy_coroutine_cancel(record, waitsOnly ? 1 : 2) }
  }

  /// Runs the function to its end and returns its results, awaiting each wait with the state unlocked.
  ///
  /// - Parameter budget: for each stretch between waits.
  package func run(
    _ arguments: [LuaValue] = [],
    budget: LuaBudget = .unlimited
  ) async throws(LuaError) -> [LuaValue] {
    var step = try start(arguments, budget)
    while true {
      switch step {
      case .done(let values): return values
      case .wait(let wait):
        let ended: Result<[LuaValue], any Error>
        do {
          ended = .success(try await wait())
        } catch {
          ended = .failure(error)
        }
        step = try resume(ended, budget)
      case .pause:
        await Task.yield()
        step = try goOn(budget)
      }
    }
  }

  private enum Step {
    case done([LuaValue])
    case wait(@Sendable () async throws -> [LuaValue])
    case pause
  }

  private func start(_ arguments: [LuaValue], _ budget: LuaBudget) throws(LuaError) -> Step {
    try state.enter { engine throws(LuaError) in
      try state.check(function)
      guard let record else { throw LuaError(.memory, "no memory for a coroutine") }
      guard !started else { throw LuaError(.misuse, "a coroutine runs only once") }
      started = true
      sy_coroutine_set_slice(record, Int64(budget.slice ?? 0))
      var writer = TapeWriter(for: state)
      try writer.append(arguments)
      let status = writer.bytes.withUnsafeBytes {
        sy_coroutine_start(engine, record, function.id, $0.baseAddress, $0.count, budget.limits)
      }
      return try step(engine, status)
    }
  }

  private func goOn(_ budget: LuaBudget) throws(LuaError) -> Step {
    try state.enter { engine throws(LuaError) in
      guard let record else { throw LuaError(.memory, "no memory for a coroutine") }
      return try step(engine, sy_coroutine_go_on(engine, record, budget.limits))
    }
  }

  private func resume(_ ended: Result<[LuaValue], any Error>, _ budget: LuaBudget) throws(LuaError) -> Step {
    try state.enter { engine throws(LuaError) in
      guard let record else { throw LuaError(.memory, "no memory for a coroutine") }
      let (outcome, bytes) = outcome(of: ended)
      let status = bytes.withUnsafeBytes {
        sy_coroutine_resume(
          engine,
          record,
          Int32(outcome.rawValue),
          $0.baseAddress,
          $0.count,
          budget.limits
        )
      }
      return try step(engine, status)
    }
  }

  private func outcome(of ended: Result<[LuaValue], any Error>) -> (sy_status, [UInt8]) {
    do {
      var writer = TapeWriter(for: state)
      try writer.append(try ended.get())
      return (SY_OK, writer.bytes)
    } catch is CancellationError {
      return (SY_CANCELLED, [])
    } catch {
      return (SY_RUNTIME, Array(state.remember(error).utf8))
    }
  }

  private func step(_ engine: OpaquePointer, _ status: Int32) throws(LuaError) -> Step {
    let wait = state.pendingWait
    state.pendingWait = nil
    if UInt32(status) == SY_WAITING.rawValue, let wait { return .wait(wait) }
    if UInt32(status) == SY_PAUSED.rawValue { return .pause }
    return .done(try state.finish(engine, status))
  }
}
