import TaskEngine

/// What it costs that calls wait for their turn.
let queueCases: [Benchmark] = [
  Benchmark(
    name: "launch to resolution, a queue of 100,000 under one key, two at a time",
    baseline: "the same calls without a key",
    quantity: .time,
    times: 100_000,
    samples: 1,
    rounds: 5,
    prepare: {
      .init(
        subject: queue,
        baseline: measuring({ .routing(.background) }) { try await $0.burst($1) }
      )
    }
  ),
  Benchmark(
    name: "cancel of 20,000 waiting tasks",
    baseline: "of bare tasks at a gate, all awaited",
    quantity: .time,
    times: 20_000,
    samples: 1,
    prepare: { .init(subject: cancel, baseline: try await bareCancel()) }
  ),
]

/// A burst of which no call starts before all have been launched, and then each when one before has ended.
let queue: Benchmark.Work = { times, meter in
  let (manager, gate) = try await occupied()
  let session = manager.session()
  let context = TaskStartContext(tools: [quickTool])
  try await meter.measure {
    for number in 0..<times { _ = try await session.startTask(.plain(call(number)), context: context) }
    gate.open()
    var taken = 0
    while taken < times + slots { taken += try await session.waitForLoopUpdates(.anyUpdate).count }
  }
  await manager.shutdown()
}

private let cancel: Benchmark.Work = { times, meter in
  let (manager, gate) = try await occupied()
  let session = manager.session()
  let context = TaskStartContext(tools: [quickTool])
  var tasks: [TaskID] = []
  for number in 0..<times {
    guard case .pending(let pending) = try await session.startTask(.plain(call(number)), context: context) else {
      preconditionFailure()
    }
    tasks.append(pending.task.id)
  }
  try await meter.measure {
    for task in tasks { try await manager.handle.cancel(task) }
    var taken = 0
    while taken < times {
      let updates = try await session.waitForLoopUpdates(.anyUpdate)
      precondition(updates.allSatisfy { $0.task.status == .cancelled })
      taken += updates.count
    }
  }
  gate.open()
  await manager.shutdown()
}

private func bareCancel() async throws -> Benchmark.Work {
  let context = try await toolContext()
  return { times, meter in
    let gate = Gate(awaiting: times)
    let tool = gate.cancellableTool
    var tasks: [Task<ToolResult, any Error>] = []
    for number in 0..<times {
      let request = call(number)
      tasks.append(Task { try await tool.call(request, context: context) })
    }
    await gate.allWait()
    let launched = tasks
    try await meter.measure {
      for task in launched { task.cancel() }
      var results: [ToolResult] = []
      for task in launched { results.append(try await task.value) }
      precondition(results.count == times)
    }
  }
}

private let slots = 2

/// A manager whose slots are taken until the gate is opened: all further calls wait.
func occupied() async throws -> (AsyncTaskManager, Gate) {
  let manager = AsyncTaskManager.routing(RoutingDecision(kind: .background, concurrency: ["quick": slots]))
  let gate = Gate(awaiting: slots)
  let context = TaskStartContext(tools: [gate.tool])
  for number in 0..<slots { _ = try await manager.session().startTask(.plain(call(number)), context: context) }
  await gate.allWait()
  return (manager, gate)
}
