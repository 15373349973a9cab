import Testing

@testable import TaskConsole

@Suite("Colour")
struct TerminalStyleTests {
  @Test(
    "the option wins, then NO_COLOR, then whether the output is a terminal that can",
    arguments: [
      (ColorChoice.auto, ["TERM": "xterm"], true, true),
      (.auto, ["TERM": "xterm"], false, false),
      (.auto, ["TERM": "dumb"], true, false),
      (.auto, [:], true, false),
      (.auto, ["TERM": "xterm", "NO_COLOR": "1"], true, false),
      (.auto, ["TERM": "xterm", "NO_COLOR": ""], true, true),
      (.always, ["TERM": "dumb", "NO_COLOR": "1"], false, true),
      (.never, ["TERM": "xterm"], true, false),
    ]
  )
  func choice(choice: ColorChoice, environment: [String: String], isTerminal: Bool, expected: Bool) {
    let style = TerminalStyle(choice: choice, environment: environment, isTerminal: isTerminal)
    #expect(style.isColored == expected)
  }

  @Test(
    "a style leaves the text as it is without colour, and resets after it with",
    arguments: TerminalStyle.Role.allCases
  )
  func roles(role: TerminalStyle.Role) {
    #expect(TerminalStyle(isColored: false)(role, "x") == "x")
    let coloured = TerminalStyle(isColored: true)(role, "x")
    #expect(coloured.hasPrefix("\u{1B}[") && coloured.hasSuffix("x\u{1B}[0m"))
    #expect(TerminalStyle(isColored: true)(role, "") == "")
  }
}
