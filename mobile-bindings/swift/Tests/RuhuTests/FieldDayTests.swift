import Foundation
import Ruhu
import RuhuTestSupport
import XCTest

/// A surveyor's day over the real library and a real server.
final class FieldDayTests: XCTestCase {
    private func day(
        _ households: Int,
        _ work: (Village, FieldStore, FieldSession) async throws -> Void
    ) async throws {
        let village = try Village(households: households)
        defer { village.close() }
        let store = try await FieldStore.open(folder: village.phone, keys: FixedKey())
        defer { store.close() }
        let session = try await village.enrolled(store)
        try await work(village, store, session)
    }

    /// a phone is enrolled once with a code and knows its surveyor
    func testAPhoneIsEnrolledOnceWithACodeAndKnowsItsSurveyor() async throws {
        try await day(1) { village, store, session in
            let before = try await session.who()
            XCTAssertEqual(before.surveyor, "陈建国")
            let known = try await store.who()
            XCTAssertEqual(known?.serverUrl, village.url)
            let refused = await refusal {
                try await store.enrol(serverUrl: village.url, code: "WRONGCODE1", deviceName: "手机")
            }
            XCTAssertEqual(refused?.kind, "NotSynced")
            XCTAssertEqual(refused?.code, "bad_enrol_code")
            let after = try await session.who()
            XCTAssertEqual(after.surveyor, "陈建国")
        }
    }

    /// ten thousand households are paged and searched
    func testTenThousandHouseholdsArePagedAndSearched() async throws {
        try await day(10_000) { _, _, session in
            let first = try await session.roster(page: 0)
            XCTAssertEqual(first.total, 10_000)
            let last = try await session.roster(page: 199)
            XCTAssertEqual(last.lines.count, 50)
            let beyond = try await session.roster(page: 200)
            XCTAssertTrue(beyond.lines.isEmpty)
            let byInitials = try await session.search(query: "wds", limit: 20)
            XCTAssertEqual(byInitials.count, 20)
            XCTAssertTrue(byInitials.allSatisfy { $0.headName == "王大山" })
            let inGroup = try await session.search(query: "王大山 3组", limit: 20)
            XCTAssertTrue(inGroup.allSatisfy { $0.groupName == "3组" })
            let nobody = try await session.search(query: "没有此人")
            XCTAssertTrue(nobody.isEmpty)
        }
    }

    /// a visit made offline is complete after a sync
    func testAVisitMadeOfflineIsCompleteAfterASync() async throws {
        try await day(3) { village, _, session in
            let household = try await session.roster(page: 0).lines[0]
            let visit = try await session.startVisit(household: household.household)
            let missing = try await visit.problems()
            XCTAssertFalse(missing.isEmpty)
            let early = await refusal { try await visit.seal() }
            XCTAssertEqual(early?.kind, "Refused")
            try await visit.fill(head: household.headName, photos: 2)
            let state = try await visit.state()
            let thumbnail = try await visit.thumbnail(photo: state.photos[0].id)
            XCTAssertGreaterThan(thumbnail.count, 500)
            let left = try await visit.problems()
            XCTAssertEqual(left, [])
            let doubts = try await visit.doubts().map { $0.code }
            XCTAssertEqual(doubts, ["too_short"])
            let record = try await visit.seal()
            let again = try await visit.seal()
            XCTAssertEqual(again, record)
            let sealed = try await session.record(record: record)
            XCTAssertEqual(sealed?.status, RecordStatus.sealed)

            var report: SyncReport?
            for try await event in try session.newSync().events() {
                report = nil
                if case .done(let last) = event {
                    report = last
                }
            }
            XCTAssertEqual(report?.pushed, 1)
            XCTAssertEqual(report?.digestEqual, true)
            let sent = try await session.record(record: record)
            XCTAssertEqual(sent?.status, RecordStatus.complete)
            XCTAssertTrue(try village.check().contains("全部一致"))
        }
    }

    /// an interview and an attempt are sealed and sent
    func testAnInterviewAndAnAttemptAreSealedAndSent() async throws {
        try await day(2) { village, _, session in
            let lines = try await session.roster(page: 0).lines
            let interview = try await session.startInterview(household: lines[0].household, interviewers: [team[0]])
            try await interview.nameInterviewee(name: "周长根")
            try await interview.answerAll()
            try await interview.seal()
            _ = try await session.recordAttempt(
                household: lines[1].household,
                outcome: .absent,
                surveyors: [team[0]],
                note: "敲门无人应"
            )
            try await session.newSync().run()
            let counts = try await session.counts()
            XCTAssertEqual(counts.complete, 2)
            XCTAssertTrue(try village.check().contains("全部一致"))
        }
    }

    /// a draft goes on after the store was closed in the middle
    func testADraftGoesOnAfterTheStoreWasClosedInTheMiddle() async throws {
        let village = try Village(households: 1)
        defer { village.close() }
        let store = try await FieldStore.open(folder: village.phone, keys: FixedKey())
        let session = try await village.enrolled(store)
        let line = try await session.roster(page: 0).lines[0]
        let begun = try await session.startVisit(household: line.household)
        try await begun.answer(question: "proposal_reason", answer: .text(text: "写到一半"))
        store.close()

        let again = try await FieldStore.open(folder: village.phone, keys: FixedKey())
        defer { again.close() }
        let visit = try await again.session().resumeVisit(draft: begun.id)
        let kept = try await visit.answered().map { $0.answer }
        XCTAssertEqual(kept, [AnswerValue.text(text: "写到一半")])
    }

