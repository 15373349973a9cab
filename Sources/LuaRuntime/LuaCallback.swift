/// A Swift function that Lua may call. What it throws is raised at the caller's position.
package typealias LuaCallback = @Sendable (LuaArguments) throws -> LuaOutcome

/// A callback and what Lua calls it. Not a pair: a function in one is wrapped each time that it is put in or taken out.
package struct LuaNamedCallback: Sendable {
  /// The name in its module or type.
  package var name: String
  /// What it does.
  package var body: LuaCallback

  /// Names a callback.
  package init(_ name: String, _ body: @escaping LuaCallback) {
    self.name = name
    self.body = body
  }
}

/// Functions that are called by their place among them: one closure for all, where a closure each would be made anew for
/// every state.
package struct LuaCallbackTable: Sendable, ExpressibleByArrayLiteral {
  /// What Lua calls them.
  package var names: [String]
  /// Does what the function at a place does.
  package var body: @Sendable (_ place: Int, _ arguments: LuaArguments) throws -> LuaOutcome

  /// Names the places of `body`.
  package init(_ names: [String], _ body: @escaping @Sendable (Int, LuaArguments) throws -> LuaOutcome) {
    self.names = names
    self.body = body
  }

  /// A table of callbacks that have a closure each.
  package init(arrayLiteral callbacks: LuaNamedCallback...) {
    self.init(callbacks.map(\.name)) { place, arguments in try callbacks[place].body(arguments) }
  }
}

/// What a callback was given.
package struct LuaArguments: Sendable {
  /// The arguments, without padding.
  package var values: [LuaValue]
  /// The chunk of the calling Lua code; empty when none called.
  package var callerSource: String
  /// The line of the call, from 1; 0 when unknown.
  package var callerLine: Int

  /// Makes arguments, for tests of callbacks.
  package init(_ values: [LuaValue], callerSource: String = "", callerLine: Int = 0) {
    self.values = values
    self.callerSource = callerSource
    self.callerLine = callerLine
  }

  /// How many arguments there are.
  package var count: Int { values.count }
  /// Argument `index`, from 0; `.nil` past the end.
  package subscript(_ index: Int) -> LuaValue { values.indices.contains(index) ? values[index] : .nil }
  /// The JSON text of argument `index`, from 0.
  package func json(_ index: Int) throws(LuaError) -> [UInt8] { try self[index].jsonText() }
}

/// What a callback does.
package enum LuaOutcome: Sendable {
  /// Returns values.
  case values([LuaValue])
  /// Suspends the coroutine: its driver awaits this and goes on with the values, or raises the error there. A
  /// `CancellationError` ends the coroutine; Lua cannot catch it.
  case wait(@Sendable () async throws -> [LuaValue])

  /// Returns nothing.
  package static var none: LuaOutcome { .values([]) }
  /// Returns one value.
  package static func value(_ value: LuaValue) -> LuaOutcome { .values([value]) }
}

/// A call of `print`.
package struct LuaPrint: Sendable, Hashable {
  /// What was printed, without a line's end; tabs between the arguments.
  package var text: String
  /// The chunk that printed; empty when unknown.
  package var source: String
  /// The line, from 1; 0 when unknown.
  package var line: Int
}

/// What the host found for `require`.
package struct LuaModuleSource: Sendable {
  /// The chunk's name, as messages show it.
  package var path: String
  /// The Lua text.
  package var bytes: [UInt8]

  /// Makes a module's source.
  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}
