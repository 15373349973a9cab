internal import CLuaShims

/// How often each line of Lua ran, in all states that were given this.
///
/// Sendable because all that C keeps behind `counts` is guarded by its lock, and `counts` itself never changes.
package final class LuaCoverage: @unchecked Sendable {
  /// A chunk that was loaded, by the name that messages call it.
  package struct Chunk: Hashable, Sendable {
    package var name: String
    /// How often each line that holds code ran, by its number from 1. The lines of functions that were never made are
    /// among them.
    package var counts: [Int: Int]
  }

  let counts: OpaquePointer?

  package init() { counts = sy_coverage_new() }

  deinit { if let counts { sy_coverage_free(counts) } }

  /// All chunks so far, in the order in which they were first loaded. From any thread.
  package var chunks: [Chunk] {
    guard let counts else { return [] }
    var chunks: [Chunk] = []
    withUnsafeMutablePointer(to: &chunks) { chunks in
      sy_coverage_visit(
        counts,
        { context, name, counts, lines in
          guard let chunks = context?.assumingMemoryBound(to: [Chunk].self) else { return }
          var chunk = Chunk(name: String(cString: name), counts: [:])
          for line in 0..<lines where counts[line] >= 0 { chunk.counts[line + 1] = Int(counts[line]) }
          chunks.pointee.append(chunk)
        },
        chunks
      )
    }
    return chunks
  }
}
