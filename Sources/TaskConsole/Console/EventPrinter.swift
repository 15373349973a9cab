import Synchronization
import TaskEngine
import TaskScripting

/// Shows events as they come. What has come by the time a command answers is shown before its answer.
///
/// A person sees a burst summarised; a batch and a program see every event.
final class EventPrinter: Sendable {
  /// What waits to be shown while the last is being: more than a burst brings in one stretch of it.
  private static let buffered = 1 << 14

  private struct State {
    var live = LiveEvents()
    var burst = EventBurst()
    var isPaused = false
  }

  private let events: TaskEvents
  let output: ConsoleOutput
  private let isWatched: Bool
  private let state = Mutex(State())
  private let printing = Mutex<Void>(())
  private let changed: @Sendable () -> Void

  /// - Parameters:
  ///   - isWatched: whether a person looks on.
  ///   - changed: called when something happened.
  init(
    _ handle: TaskManagerHandle,
    output: ConsoleOutput,
    isWatched: Bool,
    changed: @escaping @Sendable () -> Void = {}
  ) {
    events = handle.events(bufferingNewest: Self.buffered)
    self.output = output
    self.isWatched = isWatched
    self.changed = changed
  }

  /// Chooses the events that are shown; those that come while they are not are not shown later either.
  func show(_ live: LiveEvents) {
    flush()
    state.withLock { $0.live = live }
  }

  /// While it is paused, events wait to be shown.
  func setPaused(_ isPaused: Bool) {
    state.withLock { $0.isPaused = isPaused }
    if !isPaused { flush() }
  }

  /// Shows events until there are no more.
  func run() async {
    while await events.hasMore() {
      while state.withLock({ $0.isPaused }) {
        do { try await Task.sleep(for: .milliseconds(100)) } catch { return }
      }
      showReady(early: false)
      guard let due = state.withLock({ $0.burst.summaryDue }) else { continue }
      // Meanwhile what comes is kept, so that a burst costs one redrawn line for each stretch of it.
      do { try await Task.sleep(until: due, clock: .continuous) } catch { return }
      showReady(early: false)
    }
  }

  /// Shows what has come by now.
  func flush() { showReady(early: true) }

  private func showReady(early: Bool) {
    // One at a time, so that the order of the lines is that of the events.
    let hasChanged = printing.withLock { _ in
      var lines: [String] = []
      var hasChanged = false
      func takeSummary(early: Bool, at now: ContinuousClock.Instant) {
        guard let summary = state.withLock({ $0.burst.takeSummary(at: now, early: early) }) else { return }
        lines.append(line("…", at: summary.time, .dim, summary.text))
      }
      while !state.withLock({ $0.isPaused }), let event = events.nextIfReady() {
        hasChanged = true
        guard state.withLock({ $0.live.shows(event, isWatched: isWatched) }) else { continue }
        if isWatched {
          let now = ContinuousClock.now
          takeSummary(early: false, at: now)
          guard state.withLock({ $0.burst.admits(event, at: now) }) else { continue }
          lines.append(Self.line(event, style: output.style, columns: TerminalWidth.terminalColumns()))
        } else {
          output.show(Self.line(event, style: output.style), as: "event", json: event.record.jsonText)
        }
      }
      takeSummary(early: early, at: .now)
      if !lines.isEmpty { output.show(lines.joined(separator: "\n"), as: "event") }
      return hasChanged
    }
    if hasChanged { changed() }
  }
}
