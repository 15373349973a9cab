internal import CLuaShims

/// What a call is about: numbered values for the fields of its objects (``LuaObjectType/told``).
///
/// Before a call those are told that an earlier call has read; Lua reads them without a way into Swift. What was not
/// told is asked for when it is first read.
///
/// Sendable because it is used within entries only, and all of one state: that state's lock guards it.
package final class LuaFacts: @unchecked Sendable {
  let facts: UnsafeMutablePointer<sy_facts>
  private let teller: @Sendable (LuaFacts, Int) -> Void

  /// Makes so many facts, at most 64. Throws `.memory` when there is none.
  ///
  /// - Parameter teller: tells one fact of the call at hand.
  package init(count: Int, teller: @escaping @Sendable (LuaFacts, Int) -> Void) throws(LuaError) {
    let made = sy_facts_new(UInt32(count)) { context, index in
      guard let context else { return }
      let facts = Unmanaged<LuaFacts>.fromOpaque(context).takeUnretainedValue()
      facts.teller(facts, Int(index))
    }
    guard let made else { throw LuaError(.memory, "no memory for what calls are about") }
    self.teller = teller
    facts = made
    sy_facts_set_context(made, Unmanaged.passUnretained(self).toOpaque())
  }

  deinit { sy_facts_free(facts) }

  /// Forgets what was told, and says what is to be told before the next call, as bits.
  package func begin() -> UInt64 { sy_facts_begin(facts) }

  /// Tells a text.
  package func tell(_ index: Int, _ text: String) {
    let isTold: Void? = text.utf8.withContiguousStorageIfAvailable {
      sy_facts_tell_text(facts, UInt32(truncatingIfNeeded: index), $0.baseAddress, $0.count)
    }
    if isTold == nil { tell(index, String(decoding: Array(text.utf8), as: UTF8.self)) }
  }

  /// Tells a yes or no.
  package func tell(_ index: Int, _ flag: Bool) {
    sy_facts_tell_flag(facts, UInt32(truncatingIfNeeded: index), flag ? 1 : 0)
  }
}
