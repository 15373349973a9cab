import CLineEditor
import Glibc

/// A pipe that wakes a thread which polls a descriptor. Safe from any thread; closed with its last user.
final class WakePipe: Sendable {
  let readEnd: Int32
  private let writeEnd: Int32

  init() throws(LineEditorError) {
    var ends: [Int32] = [-1, -1]
    let failure = swed_wake_open(&ends)
    guard failure == 0 else { throw LineEditorError(code: failure) }
    readEnd = ends[0]
    writeEnd = ends[1]
  }

  deinit {
    Glibc.close(readEnd)
    Glibc.close(writeEnd)
  }

  func wake() { swed_wake_write(writeEnd) }

  /// Whether someone woke it within `milliseconds`; -1 waits for ever.
  @discardableResult
  func wait(milliseconds: Int32 = -1) -> Bool { swed_wake_wait(readEnd, milliseconds) }
}
