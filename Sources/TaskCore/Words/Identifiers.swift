/// Names one task of a manager: the host's choice, or generated as `task-1`, `task-2`, ….
public struct TaskID: RawRepresentable, Hashable, Sendable, Comparable, ExpressibleByStringLiteral,
  CustomStringConvertible
{
  /// The id as written.
  public let rawValue: String

  /// Makes an id from any text; it is compared byte for byte.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Makes an id from a literal.
  public init(stringLiteral value: String) { rawValue = value }

  /// The id as written.
  public var description: String { rawValue }

  /// Generated ids compare by their number, others by their text.
  public static func < (lhs: TaskID, rhs: TaskID) -> Bool {
    if let left = lhs.generatedNumber, let right = rhs.generatedNumber { return left < right }
    return lhs.rawValue < rhs.rawValue
  }

  /// The id that a manager generates for its `number`-th unnamed task.
  package init(generated number: Int) { rawValue = "task-\(number)" }

  /// The number of a generated id, or `nil` for an id of any other form.
  package var generatedNumber: Int? {
    guard rawValue.hasPrefix("task-"), let number = Int(rawValue.dropFirst(5)), number > 0 else { return nil }
    return TaskID(generated: number) == self ? number : nil
  }
}

/// Names one turn of one session's loop. Two sessions may use the same turn id for turns of their own.
public struct TurnID: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// The id as written.
  public let rawValue: String

  /// Makes an id from any text; it is compared byte for byte.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Makes an id from a literal.
  public init(stringLiteral value: String) { rawValue = value }

  /// The id as written.
  public var description: String { rawValue }
}

/// Names one agent loop among those that share a manager.
public struct SessionID: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// The id as written.
  public let rawValue: String

  /// Makes an id from any text; it is compared byte for byte.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Makes an id from a literal.
  public init(stringLiteral value: String) { rawValue = value }

  /// The id as written.
  public var description: String { rawValue }
}
