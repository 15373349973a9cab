// What the engine's own waits resume. Builds for debugging check that each is resumed once, which costs an allocation.
#if DEBUG
  typealias EngineContinuation = CheckedContinuation
#else
  typealias EngineContinuation = UnsafeContinuation
#endif

/// Suspends until the continuation is resumed.
@inline(__always)
nonisolated(nonsending) func withEngineContinuation<Value: Sendable>(
  _ body: (EngineContinuation<Value, any Error>) -> Void
) async throws -> Value {
  #if DEBUG
    try await withCheckedThrowingContinuation(body)
  #else
    try await withUnsafeThrowingContinuation(body)
  #endif
}

/// Suspends until the continuation is resumed.
@inline(__always)
nonisolated(nonsending) func withEngineContinuation<Value: Sendable>(_ body: (EngineContinuation<Value, Never>) -> Void)
  async -> Value
{
  #if DEBUG
    await withCheckedContinuation(body)
  #else
    await withUnsafeContinuation(body)
  #endif
}
