// swift-tools-version: 6.2
import PackageDescription

// The arrows of docs/architecture.md, as the build knows them; `make lint` checks the imports against them.
let house: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]
let cxxHouse: [CXXSetting] = [
    .treatAllWarnings(as: .error), .enableWarning("all"), .enableWarning("extra"),
    // SwiftPM leaves the assertions of the C++ libraries on.
    .define("NDEBUG", .when(configuration: .release)),
]

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: house)
}
func tests(_ name: String, _ more: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name), "Support"] + more, path: "Tests/\(name)Tests",
        swiftSettings: house)
}

let package = Package(
    name: "fraiseql",
    products: [.executable(name: "fraiseql", targets: ["FraiseQLCommand"])],
    targets: [
        // C and C++ libraries of the distribution, behind thin shims.
        .systemLibrary(name: "CLibPQ"),
        .target(
            name: "CNetwork",
            cxxSettings: cxxHouse + [.define("BOOST_ASIO_NO_DEPRECATED"), .define("BOOST_ASIO_NO_TYPEID")],
            linkerSettings: [.linkedLibrary("stdc++")]),
        .target(
            // simdjson 3.6, that of Ubuntu 24.04, has templates that clang 19 refuses unless they are used.
            name: "CJSON", cxxSettings: cxxHouse + [.unsafeFlags(["-fdelayed-template-parsing"])],
            linkerSettings: [.linkedLibrary("simdjson"), .linkedLibrary("stdc++")]),
        .target(name: "CGzip", linkerSettings: [.linkedLibrary("z")]),
        .target(name: "CCrypto", linkerSettings: [.linkedLibrary("crypto")]),
        .target(name: "CTOML", cxxSettings: cxxHouse, linkerSettings: [.linkedLibrary("stdc++")]),

        // Pure: no socket, no database handle, no file.
        library("Suggestions"),
        library("SQLText"),
        library("JSONText", ["CJSON"]),
        library("CatalogModel", ["JSONText", "SQLText"]),
        library("Configuration", ["CTOML", "CatalogModel", "SQLText", "Suggestions"]),
        library("SchemaMapping", ["CatalogModel", "Configuration", "JSONText", "SQLText", "Suggestions"]),
        library("QueryCompiler", ["SchemaMapping", "JSONText", "SQLText", "Suggestions"]),
        library(
            "InstallPlanner", ["SchemaMapping", "CatalogModel", "Configuration", "JSONText", "SQLText", "SQLFiles"]),

        // The SQL of sql/ and migrations/, embedded.
        .executableTarget(name: "EmbedSQLTool", swiftSettings: house),
        .plugin(name: "EmbedSQL", capability: .buildTool(), dependencies: ["EmbedSQLTool"]),
        .target(name: "SQLFiles", swiftSettings: house, plugins: ["EmbedSQL"]),

        // I/O.
        library("HostSystem", ["SQLText"]),
        library("Postgres", ["CLibPQ", "SQLText"]),
        library("CatalogReader", ["Postgres", "CatalogModel", "JSONText", "SQLText", "SQLFiles"]),
        library("ModelReader", ["Postgres", "SchemaMapping", "JSONText", "SQLText", "SQLFiles"]),
        library(
            "Migrator",
            [
                "Postgres", "CatalogReader", "ModelReader", "InstallPlanner", "SchemaMapping", "Configuration",
                "CatalogModel",
                "JSONText",
                "SQLText", "SQLFiles", "HostSystem",
            ]),
        library(
            "Sidecar",
            [
                "CNetwork", "CCrypto", "CGzip", "Postgres", "ModelReader", "QueryCompiler", "SchemaMapping",
                "Configuration", "JSONText", "SQLText", "SQLFiles", "HostSystem",
            ]),
        .executableTarget(
            name: "FraiseQLCommand",
            dependencies: [
                "Sidecar", "Migrator", "CatalogReader", "ModelReader", "Postgres", "InstallPlanner", "QueryCompiler",
                "SchemaMapping",
                "Configuration", "CatalogModel", "JSONText", "SQLText", "HostSystem", "Suggestions",
            ],
            swiftSettings: house),

        // What `make bench` times without a server.
        .executableTarget(
            name: "CompileBench",
            dependencies: ["QueryCompiler", "SchemaMapping", "JSONText", "HostSystem"], path: "bench/compile",
            swiftSettings: house),

        .executableTarget(
            name: "IdentityBench", dependencies: ["Sidecar", "Configuration", "JSONText", "HostSystem"],
            path: "bench/identity", swiftSettings: house),

        // Our side of what `make conformance` compares with graphql-core.
        .executableTarget(
            name: "Conformance",
            dependencies: ["QueryCompiler", "SchemaMapping", "JSONText", "HostSystem"],
            path: "Tests/Conformance/verdicts", swiftSettings: house),

        // Tests: one target per source target; Support holds the private clusters and the goldens.
        .target(
            name: "Support", dependencies: ["Postgres", "JSONText", "HostSystem"], path: "Tests/Support",
            swiftSettings: house),
        tests("Suggestions"),
        tests("SQLText"),
        tests("JSONText"),
        tests("CatalogModel", ["JSONText", "SQLText"]),
        tests("Configuration", ["CatalogModel", "CatalogReader", "Postgres", "SQLText", "HostSystem"]),
        tests(
            "SchemaMapping",
            ["CatalogReader", "CatalogModel", "Configuration", "JSONText", "Postgres", "SQLText", "HostSystem"]),
        tests(
            "QueryCompiler",
            ["SchemaMapping", "CatalogModel", "Configuration", "JSONText", "SQLText", "Postgres", "HostSystem"]),
        tests("InstallPlanner", ["SchemaMapping", "CatalogModel", "Configuration", "JSONText", "SQLText", "Postgres"]),
        tests("Postgres", ["SQLText"]),
        tests("CatalogReader", ["Postgres", "CatalogModel", "JSONText", "SQLText"]),
        tests("ModelReader", ["Postgres", "SchemaMapping"]),
        tests(
            "Migrator",
            [
                "Postgres", "CatalogReader", "CatalogModel", "Configuration", "InstallPlanner", "HostSystem",
                "JSONText",
                "SchemaMapping", "SQLText",
            ]),
        tests(
            "Sidecar",
            [
                "Postgres", "QueryCompiler", "SchemaMapping", "CatalogModel", "Configuration", "JSONText", "SQLText",
                "HostSystem",
            ]),
        tests("FraiseQLCommand", ["Sidecar", "Configuration", "Postgres", "JSONText", "SQLText", "HostSystem"]),
        // From a database to its answers, through every target between them.
        .testTarget(
            name: "WholePathTests",
            dependencies: [
                "Support", "Postgres", "CatalogReader", "CatalogModel", "Configuration", "SchemaMapping",
                "InstallPlanner",
                "QueryCompiler", "JSONText", "SQLText", "HostSystem",
            ], path: "Tests/WholePathTests", swiftSettings: house),
    ],
    cxxLanguageStandard: .cxx17
)
