// swift-tools-version: 6.2
import PackageDescription

/// Every room is built with the same strict settings; a warning is an error.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .treatAllWarnings(as: .error),
]

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let protobuf: Target.Dependency = .product(name: "SwiftProtobuf", package: "swift-protobuf")
let database: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let databaseCalls: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")

func room(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(of name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.init(stringLiteral: name)] + dependencies, resources: resources,
        swiftSettings: strict)
}

let package = Package(
    name: "gridsync",
    platforms: [.macOS(.v14)],
    products: [
        .library(name: "GridClient", targets: ["GridClient", "GridDevice"]),
        .executable(name: "gridsync", targets: ["gridsync"]),
        .executable(name: "gridsyncd", targets: ["gridsyncd"]),
        .executable(name: "gridsync-conform", targets: ["gridsync-conform"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Pure rooms: they import nothing from outside, not even Foundation.
        room("GridCausality"),
        room("GridRecords", ["GridCausality"], exclude: ["DESIGN.md"]),
        room("GridSync", ["GridCausality", "GridRecords"]),
        room("GridStore", ["GridCausality", "GridRecords", "GridSync"]),
        room("GridWorkflow", ["GridCausality", "GridRecords"], exclude: ["DESIGN.md"]),
        room("GridReporting", ["GridCausality", "GridRecords"], exclude: ["DESIGN.md"]),
        room(
            "GridGoverning", ["GridCausality", "GridRecords", "GridSync", "GridWorkflow", "GridReporting"],
            exclude: ["DESIGN.md"]),

        // Rooms that keep one heavy dependency each.
        room(
            "GridCatalogueFile",
            ["GridRecords", "GridWorkflow", "GridReporting", .product(name: "Yams", package: "Yams")]),
        room(
            "GridStoreSQLite", ["GridCausality", "GridRecords", "GridSync", "GridStore", database, databaseCalls],
            exclude: ["DESIGN.md"]),
        .target(name: "CSimulatedDisk", linkerSettings: [.linkedLibrary("sqlite3")]),
        room("GridSimulatedDisk", ["CSimulatedDisk", "GridStore", "GridStoreSQLite"], exclude: ["DESIGN.md"]),
        room("GridWire", ["GridCausality", "GridRecords", "GridSync", protobuf], exclude: ["DESIGN.md"]),
        room(
            "GridHub",
            [
                "GridCausality", "GridRecords", "GridSync", "GridStore", "GridWorkflow", "GridReporting",
                "GridGoverning", crypto,
            ],
            exclude: ["DESIGN.md", "Governing/DESIGN.md"]),
        room(
            "GridClient",
            [
                "GridCausality", "GridRecords", "GridSync", "GridStore", "GridReporting", "GridGoverning", "GridWire",
                crypto, logging,
            ]),
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("z")]),
        room("GridTransportCurl", ["CCurl", "GridClient"]),
        room("GridDevice", ["GridClient", "GridStore", "GridStoreSQLite", "GridTransportCurl", "GridWire"]),
        room(
            "GridSimulation",
            [
                "GridCausality", "GridRecords", "GridSync", "GridStore", "GridGoverning", "GridWire", "GridHub",
                "GridClient",
            ], exclude: ["DESIGN.md"]),
        room(
            "GridConsole",
            [
                "GridCausality", "GridRecords", "GridSync", "GridHub", crypto,
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            exclude: ["DESIGN.md", "Templates"]),
        .target(name: "CZlib", linkerSettings: [.linkedLibrary("z")]),
        room("GridGzip", ["CZlib"]),
        room(
            "GridServer",
            [
                "GridCausality", "GridRecords", "GridSync", "GridHub", "GridWire", "GridGzip", "GridConsole", logging,
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            exclude: ["DESIGN.md"]),

        // Programs choose the concrete store and transport.
        program(
            "gridsync",
            [
                "GridCausality", "GridRecords", "GridSync", "GridStore", "GridStoreSQLite", "GridWire", "GridClient",
                "GridDevice", arguments, logging, crypto,
            ]),
        program(
            "gridsyncd",
            [
                "GridCausality", "GridRecords", "GridSync", "GridStore", "GridStoreSQLite", "GridWire", "GridHub",
                "GridServer", "GridConsole", "GridCatalogueFile", "GridGoverning", arguments, logging,
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ]),
        program("gridsync-conform", ["GridCausality", "GridRecords", crypto]),
        program(
            "gridsync-bench",
            [
                "GridCausality", "GridRecords", "GridSync", "GridStore", "GridStoreSQLite", "GridWire", "GridHub",
                "GridCatalogueFile", "GridGoverning", "GridGzip", "GridClient", "GridDevice", arguments, database,
            ]),
        program("gridsync-sim", ["GridSimulation", "GridSimulatedDisk", "GridStore", arguments]),
        tests(of: "GridTransportCurl", ["GridClient"]),
        tests(
            of: "GridClient",
            [
                "GridCausality", "GridRecords", "GridSync", "GridStore", "GridStoreSQLite", "GridWire", "GridHub",
                "GridCatalogueFile", "GridGoverning", "GridReporting", "GridWorkflow",
            ]),

        tests(of: "GridCausality", [crypto]),
        tests(of: "GridRecords", ["GridCausality"]),
        tests(of: "GridCatalogueFile", ["GridRecords", "GridWorkflow", "GridReporting"]),
        tests(of: "GridWorkflow", ["GridCausality", "GridRecords", "GridCatalogueFile"]),
        tests(of: "GridReporting", ["GridCausality", "GridRecords"]),
        tests(of: "gridsync", ["GridClient", "GridRecords", "GridStore", arguments]),
        tests(
            of: "GridHub",
            [
                "GridCausality", "GridRecords", "GridSync", "GridStore", "GridStoreSQLite", "GridWire",
                "GridCatalogueFile", "GridReporting", "GridGoverning", crypto, database,
            ]),
        tests(
            of: "GridConsole",
            [
                "GridCausality", "GridRecords", "GridSync", "GridStore", "GridWire", "GridHub", "GridCatalogueFile",
                "GridGoverning",
            ]),
        tests(of: "GridWire", ["GridCausality", "GridRecords", "GridSync", crypto, protobuf]),
        tests(of: "GridStoreSQLite", ["GridCausality", "GridRecords", "GridStore", database]),
        tests(of: "GridSimulatedDisk", ["GridCausality", "GridRecords", "GridStore", "GridStoreSQLite"]),
        tests(of: "gridsync-conform", ["GridRecords"]),
        tests(of: "GridSimulation"),
        tests(of: "GridGzip"),
        tests(
            of: "GridServer",
            [
                "GridCausality", "GridConsole", "GridGzip", "GridHub", "GridRecords", "GridSync", "GridWire", logging,
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        // Runs the built programs: the dependencies see to it that they are there.
        .testTarget(
            name: "EndToEndTests", dependencies: ["GridRecords", "gridsync", "gridsyncd"], swiftSettings: strict),
        tests(of: "gridsyncd", ["GridRecords", "GridServer", arguments]),

        // Every reader of bytes from outside, for the fuzzer and for the test that replays what it found.
        .target(
            name: "HostileDecoders",
            dependencies: [
                "GridCausality", "GridRecords", "GridSync", "GridWire", "GridCatalogueFile", "GridGzip",
            ],
            path: "Tests/Fuzz/Decoders", swiftSettings: strict),
        tests(of: "HostileDecoders"),
    ],
    swiftLanguageModes: [.v6]
)

// The fuzzer links only with libFuzzer, so it stands in the package only when `scripts/fuzz` builds it.
if Context.environment["GRIDSYNC_FUZZ"] != nil {
    package.targets += [
        .systemLibrary(name: "LibFuzzer", path: "Tests/Fuzz/LibFuzzer"),
        program("gridsync-fuzz", ["HostileDecoders", "LibFuzzer"]),
    ]
    package.products.append(.executable(name: "gridsync-fuzz", targets: ["gridsync-fuzz"]))
}
