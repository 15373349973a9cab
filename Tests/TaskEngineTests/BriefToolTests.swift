import Glibc
import Testing

@testable import TaskEngine

@Suite("Brief tools", .timeLimit(.minutes(5)))
struct BriefToolTests {
  @Test("64 brief runs earn a tool the thread of its caller, which may be refused")
  func trust() async throws {
    let trusted = Bench()
    for _ in 0..<BriefTools.trusted { #expect(try await !trusted.callIsLent()) }
    for _ in 0..<10 { #expect(try await trusted.callIsLent()) }
    #expect(try await !trusted.callIsLent("slow"), "another tool has to earn its own")

    var configuration = AsyncTaskManager.Configuration()
    configuration.runsBriefToolsOnCaller = false
    let refused = Bench(configuration)
    for _ in 0..<BriefTools.trusted + 10 { #expect(try await !refused.callIsLent()) }
  }

  @Test("a run that takes long costs the tool its trust")
  func loss() async throws {
    let bench = try await Bench.trusting("slow")
    #expect(try await bench.callIsLent("slow", taking: .milliseconds(2)))
    for _ in 0..<BriefTools.trusted { #expect(try await !bench.callIsLent("slow")) }
    #expect(try await bench.callIsLent("slow"))
  }

  @Test("a caller goes on when the tool waits, and the answer comes later")
  func waits() async throws {
    let bench = try await Bench.trusting("quick", "waits")
    let task = try await bench.start("waits")
    #expect(try await bench.manager.handle.snapshot(of: task.id).status == .running)
    #expect(try await bench.callIsLent(), "another tool may be run meanwhile")
    bench.gate.continuation.yield()
    let resolution = try await bench.answer(in: "waits")
    #expect(resolution.task.id == task.id)
    #expect(resolution.text == "lent", "it began there")
  }

  @Test("one caller is lent at a time to tools that may wait: one that starts such a call goes on with its own work")
  func nested() async throws {
    let bench = try await Bench.trusting("quick", "waits", "nests")
    for (inner, place) in [("waits", "not lent"), ("quick", "lent")] {
      let task = try await bench.start("nests", JSONText(inner))
      let resolution = try await bench.answer(in: "nests")
      #expect(resolution.task.id == task.id)
      #expect(resolution.text == "lent, and then \(place)")
    }
    #expect(try await bench.callIsLent("waits"), "and then the next is")
  }

  @Test("what is to detach, what waits for a slot, and what is started without waiting begins elsewhere")
  func elsewhere() async throws {
    let detaching = try await Bench.trusting("quick", decision: .foregroundThenDetachAfter(.seconds(60)))
    #expect(try await !detaching.callIsLent())

    let bench = try await Bench.trusting("quick", "waits", slots: 1)
    let first = try await bench.start("waits")
    let second = try await bench.start("quick")
    #expect(second.status == .queued)
    bench.gate.continuation.yield()
    _ = try await bench.answer(in: "waits")
    #expect(try await bench.answer(in: "quick").text == "not lent")
    #expect(first.id != second.id)

    bench.launcher.withLock { $0 = pthread_self() }
    _ = try bench.session.start(.plain(ToolRequest(toolName: "quick", turnID: "sync")), context: bench.context)
    bench.launcher.withLock { $0 = nil }
    #expect(try await bench.answer(in: "sync").text == "not lent")
  }

  @Test("a caller on an executor of its own keeps it to itself, but for tools that never wait")
  func preference() async throws {
    let bench = try await Bench.trusting("quick", "yields")
    for tool in ["quick", "yields"] {
      #expect(try await bench.callIsLent(tool))
      let isLent = try await withTaskExecutorPreference(OwnExecutor()) { try await bench.callIsLent(tool) }
      #expect(isLent == (tool == "quick"))
    }
  }

  @MainActor
  @Test("an actor that makes a call runs neither its policy nor its tool")
  func actorCalls() async throws {
    let actorsThread = pthread_self()
    let seen = StateLock<[String]>([])
    @Sendable func note(_ what: String) {
      seen.withLock { $0.append(pthread_self() == actorsThread ? "\(what) by the actor" : what) }
    }
    let manager = AsyncTaskManager { _, _ in
      note("routed")
      return .foreground
    }
    let context = TaskStartContext(tools: [
      ClosureTool("quick") { _, _ in
        note("ran")
        return .text("")
      }
    ])
    let call = TaskLaunchRequest.plain(ToolRequest(toolName: "quick", turnID: "t"))
    for _ in 0...BriefTools.trusted {
      _ = try await manager.session().startTask(call, context: context)
      _ = try await manager.session().waitForTurn("t")
    }
    _ = try await SimpleTaskManager().startTask(call, context: context)
    #expect(Set(seen.withLock { $0 }) == ["routed", "ran"])
  }

  @Test("a lent caller's tool sees its task-local values, and is a task of its own if it may wait")
  func context() async throws {
    let bench = try await Bench.trusting("quick", "stops", "locals")
    for tool in ["stops", "locals"] {
      try await Bench.$word.withValue("here") { _ = try await bench.start(tool) }
      #expect(try await bench.answer(in: TurnID(rawValue: tool)).text == "lent: here")
    }
    #expect(!Task.isCancelled, "the tool cancelled its own task, not its caller's")
  }

  @Test("a tool that never waits has ended when its start returns, whatever its end")
  func synchronous() async throws {
    let bench = try await Bench.trusting("quick", "fails", "picky")
    for (tool, text) in [("quick", "lent"), ("fails", "lent, and it broke"), ("picky", "lent")] {
      let task = try await bench.start(tool)
      let ended = try await bench.manager.handle.snapshot(of: task.id)
      #expect(ended.status == (tool == "fails" ? .failed : .completed))
      #expect(try await bench.answer(in: TurnID(rawValue: tool)).text == text)
    }
    let refused = try await bench.start("picky", #"{"colour": 3}"#)
    #expect(try await bench.manager.handle.snapshot(of: refused.id).status == .failed)
    #expect(try await bench.answer(in: "picky").text.contains("colour"))
    try await bench.manager.handle.waitForIdle()
  }

  @Test("a tool that never waits does not see that its caller was cancelled")
  func cancelledCaller() async throws {
    let bench = try await Bench.trusting("quick", "locals")
    let caller = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      _ = try await bench.start("locals")
    }
    try await caller.value
    #expect(try await bench.answer(in: "locals").text == "lent: nothing")
  }

  @Test("where permission is asked, a tool has a task of its own, which may have to wait for it")
  func permission() async throws {
    var configuration = AsyncTaskManager.Configuration()
    configuration.permission = ClosurePermission { _, _ in .allow }
    let asking = Bench(configuration)
    let bench = try await Bench.trusting("quick", "locals")
    for _ in 0..<BriefTools.trusted { _ = try await asking.callIsLent("locals") }
    _ = try await asking.start("locals")
    #expect(try await asking.answer(in: "locals").text == "lent: nothing")

    var context = bench.context
    context.permission = ClosurePermission { _, _ in .requireApproval(reason: nil) }
    let task = try await bench.start("quick", context: context)
    try await bench.manager.handle.approve(task.id)
    #expect(try await bench.manager.handle.wait(for: task.id).status == .completed)
  }

  @Test("each call of callers on many threads is answered once, wherever its tool runs")
  func manyThreads() async throws {
    let bench = try await Bench.trusting("quick", "yields")
    let lent = Shared(0)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for caller in 0..<8 {
        group.addTask {
          let session = bench.manager.session(SessionID(rawValue: "caller \(caller)"))
          for number in 0..<250 {
            let turn = TurnID(rawValue: "turn \(number)")
            var started: [TaskID] = []
            for tool in ["quick", "yields", "quick"] {
              let request = ToolRequest(toolName: tool, turnID: turn)
              let outcome = try await session.startTask(.plain(request), context: bench.context)
              guard case .pending(let pending) = outcome else { throw ToolError.cancelled }
              if tool == "quick" {
                let task = try await session.handle.snapshot(of: pending.task.id)
                lent.withLock { $0 += task.status.isEnded ? 1 : 0 }
              }
              started.append(pending.task.id)
            }
            if number % 3 == 0 {
              do { try await session.handle.cancel(started[1]) } catch TaskManagerError.alreadyEnded {
                // The tool was sooner.
              }
            }
            var answered: [TaskID] = []
            while let update = try await session.waitForTurn(turn) {
              if case .resolution(let resolution) = update { answered.append(resolution.task.id) }
            }
            #expect(Set(answered) == Set(started) && answered.count == started.count, "\(turn) of caller \(caller)")
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(lent.withLock { $0 } > 0, "no tool had ended when its start returned")
    await bench.manager.shutdown()
  }

  @Test("a run that takes a little longer costs some of a tool's trust, a long one all, and few tools are known")
  func scores() {
    var tools = BriefTools()
    let (brief, longer) = (BriefTools.limit, BriefTools.limit + .nanoseconds(1))
    func run(_ name: String, _ times: Int, _ time: Duration) { for _ in 0..<times { tools.ran(name, for: time) } }
    run("a", BriefTools.trusted - 1, brief)
    #expect(!tools.trusts("a"))
    run("a", 1, brief)
    #expect(tools.trusts("a"))
    run("a", 1000, brief)
    run("a", (BriefTools.most - BriefTools.trusted) / BriefTools.price, longer)
    #expect(tools.trusts("a"), "more than \(BriefTools.most) were counted, or it costs more")
    run("a", 1, longer)
    #expect(!tools.trusts("a"))
    run("a", 1000, longer)
    run("a", BriefTools.trusted, brief)
    #expect(tools.trusts("a"), "trust can fall below nothing")
    run("a", 1000, brief)
    run("a", 1, BriefTools.loss + .nanoseconds(1))
    run("a", BriefTools.trusted - 1, brief)
    #expect(!tools.trusts("a"))

    run("trusted", BriefTools.trusted, brief)
    for number in 0..<1000 { run("tool \(number)", 1, brief) }
    #expect(tools.trusts("trusted"), "passers-by took its place")
    for number in 0..<BriefTools.capacity { run("new \(number)", BriefTools.trusted, brief) }
    let known = (0..<BriefTools.capacity).count { tools.trusts("new \($0)") }
    #expect(known == BriefTools.capacity - 1, "only those that are trusted keep their places")
    #expect(tools.trusts("trusted"))
  }
}

/// A manager whose clock stands still but for what its tools say, and tools that know on whose thread they began.
private struct Bench {
  @TaskLocal static var word = "nothing"

  let manager: AsyncTaskManager
  let context: TaskStartContext
  /// The thread of whoever is about to start a call, until that is started.
  let launcher = Shared<pthread_t?>(nil)
  let gate = AsyncStream.makeStream(of: Void.self)
  private let clock = StillClock()

  var session: TaskSession { manager.session() }

  init(
    _ configuration: AsyncTaskManager.Configuration = .init(),
    decision: RoutingDecision = .foreground,
    slots: Int? = nil
  ) {
    var configuration = configuration
    configuration.clock = clock
    configuration.concurrentTasks = slots
    configuration.routing = ClosureRouting { _, _ in decision }
    let manager = AsyncTaskManager(configuration)
    self.manager = manager
    let (launcher, gate, clock) = (launcher, gate.stream, clock)
    @Sendable func place() -> String { launcher.withLock { $0 == pthread_self() } ? "lent" : "not lent" }
    let quick = ClosureTool("quick") { _, _ in .text(place()) }
    let waits = ClosureTool("waits") { request, _ in
      let began = place()
      if request.turnID == "waits" { for await _ in gate { break } }
      return .text(began)
    }
    context = TaskStartContext(tools: [
      quick,
      ClosureTool("slow") { request, _ in
        let began = place()
        clock.time.withLock { $0 += .nanoseconds(Int(request.input.text) ?? 0) }
        return .text(began)
      },
      waits,
      ClosureTool("yields") { _, _ in
        let began = place()
        await Task.yield()
        return .text(began)
      },
      ClosureTool("nests") { request, _ in
        let began = place()
        guard request.turnID == "nests" else { return .text(began) }
        launcher.withLock { $0 = pthread_self() }
        let inner = ToolRequest(toolName: request.input.text, turnID: "inner")
        _ = try await manager.session().startTask(.plain(inner), context: TaskStartContext(tools: [quick, waits]))
        launcher.withLock { $0 = nil }
        return .text("\(began), and then \(try await Bench.answer(in: "inner", of: manager).text)")
      },
      ClosureTool("stops") { _, _ in
        let began = place()
        withUnsafeCurrentTask { $0?.cancel() }
        await Task.yield()
        return .text("\(began): \(Bench.word)")
      },
      ClosureTool("locals") { _, _ in
        Task.isCancelled ? .text("cancelled") : .text("\(place()): \(Bench.word)")
      },
      ClosureTool("fails") { _, _ in throw ToolError.executionFailed("\(place()), and it broke") },
      Picky(place: place),
    ])
  }

  /// One in which these tools have earned trust.
  static func trusting(
    _ tools: String...,
    decision: RoutingDecision = .foreground,
    slots: Int? = nil
  ) async throws -> Bench {
    let bench = Bench(decision: decision, slots: slots)
    for tool in tools {
      for _ in 0..<BriefTools.trusted { _ = try await bench.callIsLent(tool) }
    }
    return bench
  }

  /// Starts a call in the turn of its tool's name.
  func start(
    _ tool: String,
    _ input: JSONText = .emptyObject,
    turn: TurnID? = nil,
    context: TaskStartContext? = nil
  ) async throws -> TaskSnapshot {
    let request = ToolRequest(toolName: tool, input: input, turnID: turn ?? TurnID(rawValue: tool))
    launcher.withLock { $0 = pthread_self() }
    defer { launcher.withLock { $0 = nil } }
    let outcome = try await session.startTask(.plain(request), context: context ?? self.context)
    guard case .pending(let pending) = outcome else {
      throw ToolError.internalError("an asynchronous manager answered at once")
    }
    return pending.task
  }

  /// The next answer in a turn, which is waited for.
  func answer(in turn: TurnID) async throws -> TaskResolution { try await Self.answer(in: turn, of: manager) }

  static func answer(in turn: TurnID, of manager: AsyncTaskManager) async throws -> TaskResolution {
    guard case .resolution(let resolution)? = try await manager.session().waitForTurn(turn) else {
      throw ToolError.internalError("the turn has no answer")
    }
    return resolution
  }

  /// Calls a tool, whose run takes so long, waits for its answer, and tells whether it began on this thread.
  func callIsLent(_ tool: String = "quick", taking time: Duration = .zero) async throws -> Bool {
    let input = time == .zero ? .emptyObject : JSONText("\(Int(time / .nanoseconds(1)))")
    let task = try await start(tool, input, turn: "t")
    let resolution = try await answer(in: "t")
    #expect(resolution.task.id == task.id)
    return resolution.text.hasPrefix("lent")
  }
}

/// A tool of its own type that never waits, and takes only colours that are texts.
private struct Picky: SynchronousTool {
  let name = "picky"
  let inputSchema: InputSchema? = ["colour": .string.optional]
  let place: @Sendable () -> String

  func callNow(_ request: ToolRequest, context: ToolContext) throws -> ToolResult { .text(place()) }
}

/// Stands still until it is moved by hand. Nothing sleeps by it for as long as a test takes.
private struct StillClock: Clock {
  let time = Shared(Duration.zero)

  struct Instant: InstantProtocol {
    var time: Duration
    func advanced(by duration: Duration) -> Instant { Instant(time: time + duration) }
    func duration(to other: Instant) -> Duration { other.time - time }
    static func < (left: Instant, right: Instant) -> Bool { left.time < right.time }
  }

  var now: Instant { Instant(time: time.withLock { $0 }) }
  var minimumResolution: Duration { .nanoseconds(1) }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    try await ContinuousClock().sleep(for: .seconds(3600))
  }
}

/// An executor of somebody's own. Its jobs are run by whatever thread of the pool reads them: what counts is that they
/// prefer it.
private final class OwnExecutor: TaskExecutor {
  private let jobs = AsyncStream.makeStream(of: UnownedJob.self)

  init() {
    let (stream, executor) = (jobs.stream, asUnownedTaskExecutor())
    Task { for await job in stream { job.runSynchronously(on: executor) } }
  }

  deinit { jobs.continuation.finish() }

  func enqueue(_ job: consuming ExecutorJob) { jobs.continuation.yield(UnownedJob(job)) }
}
