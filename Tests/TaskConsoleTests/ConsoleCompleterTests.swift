import Glibc
import TaskEngine
import Testing

@testable import TaskConsole

@Suite("What Tab offers")
struct ConsoleCompleterTests {
  private static func task(_ number: Int, _ status: TaskStatus, turn: TurnID = "t1") -> TaskSnapshot {
    let request = ToolRequest(toolName: "echo", input: "{}", sessionID: "main", turnID: turn)
    let identity = TaskIdentity(id: TaskID(generated: number), request: request, label: "echo", launchedAt: .zero)
    return TaskSnapshot(identity: identity, kind: .foreground, status: status)
  }

  private static let names: ConsoleNames = {
    var names = ConsoleNames()
    names.tools = { ["echo", "build", "shell"] }
    names.fields = { tool in
      tool != "build"
        ? []
        : [
          .init(name: "target", isText: true, choices: ["app", "tests"]), .init(name: "jobs", isText: false),
          .init(name: "fast", isText: false, choices: ["false", "true"]),
        ]
    }
    names.tasks = {
      [task(1, .completed), task(2, .running), task(3, .queued, turn: "t2"), task(12, .awaitingApproval)]
    }
    names.place = { ("main", "t3") }
    names.lua = { path, isMethod in
      switch (path, isMethod) {
      case ([], _): ["tasks", "table", "print"]
      case (["tasks"], false): ["start", "session"]
      case (["a", "b"], false): ["c", "d"]
      case (["t"], true): ["wait"]
      default: []
      }
    }
    return names
  }()

  private func offered(_ typed: String) -> (candidates: [String], from: Int, space: Bool) {
    let completion = ConsoleCompleter(names: Self.names).completion(of: typed, cursor: typed.utf8.count)
    return (completion.candidates, completion.replaceFrom, completion.appendSpace)
  }

  @Test(
    "follows the command's usage",
    arguments: [
      (":sta", [":start", ":stats"]), (":start e", ["echo"]), (":st", [":start", ":stats"]),
      (":help expl", ["explain"]), (":wait i", ["idle"]), (":policy ", ["load", "reload", "edit", "show"]),
      (":out 1", ["1", "12"]), (":output -f task-2", ["task-2"]), (":nope ", []), (":deny 12 be", []),
      // Only tasks that the command can do something about.
      (":cancel ", ["task-2", "task-3", "task-12"]), (":detach ", ["task-2", "task-3"]), (":approve ", ["task-12"]),
      (":turn ", ["t1", "t2", "t3"]), (":session ", ["main"]), (":approve 12 t", ["t1", "t2", "t3"]),
      (":events o", ["off", "on"]), (":events all kind=", ["kind=background", "kind=foreground"]),
      (":events tool=b", ["tool=build"]),
    ]
  )
  func commands(typed: String, expected: [String]) {
    #expect(offered(typed).candidates.sorted() == expected.sorted())
  }

  @Test("of an input are the tool's keys, what they may be, and no key twice; '=' is followed by no space")
  func inputKeys() {
    #expect(offered(":start build ").candidates == ["target=", "jobs:=", "fast:="])
    #expect(offered(":start build tar") == (["target="], 13, false))
    #expect(offered(":start build target=").candidates == ["target=app", "target=tests"])
    #expect(offered(":start build target=app ").candidates == ["jobs:=", "fast:="])
    #expect(offered(":route build fast:=t") == (["fast:=true"], 13, true))
    #expect(offered(":start build @t").candidates == ["@turn="])
    #expect(offered(":start build @turn=t1") == (["@turn=t1"], 13, true))
  }

  @Test(
    "in Lua are globals, keywords, fields, methods, and tools as the text that starts them",
    arguments: [
      ("ta", ["table", "tasks"]), ("x = ta", ["table", "tasks"]), ("tasks.s", ["session", "start"]),
      ("print(a.b.", ["c", "d"]), ("t:", ["wait"]), ("t.wait", []), ("wh", ["while"]), ("", []), ("1.", []),
      ("f().", []),
      (#"tasks.start("e"#, ["echo"]), (#"policy.try "b"#, ["build"]), (#"print("e"#, []), (#"print("x").t"#, []),
      (#"x = "a" .. ta"#, ["table", "tasks"]), ("first line\ntasks.st", ["start"]),
    ]
  )
  func lua(typed: String, expected: [String]) {
    #expect(offered(typed).candidates == expected)
    #expect(!offered(typed).space)
  }

  @Test("are files where one is expected, quoted as they have to be, folders with a slash and no space")
  func files() throws {
    let folder = try TemporaryFolder()
    for name in ["one.lua", "with space.lua", ".hidden"] { close(creat("\(folder.path)/\(name)", 0o600)) }
    mkdir(folder.path + "/sub", 0o700)
    let path = folder.path
    #expect(offered(":load \(path)/").candidates == ["one.lua", "sub/", "with\\ space.lua"].map { "\(path)/\($0)" })
    #expect(offered(":policy load \(path)/s") == (["\(path)/sub/"], 13, false))
    #expect(offered(":load '\(path)/with s") == (["\(path)/with\\ space.lua"], 6, true))
    #expect(offered(":load \(path)/.").candidates == ["\(path)/.hidden"])
    #expect(offered("policy.load('\(path)/o").candidates == ["\(path)/one.lua"])
    #expect(offered(":load \(path)/nowhere/").candidates == [])
  }
}
