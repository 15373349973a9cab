import LuaRuntime
import Synchronization
import TaskEngine
import TaskPolicy
import TaskScripting
import TaskSimulation

/// The REPL: Lua and `:commands`, with task events above the line being typed; or a batch of the same lines.
package final class Console: Sendable {
  package struct Options: Sendable {
    package var policy: String?
    package var tools: String?
    package var scripts: [String] = []
    package var initFile: String?
    package var historyFile: String?
    package var color = ColorChoice.auto
    package var isJSON = false
    package var bails = false
    /// Whether tasks live in the scenarios' time, which moves only while something is waited for.
    package var isVirtual = false
    /// Runs a scenario file; why it does not pass, or `nil` if it does.
    package var runScenario: (@Sendable (String) async -> String?)?
    package var environment: [String: String] = [:]

    package init() {}
  }

  let host: ScriptHost
  let output: ConsoleOutput
  let events: EventPrinter
  let isInteractive: Bool
  let options: Options
  let editor: LineEditor
  let work = InterruptibleWork()
  private let leaving = Mutex<Int32?>(nil)
  private let main = Mutex<Task<Int32, Never>?>(nil)
  private let toolsFile: ToolsFile?

  /// Opens the console on standard input and output.
  package init(_ options: Options) throws {
    self.options = options
    let isTerminal = TerminalWidth.isTerminal(0) && !options.isJSON
    let isSeen = TerminalWidth.isTerminal(1)
    let style = TerminalStyle(choice: options.color, environment: options.environment, isTerminal: isSeen)
    let names = NamesBox()
    editor = try LineEditor(
      .init(historyFile: isTerminal ? options.historyFile : nil) { line, cursor in
        ConsoleCompleter(names: names.current).completion(of: line, cursor: cursor)
      }
    )
    isInteractive = editor.isInteractive && isTerminal
    let output = ConsoleOutput(style: style, isJSON: options.isJSON, editor: isInteractive ? editor : nil)
    self.output = output
    let world = Self.world(options) { print in Self.show(print, on: output) }
    var configuration = ScriptHost.Configuration(folder: ".") { print in Self.show(print, on: output) }
    configuration.isDeterministic = options.isVirtual
    configuration.watchesPolicies = true
    host = try ScriptHost(configuration, world: world)
    toolsFile = options.tools.map { ToolsFile($0, world: world) { print in Self.show(print, on: output) } }
    events = EventPrinter(world.manager.handle, output: output, isWatched: isInteractive) { [editor] in
      editor.promptChanged()
    }
    names.set(ConsoleNames(of: host))
  }

  private static func world(_ options: Options, onPrint: @escaping @Sendable (LuaPrint) -> Void) -> ScriptWorld {
    let time = options.isVirtual ? ScriptTime.virtual(Simulation()) : .real
    let environment = PolicyEnvironment(
      now: time.wallClock,
      isDeterministic: time.isVirtual,
      onPrint: onPrint
    )
    let policy = LuaPolicy(limits: time.isVirtual ? .untimed : .init(), environment: environment)
    return .standard(time: time, policy: policy, keepsJournal: true)
  }

  private static func show(_ print: LuaPrint, on output: ConsoleOutput) {
    output.show(TerminalText.sanitized(print.text), as: "print")
  }

  /// Runs until the person leaves or the batch ends; the exit status.
  package func run() async throws -> Int32 {
    // On a thread of its own: Lua that computes may keep all of the pool's busy.
    let watcher = try SignalWatcher(takesSuspend: true) { [self] signal in handle(signal) }
    let shower = Task { await events.run() }
    let main = Task { await lines() }
    self.main.withLock { $0 = main }
    if leaving.withLock({ $0 }) != nil { main.cancel() }
    var status = await main.value
    if let forced = leaving.withLock({ $0 }) { status = forced }
    await shutDown()
    await shower.value
    events.flush()
    editor.close()
    watcher.stop()
    return status
  }

  private func shutDown() async {
    let world = host.world
    guard case .virtual(let simulation) = world.time else { return await world.manager.shutdown() }
    do {
      try await host.inItsTime { await world.manager.shutdown() }
    } catch {
      output.fail("\(error)")
    }
    simulation.tearDown()
  }

  private func handle(_ signal: ConsoleSignal) {
    switch signal {
    case .interrupt:
      if !isInteractive { return leave(130) }
      if !editor.interrupt() { work.interrupt() }
    case .terminate: leave(143)
    case .hangUp: leave(129)
    case .suspend: if !editor.suspend() { SignalWatcher.stopProcess() }
    case .windowChanged, .continued: editor.terminalChanged()
    }
  }

  private func leave(_ status: Int32) {
    leaving.withLock { $0 = $0 ?? status }
    work.interrupt()
    main.withLock { $0 }?.cancel()
  }

  // MARK: Lines

  /// Reads and runs lines to the end of the input; the exit status.
  private func lines() async -> Int32 {
    if let status = await start() { return status }
    var hasFailed = false
    var number = 0
    var wantsToLeave = false
    var hasAskedToLeave = false
    while !Task.isCancelled, !output.isClosed {
      work.nextAwaited()
      let input = await editor.readLine(prompt: { [self] in prompt() }, remembering: false)
      switch input {
      case .endOfInput:
        if !isInteractive { await waitForIdle() }
        let live = host.world.control.list(.running).count + host.world.control.list(.queued).count
        guard isInteractive, live > 0, !hasAskedToLeave else { return hasFailed ? 1 : 0 }
        hasAskedToLeave = true
        let tasks = live == 1 ? "1 task has" : "\(live) tasks have"
        output.show("\(tasks) not ended; Ctrl-D again cancels \(live == 1 ? "it" : "them") and leaves", as: "note")
      case .interrupted(let lineWasEmpty):
        if Task.isCancelled { return 0 }
        if wantsToLeave, lineWasEmpty { return 130 }
        wantsToLeave = lineWasEmpty
        host.world.interrupt(host.world.turn)
        if lineWasEmpty { output.show("(Ctrl-C again leaves)", as: "note") }
      case .line(let first):
        (wantsToLeave, hasAskedToLeave) = (false, false)
        number += 1
        let began = number
        guard let line = await continued(first, number: &number) else { continue }
        editor.remember(line)
        var goesOn = true
        for piece in InputPieces.split(line, isUnfinished: host.isIncomplete) where goesOn {
          goesOn = await run(piece, number: began, hasFailed: &hasFailed)
          await settle()
          events.flush()
        }
        if !goesOn || (hasFailed && options.bails) { return hasFailed ? 1 : 0 }
      }
    }
    return hasFailed ? 1 : 0
  }

  /// Reads on while what was typed is Lua that is not finished; `nil` if it was dropped.
  private func continued(_ first: String, number: inout Int) async -> String? {
    var text = first
    while !text.isCommand, host.isIncomplete(text), !Task.isCancelled {
      switch await editor.readLine(prompt: "…> ", remembering: false) {
      case .line(let next):
        number += 1
        text += "\n" + next
      case .interrupted: return nil
      case .endOfInput: return text
      }
    }
    return text
  }

  private func run(_ line: String, number: Int, hasFailed: inout Bool) async -> Bool {
    let text = line.trimmed
    if text.isEmpty { return true }
    do {
      if text.isCommand { return try await runCommand(text) }
      if let value = try await evaluate(source(of: text, line: number)) {
        events.flush()
        output.show(TerminalText.sanitized(value), as: "value")
      }
    } catch {
      // A person has seen it, and goes on; only a batch is judged by it.
      hasFailed = !isInteractive
      events.flush()
      // Whoever ends the program knows that this ends with it.
      if leaving.withLock({ $0 }) != nil { return false }
      if Self.isInterrupted(error), isInteractive {
        // Under the ^C that the terminal shows by itself meanwhile.
        output.show("\ninterrupted", as: "note")
      } else {
        output.fail(describe(error, in: text, line: number))
      }
    }
    return true
  }

  private static func isInterrupted(_ error: any Error) -> Bool {
    switch error {
    case is CancellationError: true
    case let error as LuaError: error.code == .cancelled || error.code == .interrupted
    default: false
    }
  }

  /// A batch's errors name the line of the batch.
  private func source(of text: String, line: Int) -> String {
    isInteractive ? text : String(repeating: "\n", count: line - 1) + text
  }

  private func describe(_ error: any Error, in text: String, line: Int) -> String {
    if let error = error as? LuaError {
      // One line is there to be seen by whoever typed it.
      return error.story(typed: (chunkName, text.contains("\n") ? source(of: text, line: line) : ""))
    }
    return isInteractive ? "\(error)" : "stdin:\(line): \(error)"
  }

  /// In virtual time, what a line has set going does what it can at once.
  private func settle() async {
    do { try await host.settle() } catch { output.fail("\(error)") }
  }

  /// Runs a Lua file.
  func runScript(_ path: String) async throws {
    let (host, source) = (host, try TextFile.readLua(path))
    try await perform { _ = try await host.run(source, name: path) }
  }

  private var chunkName: String { isInteractive ? "repl" : "stdin" }

  private func evaluate(_ source: String) async throws -> String? {
    let (host, name) = (host, chunkName)
    return try await perform { try await host.evaluate(source, name: name) }
  }

  /// Does what may wait, in the tasks' time, until Ctrl-C ends it.
  func perform<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
    let host = host
    return try await work.perform { try await host.inItsTimeUntilCancelled(body) }
  }

  private func waitForIdle() async {
    let handle = host.world.manager.handle
    do { try await perform { try await handle.waitForIdle() } } catch {
      if leaving.withLock({ $0 }) == nil { output.fail("\(error)") }
    }
  }

  private func prompt() -> String { ConsolePrompt(of: host.world).text(output.style) }

  // MARK: Starting

  /// Loads what the command line names; an exit status if the console must not go on.
  private func start() async -> Int32? {
    var hasFailed = false
    func attempt(_ body: () async throws -> Void) async {
      do { try await body() } catch {
        hasFailed = true
        output.fail("\(error)")
      }
    }
    if let policy = options.policy { await attempt { try host.loadPolicy(policy) } }
    if let file = options.initFile { await attempt { try await runScript(file) } }
    if let toolsFile { await attempt { try await load(toolsFile) } }
    for script in options.scripts { await attempt { try await runScript(script) } }
    await settle()
    events.flush()
    // A batch goes on only with what it asked for; a person sees the message and can mend it.
    if hasFailed, !isInteractive { return 2 }
    if isInteractive { output.show("Switchyard. ':help' lists the commands, ':quit' leaves.", as: "note") }
    return nil
  }
}

/// What completion asks for names, once there is a world to ask.
private final class NamesBox: Sendable {
  private let names = Mutex(ConsoleNames())
  var current: ConsoleNames { names.withLock { $0 } }
  func set(_ names: ConsoleNames) { self.names.withLock { $0 = names } }
}

extension String {
  var isCommand: Bool { trimmed.hasPrefix(":") && !trimmed.hasPrefix("::") }

  var trimmed: String {
    var text = self[...]
    while let last = text.last, last.isWhitespace { text.removeLast() }
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    return String(text)
  }
}
