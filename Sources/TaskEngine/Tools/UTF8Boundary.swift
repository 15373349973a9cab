/// Where a chunk of UTF-8 was cut through a character.
enum UTF8Boundary {
  /// How many bytes at the end begin a character whose rest is still to come. At most 3.
  static func incompleteSuffix(of bytes: ArraySlice<UInt8>) -> Int {
    for (offset, byte) in bytes.reversed().prefix(3).enumerated() where !isContinuation(byte) {
      return offset + 1 < length(leadBy: byte) ? offset + 1 : 0
    }
    return 0
  }

  /// How many bytes at the beginning belong to a character that began earlier. At most 3.
  static func orphanedPrefix(of bytes: ArraySlice<UInt8>) -> Int {
    bytes.prefix(3).prefix(while: isContinuation).count
  }

  private static func isContinuation(_ byte: UInt8) -> Bool {
    byte & 0b1100_0000 == 0b1000_0000
  }

  /// 1 also for bytes that can lead nothing: they are replaced, not waited for.
  private static func length(leadBy byte: UInt8) -> Int {
    switch byte {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 1
    }
  }
}

/// Decodes UTF-8 that arrives in chunks cut anywhere; invalid bytes are replaced.
package struct UTF8ChunkDecoder: Sendable {
  private var pending: [UInt8] = []
  /// Whether something so far was no UTF-8.
  package private(set) var hasReplaced = false

  /// Creates a decoder that has seen nothing.
  package init() {}

  /// The text of all whole characters so far that have not been returned yet.
  package mutating func decode(_ bytes: some Collection<UInt8>) -> String {
    pending.append(contentsOf: bytes)
    let whole = pending.dropLast(UTF8Boundary.incompleteSuffix(of: pending[...]))
    defer { pending.removeFirst(whole.count) }
    return text(of: whole)
  }

  /// What is left when nothing more will come: replacement characters for an unfinished one, or nothing.
  package mutating func finish() -> String {
    defer { pending = [] }
    return text(of: pending[...])
  }

  private mutating func text(of bytes: ArraySlice<UInt8>) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    hasReplaced = true
    return String(decoding: bytes, as: UTF8.self)
  }
}
