import GridCausality
import GridRecords
import GridStore
import GridSync
import GridWire

/// Requests to one hub, and what their answers mean.
struct HubLink: Sendable {
    let transport: any Transport
    let hub: String
    let token: String?
    let certificateFile: String?

    /// Why a request brought no message.
    enum Failure: Error, Sendable {
        case unreachable(String)
        /// Something answered that does not speak this protocol: a captive portal, a proxy, another site.
        case notAHub(String)
        case refused(Problem)
    }

    /// RFC 9457.
    struct Problem: Hashable, Sendable {
        var status: Int
        var code: String
        var detail: String
        var hint: String
        /// The hub's head, with a gap.
        var head: UInt64?
        var retryAfterSeconds: Int?
    }

    func post<Answer: WireMessage>(
        _ path: String, _ message: some WireMessage, for type: Answer.Type
    ) async throws(Failure) -> Answer {
        let response = try await send(
            "POST", path, headers: ["Content-Type": WireFormat.protobuf.contentType],
            accept: WireFormat.protobuf.contentType, body: Wire.encode(message, as: .protobuf))
        guard let format = response.headers["content-type"].flatMap({ WireFormat(contentType: $0) }) else {
            throw .notAHub("it answered with \(response.headers["content-type"] ?? "no content type")")
        }
        do {
            return try Wire.decode(type, from: response.body, as: format)
        } catch {
            throw .notAHub("its answer cannot be read: \(error)")
        }
    }

    /// Asks one of the questions that are not part of the exchange; one value a line.
    func call(_ name: String, _ arguments: JSONValue) async throws(Failure) -> [JSONValue] {
        let answer = try await post(
            "/v1/call/\(name)", CallRequest(arguments: arguments.text), for: CallResponse.self)
        var values: [JSONValue] = []
        for line in answer.lines {
            do {
                values.append(try JSONValue(parsing: line))
            } catch {
                throw .notAHub("its answer holds a line that is not JSON")
            }
        }
        return values
    }

    func catalogue() async throws(Failure) -> JSONValue {
        let response = try await send(
            "GET", "/v1/catalogue", headers: [:], accept: WireFormat.json.contentType, body: [])
        do {
            return try JSONValue(parsing: response.body)
        } catch {
            throw .notAHub("its catalogue is not JSON")
        }
    }

    /// Sends and returns only answers of success that a hub could have given.
    private func send(
        _ method: String, _ path: String, headers: [String: String], accept: String, body: [UInt8]
    ) async throws(Failure) -> TransportResponse {
        var headers = headers
        headers["Accept"] = "\(accept), application/problem+json"
        if let token { headers["Authorization"] = "Bearer \(token)" }
        let request = TransportRequest(
            method: method, url: hub + path, headers: headers, body: body, certificateFile: certificateFile)
        let response: TransportResponse
        do {
            response = try await transport.send(request)
        } catch {
            throw .unreachable("\(error)".hasSuffix(".") ? String("\(error)".dropLast()) : "\(error)")
        }
        let said = response.headers["content-type"] ?? ""
        if (200..<300).contains(response.status), WireFormat(contentType: said) != nil { return response }
        let type = said.split(separator: ";").first.map { $0.lowercased() } ?? ""
        if (200..<300).contains(response.status) {
            throw .notAHub(type.isEmpty ? "it answered without a content type" : "it answered with \(type)")
        }
        guard response.status >= 400, type.hasSuffix("application/problem+json"),
            let problem = Problem(response)
        else { throw .notAHub("it answered \(response.status)" + (type.isEmpty ? "" : " with \(type)")) }
        throw .refused(problem)
    }
}

extension HubLink.Problem {
    fileprivate init?(_ response: TransportResponse) {
        guard let json = try? JSONValue(parsing: response.body), json.object != nil else { return nil }
        status = response.status
        code = json["code"]?.string ?? "internal"
        detail = json["detail"]?.string ?? json["title"]?.string ?? ""
        hint = json["hint"]?.string ?? ""
        head = json["head"]?.integer.flatMap { UInt64(exactly: $0) }
        retryAfterSeconds =
            response.headers["retry-after"].flatMap { Digits.number($0.utf8) }
            ?? json["retry_after"]?.integer.map { Int(clamping: $0) }
    }
}

extension ClientError {
    init(_ failure: HubLink.Failure) {
        switch failure {
        case .unreachable(let detail):
            self.init(
                code: "unreachable", message: "The hub did not answer: \(detail).",
                hint: "Nothing is lost; try again when there is a connection.")
        case .notAHub(let detail):
            self.init(
                code: "not_a_hub", message: "What answered is not the hub: \(detail).",
                hint: "Sign in to this network, or check the address. Nothing is lost.")
        case .refused(let problem):
            switch problem.status {
            case 429, 503:
                self.init(code: problem.code, message: problem.detail, hint: problem.hint, exitCode: 75)
            case 401, 403:
                let code = problem.status == 401 && problem.code == "internal" ? "unauthorized" : problem.code
                self.init(code: code, message: problem.detail, hint: problem.hint, exitCode: 77)
            case 404: self.init(code: problem.code, message: problem.detail, hint: problem.hint, exitCode: 66)
            case 400, 413, 415, 422:
                self.init(code: problem.code, message: problem.detail, hint: problem.hint, exitCode: 65)
            case 409 where problem.code == "conflict_moved":
                self.init(code: problem.code, message: problem.detail, hint: problem.hint, exitCode: 75)
            default: self.init(code: problem.code, message: problem.detail, hint: problem.hint)
            }
        }
    }
}
