public import TaskCore

/// Something that an agent can call. What it says of itself (its name, traits and schema) is asked once, when it is given to
/// a ``ToolRegistry`` or ``BasicToolExecutor``.
public protocol Tool: Sendable {
  /// The name that calls use.
  var name: String { get }
  /// What the tool says of itself.
  var traits: ToolTraits { get }
  /// What its input must look like, if it says so: `BasicToolExecutor` lets no other reach it.
  var inputSchema: InputSchema? { get }
  /// Does the work. Called once for each run, each on a task of its own. What it throws fails the call; when its
  /// task is cancelled it should return soon, or it is abandoned after the grace period.
  func call(_ request: ToolRequest, context: ToolContext) async throws -> ToolResult
  /// The same work for a tool that never waits, which is called in place of ``call(_:context:)`` then: see
  /// ``SynchronousTool``. Asked once, like what the tool says of itself.
  var synchronousCall: SynchronousToolCall? { get }
}

/// The work of a tool that never waits. What it throws fails the call.
public typealias SynchronousToolCall = @Sendable (ToolRequest, ToolContext) throws -> ToolResult

/// A tool that never waits: it computes, or looks something up.
///
/// While its runs are brief they are part of the task that awaits `startTask`, as
/// ``AsyncTaskManager/Configuration/runsBriefToolsOnCaller`` says, and else each has a task of its own.
public protocol SynchronousTool: Tool {
  /// Does the work. What it throws fails the call.
  func callNow(_ request: ToolRequest, context: ToolContext) throws -> ToolResult
}

extension SynchronousTool {
  /// Does the work, which waits for nothing.
  public func call(_ request: ToolRequest, context: ToolContext) async throws -> ToolResult {
    try callNow(request, context: context)
  }

  /// Does the work.
  public var synchronousCall: SynchronousToolCall? { { try callNow($0, context: $1) } }
}

extension Tool {
  /// The tool may wait.
  public var synchronousCall: SynchronousToolCall? { nil }
  /// Nothing is said of the tool.
  public var traits: ToolTraits { ToolTraits() }
  /// Any input is taken.
  public var inputSchema: InputSchema? { nil }
}

/// A tool made of a closure. If the closure awaits nothing, it never waits, like a ``SynchronousTool``.
public struct ClosureTool: Tool {
  /// The name that calls use.
  public let name: String
  /// What the tool says of itself.
  public let traits: ToolTraits
  /// What its input must look like.
  public let inputSchema: InputSchema?
  /// The closure, if it awaits nothing.
  public private(set) var synchronousCall: SynchronousToolCall?
  private let body: @Sendable (ToolRequest, ToolContext) async throws -> ToolResult

  /// Wraps `body`, which may wait.
  public init(
    _ name: String,
    traits: ToolTraits = ToolTraits(),
    inputSchema: InputSchema? = nil,
    _ body: @escaping @Sendable (ToolRequest, ToolContext) async throws -> ToolResult
  ) {
    self.name = name
    self.traits = traits
    self.inputSchema = inputSchema
    self.body = body
  }

  /// Wraps `body`, which awaits nothing. Of two initialisers this one is taken where it can be.
  public init(
    _ name: String,
    traits: ToolTraits = ToolTraits(),
    inputSchema: InputSchema? = nil,
    _ body: @escaping SynchronousToolCall
  ) {
    let waiting: @Sendable (ToolRequest, ToolContext) async throws -> ToolResult = body
    self.init(name, traits: traits, inputSchema: inputSchema, waiting)
    synchronousCall = body
  }

  /// Runs the closure.
  public func call(_ request: ToolRequest, context: ToolContext) async throws -> ToolResult {
    try await body(request, context)
  }
}

/// A failure with a result of its own: thrown by a tool that failed and has more to tell than a sentence.
public struct ToolFailure: Error, Hashable, Sendable {
  /// What the transcript gets; it counts as an error whatever it says of itself.
  public var result: ToolResult

  /// Makes a failure.
  public init(_ result: ToolResult) { self.result = result }
}

/// Why a tool call could not be answered. Any other error that a tool throws counts as `executionFailed`.
public enum ToolError: Error, Hashable, Sendable, CustomStringConvertible {
  /// There is no tool of this name; perhaps another was meant.
  case notFound(String, suggestion: String? = nil)
  /// The input is not what the tool takes.
  case invalidInput(String)
  /// The tool refused.
  case permissionDenied(String)
  /// The tool tried and failed.
  case executionFailed(String)
  /// The tool cannot be used now.
  case unavailable(String)
  /// The tool stopped by itself.
  case cancelled
  /// The tool is broken.
  case internalError(String)

  /// What is wrong, in a sentence.
  public var description: String {
    switch self {
    case .notFound(let name, let suggestion):
      "there is no tool '\(name)'\(suggestion.map { " (did you mean '\($0)'?)" } ?? "")"
    case .invalidInput(let message): "invalid input: \(message)"
    case .permissionDenied(let message): "permission denied: \(message)"
    case .executionFailed(let message): message
    case .unavailable(let message): "unavailable: \(message)"
    case .cancelled: "the tool stopped before it was done"
    case .internalError(let message): "internal error: \(message)"
    }
  }

  /// Whether the call was refused before it did anything.
  var neverBegan: Bool {
    switch self {
    case .notFound, .invalidInput, .permissionDenied, .unavailable: true
    case .executionFailed, .cancelled, .internalError: false
    }
  }
}
