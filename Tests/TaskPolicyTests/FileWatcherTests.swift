import Glibc
import Synchronization
import Testing

@testable import TaskPolicy

@Suite("The file watcher", .timeLimit(.minutes(2)))
struct FileWatcherTests {
  enum Kind: CaseIterable, Sendable {
    case inotify
    case polling

    func start(onChange: @escaping @Sendable () -> Void) throws -> FileWatcher {
      switch self {
      case .inotify: try FileWatcher(onChange: onChange)
      case .polling: try FileWatcher(source: PollingSource(), onChange: onChange)
      }
    }
  }

  /// Ways to save a file, each as some editor or tool does.
  enum Save: CaseIterable, Sendable {
    case inPlace
    case append
    case renameOver
    case deleteAndRecreate
    case backupAndRecreate
    case hardLink

    func run(_ folder: borrowing WatchedFolder, _ name: String) throws {
      switch self {
      case .inPlace: try folder.write(name, "changed in place")
      case .append: try folder.write(name, "more", mode: "a")
      case .renameOver:
        try folder.write("\(name).tmp", "changed by renaming")
        try folder.rename("\(name).tmp", name)
      case .deleteAndRecreate:
        try folder.delete(name)
        try folder.write(name, "changed by deleting")
      case .backupAndRecreate:
        try folder.rename(name, "\(name)~")
        try folder.write(name, "changed beside a backup")
      case .hardLink:
        try folder.write("other", "changed by linking")
        try folder.delete(name)
        try folder.link("other", name)
      }
    }
  }

  @Test("every way to save a file is a change, also the second time", arguments: Kind.allCases, Save.allCases)
  func saved(kind: Kind, save: Save) async throws {
    let folder = try WatchedFolder()
    try folder.write("policy.lua", "as it was")
    let changes = Changes()
    let watcher = try kind.start { changes.note() }
    defer { watcher.stop() }
    #expect(watcher.watch([folder.path("policy.lua")]) == [])
    for _ in 0..<2 {
      let before = changes.count
      try save.run(folder, "policy.lua")
      try await changes.wait(for: before + 1)
      try await changes.settle()
    }
  }

  @Test("a file that did not exist is seen when it appears, even with its folder", arguments: Kind.allCases)
  func appears(kind: Kind) async throws {
    let folder = try WatchedFolder()
    let changes = Changes()
    let watcher = try kind.start { changes.note() }
    defer { watcher.stop() }
    watcher.watch([folder.path("rules/builds.lua")])
    try folder.makeFolder("rules")
    try folder.write("rules/builds.lua", "return {}")
    try await changes.wait(for: 1)
    try await changes.settle()
    let before = changes.count
    try folder.write("rules/builds.lua", "return { 1 }")
    try await changes.wait(for: before + 1)
  }

  @Test("other files in the same folder are none of its business", arguments: Kind.allCases)
  func unrelated(kind: Kind) async throws {
    let folder = try WatchedFolder()
    try folder.write("policy.lua", "as it was")
    let changes = Changes()
    let watcher = try kind.start { changes.note() }
    defer { watcher.stop() }
    watcher.watch([folder.path("policy.lua")])
    try folder.write("other.lua", "new")
    try folder.rename("other.lua", "policy.lua.bak")
    try folder.delete("policy.lua.bak")
    // The watched file's change comes after theirs; so when it is reported, theirs would have been.
    try await changes.settle()
    #expect(changes.count == 0)
    try folder.write("policy.lua", "changed")
    try await changes.wait(for: 1)
    try await changes.settle()
    #expect(changes.count == 1)
  }

  @Test("a burst of fifty writes is a few calls, the last of them after the last write")
  func burst() async throws {
    let folder = try WatchedFolder()
    try folder.write("policy.lua", "0")
    let seen = Mutex("")
    let changes = Changes()
    let path = folder.path("policy.lua")
    let watcher = try FileWatcher {
      seen.withLock { $0 = WatchedFolder.read(path) }
      changes.note()
    }
    defer { watcher.stop() }
    watcher.watch([path])
    for number in 1...50 {
      try folder.write("policy.lua", "\(number)")
    }
    try await eventually("the last write is seen") { seen.withLock { $0 } == "50" }
    try await changes.settle()
    #expect(changes.count <= 3)
  }

  @Test("behind symbolic links, the file, each link and a swapped folder are watched")
  func links() async throws {
    let folder = try WatchedFolder()
    for version in ["v1", "v2"] {
      try folder.makeFolder(version)
      try folder.write("\(version)/policy.lua", version)
    }
    try folder.makeLink("current", to: "v1")
    try folder.makeLink("policy.lua", to: "current/policy.lua")
    let changes = Changes()
    let watcher = try FileWatcher { changes.note() }
    defer { watcher.stop() }
    watcher.watch([folder.path("policy.lua")])

    var before = changes.count
    try folder.write("v1/policy.lua", "the file itself")
    try await changes.wait(for: before + 1)
    try await changes.settle()

    before = changes.count
    try folder.makeLink("current.new", to: "v2")
    try folder.rename("current.new", "current")
    try await changes.wait(for: before + 1)
    try await changes.settle()

    before = changes.count
    try folder.write("v1/policy.lua", "no longer the file")
    try await changes.settle()
    #expect(changes.count == before)
    try folder.write("v2/policy.lua", "the file it is now")
    try await changes.wait(for: before + 1)
  }

  @Test("watching other files ends watching the first", arguments: Kind.allCases)
  func replaced(kind: Kind) async throws {
    let folder = try WatchedFolder()
    try folder.write("a.lua", "a")
    try folder.write("b.lua", "b")
    let changes = Changes()
    let watcher = try kind.start { changes.note() }
    defer { watcher.stop() }
    watcher.watch([folder.path("a.lua")])
    watcher.watch([folder.path("b.lua")])
    try folder.write("a.lua", "changed")
    try await changes.settle()
    #expect(changes.count == 0)
    try folder.write("b.lua", "changed")
    try await changes.wait(for: 1)
  }

  @Test("a stopped watcher says nothing more, can be stopped again, and by its own callback")
  func stopped() async throws {
    let folder = try WatchedFolder()
    try folder.write("policy.lua", "0")
    let changes = Changes()
    let holder = Mutex<FileWatcher?>(nil)
    let watcher = try FileWatcher {
      holder.withLock { $0?.stop() }
      changes.note()
    }
    holder.withLock { $0 = watcher }
    watcher.watch([folder.path("policy.lua")])
    try folder.write("policy.lua", "1")
    try await changes.wait(for: 1)
    try folder.write("policy.lua", "2")
    try await changes.settle()
    #expect(changes.count == 1)
    watcher.stop()
    holder.withLock { $0 = nil }
  }

  @Test("a thousand watchers, started and let go, leave no descriptor and no thread")
  func flat() async throws {
    func count() -> Int {
      WatchedFolder.entries("/proc/self/fd").count + WatchedFolder.entries("/proc/self/task").count
    }
    let before = count()
    for _ in 0..<1000 {
      _ = try FileWatcher {}
      // Each is let go at once; its thread needs a moment to notice.
      try await eventually("few are left") { count() < before + 200 }
    }
    try await eventually("all are gone") { count() < before + 100 }
  }
}
