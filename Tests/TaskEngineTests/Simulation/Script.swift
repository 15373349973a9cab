import TaskEngine
import TaskSimulation

/// All that a seed decides about one schedule: what is called, how it behaves and is judged, what disturbs it.
struct Script: Sendable {
  let seed: UInt64
  var concurrentTasks: Int?
  var retainedTasks: Int
  var gracePeriod: Duration
  var hasDelivery: Bool
  var calls: [ScriptedCall]
  var actions: [ScriptedAction]
  var shutdownAt: Duration

  static let sessions: [SessionID] = ["a", "b"]
  static let turns: [TurnID] = ["t0", "t1", "t2"]

  /// What a tool takes that hangs, and after which everything is over.
  let endless: Duration

  /// The script of `seed`, in which time counts in units. Whatever its seed says is over after `endless` units.
  init(seed: UInt64, unit: Duration = .seconds(1), endless: Int = 1_000) {
    self.seed = seed
    self.endless = unit * endless
    var random = SeededGenerator(seed: seed)
    concurrentTasks = random.pick([nil, nil, nil, 1, 2, 3])
    retainedTasks = random.pick([1, 3, 1000, 1000])
    gracePeriod = unit * (random.pick([0, 1, 2, 2]))
    hasDelivery = random.chance(2, of: 3)
    let limits = ["j": random.pick([1, 2]), "k": random.pick([1, 1, 2])]
    calls = (0..<random.number(4...10)).map { ScriptedCall(number: $0, limits: limits, unit, &random) }
    let count = calls.count
    actions = (0..<random.number(6...14)).map { _ in ScriptedAction(calls: count, unit, &random) }
    shutdownAt = unit * (random.pick([2, 4, 6, 9, 14, 60]))
  }
}

/// One call: what its tool does, and what the policy says of it in odd and in even generations.
struct ScriptedCall: Sendable {
  enum End: Sendable { case returns, returnsError, fails, hangs }
  enum OnCancel: Hashable, Sendable { case stops, stopsAfter(Duration), returnsAnyway, ignores }
  enum Verdict: Sendable { case approve(in: TurnID?), deny, leave }

  let number: Int
  var session: Int
  var turn: TurnID
  var id: TaskID?
  /// How long its session waits before launching it.
  var pause: Duration
  var takes: Duration
  var end: End
  var onCancel: OnCancel
  var speaks: Bool
  /// The policy's answers by generation; `nil` where it throws.
  var decisions: [RoutingDecision?]
  var permissions: [PermissionDecision?]
  var modes: [DeliveryMode?]
  var continues: [ContinuePolicy?]
  var deliveryFails: Bool
  var isApproved: Bool
  /// What a person says if it needs approval, and how long that takes.
  var verdict: Verdict
  var verdictAfter: Duration

  init(number: Int, limits: [String: Int], _ unit: Duration, _ random: inout SeededGenerator) {
    self.number = number
    session = random.number(0...1)
    turn = random.pick(Script.turns)
    id = random.chance(1, of: 5) ? random.pick(["x", "y"]) : nil
    pause = unit * (random.pick([0, 0, 0, 1, 2, 5]))
    takes = unit * (random.number(0...6))
    end = random.pick([.returns, .returns, .returns, .returnsError, .fails, .hangs])
    onCancel = random.pick([
      .stops, .stops, .stops, .stopsAfter(unit), .stopsAfter(unit * 2), .returnsAnyway, .ignores, .ignores,
    ])
    speaks = random.chance(1, of: 5)
    decisions = (0..<2).map { _ in
      random.chance(1, of: 20) ? nil : RoutingDecision(scripted: limits, unit, &random)
    }
    permissions = (0..<2).map { _ in
      random.pick([
        .allow, .allow, .allow, .allow, .allow, .deny(reason: "house rules"),
        .requireApproval(reason: "it is costly"), .requireApproval(reason: nil), nil,
      ])
    }
    modes = (0..<2).map { _ in random.pick([nil, .toLoop, .manual]) }
    continues = (0..<2).map { _ in random.pick([nil, .notifyOnly, .requestContinue]) }
    deliveryFails = random.chance(1, of: 12)
    isApproved = random.chance(1, of: 10)
    verdict = random.pick([.approve(in: nil), .approve(in: nil), .approve(in: "t2"), .deny, .deny, .leave])
    verdictAfter = unit * (random.pick([0, 0, 1, 3]))
  }
}

