import FoundationEssentials

/// What is wanted of the lines that ran.
package struct CoverageRequest: Hashable, Sendable {
  /// Where to write LCOV; `nil` for nowhere.
  package var file: String?
  /// How much must have run, of 100.
  package var minimum: Double?
  /// Whether the table is shown: not where a report has standard output alone.
  package var isShown = true

  package init(file: String? = nil, minimum: Double? = nil) {
    self.file = file
    self.minimum = minimum
  }

  /// Writes all that; 0, or the exit status that it gives the run: 1 below the minimum, 2 if it cannot be written.
  func write(
    _ coverage: PolicyCoverage,
    to output: any ReportOutput,
    complain: @Sendable (String) -> Void
  ) -> Int32 {
    let folder = FileManager.default.currentDirectoryPath
    var status: Int32 = 0
    if isShown {
      do {
        try output.write("\n" + coverage.table)
      } catch .closed {
        return 0
      } catch {
        complain("error: \(error)")
        status = 2
      }
    }
    if let file {
      do {
        try ReportFile(file).write(coverage.lcov(in: folder))
      } catch {
        complain("error: \(error)")
        status = 2
      }
    }
    if let minimum, coverage.percent < minimum {
      let missed = coverage.lines - coverage.hits
      complain(
        "error: \(missed) of \(coverage.lines) lines of policies did not run, which is below the minimum of \(minimum) %"
      )
      status = max(status, 1)
    }
    return status
  }

  private static func text(_ percent: Double) -> String {
    percent == percent.rounded() ? "\(Int(percent))" : "\(percent)"
  }
}
