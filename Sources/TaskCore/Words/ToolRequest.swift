/// One tool call, as the agent made it. Copies are cheap: they share what it says until one of them is changed.
public struct ToolRequest: Hashable, Sendable {
  private var shared: Shared

  private struct Parts: Hashable, Sendable {
    var callID: String
    var toolName: String
    var input: JSONText
    var sessionID: SessionID
    var turnID: TurnID
    var metadata: [String: JSONValue]
    var tool: ToolTraits
  }

  private final class Shared: Sendable {
    let parts: Parts

    init(_ parts: Parts) { self.parts = parts }
  }

  private mutating func change(_ body: (inout Parts) -> Void) {
    var parts = shared.parts
    body(&parts)
    shared = Shared(parts)
  }

  /// The transcript's id of the call. It is carried, not checked: two calls may share one.
  public var callID: String {
    get { shared.parts.callID }
    set { change { $0.callID = newValue } }
  }
  /// The tool to call.
  public var toolName: String {
    get { shared.parts.toolName }
    set { change { $0.toolName = newValue } }
  }
  /// What the tool is called with; kept as the text it came as.
  public var input: JSONText {
    get { shared.parts.input }
    set { change { $0.input = newValue } }
  }
  /// The session whose loop made the call. A ``TaskSession`` sets it to its own.
  public var sessionID: SessionID {
    get { shared.parts.sessionID }
    set { change { $0.sessionID = newValue } }
  }
  /// The turn of that loop in which the call was made.
  public var turnID: TurnID {
    get { shared.parts.turnID }
    set { change { $0.turnID = newValue } }
  }
  /// Whatever else the host wants policies and tools to see.
  public var metadata: [String: JSONValue] {
    get { shared.parts.metadata }
    set { change { $0.metadata = newValue } }
  }
  /// What the tool says of itself; filled in from the tool executor when the call is launched.
  public var tool: ToolTraits {
    get { shared.parts.tool }
    set { change { $0.tool = newValue } }
  }

  /// Makes a request.
  public init(
    callID: String = "",
    toolName: String,
    input: JSONText = .emptyObject,
    sessionID: SessionID = "main",
    turnID: TurnID,
    metadata: [String: JSONValue] = [:],
    tool: ToolTraits = ToolTraits()
  ) {
    shared = Shared(
      Parts(
        callID: callID,
        toolName: toolName,
        input: input,
        sessionID: sessionID,
        turnID: turnID,
        metadata: metadata,
        tool: tool
      )
    )
  }

  /// The request with what a manager knows of it. Nearly always that is what it says already.
  package func filledIn(session: SessionID? = nil, tool: ToolTraits? = nil) -> ToolRequest {
    let isOfSession = session == nil || session == shared.parts.sessionID
    if isOfSession, tool == nil || tool == shared.parts.tool { return self }
    var filled = self
    filled.change { parts in
      if let session { parts.sessionID = session }
      if let tool { parts.tool = tool }
    }
    return filled
  }

  /// Whether both say the same.
  public static func == (lhs: ToolRequest, rhs: ToolRequest) -> Bool {
    lhs.shared === rhs.shared || lhs.shared.parts == rhs.shared.parts
  }

  /// Feeds all that the request says.
  public func hash(into hasher: inout Hasher) { hasher.combine(shared.parts) }

  package var turnKey: TurnKey { TurnKey(session: sessionID, turn: turnID) }
}

extension ToolRequest: CustomReflectable {
  /// What it says, as if it lay in the value itself.
  public var customMirror: Mirror {
    Mirror(self, children: Mirror(reflecting: shared.parts).children, displayStyle: .struct)
  }
}

/// What a tool says of itself, for policies to judge by.
public struct ToolTraits: Hashable, Sendable {
  /// What the tool does, in a sentence.
  public var description: String
  /// It changes nothing.
  public var isReadOnly: Bool
  /// It may destroy what cannot be brought back.
  public var isDestructive: Bool
  /// Calling it twice is the same as calling it once.
  public var isIdempotent: Bool

  /// Makes the traits; a tool that says nothing claims nothing.
  public init(
    description: String = "",
    isReadOnly: Bool = false,
    isDestructive: Bool = false,
    isIdempotent: Bool = false
  ) {
    self.description = description
    self.isReadOnly = isReadOnly
    self.isDestructive = isDestructive
    self.isIdempotent = isIdempotent
  }
}

/// A turn is identified by its session and its turn id.
package struct TurnKey: Hashable, Sendable {
  package var session: SessionID
  package var turn: TurnID

  package init(session: SessionID, turn: TurnID) {
    self.session = session
    self.turn = turn
  }
}
