import BuiltinTools
import Glibc
import TaskEngine
import Testing

/// What a call of `tool` comes to.
private func answer(_ tool: any Tool, _ input: JSONValue) async throws -> (status: TaskStatus, result: ToolResult) {
  let manager = AsyncTaskManager(.init())
  let outcome = try await manager.session().startTask(
    .plain(ToolRequest(toolName: tool.name, input: JSONText(input), turnID: "t")),
    context: TaskStartContext(tools: [tool])
  )
  let update = try await manager.session().waitForTurn("t")
  await manager.shutdown()
  guard case .resolution(let resolution)? = update, case .item(let result) = resolution.outcome else {
    throw NeverHappened(description: "no answer but \(outcome) and \(String(describing: update))")
  }
  return (resolution.task.status, result)
}

private func tool(
  _ arguments: [String],
  input: InputSchema? = nil,
  _ change: (inout CommandSettings) -> Void = { _ in }
) throws -> CommandTool {
  var settings = CommandSettings()
  change(&settings)
  return CommandTool(
    name: "x",
    traits: ToolTraits(),
    inputSchema: input,
    arguments: arguments,
    settings: settings,
    commandGuard: .program(try guardPath())
  )
}

private func shell() throws -> any Tool {
  try #require(BuiltinTools.all(commandGuard: .program(try guardPath())).first { $0.name == "shell" })
}

@Suite("Tools that are commands", .timeLimit(.minutes(2)))
struct CommandToolTests {
  @Test(
    "an input reaches the program as one argument, exactly as given",
    arguments: [
      "; rm -rf ~", "$(id)", "`id`", "--flag", "a b", "", "*", "'\"\\", "a\nb", "{other}", "{x}", "ä€😀", "$HOME",
      "|| true",
    ]
  )
  func exact(text: String) async throws {
    let (status, result) = try await answer(
      try tool(["printf", "<%s>", "{x}", "a{x}b{x}"]),
      ["x": .string(text), "other": "replaced"]
    )
    #expect(status == .completed)
    #expect(result.text == "<\(text)><a\(text)b\(text)>")
  }

  @Test("a missing placeholder is an error before anything runs")
  func missing() async throws {
    let directory = try TemporaryDirectory()
    let marker = directory.file("ran")
    let touch = try tool(["sh", "-c", "echo > \(marker); echo $0", "{x}"])
    for input: JSONValue in [[:], ["y": "1"], ["x": nil], ["x": ["list"]]] {
      let (status, result) = try await answer(touch, input)
      #expect(status == .failed)
      #expect(result.text.contains("invalid input: input.x"), "\(input)")
    }
    #expect(contents(of: marker) == nil)
    _ = try await answer(touch, ["x": 1.5])
    #expect(contents(of: marker) != nil)
  }

