import FoundationEssentials
import TaskPolicy
import Testing

@Suite("Checking a policy")
struct PolicyCheckTests {
  @Test("what is right is not complained of")
  func fine() throws {
    let source = """
      #!/usr/bin/env lua
      local rules <const> = require("rules.a")
      local policy = {}
      local seen = setmetatable({}, { __index = function(t, k) return 0 end })

      local function slow(request, limit)
        local n <close> = nil
        for i = 1, 3 do if i == limit then goto done end end
        ::done::
        return request.input.slow or request.metadata["x.y"] or rules.slow(request)
      end

      function policy.route(request, tasks)
        seen[request.tool_name] = seen[request.tool_name] + 1
        local past = tasks.statistics(request.tool_name) or { p95 = 0 }
        local decision
        if slow(request, 1) then
          decision = { kind = "background", concurrency = { [request.tool_name] = 2, ["a:" .. request.session_id] = 1 } }
        elseif past.p95 > 3 then
          decision = { detach_after = past.p95, label = request.tool.description:upper():rep(2, "3") }
        end
        shared.calls = (shared.calls or 0) + 1
        local parts = {}
        for k, v in pairs(request.input) do parts[#parts + 1] = k .. "=" .. tostring(v) end
        table.sort(parts, function(a, b) return a > b end)
        print(("%d %s"):format(#parts, table.concat(parts, ",")), tasks.now() // 1, tasks.count(), math.pi, select("#", ...))
        return decision or tasks.count({ kind = "background" }) > 3 and "background" or "foreground"
      end

      policy.permission = function(request)
        if request.tool.read_only then return "allow" end
        return "require_approval", "it writes " .. json.encode(request.input)
      end

      function policy.delivery_mode(task, result, tasks)
        local text = type(result.output) == "string" and result.output or ""
        return (task.elapsed > 5 or task.tool.idempotent or text:match("^x")) and "manual" or nil
      end

      policy.continue_policy = rules.on_end

      return policy
      """.replacing(", select(\"#\", ...)", with: "")
    let module = """
      local M = {}
      function M.slow(request) return request.whatever == nil end
      function M.on_end(task, result) return result.is_error and "request_continue" or "notify_only" end
      M.later = function(...) local a, b = ... return load("return 1"), pcall(error, a), error(), b end
      return M
      """.replacing("request.whatever == nil", with: "request.turn_held > 1")
    let samples =
      #"{"tool_name": "a", "input": {"slow": false}}"# + "\n" + #"{"tool_name": "b", "input": {"slow": true}}"#
    #expect(try problems(of: source, requiring: ["rules/a.lua": module]) == [])
    #expect(try problems(of: source, requiring: ["rules/a.lua": module], samples: samples) == [])
  }

