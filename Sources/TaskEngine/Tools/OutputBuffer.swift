/// Keeps the beginning and the end of an output of any length, in bounded memory.
package struct OutputBuffer: Sendable, Hashable {
  private let headLimit: Int
  private let tailLimit: Int
  private var head: [UInt8] = []
  /// Up to twice the limit, so that dropping old bytes costs little for each byte appended.
  private var tail: [UInt8] = []
  private var total = 0

  /// Creates an empty buffer that keeps at most `head` bytes from the beginning and `tail` from the end.
  package init(head: Int = 64 * 1024, tail: Int = 64 * 1024) {
    headLimit = max(0, head)
    tailLimit = max(0, tail)
  }

  /// Appends what came next.
  package mutating func append(_ bytes: some Collection<UInt8>) {
    total += bytes.count
    let intoHead = min(bytes.count, headLimit - head.count)
    head.append(contentsOf: bytes.prefix(intoHead))
    tail.append(contentsOf: bytes.dropFirst(intoHead).suffix(tailLimit))
    if tail.count > 2 * tailLimit {
      tail.removeFirst(tail.count - tailLimit)
    }
  }

  /// How many bytes were appended in all.
  package var totalBytes: Int { total }

  /// What is kept of the bytes from `offset` on, and how many of them are not.
  package func bytes(from offset: Int) -> (cut: Int, kept: [UInt8]) {
    let tailStart = total - tail.count
    guard offset < tailStart else { return (0, Array(tail.suffix(max(0, total - offset)))) }
    let fromHead = head.dropFirst(offset)
    return (tailStart - max(offset, head.count), fromHead + tail)
  }

  /// The bytes that `text` leaves out.
  package var cutBytes: Int {
    let kept = kept()
    return total - kept.head.count - kept.tail.count
  }

  /// The output as text, invalid bytes replaced, with the cut marked.
  package var text: String {
    let (head, tail) = kept()
    let cut = total - head.count - tail.count
    guard cut > 0 else {
      return String(decoding: head + tail, as: UTF8.self)
    }
    return String(decoding: head, as: UTF8.self) + Self.marker(cutBytes: cut) + String(decoding: tail, as: UTF8.self)
  }

  /// What stands in a text for the bytes that were cut.
  package static func marker(cutBytes: Int) -> String {
    "\n[\(cutBytes) bytes cut]\n"
  }

  /// Both ends; if something lies between them, without the halves of a character that the cut went through.
  private func kept() -> (head: ArraySlice<UInt8>, tail: ArraySlice<UInt8>) {
    let end = tail.suffix(tailLimit)
    guard total > head.count + end.count else {
      return (head[...], end)
    }
    let whole = head.dropLast(UTF8Boundary.incompleteSuffix(of: head[...]))
    return (whole, end.dropFirst(UTF8Boundary.orphanedPrefix(of: end)))
  }
}
