import Foundation
import Ruhu
import RuhuTestSupport

/// A phone in a process of its own, to be killed: enrols, seals one visit, says so, begins another, and then answers its
/// last question again and again, saying each answer after it was saved.
///
/// Arguments: server, code, folder.
@main
struct Phone {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4 else {
            tell("RuhuPhone SERVER CODE FOLDER")
            return
        }
        let store = try await FieldStore.open(folder: arguments[3], keys: FixedKey())
        let session = try await store.enrol(serverUrl: arguments[1], code: arguments[2], deviceName: "测试手机")
        try await session.newSync().run()
        let lines = try await session.roster(page: 0).lines

        let first = try await session.startVisit(household: lines[0].household)
        try await first.fill(head: lines[0].headName, photos: 1)
        let record = try await first.seal()
        tell("sealed \(record)")

        let visit = try await session.startVisit(household: lines[1].household)
        try await visit.sign(signature: signature(.member, lines[1].headName))
        tell("draft \(visit.id)")
        var number = 0
        while true {
            try await visit.answer(question: "proposal_reason", answer: .text(text: "第\(number)次"))
            tell("saved \(number)")
            number += 1
        }
    }

    /// At once: what `print` keeps back would be lost with the process.
    private static func tell(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }
}
