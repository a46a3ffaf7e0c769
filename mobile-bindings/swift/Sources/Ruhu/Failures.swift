import Foundation
import RuhuNative

extension RuhuError {
    /// Stable code of the failure, for programs; never reused for another meaning.
    public var code: String {
        switch self {
        case .Refused(let code, _): return code
        case .NotSaved(let code, _): return code
        case .Locked(let code, _): return code
        case .NotSynced(let code, _): return code
        case .Callback(_, _, let code, _): return code
        case .Internal(let code, _): return code
        }
    }

    /// What the person reads, in Chinese: what happened and what to do next. It names questions by their labels, into
    /// which a form may weave answers: show it, and log `code`.
    public var text: String {
        switch self {
        case .Refused(_, let text): return text
        case .NotSaved(_, let text): return text
        case .Locked(_, let text): return text
        case .NotSynced(_, let text): return text
        case .Callback(_, _, _, let text): return text
        case .Internal(_, let text): return text
        }
    }
}

extension RuhuError: LocalizedError {
    /// The text for the person, so that `localizedDescription` shows it too.
    public var errorDescription: String? {
        text
    }
}

/// Does `work`, and turns whatever the generated layer throws into the one error of Ruhu.
func translated<T>(_ work: () throws -> T) throws -> T {
    do {
        return try work()
    } catch let failure as RuhuError {
        throw failure
    } catch {
        throw RuhuError.Internal(
            code: "internal_error",
            text: "应用内部出错，本次操作未保存，已保存的内容不受影响；请重试，多次出现请联系技术支持"
        )
    }
}

/// A count or a place in a list as the native side takes it.
func size(_ value: Int) throws -> UInt32 {
    guard let size = UInt32(exactly: value) else {
        throw RuhuError.Refused(code: "bad_number", text: "数值不能为负，请更新应用后重试")
    }
    return size
}
