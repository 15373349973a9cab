import Testing

@testable import TaskConsole

@Suite("Widths and tables")
struct TerminalWidthTests {
  @Test(
    "columns are what a terminal shows",
    arguments: [
      ("", 0), ("abc", 3), ("ü", 1), ("e\u{301}", 1), ("日本", 4), ("ｱ", 1), ("Ａ", 2), ("😀", 2), ("👩‍👩‍👧", 2), ("👍🏽", 2),
      ("❤️", 2), ("🇩🇪", 2), ("한", 2), ("\u{1112}\u{1161}\u{11AB}", 2), ("…", 1), ("\u{1B}[1;31mred\u{1B}[0m", 3),
      ("a\u{200B}b", 2),
    ]
  )
  func columns(text: String, expected: Int) {
    #expect(TerminalWidth.columns(of: text) == expected)
  }

  @Test(
    "cut text has its sign and never takes more room than there is",
    arguments: [
      ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("abc", 1, "…"), ("abc", 0, ""),
      ("\u{1B}[31mabcd\u{1B}[0m", 3, "ab…"), ("\u{1B}[31mabc\u{1B}[0m", 3, "\u{1B}[31mabc\u{1B}[0m"),
    ]
  )
  func truncated(text: String, width: Int, expected: String) {
    #expect(TerminalWidth.truncated(text, to: width) == expected)
    #expect(TerminalWidth.columns(of: TerminalWidth.truncated(text, to: width)) <= width)
  }

  @Test("padding counts columns, not characters")
  func padded() {
    #expect(TerminalWidth.padded("日", to: 4) == "日  ")
    #expect(TerminalWidth.padded("7", to: 3, alignment: .trailing) == "  7")
    #expect(TerminalWidth.padded("long", to: 2) == "long")
  }

  @Test("without a terminal COLUMNS counts, and without that 80")
  func terminalColumns() throws {
    #expect(TerminalWidth.terminalColumns(of: -1, environment: ["COLUMNS": "132"]) == 132)
    #expect(TerminalWidth.terminalColumns(of: -1, environment: ["COLUMNS": "0"]) == 80)
    #expect(TerminalWidth.terminalColumns(of: -1) == 80)
    let terminal = try PseudoTerminal(columns: 57)
    #expect(TerminalWidth.terminalColumns(of: terminal.programEnd, environment: ["COLUMNS": "132"]) == 57)
    terminal.hangUp()
  }

  private func table() -> Table {
    var table = Table([
      .init("id"), .init("elapsed", alignment: .trailing), .init("command", isFlexible: true),
      .init("last line", isFlexible: true),
    ])
    table.addRow(["task-1", "8.2s", "make -j2 all the things", "short"])
    table.addRow([.init("task-12", role: .failed), "12.9s", "日本語", "a much, much longer line of output\nand more"])
    return table
  }

  @Test("columns are aligned, wide characters and colours included")
  func aligned() {
    let plain = TerminalStyle(isColored: false)
    #expect(
      table().lines(width: 120, style: plain) == [
        "id       elapsed  command                  last line",
        "task-1      8.2s  make -j2 all the things  short",
        "task-12    12.9s  日本語                   a much, much longer line of output and more",
      ]
    )
    let coloured = table().lines(width: 120, style: TerminalStyle(isColored: true)).map(TerminalText.sanitized)
    #expect(coloured == table().lines(width: 120, style: plain))
  }

  @Test("the widest flexible column gives way first, at any width")
  func fitted() {
    let plain = TerminalStyle(isColored: false)
    #expect(
      table().lines(width: 60, style: plain) == [
        "id       elapsed  command               last line",
        "task-1      8.2s  make -j2 all the th…  short",
        "task-12    12.9s  日本語                a much, much longer…",
      ]
    )
    for width in 28...200 {
      for line in table().lines(width: width, style: plain) { #expect(TerminalWidth.columns(of: line) <= width) }
    }
    #expect(table().lines(width: 1, style: plain).count == 3)
  }

  @Test("what a tool says cannot break a row")
  func safe() {
    var table = Table([.init("a"), .init("b")])
    table.addRow([.init("x\u{1B}[2J\ny\tz"), "1", "dropped"])
    table.addRow(["only one"])
    let lines = table.lines(width: 80, style: TerminalStyle(isColored: false))
    #expect(lines == ["a         b", "x y z     1", "only one"])
  }
}
