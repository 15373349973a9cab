/// What Lua code finds in its surroundings, in words: the one table that functions are registered by, that mistakes in
/// calls are told by, that policies are checked against, and that editor stubs are written from.
///
/// Each module describes what it gives to Lua; a test compares the descriptions with what the states really hold.
package struct LuaSurface: Sendable {
  /// What the file of its stubs is called.
  package var name: String
  package var summary: String
  package var aliases: [Alias]
  package var classes: [Class]
  package var globals: [Global]

  package init(
    _ name: String,
    _ summary: String,
    aliases: [Alias] = [],
    classes: [Class] = [],
    globals: [Global]
  ) {
    self.name = name
    self.summary = summary
    self.aliases = aliases
    self.classes = classes
    self.globals = globals
  }

  /// Where Lua code runs: what it may use depends on it.
  package struct Contexts: OptionSet, Hashable, Sendable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }

    /// A policy's file, and what it requires.
    package static let policy = Contexts(rawValue: 1)
    /// The REPL, batches and `switchyard run`.
    package static let script = Contexts(rawValue: 2)
    /// Scenario files.
    package static let scenario = Contexts(rawValue: 4)
    package static let scripts: Contexts = [.script, .scenario]
    package static let all: Contexts = [.policy, .script, .scenario]

    /// The contexts in words, in order.
    package var words: [String] {
      [(Contexts.policy, "policy"), (.script, "script"), (.scenario, "scenario")].filter { contains($0.0) }.map(\.1)
    }
  }

  /// Texts that may be given where one of them is expected.
  package struct Alias: Sendable {
    package var name: String
    package var summary: String
    package var choices: [(text: String, summary: String)]

    package init(_ name: String, _ summary: String, _ choices: [(text: String, summary: String)]) {
      self.name = name
      self.summary = summary
      self.choices = choices
    }

    /// The raw values of an enumeration, each with what `meaning` says of it.
    package init<Choice: RawRepresentable<String> & CaseIterable>(
      _ name: String,
      _ summary: String,
      of choices: Choice.Type,
      meaning: (Choice) -> String
    ) {
      self.init(name, summary, Choice.allCases.map { (text: $0.rawValue, summary: meaning($0)) })
    }
  }

  /// A global variable.
  package struct Global: Sendable {
    package enum Value: Sendable {
      case function(Function)
      /// A table of functions and values.
      case table(Class)
      case value(LuaType, summary: String)
    }

    package var name: String
    package var contexts: Contexts
    package var value: Value
    /// False of what a policy may use only while it is asked about a call.
    package var isUsableWhileLoading = true

    package static func function(_ contexts: Contexts, _ function: Function) -> Global {
      Global(name: function.name, contexts: contexts, value: .function(function))
    }

    /// A table; the class is called so in messages, too.
    package static func table(_ contexts: Contexts, _ table: Class) -> Global {
      Global(name: table.shownName, contexts: contexts, value: .table(table))
    }

    package static func value(_ contexts: Contexts, _ name: String, _ type: LuaType, _ summary: String) -> Global {
      Global(name: name, contexts: contexts, value: .value(type, summary: summary))
    }
  }
}

extension LuaSurface {
  /// The classes of its tables and objects.
  package var allClasses: [Class] {
    classes
      + globals.compactMap { global in
        if case .table(let table) = global.value { table } else { nil }
      }
  }

  /// Every type that it names.
  package var types: [LuaType] {
    var functions = allClasses.flatMap { $0.functions + $0.methods + ($0.call.map { [$0] } ?? []) }
    var types = allClasses.flatMap { $0.fields.map(\.type) + ($0.parent.map { [.named($0)] } ?? []) }
    for global in globals {
      switch global.value {
      case .function(let function): functions.append(function)
      case .value(let type, _): types.append(type)
      case .table: break
      }
    }
    return types + functions.flatMap { $0.parameters.map(\.type) + $0.returns.map(\.type) }
  }
}
