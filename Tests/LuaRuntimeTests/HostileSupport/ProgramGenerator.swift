/// Writes Lua programs that mean something: their names are defined, their calls are of functions that there are, and
/// they do all at once what hostile scripts do one at a time.
struct ProgramGenerator {
  var dice: Dice
  private var names = ["a", "b", "c"]
  private var depth = 0

  init(dice: Dice) { self.dice = dice }

  mutating func program() -> String {
    "local a, b, c = ...\n" + block(3 + dice.roll(6)) + "return " + expressions(1 + dice.roll(3)) + "\n"
  }

  private mutating func block(_ count: Int) -> String {
    depth += 1
    let outer = names
    defer {
      depth -= 1
      names = outer
    }
    return (0..<count).map { _ in statement() }.joined()
  }

  private mutating func statement() -> String {
    switch dice.roll(depth > 4 ? 6 : 17) {
    case 0: return "\(dice.pick(names)) = \(expression())\n"
    case 1: return declaration()
    case 2: return "pcall(\(expression()), \(expressions(dice.roll(3) + 1)))\n"
    case 3: return "local ok, e = pcall(\(function()))\n"
    case 4: return "if type(\(dice.pick(names))) == 'table' then \(dice.pick(names)) = \(expression()) end\n"
    case 5: return dice.chance(1, in: 8) ? "error(\(expression()))\n" : "print(\(expression()))\n"
    case 6: return "if \(expression()) then\n\(block(2))else\n\(block(1))end\n"
    case 7: return "for i = 1, \(dice.pick(["3", "10", "100", "1e9"])) do\n\(block(2))end\n"
    case 8: return "for k, v in pairs(\(table())) do\n\(block(1))end\n"
    case 9: return "while \(expression()) do\n\(block(1))if \(expression()) then break end\nend\n"
    case 10:
      return "pcall(function()\nlocal closing <close> = setmetatable({}, {__close = \(function())})\n\(block(2))end)\n"
    case 11: return "pcall(function()\n\(dice.pick(names))[\(expression())] = \(expression())\nend)\n"
    case 12: return "pcall(function() table.sort(\(table()), \(function())) end)\n"
    case 13:
      return "local co = coroutine.create(\(function()))\ncoroutine.resume(co, \(expression()))\ncoroutine.close(co)\n"
    case 14: return "pcall(coroutine.wrap(\(function())), \(expression()))\n"
    case 15: return "pcall(setmetatable, \(dice.pick(names)), \(metatable()))\n"
    default: return "do\n\(block(2))end\n"
    }
  }

  private mutating func declaration() -> String {
    let name = "v\(names.count)"
    let text = "local \(name) = \(expression())\n"
    // A function may have 200 of them.
    if names.count < 60 { names.append(name) }
    return text
  }

  private mutating func expressions(_ count: Int) -> String {
    (0..<count).map { _ in expression() }.joined(separator: ", ")
  }

  private mutating func expression() -> String {
    depth += 1
    defer { depth -= 1 }
    switch dice.roll(depth > 5 ? 4 : 13) {
    case 0: return dice.pick(names)
    case 1: return literal()
    case 2: return "select(2, pcall(host.echo, \(dice.pick(names)), \(literal())))"
    case 3: return "tostring(\(dice.pick(names)))"
    case 4: return table()
    case 5: return function()
    case 6: return "select(-1, pcall(\(dice.pick(Self.functions)), \(expressions(1 + dice.roll(3)))))"
    case 7: return "(\(dice.pick(["not", "-", "#", "~"])) \(literal()) and \(dice.pick(names)))"
    case 8:
      return "select(2, pcall(function() return \(expression()) \(dice.pick(Self.operators)) \(expression()) end))"
    case 9: return "setmetatable(\(table()), \(metatable()))"
    case 10: return "select(2, pcall(function() return \(dice.pick(names))[\(expression())] end))"
    case 11: return "coroutine.wrap(\(function()))"
    default: return "select(-1, pcall(host.\(dice.pick(["fail", "call", "wait", "echo"])), \(expression())))"
    }
  }

  private mutating func function() -> String {
    let outer = names
    defer { names = outer }
    names += ["x", "y"]
    return
      "function(x, y) \(block(dice.roll(2) + 1)) \(dice.chance(1, in: 4) ? "coroutine.yield(x) " : "")return \(expression()) end"
  }

  private mutating func table() -> String {
    let entries = (0..<dice.roll(4)).map { _ in
      dice.pick(["", "k = ", "[\(literal())] = ", "[1.5] = "]) + expression()
    }
    return "{ \(entries.joined(separator: ", ")) }"
  }

  private mutating func metatable() -> String {
    let event = dice.pick([
      "index", "newindex", "call", "eq", "lt", "concat", "len", "tostring", "pairs", "close", "gc", "mode",
    ])
    return dice.chance(1, in: 2) ? "{ __\(event) = \(function()) }" : "{ __\(event) = \(table()) }"
  }

  private mutating func literal() -> String {
    dice.pick([
      "1", "0", "-1", "1.5", "0/0 ~= 1", "1e308", "math.mininteger", "'x'", "'\\xff'", "('y'):rep(5000)", "true",
      "json.null", "'10'", "host.object",
    ])
  }

  private static let operators = [
    "+", "-", "*", "/", "//", "%", "^", "..", "==", "<", "<=", "and", "or", "&", "|", "<<",
  ]
  private static let functions = [
    "string.rep", "string.format", "string.byte", "string.upper", "string.pack", "string.unpack", "table.concat",
    "table.insert", "table.remove", "table.unpack", "table.move", "table.pack", "utf8.offset", "utf8.len", "utf8.char",
    "json.encode", "json.decode", "json.array", "next", "rawset", "rawget", "rawequal", "tonumber", "load", "require",
    "select", "getmetatable", "coroutine.resume", "coroutine.close", "coroutine.status", "os.date", "os.time",
    "math.floor", "math.random", "error", "pcall", "xpcall", "ipairs", "host.object.same", "host.object.fail",
  ]
}
