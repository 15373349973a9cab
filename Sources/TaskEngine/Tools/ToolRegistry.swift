public import TaskCore

/// Carries out tool calls.
public protocol ToolExecutor: Sendable {
  /// What the tool of this name says of itself; `nil` if there is none.
  func traits(of toolName: String) -> ToolTraits?
  /// Carries out one call. What it throws fails the call.
  func execute(_ request: ToolRequest, context: ToolContext) async throws -> ToolResult
}

/// A set of tools by name, which may change while calls run: a call keeps the tool that it began with.
public final class ToolRegistry: Sendable {
  private let tools: StateLock<[String: NamedTool]>

  /// Makes a registry; of two tools with one name the last one counts.
  public init(_ tools: [any Tool] = []) {
    let named = tools.map(NamedTool.init)
    self.tools = StateLock(Dictionary(named.map { ($0.name, $0) }) { _, last in last })
  }

  /// Adds a tool, in place of one of the same name.
  public func register(_ tool: any Tool) {
    let named = NamedTool(tool)
    tools.withLock { $0[named.name] = named }
  }

  /// Takes a tool out; calls that run keep it.
  public func remove(_ name: String) { _ = tools.withLock { $0.removeValue(forKey: name) } }

  /// The tool of this name.
  public func tool(named name: String) -> (any Tool)? { named(name)?.tool }

  func named(_ name: String) -> NamedTool? { tools.withLock { $0[name] } }

  /// The names of all tools, in order.
  public var names: [String] { tools.withLock { $0.keys.sorted() } }
}

/// A tool and what it says of itself, asked once. An object, for a tool in a box of its own costs more to copy.
final class NamedTool: Sendable {
  let name: String
  let traits: ToolTraits
  fileprivate let tool: any Tool
  /// Whether it can be called at once.
  let neverWaits: Bool
  private let inputSchema: InputSchema?
  /// Whether there is a schema. To look at it would be to copy it, for each call.
  private let checksInput: Bool
  private let synchronousCall: SynchronousToolCall?

  init(_ tool: any Tool) {
    name = tool.name
    traits = tool.traits
    inputSchema = tool.inputSchema
    synchronousCall = tool.synchronousCall
    neverWaits = synchronousCall != nil
    checksInput = inputSchema != nil
    self.tool = tool
  }

  /// Carries out a call, in its caller's frame.
  @inline(__always)
  func call(_ request: ToolRequest, context: ToolContext) async throws -> ToolResult {
    if neverWaits { return try callNow(request, context: context) }
    return try await taking(request.input).call(request, context: context)
  }

  /// Carries out a call of a tool that never waits.
  func callNow(_ request: ToolRequest, context: ToolContext) throws -> ToolResult {
    if checksInput { try inputSchema?.check(request.input) }
    return try synchronousCall!(request, context)
  }

  /// The tool, to carry out a call whose input it takes.
  func taking(_ input: JSONText) throws -> any Tool {
    try inputSchema?.check(input)
    return tool
  }
}

/// Carries out calls with tools by name.
public struct BasicToolExecutor: ToolExecutor {
  private let source: Source

  private enum Source: Sendable {
    case registry(ToolRegistry)
    /// Tools that do not change, each once: so few that a name is found sooner by looking through them.
    case few([NamedTool])
  }

  /// Uses the tools that `registry` has when a call begins.
  public init(_ registry: ToolRegistry) { source = .registry(registry) }

  /// Uses these tools; of two with one name the last one counts.
  public init(_ tools: [any Tool]) {
    guard tools.count <= 8 else {
      source = .registry(ToolRegistry(tools))
      return
    }
    var named: [NamedTool] = []
    for tool in tools.reversed() where !named.contains(where: { $0.name == tool.name }) {
      named.append(NamedTool(tool))
    }
    source = .few(named)
  }

  private var names: [String] {
    switch source {
    case .registry(let registry): registry.names
    case .few(let tools): tools.map(\.name).sorted()
    }
  }

  /// What the tool of this name says of itself.
  public func traits(of toolName: String) -> ToolTraits? { tool(named: toolName)?.traits }

  /// Calls the tool, or throws ``ToolError/notFound(_:suggestion:)``, or ``ToolError/invalidInput(_:)`` if the input is not
  /// what the tool's schema says.
  public func execute(_ request: ToolRequest, context: ToolContext) async throws -> ToolResult {
    try await tool(for: request).call(request, context: context)
  }

  /// The tool that a call reaches.
  func tool(for request: ToolRequest) throws -> NamedTool {
    let name = request.toolName
    if let tool = tool(named: name) { return tool }
    throw ToolError.notFound(name, suggestion: Suggestion.nearest(to: name, among: names))
  }

  func tool(named name: String) -> NamedTool? {
    switch source {
    case .registry(let registry): return registry.named(name)
    case .few(let tools):
      for tool in tools where tool.name == name { return tool }
      return nil
    }
  }
}
