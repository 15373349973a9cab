/// The scopes that the tests walk, and how large they are.
///
/// The whole product (three tasks, nine places to wait at, two delivery answers, all at once) is beyond a test's
/// time. So three tasks are walked with a waiter at one place of each sort and no second runs, two tasks with
/// everything but waiters, two and one with waiters and second runs, and a call that a tool makes. If
/// `SWITCHYARD_EXHAUSTIVE` is set, three tasks with second runs and every input, and with a waiter anywhere.
extension Scope {
  static let walked: [(scope: Scope, states: Int, transitions: Int)] = [
    (threeTasks, 15_704, 234_071),
    (twoRuns, 5_289, 80_490),
    (waitingForRuns, 13_256, 193_076),
    (twoReaders, 19_005, 327_190),
    (settings, 4_482, 64_051),
    (childOfHolder, 6_761, 102_798),
    (childInQueue, 5_202, 77_629),
  ]

  /// Three tasks of one run each, and one waiter at one place of each sort.
  static let threeTasks = Scope(
    name: "three tasks",
    tasks: [0, 1, 2],
    asksDelivery: false,
    places: [.firstTurn, .loop, .thirdTask, .idle, .shutdown],
    waiters: 1,
    approvals: false,
    throwing: false,
    setsDelivery: false
  )

  /// Two tasks of two runs each, with all answers of the delivery policy.
  static let twoRuns = Scope(name: "two runs each", tasks: [0, 1], setsDelivery: false)

  /// Two tasks of two runs each, and one waiter where a second run can matter.
  static let waitingForRuns = Scope(
    name: "two runs each, waited for",
    tasks: [0, 1],
    asksDelivery: false,
    places: [.firstTurn, .loop, .loopContinue, .firstTask],
    waiters: 1,
    throwing: false,
    setsDelivery: false
  )

  /// One task with everything, and two waiters at any places.
  static let twoReaders = Scope(
    name: "two waiters",
    tasks: [0],
    places: [.firstTurn, .loop, .loopContinue, .firstTask, .idle, .shutdown],
    waiters: 2
  )

  /// Two tasks without time, two that read a turn, and the delivery mode set by hand.
  static let settings = Scope(
    name: "two readers of a turn",
    tasks: [0, 1],
    asksDelivery: false,
    places: [.firstTurn],
    waiters: 2,
    throwing: false,
    timed: false
  )

  /// A task whose tool makes a call within the slot that it holds, and both have two runs.
  static let childOfHolder = Scope(
    name: "a call within its caller's slot",
    tasks: [0, 1],
    callers: [1: 0],
    places: [.firstTurn, .secondAnswer],
    waiters: 1,
    throwing: false,
    setsDelivery: false
  )

  /// A task whose tool makes a call that must wait for the key, since another task holds it.
  static let childInQueue = Scope(
    name: "a call that queues",
    tasks: [2, 0, 1],
    callers: [1: 0],
    keyed: [1, 2],
    places: [.firstTurn, .secondAnswer],
    waiters: 1,
    approvals: false,
    throwing: false,
    setsDelivery: false
  )

  /// What takes minutes, and is walked where there is time for it.
  static let larger: [(scope: Scope, states: Int, transitions: Int)] = [
    (everyInput, 2_364_430, 52_747_275),
    (everyPlace, 1_535_132, 26_383_887),
    (childAmongOthers, 239_580, 4_205_180),
  ]

  /// Three tasks of two runs each and every input, but for waits that would have to wait.
  static let everyInput = Scope(name: "three tasks and every input", tasks: [0, 1, 2])

  /// Three tasks of two runs each, and one waiter at any place.
  static let everyPlace = Scope(
    name: "three tasks and a waiter anywhere",
    tasks: [0, 1, 2],
    asksDelivery: false,
    places: Scope.Place.allCases.filter { $0 != .secondAnswer },
    waiters: 1,
    throwing: false,
    setsDelivery: false
  )

  /// A task whose tool makes a call, and one that wants the slot of the two, all of two runs, with the delivery
  /// policy asked.
  static let childAmongOthers = Scope(
    name: "a call among others",
    tasks: [0, 1, 2],
    callers: [1: 0],
    keyed: [0, 1, 2],
    places: [.firstTurn, .secondAnswer],
    waiters: 1,
    throwing: false,
    setsDelivery: false
  )
}
