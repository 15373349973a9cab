extension TaskOutput {
  /// A part of the text, in whole characters, and where the next one begins; `nil` if it goes to the end.
  ///
  /// - Parameters:
  ///   - offset: where it begins, in bytes; a character that begins earlier is left out.
  ///   - limit: how many bytes it may have. If it is not 0, one character comes in any case: who reads on gets on.
  package func piece(from offset: Int = 0, limit: Int? = nil) -> (text: String, next: Int?) {
    let bytes = Array(text.utf8)
    let from = bytes.dropFirst(offset)
    let rest = from.dropFirst(UTF8Boundary.orphanedPrefix(of: from))
    guard let limit, rest.count > limit else { return (String(decoding: rest, as: UTF8.self), nil) }
    var piece = rest.prefix(limit)
    piece = piece.dropLast(UTF8Boundary.incompleteSuffix(of: piece))
    if piece.isEmpty, limit > 0 { piece = rest.prefix(1 + UTF8Boundary.orphanedPrefix(of: rest.dropFirst())) }
    return (String(decoding: piece, as: UTF8.self), piece.endIndex < bytes.endIndex ? piece.endIndex : nil)
  }
}
