/// Work, and the least that the platform needs for the same: measured side by side, in turn.
struct Benchmark: Sendable {
  /// Does something so many times, measured by the meter; what is only preparation stays outside of
  /// ``Meter/measure(_:)``. Where a delay is measured, the work tells it to ``Meter/note(nanoseconds:)`` each time.
  typealias Work = @Sendable (_ times: Int, _ meter: Meter) async throws -> Void

  /// The two that are compared.
  struct Pair: Sendable {
    var subject: Work
    var baseline: Work
  }

  /// What the cost may be.
  enum Target: Sendable {
    /// At most so many times the baseline's.
    case ratio(Double)
    /// At most so much more than the baseline's.
    case excess(Double)
  }

  /// What it is, in words; filters look for parts of it.
  var name: String
  /// What it is compared with.
  var baseline: String
  var quantity: Quantity
  var target: Target?
  /// How often the work is done in one block; found by trial if `nil`.
  var times: Int?
  /// How often both sides are made anew: where their memory happens to lie can make a twentieth of a difference.
  var samples = 7
  /// How many blocks of each side a sample has.
  var rounds = 9
  /// Makes both sides ready, outside of what is measured. Throws ``MissingProgram`` where the machine lacks a program.
  var prepare: @Sendable () async throws -> Pair
}

/// What is measured, for one time that the work is done.
enum Quantity: String, Sendable {
  /// Nanoseconds of the process's processor time: for work on one thread.
  case processorTime
  /// Nanoseconds until it is done.
  case time
  /// Nanoseconds until programs have ended, or have come to where they are measured; their memory is their own.
  case programTime
  /// Nanoseconds by which something is late, or somebody is kept waiting, as the work itself tells.
  case delay
  /// Bytes that are allocated and not freed.
  case memory
}
