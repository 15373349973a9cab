import FoundationEssentials

/// Finds scenario files.
package enum ScenarioFinder {
  /// What files are named like.
  package static let suffix = ".scenario.lua"

  /// Why a path gives no files.
  package struct Failure: Error, Sendable, CustomStringConvertible {
    package let description: String
  }

  /// The scenario files that `path` means: itself, or all in the folder and below it, in the order of their paths.
  package static func files(at path: String) throws(Failure) -> [String] {
    var isDirectory = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw Failure(description: "\(path): there is no such file or folder")
    }
    if !isDirectory { return [path] }
    do {
      let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
      let files = try FileManager.default.subpathsOfDirectory(atPath: path).filter { $0.hasSuffix(suffix) }.sorted()
      if files.isEmpty { throw Failure(description: "\(path): there is no *\(suffix) file in this folder") }
      return files.map { folder == "." ? $0 : "\(folder)/\($0)" }
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(description: "\(path): \(error)")
    }
  }
}
