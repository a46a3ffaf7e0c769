import Foundation
import Ruhu
import RuhuTestSupport
import XCTest

/// A checklist as the app shows it: screens that follow the answers.
final class FormTests: XCTestCase {
    /// A visit at the first of two doors.
    private func visit(_ work: (FieldSession, VisitDraft, String) async throws -> Void) async throws {
        let village = try Village(households: 2)
        defer { village.close() }
        let store = try await FieldStore.open(folder: village.phone, keys: FixedKey())
        defer { store.close() }
        let session = try await village.enrolled(store)
        let line = try await session.roster(page: 0).lines[0]
        let draft = try await session.startVisit(household: line.household)
        try await work(session, draft, line.headName)
    }

    /// a screen has everything that is shown on it
    func testAScreenHasEverythingThatIsShownOnIt() async throws {
        try await visit { _, visit, _ in
            let first = try await visit.screens().first
            let screen = try XCTUnwrap(first)
            XCTAssertEqual(screen.key, "notice")
            XCTAssertEqual(screen.headings, ["告知与核对"])
            let questions = screen.questions
            XCTAssertEqual(questions.map { $0.key }, ["notice_given", "respondent_relation", "originals_seen"])
            let given = questions[0]
            XCTAssertEqual(given.takes, QuestionType.selectOne)
            XCTAssertEqual(given.choices.map { $0.name }, ["yes", "no"])
            XCTAssertEqual(given.choices.map { $0.label }, ["是", "否"])
            XCTAssertTrue(given.required)
            XCTAssertFalse(given.readOnly)
            XCTAssertNil(given.answer)
            XCTAssertEqual(given.moreChoices, 0)
            XCTAssertEqual(questions[2].hint, "没有查验原件时不选")
            let found = try await visit.findChoices(question: "respondent_relation", text: "户主")
            XCTAssertEqual(found.choices.map { $0.name }, ["head"])
            XCTAssertEqual(found.more, 0)
            try await visit.answer(question: "income_wage", answer: .money(fen: 480_050))
            let wage = try await visit.question(question: "income_wage")
            XCTAssertEqual(wage?.readable, "4800.50 元")
            try await visit.clearAnswer(question: "income_wage")
            let cleared = try await visit.question(question: "income_wage")
            XCTAssertNotNil(cleared)
            XCTAssertNil(cleared?.answer)
        }
    }

    /// members come and go, and answers bring questions
    func testMembersComeAndGoAndAnswersBringQuestions() async throws {
        try await visit { _, visit, _ in
            let before = try await visit.screens()
            let repeated = try XCTUnwrap(before.flatMap { $0.repeats }.first)
            XCTAssertEqual(repeated.key, "member")
            let member = try await visit.addInstance(repeat: repeated.key)
            let begun = try await visit.screens()
            XCTAssertEqual(begun.flatMap { $0.repeats }.first?.instances.map { $0.key }, [member])
            let own = begun.filter { $0.key == member }
            XCTAssertEqual(own.map { $0.headings }, [["家庭成员 1"]])
            // Children are not asked for their work.
            try await visit.answer(question: member + "/member_age", answer: .integer(value: 9))
            let ofAChild = try await visit.question(question: member + "/member_employment")
            XCTAssertNil(ofAChild)
            try await visit.answer(question: member + "/member_age", answer: .integer(value: 30))
            let ofAnAdult = try await visit.question(question: member + "/member_employment")
            XCTAssertNotNil(ofAnAdult)
            let second = try await visit.addInstance(repeat: repeated.key)
            XCTAssertEqual(second, "member[2]")
            try await visit.removeInstance(instance: member)
            let gone = try await visit.question(question: member + "/member_age")
            XCTAssertNil(gone)
            let left = try await visit.question(question: "member[2]/member_age")
            XCTAssertNotNil(left)
            try await visit.removeInstance(instance: second)
            let after = try await visit.screens()
            XCTAssertEqual(after.map { $0.key }, before.map { $0.key })
        }
    }

