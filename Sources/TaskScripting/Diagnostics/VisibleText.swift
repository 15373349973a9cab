extension String {
  /// With control characters other than tab and newline written as Lua writes them, so that none acts on a terminal.
  package var visible: String {
    if utf8.allSatisfy({ $0 >= 32 && $0 != 127 || $0 == 9 || $0 == 10 }) && !unicodeScalars.contains(where: \.isC1) {
      return self
    }
    var text = ""
    for scalar in unicodeScalars {
      let isControl = scalar.value < 32 && scalar != "\t" && scalar != "\n" || scalar.value == 127 || scalar.isC1
      text += isControl ? "\\\(scalar.value)" : String(scalar)
    }
    return text
  }
}

extension Unicode.Scalar {
  /// A control character of ISO 6429, which some terminals act on.
  fileprivate var isC1: Bool { (0x80...0x9F).contains(value) }
}
