#if ServiceLifecycle
  public import ServiceLifecycle

  extension AsyncTaskManager: Service {
    /// Waits until the service group shuts down, gracefully or by cancellation, then shuts the manager down. The
    /// manager works without it.
    public func run() async throws {
      // A stream that nobody feeds; iteration ends when the task is cancelled.
      let (idle, continuation) = AsyncStream.makeStream(of: Void.self)
      await withGracefulShutdownHandler {
        for await _ in idle {}
      } onGracefulShutdown: {
        continuation.finish()
      }
      await shutdown()
    }
  }
#endif
