#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A closure on its way into a thread.
private final class ThreadBody {
  let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) {
    self.run = run
  }
}

/// Starts a detached thread. Returns 0, or the error number if there is no thread to be had.
package func startThread(_ body: @escaping @Sendable () -> Void) -> Int32 {
  let box = Unmanaged.passRetained(ThreadBody(body))
  #if canImport(Glibc)
    var thread = pthread_t()
    let error = pthread_create(&thread, nil, { runThreadBody($0) }, box.toOpaque())
    let started: pthread_t? = error == 0 ? thread : nil
  #else
    var started: pthread_t?
    let error = pthread_create(&started, nil, { runThreadBody($0) }, box.toOpaque())
  #endif
  guard error == 0, let started else {
    box.release()
    return error
  }
  pthread_detach(started)
  return 0
}

private func runThreadBody(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let argument {
    Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().run()
  }
  return nil
}
