import Subprocess
import TaskEngine

/// Where a command's output goes: to the listener at once, and into the buffer that is kept.
struct OutputSink: Sendable {
  private(set) var buffer: OutputBuffer
  private var decoder = UTF8ChunkDecoder()
  private let onOutput: @Sendable (String) -> Void

  init(buffer: OutputBuffer, onOutput: @escaping @Sendable (String) -> Void) {
    self.buffer = buffer
    self.onOutput = onOutput
  }

  /// Takes everything up to the end of `output`.
  mutating func drain(_ output: SubprocessOutputSequence) async throws {
    for try await chunk in output {
      let bytes = chunk.withUnsafeBytes { Array($0) }
      buffer.append(bytes)
      pass(decoder.decode(bytes))
    }
    pass(decoder.finish())
  }

  private func pass(_ text: String) {
    if !text.isEmpty {
      onOutput(text)
    }
  }
}
