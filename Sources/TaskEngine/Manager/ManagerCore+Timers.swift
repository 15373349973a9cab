/// The manager's one timer: it sleeps until the earliest of all that the scheduler waits for.
struct ArmedTimer: Sendable {
  var due: Duration?
  var sleeper: Task<Void, Never>?
  var generation = 0
}

extension ManagerCore {
  /// Sleeps until the scheduler's next timer, if it sleeps longer or not at all; stops sleeping if there is none.
  /// A sleep that has become too short is left to end, and then looks again. Gives a sleep to cancel after the lock:
  /// whoever wrote the clock may do anything then.
  func rearmTimer(to next: Duration?, in state: inout State) -> Task<Void, Never>? {
    if let next, let due = state.timer.due, due < next { return nil }
    let stale = state.timer.sleeper
    state.timer.generation += 1
    state.timer.due = next
    guard let next else {
      state.timer.sleeper = nil
      return stale
    }
    let generation = state.timer.generation
    // Weak: a timer does not keep a manager alive that its host has let go of.
    state.timer.sleeper = spawn { [weak self, timerClock] in
      do { try await timerClock.sleep(next) } catch { return }
      self?.timerCameDue(generation)
    }
    return stale
  }

  private func timerCameDue(_ generation: Int) {
    var work = Work()
    state.withLock { state in
      guard state.timer.generation == generation else { return }
      state.timer.due = nil
      state.timer.sleeper = nil
      let time = state.time(now)
      var actions = state.scheduler.timersCameDue(at: time)
      settle(&actions, in: &state, into: &work)
    }
    carryOut(&work)
  }

  /// Makes a task where the host wants this manager's tasks to run.
  func spawn(_ body: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
    // Without a preference it is made for less.
    guard let executor = configuration.executor else { return Task(operation: body) }
    return Task(executorPreference: executor, operation: body)
  }
}
