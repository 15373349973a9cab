import LuaRuntime
import Testing

/// Something that a host does with a state, and what it must give when there is memory for it.
struct Deed: Sendable, CustomTestStringConvertible {
  typealias Body = @Sendable (HostileHost, LuaFunction) async throws(LuaError) -> [LuaValue]

  let testDescription: String
  let expected: [LuaValue]
  /// Compiled while there is memory.
  let source: String
  let body: Body

  init(_ name: String, _ expected: [LuaValue], _ source: String, body: @escaping Body = Deed.call) {
    testDescription = name
    self.expected = expected
    self.source = source
    self.body = body
  }

  /// As a policy is called: with an object that dies with the call.
  static let call: Body = { host, function throws(LuaError) in
    try host.state.call(function, [.object(host.object)], scopedObjects: true)
  }

  /// Calls a function whose error nobody catches; the error is what is expected of it.
  static let fail: Body = { host, function throws(LuaError) in
    do throws(LuaError) {
      return try host.state.call(function)
    } catch {
      guard error.code == .runtime else { throw error }
      return [.string(error.message)]
    }
  }

  static let all: [Deed] = [
    Deed(
      "a routing call",
      [["detach_after": 5, "reason": "object has 3", "concurrency": ["a": 1, "session:s": 2]]],
      """
      local request = ...
      local reason = request.name .. ' has ' .. #request.data.a
      return { detach_after = 5, reason = reason, concurrency = { a = 1, ['session:' .. 's'] = 2 } }
      """
    ),
    Deed(
      "results of every kind",
      [1, 1.5, "x", .null, [1, [2]], ["a": ["b": true]]],
      "return 1, 1.5, 'x', json.null, {1, {2}}, {a = {b = true}}"
    ),
    Deed(
      "JSON there and back",
      [#"{"a":[1,{},"x\n",null,1.5],"b":"x"}"#],
      #"return json.encode(json.decode('{"b":"x","a":[1,{},"\\u0078\\n",null,1.5]}'))"#
    ),
    Deed(
      "the libraries",
      ["a,b,c", 3, "x-x", "2.50", "é"],
      """
      local t = {'c', 'a', 'b'}
      table.sort(t)
      local replaced = ('xx'):gsub('x', 'x-', 1)
      return table.concat(t, ','), select('#', table.unpack(t)), replaced, ('%.2f'):format(2.5), utf8.char(233)
      """
    ),
    Deed(
      "a coroutine of the script",
      [6],
      """
      local f = coroutine.wrap(function(a)
        local b = coroutine.yield(a + 1)
        return a + b
      end)
      return f(1) + f(3)
      """
    ),
    Deed(
      "an error that the script catches",
      [false, "test.lua:1: 1"],
      "local function f() error('1') end return pcall(function() f() end)"
    ),
    Deed("a Swift error that the script catches", [false, "test.lua:1: the host refused"], "return pcall(host.fail)"),
    Deed("a callback with values", [1, "x", ["a": [1, 2]]], "return host.echo(1, 'x', {a = {1, 2}})"),
    Deed("an entry inside an entry", [7], "return host.call(function() return 7 end)"),
    Deed("a function that is handed over", [true], "return host.echo(print) == print"),
    Deed("a module", [1], "return require('one').n"),
    Deed("printing", [], "print('a', 1, {}, nil) warn('b')"),
    Deed(
      "an error without a catcher",
      ["it failed"],
      "local function f() error('it failed') end local function g() f() end g()",
      body: fail
    ),
    Deed(
      "an error value with a text of its own",
      ["mine mine mine "],
      "error(setmetatable({}, {__tostring = function() return ('mine '):rep(3) end}))",
      body: fail
    ),
    Deed("loading", [7], "return 1") { host, _ throws(LuaError) in
      let text = "local a, b = {1, 2, x = 'long enough to be no short text, by far'}, function() return a end return 7"
      return try host.state.call(host.state.load(text, name: "test.lua"))
    },
    Deed("loading by the script", [7], "return assert(load('local a = {1} return a[1] + 6'))()"),
    Deed(
      "a coroutine of the host that waits",
      [1, 2, "x"],
      """
      local a = host.wait(1)
      local _, b = pcall(host.wait, 2)
      return a, b, coroutine.wrap(function() return (host.wait('x')) end)()
      """
    ) { host, function async throws(LuaError) in
      try await host.state.makeCoroutine(function).run()
    },
    Deed("globals, modules and types", [5], "return 1") { host, _ throws(LuaError) in
      try host.state.setGlobal("five", ["a": [5]])
      try host.state.register(module: "more", [.init("none", { _ in .none })])
      try host.state.define(
        LuaObjectType(
          name: "another",
          fields: ["a"],
          methods: [.init("m", { _ in .none })],
          get: { _, _ in 1 },
          describe: { _ in "" }
        )
      )
      return [try host.state.getGlobal("five")["a"][index: 1]]
    },
  ]
}
