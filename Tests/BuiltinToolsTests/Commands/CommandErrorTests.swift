import BuiltinTools
import Glibc
import Testing

@Suite("Commands that cannot be started", .timeLimit(.minutes(2)))
struct CommandErrorTests {
  @Test(
    "the reason is found before anything is started, and names what is wrong",
    arguments: [
      (Command(.arguments([])), CommandError(.emptyProgram, "")),
      (Command(.arguments([""])), CommandError(.emptyProgram, "")),
      (Command(.arguments(["no-such-program"])), CommandError(.programNotFound, "no-such-program")),
      (Command(.arguments(["/no/such"])), CommandError(.programNotFound, "/no/such")),
      (Command(.arguments(["/usr"])), CommandError(.isDirectory, "/usr")),
      (Command(.arguments(["/etc/passwd"])), CommandError(.notExecutable, "/etc/passwd")),
      (Command(.arguments(["echo", "a\0b"])), CommandError(.invalidArgument, "echo")),
      (Command(.shell("true"), workingDirectory: "/no/such"), CommandError(.workingDirectoryMissing, "/no/such")),
      (Command(.shell("true"), workingDirectory: "/etc/passwd"), CommandError(.workingDirectoryMissing, "/etc/passwd")),
      (Command(.shell("true"), environment: .overlay(["A=B": "c"])), CommandError(.invalidEnvironmentName, "A=B")),
      (Command(.shell("true"), environment: .replaced(["": "c"])), CommandError(.invalidEnvironmentName, "")),
      (Command(.shell("true"), environment: .overlay(["A\0": "c"])), CommandError(.invalidEnvironmentName, "A\0")),
      (Command(.shell("true"), environment: .overlay(["1A": "c"])), CommandError(.invalidEnvironmentName, "1A")),
      (Command(.shell("true"), environment: .overlay(["A": "\0"])), CommandError(.invalidEnvironmentValue, "A")),
    ]
  )
  func refused(command: Command, error: CommandError) async throws {
    await #expect(throws: error) {
      try await CommandRunner(guardPath: guardPath()).run(command)
    }
    await #expect(throws: error) {
      try await CommandRunner(guardPath: nil).run(command)
    }
  }

  @Test("an error reads as a sentence that names its subject")
  func sentences() {
    #expect(
      CommandError(.programNotFound, "mkae").description == "the program “mkae” is in no directory of PATH"
    )
    #expect(CommandError(.programNotFound, "./a").description == "there is no program at “./a”")
    #expect(
      CommandError(.spawnFailed, "make", detail: "Argument list too long").description
        == "“make” could not be started: Argument list too long"
    )
  }

  @Test("a guard that is not there is an error, not a run without a guard")
  func guardMissing() async throws {
    await #expect(throws: CommandError(.guardMissing, "/no/guard")) {
      try await CommandRunner(guardPath: "/no/guard").run(Command(.shell("true")))
    }
  }

  @Test("a guard that says nothing is an error")
  func guardFailed() async throws {
    let error = await #expect(throws: CommandError.self) {
      try await CommandRunner(guardPath: "/bin/false").run(Command(.shell("true")))
    }
    #expect(error?.code == .guardFailed)
  }

  @Test(
    "a file that the kernel will not run is reported as one that cannot be executed",
    arguments: RunnerKind.allCases,
    ["#!/no/such/interpreter\n", "no first line\n"]
  )
  func badScript(kind: RunnerKind, text: String) async throws {
    let directory = try TemporaryDirectory()
    let script = directory.file("script")
    let file = try #require(fopen(script, "w"))
    fputs(text, file)
    fclose(file)
    chmod(script, 0o755)
    let error = await #expect(throws: CommandError.self) {
      try await kind.runner().run(Command(.arguments([script])))
    }
    #expect(error?.subject == script)
    if kind == .guarded {
      #expect(error?.code == .notExecutable)
    }
  }

  @Test("what the system refuses is an error", arguments: RunnerKind.allCases)
  func tooLong(kind: RunnerKind) async throws {
    let error = await #expect(throws: CommandError.self) {
      try await kind.runner().run(Command(.arguments(["true", String(repeating: "x", count: 3_000_000)])))
    }
    #expect(error?.code == .spawnFailed)
  }
}
