import TaskPolicy
import Testing

@Suite("Checking what a policy returns without running it")
struct ReturnCheckTests {
  static let routes: [(String, [String])] = [
    (
      "\nreturn { deadlin = 5 }",
      ["2:10 error the table that route returned: unknown key 'deadlin' (did you mean 'deadline'?)"]
    ),
    (
      "\nreturn { ['deadlin'] = 5 }",
      ["2:10 error the table that route returned: unknown key 'deadlin' (did you mean 'deadline'?)"]
    ),
    ("\nreturn { deadline = '5' }", ["2:21 error the table that route returned: deadline must be a number, got '5'"]),
    (
      "\nreturn { priority = 1.5 }",
      ["2:21 error the table that route returned: priority must be a whole number, got 1.5"]
    ),
    ("\nreturn { concurrency = 5 }", ["2:24 error the table that route returned: concurrency must be a table, got 5"]),
    (
      "\nreturn { kind = 'backgrund' }",
      [
        "2:17 error the table that route returned: kind must be 'foreground' or 'background', got 'backgrund' "
          + "(did you mean 'background'?)"
      ]
    ),
    (
      "\nreturn { 'background' }",
      ["2:10 error the table that route returned: expected a table with named fields, got a list"]
    ),
    (
      "\nreturn 'backgrund'",
      [
        "2:8 error route must return 'foreground', 'background', a table or nil, got 'backgrund' (did you mean 'background'?)"
      ]
    ),
    ("\nreturn 'background', 'slow'", ["2:22 error route returned one value too many"]),
    ("\nreturn 'background', request.tool_name", ["2:22 warning route returned one value too many"]),
    ("\nreturn 'background', nil", []),
    ("\nreturn true", ["2:8 error route must return 'foreground', 'background', a table or nil, got true"]),
    (
      "\nlocal d = { label = 'x' }\nd.reasn = 'y'\nif request.input.a then d.kind = 'x' end\nreturn d",
      [
        "3:3 error the table that route returned: unknown key 'reasn' (did you mean 'reason'?)",
        "4:34 error the table that route returned: kind must be 'foreground' or 'background', got 'x'",
      ]
    ),
    (
      "\nreturn request.input.b and { reasn = 'y' } or nil",
      ["2:30 error the table that route returned: unknown key 'reasn' (did you mean 'reason'?)"]
    ),
    (
      "\nreturn (request.input.b or 'bg')",
      ["2:28 error route must return 'foreground', 'background', a table or nil, got 'bg'"]
    ),
    (
      "\nlocal n = tasks.count { tol_name = 'x' }",
      ["2:25 error tasks.count: unknown key 'tol_name' (did you mean 'tool_name'?)"]
    ),
    (
      "\nlocal n = tasks.count { status = 'runing' }",
      [
        "2:34 error tasks.count: status must be 'queued', 'running', 'cancelling', 'completed', 'failed', 'cancelled' or 'awaiting_approval', got 'runing' (did you mean 'running'?)"
      ]
    ),
  ]

  @Test("an option or a choice that there is not is told where it is written", arguments: routes)
  func route(body: String, expected: [String]) throws {
    #expect(try problems(ofRoute: body) == expected)
  }

  @Test("each way to define a policy's functions is understood")
  func shapes() throws {
    let mistake = "request.nope"
    let sources = [
      "local p = {}\nfunction p.route(request) return \(mistake) end\nreturn p",
      "local p = {}\np.route = function(request) return \(mistake) end\nreturn p",
      "local function f(request)\nreturn \(mistake) end\nreturn { route = f }",
      "local f = function(request)\nreturn \(mistake) end\nlocal p = { route = f } return p",
      "local p = {\nroute = function(r) return r.nope end }\nreturn p",
      "local p = {}\np['route'] = function(request) return \(mistake) end\nreturn (p)",
      "local function f(request)\nreturn \(mistake) end\nlocal p = {}\np.route = f\nreturn p",
    ]
    for source in sources {
      let found = try problems(of: source)
      #expect(
        found.count == 1 && found[0].hasPrefix("2:") && found[0].hasSuffix("request has no field 'nope'"),
        "\(source): \(found)"
      )
    }
  }

  @Test("every unknown key of the policy's table is told, with its line")
  func keys() throws {
    let source = """
      local policy = { rout = print }
      function policy.deliverymode() end
      policy.permision = function() end
      policy.route = "background"
      function policy:continue_policy(task) return nil end
      return policy
      """
    #expect(
      try problems(of: source) == [
        "1:18 error the policy: unknown key 'rout' (did you mean 'route'?)",
        "2:17 error the policy: unknown key 'deliverymode' (did you mean 'delivery_mode'?)",
        "3:8 error the policy: unknown key 'permision' (did you mean 'permission'?)",
        "4:16 error the policy: route must be a function, got 'background'",
        "5:10 error continue_policy is called without a self: write a dot, or 'self' is task",
      ]
    )
  }

  @Test("the other functions' answers are checked too")
  func others() throws {
    let source = """
      return {
        permission = function(request) return request.tool.destructive and "alow" or "deny", 5 end,
        delivery_mode = function(task, result) return "toloop" end,
        continue_policy = function(task, result) return result.iserror end,
      }
      """
    #expect(
      try problems(of: source) == [
        "2:70 error permission must return 'allow', 'deny', 'require_approval' or nil, got 'alow' (did you mean 'allow'?)",
        "2:88 error permission's reason must be a string or nil, got 5",
        "3:49 error delivery_mode must return 'to_loop', 'manual' or nil, got 'toloop' (did you mean 'to_loop'?)",
        "4:58 error result has no field 'iserror' (did you mean 'is_error'?)",
      ]
    )
  }
}
