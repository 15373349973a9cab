import TaskEngine

/// What it costs to run a call and get its answer, beside the tool itself.
let launchCases: [Benchmark] = [
  Benchmark(
    name: "launch to resolution, a burst of 100,000 in the background",
    baseline: "bare Task {} per call, all awaited",
    quantity: .time,
    target: .ratio(1.5),
    times: 100_000,
    samples: 1,
    prepare: { .init(subject: burst, baseline: try await bareBurst()) }
  ),
  Benchmark(
    name: "launch to resolution, one foreground call at a time",
    baseline: "bare Task {} and await",
    quantity: .time,
    target: .ratio(2),
    samples: 3,
    prepare: { .init(subject: oneAtATime(), baseline: try await bareOneAtATime()) }
  ),
  Benchmark(
    name: "SimpleTaskManager, one call",
    baseline: "bare Task {} and await",
    quantity: .time,
    target: .ratio(0.25),
    samples: 3,
    prepare: { .init(subject: inline(), baseline: try await bareOneAtATime()) }
  ),
  Benchmark(
    name: "a call after 1,000,000 have passed",
    baseline: "the first 10,000",
    quantity: .time,
    target: .ratio(1.1),
    times: 10_000,
    samples: 1,
    rounds: 21,
    prepare: {
      let old = AsyncTaskManager(routing: { _, _ in .background })
      try await pass(1_000_000, through: old)
      return .init(
        subject: { times, meter in try await meter.measure { try await pass(times, through: old) } },
        baseline: { times, meter in
          let new = AsyncTaskManager(routing: { _, _ in .background })
          try await meter.measure { try await pass(times, through: new) }
        }
      )
    }
  ),
]

private let burst: Benchmark.Work = { times, meter in
  let manager = AsyncTaskManager(routing: { _, _ in .background })
  let session = manager.session()
  let context = TaskStartContext(tools: [quickTool])
  try await meter.measure {
    for number in 0..<times { _ = try await session.startTask(.plain(call(number)), context: context) }
    var taken = 0
    while taken < times { taken += try await session.waitForLoopUpdates(.anyUpdate).count }
  }
  await manager.shutdown()
}

private func bareBurst() async throws -> Benchmark.Work {
  let context = try await toolContext()
  return { times, meter in
    try await meter.measure {
      var tasks: [Task<ToolResult, any Error>] = []
      for number in 0..<times {
        let request = call(number)
        tasks.append(Task { try await quickTool.call(request, context: context) })
      }
      var results: [ToolResult] = []
      for task in tasks { results.append(try await task.value) }
      precondition(results.count == times)
    }
  }
}

private func oneAtATime() -> Benchmark.Work {
  let manager = AsyncTaskManager(routing: { _, _ in .foreground })
  let session = manager.session()
  let context = TaskStartContext(tools: [quickTool])
  return { times, meter in
    try await meter.measure {
      for number in 0..<times {
        let request = call(number)
        _ = try await session.startTask(.plain(request), context: context)
        guard case .resolution? = try await session.waitForTurn(request.turnID) else { preconditionFailure() }
      }
    }
  }
}

private func bareOneAtATime() async throws -> Benchmark.Work {
  let context = try await toolContext()
  return { times, meter in
    try await meter.measure {
      for number in 0..<times {
        let request = call(number)
        let result = try await Task { try await quickTool.call(request, context: context) }.value
        precondition(!result.isError)
      }
    }
  }
}

private func inline() -> Benchmark.Work {
  let manager = SimpleTaskManager()
  let context = TaskStartContext(tools: [quickTool])
  return { times, meter in
    try await meter.measure {
      for number in 0..<times {
        guard case .ready = try await manager.startTask(.plain(call(number)), context: context) else {
          preconditionFailure()
        }
      }
    }
  }
}

/// Launches so many calls in the background, some dozens at a time, and takes their answers.
func pass(_ count: Int, through manager: AsyncTaskManager) async throws {
  let session = manager.session()
  let context = TaskStartContext(tools: [quickTool])
  var launched = 0
  var taken = 0
  while taken < count {
    while launched < count, launched - taken < 64 {
      _ = try await session.startTask(.plain(call(launched)), context: context)
      launched += 1
    }
    taken += try await session.waitForLoopUpdates(.anyUpdate).count
  }
}
