import TaskPolicy

/// The problems of a policy with this text, as `line:column severity message`, and of what it requires, with the file
/// before it.
func problems(
  of source: String,
  requiring modules: [String: String] = [:],
  samples: String? = nil
) throws -> [String] {
  let folder = try WatchedFolder()
  try folder.makeFolder("rules")
  try folder.write("p.lua", source)
  for (name, text) in modules { try folder.write(name, text) }
  let file = samples.map { SampleFile(Array($0.utf8), name: "s.jsonl") }
  let check = PolicyCheck(samples: file, surfaces: [PolicySurface.surface, .scriptNames])
  let prefix = folder.path("")
  return try check.problems(in: folder.path("p.lua")).map { problem in
    let name = String(problem.file.dropFirst(problem.file.hasPrefix(prefix) ? prefix.count : 0))
    let place = problem.column.map { "\(problem.line ?? 0):\($0)" } ?? "\(problem.line ?? 0)"
    let message = problem.message.replacing(prefix, with: "")
    return (name == "p.lua" ? "" : "\(name):") + "\(place) \(problem.severity.rawValue) \(message)"
  }
}

/// The problems of a policy whose `route` has this body; lines count from the body's first.
func problems(ofRoute body: String) throws -> [String] {
  try problems(of: "return { route = function(request, tasks) \(body)\nend }")
}
