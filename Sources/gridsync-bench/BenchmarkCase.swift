import ArgumentParser

enum BenchmarkCase: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// Single-field edits applied to a record in memory.
    case merge
    /// New records pushed by many devices to a hub over SQLite, beside the same bytes as raw rows.
    case ingest
    /// Edits of the same records by devices that have not seen each other.
    case edits
    /// All records of a county to one device.
    case pull
    /// The monthly report of a county: a year of events in 776 grids.
    case reportCounty = "report-county"
    /// The same with the year's visits.
    case reportVisits = "report-visits"
    /// The monthly report of a city: a year of events in 9,000 grids.
    case reportCity = "report-city"
    /// `ingest` through the daemon, over HTTP.
    case ingestHTTP = "ingest-http"
    /// `edits` through the daemon, over HTTP.
    case editsHTTP = "edits-http"
    /// `pull` from the daemon: plain, compressed, over TLS.
    case pullHTTP = "pull-http"
    /// A grid's records to a new device with its own store, over a good and a slow line; then many devices at once.
    case firstSync = "first-sync"
    /// The field client's program that takes very many records for the first time.
    case firstPull = "first-pull"
    /// Thousands of devices that come back at once.
    case storm
    /// A push to hubs with ten times as many records each.
    case growth
    /// A record that a thousand devices edited.
    case hotRecord = "hot-record"
    /// A command of the field client from a cold start.
    case status
    /// Bytes of causality on the wire, and of everything on the hub's disk.
    case bytes

    func run(_ settings: Settings) async throws -> [Result] {
        switch self {
        case .merge: MergeCase.run(settings)
        case .ingest: try await IngestCase.run(settings)
        case .edits: try await EditsCase.run(settings)
        case .pull: try await PullCase.run(settings)
        case .reportCounty: try await ReportCase.county(settings)
        case .reportVisits: try await ReportCase.county(settings, withVisits: true)
        case .reportCity: try await ReportCase.city(settings)
        case .ingestHTTP: try await IngestHTTPCase.run(settings)
        case .editsHTTP: try await EditsHTTPCase.run(settings)
        case .pullHTTP: try await PullHTTPCase.run(settings)
        case .firstSync: try await FirstSyncCase.run(settings)
        case .firstPull: try await FirstPullCase.run(settings)
        case .storm: try await StormCase.run(settings)
        case .growth: try await GrowthCase.run(settings)
        case .hotRecord: HotRecordCase.run(settings)
        case .status: try await StatusCase.run(settings)
        case .bytes: try await BytesCase.run(settings)
        }
    }
}
