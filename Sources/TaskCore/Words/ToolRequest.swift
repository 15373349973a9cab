/// One tool call, as the agent made it.
public struct ToolRequest: Hashable, Sendable {
  /// The transcript's id of the call. It is carried, not checked: two calls may share one.
  public var callID: String
  /// The tool to call.
  public var toolName: String
  /// What the tool is called with; kept as the text it came as.
  public var input: JSONText
  /// The session whose loop made the call. A ``TaskSession`` sets it to its own.
  public var sessionID: SessionID
  /// The turn of that loop in which the call was made.
  public var turnID: TurnID
  /// Whatever else the host wants policies and tools to see.
  public var metadata: [String: JSONValue]
  /// What the tool says of itself; filled in from the tool executor when the call is launched.
  public var tool: ToolTraits

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
    self.callID = callID
    self.toolName = toolName
    self.input = input
    self.sessionID = sessionID
    self.turnID = turnID
    self.metadata = metadata
    self.tool = tool
  }

  package var turnKey: TurnKey { TurnKey(session: sessionID, turn: turnID) }
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
