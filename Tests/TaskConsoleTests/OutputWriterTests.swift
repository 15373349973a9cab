import Glibc
import Testing

@testable import TaskConsole

extension ProcessWideTests {
  @Suite("Output", .timeLimit(.minutes(1)))
  struct OutputWriterTests {
    @Test("everything arrives through a full, non-blocking pipe, and lines of several threads do not mix")
    func complete() async throws {
      var ends: [Int32] = [-1, -1]
      try #require(Glibc.pipe(&ends) == 0)
      let (readEnd, writeEnd) = (ends[0], ends[1])
      for end in ends { try #require(fcntl(end, F_SETFL, O_NONBLOCK) == 0) }
      let writer = OutputWriter(writeEnd)
      let line = String(repeating: "x", count: 999)
      let received = Task.detached {
        var lines = 0
        var partial = 0
        var bytes = [UInt8](repeating: 0, count: 1500)
        while true {
          let count = read(readEnd, &bytes, bytes.count)
          if count == 0 { return (lines, partial) }
          // Waiting here rather than spinning, so that the writers get the other core.
          guard count > 0 else {
            await Task.yield()
            continue
          }
          for byte in bytes[..<count] {
            if byte == UInt8(ascii: "\n") {
              lines += partial == 999 ? 1 : 0
              partial = 0
            } else {
              partial += 1
            }
          }
        }
      }
      // One writer outside the cooperative pool: a write that waits would hold the thread the reader needs.
      let threads = (0..<2).map { _ in WriterThread(writer: writer, line: line, count: 500) }
      for thread in threads { await thread.finished() }
      close(writeEnd)
      let (lines, partial) = await received.value
      #expect(lines == 1000 && partial == 0)
      close(readEnd)
    }

    @Test("a closed reader is an error of its own, anything else names its cause")
    func closed() throws {
      // Other tests may be watching signals, which catches it; alone, this test has to.
      let previous = signal(SIGPIPE, SIG_IGN)
      defer { signal(SIGPIPE, previous) }
      var ends: [Int32] = [-1, -1]
      try #require(Glibc.pipe(&ends) == 0)
      close(ends[0])
      #expect(throws: OutputError.closed) { try OutputWriter(ends[1]).writeLine("x") }
      close(ends[1])
      let error = #expect(throws: OutputError.self) { try OutputWriter(-1).write("x") }
      #expect(error?.description == "The output cannot be written: Bad file descriptor.")
    }
  }
}

/// Writes lines from a thread of its own.
private final class WriterThread: Sendable {
  private let done = AsyncStream.makeStream(of: Never.self)

  init(writer: OutputWriter, line: String, count: Int) {
    let work: @Sendable () -> Void = { [continuation = done.continuation] in
      for _ in 0..<count { try? writer.writeLine(line) }
      continuation.finish()
    }
    var thread = pthread_t()
    let failure = pthread_create(
      &thread,
      nil,
      { context in
        if let context { Unmanaged<WorkBox>.fromOpaque(context).takeRetainedValue().work() }
        return nil
      },
      Unmanaged.passRetained(WorkBox(work: work)).toOpaque()
    )
    precondition(failure == 0)
    pthread_detach(thread)
  }

  func finished() async { for await _ in done.stream {} }
}

private final class WorkBox: Sendable {
  let work: @Sendable () -> Void

  init(work: @escaping @Sendable () -> Void) { self.work = work }
}
