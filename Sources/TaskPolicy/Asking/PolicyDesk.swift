import LuaRuntime
import Synchronization
import TaskEngine

/// Where the call that a policy is being asked about lies while it is asked.
final class PolicyDesk: Sendable {
  /// Bytes that one call, or one load, may print.
  private static let printLimit = 4096

  private let current = Mutex<PolicyCall?>(nil)
  private let onPrint: @Sendable (LuaPrint) -> Void
  private let printable = Mutex(PolicyDesk.printLimit)

  init(onPrint: @escaping @Sendable (LuaPrint) -> Void) { self.onPrint = onPrint }

  /// Lays a call out while it is served. One at a time: see ``PolicyMemory``.
  func serve<Value: Sendable>(
    _ call: PolicyCall,
    _ body: () throws(PolicyFault) -> Value
  ) throws(PolicyFault) -> Value {
    current.withLock { $0 = call }
    printable.withLock { $0 = Self.printLimit }
    defer { current.withLock { $0 = nil } }
    return try body()
  }

  /// The call being served.
  func call() throws(LuaUsageError) -> PolicyCall {
    guard let call = current.withLock({ $0 }) else {
      throw LuaUsageError("'tasks' can be used only while the policy is asked about a call")
    }
    return call
  }

  /// Passes on what is printed, until the call has printed what it may.
  func print(_ print: LuaPrint) {
    let room = printable.withLock { printable in
      defer { printable = max(0, printable - max(1, print.text.utf8.count)) }
      return printable
    }
    guard room > 0 else { return }
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
