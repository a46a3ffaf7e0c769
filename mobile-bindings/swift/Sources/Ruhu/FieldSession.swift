import Foundation
import RuhuNative

/// Everything that a surveyor does at a door. Safe to call from several tasks at once.
public final class FieldSession: Sendable {
    private let held: Held<RuhuNative.FieldSession>

    init(_ native: RuhuNative.FieldSession) {
        held = Held(native)
    }

    /// Who works on this phone.
    public func who() async throws -> Who {
        try await held.call { try $0.who() }
    }

    /// From now on photos get a watermark (水印) with household, time, place and hash, written with this font file, for
    /// example one of the app's bundle. Call it once after opening; without it there is none.
    public func writeWatermarksWith(fontPath: String, faceIndex: Int = 0) async throws {
        let face = try size(faceIndex)
        try await held.call { try $0.writeWatermarksWith(fontPath: fontPath, faceIndex: face) }
    }

    /// The campaign that the phone works in; none before the first sync.
    public func campaign() async throws -> Campaign? {
        try await held.call { try $0.campaign() }
    }

    /// A page of the roster, from 0, 50 lines each; empty beyond the last.
    public func roster(page: Int) async throws -> RosterPage {
        let number = try size(page)
        return try await held.call { try $0.roster(page: number) }
    }

    /// The households that fit every word of the query: name, pinyin initials, group, part of a number or address.
    public func search(query: String, limit: Int = 50) async throws -> [RosterLine] {
        let most = try size(limit)
        return try await held.call { try $0.search(query: query, limit: most) }
    }

    /// A household with its members; none where the phone does not know it.
    public func assignment(household: String) async throws -> Assignment? {
        try await held.call { try $0.assignment(household: household) }
    }

    /// Opens a visit at a household.
    public func startVisit(household: String, purpose: VisitPurpose = .review) async throws -> VisitDraft {
        let native = try await held.call { try $0.startVisit(household: household, purpose: purpose) }
        return VisitDraft(native)
    }

    /// Comes back to a visit that is still a draft.
    public func resumeVisit(draft: String) async throws -> VisitDraft {
        let native = try await held.call { try $0.resumeVisit(draft: draft) }
        return VisitDraft(native)
    }

    /// Opens a visit that will correct a sealed one, which stays as it is.
    public func correctVisit(record: String) async throws -> VisitDraft {
        let native = try await held.call { try $0.correctVisit(record: record) }
        return VisitDraft(native)
    }

    /// Opens a neighbour interview about a household.
    public func startInterview(household: String, interviewers: [String]) async throws -> InterviewDraft {
        let native = try await held.call { try $0.startInterview(household: household, interviewers: interviewers) }
        return InterviewDraft(native)
    }

    /// Comes back to an interview that is still a draft.
    public func resumeInterview(draft: String) async throws -> InterviewDraft {
        let native = try await held.call { try $0.resumeInterview(draft: draft) }
        return InterviewDraft(native)
    }

    /// Opens an interview that will correct a sealed one, which stays as it is.
    public func correctInterview(record: String) async throws -> InterviewDraft {
        let native = try await held.call { try $0.correctInterview(record: record) }
        return InterviewDraft(native)
    }

    /// Records that nobody could be surveyed, sealed at once; gives the record's id.
    public func recordAttempt(
        household: String,
        outcome: AttemptOutcome,
        surveyors: [String],
        note: String = "",
        photos: [NewPhoto] = [],
        fix: Fix? = nil
    ) async throws -> String {
        try await held.call {
            try $0.recordAttempt(
                household: household,
                outcome: outcome,
                surveyors: surveyors,
                note: note,
                photos: photos,
                fix: fix
            )
        }
    }

    /// The open drafts, the latest first.
    public func openDrafts() async throws -> [DraftLine] {
        try await held.call { try $0.openDrafts() }
    }

    /// Takes a draft up again that was given up.
    public func restoreDraft(draft: String) async throws {
        try await held.call { try $0.restoreDraft(draft: draft) }
    }

    /// Every draft and record and how far it is.
    public func records() async throws -> [RecordLine] {
        try await held.call { try $0.records() }
    }

    /// One sealed record and how far it is; none where this phone does not have it.
    public func record(record: String) async throws -> RecordLine? {
        try await held.call { try $0.record(record: record) }
    }

    /// What a sealed record says, line by line in the order of its form; nothing for an attempt.
    public func recordAnswers(record: String) async throws -> [RecordAnswer] {
        try await held.call { try $0.recordAnswers(record: record) }
    }

    /// How many records stand where: cheap enough for every screen.
    public func counts() async throws -> StatusCounts {
        try await held.call { try $0.counts() }
    }

    /// Sends a record again that the server set apart. Says whether there was one to send.
    public func retryQuarantined(record: String) async throws -> Bool {
        try await held.call { try $0.retryQuarantined(record: record) }
    }

    /// What went wrong in the last sync without stopping it.
    public func syncProblems() async throws -> [SyncProblem] {
        try await held.call { try $0.syncProblems() }
    }

    /// A sync, within `limits` where the line costs money, not yet started. One runs at a time.
    public func newSync(limits: SyncLimits? = nil) throws -> SyncRun {
        let native = try held.object().newSync(limits: limits)
        return SyncRun(native)
    }

    /// Lets go of the session; the store stays open.
    public func close() {
        held.letGo()
    }
}
