import LuaRuntime

/// Runs a file as often as the options ask for, under the seeds that they ask for, and puts what came of it together:
/// a test passes if it passed every time.
struct ScenarioRounds: Sendable {
  private let path: String
  private let options: ScenarioOptions
  private let stop: RunStop
  private let pool: LuaStatePool

  init(_ path: String, options: ScenarioOptions, stop: RunStop, pool: LuaStatePool) {
    self.path = path
    self.options = options
    self.stop = stop
    self.pool = pool
  }

  /// The options of each round.
  private var rounds: [ScenarioOptions] {
    var rounds: [ScenarioOptions] = []
    for _ in 0..<options.repeats {
      for schedule in 0..<(options.schedules ?? 1) {
        var round = options
        if options.schedules != nil { round.seed = (options.seed ?? 1) &+ UInt64(schedule) }
        rounds.append(round)
      }
    }
    return rounds
  }

  func run(onEvent: @escaping @Sendable (ScenarioEvent) -> Void) async -> ScenarioFileReport {
    let rounds = rounds
    // Alone, its tests can be told as they end.
    if rounds.count == 1 {
      return await ScenarioFile(path, options: options, stop: stop, pool: pool).run(onEvent: onEvent)
    }
    var merged = MergedRounds(file: path)
    for round in rounds {
      if stop.isRequested { break }
      let report = await ScenarioFile(path, options: round, stop: stop, pool: pool).run()
      merged.add(report, seed: options.schedules == nil ? nil : round.seed)
      if options.bails, merged.isBad { break }
    }
    let report = merged.report
    if !report.results.isEmpty { onEvent(.fileBegan(path)) }
    for result in report.results { onEvent(.testEnded(result)) }
    return report
  }
}

/// What several rounds of one file came to.
struct MergedRounds {
  private struct Entry {
    var result: ScenarioResult
    var bad = 0
    var rounds = 0
  }

  /// A test that is there again after the file was loaded again.
  private struct Key: Hashable {
    var path: [String]
    var line: Int?
    /// Among those of this name and line, as a loop defines them.
    var occurrence: Int
  }

  private let file: String
  private var entries: [Entry] = []
  private var places: [Key: Int] = [:]
  private var loadError: ScenarioLoadError?
  private var duration = Duration.zero

  init(file: String) { self.file = file }

  var isBad: Bool { loadError != nil || entries.contains { $0.bad > 0 } }

  mutating func add(_ report: ScenarioFileReport, seed: UInt64?) {
    duration += report.duration
    if let error = report.loadError, loadError == nil {
      loadError = error
      if let seed { loadError?.description += " (under seed \(seed))" }
    }
    var seen: [Key: Int] = [:]
    for result in report.results {
      let first = Key(path: result.test.path, line: result.test.line, occurrence: 0)
      let key = Key(path: first.path, line: first.line, occurrence: seen[first, default: 0])
      seen[first, default: 0] += 1
      add(result, for: key, seed: seed)
    }
  }

  private mutating func add(_ result: ScenarioResult, for key: Key, seed: UInt64?) {
    guard let place = places[key] else {
      places[key] = entries.count
      entries.append(Entry(result: result, bad: result.isBad ? 1 : 0, rounds: 1))
      if result.isBad { entries[entries.count - 1].result.seed = seed }
      return
    }
    entries[place].rounds += 1
    let duration = entries[place].result.duration + result.duration
    if result.isBad {
      entries[place].bad += 1
      // The first that was bad stands for all.
      if entries[place].bad == 1 {
        entries[place].result = result
        entries[place].result.seed = seed
      }
    }
    entries[place].result.duration = duration
  }

  var report: ScenarioFileReport {
    var report = ScenarioFileReport(file: file)
    report.loadError = loadError
    report.duration = duration
    if loadError != nil { return report }
    report.results = entries.map { entry in
      var result = entry.result
      guard entry.bad > 0 else { return result }
      let seed = result.seed
      let what = seed == nil ? "runs" : "schedules"
      var note = "in \(entry.bad) of \(entry.rounds) \(what)"
      if let seed { note += "; --seed \(seed) replays the first of them" }
      result.message = "\(result.message ?? "")\n\n(\(note))"
      return result
    }
    return report
  }
}
