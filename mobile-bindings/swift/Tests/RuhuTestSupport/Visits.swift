import Foundation
import Ruhu

/// The surveyors.
public let team = ["陈建国", "李秀英"]

/// Every answer that a home visit demands, and one more.
public let answers: [String: AnswerValue] = [
    "notice_given": AnswerValue.one(name: "yes"),
    "respondent_relation": AnswerValue.one(name: "head"),
    "originals_seen": AnswerValue.many(names: ["id_card", "hukou_book"]),
    "members_confirmed": AnswerValue.integer(value: 2),
    "labour_count": AnswerValue.integer(value: 1),
    "income_wage": AnswerValue.money(fen: 480_000),
    "income_business": AnswerValue.money(fen: 0),
    "income_property": AnswerValue.money(fen: 0),
    "income_transfer": AnswerValue.money(fen: 120_000),
    "income_other": AnswerValue.money(fen: 0),
    "property_deposit": AnswerValue.money(fen: 0),
    "property_vehicles": AnswerValue.integer(value: 0),
    "property_houses": AnswerValue.integer(value: 1),
    "housing_tenure": AnswerValue.one(name: "0"),
    "housing_structure": AnswerValue.one(name: "brick_wood"),
    "housing_area": AnswerValue.integer(value: 72),
    "living_food": AnswerValue.one(name: "3"),
    "living_clothing": AnswerValue.one(name: "3"),
    "living_housing": AnswerValue.one(name: "2"),
    "living_goods": AnswerValue.one(name: "2"),
    "related_filing": AnswerValue.one(name: "no"),
    "conclusion": AnswerValue.one(name: "true"),
    "proposal": AnswerValue.one(name: "keep"),
    "proposal_reason": AnswerValue.text(text: "收入不稳定，建议继续保障。"),
]

/// A picture like no other of these.
public func photo(_ number: Int) -> NewPhoto {
    let bytes = png(width: 640, height: 480) { y in
        let band = y / 10
        return [UInt8((band * 4 + number * 31) % 256), UInt8((number * 57) % 256), UInt8(band * 3)]
    }
    return NewPhoto(kind: .outside, source: .camera, bytes: bytes, caption: "正面", fix: nil)
}

/// A signature drawn on the screen.
public func signature(_ role: SignerRole, _ name: String) -> Signature {
    var stroke: [StrokePoint] = []
    for step in 0..<12 {
        stroke.append(StrokePoint(x: UInt16(100 + 40 * step), y: UInt16(400 + 30 * (step % 4))))
    }
    return Signature(role: role, name: name, strokes: [stroke])
}

extension VisitDraft {
    /// Fills a visit in and signs it; what is left is to seal it.
    public func fill(head: String, photos: Int = 0) async throws {
        try await setTeam(surveyors: team)
        for (question, value) in answers {
            try await answer(question: question, answer: value)
        }
        for number in 0..<photos {
            try await attachPhoto(photo: photo(number))
        }
        for name in team {
            try await sign(signature: signature(.surveyor, name))
        }
        try await sign(signature: signature(.member, head))
    }

    /// The questions that were answered.
    public func answered() async throws -> [Question] {
        let questions = try await screens().flatMap { $0.questions }
        return questions.filter { $0.answer != nil }
    }
}

extension InterviewDraft {
    /// Jumps from problem to problem until the form demands nothing more.
    public func answerAll() async throws {
        while let key = try await problems().compactMap({ $0.question }).first {
            guard let asked = try await question(question: key) else {
                throw Trouble("\(key) is a problem and is not asked")
            }
            try await answer(question: key, answer: try anAnswer(to: asked))
        }
    }
}

/// An answer that a question takes as the shipped checklists ask it.
private func anAnswer(to question: Question) throws -> AnswerValue {
    switch question.takes {
    case .text: return .text(text: "情况属实")
    case .integer: return .integer(value: 2)
    case .money: return .money(fen: 0)
    case .selectOne: return .one(name: question.choices[0].name)
    default: throw Trouble("no shipped checklist demands \(question.takes)")
    }
}
