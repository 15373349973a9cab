/// Standard error, for what went wrong.
package struct Diagnostics: Sendable {
  /// The process's standard error.
  package static let standard = Diagnostics()

  private let output = OutputWriter(2)

  /// Writes a line. Where standard error is closed there is nobody left to tell.
  package func write(_ line: String) {
    do { try output.writeLine(line) } catch { return }
  }
}
