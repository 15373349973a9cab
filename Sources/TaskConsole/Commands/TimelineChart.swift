import TaskEngine

/// The tasks of a session along one axis of time.
struct TimelineChart {
  let tasks: [TaskSpans]
  let begin: Duration
  let end: Duration

  init(_ tasks: [TaskSpans]) {
    self.tasks = tasks
    begin = tasks.flatMap(\.spans).map(\.begin).min() ?? .zero
    end = tasks.flatMap(\.spans).map(\.end).max() ?? .zero
  }

  private var length: Double { max((end - begin).inSeconds, 0.001) }

  private func fraction(_ time: Duration) -> Double { (time - begin).inSeconds / length }

  // MARK: Text

  /// Lines for a terminal, none wider than `width`.
  func lines(width: Int, style: TerminalStyle) -> [String] {
    let names = tasks.map { "\($0.task.id) \(TerminalText.sanitized($0.task.toolName))" }
    let longest = names.map(TerminalWidth.columns(of:)).max() ?? 0
    let nameWidth = min(longest, max(10, width / 4))
    let ends = tasks.map { $0.task.status.rawValue }
    let endWidth = ends.map(\.count).max() ?? 0
    let bars = max(10, width - nameWidth - endWidth - 4)
    var lines = zip(zip(names, ends), tasks).map { texts, task in
      let name = TerminalWidth.padded(TerminalWidth.truncated(texts.0, to: nameWidth), to: nameWidth)
      return "\(name)  \(bar(task, width: bars, style: style))  \(style(Self.role(task.task.status), texts.1))"
    }
    let (first, last) = (EventPrinter.seconds(begin) + " s", EventPrinter.seconds(end) + " s")
    let gap = String(repeating: " ", count: max(1, bars - first.count - last.count))
    lines.append(String(repeating: " ", count: nameWidth + 2) + style(.dim, first + gap + last))
    lines.append(style(.dim, ". queued   # foreground   = background   ? awaits approval"))
    return lines
  }

  private func bar(_ task: TaskSpans, width: Int, style: TerminalStyle) -> String {
    var cells = [TaskSpans.State?](repeating: nil, count: width)
    for span in task.spans {
      let from = min(width - 1, Int(fraction(span.begin) * Double(width)))
      // However short, it is seen.
      let to = max(from, min(width - 1, Int(fraction(span.end) * Double(width)) - 1))
      for cell in from...to { cells[cell] = span.state }
    }
    var text = ""
    var rest = cells[...]
    while let first = rest.first {
      let count = rest.prefix { $0 == first }.count
      text +=
        first.map { style(Self.role($0), String(repeating: Self.mark($0), count: count)) }
        ?? String(repeating: " ", count: count)
      rest.removeFirst(count)
    }
    return text
  }

  // Marks that every terminal and font has.
  private static func mark(_ state: TaskSpans.State) -> String {
    switch state {
    case .queued: "."
    case .foreground: "#"
    case .background: "="
    case .awaitingApproval: "?"
    }
  }

  private static func role(_ state: TaskSpans.State) -> TerminalStyle.Role {
    switch state {
    case .queued: .dim
    case .foreground: .started
    case .background: .detached
    case .awaitingApproval: .prompt
    }
  }

  private static func role(_ status: TaskStatus) -> TerminalStyle.Role {
    switch status {
    case .completed: .completed
    case .failed: .failed
    case .cancelled, .cancelling: .cancelled
    case .queued, .running, .awaitingApproval: .dim
    }
  }

  // MARK: A picture

  /// The chart as an SVG document.
  var svg: String {
    let (left, right, row, top) = (190.0, 150.0, 24.0, 40.0)
    let plot = 660.0
    let width = left + plot + right
    let height = top + row * Double(tasks.count) + 44
    var parts = [
      """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(Int(width))" height="\(Int(height))" \
      viewBox="0 0 \(Int(width)) \(Int(height))" font-family="sans-serif" font-size="12">
      <title>Tasks of a Switchyard session</title>
      <rect width="100%" height="100%" fill="#ffffff"/>
      """
    ]
    for tick in 0...5 {
      let x = left + plot * Double(tick) / 5
      let time = begin + (end - begin) * tick / 5
      parts.append(
        """
        <line x1="\(Self.number(x))" y1="\(Int(top - 6))" x2="\(Self.number(x))" y2="\(Int(height - 38))" stroke="#dddddd"/>
        <text x="\(Self.number(x))" y="\(Int(top - 12))" text-anchor="middle" fill="#666666">\
        \(EventPrinter.seconds(time)) s</text>
        """
      )
    }
    for (index, task) in tasks.enumerated() {
      let y = top + row * Double(index)
      let name = Self.escaped("\(task.task.id) \(TerminalText.sanitized(task.task.toolName))".prefix(28))
      parts.append("<text x=\"8\" y=\"\(Self.number(y + 16))\" fill=\"#222222\">\(name)</text>")
      for span in task.spans {
        let x = left + plot * fraction(span.begin)
        let length = max(1.5, plot * (fraction(span.end) - fraction(span.begin)))
        let title = "\(task.task.id) \(span.state.rawValue) for \(EventPrinter.seconds(span.end - span.begin)) s"
        parts.append(
          """
          <rect x="\(Self.number(x))" y="\(Self.number(y + 4))" width="\(Self.number(length))" height="16" rx="2" \
          fill="\(Self.color(span.state))"><title>\(Self.escaped(title[...]))</title></rect>
          """
        )
      }
      let status = Self.escaped(task.task.status.rawValue[...])
      parts.append(
        "<text x=\"\(Int(left + plot + 10))\" y=\"\(Self.number(y + 16))\" fill=\"#444444\">\(status)</text>"
      )
    }
    for (index, state) in TaskSpans.State.allCases.enumerated() {
      let x = left + Double(index) * 150
      parts.append(
        """
        <rect x="\(Int(x))" y="\(Int(height - 26))" width="12" height="12" rx="2" fill="\(Self.color(state))"/>
        <text x="\(Int(x + 18))" y="\(Int(height - 16))" fill="#444444">\
        \(state.rawValue.split(separator: "_").joined(separator: " "))</text>
        """
      )
    }
    return (parts + ["</svg>", ""]).joined(separator: "\n")
  }

  private static func color(_ state: TaskSpans.State) -> String {
    switch state {
    case .queued: "#c8c8c8"
    case .foreground: "#2f7fb8"
    case .background: "#e0a030"
    case .awaitingApproval: "#9a6fc0"
    }
  }

  /// With two digits: more are smaller than what can be seen.
  private static func number(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let digits = hundredths % 100
    return digits == 0 ? "\(hundredths / 100)" : "\(hundredths / 100).\(digits < 10 ? "0" : "")\(digits)"
  }

  private static func escaped(_ text: Substring) -> String {
    text.reduce(into: "") { out, character in
      switch character {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      default: out.append(character)
      }
    }
  }
}
