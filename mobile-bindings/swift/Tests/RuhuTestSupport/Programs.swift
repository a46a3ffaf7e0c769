import Foundation

/// A program of Ruhu's: named by the environment, or in `bin` of the package, or where cargo built it.
func program(_ name: String, variable: String) throws -> URL {
    let named = ProcessInfo.processInfo.environment[variable]
    let places: [URL?] = [
        named.map { URL(fileURLWithPath: $0) },
        packageFolder.appendingPathComponent("bin/" + name),
        packageFolder.appendingPathComponent("../../target/debug/" + name),
    ]
    for case let place? in places where FileManager.default.isExecutableFile(atPath: place.path) {
        return place
    }
    throw Trouble("\(name) is not in bin, and \(variable) does not name it")
}

/// The folder of `Package.swift`.
public let packageFolder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent()

/// Runs a program to its end and gives what it said.
@discardableResult
public func say(_ executable: URL, _ arguments: [String]) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = executable
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    waitForEnd(of: process)
    guard process.terminationStatus == 0 else {
        throw Trouble("\(executable.lastPathComponent): \(said)")
    }
    return said
}

/// Waits on whatever thread this is; `waitUntilExit` would need the one that started the process.
public func waitForEnd(of process: Process) {
    while process.isRunning {
        Thread.sleep(forTimeInterval: 0.005)
    }
}

/// What keeps a test from being done at all.
public struct Trouble: Error, CustomStringConvertible {
    /// What it is.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
