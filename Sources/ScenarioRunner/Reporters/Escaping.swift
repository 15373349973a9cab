import TaskScripting

extension String {
  /// On one line.
  var onOneLine: String {
    // Nearly every text is.
    if utf8.allSatisfy({ $0 != 9 && $0 != 10 }) { return visible }
    return replacing("\r\n", with: " ").replacing("\n", with: " ").replacing("\t", with: " ").visible
  }

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
