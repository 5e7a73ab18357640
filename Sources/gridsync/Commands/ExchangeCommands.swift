import ArgumentParser
import GridClient
import GridRecords

struct Push: FieldCommand {
    static let configuration = CommandConfiguration(commandName: "push", abstract: localised(.helpPush))

    @OptionGroup var globals: GlobalOptions

    func perform(in session: Session) async throws(ClientError) -> Int32 {
        let result = try await session.withClient { client throws(ClientError) in
            try await Progress.during(session.console) { () async throws(ClientError) in try await client.push() }
        }
        session.console.result(result, people: ExchangeRendering(session.console).push)
        return Exit.done
    }
}

struct Pull: FieldCommand {
    static let configuration = CommandConfiguration(commandName: "pull", abstract: localised(.helpPull))

    @OptionGroup var globals: GlobalOptions

    func perform(in session: Session) async throws(ClientError) -> Int32 {
        let result = try await session.withClient { client throws(ClientError) in
            try await Progress.during(session.console) { () async throws(ClientError) in
                let report = try await client.pull()
                await client.followOffice()
                return report
            }
        }
        session.console.result(result, people: ExchangeRendering(session.console).pull)
        return Exit.done
    }
}

struct Sync: FieldCommand {
    static let configuration = CommandConfiguration(commandName: "sync", abstract: localised(.helpSync))

    @Flag(help: help(.optionWatch)) var watch = false
    @OptionGroup var globals: GlobalOptions

    func perform(in session: Session) async throws(ClientError) -> Int32 {
        if watch { return try await Watch(session: session).run() }
        let result = try await session.withClient { client throws(ClientError) in
            try await Progress.during(session.console) { () async throws(ClientError) in
                let report = try await client.sync()
                await client.followOffice()
                return report
            }
        }
        session.console.result(result, people: ExchangeRendering(session.console).sync)
        return Exit.done
    }
}

struct Status: FieldCommand {
    static let configuration = CommandConfiguration(commandName: "status", abstract: localised(.helpStatus))

    @OptionGroup var globals: GlobalOptions

    func perform(in session: Session) async throws(ClientError) -> Int32 {
        let status = try await session.withClient { client throws(ClientError) in try client.status() }
        session.console.result(status, people: ExchangeRendering(session.console).status)
        return Exit.done
    }
}

struct News: FieldCommand {
    static let configuration = CommandConfiguration(commandName: "news", abstract: localised(.helpNews))

    @Flag(help: help(.optionNewsSeen)) var seen = false
    @OptionGroup var globals: GlobalOptions

    func perform(in session: Session) async throws(ClientError) -> Int32 {
        let news = try await session.withClient { client throws(ClientError) in try client.news(markSeen: seen) }
        session.console.results(news, empty: .noNews, people: ExchangeRendering(session.console).news)
        return Exit.done
    }
}

struct Verify: FieldCommand {
    static let configuration = CommandConfiguration(commandName: "verify", abstract: localised(.helpVerify))

    @Flag(help: help(.optionRepair)) var repair = false
    @OptionGroup var globals: GlobalOptions

    func perform(in session: Session) async throws(ClientError) -> Int32 {
        let result = try await session.withClient { client throws(ClientError) in
            try await Progress.during(session.console) { () async throws(ClientError) in
                try await client.verify(repair: repair)
            }
        }
        session.console.result(result, people: ExchangeRendering(session.console).verification)
        return result["equal"]?.bool == true ? Exit.done : Exit.different
    }
}

struct Doctor: FieldCommand {
    static let configuration = CommandConfiguration(commandName: "doctor", abstract: localised(.helpDoctor))

    @OptionGroup var globals: GlobalOptions

    func perform(in session: Session) async throws(ClientError) -> Int32 {
        let findings = try await session.withClient { client throws(ClientError) in
            try await Progress.during(session.console) { () async throws(ClientError) in try await client.doctor() }
        }
        session.console.results(findings, empty: .noFindings, people: ExchangeRendering(session.console).findings)
        return Exit.done
    }
}
