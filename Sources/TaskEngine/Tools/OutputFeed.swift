/// A running task's output: what is kept of it, and who follows it.
final class OutputFeed: Sendable {
  private struct State: Sendable {
    var buffer = OutputBuffer()
    var isFinished = false
    var followers: [Int: CheckedContinuation<Void, Never>] = [:]
    var lastFollower = 0

    mutating func takeFollowers() -> [CheckedContinuation<Void, Never>] {
      defer { followers = [:] }
      return followers.sorted { $0.key < $1.key }.map(\.value)
    }

    /// The text from `position` to the end, and where that is; `nil` if there is none. Tools give whole characters, so
    /// that only a cut can go through one, and there it is replaced.
    func piece(from position: Int) -> (text: String, end: Int)? {
      guard buffer.totalBytes > position else { return nil }
      let (cut, kept) = buffer.bytes(from: position)
      let mark = cut > 0 ? OutputBuffer.marker(cutBytes: cut) : ""
      return (mark + String(decoding: kept, as: UTF8.self), buffer.totalBytes)
    }
  }

  private let state = StateLock(State())

  var output: (text: String, cutBytes: Int) { state.withLock { ($0.buffer.text, $0.buffer.cutBytes) } }

  func append(_ text: String) {
    let woken = state.withLock { state in
      state.buffer.append(text.utf8)
      return state.takeFollowers()
    }
    for follower in woken { follower.resume() }
  }

  /// Nothing more comes.
  func finish() {
    let woken = state.withLock { state in
      state.isFinished = true
      return state.takeFollowers()
    }
    for follower in woken { follower.resume() }
  }

  /// The text from byte `position` on and where it ends, waiting for it; `nil` at the end, or when the caller is
  /// cancelled.
  func next(from position: Int) async -> (text: String, end: Int)? {
    while !Task.isCancelled {
      let (piece, isFinished) = state.withLock { state in (state.piece(from: position), state.isFinished) }
      if let piece { return piece }
      if isFinished { return nil }
      await wait(at: position)
    }
    return nil
  }

  private func wait(at position: Int) async {
    let id = state.withLock { state in
      state.lastFollower += 1
      return state.lastFollower
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isWaiting = state.withLock { state in
          guard !Task.isCancelled, !state.isFinished, state.buffer.totalBytes <= position else { return false }
          state.followers[id] = continuation
          return true
        }
        if !isWaiting { continuation.resume() }
      }
    } onCancel: {
      let follower = state.withLock { $0.followers.removeValue(forKey: id) }
      follower?.resume()
    }
  }
}

/// A task's output as it comes: first what there is already, then each further piece, to the task's end.
///
/// A reader that is slower than the tool finds a mark in place of what was not kept. Each iterator reads for itself.
public struct TaskOutputStream: AsyncSequence, Sendable {
  /// What the stream is of.
  public typealias Element = String
  /// Reading does not fail.
  public typealias Failure = Never

  enum Source: Sendable {
    case running(OutputFeed)
    case ended(String)
  }

  let source: Source

  /// Makes an iterator that begins with the first byte kept.
  public func makeAsyncIterator() -> Iterator { Iterator(source: source) }

  /// Reads the stream.
  public struct Iterator: AsyncIteratorProtocol {
    fileprivate var source: Source?
    fileprivate var position = 0

    init(source: Source) { self.source = source }

    /// The next piece; `nil` at the task's end, or when the reading task is cancelled.
    public mutating func next() async -> String? { await next(isolation: #isolation) }

    /// The next piece; `nil` at the task's end, or when the reading task is cancelled.
    public mutating func next(isolation actor: isolated (any Actor)?) async -> String? {
      switch source {
      case nil: return nil
      case .running(let feed):
        guard let piece = await feed.next(from: position) else { return nil }
        position = piece.end
        return piece.text
      case .ended(let text):
        source = nil
        return text
      }
    }
  }
}
