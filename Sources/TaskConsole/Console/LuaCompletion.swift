/// Completes Lua: globals, what they have after a dot or a colon, and what a few functions take as a text.
struct LuaCompletion: Sendable {
  var names: ConsoleNames

  private static let keywords = [
    "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in", "local", "nil",
    "not",
    "or", "repeat", "return", "then", "true", "until", "while",
  ]

  /// The word before the cursor, and what it may become.
  func candidates(for typed: String) -> (word: String, candidates: [String]) {
    if let text = Self.openText(in: typed) { return (text.word, texts(text.word, for: text.function)) }
    let path = String(typed.reversed().prefix { $0.isNamePart || $0 == "." || $0 == ":" }.reversed())
    var parts = path.split(omittingEmptySubsequences: false) { $0 == "." || $0 == ":" }.map(String.init)
    let word = parts.removeLast()
    // A number's dot, or what follows a call: nothing is known of it.
    guard parts.allSatisfy({ $0.first.map { $0.isNamePart && !$0.isNumber } ?? false }) else { return (word, []) }
    if parts.isEmpty, word.isEmpty { return (word, []) }
    let isMethod = path.dropLast(word.count).last == ":"
    let all = names.lua(parts, isMethod) + (parts.isEmpty ? Self.keywords : [])
    return (word, Set(all).filter { $0.hasPrefix(word) }.sorted())
  }

  private func texts(_ word: String, for function: String) -> [String] {
    switch function {
    case "tasks.start", "policy.try": names.tools().filter { $0.hasPrefix(word) }.sorted()
    case "policy.load": FileCompletion.paths(beginningWith: word)
    default: []
    }
  }

  /// The text that is being typed and the function that is called with it: `policy.load("exa`.
  private static func openText(in typed: String) -> (word: String, function: String)? {
    var quote: (character: Character, at: String.Index)?
    var isEscaped = false
    for index in typed.indices {
      let character = typed[index]
      if isEscaped {
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if let open = quote {
        if character == open.character { quote = nil }
      } else if character == "\"" || character == "'" {
        quote = (character, index)
      }
    }
    guard let quote else { return nil }
    let before = typed[..<quote.at].trimmedEnd
    let call = before.hasSuffix("(") ? before.dropLast() : before
    let function = String(call.reversed().prefix { $0.isNamePart || $0 == "." }.reversed())
    return (String(typed[typed.index(after: quote.at)...]), function)
  }
}

extension Character {
  /// Whether it can be in a Lua name.
  fileprivate var isNamePart: Bool { isASCII && (isLetter || isNumber || self == "_") }
}

extension Substring {
  fileprivate var trimmedEnd: Substring {
    var text = self
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