    /// a problem says where to jump to
    func testAProblemSaysWhereToJumpTo() async throws {
        try await visit { _, visit, head in
            try await visit.fill(head: head)
            let member = try await visit.addInstance(repeat: "member")
            let problem = try await visit.problems().first
            XCTAssertEqual(problem?.question, member + "/member_name")
            XCTAssertEqual(problem?.code, "answer_missing")
            let screens = try await visit.screens().filter { $0.shows(key: member + "/member_name") }
            XCTAssertEqual(screens.map { $0.key }, [member])
            try await visit.removeInstance(instance: member)
            let none = try await visit.problems()
            XCTAssertEqual(none, [])
            try await visit.setTeam(surveyors: [team[0]])
            let whole = try await visit.problems().map { $0.question }
            XCTAssertEqual(whole, [nil])
        }
    }

    /// answers that the form does not take are refused and change nothing
    func testAnswersThatTheFormDoesNotTakeAreRefusedAndChangeNothing() async throws {
        try await visit { _, visit, _ in
            try await visit.answer(question: "members_confirmed", answer: .integer(value: 4))
            let refused = await refusal {
                try await visit.answer(question: "members_confirmed", answer: .integer(value: 99))
            }
            XCTAssertEqual(refused?.kind, "Refused")
            XCTAssertEqual(refused?.text.contains("应在 0 到 30 之间"), true)
            let wrong: [(String, AnswerValue, String)] = [
                ("members_confirmed", AnswerValue.integer(value: 99), "answer_constraint"),
                ("members_confirmed", AnswerValue.text(text: "四"), "answer_wrong_type"),
                ("land_own", AnswerValue.decimal(value: "一亩半"), "bad_decimal"),
                ("proposal", AnswerValue.one(name: "nobody"), "unknown_choice"),
                ("income_total", AnswerValue.money(fen: 1), "answer_read_only"),
                ("nobody_asks", AnswerValue.integer(value: 1), "unknown_question"),
            ]
            for (question, value, code) in wrong {
                let failure = await refusal { try await visit.answer(question: question, answer: value) }
                XCTAssertEqual(failure?.code, code, question)
            }
            let noRepeat = await refusal { try await visit.addInstance(repeat: "income") }
            XCTAssertEqual(noRepeat?.code, "unknown_question")
            let noKey = await refusal { try await visit.question(question: "成员") }
            XCTAssertEqual(noKey?.code, "bad_id")
            let kept = try await visit.answered().map { $0.answer }
            XCTAssertEqual(kept, [AnswerValue.integer(value: 4)])
            try await visit.answer(question: "land_own", answer: .decimal(value: "1.5"))
            let land = try await visit.question(question: "land_own")
            XCTAssertEqual(land?.answer, AnswerValue.decimal(value: "1.5"))
        }
    }

    /// a sealed record is read as it was answered
    func testASealedRecordIsReadAsItWasAnswered() async throws {
        try await visit { session, visit, head in
            try await visit.fill(head: head)
            let member = try await visit.addInstance(repeat: "member")
            try await visit.removeInstance(instance: member)
            let record = try await visit.seal()
            let read = try await session.recordAnswers(record: record)
            let wage = read.first { $0.key == "income_wage" }
            XCTAssertEqual(wage?.section, "家庭收入（近 12 个月）")
            XCTAssertEqual(wage?.label, "工资性收入")
            XCTAssertEqual(wage?.text, "4800.00 元")
            let proposal = read.first { $0.key == "proposal" }
            XCTAssertEqual(proposal?.section, "结论与建议")
            XCTAssertEqual(proposal?.text, "继续保障")
            XCTAssertEqual(Set(read.map { $0.key }), Set(answers.keys))
            let lines = try await session.roster(page: 0).lines
            let attempt = try await session.recordAttempt(
                household: lines[1].household,
                outcome: .refused,
                surveyors: [team[0]]
            )
            let nothing = try await session.recordAnswers(record: attempt)
            XCTAssertEqual(nothing, [])
        }
    }
}
