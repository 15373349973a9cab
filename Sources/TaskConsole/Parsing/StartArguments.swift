import TaskEngine

/// The arguments of `:start` and `:route`: `TOOL [JSON] [key=text] [key:=json] [@turn=t2] [@session=s1]`.
///
/// The JSON stands as it is, without quotes around it, or quoted as one word. `key=text` gives a string,
/// `key:=json` any JSON; both are put into the object and win over what it has under that key.
package struct StartArguments: Sendable, Equatable {
  /// The tool's name.
  package var tool: String
  /// The input as JSON text; `{}` when none is given.
  package var input: String
  /// The turn, when given.
  package var turn: String?
  /// The session, when given.
  package var session: String?

  /// Parses a whole command line, whose first word (the command) is skipped, so that columns are those of
  /// what was typed.
  ///
  /// - Throws: ``CommandLineError`` with the place of what is wrong.
  package init(parsing line: String) throws(CommandLineError) {
    var parser = StartArgumentParser(line)
    self = try parser.parse()
  }

  fileprivate init(tool: String, input: String, turn: String?, session: String?) {
    self.tool = tool
    self.input = input
    self.turn = turn
    self.session = session
  }
}

private struct StartArgumentParser {
  private var scanner: WordScanner
  private var json: (text: String, offset: Int)?
  private var fields: [JSONScanner.Member] = []
  private var options: [String: String] = [:]

  private static let optionNames = ["turn", "session"]

  init(_ line: String) { scanner = WordScanner(Array(line.utf8)) }

  mutating func parse() throws(CommandLineError) -> StartArguments {
    if scanner.skipBlanks() { _ = try scanner.word() }
    guard scanner.skipBlanks() else { throw error("a tool's name is missing", at: scanner.offset) }
    let toolStart = scanner.offset
    let tool = try scanner.word()
    guard !tool.text.isEmpty, !tool.text.contains("="), !"{[@".contains(tool.text.prefix(1)) else {
      throw error("a tool's name is expected here, not '\(tool.text)'", at: toolStart)
    }
    while scanner.skipBlanks() { try argument() }
    return StartArguments(
      tool: tool.text,
      input: try input(),
      turn: options["turn"],
      session: options["session"]
    )
  }

  private mutating func argument() throws(CommandLineError) {
    let start = scanner.offset
    if isJSONStart(at: start) { return try setJSON(try rawValue(), at: start) }
    if let key = rawFieldKey() {
      scanner.offset += key.utf8.count + 2
      return try addField(key, try rawValue(), at: start)
    }
    let word = try scanner.word()
    if word.text.hasPrefix("{") || word.text.hasPrefix("[") {
      try validate(word, from: 0)
      return try setJSON(word.text, at: start)
    }
    guard let equals = word.text.firstIndex(of: "="), equals > word.text.startIndex else {
      throw error("expected JSON, key=text, key:=json or @turn=…, not '\(word.text)'", at: start)
    }
    let name = word.text[..<equals]
    let value = String(word.text[word.text.index(after: equals)...])
    if name.hasPrefix("@") {
      try setOption(String(name.dropFirst()), value, at: start)
    } else if name.hasSuffix(":"), name.count > 1 {
      try validate(word, from: name.utf8.count + 1)
      try addField(String(name.dropLast()), value, at: start)
    } else {
      try addField(String(name), JSONValue.string(value).jsonText, at: start)
    }
  }

  private func isJSONStart(at offset: Int) -> Bool {
    scanner.bytes.dropFirst(offset).first.map { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "[") } ?? false
  }

  /// The key of an argument such as `limits:={"cpu": 2}`, whose JSON has spaces and quotes of its own.
  private func rawFieldKey() -> String? {
    let rest = scanner.bytes[scanner.offset...]
    let special = Array(#"='"\"#.utf8)
    guard let end = rest.firstIndex(where: { WordScanner.isBlank($0) || special.contains($0) }),
      rest[end] == UInt8(ascii: "="), end > rest.startIndex + 1, rest[end - 1] == UInt8(ascii: ":"),
      isJSONStart(at: end + 1)
    else { return nil }
    return String(decoding: rest[..<(end - 1)], as: UTF8.self)
  }

  private mutating func rawValue() throws(CommandLineError) -> String {
    let start = scanner.offset
    var json = JSONScanner(scanner.bytes, from: start)
    do { try json.value() } catch { throw self.error(error.message, at: error.offset) }
    if json.offset < scanner.bytes.count, !WordScanner.isBlank(scanner.bytes[json.offset]) {
      throw error("a space is expected after the JSON", at: json.offset)
    }
    scanner.offset = json.offset
    return String(decoding: scanner.bytes[start..<json.offset], as: UTF8.self)
  }

  /// Checks the JSON in `word` from its byte `start` on; errors point into the line as it was typed.
  private func validate(_ word: CommandWord, from start: Int) throws(CommandLineError) {
    var json = JSONScanner(Array(word.text.utf8), from: start)
    do {
      try json.value()
      try json.end()
    } catch {
      let isInside = error.offset < word.offsets.count
      throw self.error(error.message, at: isInside ? word.offsets[error.offset] : scanner.offset)
    }
  }

  private mutating func setJSON(_ text: String, at offset: Int) throws(CommandLineError) {
    guard json == nil else { throw error("the input is given twice", at: offset) }
    json = (text, offset)
  }

  private mutating func addField(_ key: String, _ value: String, at offset: Int) throws(CommandLineError) {
    let key = JSONValue.string(key).jsonText
    guard !fields.contains(where: { $0.key == key }) else { throw error("\(key) is given twice", at: offset) }
    fields.append(JSONScanner.Member(key: key, value: value))
  }

  private mutating func setOption(_ name: String, _ value: String, at offset: Int) throws(CommandLineError) {
    guard Self.optionNames.contains(name) else {
      let hint = Suggestion.nearest(to: name, among: Self.optionNames).map { ": did you mean '@\($0)'?" } ?? ""
      throw error("unknown option '@\(name)'\(hint)", at: offset)
    }
    guard !value.isEmpty else { throw error("'@\(name)=' needs a value", at: offset) }
    guard options.updateValue(value, forKey: name) == nil else {
      throw error("'@\(name)' is given twice", at: offset)
    }
  }

  private func input() throws(CommandLineError) -> String {
    guard !fields.isEmpty else { return json?.text ?? "{}" }
    var members: [JSONScanner.Member] = []
    if let json {
      guard json.text.hasPrefix("{") else {
        throw error("key=text can be added to an object only, and the input is an array", at: json.offset)
      }
      var scanner = JSONScanner(Array(json.text.utf8))
      do { members = try scanner.members() } catch { throw self.error(error.message, at: json.offset + error.offset) }
    }
    let replaced = Set(fields.map(\.key))
    members = members.filter { !replaced.contains($0.key) } + fields
    return "{" + members.map { $0.key + ":" + $0.value }.joined(separator: ",") + "}"
  }

  private func error(_ message: String, at offset: Int) -> CommandLineError {
    CommandLineError(message, at: offset, in: scanner.bytes)
  }
}
