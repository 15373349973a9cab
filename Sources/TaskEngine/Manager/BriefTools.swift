/// Which tools are brief: to hand such a tool to another thread takes longer than to run it.
///
/// Brief runs earn a tool trust. One that takes much longer loses all of it; some that take a little longer, as happens to
/// any run that is interrupted, lose little.
struct BriefTools: Sendable {
  /// A run that takes longer is not brief.
  static let limit: Duration = .microseconds(20)
  /// A run that takes longer than this is much longer.
  static let loss: Duration = .milliseconds(1)
  /// So many brief runs earn trust,
  static let trusted = 64
  /// more than so many are not counted,
  static let most = 128
  /// and a run that is a little longer counts against so many.
  static let price = 16
  /// Of no more tools than this something is known. One that is trusted keeps its place.
  static let capacity = 32

  private struct Known: Sendable {
    let name: String
    var score = 0
  }

  /// So few that a name is found sooner by looking through them.
  private var known: ContiguousArray<Known> = []

  /// Whether the tool's next run may be expected to be brief.
  func trusts(_ name: String) -> Bool {
    for tool in known where tool.name == name { return tool.score >= Self.trusted }
    return false
  }

  /// A run of the tool took so long.
  mutating func ran(_ name: String, for time: Duration) {
    let isBrief = time <= Self.limit
    guard let index = known.firstIndex(where: { $0.name == name }) ?? (isBrief ? enter(name) : nil) else { return }
    let score = known[index].score
    known[index].score = isBrief ? min(score + 1, Self.most) : time > Self.loss ? 0 : max(score - Self.price, 0)
  }

  /// The place of a tool of which nothing was known; `nil` if there is none.
  private mutating func enter(_ name: String) -> Int? {
    if known.count < Self.capacity {
      known.append(Known(name: name))
      return known.count - 1
    }
    guard let least = known.indices.min(by: { known[$0].score < known[$1].score }),
      known[least].score < Self.trusted
    else { return nil }
    known[least] = Known(name: name)
    return least
  }
}
