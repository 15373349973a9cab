import Synchronization
import TaskEngine

/// What a task keeps allocated.
let memoryCases: [Benchmark] = [
  Benchmark(
    name: "memory kept for an ended task beyond retention",
    baseline: "nothing",
    quantity: .memory,
    target: .excess(0),
    times: 20_000,
    samples: 1,
    rounds: 5,
    prepare: {
      let manager = AsyncTaskManager(routing: { _, _ in .background })
      try await pass(20_000, through: manager)
      return .init(
        subject: { times, meter in try await meter.measure { try await pass(times, through: manager) } },
        baseline: { _, meter in await meter.measure {} }
      )
    }
  ),
  Benchmark(
    name: "memory of a background task that runs",
    baseline: "of a bare Task {}",
    quantity: .memory,
    target: .excess(1024),
    times: 10_000,
    samples: 1,
    rounds: 5,
    prepare: { .init(subject: running, baseline: try await bareRunning()) }
  ),
]

private let running: Benchmark.Work = { times, meter in
  let gate = Gate(awaiting: times)
  let manager = AsyncTaskManager(routing: { _, _ in .background })
  let session = manager.session()
  let context = TaskStartContext(tools: [gate.tool])
  try await meter.measure {
    for number in 0..<times { _ = try await session.startTask(.plain(call(number)), context: context) }
    await gate.allWait()
  }
  gate.open()
  try await manager.handle.waitForIdle()
  await manager.shutdown()
}

private func bareRunning() async throws -> Benchmark.Work {
  let context = try await toolContext()
  return { times, meter in
    let gate = Gate(awaiting: times)
    var tasks: [Task<ToolResult, any Error>] = []
    tasks.reserveCapacity(times)
    await meter.measure {
      for number in 0..<times {
        let request = call(number)
        tasks.append(Task { try await gate.tool.call(request, context: context) })
      }
      await gate.allWait()
    }
    gate.open()
    for task in tasks { _ = try await task.value }
  }
}

/// Where calls wait until all are there and someone lets them go on.
private final class Gate: Sendable {
  private struct State {
    var waiting: [CheckedContinuation<Void, Never>] = []
    var watcher: CheckedContinuation<Void, Never>?
  }

  private let count: Int
  private let state = Mutex(State())

  init(awaiting count: Int) {
    self.count = count
    state.withLock { $0.waiting.reserveCapacity(count) }
  }

  var tool: any Tool {
    ClosureTool("quick") { request, _ in
      await self.wait()
      return .text(request.callID)
    }
  }

  private func wait() async {
    await withCheckedContinuation { continuation in
      let watcher = state.withLock { state in
        state.waiting.append(continuation)
        return state.waiting.count == count ? state.watcher.take() : nil
      }
      watcher?.resume()
    }
  }

  func allWait() async {
    await withCheckedContinuation { continuation in
      let isEarly = state.withLock { state in
        if state.waiting.count == count { return false }
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