/// Something that happens at its own time, whatever the calls are doing.
struct ScriptedAction: Sendable {
  enum Kind: Sendable {
    case cancel(Int)
    case cancelTwice(Int)
    case detach(Int)
    case approve(Int)
    case deny(Int)
    case interrupt(session: Int, TurnID)
    case endTurn(session: Int, TurnID)
    case replacePolicy
    case setMode(Int, DeliveryMode)
    case setContinue(Int, ContinuePolicy)
    case look(Int)
    case audit
    case takeUpdates(session: Int)
    case drain(session: Int?)
    case subscribe(session: Int?, buffer: Int, reads: Int)
    case await(Wait, patience: Duration?)
  }

  enum Wait: Sendable {
    case task(Int)
    case idle(session: Int?)
    case turn(session: Int, TurnID)
    case loop(session: Int, LoopWake)
  }

  var at: Duration
  /// Whether it comes after all else of its instant.
  var isLate: Bool
  var kind: Kind

  init(calls: Int, _ unit: Duration, _ random: inout SeededGenerator) {
    at = unit * (random.number(0...9))
    isLate = random.chance(1, of: 2)
    let call = random.number(0...calls - 1)
    let session = random.number(0...1)
    let turn = random.pick(Script.turns)
    let patience: Duration? = random.chance(1, of: 3) ? unit * (random.number(0...3)) : nil
    let wait: Wait =
      switch random.number(0...4) {
      case 0, 1: .task(call)
      case 2: .idle(session: random.pick([nil, session]))
      case 3: .turn(session: session, turn)
      default: .loop(session: session, random.pick([.anyUpdate, .continueRequested]))
      }
    kind =
      switch random.number(0...29) {
      case 0...3: .cancel(call)
      case 4: .cancelTwice(call)
      case 5, 6: .detach(call)
      case 7: .approve(call)
      case 8: .deny(call)
      case 9, 10: .interrupt(session: session, turn)
      case 11: .endTurn(session: session, turn)
      case 12, 13: .replacePolicy
      case 14: .setMode(call, random.pick([.manual, .toLoop]))
      case 15: .setContinue(call, random.pick([.notifyOnly, .requestContinue]))
      case 16, 17: .look(call)
      case 18: .audit
      case 19: .takeUpdates(session: session)
      case 20: .drain(session: random.pick([nil, session]))
      case 21, 22:
        .subscribe(
          session: random.pick([nil, session]),
          buffer: random.number(1...6),
          reads: random.number(0...12)
        )
      default: .await(wait, patience: patience)
      }
  }
}

extension RoutingDecision {
  fileprivate init(scripted limits: [String: Int], _ unit: Duration, _ random: inout SeededGenerator) {
    self.init(kind: random.pick([.foreground, .background]))
    if kind == .foreground, random.chance(1, of: 2) { detachAfter = unit * (random.number(0...4)) }
    if random.chance(1, of: 3) { deadline = unit * (random.number(1...5)) }
    if random.chance(1, of: 4) { queueDeadline = unit * (random.number(0...3)) }
    for (key, limit) in limits.sorted(by: { $0.key < $1.key }) where random.chance(1, of: 3) {
      concurrency[key] = limit
    }
    priority = random.pick([0, 0, 1])
  }
}

extension SeededGenerator {
  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
  mutating func chance(_ part: Int, of whole: Int) -> Bool { number(1...whole) <= part }
  mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[number(0...choices.count - 1)] }
}
