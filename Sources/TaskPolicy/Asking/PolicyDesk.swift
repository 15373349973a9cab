import LuaRuntime
import TaskEngine

/// Where the call that a policy is being asked about lies while it is asked.
///
/// Everything here is used within entries of the policy's state only, by the policy's callbacks too: that state's lock
/// guards it.
final class PolicyDesk: Sendable {
  /// Bytes that one call, or one load, may print.
  private static let printLimit = 4096

  private nonisolated(unsafe) var place: PolicyCall.Place?
  private nonisolated(unsafe) var printable = PolicyDesk.printLimit
  private let onPrint: @Sendable (LuaPrint) -> Void

  init(onPrint: @escaping @Sendable (LuaPrint) -> Void) { self.onPrint = onPrint }

  /// Lays a call on the desk, until ``end()``. One at a time: see ``PolicyTurn``.
  func begin(_ place: PolicyCall.Place) {
    self.place = place
    printable = Self.printLimit
  }

  /// Clears the desk.
  func end() { place = nil }

  /// The call that the policy is asked about.
  func call() throws(LuaUsageError) -> PolicyCall {
    guard let place else {
      throw LuaUsageError("'tasks' can be used only while the policy is asked about a call")
    }
    return place.call
  }

  /// Passes on what is printed, until the call has printed what it may.
  func print(_ print: LuaPrint) {
    let room = printable
    guard room > 0 else { return }
    printable = max(0, room - max(1, print.text.utf8.count))
    var print = print
    print.text = print.text.clipped(to: room)
    onPrint(print)
  }
}

extension String {
  /// At most so many bytes of the text, whole characters, with a mark where something was cut.
  func clipped(to bytes: Int) -> String {
    guard utf8.count > bytes else { return self }
    return String(decoding: utf8.prefix(bytes), as: UTF8.self).trimmingBrokenEnd + "…"
  }

  /// An error's text or a reason, at the length at which they are cut.
  var clippedReason: String { clipped(to: 1024) }

  private var trimmingBrokenEnd: String { last == "\u{FFFD}" ? String(dropLast()) : self }
}
