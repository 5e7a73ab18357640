/// What the server counts of itself, written for Prometheus (text format 0.0.4).
package struct Figures: Sendable {
    /// Upper bounds of the histogram's buckets, seconds.
    package static let bounds: [Double] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private struct Answer: Hashable {
        let endpoint: String
        let status: Int
    }

    private struct Histogram {
        var buckets = [UInt64](repeating: 0, count: Figures.bounds.count)
        var sum = 0.0
        var count: UInt64 = 0
    }

    private var answers: [Answer: UInt64] = [:]
    private var latencies: [String: Histogram] = [:]
    private var bytesIn: UInt64 = 0
    private var bytesOut: UInt64 = 0

    package init() {}

    /// - Parameters:
    ///   - endpoint: a route's label, never anything that the caller chose.
    ///   - seconds: from the head of the request to the answer.
    package mutating func record(endpoint: String, status: Int, seconds: Double, received: Int, sent: Int) {
        answers[Answer(endpoint: endpoint, status: status), default: 0] += 1
        var histogram = latencies[endpoint] ?? Histogram()
        for (index, bound) in Figures.bounds.enumerated() where seconds <= bound { histogram.buckets[index] += 1 }
        histogram.sum += seconds
        histogram.count += 1
        latencies[endpoint] = histogram
        bytesIn += UInt64(received)
        bytesOut += UInt64(sent)
    }

    /// The page; gauges by metric name, with labels in braces where there are some.
    package func page(gauges: [String: Double]) -> String {
        var lines = [
            "# HELP gridsync_http_requests_total Requests answered.", "# TYPE gridsync_http_requests_total counter",
        ]
        let sorted = answers.sorted { ($0.key.endpoint, $0.key.status) < ($1.key.endpoint, $1.key.status) }
        for (answer, count) in sorted {
            lines.append(
                "gridsync_http_requests_total{endpoint=\"\(answer.endpoint)\",status=\"\(answer.status)\"} \(count)")
        }
        lines += [
            "# HELP gridsync_http_request_seconds Time to answer.", "# TYPE gridsync_http_request_seconds histogram",
        ]
        for (endpoint, histogram) in latencies.sorted(by: { $0.key < $1.key }) {
            lines += Figures.lines(of: histogram, endpoint: endpoint)
        }
        lines += ["# TYPE gridsync_http_received_bytes_total counter", "gridsync_http_received_bytes_total \(bytesIn)"]
        lines += ["# TYPE gridsync_http_sent_bytes_total counter", "gridsync_http_sent_bytes_total \(bytesOut)"]
        var described: String?
        for (name, value) in gauges.sorted(by: { $0.key < $1.key }) {
            let full = name.hasPrefix("gridsync_") ? name : "gridsync_" + name
            let family = String(full.prefix { $0 != "{" })
            if family != described { lines.append("# TYPE \(family) gauge") }
            described = family
            lines.append("\(full) \(Figures.text(value))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(of histogram: Histogram, endpoint: String) -> [String] {
        let name = "gridsync_http_request_seconds"
        var lines = zip(bounds, histogram.buckets).map { bound, count in
            "\(name)_bucket{endpoint=\"\(endpoint)\",le=\"\(bound)\"} \(count)"
        }
        lines.append("\(name)_bucket{endpoint=\"\(endpoint)\",le=\"+Inf\"} \(histogram.count)")
        lines.append("\(name)_sum{endpoint=\"\(endpoint)\"} \(histogram.sum)")
        lines.append("\(name)_count{endpoint=\"\(endpoint)\"} \(histogram.count)")
        return lines
    }

    private static func text(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return Int64(exactly: value).map { String($0) } ?? "\(value)"
    }
}

/// The figures of all connections.
package actor FigureCounter {
    private var figures = Figures()

    package init() {}

    package func record(endpoint: String, status: Int, seconds: Double, received: Int, sent: Int) {
        figures.record(endpoint: endpoint, status: status, seconds: seconds, received: received, sent: sent)
    }

    package func page(gauges: [String: Double]) -> String { figures.page(gauges: gauges) }
}
