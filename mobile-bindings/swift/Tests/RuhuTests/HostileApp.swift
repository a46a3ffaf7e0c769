import Dispatch
import Foundation
import Ruhu

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// A fault whose description nobody may read.
struct SecretFault: Error, CustomStringConvertible {
    let message: String

    var description: String {
        message
    }
}

/// Gives no key.
final class NoKey: KeyProvider {
    private let fault: any Error

    init(_ fault: any Error) {
        self.fault = fault
    }

    func storeKey() throws -> Data {
        throw fault
    }
}

/// Does not know the time.
final class NoClock: Ruhu.Clock {
    private let fault: any Error

    init(_ fault: any Error) {
        self.fault = fault
    }

    func read() throws -> ClockReading {
        throw fault
    }
}

/// Does not reach anything.
final class NoNetwork: Transport {
    private let fault: any Error

    init(_ fault: any Error) {
        self.fault = fault
    }

    func send(call: HttpCall) throws -> HttpAnswer {
        throw fault
    }
}

/// Does not know where it is.
final class NoPlace: LocationSource {
    private let fault: any Error

    init(_ fault: any Error) {
        self.fault = fault
    }

    func current() throws -> Fix? {
        throw fault
    }
}

/// Does not want to hear.
final class ThrowingObserver: SyncObserver {
    private let fault: any Error

    init(_ fault: any Error) {
        self.fault = fault
    }

    func progress(progress: SyncProgress) throws {
        throw fault
    }
}

/// URLSession in the place of the built-in network: enough for a server that never redirects.
final class SessionTransport: Transport {
    let calls = Shared(0)
    private let session = URLSession(configuration: .ephemeral)

    func send(call: HttpCall) throws -> HttpAnswer {
        calls.change { $0 += 1 }
        guard let url = URL(string: call.url) else {
            throw TransportFailure.Failed(thrown: "BadUrl")
        }
        var request = URLRequest(url: url)
        request.httpMethod = call.method
        if !call.body.isEmpty {
            request.httpBody = call.body
        }
        for header in call.headers where !["content-length", "host"].contains(header.name.lowercased()) {
            request.setValue(header.value, forHTTPHeaderField: header.name)
        }
        let (body, response) = try answer(to: request)
        guard let answered = response as? HTTPURLResponse else {
            throw TransportFailure.Cut
        }
        guard UInt64(body.count) <= call.maxAnswerBytes else {
            throw TransportFailure.AnswerTooLarge
        }
        let headers = answered.allHeaderFields.map { HttpHeader(name: "\($0.key)", value: "\($0.value)") }
        return HttpAnswer(status: UInt16(answered.statusCode), headers: headers, body: body)
    }

    private func answer(to request: URLRequest) throws -> (Data, URLResponse?) {
        let ended = DispatchSemaphore(value: 0)
        let answer = Shared<(Data?, URLResponse?)>((nil, nil))
        let task = session.dataTask(with: request) { data, response, _ in
            answer.change { $0 = (data, response) }
            ended.signal()
        }
        task.resume()
        ended.wait()
        let received = answer.get()
        guard received.1 != nil else {
            throw TransportFailure.Unreachable
        }
        return (received.0 ?? Data(), received.1)
    }
}
