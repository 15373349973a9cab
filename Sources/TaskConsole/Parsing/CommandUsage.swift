/// A command's usage, read: what may stand at each place after its name.
///
/// Words in capitals stand for something, others for themselves. `[…]` may be left out, `|` separates choices, and what
/// ends in `…` may come again.
struct CommandUsage {
  private struct Place {
    /// Each is a word, and perhaps the one that has to follow it.
    var choices: [[String]]
    var isRepeated: Bool

    /// An option such as `-f`, which one passes over.
    var isOption: Bool { choices.allSatisfy { $0[0].hasPrefix("-") } }
  }

  private let places: [Place]

  init(_ usage: String) {
    var texts = [""]
    var depth = 0
    for character in usage {
      if character == " ", depth == 0 {
        texts.append("")
        continue
      }
      if character == "[" { depth += 1 }
      if character == "]" { depth -= 1 }
      texts[texts.count - 1].append(character)
    }
    places = texts.filter { !$0.isEmpty }.map { text in
      let bare = text.filter { !"[]…".contains($0) }
      let choices = bare.split(separator: "|").map { $0.split(separator: " ").map(String.init) }
      return Place(choices: choices.filter { !$0.isEmpty }, isRepeated: text.contains("…"))
    }
  }

  /// What may follow these words.
  func choices(after words: [String]) -> [String] {
    var index = 0
    var rest = words[...]
    while let word = rest.popFirst() {
      while index < places.count, places[index].isOption, !places[index].choices.contains([word]) { index += 1 }
      guard index < places.count else { return [] }
      if let choice = places[index].choices.first(where: { $0[0] == word && $0.count > 1 }) {
        if rest.isEmpty { return [choice[1]] }
        rest.removeFirst()
      }
      if !places[index].isRepeated { index += 1 }
    }
    var choices: [String] = []
    while index < places.count {
      choices += places[index].choices.map { $0[0] }
      guard places[index].isOption else { break }
      index += 1
    }
    return choices
  }
}