  @Test("the examples are right")
  func examples() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().path
    let files = try FileManager.default.subpathsOfDirectory(atPath: "\(root)/examples/policies").filter {
      $0.hasSuffix(".lua")
    }
    #expect(files.count >= 2)
    for file in files {
      #expect(try PolicyCheck().problems(in: "\(root)/examples/policies/\(file)").isEmpty, "\(file)")
    }
  }

  @Test("a syntax error is told in Lua's words, and other files are checked all the same")
  func syntax() throws {
    let found = try problems(
      of: "local a = require 'rules.a'\nlocal b = require 'rules.b'\nlocal x = strng.x\nreturn {}",
      requiring: ["rules/a.lua": "return {\n}}", "rules/b.lua": "return jsn.null"]
    )
    #expect(
      found == [
        "3:11 error unknown global 'strng' (did you mean 'string'?)", "rules/a.lua:2 error <eof> expected near '}'",
        "rules/b.lua:1:8 error unknown global 'jsn' (did you mean 'json'?)",
      ]
    )
    #expect(try problems(of: "return {\n") == ["2 error unexpected symbol near <eof>"])
  }

  @Test("a module that cannot be had is told once, at the line that requires it")
  func missingModule() throws {
    let found = try problems(
      of: "local x = 1\nlocal a = require('rules.nope')\nreturn { route = function() require '../x' end }"
    )
    #expect(found.count == 2)
    #expect(found[0].hasPrefix("2:11 error require: module 'rules.nope' not found"))
    #expect(found[1].hasPrefix("3:29 error require: '../x' is no module name"))
  }

  @Test("a policy that fails to load for what no reading shows is told with Lua's place")
  func loading() throws {
    #expect(
      try problems(of: "local t\n\nprint(t.x)\nreturn {}") == ["3 error attempt to index a nil value (local 't')"]
    )
    #expect(try problems(of: "return {}\n") == [])
    #expect(try problems(of: "local p = {}").count == 1)
    #expect(try problems(of: "error('not today')") == ["1 error not today"])
  }

  @Test("what a function fails on is told once for all samples, with the first")
  func samples() throws {
    let source = """
      return {
        route = function(request)
          return { deadline = request.input.limit.seconds }
        end,
        permission = function(request)
          if request.tool_name == "b" then error("no b today") end
          return "allow"
        end,
        delivery_mode = function(task, result) return result.output.mode end,
        continue_policy = function(task, result)
          return result.is_error and result.metadata.x.y or nil
        end,
      }
      """
    let samples = """
      {"tool_name": "a"}

      {"tool_name": "b", "input": {"limit": {"seconds": 5}}, "result": {"output": {"mode": "manual"}}}
      {"tool_name": "c", "input": {"limit": {"seconds": 0}}, "result": {"output": {}, "is_error": true}}
      {"tool_name": "d", "input": {}, "result": {"output": {}}}
      """
    #expect(
      try problems(of: source, samples: samples) == [
        "2 error route fails on s.jsonl:4: the table that route returned: deadline must be more than zero, got 0.0",
        "3 error route fails on s.jsonl:1 and 1 more line: attempt to index a nil value (field 'limit')",
        "6 error permission fails on s.jsonl:3: no b today",
        "11 error continue_policy fails on s.jsonl:1 and 1 more line: attempt to index a nil value (field 'x')",
      ]
    )
  }

  @Test(
    "a failure that was seen in the text is not told twice, and unknown keys do not keep the samples from being asked"
  )
  func once() throws {
    let source = """
      return {
        rout = print,
        route = function(request) return request.toolname end,
        permission = function(request) return request.input.a.b end,
      }
      """
    #expect(
      try problems(of: source, samples: #"{"tool_name": "a"}"#) == [
        "2:3 error the policy: unknown key 'rout' (did you mean 'route'?)",
        "3:44 error request has no field 'toolname' (did you mean 'tool_name'?)",
        "4 error permission fails on s.jsonl:1: attempt to index a nil value (field 'a')",
      ]
    )
  }

  @Test("a function that never ends on a sample is told")
  func endless() throws {
    let found = try problems(
      of: "return { route = function(request)\nwhile request.tool_name do end\nend }",
      samples: #"{"tool_name": "a"}"#
    )
    #expect(found.count == 1 && found[0].hasPrefix("2 error route fails on s.jsonl:1: "), "\(found)")
  }

  @Test("texts as deep as Lua takes them are gone into, and longer chains than anyone writes")
  func extremes() throws {
    func deep(_ open: String, _ close: String) -> String {
      String(repeating: open, count: 150) + "request" + String(repeating: close, count: 150)
    }
    let bodies = [
      "return \(deep("(", ")")).nope", "print(\(deep("{ a = ", " }")))", "print(\(deep("tostring(", ")")))",
      "local x = 1" + String(repeating: " + request.turn_held", count: 5_000),
      "if x then" + String(repeating: " elseif request.tool_name then", count: 5_000) + " end",
    ]
    for body in bodies { _ = try problems(ofRoute: body) }
    #expect(
      try problems(ofRoute: "\nreturn " + deep("(", ")") + ".nope").last?.hasSuffix("request has no field 'nope'")
        == true
    )
  }

  @Test("whatever is in the file, checking it ends with its problems or with none")
  func anything() throws {
    let pieces = [
      "return", "{", "}", "(", ")", "route", "=", "function", "request", "tasks", ".", ":", "tool", "count", "end",
      "local",
      "policy", ",", "'x'", "5", "and", "or", "nil", "if", "then", "shared", "string", "rep", "require", "'rules.a'",
      "[", "]",
      "statistics", "kind", "x", "_ENV", "_G", "self", "..", "permission",
    ]
    var state: UInt64 = 1
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var broken = 0
    for _ in 0..<300 {
      let words = (0..<next(60)).map { _ in pieces[next(pieces.count)] }.joined(separator: " ")
      let source = "local policy = {}\nfunction policy.route(request, tasks) \(words) end\nreturn policy"
      let found = try problems(of: source, requiring: ["rules/a.lua": "return policy"], samples: #"{"tool_name": "a"}"#)
      broken += found.isEmpty ? 0 : 1
    }
    #expect(broken > 200, "\(broken)")
  }
}
