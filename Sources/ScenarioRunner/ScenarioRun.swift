/// Runs the scenario files of some paths and tells people how it went.
package struct ScenarioRun: Sendable {
  private let options: ScenarioOptions
  private let reporter: PrettyReporter
  private let write: @Sendable (String) -> Void
  private let complain: @Sendable (String) -> Void

  /// - Parameters:
  ///   - write: takes lines of the report.
  ///   - complain: takes lines about what kept a file from being run.
  package init(
    options: ScenarioOptions,
    isColoured: Bool,
    write: @escaping @Sendable (String) -> Void = { print($0) },
    complain: @escaping @Sendable (String) -> Void
  ) {
    self.options = options
    reporter = PrettyReporter(isColoured: isColoured)
    self.write = write
    self.complain = complain
  }

  /// Runs them; the exit status.
  package func run(_ paths: [String], onlyLists: Bool) async -> Int32 {
    var files: [String] = []
    var isMissing = false
    for path in paths {
      do {
        // A file named twice is run once.
        for file in try ScenarioFinder.files(at: path) where !files.contains(file) { files.append(file) }
      } catch {
        isMissing = true
        complain("error: \(error)")
      }
    }
    let status = onlyLists ? await list(files) : await run(files)
    return isMissing ? 2 : status
  }

  private func run(_ files: [String]) async -> Int32 {
    let began = ContinuousClock.now
    var summary = ScenarioSummary()
    for file in files {
      // A file in which nothing is selected is not mentioned.
      var isHeaded = false
      let report = await ScenarioFile(file, options: options).run { result in
        if !isHeaded { write(reporter.file(file)) }
        isHeaded = true
        write(reporter.line(result))
      }
      if let error = report.loadError {
        write(reporter.file(file))
        write(reporter.notLoaded)
        complain("error: \(error)")
      }
      summary.reports.append(report)
      if options.bails, summary.count(.failure) + summary.count(.error) > 0 { break }
    }
    write(reporter.summary(summary, took: began.duration(to: .now)))
    if summary.exitStatus == 2, summary.results.isEmpty, summary.reports.allSatisfy({ $0.loadError == nil }) {
      complain("error: no test was selected")
    }
    return summary.exitStatus
  }

  private func list(_ files: [String]) async -> Int32 {
    var count = 0
    var status: Int32 = 0
    for file in files {
      do {
        for test in try await ScenarioFile(file, options: options).list() {
          count += 1
          write("\(test.file):\(test.line.map(String.init) ?? ""): \(test.name)")
        }
      } catch {
        status = 2
        complain("error: \(error)")
      }
    }
    if count == 0, status == 0 { complain("error: no test was selected") }
    return count == 0 ? 2 : status
  }
}
