import ArgumentParser
import Foundation
import GridClient
import GridRecords

struct Enrol: FieldCommand {
    static let configuration = CommandConfiguration(commandName: "enrol", abstract: localised(.helpEnrol))

    @Option(help: help(.optionHub, "URL")) var hub: String
    @Option(help: help(.optionCode, "CODE")) var code: String
    @Option(help: help(.optionCA, "FILE")) var ca: String?
    @OptionGroup var globals: GlobalOptions

    func perform(in session: Session) async throws(ClientError) -> Int32 {
        let console = session.console
        let certificates = try certificateFile(in: session)
        let wasThere = FileManager.default.fileExists(atPath: session.directory)
        let client = try session.open(create: true)
        let result: Result<JSONValue, ClientError>
        do throws(ClientError) {
            result = .success(
                try await Progress.during(console) { () async throws(ClientError) in
                    try await client.enrol(hub: hub, code: code, certificateFile: certificates)
                })
        } catch { result = .failure(error) }
        try? client.close()
        switch result {
        case .success(let device):
            console.result(device) { device in
                let areas = (device["areas"]?.array ?? []).compactMap(\.string).joined(separator: " ")
                return [
                    Message.enrolled.text(
                        console.language, device["device"]?.string ?? "", device["worker"]?.string ?? "", areas)
                ]
            }
            return Exit.done
        case .failure(let error):
            // An enrolment that failed leaves no directory behind that looks like a device.
            if !wasThere { try? FileManager.default.removeItem(atPath: session.directory) }
            throw error.code == "store_exists" ? existing(in: session) : error
        }
    }

    private func certificateFile(in session: Session) throws(ClientError) -> String? {
        guard let ca else { return nil }
        guard FileManager.default.isReadableFile(atPath: ca) else {
            throw ClientError(
                code: "no_such_file", message: Message.errorNoFile.text(session.console.language, ca),
                hint: session.console.text(.errorFileHint), exitCode: Exit.missing)
        }
        return URL(fileURLWithPath: ca).standardizedFileURL.path
    }

    private func existing(in session: Session) -> ClientError {
        ClientError(
            code: "store_exists", message: Message.errorEnrolled.text(session.console.language, session.directory),
            hint: session.console.text(.errorEnrolledHint), exitCode: Exit.cannotCreate)
    }
}