    /// progress is told in stages and ends with the report
    func testProgressIsToldInStagesAndEndsWithTheReport() async throws {
        try await day(1) { _, _, session in
            var stages: [SyncStage] = []
            var ended = false
            for try await event in try session.newSync().events() {
                XCTAssertFalse(ended)
                switch event {
                case .moved(let progress): stages.append(progress.stage)
                case .done: ended = true
                }
            }
            XCTAssertTrue(ended)
            let order: [SyncStage] = [.push, .pull, .photos, .receipts, .check, .done]
            let places = stages.map { order.firstIndex(of: $0) ?? -1 }
            XCTAssertEqual(places, places.sorted())
            let run = try session.newSync()
            try await run.run()
            XCTAssertEqual(run.progress().stage, SyncStage.done)
        }
    }

    /// on mobile data thumbnails go and the photos follow later
    func testOnMobileDataThumbnailsGoAndThePhotosFollowLater() async throws {
        try await day(1) { _, _, session in
            let line = try await session.roster(page: 0).lines[0]
            let visit = try await session.startVisit(household: line.household)
            try await visit.fill(head: line.headName, photos: 2)
            try await visit.seal()
            let report = try await session.newSync(limits: SyncLimits(photos: .thumbnails)).run()
            XCTAssertEqual([report.pushed, report.photosSent, report.filesLeft], [1, 2, 4])
            let waiting = try await session.counts()
            XCTAssertEqual(waiting.pendingBytes, report.bytesLeft)
            let rest = try await session.newSync().run()
            XCTAssertEqual(rest.filesLeft, 0)
            let counts = try await session.counts()
            XCTAssertEqual(counts.complete, 1)
        }
    }

    /// what is marked on a photo is painted over, and what cannot be done is refused by name
    func testWhatIsMarkedOnAPhotoIsPaintedOverAndWhatCannotBeDoneIsRefusedByName() async throws {
        try await day(1) { _, _, session in
            let line = try await session.roster(page: 0).lines[0]
            let visit = try await session.startVisit(household: line.household)
            let bare = try await visit.attachPhoto(photo: photo(1))
            var marked = photo(2)
            marked.redactions = [Redaction(left: 0, top: 0, right: 10_000, bottom: 10_000)]
            let covered = try await visit.attachPhoto(photo: marked)
            let open = try await visit.thumbnail(photo: bare.id).count
            let dark = try await visit.thumbnail(photo: covered.id).count
            XCTAssertLessThan(dark, open / 2, "one colour takes less room than a picture")
            var empty = photo(3)
            empty.redactions = [Redaction(left: 5, top: 5, right: 5, bottom: 9)]
            let wrong = empty
            let refused = await refusal { try await visit.attachPhoto(photo: wrong) }
            XCTAssertEqual(refused?.code, "bad_redaction")
            let missing = await refusal { try await session.writeWatermarksWith(fontPath: "/no/such/font.ttc") }
            XCTAssertEqual(missing?.code, "watermark_font")
        }
    }

    /// a cancelled sync loses nothing and the next one completes
    func testACancelledSyncLosesNothingAndTheNextOneCompletes() async throws {
        try await day(2) { _, _, session in
            let line = try await session.roster(page: 0).lines[0]
            let visit = try await session.startVisit(household: line.household)
            try await visit.fill(head: line.headName, photos: 4)
            try await visit.seal()
            let early = try session.newSync()
            early.cancel()
            let refused = await refusal { try await early.run() }
            XCTAssertEqual(refused?.kind, "NotSynced")
            XCTAssertEqual(refused?.code, "cancelled")

            let run = try session.newSync()
            let task = Task { try await run.run() }
            task.cancel()
            _ = await task.result
            for try await _ in try session.newSync().events() {
                break
            }
            try await self.syncedOnceTheOtherHasEnded(session)
            let counts = try await session.counts()
            XCTAssertEqual(counts.complete, 1)
        }
    }

    /// The sync that nobody reads any more ends after the request that is under way.
    private func syncedOnceTheOtherHasEnded(_ session: FieldSession) async throws {
        for _ in 0..<600 {
            do {
                try await session.newSync().run()
                return
            } catch let failure as RuhuError where failure.code == "sync_running" {
                try await Task.sleep(nanoseconds: 50_000_000)
            }
        }
        XCTFail("the cancelled sync does not end")
    }

    /// several coroutines answer their own drafts while a sync runs
    func testSeveralCoroutinesAnswerTheirOwnDraftsWhileASyncRuns() async throws {
        try await day(4) { _, _, session in
            var begun: [VisitDraft] = []
            for line in try await session.roster(page: 0).lines {
                let draft = try await session.startVisit(household: line.household)
                begun.append(draft)
            }
            let drafts = begun
            let sync = try session.newSync()
            let synced = Task { try await sync.run() }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (number, draft) in drafts.enumerated() {
                    group.addTask {
                        for time in 0..<50 {
                            let text = "第 \(number) 户第 \(time) 次"
                            try await draft.answer(question: "proposal_reason", answer: .text(text: text))
                        }
                    }
                }
                try await group.waitForAll()
            }
            _ = try await synced.value
            for (number, draft) in drafts.enumerated() {
                let said = try await draft.answered()
                XCTAssertEqual(said.count, 1)
                XCTAssertEqual(said.first?.readable, "第 \(number) 户第 49 次")
            }
        }
    }
}
