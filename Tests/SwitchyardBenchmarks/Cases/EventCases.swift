import TaskEngine

/// What listening costs: the events of a call are told to all who listen.
let eventCases: [Benchmark] = [
  Benchmark(
    name: "a call whose two events 1 subscriber reads",
    baseline: "the same call with no subscriber",
    quantity: .time,
    times: 20_000,
    samples: 1,
    prepare: {
      .init(
        subject: measuring({ .routing(.background) }) { try await $0.burst($1, subscribers: 1) },
        baseline: measuring({ .routing(.background) }) { try await $0.burst($1) }
      )
    }
  ),
  fanOut(to: 1, times: 20_000),
  fanOut(to: 10, times: 10_000),
  fanOut(to: 100, times: 2000),
]

private func fanOut(to subscribers: Int, times: Int) -> Benchmark {
  Benchmark(
    name: "a call whose two events are told to \(subscribers)",
    baseline: "bare Task {} that yields two to an AsyncStream each",
    quantity: .time,
    times: times,
    samples: 1,
    prepare: {
      .init(
        subject: measuring({ .routing(.background) }) { try await $0.burst($1, subscribers: subscribers) },
        baseline: try await bareBurst(subscribers: subscribers)
      )
    }
  )
}

extension AsyncTaskManager {
  /// A burst of which every event is read by each of so many subscribers.
  func burst(_ count: Int, subscribers: Int) async throws {
    let streams = (0..<subscribers).map { _ in handle.events(bufferingNewest: 2 * count + 1) }
    try await reading(streams) { events in
      var ended = 0
      for await event in events {
        if case .completed = event.kind { ended += 1 }
        if ended == count { return }
      }
      preconditionFailure("events were lost")
    } during: {
      try await self.burst(count)
    }
  }
}

/// What a bare task tells of its call.
private enum Note {
  case started(ToolRequest)
  case ended(ToolRequest, ToolResult)
}

private func bareBurst(subscribers: Int) async throws -> Benchmark.Work {
  let context = try await toolContext()
  return { times, meter in
    try await meter.measure {
      let streams = (0..<subscribers).map { _ in AsyncStream.makeStream(of: Note.self) }
      let listeners = streams.map(\.continuation)
      try await reading(streams.map(\.stream)) { notes in
        var ended = 0
        for await note in notes {
          if case .ended = note { ended += 1 }
          if ended == times { return }
        }
        preconditionFailure("notes were lost")
      } during: {
        var tasks: [Task<ToolResult, any Error>] = []
        for number in 0..<times {
          let request = call(number)
          tasks.append(
            Task {
              for listener in listeners { listener.yield(.started(request)) }
              let result = try await quickTool.call(request, context: context)
              for listener in listeners { listener.yield(.ended(request, result)) }
              return result
            }
          )
        }
        for task in tasks { _ = try await task.value }
      }
    }
  }
}

/// Does something while each stream is read by a task of its own; returns when all have read enough.
private func reading<Stream: Sendable>(
  _ streams: [Stream],
  _ read: @escaping @Sendable (Stream) async -> Void,
  during body: () async throws -> Void
) async throws {
  try await withThrowingTaskGroup { group in
    for stream in streams { group.addTask { await read(stream) } }
    try await body()
    try await group.waitForAll()
  }
}
