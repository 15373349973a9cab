import Foundation
import Testing

/// What the README shows of the first ten minutes is what a newcomer sees.
@Suite("The first ten minutes of the README")
struct FirstMinutesTests {
  /// One thing that a newcomer types, and what the README says is shown then.
  private struct Step {
    var input: String
    var isShell: Bool
    var expected: [String] = []
  }

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.copyItem(atPath: Program.examples, toPath: folder / "examples")
  }

  private static func steps() throws -> [Step] {
    let path = URL(filePath: Program.examples).deletingLastPathComponent().appending(path: "README.md")
    let text = try String(contentsOf: path, encoding: .utf8)
    let section = try #require(text.split(separator: "\n## ").first { $0.hasPrefix("The first ten minutes") })
    var steps: [Step] = []
    var isInBlock = false
    for line in section.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        // Only what a terminal shows: other blocks name their language.
        isInBlock = !isInBlock && line == "```"
      } else if isInBlock, line.hasPrefix("$ ") {
        steps.append(Step(input: String(line.dropFirst(2)), isShell: true))
      } else if isInBlock, let match = line.prefixMatch(of: #/main/t1[^>]*> /#) {
        steps.append(Step(input: String(line[match.range.upperBound...]), isShell: false))
      } else if isInBlock, !line.isEmpty {
        steps[steps.count - 1].expected.append(normalised(String(line)))
      }
    }
    return steps
  }

  /// Without what is different each time: times, and the spaces that make room for them.
  private static func normalised(_ line: String) -> String {
    line.replacing(/\d+\.\d{3}/, with: "T").replacing(/in \d+ m?s/, with: "in T").replacing(#/ +/#, with: " ")
  }

  @Test("are as they are shown, step by step", .timeLimit(.minutes(2)))
  func transcript() async throws {
    let steps = try Self.steps()
    try #require(steps.count > 12)
    var session: TerminalSession?
    for step in steps {
      var shown: [String] = []
      switch (step.isShell, session) {
      case (true, _) where step.input.hasPrefix("switchyard --"):
        let words = step.input.split(separator: " ").dropFirst().map(String.init)
        try #require(words.count == 2)
        session = try await TerminalSession(in: folder, words[0], words[1])
      case (true, _) where step.input.hasPrefix("switchyard "):
        let run = try await Program.run(step.input.split(separator: " ").dropFirst().map(String.init), in: folder)
        shown = run.outputLines + run.errorLines
      case (true, _): try await runShell(step.input)
      case (false, nil): Issue.record("'\(step.input)' is typed where no REPL is open")
      case (false, let open?):
        if step.input == ":quit" {
          open.type(":quit\r")
          #expect(try await open.exitStatus() == 0)
          session = nil
        } else {
          try await open.enter(step.input)
        }
      }
      // What follows a shell command while the REPL is open is what the REPL says of it.
      if let open = session {
        try await open.shows("\(step.expected) after '\(step.input)'") { lines in
          Self.appear(step.expected, in: lines, after: step.input)
        }
      } else {
        let lines = shown.map(Self.normalised)
        #expect(Self.areThere(step.expected, in: lines), "'\(step.input)' shows:\n\(shown.joined(separator: "\n"))")
      }
    }
    #expect(session == nil, "the README leaves the REPL")
  }

  /// Whether the lines come one after another, below what was typed if that is seen.
  private static func appear(_ expected: [String], in lines: [String], after input: String) -> Bool {
    let typed = lines.lastIndex { TerminalSession.typed(at: $0) == input }
    return areThere(expected, in: lines[(typed.map { $0 + 1 } ?? 0)...].map(normalised))
  }

  /// Whether these lines come one right after another, but for where there is a `…`.
  private static func areThere(_ expected: [String], in lines: [String]) -> Bool {
    var rest = lines.filter { !$0.isEmpty }[...]
    var mayBegin = true
    for line in expected {
      if line == "…" {
        mayBegin = true
        continue
      }
      guard let index = mayBegin ? rest.firstIndex(of: line) : rest.indices.first, rest[index] == line else {
        return false
      }
      rest = rest[(index + 1)...]
      mayBegin = false
    }
    return true
  }

  private func runShell(_ command: String) async throws {
    var launch = try ProcessLaunch("/bin/sh", ["-c", command], in: folder)
    defer { launch.close() }
    launch.open("/dev/null", as: 0, O_RDONLY)
    launch.give(1, as: 1)
    launch.give(2, as: 2)
    #expect(try await launch.start().exitStatus(within: .seconds(30)) == 0, "\(command)")
  }
}
