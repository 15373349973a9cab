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
      let manager = AsyncTaskManager.routing(.background)
      try await manager.pass(20_000)
      return .init(
        subject: { times, meter in try await meter.measure { try await manager.pass(times) } },
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
  Benchmark(
    name: "memory of a task that waits for a slot",
    baseline: "of a bare Task {} that waits",
    quantity: .memory,
    times: 10_000,
    samples: 1,
    rounds: 5,
    prepare: { .init(subject: queued, baseline: try await bareRunning()) }
  ),
  Benchmark(
    name: "memory of a task that has ended and is remembered",
    baseline: "of its request and its result in an array",
    quantity: .memory,
    times: 10_000,
    samples: 1,
    rounds: 5,
    prepare: { .init(subject: remembered, baseline: kept) }
  ),
]

private let running: Benchmark.Work = { times, meter in
  let gate = Gate(awaiting: times)
  let manager = AsyncTaskManager.routing(.background)
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

private let queued: Benchmark.Work = { times, meter in
  let (manager, gate) = try await occupied()
  let session = manager.session()
  let context = TaskStartContext(tools: [quickTool])
  try await meter.measure {
    for number in 0..<times { _ = try await session.startTask(.plain(call(number)), context: context) }
  }
  let waiting = await manager.handle.listQueued()
  precondition(waiting.count == times)
  gate.open()
  try await manager.handle.waitForIdle()
  await manager.shutdown()
}

private let remembered: Benchmark.Work = { times, meter in
  var configuration = AsyncTaskManager.Configuration(routing: { _, _ in .background })
  configuration.retainedTasks = times
  let manager = AsyncTaskManager(configuration)
  try await meter.measure { try await manager.pass(times) }
  let ended = await manager.handle.listCompleted()
  precondition(ended.count == times)
  await manager.shutdown()
}

private let kept: Benchmark.Work = { times, meter in
  let all = await meter.measure {
    var all: [(ToolRequest, ToolResult)] = []
    for number in 0..<times {
      let request = call(number)
      all.append((request, .text(request.callID)))
    }
    return all
  }
  precondition(all.count == times)
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
