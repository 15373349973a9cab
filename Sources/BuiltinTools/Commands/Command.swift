/// One command to run: what, where, and with which environment and input.
package struct Command: Sendable, Hashable {
  /// What to run.
  package enum Program: Sendable, Hashable {
    /// A script for `/bin/sh -c`.
    case shell(String)
    /// An argument vector whose first element is a path, or a name to be found in `PATH`; never through a shell.
    case arguments([String])
  }

  /// The environment that the command sees.
  package enum Environment: Sendable, Hashable {
    /// This process's own.
    case inherited
    /// This one and nothing else.
    case replaced([String: String])
    /// This process's own, with these on top.
    case overlay([String: String])
  }

  /// What to run.
  package var program: Program
  /// Where to run it; this process's own directory if `nil`. A relative program path starts from here.
  package var workingDirectory: String?
  /// The environment that the command sees.
  package var environment: Environment
  /// What the command reads; `/dev/null` if `nil`.
  package var standardInput: [UInt8]?

  /// Creates a command; all but the program have the defaults of a shell.
  package init(
    _ program: Program,
    workingDirectory: String? = nil,
    environment: Environment = .inherited,
    standardInput: [UInt8]? = nil
  ) {
    self.program = program
    self.workingDirectory = workingDirectory
    self.environment = environment
    self.standardInput = standardInput
  }

  /// The argument vector that is run.
  var argumentVector: [String] {
    switch program {
    case .shell(let script): ["/bin/sh", "-c", script]
    case .arguments(let arguments): arguments
    }
  }
}

/// How much of a command's output is kept, and how long it may take to end when asked.
package struct CommandLimits: Sendable, Hashable {
  /// Bytes kept from the beginning of the output.
  package var head: Int
  /// Bytes kept from the end of the output.
  package var tail: Int
  /// The time between SIGTERM and SIGKILL, for a cancelled command and for what a finished one leaves behind.
  package var gracePeriod: Duration

  /// Creates limits; the defaults are 64 KiB, 64 KiB and 2 seconds.
  package init(head: Int = 64 * 1024, tail: Int = 64 * 1024, gracePeriod: Duration = .seconds(2)) {
    self.head = head
    self.tail = tail
    self.gracePeriod = gracePeriod
  }
}

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
  /// The command was asked to end, because the calling task was cancelled, before it ended by itself.
  package var terminatedByUs: Bool

  /// Creates an outcome.
  package init(end: End, output: String, cutBytes: Int, terminatedByUs: Bool) {
    self.end = end
    self.output = output
    self.cutBytes = cutBytes
    self.terminatedByUs = terminatedByUs
  }
}
