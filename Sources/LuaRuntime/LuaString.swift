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

  /// Hashes the bytes, all at once.
  package func hash(into hasher: inout Hasher) {
    bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    // What no text of UTF-8 contains, so that one value does not run into the next.
    hasher.combine(0xFF as UInt8)
  }

  /// The bytes as text; what is not UTF-8 becomes U+FFFD.
  package var text: String { String(decoding: bytes, as: UTF8.self) }
  /// The same as ``text``.
  package var description: String { text }
}
