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
    /// Those of this process's own that have these names, with these on top.
    case selected([String], plus: [String: String])
  }

  /// What becomes of the output beside what the outcome keeps.
  package struct Output: Sendable, Hashable {
    /// Bytes kept from the beginning and as many from the end, in place of the runner's limits.
    package var limit: Int?
    /// A file that gets the output, from its beginning up to `fileLimit`; relative to the command's directory.
    package var file: String?
    /// Bytes that the file may have at most.
    package var fileLimit: Int
    /// Whether colours and other control sequences of terminals are taken out, for every reader.
    package var stripsControlSequences: Bool

    /// Creates options; the defaults are the runner's limits, no file (of 16 MiB), and the output as it is.
    package init(
      limit: Int? = nil,
      file: String? = nil,
      fileLimit: Int = 16 * 1024 * 1024,
      stripsControlSequences: Bool = false
    ) {
      self.limit = limit
      self.file = file
      self.fileLimit = fileLimit
      self.stripsControlSequences = stripsControlSequences
    }
  }

  /// What to run.
  package var program: Program
  /// Where to run it; this process's own directory if `nil`. A relative program path starts from here.
  package var workingDirectory: String?
  /// The environment that the command sees.
  package var environment: Environment
  /// What the command reads; `/dev/null` if `nil`.
  package var standardInput: [UInt8]?
  /// The time after which it is ended, as if the calling task were cancelled.
  package var deadline: Duration?
  /// What becomes of the output.
  package var output: Output

  /// Creates a command; all but the program have the defaults of a shell.
  package init(
    _ program: Program,
    workingDirectory: String? = nil,
    environment: Environment = .inherited,
    standardInput: [UInt8]? = nil,
    deadline: Duration? = nil,
    output: Output = Output()
  ) {
    self.program = program
    self.workingDirectory = workingDirectory
    self.environment = environment
    self.standardInput = standardInput
    self.deadline = deadline
    self.output = output
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
