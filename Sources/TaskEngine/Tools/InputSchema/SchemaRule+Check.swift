extension SchemaRule {
  /// Throws what is wrong with `value` first: its type, then what it is made of, in order.
  func check(_ value: JSONValue, at place: SchemaPath) throws(ToolError) {
    guard types.isEmpty || types.contains(where: { $0.includes(value) }) else {
      throw place.mismatch("expected \(expectation), got \(value.described)")
    }
    if let choices, !choices.contains(where: { $0.isSame(as: value) }) {
      throw place.mismatch("expected \(expectation), got \(value.described)")
    }
    switch value {
    case .object(let fields): try check(fields, at: place)
    case .array(let elements): try check(elements, at: place)
    case .string(let text):
      try length.check(text.unicodeScalars.count, "character", "characters", at: place)
    case .integer, .number:
      if let number = value.asNumber, !numbers.contains(number) {
        let expected = types.isEmpty ? "a number" + numbers.phrase : expectation
        throw place.mismatch("expected \(expected), got \(value.described)")
      }
    case .boolean, .null: break
    }
  }

  private func check(_ fields: [String: JSONValue], at place: SchemaPath) throws(ToolError) {
    // What is there and should not be comes first: it is often what is missing, misspelt.
    for name in fields.keys.sorted() where properties[name] == nil {
      switch otherProperties {
      case .anything: break
      case .each(let rule): if let value = fields[name] { try rule.check(value, at: place[name]) }
      case .nothing:
        let hint = Suggestion.nearest(to: name, among: properties.keys.sorted()).map { " (did you mean '\($0)'?)" }
        throw place[name].mismatch("there is no such field\(hint ?? "")")
      }
    }
    for name in required where fields[name] == nil {
      throw place[name].mismatch("it is missing: expected \(properties[name]?.expectation ?? "a value")")
    }
    for name in properties.keys.sorted() {
      if let rule = properties[name], let value = fields[name] { try rule.check(value, at: place[name]) }
    }
  }

  private func check(_ elements: [JSONValue], at place: SchemaPath) throws(ToolError) {
    try count.check(elements.count, "element", "elements", at: place)
    switch items {
    case .anything: break
    case .each(let rule): for (index, element) in elements.enumerated() { try rule.check(element, at: place[index]) }
    case .nothing:
      if !elements.isEmpty { throw place.mismatch("expected an empty array, got one of \(elements.count)") }
    }
  }

  /// What a value must be, in a phrase.
  var expectation: String {
    if let choices { return choices.map(\.jsonText).alternatives }
    if types.isEmpty { return "a value" }
    let phrase = types.map(\.phrase).alternatives
    let isNumber = types.contains(.integer) || types.contains(.number)
    return isNumber ? phrase + numbers.phrase : phrase
  }
}

extension SchemaRule.Bounds<Double> {
  /// The bounds as they follow "a number".
  var phrase: String {
    let parts = [
      minimum.map { "of at least \($0.short)" }, exclusiveMinimum.map { "above \($0.short)" },
      maximum.map { "of at most \($0.short)" }, exclusiveMaximum.map { "below \($0.short)" },
    ].compactMap { $0 }
    return parts.isEmpty ? "" : " " + parts.joined(separator: " and ")
  }
}

extension SchemaRule.Bounds<Int> {
  fileprivate func check(_ number: Int, _ one: String, _ many: String, at place: SchemaPath) throws(ToolError) {
    if let minimum, number < minimum {
      throw place.mismatch("expected at least \(minimum) \(minimum == 1 ? one : many), got \(number)")
    }
    if let maximum, number > maximum {
      throw place.mismatch("expected at most \(maximum) \(maximum == 1 ? one : many), got \(number)")
    }
  }
}

extension Double {
  fileprivate var short: String { Int64(exactly: self).map(String.init) ?? "\(self)" }
}

extension [String] {
  /// `a`, `a or b`, `a, b or c`.
  var alternatives: String { count < 2 ? joined() : dropLast().joined(separator: ", ") + " or " + self[count - 1] }
}

extension JSONValue {
  /// Equal as JSON Schema sees it: 1 and 1.0 are one number.
  fileprivate func isSame(as other: JSONValue) -> Bool {
    if let number = asNumber, let otherNumber = other.asNumber { return number == otherNumber }
    switch (self, other) {
    case (.array(let left), .array(let right)):
      return left.count == right.count && zip(left, right).allSatisfy { $0.isSame(as: $1) }
    case (.object(let left), .object(let right)):
      return left.count == right.count && left.allSatisfy { key, value in right[key]?.isSame(as: value) == true }
    default: return self == other
    }
  }
}
