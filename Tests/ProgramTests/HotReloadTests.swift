import Testing

@Suite("At a terminal: a policy that is edited while it is in force")
struct HotReloadTests {
  private let folder: TemporaryFolder

  private static let foreground = "return {\n  route = function() return 'foreground' end,\n}\n"
  private static let background = "return {\n  route = function() return 'background' end,\n}\n"

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(Self.foreground, to: "policy.lua")
  }

  /// How programs save a file.
  enum Saving: CaseIterable, Sendable {
    case inPlace
    case byRename
  }

  private func save(_ policy: String, _ saving: Saving) throws {
    switch saving {
    case .inPlace: try folder.write(policy, to: "policy.lua")
    case .byRename: try folder.replace("policy.lua", with: policy)
    }
  }

  @Test("what is saved is live: a line says so, and the next call is routed by it", arguments: Saving.allCases)
  func reload(saving: Saving) async throws {
    let session = try await TerminalSession(in: folder)
    try await session.enter(":policy load policy.lua")
    try await session.enter(":start echo")
    try await session.showsLine(with: "started", "task-1", "(foreground)")

    try save(Self.background, saving)
    try await session.showsLine(with: "policy_loaded", "generation 2", "policy.lua")
    try await session.enter(":start echo")
    try await session.showsLine(with: "started", "task-2", "(background)")

    // Whatever the first saving did to the watch, the next is seen too.
    try save(Self.foreground, saving)
    try await session.showsLine(with: "policy_loaded", "generation 3", "policy.lua")
    try await session.enter(":start echo")
    try await session.showsLine(with: "started", "task-3", "(foreground)")
  }

  @Test("a mistake is told with file, line and cause; the last good one stays until it is mended")
  func mistake() async throws {
    try folder.write(Self.background, to: "policy.lua")
    let session = try await TerminalSession(in: folder, "--policy", "policy.lua")
    try await session.typeAhead("half")
    try folder.write("return {\n  route = = 1,\n}\n", to: "policy.lua")
    try await session.showsLine(with: "policy_fault", "policy.lua:2: unexpected symbol near '='", "generation 1 stays")
    try await session.shows("the half-typed line") { $0.last == "main/t1> half" }
    session.type("\u{15}")
    try await session.showsPrompt()

    let shown = try await session.enter(":policy")
    #expect(shown == ["policy.lua, generation 1"])
    try await session.enter(":start echo")
    try await session.showsLine(with: "started", "task-1", "(background)")

    try folder.write(Self.foreground, to: "policy.lua")
    try await session.showsLine(with: "policy_loaded", "generation 2")
    try await session.enter(":start echo")
    try await session.showsLine(with: "started", "task-2", "(foreground)")
  }

  @Test("a file that the policy requires is watched too")
  func required() async throws {
    try folder.write("return require 'rules'", to: "policy.lua")
    try folder.write(Self.foreground, to: "rules.lua")
    let session = try await TerminalSession(in: folder, "--policy", "policy.lua")
    try folder.write(Self.background, to: "rules.lua")
    try await session.showsLine(with: "policy_loaded", "generation 2")
    try await session.enter(":start echo")
    try await session.showsLine(with: "started", "task-1", "(background)")
  }
}
