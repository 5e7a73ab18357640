import GridHub
import GridRecords
import Logging

/// The catalogue in force as it goes out: its JSON text, and its version as the entity tag.
package struct CatalogueAnswer: Sendable {
    let body: [UInt8]
    let tag: String

    init(_ catalogue: Catalogue) {
        body = catalogue.json.bytes
        tag = "\"" + catalogue.version + "\""
    }
}

extension Endpoints {
    /// What is asked with GET.
    func read(_ route: Route, head: RequestHead, number: String) async -> EndpointResponse {
        switch route {
        case .health:
            return finished(
                EndpointResponse(status: 200, type: "text/plain; charset=utf-8", body: Array("ok\n".utf8)), head: head)
        case .readiness:
            return await readiness(head, number: number)
        case .metrics:
            return await metrics(head, number: number)
        case .catalogue:
            return readCatalogue(head)
        case .enrol, .sync, .descend, .chain, .call, .console:
            return refuse(.unknownPath, number: number, head: head)
        }
    }

    /// Ready is who can read its store.
    private func readiness(_ head: RequestHead, number: String) async -> EndpointResponse {
        do {
            _ = try await hub.gauges()
            return finished(
                EndpointResponse(status: 200, type: "text/plain; charset=utf-8", body: Array("ready\n".utf8)),
                head: head)
        } catch {
            log.warning("not ready", metadata: ["request": "\(number)", "code": "\(error.code)"])
            return refuse(.busy(5), number: number, head: head)
        }
    }

    /// For this machine only; from elsewhere there is no such page.
    private func metrics(_ head: RequestHead, number: String) async -> EndpointResponse {
        guard Address.isLoopback(head.address) else { return refuse(.unknownPath, number: number, head: head) }
        do {
            var gauges = try await hub.gauges()
            let load = await load
            let lanes = [
                ("exchanges", load.exchanges), ("first_syncs", load.firstSyncs), ("enrolments", load.enrolments),
            ]
            for (name, load) in lanes {
                gauges["gridsync_lane_running{lane=\"\(name)\"}"] = Double(load.running)
                gauges["gridsync_lane_waiting{lane=\"\(name)\"}"] = Double(load.waiting)
            }
            let page = await figures.page(gauges: gauges)
            return finished(
                EndpointResponse(status: 200, type: "text/plain; version=0.0.4; charset=utf-8", body: Array(page.utf8)),
                head: head)
        } catch {
            return refuse(error, number: number, head: head)
        }
    }

    private func readCatalogue(_ head: RequestHead) -> EndpointResponse {
        let known = head.values("if-none-match").flatMap { $0.split(separator: ",") }
        let isKnown = known.contains { entry in
            let bare = entry.filter { $0 != " " }
            return bare == "*" || bare == catalogue.tag || bare == "W/" + catalogue.tag
        }
        var response = EndpointResponse(status: isKnown ? 304 : 200, body: isKnown ? [] : catalogue.body)
        if !isKnown { response.headers.append(HeaderField("content-type", "application/json")) }
        response.headers.append(HeaderField("etag", catalogue.tag))
        response.headers.append(HeaderField("cache-control", "no-cache"))
        return finished(response, head: head)
    }
}

/// Addresses as texts.
package enum Address {
    /// Whether a text is an address of this machine alone (127.0.0.0/8, ::1).
    package static func isLoopback(_ text: String) -> Bool {
        let bare = text.hasPrefix("::ffff:") ? String(text.dropFirst(7)) : text
        if bare == "::1" || bare == "[::1]" || bare == "localhost" { return true }
        let parts = bare.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
