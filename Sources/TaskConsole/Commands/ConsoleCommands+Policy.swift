package import TaskEngine
import TaskPolicy
import TaskScripting

extension Console {
  func policy(_ words: [String]) async throws {
    let policy = host.world.policy
    switch words.first {
    case nil, "show":
      guard words.count < 2 else { throw UsageError("policy", "show takes nothing") }
      showPolicy(isWhole: words.first == "show")
    case "load":
      guard words.count == 2 else { throw UsageError("policy", "load needs one file") }
      try host.loadPolicy(words[1])
    case "reload":
      guard words.count == 1 else { throw UsageError("policy", "reload takes nothing; load takes a file") }
      try policy.reload()
    case "edit":
      guard words.count == 1 else { throw UsageError("policy", "edit takes nothing: it opens the policy's file") }
      try await editPolicy()
    case let other?:
      throw UsageError("policy", "there is no '\(other)'")
    }
  }

  private func showPolicy(isWhole: Bool) {
    let policy = host.world.policy
    let source = policy.source
    let head =
      policy.file.map { "\($0), generation \(policy.generation)" }
      ?? (policy.generation > 0
        ? "defined here, generation \(policy.generation)" : "no policy: all in the foreground")
    let functions = source?.functions ?? []
    let width = functions.map(\.name.count).max() ?? 0
    let lines = functions.map { name, place in
      "  \(name)\(String(repeating: " ", count: width - name.count))  \(place.file):\(place.line)"
    }
    var record = Record([
      "file": .some(policy.file.map { .string($0) } ?? .null), "generation": .integer(Int64(policy.generation)),
    ])
    if isWhole {
      record["functions"] = .records(
        functions.map { name, place in
          Record(["func": .string(name), "file": .string(place.file), "line": .integer(Int64(place.line))])
        }
      )
    }
    let text = ([head] + (isWhole ? lines : [])).joined(separator: "\n")
    output.show(TerminalText.sanitized(text), as: "policy", json: record.jsonText)
  }

  /// Opens the policy's file in the person's editor. Saving it loads it again, as always.
  private func editPolicy() async throws {
    guard let file = host.world.policy.file else {
      throw UsageError("policy", "no policy file is in force to edit (':policy load FILE' loads one)")
    }
    guard isInteractive else { throw UsageError("policy", "edit needs a terminal") }
    // What happens meanwhile is shown afterwards: the screen is the editor's.
    events.setPaused(true)
    defer {
      editor.terminalChanged()
      events.setPaused(false)
    }
    try await PersonsEditor(environment: options.environment).edit(file)
  }

  /// What the policy says of a call, without launching it.
  func route(_ line: String) throws {
    let arguments = try StartArguments(parsing: line)
    let world = host.world
    let decided = try world.decide(request(arguments, session: world.session))
    let answer = RouteAnswer(routing: decided.routing, permission: decided.permission)
    output.show(answer.text, as: "route", json: answer.jsonText)
  }

  func showStatistics(_ label: String?) {
    let statistics = host.world.control.statistics()
    var table = Table([
      .init("LABEL", isFlexible: true), .init("COUNT", alignment: .trailing), .init("MEAN", alignment: .trailing),
      .init("P50", alignment: .trailing), .init("P95", alignment: .trailing), .init("FAILURES", alignment: .trailing),
    ])
    var records: [String] = []
    for (name, numbers) in statistics.labels.sorted(by: { $0.key < $1.key }) where label == nil || label == name {
      table.addRow([
        .init(TerminalText.sanitized(name)), .init("\(numbers.count)"), .init(EventPrinter.seconds(numbers.mean)),
        .init(EventPrinter.seconds(numbers.p50)), .init(EventPrinter.seconds(numbers.p95)),
        .init("\(numbers.failures)"),
      ])
      records.append(
        Record([
          "label": .string(name), "count": .integer(Int64(numbers.count)), "mean": .number(numbers.mean.inSeconds),
          "p50": .number(numbers.p50.inSeconds), "p95": .number(numbers.p95.inSeconds),
          "failures": .integer(Int64(numbers.failures)),
        ]).jsonText
      )
    }
    let width = TerminalWidth.terminalColumns(environment: [:])
    output.show(
      records.isEmpty
        ? "nothing has ended yet" : table.lines(width: width, style: output.style).joined(separator: "\n"),
      as: "statistics",
      json: "[" + records.joined(separator: ",") + "]"
    )
  }
}

/// What `:route` and `switchyard route` show: the table that a policy would return, and the permission.
package struct RouteAnswer: Sendable {
  private let record: Record
  private let fields: [(String, String)]

  package init(routing: RoutingDecision, permission: PermissionDecision) {
    var record = routing.record
    let (choice, reason) = permission.words
    record["permission"] = .value(.string(choice))
    record["permission_reason"] = reason.map { .value(.string($0)) }
    self.record = record
    fields = record.lines.map { ($0.name, $0.text) }
  }

  /// A line for each field.
  package var text: String {
    let width = fields.map(\.0.count).max() ?? 0
    return fields.map { name, value in
      name + String(repeating: " ", count: width - name.count + 2) + TerminalText.sanitized(value)
    }.joined(separator: "\n")
  }

  /// One JSON object.
  package var jsonText: String { record.jsonText }
}
