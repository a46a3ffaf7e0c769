// swift-tools-version: 5.10
// Ruhu for Swift. `Ruhu` is what apps import; beneath it lie `RuhuNative`, generated from the library, and `RuhuFFI`, the
// C header of the library. `cargo xtask package swift-linux` and `cargo xtask package ios` put what is generated and what
// is built beside this file; neither is committed.
import PackageDescription

#if os(Linux)
// The shared library lies in `lib`, for the linker and for the programs that are made.
let libraryFolder = Context.packageDirectory + "/lib"
let native: Target = .systemLibrary(name: "RuhuFFI", path: "Sources/RuhuFFI")
let linking: [LinkerSetting] = [
    .linkedLibrary("ruhu_mobile"),
    .unsafeFlags(["-L" + libraryFolder, "-Xlinker", "-rpath", "-Xlinker", libraryFolder]),
]
// The tests start a real server and kill a process, which an iOS simulator does not allow.
let tests: [Target] = [
    .target(name: "RuhuTestSupport", dependencies: ["Ruhu"], path: "Tests/RuhuTestSupport"),
    .executableTarget(name: "RuhuPhone", dependencies: ["Ruhu", "RuhuTestSupport"], path: "Tests/RuhuPhone"),
    .testTarget(name: "RuhuTests", dependencies: ["Ruhu", "RuhuTestSupport"], path: "Tests/RuhuTests"),
]
#else
let native: Target = .binaryTarget(name: "RuhuFFI", path: "RuhuFFI.xcframework")
let linking: [LinkerSetting] = [.linkedFramework("Security"), .linkedFramework("CoreFoundation")]
let tests: [Target] = []
#endif

let libraries: [Target] = [
    native,
    .target(name: "RuhuNative", dependencies: ["RuhuFFI"], path: "Sources/RuhuNative", linkerSettings: linking),
    .target(name: "Ruhu", dependencies: ["RuhuNative"], path: "Sources/Ruhu"),
]

let package = Package(
    name: "Ruhu",
    platforms: [.iOS(.v15), .macOS(.v12)],
    products: [
        .library(name: "Ruhu", targets: ["Ruhu", "RuhuNative"])
    ],
    targets: libraries + tests
)
