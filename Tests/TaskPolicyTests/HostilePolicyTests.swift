import Foundation
import TaskEngine
import TaskPolicy
import Testing

/// Policies that try to break out or to break down. Those in `Hostile/asked` are the body of each function that a policy
/// may have, those in `Hostile/loaded` are policies. The first line says what it tries, `-- expects:` whether loading or
/// asking is the fault, `-- says:` a part of what `route`, or loading, says.
struct HostilePolicy: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let text: String
  let fields: [String: String]

  static func all(in folder: String) -> [HostilePolicy] {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Hostile/\(folder)")
    let files = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    return files.sorted().map { file in
      HostilePolicy(
        name: file,
        text: (try? String(contentsOf: url.appendingPathComponent(file), encoding: .utf8)) ?? ""
      )
    }
  }

  init(name: String, text: String) {
    testDescription = name
    self.text = text
    var fields: [String: String] = [:]
    for line in text.split(separator: "\n").prefix(while: { $0.hasPrefix("-- ") }) {
      let parts = line.dropFirst(3).split(separator: ": ", maxSplits: 1)
      if parts.count == 2 { fields[String(parts[0])] = String(parts[1]) }
    }
    self.fields = fields
  }

  func isSaid(in fault: PolicyFault) -> Bool { fields["says"].map { fault.message.contains($0) } ?? true }
}

@Suite("hostile policies")
struct HostilePolicyTests {
  @Test(
    "whatever a policy does when it is asked is a fault that names the function, and the next call works",
    arguments: HostilePolicy.all(in: "asked")
  )
  func asked(_ hostile: HostilePolicy) throws {
    #expect(hostile.fields["expects"] != nil)
    let policy = try LuaPolicy(
      """
      local kept
      local function attack(subject, second, third)
      \(hostile.text)
      end
      local function answer(good)
        return function(subject, ...)
          if subject.tool_name == 'good' then return good end
          return attack(subject, ...)
        end
      end
      return { route = answer('background'), permission = answer('allow'), delivery_mode = answer('manual'),
        continue_policy = answer('notify_only') }
      """
    )
    let input: JSONText = #"{"a":[1,2,{"b":null}]}"#
    let (bad, good) = (call("bad", input), call("good"))
    let result = ToolResult(.text("out"))
    for _ in 0..<2 {
      let fault = try faultOf { _ = try policy.route(bad, tasks: view()) }
      #expect(fault.function == "route" && fault.file == "p.lua" && fault.message.utf8.count <= 1027)
      #expect(hostile.isSaid(in: fault), "\(fault.message)")
      #expect(try policy.route(good, tasks: view()) == .background)
      #expect(try faultOf { _ = try policy.evaluate(bad, tasks: view()) }.function == "permission")
      #expect(try policy.evaluate(good, tasks: view()) == .allow)
      let (badTask, goodTask) = (task("task-1", bad), task("task-2", good))
      #expect(try faultOf { _ = try policy.deliveryMode(badTask, result, tasks: view()) }.function == "delivery_mode")
      #expect(try policy.deliveryMode(goodTask, result, tasks: view()) == .manual)
      #expect(
        try faultOf { _ = try policy.continuePolicy(badTask, result, tasks: view()) }.function == "continue_policy"
      )
      #expect(try policy.continuePolicy(goodTask, result, tasks: view()) == .notifyOnly)
    }
  }

  @Test(
    "a policy that cannot be loaded is a fault, and the last good one stays",
    arguments: HostilePolicy.all(in: "loaded")
  )
  func loaded(_ hostile: HostilePolicy) throws {
    #expect(hostile.fields["expects"] == "load")
    let policy = try LuaPolicy("return { route = function() return 'background' end }", limits: PolicyLimits())
    let fault = try faultOf { try policy.define(hostile.text, name: "q.lua") }
    #expect(fault.function == "load" && fault.file == "q.lua" && fault.generation == 1)
    #expect(hostile.isSaid(in: fault), "\(fault.message)")
    #expect(policy.generation == 1)
    #expect(try policy.route(call(), tasks: view()) == .background)
  }

  @Test("there are hostile policies")
  func corpus() {
    #expect(HostilePolicy.all(in: "asked").count >= 40 && HostilePolicy.all(in: "loaded").count >= 12)
  }

  @Test(
    "a policy file that is bytecode, or no text at all, is refused",
    arguments: [[0x1B], Array("\u{1B}LuaT".utf8), [0xFF, 0xFE, 0], [0]]
  )
  func noText(_ bytes: [UInt8]) throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).lua")
    try Data(bytes).write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }
    #expect(try faultOf { _ = try LuaPolicy(contentsOf: path.path, watching: false) }.function == "load")
  }
}
