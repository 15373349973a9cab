/// A place in a text, as people count: lines from 1, and columns in bytes from 1.
package struct TextPlace: Hashable, Sendable {
  package var line: Int
  package var column: Int

  /// The place of a byte of `bytes`, or of their end.
  package init(of offset: Int, in bytes: [UInt8]) {
    let before = bytes.prefix(offset)
    line = 1 + before.count { $0 == UInt8(ascii: "\n") }
    column = offset - (before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0) + 1
  }
}
