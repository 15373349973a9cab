/// Takes the control sequences of terminals (ECMA-48) out of an output that comes in chunks cut anywhere.
///
/// Colours, moves of the cursor, titles and links go; line ends, carriage returns and tabs stay.
struct ControlSequenceStripper: Sendable {
  private enum State: Sendable {
    case text
    /// After ESC.
    case escape
    /// After `ESC [`, up to a letter or another final byte.
    case control
    /// After `ESC ]` and the like, up to BEL or `ESC \\`: a title, a link, a device's own string.
    case string
    /// After ESC in a string.
    case stringEscape
  }

  private var state = State.text

  /// Leaves in `bytes` what is text.
  mutating func strip(_ bytes: inout [UInt8]) {
    if state == .text, !bytes.contains(0x1B) { return }
    bytes.removeAll { !isText($0) }
  }

  private mutating func isText(_ byte: UInt8) -> Bool {
    switch (state, byte) {
    case (.text, 0x1B), (.control, 0x1B): state = .escape
    case (.text, _): return true
    case (.string, 0x1B): state = .stringEscape
    case (.string, 0x07): state = .text
    case (.string, _): break
    case (.stringEscape, _): state = byte == UInt8(ascii: "\\") ? .text : .string
    case (.escape, UInt8(ascii: "[")): state = .control
    case (.escape, UInt8(ascii: "]")), (.escape, UInt8(ascii: "P")), (.escape, UInt8(ascii: "X")),
      (.escape, UInt8(ascii: "^")), (.escape, UInt8(ascii: "_")):
      state = .string
    case (.escape, 0x20...0x2F), (.escape, 0x1B): break  // it goes on, or begins anew
    case (.escape, 0x30...0x7E): state = .text
    case (.control, 0x20...0x3F): break
    case (.control, 0x40...0x7E): state = .text
    // What cannot be in a sequence ends it, and is text: a stray ESC must not swallow an output.
    case (.escape, _), (.control, _):
      state = .text
      return true
    }
    return false
  }
}
