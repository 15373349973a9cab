public import Logging
public import TaskCore

/// Schedules tool calls, and delivers every result exactly once. Shared by all sessions of a process.
///
/// All methods may be called from any task at any time. A manager that is released without ``shutdown()`` cancels
/// its tasks, but nobody then waits for them to stop.
public final class AsyncTaskManager: Sendable {
  /// With what a manager is made.
  public struct Configuration: Sendable {
    /// Decides how calls run; all in the foreground if `nil`.
    public var routing: (any TaskRoutingPolicy)?
    /// Decides where background answers go; all to the loop, none waking it, if `nil`.
    public var delivery: (any TaskDeliveryPolicy)?
    /// Decides what may run; everything if `nil`.
    public var permission: (any PermissionChecker)?
    /// How many tasks may run at once; any number if `nil`.
    public var concurrentTasks: Int?
    /// How many ended tasks are remembered.
    public var retainedTasks = 1000
    /// How long ended tasks are remembered.
    public var retention: Duration = .seconds(3600)
    /// How long a cancelled tool may take to return before its task ends without it.
    public var gracePeriod: Duration = .seconds(2)
    /// How many events are kept for streams that are not read; the most that `nextEvent` can fall behind.
    public var eventBuffer = 1024
    /// A result's output of more bytes than this is cut, and marked.
    public var outputLimit = 1024 * 1024
    /// What time it is, for tasks and tools.
    public var clock: any Clock<Duration> = ContinuousClock()
    /// Wakes for deadlines and detaches. It must tell the same time as `clock`; a simulation gives one whose
    /// sleepers wake after all others of the same instant. `clock` itself if `nil`.
    public var timerClock: (any Clock<Duration>)?
    /// Where events are logged, with session, turn, task, tool and generation as metadata; nowhere if `nil`.
    public var logger: Logger?
    /// Where tasks run; the shared pool if `nil`.
    public var executor: (any TaskExecutor)?
    /// Whether a brief tool may begin on the thread of whoever awaits `startTask`, which goes on when the tool ends or waits
    /// for something: to hand a run of some microseconds to another thread takes longer than to run it. A tool counts as
    /// brief after some 64 runs of at most 20 microseconds, until one takes more than a millisecond or several take longer.
    /// Until it first waits it does not see that it is cancelled. A tool that never waits, such as a ``SynchronousTool``, is
    /// run as a part of its caller's task, on whatever executor that prefers, unless someone is asked for permission; one that
    /// may wait begins in the pool if its caller prefers an executor. Calls that are to detach after a while begin elsewhere,
    /// and so do all if `executor` is given, or if an actor makes the call.
    public var runsBriefToolsOnCaller = true

    /// The defaults: every call in the foreground.
    public init() {}

    /// Calls are routed by a closure.
    public init(routing: @escaping @Sendable (ToolRequest, TaskView) throws -> RoutingDecision) {
      self.routing = ClosureRouting(routing)
    }

    /// One policy for everything.
    public init(policy: some TaskRoutingPolicy & TaskDeliveryPolicy & PermissionChecker) {
      routing = policy
      delivery = policy
      permission = policy
    }
  }

  let core: ManagerCore
  private let observations: [any Sendable]

  /// Makes a manager.
  public init(_ configuration: Configuration = Configuration()) {
    let core = ManagerCore(configuration)
    self.core = core
    if let logger = configuration.logger {
      let events = TaskManagerHandle.events(of: core, scope: nil, bufferingNewest: configuration.eventBuffer)
      let log = EventLogger(logger: logger)
      // Ends with the stream, which ends with the manager.
      _ = core.spawn { for await event in events { log.log(event) } }
    }
    let policies: [Any?] = [configuration.routing, configuration.delivery, configuration.permission]
    var seen: Set<ObjectIdentifier> = []
    observations = policies.compactMap { policy in
      guard let policy = policy as? any ReloadingPolicy & AnyObject,
        seen.insert(ObjectIdentifier(policy)).inserted
      else { return nil }
      return policy.observeLoads { [weak core] report in core?.report(report) }
    }
  }

  /// Makes a manager whose calls are routed by a closure.
  public convenience init(
    routing: @escaping @Sendable (ToolRequest, TaskView) throws -> RoutingDecision
  ) {
    self.init(Configuration(routing: routing))
  }

  deinit {
    core.perform { scheduler, now in scheduler.shutdownRequested(at: now) }
  }

  /// One agent loop's view: own turns, loop queue and ready items. Sessions are the same if their ids are.
  public func session(_ id: SessionID = "main") -> TaskSession { TaskSession(id: id, manager: self) }

  /// The controls of all sessions' tasks.
  public var handle: TaskManagerHandle { TaskManagerHandle(manager: self, scope: nil) }

  /// Whether no task is left that has not ended, and nobody waits: to shut down would change nothing.
  package var isQuiet: Bool { core.isQuiet }

  /// Stops everything: nothing more starts, what has not ended is cancelled. Returns when no task runs any more
  /// (an abandoned tool counts as ended). Answers can still be taken, then waiters return and streams finish. A
  /// second call waits for the same end. It waits also if its own task is cancelled.
  public func shutdown() async {
    core.perform { scheduler, now in scheduler.shutdownRequested(at: now) }
    // Shielded: stopping half-way would break the promise that nothing is left behind.
    let finished = core.spawn { [core] in
      _ = try? await core.wait(at: .shutdown) { $0.shutdownAwaited() }
    }
    await finished.value
  }
}
