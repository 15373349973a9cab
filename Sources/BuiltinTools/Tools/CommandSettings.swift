import TaskEngine

/// Everything about a command but what it runs, as `shell` takes it from a call and a command tool from its spec.
package struct CommandSettings: Hashable, Sendable {
  /// What of this process's environment the command sees.
  package enum Inherited: Hashable, Sendable {
    case all
    case nothing
    case names([String])
  }

  /// Where it runs.
  package var workingDirectory: String?
  /// What of this process's environment it sees.
  package var inherited = Inherited.all
  /// The variables that it sees on top of that.
  package var variables: [String: String] = [:]
  /// What it reads.
  package var standardInput: String?
  /// The time after which it is ended.
  package var deadline: Duration?
  /// What becomes of its output.
  package var output = Command.Output()

  /// Creates settings: those of a shell.
  package init() {}

  /// The command that runs `program` like this.
  func command(_ program: Command.Program) -> Command {
    let environment: Command.Environment =
      switch inherited {
      case .all: variables.isEmpty ? .inherited : .overlay(variables)
      case .nothing: .replaced(variables)
      case .names(let names): .selected(names, plus: variables)
      }
    return Command(
      program,
      workingDirectory: workingDirectory,
      environment: environment,
      standardInput: standardInput.map { Array($0.utf8) },
      deadline: deadline,
      output: output
    )
  }
}

extension CommandSettings.Inherited: Decodable {
  /// Reads `true` (all), `false` (nothing) or a list of names.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let isAll = try? container.decode(Bool.self) {
      self = isAll ? .all : .nothing
    } else {
      self = .names(try container.decode([String].self))
    }
  }
}

extension Duration {
  /// A deadline given in seconds, which must be a time to come.
  static func deadline(seconds: Double) throws(ToolError) -> Duration {
    guard let duration = Duration(inSeconds: seconds), duration > .zero else {
      throw .invalidInput("input.deadline: expected a number of seconds above 0, got \(seconds)")
    }
    return duration
  }
}
