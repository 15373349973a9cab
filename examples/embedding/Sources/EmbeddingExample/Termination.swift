import Dispatch

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Waits for the process to be told to end, so that it can end in order.
enum Termination {
  static func signal() async {
    let (waiting, continuation) = AsyncStream.makeStream(of: Void.self)
    // The default action would end the process before its tasks. A handler, unlike SIG_IGN, is not inherited by the
    // commands that it runs.
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in }
    sigaction(SIGTERM, &action, nil)
    let source = DispatchSource.makeSignalSource(signal: SIGTERM, queue: .global())
    source.setEventHandler { continuation.finish() }
    source.resume()
    for await _ in waiting {}
    source.cancel()
  }
}
