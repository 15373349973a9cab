import FoundationEssentials
import LuaRuntime
import TaskPolicy

/// Runs the scenario files of some paths and reports how it went.
package struct ScenarioRun: Sendable {
  private let options: ScenarioOptions
  private let stop: RunStop
  private let pool = LuaStatePool()
  private let output: any ReportOutput
  private let complain: @Sendable (String) -> Void

  /// - Parameters:
  ///   - output: takes what goes to standard output.
  ///   - complain: takes lines about what kept a file from being run or a report from being written.
  package init(
    options: ScenarioOptions,
    stop: RunStop = RunStop(),
    output: any ReportOutput,
    complain: @escaping @Sendable (String) -> Void
  ) {
    self.options = options
    self.stop = stop
    self.output = output
    self.complain = complain
  }

  /// Runs them; the exit status, which says nothing of an interruption.
  ///
  /// - Parameter pretty: how the report for people looks, if it is among `requests`.
  package func run(
    _ paths: [String],
    reports requests: [ReportRequest] = [ReportRequest(.pretty)],
    pretty: PrettyReporter.Style = .init(),
    coverage: CoverageRequest? = nil
  ) async -> Int32 {
    var (files, isComplete) = find(paths)
    var reports: [Report] = []
    for request in requests {
      do {
        let output = try request.file.map { try ReportFile($0) } ?? output
        reports.append(Report(request.reporter(pretty), output: output))
      } catch {
        isComplete = false
        complain("error: \(error)")
      }
    }
    var options = options
    if coverage != nil { options.coverage = LuaCoverage() }
    options.keepsEvents = requests.contains { $0.kind == .json }
    let log = RunLog(reports, stop: stop, bails: options.bails, complain: complain)
    let began = ContinuousClock.now
    log.begin()
    let order = FileOrder { log.take($0) }
    await withTaskGroup(of: Void.self) { group in
      for (place, file) in files.enumerated() {
        if place >= options.jobs { await group.next() }
        if stop.isRequested { break }
        group.addTask { [options, stop, pool] in
          let rounds = ScenarioRounds(file, options: options, stop: stop, pool: pool)
          let report = await rounds.run { order.take($0, at: place) }
          order.take(.fileEnded(report), at: place)
        }
      }
    }
    let end = log.end(took: began.duration(to: .now))
    if end.isClosed { return 0 }
    if end.summary.exitStatus == 2, end.summary.reports.allSatisfy({ $0.loadError == nil }), !stop.isRequested {
      complain("error: no test was selected")
    }
    var status = isComplete && !end.isLost ? end.summary.exitStatus : 2
    if let coverage, let counts = options.coverage {
      let folder = FileManager.default.currentDirectoryPath
      status = max(status, coverage.write(PolicyCoverage(counts, in: folder), to: output, complain: complain))
    }
    return status
  }

  /// Writes a line for each test that would run; the exit status.
  package func list(_ paths: [String]) async -> Int32 {
    let (files, isComplete) = find(paths)
    var count = 0
    var status: Int32 = isComplete ? 0 : 2
    for file in files {
      do {
        for test in try await ScenarioFile(file, options: options, stop: stop, pool: pool).list() {
          count += 1
          let place = test.file + (test.line.map { ":\($0)" } ?? "")
          try output.write("\(place): \(test.name.onOneLine)\n")
        }
      } catch ReportOutputError.closed {
        return 0
      } catch {
        status = 2
        complain((error as? ScenarioLoadError)?.complaint ?? "error: \(error)")
      }
    }
    if count == 0, status == 0 { complain("error: no test was selected") }
    return count == 0 ? 2 : status
  }

  /// The files of the paths, each once, and whether all paths are there.
  private func find(_ paths: [String]) -> (files: [String], isComplete: Bool) {
    var files: [String] = []
    var known: Set<String> = []
    var isComplete = true
    for path in paths {
      do {
        let found = try ScenarioFinder.files(at: path) { problem in
          isComplete = false
          complain(problem)
        }
        for file in found where known.insert(file.realPath).inserted { files.append(file.path) }
      } catch {
        isComplete = false
        complain("error: \(error)")
      }
    }
    return (files, isComplete)
  }
}
