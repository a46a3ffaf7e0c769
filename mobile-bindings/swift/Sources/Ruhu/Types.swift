import RuhuNative

// The values that cross to apps, under one import. Their fields and cases are documented where they are generated.

// MARK: What apps implement

/// Keeps the store's key: the Keychain.
public typealias KeyProvider = RuhuNative.KeyProvider

/// The phone's clocks, where the app knows them better. Beside Swift's own `Clock`, write `Ruhu.Clock`.
public typealias Clock = RuhuNative.Clock

/// What the phone's clocks show.
public typealias ClockReading = RuhuNative.ClockReading

/// Where the phone is.
public typealias LocationSource = RuhuNative.LocationSource

/// The app's own network instead of the built-in one: URLSession.
public typealias Transport = RuhuNative.Transport

/// Hears of a sync's progress; called on the thread that runs it.
public typealias SyncObserver = RuhuNative.SyncObserver

/// Why the app's code did not answer.
public typealias CallbackFailure = RuhuNative.CallbackFailure

/// Why the app's network gave no answer.
public typealias TransportFailure = RuhuNative.TransportFailure

/// One request for an app that brings its own network.
public typealias HttpCall = RuhuNative.HttpCall

/// One answer from an app that brings its own network.
public typealias HttpAnswer = RuhuNative.HttpAnswer

/// A header.
public typealias HttpHeader = RuhuNative.HttpHeader

/// What was moved from an old phone to a new one.
public typealias MovedStore = RuhuNative.MovedStore

// MARK: People and households

/// Who works on this phone.
public typealias Who = RuhuNative.Who

/// A campaign (专项整治, 定期复核).
public typealias Campaign = RuhuNative.Campaign

/// A page of the roster.
public typealias RosterPage = RuhuNative.RosterPage

/// One line of the roster.
public typealias RosterLine = RuhuNative.RosterLine

/// A household as it was given to this phone.
public typealias Assignment = RuhuNative.Assignment

/// A member of a household.
public typealias HouseholdMember = RuhuNative.HouseholdMember

// MARK: Forms

/// One screen of a form.
public typealias Screen = RuhuNative.Screen

/// Something on a screen.
public typealias ScreenItem = RuhuNative.ScreenItem

/// A question as it stands, or something to read.
public typealias Question = RuhuNative.Question

/// What a question takes.
public typealias QuestionType = RuhuNative.QuestionType

/// How good a sound must be.
public typealias AudioQuality = RuhuNative.AudioQuality

/// One choice of a question.
public typealias Choice = RuhuNative.Choice

/// The choices that a question offers.
public typealias Choices = RuhuNative.Choices

/// A repeat that people may add to.
public typealias Repeat = RuhuNative.Repeat

/// One instance of a repeat.
public typealias RepeatInstance = RuhuNative.RepeatInstance

/// An answer.
public typealias AnswerValue = RuhuNative.AnswerValue

/// One answer of a sealed record, as people read it.
public typealias RecordAnswer = RuhuNative.RecordAnswer

// MARK: Drafts, photos, signatures, places

/// Why a household is visited.
public typealias VisitPurpose = RuhuNative.VisitPurpose

/// How a visit is held.
public typealias VisitMode = RuhuNative.VisitMode

/// Why nobody could be surveyed.
public typealias AttemptOutcome = RuhuNative.AttemptOutcome

/// An open draft in a list.
public typealias DraftLine = RuhuNative.DraftLine

/// A draft without its answers.
public typealias DraftState = RuhuNative.DraftState

/// Something about a visit that is worth another look while the team still stands at the door.
public typealias Doubt = RuhuNative.Doubt

/// What keeps a draft from being sealed.
public typealias DraftProblem = RuhuNative.DraftProblem

/// A photo to be attached.
public typealias NewPhoto = RuhuNative.NewPhoto

/// A rectangle of a photo that is painted over.
public typealias Redaction = RuhuNative.Redaction

/// A photo of a draft.
public typealias PhotoInfo = RuhuNative.PhotoInfo

/// What a photo shows.
public typealias PhotoKind = RuhuNative.PhotoKind

/// Which photo files a sync sends.
public typealias PhotoScope = RuhuNative.PhotoScope

/// Where a photo comes from.
public typealias PhotoSource = RuhuNative.PhotoSource

/// A signature drawn on the screen.
public typealias Signature = RuhuNative.Signature

/// A signature that was given, without its strokes.
public typealias Signed = RuhuNative.Signed

/// Who signs.
public typealias SignerRole = RuhuNative.SignerRole

/// A point of a pen stroke: 0 to 1000 of the pad's width and height.
public typealias StrokePoint = RuhuNative.StrokePoint

/// A measured place.
public typealias Fix = RuhuNative.Fix

/// What measured a place.
public typealias FixSource = RuhuNative.FixSource

/// What degrees are measured in.
public typealias Datum = RuhuNative.Datum

// MARK: Records and sync

/// What a record is.
public typealias RecordKind = RuhuNative.RecordKind

/// One draft or record in a list.
public typealias RecordLine = RuhuNative.RecordLine

/// How far a record has come.
public typealias RecordStatus = RuhuNative.RecordStatus

/// How many records stand where.
public typealias StatusCounts = RuhuNative.StatusCounts

/// Where a sync is.
public typealias SyncStage = RuhuNative.SyncStage

/// How far a sync has come.
public typealias SyncProgress = RuhuNative.SyncProgress

/// What went wrong in a sync without stopping it.
public typealias SyncProblem = RuhuNative.SyncProblem

/// Limits of one sync, for a line that costs money.
public typealias SyncLimits = RuhuNative.SyncLimits

/// What a sync did.
public typealias SyncReport = RuhuNative.SyncReport

/// Why a call was refused. Nothing was changed by it, and what was saved before stays.
public typealias RuhuError = RuhuNative.RuhuError
