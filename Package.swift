// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "switchyard",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "switchyard", targets: ["switchyard"]),
    .executable(name: "switchyard-guard", targets: ["CommandGuard"]),
    .library(name: "TaskEngine", targets: ["TaskEngine"]),
    .library(name: "TaskPolicy", targets: ["TaskPolicy"]),
    .library(name: "BuiltinTools", targets: ["BuiltinTools"]),
    .library(name: "TaskTesting", targets: ["TaskTesting"]),
  ],
  traits: [
    .trait(name: "Metrics", description: "TaskEngine reports to swift-metrics."),
    .trait(name: "ServiceLifecycle", description: "AsyncTaskManager is a service of swift-service-lifecycle."),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.2.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.5.0"),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.1.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.6.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0", traits: []),
  ],
  targets: [
    // The scheduler: words and rules, then the shell that carries them out.
    .target(
      name: "TaskCore",
      dependencies: [
        .product(name: "DequeModule", package: "swift-collections")
      ]
    ),
    .target(
      name: "TaskEngine",
      dependencies: [
        "TaskCore",
        .product(name: "DequeModule", package: "swift-collections"),
        .product(name: "Histogram", package: "hdrhistogram-swift"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics", condition: .when(traits: ["Metrics"])),
        .product(
          name: "ServiceLifecycle",
          package: "swift-service-lifecycle",
          condition: .when(traits: ["ServiceLifecycle"])
        ),
      ]
    ),
    .target(
      name: "TaskSimulation",
      dependencies: [.product(name: "DequeModule", package: "swift-collections")]
    ),

    // Lua: headers, the C that may call what can raise, and the Swift face.
    .systemLibrary(name: "CLua", pkgConfig: "lua5.4", providers: [.apt(["liblua5.4-dev", "pkg-config"])]),
    .target(name: "CLuaShims", dependencies: ["CLua"]),
    .target(name: "LuaRuntime", dependencies: ["CLuaShims"]),
    .target(name: "TaskPolicy", dependencies: ["TaskEngine", "LuaRuntime"]),

    // Tools.
    .executableTarget(name: "CommandGuard"),
    .target(
      name: "BuiltinTools",
      dependencies: [
        "TaskEngine",
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]
    ),

    // Front ends.
    .target(
      name: "TaskScripting",
      dependencies: ["TaskEngine", "TaskPolicy", "BuiltinTools", "TaskSimulation", "LuaRuntime"],
      resources: [.embedInCode("Lua")]
    ),
    .target(name: "CLineEditor", linkerSettings: [.linkedLibrary("edit")]),
    .target(
      name: "TaskConsole",
      dependencies: ["TaskScripting", "TaskPolicy", "TaskSimulation", "TaskEngine", "LuaRuntime", "CLineEditor"]
    ),
    .target(
      name: "ScenarioRunner",
      dependencies: ["TaskScripting", "TaskPolicy", "TaskSimulation", "TaskEngine", "LuaRuntime"],
      resources: [.embedInCode("Lua")]
    ),
    .executableTarget(
      name: "switchyard",
      dependencies: [
        "TaskConsole", "ScenarioRunner", "TaskScripting", "TaskPolicy", "TaskEngine",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]
    ),

    // For other people's tests.
    .target(name: "TaskTesting", dependencies: ["TaskEngine", "TaskSimulation"]),

    .testTarget(name: "TaskCoreTests", dependencies: ["TaskCore"]),
    .testTarget(
      name: "TaskEngineTests",
      dependencies: [
        "TaskEngine", "TaskSimulation", "TaskTesting",
        .product(name: "InMemoryLogging", package: "swift-log"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "MetricsTestKit", package: "swift-metrics", condition: .when(traits: ["Metrics"])),
        .product(
          name: "ServiceLifecycle",
          package: "swift-service-lifecycle",
          condition: .when(traits: ["ServiceLifecycle"])
        ),
      ]
    ),
    // Beside the sandbox's pattern functions the stock ones, which no product has.
    .target(
      name: "PatternOracle",
      dependencies: ["CLuaShims"],
      path: "Tests/PatternOracle",
      cSettings: [.headerSearchPath("../../Sources/CLuaShims")]
    ),
    .target(name: "CHeap", path: "Tests/CHeap"),
    .testTarget(name: "LuaRuntimeTests", dependencies: ["LuaRuntime", "PatternOracle", "CHeap"], exclude: ["Hostile"]),
    .testTarget(
      name: "TaskPolicyTests",
      dependencies: ["TaskPolicy", "TaskEngine", "LuaRuntime"],
      exclude: ["Hostile"]
    ),
    .testTarget(
      name: "TaskScriptingTests",
      dependencies: ["TaskScripting", "TaskPolicy", "TaskEngine", "TaskSimulation", "TaskTesting", "LuaRuntime"]
    ),
    .testTarget(
      name: "BuiltinToolsTests",
      dependencies: ["BuiltinTools", "TaskEngine", "CommandGuard"]
    ),
    .testTarget(
      name: "ScenarioRunnerTests",
      dependencies: ["ScenarioRunner", "TaskScripting", "TaskPolicy", "LuaRuntime"]
    ),
    .testTarget(name: "TaskConsoleTests", dependencies: ["TaskConsole"]),
    .testTarget(name: "TaskTestingTests", dependencies: ["TaskTesting", "TaskEngine"]),
    .testTarget(name: "ProgramTests", dependencies: ["switchyard", "CommandGuard", "TaskConsole"]),

    // Speed, by scripts/bench: in one process, side by side with what it is measured against.
    .target(name: "CBenchmarks", dependencies: ["CLuaShims"], path: "Tests/CBenchmarks"),
    .executableTarget(
      name: "SwitchyardBenchmarks",
      dependencies: [
        "CBenchmarks", "TaskPolicy", "TaskEngine",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Tests/SwitchyardBenchmarks"
    ),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c11
)

/// CI and `scripts/test` build with every warning an error; an embedder's build is not held to it.
let strict = Context.environment["SWITCHYARD_STRICT"] != nil

for target in package.targets where target.type != .system {
  target.swiftSettings =
    (target.swiftSettings ?? []) + [
      .enableUpcomingFeature("ExistentialAny"),
      .enableUpcomingFeature("InternalImportsByDefault"),
      .enableUpcomingFeature("MemberImportVisibility"),
    ] + (strict ? [.treatAllWarnings(as: .error)] : [])
  if strict {
    target.cSettings = (target.cSettings ?? []) + [.treatAllWarnings(as: .error)]
  }
}
