import Subprocess
import TaskEngine

/// Where a command's output goes: to the listener at once, into the buffer that is kept, and into a file if asked.
struct OutputSink: Sendable {
  private var buffer: OutputBuffer
  private var decoder = UTF8ChunkDecoder()
  private var stripper: ControlSequenceStripper?
  private let file: OutputFile?
  private let onOutput: @Sendable (String) -> Void

  /// Opens the file, if the command wants one.
  init(
    _ command: Command,
    limits: CommandLimits,
    onOutput: @escaping @Sendable (String) -> Void
  ) throws(CommandError) {
    let options = command.output
    buffer = OutputBuffer(head: options.limit ?? limits.head, tail: options.limit ?? limits.tail)
    if options.stripsControlSequences { stripper = ControlSequenceStripper() }
    file = try options.file.map { path throws(CommandError) in
      try OutputFile(path, in: command.workingDirectory, limit: options.fileLimit)
    }
    self.onOutput = onOutput
  }

  /// Takes everything up to the end of `output`.
  mutating func drain(_ output: SubprocessOutputSequence) async throws {
    for try await chunk in output {
      var bytes = chunk.withUnsafeBytes { Array($0) }
      stripper?.strip(&bytes)
      buffer.append(bytes)
      file?.append(bytes)
      pass(decoder.decode(bytes))
    }
    pass(decoder.finish())
  }

  /// What there is to tell of a command that ended like this.
  func outcome(_ end: CommandOutcome.End, terminatedByUs: Bool) -> CommandOutcome {
    var outcome = CommandOutcome(
      end: end,
      output: buffer.text,
      cutBytes: buffer.cutBytes,
      terminatedByUs: terminatedByUs
    )
    outcome.hasInvalidText = decoder.hasReplaced
    outcome.file = file?.summary
    return outcome
  }

  private func pass(_ text: String) {
    if !text.isEmpty {
      onOutput(text)
    }
  }
}
