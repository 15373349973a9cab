/// What `switchyard-guard` wrote about its command. The format is described at the top of its `main.c`.
struct GuardReport: Hashable {
  /// The command's process, once it was started.
  var processIdentifier: Int32?
  /// What failed instead: the phase, and the `errno`.
  var failure: (phase: String, error: Int32)? {
    failurePhase.map { ($0, failureError) }
  }
  /// The end was asked for before the command ended by itself.
  var requested = false
  /// How the command ended.
  var end: CommandOutcome.End?
  /// How many of its processes could not be ended.
  var left = 0

  private var failurePhase: String?
  private var failureError: Int32 = 0

  /// Reads a report; words that it does not know are passed over.
  init(_ text: String) {
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      let number = words.last.flatMap { Int32($0) }
      switch (words.first, number) {
      case ("started", let number?): processIdentifier = number
      case ("requested", _): requested = true
      case ("exited", let number?): end = .exited(number)
      case ("signalled", let number?): end = .signalled(number)
      case ("left", let number?): left = Int(number)
      case ("failed", let number?) where words.count == 3:
        failurePhase = String(words[1])
        failureError = number
      default: break
      }
    }
  }
}
