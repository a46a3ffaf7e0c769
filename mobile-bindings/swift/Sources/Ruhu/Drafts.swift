import Foundation
import RuhuNative

/// A home visit that is being filled in. It lives in the store: after a crash, `FieldSession.resumeVisit` goes on.
public final class VisitDraft: Sendable {
    /// The draft's id, for resuming.
    public let id: String

    private let held: Held<RuhuNative.VisitDraft>

    init(_ native: RuhuNative.VisitDraft) {
        id = native.id()
        held = Held(native)
    }

    /// Everything but the answers.
    public func state() async throws -> DraftState {
        try await held.call { try $0.state() }
    }

    /// The screens of the form that are relevant now, in its order. Ask again after an answer: it may change them.
    public func screens() async throws -> [Screen] {
        try await held.call { try $0.screens() }
    }

    /// One question as it stands; none where it is not asked now.
    public func question(question: String) async throws -> Question? {
        try await held.call { try $0.question(question: question) }
    }

    /// The choices that a question offers now whose name is this text or whose label holds it.
    public func findChoices(question: String, text: String) async throws -> Choices {
        try await held.call { try $0.findChoices(question: question, text: text) }
    }

    /// Saves an answer, and what the form computes from it. One that breaks a rule is refused and changes nothing.
    public func answer(question: String, answer: AnswerValue) async throws {
        try await held.call { try $0.answer(question: question, answer: answer) }
    }

    /// Takes an answer back.
    public func clearAnswer(question: String) async throws {
        try await held.call { try $0.clearAnswer(question: question) }
    }

    /// Begins one more instance of a repeat, such as a member; gives its place, with which those of its screens begin.
    @discardableResult
    public func addInstance(repeat place: String) async throws -> String {
        try await held.call { try $0.addInstance(repeat: place) }
    }

    /// Removes an instance of a repeat with all answers in it.
    public func removeInstance(instance: String) async throws {
        try await held.call { try $0.removeInstance(instance: instance) }
    }

    /// Takes a photo in: checked, scaled, encrypted.
    @discardableResult
    public func attachPhoto(photo: NewPhoto) async throws -> PhotoInfo {
        try await held.call { try $0.attachPhoto(photo: photo) }
    }

    /// Takes a photo out again, named by `PhotoInfo.id`.
    public func removePhoto(photo: String) async throws {
        try await held.call { try $0.removePhoto(photo: photo) }
    }

    /// A photo's thumbnail as a JPEG, longest side 320 pixels.
    public func thumbnail(photo: String) async throws -> Data {
        try await held.call { try $0.thumbnail(photo: photo) }
    }

    /// Keeps where the visit is held.
    public func attachFix(fix: Fix) async throws {
        try await held.call { try $0.attachFix(fix: fix) }
    }

    /// Asks the app's `LocationSource` where the phone is, and keeps it; none where it does not know.
    @discardableResult
    public func measure() async throws -> Fix? {
        try await held.call { try $0.measure() }
    }

    /// Names the surveyors, two or more, and the accompanying cadre.
    public func setTeam(surveyors: [String], cadre: String? = nil) async throws {
        try await held.call { try $0.setTeam(surveyors: surveyors, cadre: cadre) }
    }

    /// Sets how the visit is held; a new draft says on site.
    public func setMode(mode: VisitMode) async throws {
        try await held.call { try $0.setMode(mode: mode) }
    }

    /// Keeps a signature; signing again under the same name and role replaces it.
    public func sign(signature: Signature) async throws {
        try await held.call { try $0.sign(signature: signature) }
    }

    /// What keeps the draft from being sealed; empty when it is ready.
    public func problems() async throws -> [DraftProblem] {
        try await held.call { try $0.problems() }
    }

    /// What does not fit together in the visit and can still be mended at the door: show it before the team leaves. It
    /// keeps nobody from sealing.
    public func doubts() async throws -> [Doubt] {
        try await held.call { try $0.doubts() }
    }

    /// Seals the visit; gives the record's id. Sealing it again gives the same id.
    @discardableResult
    public func seal() async throws -> String {
        try await held.call { try $0.seal() }
    }

    /// Gives the draft up; `FieldSession.restoreDraft` takes it up again.
    public func discard() async throws {
        try await held.call { try $0.discard() }
    }

    /// Lets go of the draft, which stays in the store.
    public func close() {
        held.letGo()
    }
}

/// A neighbour interview that is being filled in. It lives in the store.
public final class InterviewDraft: Sendable {
    /// The draft's id, for resuming.
    public let id: String

    private let held: Held<RuhuNative.InterviewDraft>

    init(_ native: RuhuNative.InterviewDraft) {
        id = native.id()
        held = Held(native)
    }

    /// Everything but the answers.
    public func state() async throws -> DraftState {
        try await held.call { try $0.state() }
    }

    /// The screens of the form that are relevant now, in its order. Ask again after an answer: it may change them.
    public func screens() async throws -> [Screen] {
        try await held.call { try $0.screens() }
    }

    /// One question as it stands; none where it is not asked now.
    public func question(question: String) async throws -> Question? {
        try await held.call { try $0.question(question: question) }
    }

    /// The choices that a question offers now whose name is this text or whose label holds it.
    public func findChoices(question: String, text: String) async throws -> Choices {
        try await held.call { try $0.findChoices(question: question, text: text) }
    }

    /// Saves an answer, and what the form computes from it. One that breaks a rule is refused and changes nothing.
    public func answer(question: String, answer: AnswerValue) async throws {
        try await held.call { try $0.answer(question: question, answer: answer) }
    }

    /// Takes an answer back.
    public func clearAnswer(question: String) async throws {
        try await held.call { try $0.clearAnswer(question: question) }
    }

    /// Begins one more instance of a repeat, such as a member; gives its place, with which those of its screens begin.
    @discardableResult
    public func addInstance(repeat place: String) async throws -> String {
        try await held.call { try $0.addInstance(repeat: place) }
    }

    /// Removes an instance of a repeat with all answers in it.
    public func removeInstance(instance: String) async throws {
        try await held.call { try $0.removeInstance(instance: instance) }
    }

    /// Notes who was interviewed, or takes the name back. No pack ever shows it.
    public func nameInterviewee(name: String?) async throws {
        try await held.call { try $0.nameInterviewee(name: name) }
    }

    /// Names the interviewers.
    public func setInterviewers(interviewers: [String]) async throws {
        try await held.call { try $0.setInterviewers(interviewers: interviewers) }
    }

    /// Keeps where the interview is held.
    public func attachFix(fix: Fix) async throws {
        try await held.call { try $0.attachFix(fix: fix) }
    }

    /// Asks the app's `LocationSource` where the phone is, and keeps it; none where it does not know.
    @discardableResult
    public func measure() async throws -> Fix? {
        try await held.call { try $0.measure() }
    }

    /// What keeps the draft from being sealed; empty when it is ready.
    public func problems() async throws -> [DraftProblem] {
        try await held.call { try $0.problems() }
    }

    /// Seals the interview; gives the record's id. Sealing it again gives the same id.
    @discardableResult
    public func seal() async throws -> String {
        try await held.call { try $0.seal() }
    }

    /// Gives the draft up; `FieldSession.restoreDraft` takes it up again.
    public func discard() async throws {
        try await held.call { try $0.discard() }
    }

    /// Lets go of the draft, which stays in the store.
    public func close() {
        held.letGo()
    }
}
