/// Names one task of a manager: the host's choice, or generated as `task-1`, `task-2`, ….
public struct TaskID: RawRepresentable, Hashable, Sendable, Comparable, ExpressibleByStringLiteral,
  CustomStringConvertible
{
  /// Most ids are generated, and all are looked up many times in a call's life: numbers cost little then.
  private enum Form: Hashable, Sendable {
    /// A number above zero.
    case generated(Int)
    /// Any text but that of a generated id.
    case named(String)
  }

  private let form: Form

  /// The id as written.
  public var rawValue: String {
    switch form {
    case .generated(let number): "task-\(number)"
    case .named(let text): text
    }
  }

  /// Makes an id from any text; it is compared byte for byte.
  public init(rawValue: String) {
    form = Self.number(in: rawValue).map(Form.generated) ?? .named(rawValue)
  }

  /// Makes an id from a literal.
  public init(stringLiteral value: String) { self.init(rawValue: value) }

  /// The id that a manager generates for its `number`-th unnamed task.
  package init(generated number: Int) {
    form = number > 0 ? .generated(number) : .named("task-\(number)")
  }

  /// Stands for the id of a call that is no task yet.
  package static let toBe = TaskID(generated: .max)

  /// The id as written.
  public var description: String { rawValue }

  /// The number of a generated id, or `nil` for an id of any other form.
  package var generatedNumber: Int? {
    if case .generated(let number) = form { number } else { nil }
  }

  /// Generated ids compare by their number, others by their text.
  public static func < (lhs: TaskID, rhs: TaskID) -> Bool {
    if case .generated(let left) = lhs.form, case .generated(let right) = rhs.form { return left < right }
    return lhs.rawValue < rhs.rawValue
  }

  /// Ids are equal if they are written alike.
  public static func == (lhs: TaskID, rhs: TaskID) -> Bool { lhs.form == rhs.form }

  /// Hashes what is compared.
  public func hash(into hasher: inout Hasher) {
    switch form {
    case .generated(let number): hasher.combine(number)
    case .named(let text): hasher.combine(text)
    }
  }

  /// The number in a text that is written as a generated id is, without leading zeros or signs.
  private static func number(in text: String) -> Int? {
    guard text.hasPrefix("task-"), let number = Int(text.dropFirst(5)), number > 0, text == "task-\(number)" else {
      return nil
    }
    return number
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
