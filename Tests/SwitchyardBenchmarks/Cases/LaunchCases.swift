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
    prepare: {
      .init(subject: measuring({ .routing(.background) }) { try await $0.burst($1) }, baseline: try await bareBurst())
    }
  ),
  Benchmark(
    name: "launch to resolution, one foreground call at a time",
    baseline: "bare Task {} and await",
    quantity: .time,
    target: .ratio(2),
    prepare: { .init(subject: oneAtATime(), baseline: try await bareOneAtATime()) }
  ),
  Benchmark(
    name: "launch to resolution, one foreground call of a tool that may wait",
    baseline: "bare Task {} and await",
    quantity: .time,
    prepare: { .init(subject: oneAtATime(of: waitingTool), baseline: try await bareOneAtATime(of: waitingTool)) }
  ),
  Benchmark(
    name: "SimpleTaskManager, one call",
    baseline: "bare Task {} and await",
    quantity: .time,
    target: .ratio(0.25),
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
      let old = AsyncTaskManager.routing(.background)
      try await old.pass(1_000_000)
      return .init(
        subject: { times, meter in try await meter.measure { try await old.pass(times) } },
        baseline: measuring({ .routing(.background) }) { try await $0.pass($1) }
      )
    }
  ),
]

private func oneAtATime(of tool: any Tool = quickTool) -> Benchmark.Work {
  let manager = AsyncTaskManager.routing(.foreground)
  return { times, meter in try await meter.measure { try await manager.oneAtATime(times, of: tool) } }
}

private func bareOneAtATime(of tool: any Tool = quickTool) async throws -> Benchmark.Work {
  let context = try await toolContext()
  return { times, meter in
    try await meter.measure {
      for number in 0..<times {
        let request = call(number)
        let result = try await Task { try await tool.call(request, context: context) }.value
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
