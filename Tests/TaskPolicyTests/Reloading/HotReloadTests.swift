import LuaRuntime
import TaskEngine
import TaskPolicy
import Testing

@Suite("Saving a policy while it is in force")
struct HotReloadTests {
  private static let background = "return { route = function() return 'background' end }"
  private static let foreground = "return { route = function() return 'foreground' end }"

  enum Saving: CaseIterable {
    case inPlace
    case renamed
    case deletedAndWritten
  }

  private func save(_ text: String, _ saving: Saving, as name: String = "p.lua", in folder: borrowing WatchedFolder)
    throws
  {
    switch saving {
    case .inPlace: try folder.write(name, text)
    case .renamed:
      try folder.write(name + "~", text)
      try folder.rename(name + "~", name)
    case .deletedAndWritten:
      try folder.delete(name)
      try folder.write(name, text)
    }
  }

  @Test("however it is saved, the next call is decided by what was saved", arguments: Saving.allCases)
  func saved(saving: Saving) async throws {
    let folder = try WatchedFolder()
    try folder.write("p.lua", Self.foreground)
    let policy = try LuaPolicy(contentsOf: folder.path("p.lua"))
    let observer = LoadObserver(policy)
    for round in 1...2 {
      try save(round == 1 ? Self.background : Self.foreground, saving, in: folder)
      try await eventually("round \(round)") {
        try policy.route(call(), tasks: view()) == (round == 1 ? .background : .foreground)
      }
    }
    #expect(policy.generation >= 3)
    #expect(observer.words.last == "\(policy.generation)")
  }

  @Test("a broken save is told with file, line and cause and changes nothing; mending it goes on")
  func broken() async throws {
    let folder = try WatchedFolder()
    let path = folder.path("p.lua")
    try folder.write("p.lua", Self.background)
    let policy = try LuaPolicy(contentsOf: path)
    let observer = LoadObserver(policy)
    try save("local x = 1\nreturn {", .renamed, in: folder)
    guard case .fault(let fault) = try await observer.next(after: 1) else {
      Issue.record("it was not told")
      return
    }
    #expect(fault.file == path && fault.line == 2 && fault.function == "load" && fault.generation == 1)
    #expect(fault.message == "unexpected symbol near <eof>")
    #expect(policy.generation == 1)
    #expect(try policy.route(call(), tasks: view()) == .background)
    let count = observer.reports.count
    try save(Self.foreground, .renamed, in: folder)
    guard case .loaded(let load) = try await observer.next(after: count) else {
      Issue.record("it was not mended")
      return
    }
    #expect(load.generation == 2 && load.file == path)
    #expect(try policy.route(call(), tasks: view()) == .foreground)
  }

  @Test("a file that is required is watched too, also one that the last load failed to find")
  func required() async throws {
    let folder = try WatchedFolder()
    try folder.makeFolder("rules")
    try folder.write("rules/builds.lua", "return 'foreground'")
    try folder.write("p.lua", "local kind = require 'rules.builds' return { route = function() return kind end }")
    let policy = try LuaPolicy(contentsOf: folder.path("p.lua"))
    let observer = LoadObserver(policy)
    try folder.write("rules/builds.lua", "return 'background'")
    _ = try await observer.next(after: 1)
    try await eventually("the module counts") { try policy.route(call(), tasks: view()) == .background }

    try folder.write("p.lua", "local kind = require 'rules.late' return { route = function() return kind end }")
    try await eventually("the fault") { observer.words.last?.contains("module 'rules.late' not found") == true }
    try folder.write("rules/late.lua", "return 'foreground'")
    try await eventually("the late module counts") { try policy.route(call(), tasks: view()) == .foreground }
  }

  @Test("a file that a function requires when it is called is watched from then on")
  func requiredLate() async throws {
    let folder = try WatchedFolder()
    try folder.write("kind.lua", "return 'foreground'")
    try folder.write("p.lua", "return { route = function() return require 'kind' end }")
    let policy = try LuaPolicy(contentsOf: folder.path("p.lua"))
    #expect(try policy.route(call(), tasks: view()) == .foreground)
    try folder.write("kind.lua", "return 'background'")
    try await eventually("the module counts") { try policy.route(call(), tasks: view()) == .background }
  }

