extension String {
  /// With control characters other than tab and newline written as Lua writes them, so that none acts on a terminal.
  var visible: String {
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

  /// On one line.
  var onOneLine: String { replacing("\r\n", with: " ").replacing("\n", with: " ").replacing("\t", with: " ").visible }

  /// As an attribute's value in XML, whose line ends would be read as spaces.
  var xmlAttribute: String { xmlText.replacing("\n", with: "&#10;").replacing("\t", with: "&#9;") }

  /// As an element's text in XML. What XML 1.0 cannot hold, not even escaped, is written as Lua writes it.
  var xmlText: String {
    var text = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "\n", "\t": text.unicodeScalars.append(scalar)
      case "\u{FFFE}", "\u{FFFF}": text += "\\u{\(String(scalar.value, radix: 16))}"
      case _ where scalar.value < 32 || (127...159).contains(scalar.value): text += "\\\(scalar.value)"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}

extension Unicode.Scalar {
  /// A control character of ISO 6429, which some terminals act on.
  fileprivate var isC1: Bool { (0x80...0x9F).contains(value) }
}
