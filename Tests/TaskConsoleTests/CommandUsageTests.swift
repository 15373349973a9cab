import Testing

@testable import TaskConsole

@Suite("A command's usage")
struct CommandUsageTests {
  @Test(
    "says what may follow the words so far",
    arguments: [
      ("TASK…", [], ["TASK"]), ("TASK…", ["7", "8"], ["TASK"]), ("", [], []),
      ("TASK [TURN]", ["7"], ["TURN"]), ("TASK [TURN]", ["7", "t1"], []),
      ("[TASK|idle]", [], ["TASK", "idle"]), ("[TASK|idle]", ["idle"], []),
      ("[-f] TASK [OFFSET]", [], ["-f", "TASK"]), ("[-f] TASK [OFFSET]", ["-f"], ["TASK"]),
      ("[-f] TASK [OFFSET]", ["7"], ["OFFSET"]), ("[-f] TASK [OFFSET]", ["-f", "7"], ["OFFSET"]),
      ("[load FILE|reload]", [], ["load", "reload"]), ("[load FILE|reload]", ["load"], ["FILE"]),
      ("[load FILE|reload]", ["load", "x"], []), ("[load FILE|reload]", ["reload"], []),
      ("TOOL [ARGUMENT…]", ["echo", "a=b", "c=d"], ["ARGUMENT"]),
      ("[off|on|all|TASK…]", ["on"], ["off", "on", "all", "TASK"]),
    ]
  )
  func choices(usage: String, words: [String], expected: [String]) {
    #expect(CommandUsage(usage).choices(after: words) == expected)
  }
}
