import Testing

@Suite("Saving a session as a scenario")
struct SaveTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(Self.policy, to: "policy.lua")
  }

  private static let policy = """
    local policy = {}
    function policy.route(request, tasks)
      if request.tool_name == "shell" then
        return { detach_after = 0.5, deadline = 20, reason = "commands may be slow" }
      elseif request.tool_name == "crawl" then
        return { kind = "background", concurrency = { crawl = 1 } }
      end
      return "foreground"
    end
    function policy.delivery_mode(task, result, tasks)
      return task.tool_name == "crawl" and "manual" or "to_loop"
    end
    return policy
    """

  /// Twenty lines, of which some start real commands, and one that saves.
  private static let session = [
    #":start shell command="sleep 0.8; echo built""#,
    #":start shell command="echo quick""#,
    ":wait 2",
    #"tools.define("crawl", { run = { "sh", "-c", "sleep 0.1; echo got $0; exit 3", "{url}" } })"#,
    ":start crawl url=a",
    ":start crawl url=b",
    ":turn t2",
    ":start echo message=hi",
    ":wait",
    ":start fail message=oops",
    ":start nope",
    ":session other",
    ":start sleep seconds:=0.2",
    ":session main",
    #":start shell command="sleep 60""#,
    ":tasks",
    ":cancel 9",
    ":wait 1",
    ":updates",
    ":wait idle",
  ]

  private func saved() async throws -> Program.Run {
    try await Program.run(
      ["repl", "--no-init", "--policy", "policy.lua"],
      input: (Self.session + [":save session.scenario.lua"]).joined(separator: "\n"),
      in: folder
    )
  }

  @Test("after twenty commands the scenario passes at once, and fails when the policy decides otherwise")
  func judgesThePolicy() async throws {
    let run = try await saved()
    #expect(run.status == 0, "\(run)")
    #expect(run.output.contains("saved 9 calls to session.scenario.lua; it passes"), "\(run)")
    let text = try folder.read("session.scenario.lua")
    #expect(text.contains(#"policy.load("policy.lua")"#), "\(text)")
    let passed = try await Program.run("test", "session.scenario.lua", in: folder)
    #expect(passed.status == 0, "\(passed)\n\(text)")
    let changes = [
      (#"kind = "background", concurrency"#, #"kind = "foreground", concurrency"#),
      ("detach_after = 0.5", "detach_after = 0.6"),
      (#"and "manual" or"#, #"and "to_loop" or"#),
    ]
    for (old, new) in changes {
      let changed = Self.policy.replacing(old, with: new)
      try #require(changed != Self.policy)
      try folder.write(changed, to: "policy.lua")
      let failed = try await Program.run("test", "session.scenario.lua", in: folder)
      #expect(failed.status == 1, "\(new)\n\(failed)")
    }
  }

  @Test("a policy that was replaced meanwhile is kept by its text")
  func replacedPolicy() async throws {
    try folder.write("return { route = function() return 'background' end }", to: "second.lua")
    let run = try await Program.batch(
      ":start echo n:=1",
      ":wait idle",
      ":policy load second.lua",
      ":start echo n:=2",
      ":wait idle",
      #"policy.define("return { route = function() return { detach_after = 3 } end }")"#,
      ":start echo n:=3",
      ":wait idle",
      ":save s.scenario.lua",
      options: ["--policy", "policy.lua"],
      in: folder
    )
    #expect(run.status == 0, "\(run)")
    // What is in the file now is not what was in force.
    try folder.write("return { route = function() return 'foreground' end }", to: "policy.lua")
    let text = try folder.read("s.scenario.lua")
    #expect(text.contains(#"policy.load("policy.lua")"#) && text.contains(#"policy.load("second.lua")"#), "\(text)")
    #expect(text.contains("policy.define("), "\(text)")
    let passed = try await Program.run("test", "s.scenario.lua", in: folder)
    #expect(passed.status == 0, "\(passed)\n\(text)")
  }

  @Test("a policy whose file has changed since is kept by its text, and that is said")
  func changedFile() async throws {
    let run = try await Program.batch(
      ":start echo n:=1",
      ":wait idle",
      #"tools.define("edit", { run = { "sh", "-c", "echo 'return {}' > policy.lua" } })"#,
      ":start edit",
      ":wait idle",
      ":save s.scenario.lua",
      options: ["--policy", "policy.lua"],
      in: folder
    )
    #expect(run.status == 0, "\(run)")
    #expect(run.output.contains("policy.lua has changed since generation 1"), "\(run)")
    let text = try folder.read("s.scenario.lua")
    #expect(text.contains("policy.define(["), "\(text)")
  }

  @Test("a session in virtual time is saved with its own moments")
  func virtualSession() async throws {
    let run = try await Program.batch(
      #"tools.define("shell", { takes = 3, returns = "ok" })"#,
      ":start shell",
      "advance(2)",
      ":detach 1",
      ":wait idle",
      ":start shell",
      ":save s.scenario.lua",
      options: ["--virtual-time"],
      in: folder
    )
    #expect(run.status == 0, "\(run)")
    let text = try folder.read("s.scenario.lua")
    #expect(text.contains("takes = 3,") && text.contains("advance(2)"), "\(text)")
    #expect(text.contains("detached_after = 2,"), "\(text)")
  }

  @Test("a call that its tool's schema refused is refused again")
  func refusedInput() async throws {
    let run = try await Program.batch(
      #":start shell command="echo one""#,
      ":start shell comand=x",
      ":start shell argv:=7",
      ":wait idle",
      ":save session.scenario.lua",
      in: folder
    )
    #expect(run.output.contains("saved 3 calls to session.scenario.lua; it passes"), "\(run)")
  }

  @Test("no file is replaced unless it is asked for, and what cannot be written says why")
  func refusals() async throws {
    try folder.write("precious", to: "s.scenario.lua")
    let run = try await Program.batch(
      ":save empty.lua",
      ":start echo",
      ":save s.scenario.lua",
      ":save missing/s.scenario.lua",
      ":save",
      ":save one two",
      in: folder
    )
    #expect(run.status == 1)
    #expect(
      run.errorLines == [
        "error: stdin:1: nothing to save: no task has been started (':start TOOL')",
        "error: stdin:3: cannot write s.scenario.lua: it is there already (':save --force s.scenario.lua' replaces it)",
        "error: stdin:4: cannot write missing/s.scenario.lua: no such file or directory",
        "error: stdin:5: usage: :save [--force] FILE",
        "error: stdin:6: :save: it takes one file; usage: :save [--force] FILE",
      ]
    )
    #expect(try folder.read("s.scenario.lua") == "precious")
    let forced = try await Program.batch(":start echo", ":save --force s.scenario.lua", in: folder)
    #expect(forced.status == 0, "\(forced)")
    #expect(try folder.read("s.scenario.lua").contains("describe("))
  }
}

extension String {
  fileprivate func replacing(_ old: String, with new: String) -> String {
    guard let range = firstRange(of: old) else { return self }
    return replacingCharacters(in: range, with: new)
  }

  private func replacingCharacters(in range: Range<Index>, with new: String) -> String {
    self[..<range.lowerBound] + new + self[range.upperBound...]
  }
}
