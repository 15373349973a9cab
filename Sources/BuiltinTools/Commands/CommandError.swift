/// Why a command could not be run. A command that ran and failed is a `CommandOutcome`.
package struct CommandError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was wrong.
  package enum Code: Sendable, Hashable {
    /// The argument vector or the program's name is empty.
    case emptyProgram
    /// No such program at the path, or in any directory of `PATH`.
    case programNotFound
    /// The file is there but may not be executed, or is no program.
    case notExecutable
    /// The program is a directory.
    case isDirectory
    /// The working directory does not exist or is not a directory.
    case workingDirectoryMissing
    /// A variable's name is empty, begins with a digit, or holds `=` or a zero byte.
    case invalidEnvironmentName
    /// A variable's value holds a zero byte.
    case invalidEnvironmentValue
    /// An argument holds a zero byte.
    case invalidArgument
    /// The guard is not where the runner was told it is.
    case guardMissing
    /// The guard ended without a report: it was killed, or is of another version.
    case guardFailed
    /// The system could not start the program.
    case spawnFailed
    /// The command's output could not be read.
    case outputFailed
    /// The file that was to get the output cannot be written.
    case outputFileFailed
  }

  /// What was wrong.
  package var code: Code
  /// The program, path or variable concerned.
  package var subject: String
  /// What the system said, if it was asked.
  package var detail: String?

  /// Creates an error.
  package init(_ code: Code, _ subject: String, detail: String? = nil) {
    self.code = code
    self.subject = subject
    self.detail = detail
  }

  package var description: String {
    guard let detail else {
      return sentence
    }
    return "\(sentence): \(detail)"
  }

  private var sentence: String {
    switch code {
    case .emptyProgram: "the command names no program"
    case .programNotFound where subject.contains("/"): "there is no program at “\(subject)”"
    case .programNotFound: "the program “\(subject)” is in no directory of PATH"
    case .notExecutable: "the file “\(subject)” cannot be executed"
    case .isDirectory: "“\(subject)” is a directory, not a program"
    case .workingDirectoryMissing: "there is no directory “\(subject)” to run the command in"
    case .invalidEnvironmentName: "“\(subject)” cannot be the name of an environment variable"
    case .invalidEnvironmentValue: "the value of the environment variable “\(subject)” holds a zero byte"
    case .invalidArgument: "an argument of “\(subject)” holds a zero byte"
    case .guardMissing: "the guard that commands run under is not at “\(subject)”"
    case .guardFailed: "the guard of “\(subject)” ended without saying how the command ended"
    case .spawnFailed: "“\(subject)” could not be started"
    case .outputFailed: "the output of “\(subject)” could not be read"
    case .outputFileFailed: "the file “\(subject)” cannot take the command's output"
    }
  }
}
