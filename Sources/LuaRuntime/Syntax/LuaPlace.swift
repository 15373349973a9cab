/// A place in Lua text: lines from 1, and columns in bytes from 1.
package struct LuaPlace: Hashable, Sendable, Comparable {
  package var line: Int
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package static func < (a: LuaPlace, b: LuaPlace) -> Bool { (a.line, a.column) < (b.line, b.column) }
}

/// Why a text is not Lua. Lua's own message is the authority; this one is for texts that never reach it.
package struct LuaSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
  package var message: String
  package var place: LuaPlace

  package init(message: String, place: LuaPlace) {
    self.message = message
    self.place = place
  }

  package var description: String { "\(place.line):\(place.column): \(message)" }
}
