import TaskEngine

/// The JSON of a call's input, as a person writes it.
package enum JSONInput {
  /// Checks that `text` is one JSON value and nothing else.
  ///
  /// - Throws: ``CommandLineError`` with line and column.
  package static func check(_ text: String) throws(CommandLineError) {
    let bytes = Array(text.utf8)
    do { try JSONScanner.check(bytes) } catch {
      throw CommandLineError(error.message, at: error.offset, in: bytes)
    }
  }
}
