import TaskEngine

/// The JSON of a call's input, as a person writes it.
package enum JSONInput {
  /// Checks that `text` is one JSON value and nothing else.
  ///
  /// - Throws: ``CommandLineError`` with line and column.
  package static func check(_ text: String) throws(CommandLineError) {
    let bytes = Array(text.utf8)
    var scanner = JSONScanner(bytes)
    do {
      try scanner.value()
      try scanner.end()
    } catch {
      throw CommandLineError(error.message, at: error.offset, in: bytes)
    }
  }
}
