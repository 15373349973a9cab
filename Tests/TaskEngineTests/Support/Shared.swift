import TaskEngine

/// A value behind a lock, shared by copies.
final class Shared<Value: Sendable>: Sendable {
  private let value: StateLock<Value>

  init(_ value: Value) { self.value = StateLock(value) }

  func withLock<Result: Sendable>(_ body: (inout Value) -> Result) -> Result {
    value.withLock { body(&$0) }
  }
}
