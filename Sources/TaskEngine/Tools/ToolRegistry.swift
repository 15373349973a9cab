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

  fileprivate func named(_ name: String) -> NamedTool? { tools.withLock { $0[name] } }

  /// The names of all tools, in order.
  public var names: [String] { tools.withLock { $0.keys.sorted() } }
}

/// An object, for a tool in a box of its own costs more to copy.
private final class NamedTool: Sendable {
  let name: String
  let tool: any Tool

  init(_ tool: any Tool) {
    name = tool.name
    self.tool = tool
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

  private func tool(named name: String) -> NamedTool? {
    switch source {
    case .registry(let registry): return registry.named(name)
    case .few(let tools):
      for named in tools where named.name == name { return named }
      return nil
    }
  }

  private var names: [String] {
    switch source {
    case .registry(let registry): registry.names
    case .few(let tools): tools.map(\.name).sorted()
    }
  }

  /// What the tool of this name says of itself.
  public func traits(of toolName: String) -> ToolTraits? { tool(named: toolName)?.tool.traits }

  /// Calls the tool, or throws ``ToolError/notFound(_:suggestion:)``, or ``ToolError/invalidInput(_:)`` if the input is not
  /// what the tool's schema says.
  public func execute(_ request: ToolRequest, context: ToolContext) async throws -> ToolResult {
    try await tool(for: request).tool.call(request, context: context)
  }

  private func tool(for request: ToolRequest) throws -> NamedTool {
    guard let named = tool(named: request.toolName) else {
      throw ToolError.notFound(
        request.toolName,
        suggestion: Suggestion.nearest(to: request.toolName, among: names)
      )
    }
    try named.tool.inputSchema?.check(request.input)
    return named
  }
}
