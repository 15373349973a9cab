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
  private let tools: StateLock<[String: any Tool]>

  /// Makes a registry; of two tools with one name the last one counts.
  public init(_ tools: [any Tool] = []) {
    self.tools = StateLock(Dictionary(tools.map { ($0.name, $0) }) { _, last in last })
  }

  /// Adds a tool, in place of one of the same name.
  public func register(_ tool: any Tool) { tools.withLock { $0[tool.name] = tool } }

  /// Takes a tool out; calls that run keep it.
  public func remove(_ name: String) { _ = tools.withLock { $0.removeValue(forKey: name) } }

  /// The tool of this name.
  public func tool(named name: String) -> (any Tool)? { tools.withLock { $0[name] } }

  /// The names of all tools, in order.
  public var names: [String] { tools.withLock { $0.keys.sorted() } }
}

/// Carries out calls with the tools of a registry.
public struct BasicToolExecutor: ToolExecutor {
  private let registry: ToolRegistry

  /// Uses the tools that `registry` has when a call begins.
  public init(_ registry: ToolRegistry) { self.registry = registry }

  /// Uses these tools.
  public init(_ tools: [any Tool]) { registry = ToolRegistry(tools) }

  /// What the tool of this name says of itself.
  public func traits(of toolName: String) -> ToolTraits? { registry.tool(named: toolName)?.traits }

  /// Calls the tool, or throws ``ToolError/notFound(_:suggestion:)``, or ``ToolError/invalidInput(_:)`` if the input is not
  /// what the tool's schema says.
  public func execute(_ request: ToolRequest, context: ToolContext) async throws -> ToolResult {
    try await tool(for: request).call(request, context: context)
  }

  private func tool(for request: ToolRequest) throws -> any Tool {
    guard let tool = registry.tool(named: request.toolName) else {
      throw ToolError.notFound(
        request.toolName,
        suggestion: Suggestion.nearest(to: request.toolName, among: registry.names)
      )
    }
    try tool.inputSchema?.check(request.input)
    return tool
  }
}
