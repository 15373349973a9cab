// What the package's traits add. scripts/test builds and runs these with both traits on.

#if Metrics
  import CoreMetrics
  import MetricsTestKit
  import TaskEngine
  import TaskTesting
  import Testing

  @Suite("The trait Metrics")
  struct MetricsTests {
    @Test("every end is counted and timed by label and status, once")
    func ends() throws {
      let metrics = TestMetrics()
      MetricsSystem.bootstrap(metrics)
      try withSimulatedWorld { world in
        let session = world.manager.session()
        for _ in 0..<3 { try await session.begin("sleep", "10") }
        try await session.begin("throw")
        try await world.manager.handle.waitForIdle()
      }
      let slept = [("label", "sleep"), ("status", "completed")]
      let ended = try metrics.expectCounter("switchyard_tasks_ended_total", slept)
      #expect(ended.values == [1, 1, 1])
      let failed = [("label", "throw"), ("status", "failed")]
      #expect(try metrics.expectCounter("switchyard_tasks_ended_total", failed).values == [1])
      #expect(
        try metrics.expectTimer("switchyard_task_run_seconds", slept).values
          == Array(repeating: 10_000_000_000, count: 3)
      )
      #expect(try metrics.expectTimer("switchyard_task_queue_seconds", slept).values == [0, 0, 0])
    }
  }
#endif

#if ServiceLifecycle
  import Logging
  import ServiceLifecycle
  import TaskEngine
  import Testing

  /// A service whose end shuts the group down.
  private struct Brief: Service {
    func run() async throws {}
  }

  @Suite("The trait ServiceLifecycle")
  struct ServiceTests {
    @Test("a manager is a service, which a graceful shutdown of its group shuts down")
    func service() async throws {
      let manager = AsyncTaskManager()
      var configuration = ServiceGroupConfiguration(
        services: [
          .init(service: manager),
          .init(service: Brief(), successTerminationBehavior: .gracefullyShutdownGroup),
        ],
        logger: Logger(label: "test")
      )
      configuration.gracefulShutdownSignals = []
      try await ServiceGroup(configuration: configuration).run()
      await #expect(throws: TaskManagerError.shutDown) {
        _ = try await manager.session().startTask(
          .plain(ToolRequest(toolName: "echo", turnID: "t")),
          context: .init(tools: [])
        )
      }
    }
  }
#endif