  @Test("placeholders are filled in the directory, the input and the variables too")
  func elsewhere() async throws {
    let command = try tool(["sh", "-c", #"pwd; cat; echo "$A""#]) { settings in
      settings.workingDirectory = "/{dir}"
      settings.standardInput = "{in}\n"
      settings.variables = ["A": "<{var}>"]
    }
    let (_, result) = try await answer(command, ["dir": "proc", "in": "$(id)", "var": "; id"])
    #expect(result.text == "/proc\n$(id)\n<; id>")
  }

  @Test(
    "what is wrong with a command fails the task in a sentence that names it",
    arguments: [
      (["command": "true", "argv": ["true"]], "give input.command or input.argv, not both"),
      ([:], "input.command (a string) or input.argv (a list) is missing"),
      (["argv": []], "input.argv: expected at least 1 element, got 0"),
      (["argv": ["no-such-program"]], "the program “no-such-program” is in no directory of PATH"),
      (["argv": ["/no/such"]], "there is no program at “/no/such”"),
      (["argv": ["/etc/passwd"]], "the file “/etc/passwd” cannot be executed"),
      (["argv": ["/usr"]], "“/usr” is a directory, not a program"),
      (["command": "true", "cwd": "/no/such"], "there is no directory “/no/such” to run the command in"),
      (["command": "true", "env": ["A=B": "c"]], "“A=B” cannot be the name of an environment variable"),
      (["command": "true", "env": ["A\0B": "c"]], "cannot be the name of an environment variable"),
      (["command": "true", "env": ["A": "\0"]], "the value of the environment variable “A” holds a zero byte"),
      (["command": "true", "inherit_env": ["A=B"]], "“A=B” cannot be the name of an environment variable"),
      (["command": "true", "inherit_env": "PATH"], "input.inherit_env: expected a boolean or an array"),
      (["command": "true", "env": ["A": 1]], "input.env.A: expected a string, got 1"),
      (["command": "true", "deadline": 0], "input.deadline: expected a number of seconds above 0"),
      (["command": "true", "timeout": 1], "input.timeout: there is no such field"),
      (
        ["command": "true", "output_file": "/no/such/file"], "the file “/no/such/file” cannot take the command's output"
      ),
      (["command": "true", "output_file": "/tmp"], "the file “/tmp” cannot take the command's output"),
    ] as [(JSONValue, String)]
  )
  func refused(input: JSONValue, sentence: String) async throws {
    let (status, result) = try await answer(try shell(), input)
    #expect(status == .failed)
    #expect(result.isError)
    #expect(result.text.contains(sentence), "\(result.text)")
  }

  @Test("the environment is inherited, replaced, or passed by name")
  func environment() async throws {
    setenv("SWITCHYARD_ONE", "1", 1)
    setenv("SWITCHYARD_TWO", "2", 1)
    let script: JSONValue = #"echo "$SWITCHYARD_ONE $SWITCHYARD_TWO $OWN""#
    func shown(_ inherited: JSONValue) async throws -> String {
      let input: JSONValue = ["command": script, "inherit_env": inherited, "env": ["OWN": "o"]]
      return try await answer(try shell(), input).result.text
    }
    #expect(try await shown(true) == "1 2 o")
    #expect(try await shown(false) == "  o")
    #expect(try await shown(["SWITCHYARD_TWO", "NOT_SET"]) == " 2 o")
  }

  @Test("output that is no UTF-8 is shown with replacement characters, and marked")
  func invalidText() async throws {
    let (status, result) = try await answer(try shell(), ["command": #"printf 'a\377\303\244\303'"#])
    #expect(status == .completed)
    #expect(result.text == "a\u{FFFD}ä\u{FFFD}")
    #expect(result.metadata["invalid_utf8"] == true)
    #expect(try await answer(try shell(), ["command": "echo ä"]).result.metadata["invalid_utf8"] == nil)
  }

  @Test("processes that the guard could not end are counted")
  func leftProcesses() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("guard")
    let file = try #require(fopen(path, "w"))
    fputs("#!/bin/sh\necho out\nprintf 'started 1\\nexited 0\\nleft 2\\n' >&2\n", file)
    fclose(file)
    chmod(path, 0o755)
    let tool = try #require(BuiltinTools.all(commandGuard: .program(path)).first { $0.name == "shell" })
    let (status, result) = try await answer(tool, ["command": "true"])
    #expect(status == .completed && result.text == "out")
    #expect(result.metadata["left_processes"] == 2)
    #expect(try await answer(try shell(), ["command": "true"]).result.metadata["left_processes"] == nil)
  }

  @Test("control sequences of terminals stay, or go if asked, wherever the output is cut")
  func controlSequences() async throws {
    let pieces =
      #"printf '\033['; sleep 0.05; printf '1;31mred\033[0m \033]0;title\007'; printf '\033(Bplain\033]8;;u\033\\link'"#
    let kept = try await answer(try shell(), ["command": .string(pieces)])
    #expect(kept.result.text.hasPrefix("\u{1B}[1;31mred"))
    let stripped = try await answer(try shell(), ["command": .string(pieces), "strip_ansi": true])
    #expect(stripped.result.text == "red plainlink")
  }

  @Test("a file gets what is cut, up to its limit, and the answer says so")
  func file() async throws {
    let directory = try TemporaryDirectory()
    let command: JSONValue = "i=0; while [ $i -lt 1000 ]; do echo line$i; i=$((i+1)); done"
    let input: JSONValue = [
      "command": command, "cwd": .string(directory.path), "output_limit": 10, "output_file": "all",
      "output_file_limit": 4000,
    ]
    let (_, result) = try await answer(try shell(), input)
    #expect(result.text.hasPrefix("line0\nline\n["))
    #expect(result.metadata["cut_bytes"] == 7870)
    #expect(result.metadata["output_file"] == "all")
    #expect(result.metadata["output_file_bytes"] == 4000)
    #expect(result.metadata["output_file_missing_bytes"] == 3890)
    let text = try #require(contents(of: directory.file("all")))
    #expect(text.hasPrefix("line0\nline1\n"))
    #expect(text.utf8.count == 4000)
  }

  @Test("a command that passes its deadline fails, with what it printed")
  func deadline() async throws {
    let (status, result) = try await answer(try shell(), ["command": "echo begun; sleep 600", "deadline": 2.5])
    #expect(status == .failed)
    #expect(result.text == "the command passed its deadline of 2.5 s\nbegun")
    #expect(result.metadata["signal"] == 15)
  }
}
