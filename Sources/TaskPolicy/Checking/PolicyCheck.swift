package import LuaRuntime
import TaskEngine

/// Finds what is wrong with a policy: by reading it, by loading it, and by asking it about sample calls.
package struct PolicyCheck: Sendable {
  private let samples: SampleFile?
  private let vocabulary: LuaVocabulary
  private let elsewhere: [String: LuaSurface.Contexts]

  /// - Parameters:
  ///   - samples: the calls to ask each policy about.
  ///   - surfaces: all that any Lua code is given: what policies are not given is told apart from mere mistakes.
  package init(samples: SampleFile? = nil, surfaces: [LuaSurface] = []) {
    self.samples = samples
    vocabulary = LuaVocabulary([.sandbox, PolicySurface.surface], in: .policy)
    elsewhere = surfaces.flatMap(\.globals).reduce(into: [:]) { $0[$1.name, default: []].formUnion($1.contexts) }
  }

  /// All problems of the policy in a file and of the files that it requires, by file and line.
  ///
  /// - Throws: if the file itself cannot be read.
  package func problems(in path: String) throws -> [PolicyProblem] {
    let reader = try SourceReader(try TextFile.readLua(path), name: path)
    var problems = reader.problems + reading(reader.sources)
    func add(_ found: [PolicyProblem], from fault: PolicyFault) {
      // What a fault says has often been seen in the text, with its column.
      let file = fault.file ?? path
      let isKnown = problems.contains { $0.explains(fault.message, file: file, line: fault.line) }
      if !isKnown { problems += found }
    }
    if let fault = fault(in: { try LuaPolicy(contentsOf: path, watching: false) }) {
      add([PolicyProblem(file: fault.file ?? path, line: fault.line, fault.message)], from: fault)
    }
    for (problem, fault) in asking(path) { add([problem], from: fault) }
    return problems.inOrder(of: reader.files)
  }

  private func reading(_ sources: [CheckedSource]) -> [PolicyProblem] {
    let own = sources.reduce(into: Set<String>()) { $0.formUnion(LocalFacts($1.chunk).assignedGlobals) }
    let surroundings = Analysis.Surroundings(vocabulary: vocabulary, elsewhere: elsewhere, ownGlobals: own)
    return sources.flatMap { source in
      var analysis = Analysis(source, in: surroundings)
      return analysis.run()
    }
  }

  /// The faults of the policy when it is asked about the samples, each kind once.
  private func asking(_ path: String) -> [(PolicyProblem, PolicyFault)] {
    guard let samples else { return [] }
    let policy = LuaPolicy(limits: PolicyLimits(), environment: PolicyEnvironment(), isLenient: true)
    guard (try? policy.load(contentsOf: path, watching: false)) != nil else { return [] }
    return SampleRun(policy).faults(on: samples).map { kind in
      let fault = kind.fault
      let problem = PolicyProblem(
        file: fault.file ?? path,
        line: fault.line,
        "\(fault.function) fails on \(kind.places(in: samples.name)): \(fault.message)"
      )
      return (problem, fault)
    }
  }

  private func fault<Value>(in body: () throws -> Value) -> PolicyFault? {
    do {
      _ = try body()
      return nil
    } catch {
      return error as? PolicyFault ?? PolicyFault(function: "load", message: "\(error)")
    }
  }
}

extension [PolicyProblem] {
  /// File by file, and in each by line and column.
  fileprivate func inOrder(of files: [String]) -> [PolicyProblem] {
    func key(_ problem: PolicyProblem) -> (Int, Int, Int) {
      (files.firstIndex(of: problem.file) ?? files.count, problem.line ?? 0, problem.column ?? 0)
    }
    return enumerated().sorted { a, b in
      let (left, right) = (key(a.element), key(b.element))
      return left == right ? a.offset < b.offset : left < right
    }.map(\.element)
  }
}
