import GridConsole
import GridHub
import GridWire

/// The console's pages behind the hub's doors: the same lanes, the same count of failed codes.
extension Endpoints {
    /// Judges the head of a request to the console.
    func admitConsole(_ head: RequestHead, number: String) async -> HeadJudgement {
        guard let console else { return .answer(refuse(.unknownPath, number: number, head: head)) }
        guard head.method == "POST" else { return .answer(await answer(console, head, body: [])) }
        let type = head.only("content-type")?.split(separator: ";").first.map { $0.lowercased().filter { $0 != " " } }
        guard type == "application/x-www-form-urlencoded" else {
            return .answer(refuse(.wrongType, number: number, head: head))
        }
        guard head.values("content-encoding").isEmpty else {
            return .answer(refuse(.wrongEncoding, number: number, head: head))
        }
        if let length = head.only("content-length").flatMap({ Int($0) }), length > Route.console.bodyLimit {
            return .answer(refuse(.tooLarge(Route.console.bodyLimit), number: number, head: head))
        }
        return .read(
            AdmittedRequest(
                number: number, head: head, route: .console, session: nil, format: .json, answerFormat: .json,
                isCompressed: false))
    }

    /// The console's answer as it is: with its own headers, and never compressed, as it holds secrets of a form.
    func answer(_ console: Console, _ head: RequestHead, body: [UInt8]) async -> EndpointResponse {
        let request = ConsoleRequest(
            method: head.method, path: head.path, query: head.query,
            cookie: head.values("cookie").joined(separator: "; "),
            languages: head.values("accept-language").joined(separator: ","), body: body)
        let isAttempt = head.method == "POST" && head.path == Console.signInPath
        if isAttempt, let seconds = await attempts.begin(head.address) {
            return refuse(.tooManyAttempts(seconds), number: requestNumber(), head: head)
        }
        let lane = isAttempt ? enrolments : exchanges
        guard let answer = await lane.run({ await console.answer(request) }) else {
            if isAttempt { await attempts.forgive(head.address) }
            return refuse(.busy(pause(atLeast: 2, spread: 14)), number: requestNumber(), head: head)
        }
        if isAttempt, answer.status == 303 || answer.status >= 500 { await attempts.forgive(head.address) }
        return EndpointResponse(
            status: answer.status, headers: answer.headers.map { HeaderField($0.name, $0.value) }, body: answer.body)
    }
}
