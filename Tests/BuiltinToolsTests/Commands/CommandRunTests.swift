import BuiltinTools
import Synchronization
import TaskEngine
import Testing

@Suite("Running a command", .timeLimit(.minutes(2)))
struct CommandRunTests {
  @Test("the exit code is the command's", arguments: RunnerKind.allCases, [0, 1, 42, 255] as [Int32])
  func exitCode(kind: RunnerKind, code: Int32) async throws {
    let outcome = try await kind.runner().run(Command(.shell("exit \(code)")))
    #expect(outcome == CommandOutcome(end: .exited(code), output: "", cutBytes: 0, terminatedByUs: false))
  }

  @Test("a signal not of our sending is told apart from an exit", arguments: RunnerKind.allCases)
  func signal(kind: RunnerKind) async throws {
    let outcome = try await kind.runner().run(Command(.shell("kill -USR1 $$; sleep 60")))
    #expect(outcome.end == .signalled(10))
    #expect(!outcome.terminatedByUs)
  }

  @Test("standard error is in the output, in the order of writing", arguments: RunnerKind.allCases)
  func interleaved(kind: RunnerKind) async throws {
    let outcome = try await kind.runner().run(Command(.shell("echo 1; echo 2 >&2; echo 3; echo 4 >&2")))
    #expect(outcome.output == "1\n2\n3\n4\n")
  }

  @Test("a long output keeps both ends, and the listener gets all of it", arguments: RunnerKind.allCases)
  func longOutput(kind: RunnerKind) async throws {
    let heard = Mutex(0)
    let runner = try kind.runner(limits: CommandLimits(head: 10, tail: 10))
    let script = "printf 'beginning…'; head -c 1000000 /dev/zero | tr '\\0' x; printf '…and end'"
    let outcome = try await runner.run(Command(.shell(script))) { piece in heard.withLock { $0 += piece.utf8.count } }
    #expect(outcome.cutBytes == 1_000_000 + 12 + 10 - 19)
    #expect(outcome.output == "beginning" + OutputBuffer.marker(cutBytes: outcome.cutBytes) + "…and end")
    #expect(heard.withLock { $0 } == 1_000_022)
  }

  @Test("an argument vector is not read by a shell", arguments: RunnerKind.allCases)
  func argumentVector(kind: RunnerKind) async throws {
    let outcome = try await kind.runner().run(Command(.arguments(["printf", "%s|", "$HOME", "a b", "*", ""])))
    #expect(outcome.output == "$HOME|a b|*||")
  }

  @Test("the program is called what the caller called it", arguments: RunnerKind.allCases)
  func name(kind: RunnerKind) async throws {
    let outcome = try await kind.runner().run(Command(.arguments(["sh", "-c", "echo $0"])))
    #expect(outcome.output == "sh\n")
  }

  @Test("it runs where it is told to, and a relative program starts from there", arguments: RunnerKind.allCases)
  func workingDirectory(kind: RunnerKind) async throws {
    let outcome = try await kind.runner().run(Command(.shell("pwd"), workingDirectory: "/usr/bin"))
    #expect(outcome.output == "/usr/bin\n" || outcome.output == "/bin\n")
    let relative = try await kind.runner().run(Command(.arguments(["./env", "true"]), workingDirectory: "/usr/bin"))
    #expect(relative.end == .exited(0))
  }

  @Test("a replaced environment is all there is; an overlay leaves the rest", arguments: RunnerKind.allCases)
  func environment(kind: RunnerKind) async throws {
    let replaced = try await kind.runner().run(
      Command(.arguments(["/usr/bin/env"]), environment: .replaced(["COLOUR": "green=ish", "EMPTY": ""]))
    )
    #expect(Set(replaced.output.split(separator: "\n")) == ["COLOUR=green=ish", "EMPTY="])
    let overlaid = try await kind.runner().run(
      Command(.shell("echo $COLOUR; test -n \"$PATH\" && echo path"), environment: .overlay(["COLOUR": "red"]))
    )
    #expect(overlaid.output == "red\npath\n")
  }

  @Test("a name is looked up in the PATH that the command will see", arguments: RunnerKind.allCases)
  func searchPath(kind: RunnerKind) async throws {
    let runner = try kind.runner()
    #expect(
      try await runner.run(Command(.arguments(["true"]), environment: .replaced(["PATH": "/usr/bin:/bin"]))).end
        == .exited(0)
    )
    await #expect(throws: CommandError(.programNotFound, "true")) {
      try await runner.run(Command(.arguments(["true"]), environment: .overlay(["PATH": "/proc:bin::."])))
    }
  }

  @Test("standard input is passed on whole, and then ends", arguments: RunnerKind.allCases)
  func standardInput(kind: RunnerKind) async throws {
    let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
    let outcome = try await kind.runner().run(Command(.arguments(["cksum"]), standardInput: bytes))
    let file = try TemporaryDirectory()
    let copy = try await kind.runner().run(
      Command(.shell("cat > \(file.file("copy")); cksum < \(file.file("copy"))"), standardInput: bytes)
    )
    #expect(outcome.output == copy.output)
    #expect(outcome.output.hasSuffix(" 300000\n"))
  }

  @Test("input that nobody reads holds nothing up", arguments: RunnerKind.allCases)
  func unreadInput(kind: RunnerKind) async throws {
    let outcome = try await kind.runner().run(
      Command(.arguments(["true"]), standardInput: [UInt8](repeating: 0, count: 1_000_000))
    )
    #expect(outcome.end == .exited(0))
  }

  @Test("without input there is none, whatever Switchyard's own is", arguments: RunnerKind.allCases)
  func noInput(kind: RunnerKind) async throws {
    #expect(try await kind.runner().run(Command(.arguments(["cat"]))).output == "")
  }

  @Test(
    "a command has three descriptors, no ignored or blocked signal, and no terminal",
    arguments: RunnerKind.allCases
  )
  func cleanStart(kind: RunnerKind) async throws {
    let script = """
      ls /proc/self/fd
      sed -n 's/Sig\\(Blk\\|Ign\\):\t//p' /proc/self/status
      (: < /dev/tty) 2>/dev/null || echo no tty
      """
    let lines = try await kind.runner().run(Command(.shell(script))).output.split(separator: "\n")
    // The fourth descriptor is ls's own, for the directory.
    #expect(lines.prefix(4) == ["0", "1", "2", "3"])
    #expect(lines.last == "no tty")
    // glibc ignores 32 and 33, which it keeps for itself, in all that it spawns.
    let masks = lines.dropFirst(4).prefix(2).compactMap { UInt64($0, radix: 16) }
    #expect(masks.map { $0 & ~0x1_8000_0000 } == [0, 0])
  }

  @Test("a command that closes its output early is waited for", arguments: RunnerKind.allCases)
  func outputClosedEarly(kind: RunnerKind) async throws {
    let directory = try TemporaryDirectory()
    let marker = directory.file("marker")
    let outcome = try await kind.runner().run(
      Command(.shell("exec >&- 2>&-; sleep 0.3; echo > \(marker); exit 5"))
    )
    #expect(outcome.end == .exited(5))
    #expect(contents(of: marker) == "\n")
  }
}