  @Test("a module that is saved while the policy is being loaded is not missed")
  func savedMeanwhile() async throws {
    let folder = try WatchedFolder()
    try folder.makeFolder("rules")
    try folder.write("rules/kind.lua", "return 'foreground'")
    try folder.write(
      "p.lua",
      "local kind = require 'rules.kind' print(kind) return { route = function() return kind end }"
    )
    let path = folder.path("rules/kind.lua")
    // It changes after it was read and before the load is done.
    let environment = PolicyEnvironment(onPrint: { print in
      if print.text == "foreground" { try? TaskPolicyTests.save("return 'background'", to: path) }
    })
    let policy = LuaPolicy(limits: .untimed, environment: environment)
    try policy.load(contentsOf: folder.path("p.lua"))
    try await eventually("the change counts") { try policy.route(call(), tasks: view()) == .background }
  }

  @Test("a burst of saves is one reload")
  func burst() async throws {
    let folder = try WatchedFolder()
    try folder.write("p.lua", Self.foreground)
    let policy = try LuaPolicy(contentsOf: folder.path("p.lua"))
    let observer = LoadObserver(policy)
    for round in 1...50 { try save("return { route = function() return \(round) end }", .inPlace, in: folder) }
    try save(Self.background, .renamed, in: folder)
    try await eventually("the last counts") { (try? policy.route(call(), tasks: view())) == .background }
    // One, unless the machine stood still for as long as a burst's end takes.
    #expect(observer.reports.count - 1 <= 5, "\(observer.reports.count - 1) reloads")
  }

  @Test("deleting the file keeps the last good one, and writing it again loads it")
  func deleted() async throws {
    let folder = try WatchedFolder()
    try folder.write("p.lua", Self.background)
    let policy = try LuaPolicy(contentsOf: folder.path("p.lua"))
    let observer = LoadObserver(policy)
    try folder.delete("p.lua")
    try await eventually("the fault") { observer.words.last?.contains("no such file") == true }
    #expect(try policy.route(call(), tasks: view()) == .background)
    try folder.write("p.lua", Self.foreground)
    try await eventually("it is back") { try policy.route(call(), tasks: view()) == .foreground }
  }

  @Test("after another file is loaded, the first is not watched any more; after one that fails, it still is")
  func another() async throws {
    let folder = try WatchedFolder()
    try folder.write("p.lua", Self.foreground)
    try folder.write("q.lua", Self.foreground)
    let policy = try LuaPolicy(contentsOf: folder.path("p.lua"))
    #expect(throws: PolicyFault.self) { try policy.load(contentsOf: folder.path("none.lua")) }
    try folder.write("p.lua", Self.background)
    try await eventually("the first is still watched") { try policy.route(call(), tasks: view()) == .background }

    try policy.load(contentsOf: folder.path("q.lua"))
    let generation = policy.generation
    try folder.write("p.lua", "return 1")
    let observer = LoadObserver(policy)
    try folder.write("q.lua", Self.background)
    try await eventually("the second is watched") { policy.generation > generation }
    #expect(observer.words.allSatisfy { Int($0) != nil })
    #expect(policy.file == folder.path("q.lua"))
  }

  @Test("a policy that is not watched stays as it is until it is loaded again")
  func notWatched() throws {
    let folder = try WatchedFolder()
    try folder.write("p.lua", Self.foreground)
    let policy = try LuaPolicy(contentsOf: folder.path("p.lua"), watching: false)
    try folder.write("p.lua", Self.background)
    #expect(try policy.route(call(), tasks: view()) == .foreground)
    try policy.reload()
    #expect(try policy.route(call(), tasks: view()) == .background)
  }

  @Test("a policy that is let go stops watching")
  func letGo() throws {
    let folder = try WatchedFolder()
    try folder.write("p.lua", Self.foreground)
    weak var gone: LuaPolicy?
    do {
      let policy = try LuaPolicy(contentsOf: folder.path("p.lua"))
      gone = policy
      #expect(policy.generation == 1)
    }
    #expect(gone == nil)
  }
}
