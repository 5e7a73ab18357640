import GridRecords
import GridSync
import Testing

@testable import GridHub

@Suite("A page that was read beside the writer")
struct PullingTests {
    /// A hub with one hazard in G1, and a device of another worker that has not pulled yet.
    private func drafted() async throws -> (HubHarness, HubDevice, SyncRequest, DraftedPull) {
        let harness = try await HubHarness(seed: 11)
        let wang = try await harness.device("王", areas: ["G1"])
        _ = wang.newHazard()
        try await wang.sync()
        let li = try await harness.device("李", areas: ["G1"])
        let request = SyncRequest(hello: li.hello, changesets: [], pull: PullRequest(cursor: [], limit: 100))
        let session = li.session
        let draft = try await harness.hub.perform {
            try $0.draftPull($0.prepared(request, session), session: session)
        }
        return (harness, li, request, try #require(draft))
    }

    private func finish(
        _ draft: DraftedPull, _ request: SyncRequest, of device: HubDevice
    ) async throws -> SyncResponse {
        let session = device.session
        return try await device.harness.hub.perform {
            try $0.finish(draft, $0.prepared(request, session), session: session)
        }
    }

    @Test("is answered as drafted when nothing moved")
    func plain() async throws {
        let (_, li, request, draft) = try await drafted()
        #expect(try await finish(draft, request, of: li).page?.records.count == 1)
    }

    @Test("is read anew when the worker has other areas meanwhile")
    func moved() async throws {
        let (harness, li, request, draft) = try await drafted()
        _ = try await harness.command("workers.assign", ["worker": .string(li.worker), "areas": ["G3"]])
        let answer = try await finish(draft, request, of: li)
        #expect(answer.page?.records.isEmpty == true)
        #expect(answer.manifest?.assigned == [AreaCode("G3")])
    }

    @Test("is not given to a device that was revoked meanwhile")
    func revoked() async throws {
        let (harness, li, request, draft) = try await drafted()
        _ = try await harness.command("devices.revoke", ["device": .string(li.session.device.text)])
        await #expect(throws: HubError.revoked) { try await finish(draft, request, of: li) }
    }

    @Test("is not given when the hub went back meanwhile")
    func newEpoch() async throws {
        let (harness, li, request, draft) = try await drafted()
        _ = try await harness.command("restore.finish", ["ledger": []])
        #expect(try await finish(draft, request, of: li).standing == .wentBack)
    }

    @Test("names all that may be built on it: an edit of what it brought is no unknown context")
    func seen() async throws {
        let (_, li, _, _) = try await drafted()
        try await li.sync()
        let id = try #require(li.records.keys.first)
        try li.edit(id, [li.write("note", .text("看过"))])
        try await li.sync()
        #expect(li.verdicts[1]?.kind == .applied)
    }
}

extension HubWork {
    fileprivate func prepared(_ request: SyncRequest, _ session: DeviceSession) -> PreparedRequest {
        PreparedRequest(request, from: session.device, at: now, catalogue: catalogue, codec: codec)
    }
}
