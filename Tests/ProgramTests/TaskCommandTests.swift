import Testing

@Suite("Commands that tell about tasks")
struct TaskCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      """
      local policy = {}
      function policy.route(request)
        if request.tool_name == "crawl" then
          return { kind = "background", concurrency = { crawl = 1 }, reason = "one at a time" }
        end
        return { detach_after = 5 }
      end
      function policy.delivery_mode(task)
        return task.tool_name == "crawl" and "manual" or nil
      end
      function policy.permission(request)
        if request.tool_name == "deploy" then
          return "require_approval", "it cannot be undone"
        end
        return "allow"
      end
      return policy
      """,
      to: "policy.lua"
    )
  }

  private func batch(_ lines: String...) async throws -> Program.Run {
    let tools = [
      #"tools.define("build", { takes = 30, returns = "ok" })"#,
      #"tools.define("crawl", { takes = 2, returns = "page" })"#,
      #"tools.define("deploy", { takes = 1 })"#,
    ]
    return try await Program.run(
      ["repl", "--no-init", "--virtual-time", "--policy", "policy.lua"],
      input: (tools + [":events off"] + lines).joined(separator: "\n"),
      in: folder
    )
  }

  @Test(
    ":tasks shows when a task will be detached, its place in the queue, and what to do for one that awaits approval"
  )
  func list() async throws {
    let run = try await batch(
      ":start build",
      ":start crawl",
      ":start crawl",
      ":start crawl",
      ":start deploy",
      "advance(1.5)",
      ":tasks"
    )
    let table = run.outputLines
    func row(_ id: String) -> String { table.first { $0.hasPrefix(id + " ") } ?? "" }
    #expect(row("task-1").contains("1.500 s") && row("task-1").hasSuffix("detaches in 3.500 s"), "\(run)")
    #expect(row("task-3").hasSuffix("1 of 2 in the queue"), "\(run)")
    #expect(row("task-5").contains("awaiting_approval") && row("task-5").contains(":approve or"), "\(run)")
    for line in table { #expect(line.count <= 80, "\(line)") }
  }

  @Test(":explain tells the story of a task, with the lines of the policy that decided")
  func story() async throws {
    let run = try await batch(
      ":start build",
      ":start crawl url=a",
      ":start deploy",
      "advance(31)",
      ":explain 1",
      ":explain 2",
      ":explain 3"
    )
    #expect(
      run.output == """
            0.000  policy_loaded      generation 1, policy.lua
        task-1 (build) is completed, background
            0.000  launched in main/t1 with {}
                     route: foreground, detach after 5 s (policy.lua:2, generation 1)
            0.000  started in the foreground
                     permission: allow (policy.lua:11, generation 1)
            5.000  detached 5.000 s after its launch: the turn went on without it
           30.000  completed after 30.000 s: ok
                   its answer went to the loop of session main (':updates' reads it)
                     delivery_mode: default (policy.lua:8, generation 1)
                     continue_policy: default
        task-2 (crawl) is completed, background
            0.000  launched in main/t1 with {"url":"a"}
                     route: background, concurrency crawl ≤ 1, because one at a time (policy.lua:2, generation 1)
            0.000  started in the background
                     permission: allow (policy.lua:11, generation 1)
            2.000  completed after 2.000 s: page
                   its answer was kept until it is drained (':drain')
                     delivery_mode: manual (policy.lua:8, generation 1)
                     continue_policy: default
        task-3 (deploy) is awaiting_approval, foreground
            0.000  launched in main/t1 with {}
                     route: foreground, detach after 5 s (policy.lua:2, generation 1)
            0.000  started in the foreground
                     permission: require_approval, because it cannot be undone (policy.lua:11, generation 1)
            0.000  needs approval, because it cannot be undone

        """
    )
  }

  @Test(":timeline draws each task as a bar of what it was doing")
  func timeline() async throws {
    let run = try await batch(
      ":start build",
      ":start crawl",
      ":start crawl",
      ":start deploy",
      ":wait idle",
      ":timeline",
      ":timeline t.svg"
    )
    let bars = run.outputLines.filter { $0.hasPrefix("task-") }
    try #require(bars.count == 4, "\(run)")
    #expect(bars[0].contains(/build +#{7}={39}  completed$/), "\(run)")
    #expect(bars[1].contains(/crawl +=== +completed$/), "\(run)")
    #expect(bars[2].contains(/crawl +\.\.\.=== +completed$/), "\(run)")
    #expect(bars[3].contains(/deploy +\?{46}  awaiting_approval$/), "\(run)")
    #expect(run.output.contains("drew 4 tasks to t.svg"), "\(run)")
    let picture = try folder.read("t.svg")
    #expect(picture.hasPrefix("<svg ") && picture.hasSuffix("</svg>\n"))
    #expect(picture.firstMatch(of: /task-1 foreground for 5.000 s/) != nil, "\(picture)")
  }

  @Test(":policy show tells the file, the generation, and where each function begins")
  func policy() async throws {
    let run = try await batch(":policy show", ":policy edit")
    #expect(
      run.outputLines.dropFirst() == [
        "policy.lua, generation 1", "  route          policy.lua:2", "  delivery_mode  policy.lua:8",
        "  permission     policy.lua:11",
      ]
    )
    #expect(run.errorLines.first?.contains(":policy: edit needs a terminal") == true, "\(run)")
  }

  @Test("in virtual time real commands are refused, waiting moves the clock, and a wait in vain ends at once")
  func virtualTime() async throws {
    let run = try await batch(
      ":start shell command=ls",
      ":wait 1",
      "tasks.get(1).output",
      ":start build",
      ":wait 2",
      "tasks.now()",
      #"tools.define("hang", { hangs = true })"#,
      ":start hang",
      "tasks.get(3):wait()",
      ":cancel 3"
    )
    #expect(run.output.contains("define a simulated tool or use --real-time"), "\(run)")
    #expect(run.outputLines.contains("30.0"), "\(run)")
    #expect(
      run.errors.contains("nothing is left that could happen while waiting for task-3 (hang)"),
      "\(run)"
    )
  }
}
