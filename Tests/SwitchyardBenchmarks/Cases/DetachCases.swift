import TaskEngine

/// How late the turn learns that a call was detached.
let detachCases: [Benchmark] = [lateness(0.5, "p50"), lateness(0.99, "p99")]

private func lateness(_ part: Double, _ name: String) -> Benchmark {
  Benchmark(
    name: "lateness of 10,000 detaches after 10 ms, \(name)",
    baseline: "of as many bare tasks that sleep",
    quantity: .delay,
    times: 1,
    samples: 1,
    rounds: 15,
    prepare: {
      .init(
        subject: { times, meter in
          for _ in 0..<times { meter.note(nanoseconds: try await detaches(10_000).sorted().quantile(part)) }
        },
        baseline: { times, meter in
          for _ in 0..<times { meter.note(nanoseconds: try await sleeps(10_000).sorted().quantile(part)) }
        }
      )
    }
  )
}

private let delay = Duration.milliseconds(10)

/// By how many nanoseconds after its time the turn hears of each detach.
private func detaches(_ count: Int) async throws -> [Double] {
  let clock = ContinuousClock()
  let manager = AsyncTaskManager.routing(.foregroundThenDetachAfter(delay))
  let session = manager.session()
  let gate = Gate(awaiting: count)
  let context = TaskStartContext(tools: [gate.tool])
  async let hearings = detaches(count, in: session)
  var due: [String: ContinuousClock.Instant] = [:]
  due.reserveCapacity(count)
  for number in 0..<count {
    var request = call(number)
    request.callID = "\(number)"
    due[request.callID] = clock.now + delay
    _ = try await session.startTask(.plain(request), context: context)
  }
  let lateness = try await hearings.compactMap { heard in due[heard.callID]?.nanoseconds(to: heard.at) }
  precondition(lateness.count == count)
  await gate.allWait()
  gate.open()
  try await manager.handle.waitForIdle()
  await manager.shutdown()
  return lateness
}

/// Reads the turn until it has heard of so many detaches.
private func detaches(
  _ count: Int,
  in session: TaskSession
) async throws -> [(callID: String, at: ContinuousClock.Instant)] {
  let clock = ContinuousClock()
  var heard: [(callID: String, at: ContinuousClock.Instant)] = []
  heard.reserveCapacity(count)
  while heard.count < count {
    switch try await session.waitForTurn(call(0).turnID) {
    case .detached(let pending): heard.append((pending.task.callID, clock.now))
    case .resolution: preconditionFailure()
    // Nothing holds the turn: none has been launched yet, or all that were are detached.
    case nil: await Task.yield()
    }
  }
  return heard
}

private func sleeps(_ count: Int) async throws -> [Double] {
  let clock = ContinuousClock()
  var tasks: [Task<Double, any Error>] = []
  for _ in 0..<count {
    let due = clock.now + delay
    tasks.append(
      Task {
        try await Task.sleep(until: due, clock: clock)
        return due.nanoseconds(to: clock.now)
      }
    )
  }
  var lateness: [Double] = []
  for task in tasks { lateness.append(try await task.value) }
  return lateness
}

extension ContinuousClock.Instant {
  fileprivate func nanoseconds(to other: Self) -> Double { duration(to: other) / .nanoseconds(1) }
}
