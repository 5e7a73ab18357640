package import GridHub
import GridRecords

/// Refusals as problem documents (RFC 9457).
package enum Problem {
    /// The document of a refusal. Of a failure inside (5xx, but 503) only the number under which the log tells more
    /// goes out.
    package static func response(_ error: HubError, request number: String) -> EndpointResponse {
        let isInternal = error.status >= 500 && error.status != 503
        let hint = error.hint.isEmpty ? usualHint(error.status) : error.hint
        var members: [String: JSONValue] = [
            "type": "about:blank", "title": .string(title(error.status)), "status": .integer(Int64(error.status)),
            "code": .string(isInternal ? "internal" : error.code),
            "instance": .string("urn:gridsync:request:\(number)"),
            "detail": .string(
                isInternal ? "The hub could not finish this request; nothing was stored." : error.message),
            "hint": .string(isInternal ? "Try again later; the operator finds the request by its number." : hint),
        ]
        if let head = error.head { members["head"] = .integer(Int64(clamping: head)) }
        var response = EndpointResponse(
            status: error.status, type: "application/problem+json", body: JSONValue.object(members).bytes)
        if let seconds = error.retryAfterSeconds {
            response.headers.append(HeaderField("retry-after", String(seconds)))
        }
        if error.status == 401 {
            response.headers.append(HeaderField("www-authenticate", "Bearer realm=\"gridsync\""))
        }
        return response
    }

    /// What to do next, where the refusal does not say it.
    private static func usualHint(_ status: Int) -> String {
        switch status {
        case 401: "Enrol the device with a new code."
        case 403: "Ask the supervisor of your area."
        case 404: "Check the id and the endpoint; what is outside your areas is not told."
        case 409: "Read again what it is about, then decide anew."
        case 429, 503: "Try again after a while."
        default: "Check the request against the protocol's description."
        }
    }

    private static func title(_ status: Int) -> String {
        switch status {
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 413: "Content Too Large"
        case 415: "Unsupported Media Type"
        case 422: "Unprocessable Content"
        case 429: "Too Many Requests"
        case 500: "Internal Server Error"
        case 503: "Service Unavailable"
        default: "Error"
        }
    }
}

extension HubError {
    static let unknownPath = HubError("not_found", status: 404, "There is nothing here.", hint: "See openapi.yaml.")

    static func wrongMethod(_ allowed: String) -> HubError {
        HubError("method_not_allowed", status: 405, "This endpoint answers \(allowed) only.", hint: "Use \(allowed).")
    }

    static let noToken = HubError(
        "unauthorized", status: 401, "The request carries no token, or more than one.",
        hint: "Send one field Authorization: Bearer TOKEN.")

    static func tooLarge(_ limit: Int) -> HubError {
        HubError(
            "too_large", status: 413, "The body is larger than \(limit) bytes.",
            hint: "Send fewer changesets at a time.")
    }

    static let wrongType = HubError(
        "unsupported_type", status: 415, "The body's type is neither application/x-protobuf nor application/json.",
        hint: "Name one of the two in Content-Type.")

    static let wrongEncoding = HubError(
        "unsupported_encoding", status: 415, "The body's encoding is not known here.",
        hint: "Send the body as it is or with Content-Encoding: gzip.")

    static let badGzip = HubError(
        "bad_request", status: 400, "The body is not one whole gzip member.", hint: "Compress it again.")

    static func unreadable(_ detail: String) -> HubError {
        HubError(
            "bad_request", status: 400, "The body is not what this endpoint reads: \(detail)",
            hint: "Check it against the protocol's description.")
    }

    static func busy(_ seconds: Int) -> HubError {
        HubError(
            "busy", status: 503, "The hub has as much to do as it can take on.",
            hint: "Try again after the time in Retry-After.", retryAfterSeconds: seconds)
    }

    static func tooManyAttempts(_ seconds: Int) -> HubError {
        HubError(
            "too_many_attempts", status: 429, "Too many enrolment codes were wrong.",
            hint: "Wait as long as Retry-After says, then type the code with care.", retryAfterSeconds: seconds)
    }
}
