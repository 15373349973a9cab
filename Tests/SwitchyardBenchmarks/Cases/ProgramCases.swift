import Foundation

/// What the program as a whole costs, beside other programs that run Lua.
let programCases: [Benchmark] = [
  Benchmark(
    name: "1,000 files of one test that waits for a simulated task, --jobs 2",
    baseline: "busted on 1,000 files of one plain test",
    quantity: .programTime,
    target: .ratio(0.5),
    times: 1,
    samples: 1,
    rounds: 15,
    prepare: {
      let busted = try installed("busted", package: "lua-busted")
      let folder = try TemporaryFolder()
      for number in 0..<1000 {
        try folder.write(scenario, to: "\(number).scenario.lua")
        try folder.write(specification, to: "\(number)_spec.lua")
      }
      return .init(
        subject: repeatedly(switchyard, ["test", "--jobs", "2"], in: folder),
        baseline: repeatedly(busted, [], in: folder)
      )
    }
  ),
  Benchmark(
    name: "switchyard --version",
    baseline: "lua5.4 -v",
    quantity: .programTime,
    target: .ratio(8),
    samples: 3,
    prepare: {
      let lua = try installed("lua5.4", package: "lua5.4")
      return .init(subject: repeatedly(switchyard, ["--version"]), baseline: repeatedly(lua, ["-v"]))
    }
  ),
  Benchmark(
    name: "switchyard, from its start to its prompt",
    baseline: "lua5.4",
    quantity: .programTime,
    samples: 3,
    prepare: {
      let lua = try installed("lua5.4", package: "lua5.4")
      let folder = try TemporaryFolder()
      return .init(
        subject: prompting(switchyard, ["repl", "--no-init"], keeping: folder),
        baseline: prompting(lua, [], keeping: folder)
      )
    }
  ),
]

/// The program that was built with this one.
private let switchyard = Bundle.main.bundleURL.appending(path: "switchyard").path

private let scenario = """
  it("waits for a task", function()
    tools.define("build", { takes = 30, returns = "ok" })
    assert.equal("ok", tasks.start("build"):wait().output)
  end)

  """

private let specification = """
  it("is plain", function()
    assert.equal("ok", "ok")
  end)

  """

/// Runs a program again and again, with the folder, if there is one, as its last argument.
private func repeatedly(_ path: String, _ arguments: [String], in folder: TemporaryFolder? = nil) -> Benchmark.Work {
  { times, meter in
    let arguments = arguments + (folder.map { [$0.path] } ?? [])
    try await meter.measure {
      for _ in 0..<times { try run(path, arguments) }
    }
  }
}

/// Starts a program at a terminal again and again, each time until it has a prompt.
private func prompting(_ path: String, _ arguments: [String], keeping folder: TemporaryFolder) -> Benchmark.Work {
  { times, meter in
    for _ in 0..<times {
      let session = try await meter.measure {
        let session = try TerminalSession(path, arguments, keeping: folder)
        try session.showsPrompt()
        return session
      }
      try session.leave()
    }
  }
}
