/// A policy was loaded and is in force.
public struct PolicyLoad: Hashable, Sendable {
  /// Which successful load this was, from 1.
  public var generation: Int
  /// The file, as it was named.
  public var file: String
  /// The functions that it defines, in order of their names.
  public var functions: [String]
  /// How long reading and checking it took.
  public var duration: Duration

  /// Makes a report.
  public init(generation: Int, file: String, functions: [String], duration: Duration) {
    self.generation = generation
    self.file = file
    self.functions = functions
    self.duration = duration
  }
}

/// A policy failed: the fallback decided, or the last good generation stays in force.
public struct PolicyFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// The function that failed, or `load` if the file could not be loaded.
  public var function: String
  /// What went wrong.
  public var message: String
  /// Where, if it is known.
  public var file: String?
  /// The line there, from 1.
  public var line: Int?
  /// The generation that was in force; 0 before the first.
  public var generation: Int
  /// The task concerned, once it has an id.
  public var taskID: TaskID?
  /// How long the load took that failed; `nil` for the fault of a call.
  public var duration: Duration?

  /// Makes a report.
  public init(
    function: String,
    message: String,
    file: String? = nil,
    line: Int? = nil,
    generation: Int = 0,
    taskID: TaskID? = nil,
    duration: Duration? = nil
  ) {
    self.function = function
    self.message = message
    self.file = file
    self.line = line
    self.generation = generation
    self.taskID = taskID
    self.duration = duration
  }

  /// `file:line: message`, as far as they are known.
  public var description: String {
    let place = file.map { file in line.map { "\(file):\($0): " } ?? "\(file): " } ?? ""
    return place + message
  }
}
