/// A JSON document kept as the text that it came as: nothing is parsed until someone reads it.
///
/// The text is not checked here. A tool or a policy that reads a malformed one reports where it breaks.
public struct JSONText: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// The document, as UTF-8 text.
  public let text: String

  /// Wraps `text`, unchecked.
  public init(_ text: String) { self.text = text }

  /// Wraps a literal, unchecked.
  public init(stringLiteral value: String) { text = value }

  /// Writes `value` as JSON, object keys in order.
  public init(_ value: JSONValue) { text = value.jsonText }

  /// The empty object, which stands for "no input".
  public static let emptyObject = JSONText("{}")

  /// The document itself.
  public var description: String { text }
}
