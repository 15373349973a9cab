/// Text from outside (tools, policies, files), made safe to print.
package enum TerminalText {
  /// `text` without control characters, save newline and tab, and without escape sequences: nothing in it
  /// can move the cursor, change a title, or answer in the user's name.
  package static func sanitized(_ text: String) -> String {
    // Every control is below U+00A0, and in UTF-8 the upper ones begin with C2.
    let isPlain = text.utf8.allSatisfy { byte in
      byte >= 0x20 && byte != 0x7F && byte != 0xC2 || byte == 0x0A || byte == 0x09
    }
    if isPlain { return text }
    var result = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar.value {
      case 0x0A, 0x09: result.append(scalar)
      case 0x1B: skipEscape(&rest)
      case 0x9B: skipControlSequence(&rest)
      case 0x90, 0x98, 0x9D, 0x9E, 0x9F: skipString(&rest)
      case 0..<0x20, 0x7F..<0xA0: continue
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// What follows ESC (ECMA-48): a control sequence, a string up to its terminator, or a short escape.
  static func skipEscape(_ rest: inout Substring.UnicodeScalarView) {
    guard let kind = rest.first else { return }
    switch kind {
    case "[":
      rest.removeFirst()
      skipControlSequence(&rest)
    case "]", "P", "X", "^", "_":
      rest.removeFirst()
      skipString(&rest)
    default:
      while let next = rest.first, (0x20..<0x30).contains(next.value) { rest.removeFirst() }
      if let final = rest.first, (0x30..<0x7F).contains(final.value) { rest.removeFirst() }
    }
  }

  /// Parameters and intermediates, then a final byte. Anything else cuts it short and stays.
  private static func skipControlSequence(_ rest: inout Substring.UnicodeScalarView) {
    while let next = rest.first, (0x20..<0x40).contains(next.value) { rest.removeFirst() }
    if let final = rest.first, (0x40..<0x7F).contains(final.value) { rest.removeFirst() }
  }

  /// Up to BEL or ST. One that is never ended goes only to the end of its line, or it would hide the rest.
  private static func skipString(_ rest: inout Substring.UnicodeScalarView) {
    while let next = rest.first, next != "\n" {
      rest.removeFirst()
      if next.value == 0x07 || next.value == 0x9C { return }
      if next.value == 0x1B {
        if rest.first == "\\" { rest.removeFirst() }
        return
      }
    }
  }
}
