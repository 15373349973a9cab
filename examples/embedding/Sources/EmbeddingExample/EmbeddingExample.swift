// A host in small: two agent loops share one manager. One walks the whole way of a turn; the other is interrupted.
//
//   swift run EmbeddingExample          walks through it and ends
//   swift run EmbeddingExample hold     starts a hundred commands, and ends them all on SIGTERM

import BuiltinTools
import TaskEngine
import TaskPolicy

@main
struct EmbeddingExample {
  static func main() async throws {
    let manager = AsyncTaskManager(AsyncTaskManager.Configuration(policy: try Rules.policy()))
    if CommandLine.arguments.dropFirst().first == "hold" {
      try await hold(manager)
    } else {
      try await AgentLoop(session: manager.session("planner")).walk()
      try await interrupt(manager.session("reviewer"))
    }
    await manager.shutdown()
    let numbers = await manager.handle.statistics()
    print("\(numbers.launched) launched, \(numbers.running) running, \(numbers.undelivered) undelivered")
  }

  /// A person presses stop: what holds the turn is cancelled, and has an answer all the same.
  static func interrupt(_ session: TaskSession) async throws {
    let request = ToolRequest(callID: "r1", toolName: "crawl", turnID: "turn-1")
    _ = try await session.startTask(.plain(request), context: Rules.tools)
    await session.turnInterrupted("turn-1")
    while let update = try await session.waitForTurn("turn-1") { print("reviewer: \(describe(update))") }
  }

  /// Runs a hundred commands until the process is told to end.
  static func hold(_ manager: AsyncTaskManager) async throws {
    let commands = TaskStartContext(tools: BuiltinTools.all(commandGuard: .besideProgram ?? .none))
    let session = manager.session("batch")
    for number in 1...100 {
      let input: JSONValue = ["command": .string("sleep 1000; echo \(number)")]
      var request = ToolRequest(callID: "b\(number)", toolName: "shell", input: JSONText(input), turnID: "turn-1")
      request.metadata["trusted"] = true
      _ = try await session.startTask(.plain(request), context: commands)
    }
    print("a hundred commands are running")
    await Termination.signal()
  }
}
