/// How a command ended, and what it printed.
package struct CommandOutcome: Sendable, Hashable {
  /// The end of the command's own process; those it started do not count.
  package enum End: Sendable, Hashable {
    /// It left with this exit code.
    case exited(Int32)
    /// This signal ended it.
    case signalled(Int32)
  }

  /// The end of the command's own process.
  package var end: End
  /// Standard output and standard error as they came, with a line in the middle if something was cut.
  package var output: String
  /// How many bytes of output were not kept.
  package var cutBytes: Int
  /// The command was asked to end, because the calling task was cancelled or the deadline passed, before it ended by
  /// itself.
  package var terminatedByUs: Bool
  /// The deadline passed before the command ended, and before anything else asked it to.
  package var passedDeadline = false
  /// Some of the output was no UTF-8; replacement characters stand for it.
  package var hasInvalidText = false
  /// How many of the command's processes could not be ended and live on, since they have changed their user.
  package var leftProcesses = 0
  /// The file that got the output; `nil` if none was asked for.
  package var file: OutputFile.Summary?

  /// Creates an outcome.
  package init(end: End, output: String, cutBytes: Int, terminatedByUs: Bool) {
    self.end = end
    self.output = output
    self.cutBytes = cutBytes
    self.terminatedByUs = terminatedByUs
  }
}
