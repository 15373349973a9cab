import Subprocess
import SystemPackage

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A command that passed every check that can be made before it is started.
struct PreparedCommand: Sendable {
  /// The path to execute; relative to the working directory if it was given so.
  let path: String
  /// The argument vector, the program's name as it was given first.
  let argumentVector: [String]
  let environment: Subprocess.Environment
  let workingDirectory: FilePath?

  /// Throws the first thing that is wrong with the command. Touches the file system.
  init(_ command: Command) throws(CommandError) {
    argumentVector = command.argumentVector
    guard let program = argumentVector.first, !program.isEmpty else {
      throw CommandError(.emptyProgram, "")
    }
    if argumentVector.contains(where: { $0.utf8.contains(0) }) {
      throw CommandError(.invalidArgument, program)
    }
    if let directory = command.workingDirectory {
      guard !directory.utf8.contains(0), FileStatus(directory)?.isDirectory == true else {
        throw CommandError(.workingDirectoryMissing, directory)
      }
    }
    workingDirectory = command.workingDirectory.map { FilePath($0) }
    environment = try Self.checked(command.environment)
    path = try ProgramLookup(
      searchPath: Self.searchPath(of: command.environment),
      workingDirectory: command.workingDirectory
    ).find(program)
  }

  private static func checked(_ environment: Command.Environment) throws(CommandError) -> Subprocess.Environment {
    switch environment {
    case .inherited:
      return .inherit
    case .replaced(let variables):
      return .custom(try keyed(variables))
    case .overlay(let variables):
      return .inherit.updating(try keyed(variables).mapValues { $0 })
    case .selected(let names, let variables):
      var passed: [String: String] = [:]
      for name in names {
        // Also one that is not set must be a name: a slip would go unnoticed.
        _ = try keyed([name: ""])
        passed[name] = getenv(name).map { String(cString: $0) }
      }
      return .custom(try keyed(passed.merging(variables) { _, own in own }))
    }
  }

  /// The rules are those of swift-subprocess, which would refuse the variable later and in other words.
  private static func keyed(
    _ variables: [String: String]
  ) throws(CommandError) -> [Subprocess.Environment.Key: String] {
    var keyed: [Subprocess.Environment.Key: String] = [:]
    for (name, value) in variables {
      let isName = !name.utf8.contains { $0 == UInt8(ascii: "=") || $0 == 0 }
      guard isName, let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first),
        let key = Subprocess.Environment.Key(rawValue: name)
      else {
        throw CommandError(.invalidEnvironmentName, name)
      }
      guard !value.utf8.contains(0) else {
        throw CommandError(.invalidEnvironmentValue, name)
      }
      keyed[key] = value
    }
    return keyed
  }

  /// The `PATH` that the command will see, or `nil` to use this process's own.
  private static func searchPath(of environment: Command.Environment) -> String? {
    switch environment {
    case .inherited: nil
    case .replaced(let variables), .overlay(let variables), .selected(_, let variables): variables["PATH"]
    }
  }
}
