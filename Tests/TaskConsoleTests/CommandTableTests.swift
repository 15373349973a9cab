import TaskEngine
import Testing

@testable import TaskConsole

@Suite("The table of commands")
struct CommandTableTests {
  private let table = CommandTable.console

  @Test("the whole list fits a screen of 24 lines and 80 columns, with the prompt")
  func fits() {
    let lines = table.help.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines.count <= 23)
    for line in lines { #expect(TerminalWidth.columns(of: line) <= 80, "\(line)") }
    for command in table.commands {
      let name = ":\(command.name)"
      #expect(lines.contains { $0.hasPrefix(name + " ") || $0.hasPrefix(name + ",") || $0.contains(", \(name) ") })
    }
  }

  @Test("each command's own help fits too and shows its usage")
  func details() {
    for command in table.commands {
      let lines = command.help.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      #expect(lines.count <= 23)
      for line in lines { #expect(TerminalWidth.columns(of: line) <= 80, "\(line)") }
      #expect(lines.first?.hasPrefix(":\(command.name)") == true)
    }
  }

  @Test("the examples of :start and :route can be parsed, up to their comments")
  func examples() throws {
    let start = try table.command(named: "start", allowingPrefix: false)
    #expect(start.examples.count == 3)
    let examples = try start.examples + table.command(named: "route", allowingPrefix: false).examples
    for example in examples {
      let typed = example.split(separator: " -- ").first.map(String.init) ?? example
      #expect(throws: Never.self) { try StartArguments(parsing: typed) }
    }
  }

  @Test("names are unique, and every example begins with its command")
  func names() {
    #expect(Set(table.commands.map(\.name)).count == table.commands.count)
    for command in table.commands {
      for example in command.examples { #expect(example.hasPrefix(":" + command.name)) }
    }
  }

  @Test(
    "a name, or at a terminal the beginning of just one, finds its command",
    arguments: [
      (":start", true, "start"), ("start", false, "start"), (":q", true, "quit"), (":tas", true, "tasks"),
      (":sta", false, nil), (":d", true, nil),
    ]
  )
  func lookup(name: String, allowingPrefix: Bool, expected: String?) {
    #expect((try? table.command(named: name, allowingPrefix: allowingPrefix))?.name == expected)
  }

  @Test(
    "what is not found says what to type instead",
    arguments: [
      (":strat", true, "unknown command ':strat': did you mean ':start'?"),
      (":canel", true, "unknown command ':canel': did you mean ':cancel'?"),
      (":que", false, "unknown command ':que': ':help' lists them"),
      (":sess", false, "unknown command ':sess': did you mean ':session'?"),
      (":xyzzy", true, "unknown command ':xyzzy': ':help' lists them"),
      (":", true, "unknown command ':': ':help' lists them"),
      (":de", true, "':de' could be :detach, :deny"),
    ]
  )
  func suggestions(name: String, allowingPrefix: Bool, message: String) {
    let error = #expect(throws: CommandTable.LookupError.self) {
      try table.command(named: name, allowingPrefix: allowingPrefix)
    }
    #expect(error?.description == message)
  }

  @Test("the exact name wins over being the beginning of another")
  func exact() throws {
    let table = CommandTable([ConsoleCommand("turns", "", "x"), ConsoleCommand("turn", "", "y")])
    #expect(try table.command(named: "turn", allowingPrefix: true).summary == "y")
  }

  @Test(
    "distance counts insertions, deletions, replacements and swaps",
    arguments: [
      ("", "", 0), ("", "abc", 3), ("kitten", "sitting", 3), ("strat", "start", 1), ("ab", "ba", 1), ("é", "e", 1),
    ]
  )
  func distance(first: String, second: String, expected: Int) {
    #expect(Suggestion.distance(first, second) == expected)
    #expect(Suggestion.distance(second, first) == expected)
  }
}
