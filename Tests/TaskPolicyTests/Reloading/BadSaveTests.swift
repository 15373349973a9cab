import TaskEngine
import TaskPolicy
import Testing

#if canImport(Glibc)
  import Glibc
#endif

@Suite("Saves that leave no policy behind")
struct BadSaveTests {
  private static let background = "return { route = function() return 'background' end }"
  private static let foreground = "return { route = function() return 'foreground' end }"

  /// A watched policy that routes to the background, and what it tells.
  private func start(in folder: borrowing WatchedFolder) throws -> (LuaPolicy, LoadObserver) {
    try folder.write("p.lua", Self.background)
    let policy = try LuaPolicy(contentsOf: folder.path("p.lua"))
    return (policy, LoadObserver(policy))
  }

  /// Waits for a fault, sees the last good policy in force, then mends the file.
  private func faults(
    _ policy: LuaPolicy,
    _ observer: LoadObserver,
    with part: String,
    mending: () throws -> Void
  ) async throws {
    try await eventually("the fault") { observer.words.last?.contains(part) == true }
    #expect(try policy.route(call(), tasks: view()) == .background)
    #expect(policy.generation == 1)
    try mending()
    try await eventually("it is mended") { try policy.route(call(), tasks: view()) == .foreground }
    // It is in force before it is told.
    var told: PolicyLoad?
    try await eventually("the load is told") {
      if case .loaded(let load)? = observer.reports.last { told = load }
      return told != nil
    }
    let load = try #require(told)
    #expect(load.generation == policy.generation && load.functions == ["route"] && load.duration > .zero)
  }

  @Test("a directory in place of the file keeps the last good one")
  func directory() async throws {
    let folder = try WatchedFolder()
    let (policy, observer) = try start(in: folder)
    try folder.delete("p.lua")
    try folder.makeFolder("p.lua")
    try await faults(policy, observer, with: "p.lua: cannot read it: it is a directory") {
      try folder.deleteFolder("p.lua")
      try folder.write("p.lua", Self.foreground)
    }
  }

  @Test("a save that got half way keeps the last good one", arguments: [0, 10, 30, 50])
  func truncated(length: Int) async throws {
    let folder = try WatchedFolder()
    let (policy, observer) = try start(in: folder)
    try folder.write("p.lua", String(Self.foreground.prefix(length)))
    try await faults(policy, observer, with: "p.lua:") { try folder.write("p.lua", Self.foreground) }
  }

  @Test("a link that leads nowhere, or to itself, keeps the last good one", arguments: ["none.lua", "p.lua"])
  func link(target: String) async throws {
    let folder = try WatchedFolder()
    let (policy, observer) = try start(in: folder)
    try folder.delete("p.lua")
    try folder.makeLink("p.lua", to: target)
    let why = target == "p.lua" ? "too many levels of symbolic links" : "no such file or directory"
    try await faults(policy, observer, with: "p.lua: cannot read it: \(why)") {
      try folder.delete("p.lua")
      try folder.write("p.lua", Self.foreground)
    }
  }

  @Test("the folder may go and come back with the file in it")
  func folderGone() async throws {
    let folder = try WatchedFolder()
    try folder.makeFolder("policies")
    try folder.write("policies/p.lua", Self.background)
    let policy = try LuaPolicy(contentsOf: folder.path("policies/p.lua"))
    let observer = LoadObserver(policy)
    try folder.rename("policies", "elsewhere")
    try await faults(policy, observer, with: "no such file or directory") {
      try folder.makeFolder("policies")
      try folder.write("policies/p.lua", Self.foreground)
    }
  }

  #if os(Linux)
    @Test("a file that may not be read keeps the last good one")
    func unreadable() throws {
      let folder = try WatchedFolder()
      try folder.write("p.lua", Self.background)
      let policy = try LuaPolicy(contentsOf: folder.path("p.lua"), watching: false)
      chmod(folder.path("p.lua"), 0)
      // The superuser may read everything. Whose files a thread may read is its own setting.
      let setUser = try #require(dlsym(nil, "setfsuid"))
      let setfsuid = unsafeBitCast(setUser, to: (@convention(c) (uid_t) -> Int32).self)
      let user = setfsuid(65534)
      defer { _ = setfsuid(uid_t(user)) }
      let fault = try faultOf { try policy.reload() }
      #expect(fault.description == "\(folder.path("p.lua")): cannot read it: permission denied")
      #expect(fault.function == "load" && fault.generation == 1)
      #expect(try policy.route(call(), tasks: view()) == .background)
    }
  #endif

  @Test("a load that fails says how long it took and which generation stays, the fault of a call does neither")
  func fields() throws {
    let policy = try LuaPolicy("return { route = function() error('no') end }")
    let load = try faultOf { try policy.define("\nreturn {", name: "p.lua") }
    #expect(load.duration.map { $0 > .zero } == true && load.generation == 1)
    #expect(load.function == "load" && load.file == "p.lua" && load.line == 2)
    #expect(try faultOf { _ = try policy.route(call(), tasks: view()) }.duration == nil)
    let virtual = try LuaPolicy(Self.background, environment: PolicyEnvironment(isDeterministic: true))
    #expect(try faultOf { try virtual.define("return {") }.duration == .zero)
  }
}
