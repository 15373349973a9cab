package import TaskEngine
import TaskPolicy
import TaskScripting

extension Console {
  func policy(_ words: [String]) throws {
    let policy = host.world.policy
    switch words.first {
    case nil:
      let file = policy.file.map { "\($0), generation \(policy.generation)" }
      output.show(
        file
          ?? (policy.generation > 0
            ? "defined here, generation \(policy.generation)" : "no policy: all in the foreground"),
        as: "policy",
        json: Record([
          "file": .some(policy.file.map { .string($0) } ?? .null), "generation": .integer(Int64(policy.generation)),
        ]).jsonText
      )
    case "load":
      guard words.count == 2 else { throw UsageError("policy", "load needs one file") }
      try host.loadPolicy(words[1])
    case "reload": try policy.reload()
    case let other?:
      throw UsageError("policy", "there is no '\(other)'")
    }
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
