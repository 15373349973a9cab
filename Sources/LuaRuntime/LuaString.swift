/// Bytes that Lua calls a string. They need not be UTF-8.
package struct LuaString: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// The bytes, as Lua has them.
  package var bytes: [UInt8]

  /// Makes a string of bytes.
  package init(bytes: [UInt8]) { self.bytes = bytes }
  /// Makes a string of a text's UTF-8.
  package init(_ text: String) { bytes = Array(text.utf8) }
  /// Makes a string of a literal's UTF-8.
  package init(stringLiteral text: String) { self.init(text) }

  /// The bytes as text; what is not UTF-8 becomes U+FFFD.
  package var text: String { String(decoding: bytes, as: UTF8.self) }
  /// The same as ``text``.
  package var description: String { text }
}
