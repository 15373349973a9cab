package import TaskSimulation

extension Simulation.Stuck: CustomStringConvertible {
  /// The beginning of a sentence that goes on with what was waited for.
  package var description: String {
    switch self {
    case .deadlock: "nothing is left that could happen"
    case .livelock(let instant):
      "the clock stands still at \(instant.asSeconds), where something wakes again and again without end,"
    case .timeLimit(let limit): "the real-time limit of \(limit.asSeconds) passed"
    }
  }
}
