import Glibc
import Synchronization
import Testing

@Suite("When nobody reads the output any more, the program ends quietly")
struct ClosedPipeTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(
    "with status 0 and no word",
    arguments: [
      ["test", "\(Program.examples)/scenarios"],
      ["test", "\(Program.examples)/scenarios", "--list"],
      ["test", "\(Program.examples)/scenarios", "--reporter", "tap", "--jobs", "2"],
      ["test", "\(Program.examples)/scenarios", "--reporter", "junit"],
      ["test", "failing.scenario.lua"],
      ["check", "bad.lua"],
      ["route", "\(Program.examples)/policies/default.lua", "build"],
      ["run", "script.lua"],
      ["run", "endless.lua"],
      ["repl", "--no-init", "script.lua"],
      ["--help"],
    ]
  )
  func closed(arguments: [String]) async throws {
    try folder.write("it('fails', function() error('it does') end)", to: "failing.scenario.lua")
    try folder.write("return 1", to: "bad.lua")
    try folder.write("for line = 1, 1000 do print(line) end", to: "script.lua")
    try folder.write("while true do print('more') end", to: "endless.lua")
    var ends: [Int32] = [-1, -1]
    try ProcessLaunch.descriptors.withLock { _ in
      try #require(pipe(&ends) == 0)
      for end in ends { try #require(fcntl(end, F_SETFD, FD_CLOEXEC) == 0) }
    }
    defer { close(ends[1]) }
    close(ends[0])
    let run = try await Program.run(arguments, in: folder, output: ends[1])
    #expect(run.status == 0, "\(run)")
    #expect(run.errors == "")
  }
}
