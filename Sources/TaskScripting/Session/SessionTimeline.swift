import TaskEngine

/// When each thing happens in a saved session: at the observed moments to the millisecond, in the observed order.
///
/// Real moments are noisy and virtual ones are not: what follows from something else (a deadline, an end) has its time
/// from there, and nothing that came after something else comes before it.
struct SessionTimeline {
  /// When each entry of the journal is done, since the first was.
  private(set) var moments: [Duration] = []
  /// When each task is launched.
  private(set) var launches: [TaskID: Duration] = [:]
  /// The last thing that happens.
  private(set) var lastMoment = Duration.zero
  let entries: [SessionJournal.Entry]
  /// How long the tool of each task takes that came to its end by itself.
  private(set) var durations: [TaskID: Duration] = [:]

  init(_ entries: [SessionJournal.Entry], tasks: [ObservedTask]) {
    self.entries = entries
    let origin = entries.first?.time.roundedDown ?? .zero
    var launches: [TaskID: Duration] = [:]
    var durations: [TaskID: Duration] = [:]
    var last = Duration.zero
    var lastEnd = Duration.zero
    var ends = tasks.filter(\.toolReturned).sorted { ($0.end?.sequence ?? 0) < ($1.end?.sequence ?? 0) }[...]
    func settle(_ task: ObservedTask) -> Duration {
      guard let end = task.end, let start = task.start else { return last }
      let launch = launches[task.launch.id] ?? last
      // A call that need not queue starts when it is launched.
      let began = task.wasQueued || task.snapshot.run > 1 ? max(launch, (start.time - origin).roundedUp) : launch
      let counted = task.wasQueued || task.snapshot.run > 1 ? start.time : task.snapshot.launchedAt
      guard task.isSimulated else { return max(began, (end.time - origin).roundedDown) }
      var takes = task.exactDuration ?? max((end.time - counted).roundedUp, .millisecond)
      if task.exactDuration == nil, !task.wasQueued {
        // What was done before it ended is done before it ends.
        if began + takes <= last { takes = last - began + .millisecond }
        // At the same instant an end comes before a detach.
        if let limit = task.launch.detachAfter, task.detach != nil, launch + limit >= began + takes {
          takes = launch + limit - began + .millisecond
        }
      }
      durations[task.launch.id] = takes
      return began + takes
    }
    for entry in entries {
      while let task = ends.first, let end = task.end, end.sequence <= entry.sequence {
        lastEnd = max(lastEnd, settle(task))
        ends.removeFirst()
      }
      last = max(last, lastEnd, (entry.time - origin).roundedDown)
      moments.append(last)
      if case .launch(let launch) = entry.deed { launches[launch.id] = last }
    }
    for task in ends { lastEnd = max(lastEnd, settle(task)) }
    lastMoment = max(last, lastEnd)
    self.launches = launches
    self.durations = durations
  }
}

extension ObservedTask {
  /// How long the tool takes by its own account: a simulated one.
  var exactDuration: Duration? {
    guard let tool = launch.tool as? SimulatedTool, tool.isUniform else { return nil }
    return tool.script.takes
  }
}
