import Synchronization

/// A report and where it goes.
struct Report: Sendable {
  private var reporter: any ScenarioReporter
  private let output: any ReportOutput

  init(_ reporter: any ScenarioReporter, output: any ReportOutput) {
    self.reporter = reporter
    self.output = output
  }

  mutating func tell(_ tell: (inout any ScenarioReporter) -> String) throws(ReportOutputError) {
    let text = tell(&reporter)
    if !text.isEmpty { try output.write(text) }
  }
}

/// Tells all reports what happens, and keeps it for the summary.
final class RunLog: Sendable {
  /// How the run ended.
  struct End {
    var summary: ScenarioSummary
    /// Whether the reader of standard output went away.
    var isClosed: Bool
    /// Whether a report could not be written.
    var isLost: Bool
  }

  private struct State {
    var reports: [Report?]
    var summary = ScenarioSummary()
    var isClosed = false
    var isLost = false
    /// A test has failed, and its file was to be the last.
    var isOver = false
  }

  private let state: Mutex<State>
  private let stop: RunStop
  private let bails: Bool
  private let complain: @Sendable (String) -> Void

  init(_ reports: [Report], stop: RunStop, bails: Bool, complain: @escaping @Sendable (String) -> Void) {
    state = Mutex(State(reports: reports))
    self.stop = stop
    self.bails = bails
    self.complain = complain
  }

  func begin() { state.withLock { tell(&$0) { $0.runBegan() } } }

  func take(_ event: ScenarioEvent) {
    state.withLock { state in
      if state.isOver { return }
      switch event {
      case .fileBegan(let file): tell(&state) { $0.fileBegan(file) }
      case .testBegan(let test): tell(&state) { $0.testBegan(test) }
      case .testEnded(let result): tell(&state) { $0.testEnded(result) }
      case .fileEnded(let report):
        if let error = report.loadError { complain(error.complaint) }
        tell(&state) { $0.fileEnded(report) }
        state.summary.reports.append(report)
        state.isOver = bails && report.results.contains(where: \.isBad)
        // What else runs meanwhile is not wanted any more.
        if state.isOver { stop.request() }
      }
    }
  }

  func end(took duration: Duration) -> End {
    state.withLock { state in
      state.summary.duration = duration
      state.summary.isInterrupted = stop.isRequested && !state.isOver
      let summary = state.summary
      tell(&state) { $0.runEnded(summary) }
      return End(summary: summary, isClosed: state.isClosed, isLost: state.isLost)
    }
  }

  /// A report that cannot be written is given up; the others go on.
  private func tell(_ state: inout State, _ body: (inout any ScenarioReporter) -> String) {
    for index in state.reports.indices {
      do {
        try state.reports[index]?.tell(body)
      } catch {
        state.reports[index] = nil
        if error == .closed {
          state.isClosed = true
          // Nobody reads what else would come of it.
          if state.reports.allSatisfy({ $0 == nil }) { stop.request() }
        } else {
          state.isLost = true
          complain("error: \(error)")
        }
      }
    }
  }
}

extension ReportRequest {
  func reporter(_ style: PrettyReporter.Style) -> any ScenarioReporter {
    switch kind {
    case .pretty: PrettyReporter(file == nil ? style : PrettyReporter.Style(slowest: style.slowest))
    case .tap: TAPReporter()
    case .junit: JUnitReporter()
    case .json: JSONReporter()
    case .github: GitHubReporter()
    }
  }
}
