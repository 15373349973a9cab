import Glibc
import Testing

@Suite("However the REPL is left, no process stays behind")
struct LeavingTests {
  private let folder: TemporaryFolder
  private let marker = Marker()

  init() throws { folder = try TemporaryFolder() }

  /// A session in which the marked command runs, in the background so that interrupting the turn does not end it.
  private func session(running command: String, isOnOneCore: Bool = false) async throws -> TerminalSession {
    let session = try await TerminalSession(in: folder, isOnOneCore: isOnOneCore)
    try await session.enter(#":start shell command="\#(command)""#)
    try await session.enter(":detach 1")
    try await eventually("the command runs") { try !marker.processes.isEmpty }
    return session
  }

  @Test("':quit' ends with 0, whatever went wrong before")
  func quit() async throws {
    let session = try await session(running: marker.command)
    try await session.enter(":nope")
    try await session.begin(":quit")
    #expect(try await session.exitStatus() == 0)
    #expect(try marker.processes == [])
  }

  @Test("the end of the input ends with 0, and is asked for once more while tasks run")
  func endOfInput() async throws {
    let session = try await session(running: marker.command)
    session.pressControlD()
    try await session.showsLine(with: "1 task has not ended; Ctrl-D again cancels it and leaves")
    try await session.showsPrompt()
    #expect(try await session.enter("1 + 1") == ["2"])
    // Something was done since: it asks again.
    session.pressControlD()
    try await session.shows("the question again") { $0.count { $0.contains("Ctrl-D again") } == 2 }
    try await session.showsPrompt()
    #expect(try !marker.processes.isEmpty)
    session.pressControlD()
    #expect(try await session.exitStatus() == 0)
    #expect(try marker.processes == [])
  }

  @Test("Ctrl-C twice on an empty line ends with 130, and says after the first that it will")
  func interruptTwice() async throws {
    let session = try await session(running: marker.command)
    session.pressControlC()
    try await session.showsLine(with: "Ctrl-C again leaves")
    try await session.showsPrompt()
    session.pressControlC()
    #expect(try await session.exitStatus() == 130)
    #expect(try marker.processes == [])
  }

  @Test("SIGTERM ends with 143, SIGHUP with 129", arguments: [SIGTERM, SIGHUP])
  func signal(number: Int32) async throws {
    let session = try await session(running: marker.command)
    session.process.send(number)
    #expect(try await session.exitStatus() == 128 + number)
    #expect(try marker.processes == [])
  }

  @Test("closing the terminal ends it")
  func hangUp() async throws {
    let session = try await session(running: marker.command)
    session.hangUp()
    _ = try await session.process.exitStatus()
    #expect(try marker.processes == [])
  }

  @Test(
    "SIGTERM ends it also while a command or Lua waits or computes",
    arguments: [
      ":wait 1", "sleep(1000)", "while true do end",
    ]
  )
  func busy(line: String) async throws {
    let session = try await session(running: marker.command, isOnOneCore: true)
    try await session.begin(line)
    session.process.send(SIGTERM)
    #expect(try await session.exitStatus() == 143)
    #expect(try marker.processes == [])
  }

  @Test("a command that does not listen to SIGTERM is gone as well")
  func stubborn() async throws {
    let session = try await session(running: marker.stubbornCommand)
    try await session.begin(":quit")
    #expect(try await session.exitStatus() == 0)
    #expect(try marker.processes == [])
  }

  @Test(
    "a batch and a script that a signal ends leave none either",
    arguments: [SIGTERM, SIGINT],
    [
      ["repl", "--no-init"], ["run", "waiting.lua"], ["run", "computing.lua"],
    ]
  )
  func unattended(signal: Int32, arguments: [String]) async throws {
    let start = #"tasks.start("shell", { command = "\#(marker.command)" })"#
    try folder.write(start + "\n", to: "lines")
    try folder.write(start + ":wait()", to: "waiting.lua")
    try folder.write(start + "\nwhile true do end", to: "computing.lua")
    var launch = try ProcessLaunch(Program.path, arguments, in: folder)
    defer { launch.close() }
    launch.open(folder / "lines", as: 0, O_RDONLY)
    launch.open(folder / "output", as: 1, O_WRONLY | O_CREAT)
    launch.open(folder / "errors", as: 2, O_WRONLY | O_CREAT)
    let process = try launch.start()
    try await eventually("the command runs") { try !marker.processes.isEmpty }
    process.send(signal)
    #expect(try await process.exitStatus() == 128 + signal)
    #expect(try marker.processes == [])
    #expect(try folder.read("errors") == "")
  }

  /// What a command may be.
  enum Command: CaseIterable {
    /// It ends when it is told to.
    case plain
    /// It does not listen.
    case stubborn
    /// Daemons in sessions of their own that do not listen, some stopped, and a leader that is gone.
    case scattered
  }

  @Test("a killed program's commands end by themselves", arguments: Command.allCases)
  func killed(_ command: Command) async throws {
    try folder.write(marker.scatteringScript, to: "scatter.sh")
    let line =
      switch command {
      case .plain: marker.command
      case .stubborn: marker.stubbornCommand
      case .scattered: "sh scatter.sh"
      }
    let session = try await session(running: line)
    if command == .scattered {
      try await eventually("all of it runs") { try marker.processes.filter { getsid($0) == $0 }.count >= 4 }
    }
    session.process.send(SIGKILL)
    #expect(try await session.process.exitStatus() == 128 + SIGKILL)
    try await eventually("no process is left") { try marker.processes.isEmpty }
  }
}
