internal import CLuaShims

/// A Lua function that Swift keeps alive. It belongs to one state and does not keep that state alive.
///
/// Sendable because all of it is immutable and the queue locks itself.
package final class LuaFunction: Hashable, @unchecked Sendable {
  let id: Int64
  let owner: ReleaseQueue
  /// The chunk that defines it.
  package let source: String
  /// The line of its definition, from 1; 0 for a main chunk or a built-in.
  package let line: Int

  init(id: Int64, owner: ReleaseQueue, source: String, line: Int) {
    self.id = id
    self.owner = owner
    self.source = source
    self.line = line
  }

  deinit { owner.release(function: id) }

  /// The same Lua function of the same state.
  package static func == (a: LuaFunction, b: LuaFunction) -> Bool { a.id == b.id && a.owner === b.owner }
  /// Hashes the identity.
  package func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

/// What a state's functions and coroutines leave to be let go at its next entry: a `deinit` may run on any thread, also
/// inside a callback, where Lua must not be touched.
///
/// Sendable because `lock` guards the arrays.
final class ReleaseQueue: @unchecked Sendable {
  struct Released {
    var functions: [Int64] = []
    var coroutines: [Int64] = []
  }

  private let lock: OpaquePointer
  private var released = Released()

  init?() {
    guard let lock = sy_lock_new() else { return nil }
    self.lock = lock
  }

  deinit { sy_lock_free(lock) }

  func release(function id: Int64) {
    sy_lock_acquire(lock)
    released.functions.append(id)
    sy_lock_mark(lock, 1)
    sy_lock_release(lock)
  }

  func release(coroutine id: Int64) {
    sy_lock_acquire(lock)
    released.coroutines.append(id)
    sy_lock_mark(lock, 1)
    sy_lock_release(lock)
  }

  /// Puts back what was drained.
  func add(_ drained: Released) {
    for id in drained.functions { release(function: id) }
    for id in drained.coroutines { release(coroutine: id) }
  }

  /// Seen without the lock: what another thread releases now is let go at a later entry.
  var isEmpty: Bool { sy_lock_is_marked(lock) == 0 }

  /// Whether so much has come together within one entry that it should not wait for the next.
  var isLong: Bool {
    sy_lock_acquire(lock)
    defer { sy_lock_release(lock) }
    return released.functions.count > 64
  }

  func drain() -> Released {
    sy_lock_acquire(lock)
    defer {
      released = Released()
      sy_lock_mark(lock, 0)
      sy_lock_release(lock)
    }
    return released
  }
}
