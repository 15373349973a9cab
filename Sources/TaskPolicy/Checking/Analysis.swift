import LuaRuntime

/// Looks through a Lua file of a policy without running it: names that nothing defines, fields that nothing has, tables
/// with unknown keys; also on paths that no call takes.
///
/// It knows the type of what comes from the description of policies: `request` in `policy.route`, a local that holds
/// `request.tool`, the result of `tasks.statistics`. Of everything else it says nothing. Types travel from uses to
/// definitions and back, so the file is gone over until nothing new is learned, and then once more to report.
struct Analysis {
  /// What else besides the file itself decides what a name means.
  struct Surroundings {
    var vocabulary: LuaVocabulary
    /// The globals that other kinds of Lua code have, with the contexts of each.
    var elsewhere: [String: LuaSurface.Contexts]
    /// The globals that any file of the policy sets while it is loaded.
    var ownGlobals: Set<String>
  }

  /// When the code at hand runs.
  enum Stage {
    case loading
    /// While the policy is asked about a call.
    case asked
    /// Nobody can tell.
    case unknown
  }

  /// What is learned from one time to the next.
  struct Knowledge: Equatable {
    /// By the index of the local.
    var types: [Int: LuaType] = [:]
    /// What a function is, by its place: what it is given and must return.
    var roles: [LuaPlace: LuaSurface.Function] = [:]
    /// Local functions that are called while the file is loaded.
    var calledWhileLoading: Set<Int> = []
    /// Local functions that are used while the policy is asked.
    var usedWhenAsked: Set<Int> = []
  }

  let source: CheckedSource
  let surroundings: Surroundings
  let facts: LocalFacts
  var knowledge = Knowledge()

  // About the place at hand.
  var stage = Stage.loading
  /// What the function at hand must return.
  var role: LuaSurface.Function?
  /// The types of the arguments with which local functions are called, for each of their parameters.
  var arguments: [Int: [LuaType?]] = [:]

  private var isReporting = false
  private(set) var problems: [PolicyProblem] = []
  private var reported: Set<PolicyProblem> = []

  init(_ source: CheckedSource, in surroundings: Surroundings) {
    self.source = source
    self.surroundings = surroundings
    facts = LocalFacts(source.chunk)
  }

  /// All problems of the file.
  mutating func run() -> [PolicyProblem] {
    // Each round carries knowledge one use further; files whose helpers call helpers need a few.
    for _ in 0..<16 {
      let before = knowledge
      pass()
      learnParameters()
      if knowledge == before { break }
    }
    isReporting = true
    pass()
    return problems
  }

  private mutating func pass() {
    arguments = [:]
    stage = .loading
    role = source.isPolicy ? Self.file : nil
    visit(source.chunk.body)
  }

  /// What a policy's file is, taken as a function.
  private static let file = LuaSurface.Function(
    "the policy",
    "",
    returns: [.init(.named(PolicySurface.policy.name))]
  )

  /// A parameter of a local function that is always called with the same type has that type.
  private mutating func learnParameters() {
    for (parameter, types) in arguments where !facts.reassigned.contains(parameter) {
      guard let first = types[0], types.allSatisfy({ $0 == first }) else { continue }
      knowledge.types[parameter] = first
    }
  }

  // MARK: Telling

  mutating func report(
    _ fact: String,
    at place: LuaPlace,
    _ severity: PolicyProblem.Severity = .error,
    suggestion: String? = nil,
    name: String? = nil
  ) {
    guard isReporting else { return }
    let problem = PolicyProblem(
      file: source.name,
      line: place.line,
      column: place.column,
      severity: severity,
      fact,
      suggestion: suggestion,
      name: name
    )
    if reported.insert(problem).inserted { problems.append(problem) }
  }
}
