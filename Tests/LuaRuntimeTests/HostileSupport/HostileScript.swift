import Foundation
import LuaRuntime
import Testing

/// A script that tries to break out or to break down. Its first lines are comments that say what it tries, then one
/// `-- key: value` for each of: `expects`, `instructions`, `milliseconds`, `memory` (bytes).
/// `SWITCHYARD_SCRIPT=loops/` runs those whose names begin so.
struct HostileScript: Sendable, CustomTestStringConvertible {
  /// What a script may end in. Several are separated by "or" where the order of events is Lua's own business.
  enum End: Sendable, Hashable {
    case nothing
    case fault(LuaError.Code, containing: String)
  }

  let name: String
  let text: String
  let ends: [End]
  let budget: LuaBudget
  let memory: Int

  var testDescription: String { name }

  static let all: [HostileScript] = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Hostile")
    let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    let wanted = ProcessInfo.processInfo.environment["SWITCHYARD_SCRIPT"] ?? ""
    return files.filter { $0.hasPrefix(wanted) && $0.hasSuffix(".lua") }.sorted().map { file in
      // An unreadable script must fail, not be left out.
      let text = (try? String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)) ?? ""
      return HostileScript(name: String(file.dropLast(4)), text: text)
    }
  }()

  init(name: String, text: String) {
    var fields: [String: String] = [:]
    for line in text.split(separator: "\n").prefix(while: { $0.hasPrefix("-- ") }) {
      let parts = line.dropFirst(3).split(separator: ": ", maxSplits: 1)
      if parts.count == 2 { fields[String(parts[0])] = String(parts[1]) }
    }
    self.name = name
    self.text = text
    ends = (fields["expects"] ?? "").components(separatedBy: " or ").compactMap(End.init)
    budget = LuaBudget(
      instructions: fields["instructions"].flatMap { Int($0) } ?? 100_000,
      time: .milliseconds(fields["milliseconds"].flatMap { Int($0) } ?? 10_000)
    )
    memory = fields["memory"].flatMap { Int($0) } ?? 16 << 20
  }

  func expects(_ error: LuaError?) -> Bool {
    ends.contains { end in
      switch (end, error) {
      case (.nothing, nil): true
      case (.fault(let code, let part), let error?):
        error.code == code && (part.isEmpty || error.message.contains(part))
      default: false
      }
    }
  }
}

extension HostileScript.End {
  /// Reads `instructions`, `error`, or `error some words of the message`.
  init?(_ text: String) {
    let word = text.hasPrefix("too large") ? "too large" : String(text.prefix { $0 != " " })
    let part = text.dropFirst(word.count).trimmingCharacters(in: .whitespaces)
    switch word {
    case "nothing": self = .nothing
    case "instructions": self = .fault(.instructionBudget, containing: part)
    case "time": self = .fault(.timeBudget, containing: part)
    case "memory": self = .fault(.memory, containing: part)
    case "error": self = .fault(.runtime, containing: part)
    case "too large": self = .fault(.valueTooLarge, containing: part)
    default: return nil
    }
  }
}
