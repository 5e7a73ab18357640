import GridCausality
import GridRecords
import Testing

@Suite("Values of fields in JSON")
struct FieldValueJSONTests {
    private func field(_ id: String) throws -> FieldDefinition { try #require(try TestCatalogue.kind().field(id)) }

    private func code(_ id: String, _ text: String) throws -> ValidationFinding.Code? {
        let json = try JSONValue(parsing: text)
        let field = try field(id)
        do throws(ValidationError) {
            _ = try field.value(json: json)
            return nil
        } catch {
            return error.code
        }
    }

    @Test(
        "a value of each type reads and writes the same JSON",
        arguments: [
            ("name", "\"天堂\""), ("name", "\"a\\tb\\nc\""), ("count", "0"), ("count", "100"), ("size", "9.99"),
            ("size", "10"), ("size", "0"), ("price", "-12345"), ("open", "true"), ("day", "\"2024-02-29\""),
            ("at", "\"2026-03-01T09:30:00+08:00\""), ("at", "\"2026-03-01T01:30:00.005Z\""), ("level", "\"3\""),
            ("other", "\"0190b2c4-5d6e-7f80-9a1b-2c3d4e5f6071\""), ("owner", "{\"name\":\"Li\",\"phone\":\"1\"}"),
            (
                "place",
                "{\"accuracy_m\":4.5,\"crs\":\"gcj02\",\"lat\":28.123456789,\"lon\":119.9,\"source\":\"map_pick\"}"
            ),
            ("place", "{\"crs\":\"wgs84\",\"lat\":-90,\"lon\":180,\"source\":\"gps\"}"),
        ])
    func roundTrips(id: String, text: String) throws {
        let value = try field(id).value(json: try JSONValue(parsing: text))
        #expect(value.json.text == text)
        var writer = CanonicalWriter()
        writer.append(value)
        var reader = CanonicalReader(writer.bytes)
        #expect(try reader.value() == value)
    }

    @Test(
        "a value of another type or outside its bounds is refused",
        arguments: [
            ("name", "1"), ("name", "null"), ("name", "\"a\\u0000\""), ("name", "\"a\\r\""), ("name", "\"\\u0085\""),
            ("name", "\"\\u007f\""), ("count", "-1"), ("count", "101"), ("count", "1.5"), ("count", "\"1\""),
            ("count", "true"), ("size", "1.001"), ("size", "-0.01"), ("size", "10.01"), ("size", "\"1\""),
            ("price", "0.5"), ("open", "1"), ("day", "\"2023-02-29\""), ("day", "\"2026-3-1\""), ("day", "20260301"),
            ("at", "\"2026-03-01T09:30:00\""), ("at", "\"2026-03-01\""), ("level", "\"4\""), ("level", "\"\""),
            ("other", "\"x\""), ("owner", "{\"phone\":\"1\"}"), ("owner", "{\"name\":\"a\",\"mood\":\"b\"}"),
            ("owner", "[]"), ("place", "{\"lat\":1}"), ("place", "{\"lon\":180.000000001,\"lat\":0}"),
            ("place", "{\"lon\":0,\"lat\":90.1}"), ("place", "{\"lon\":0,\"lat\":0,\"crs\":\"mars\"}"),
            ("place", "{\"lon\":0,\"lat\":0,\"source\":\"guess\"}"),
            ("place", "{\"lon\":0,\"lat\":0,\"accuracy_m\":-1}"),
            ("place", "{\"lon\":1e300,\"lat\":0}"), ("place", "{\"lon\":0,\"lat\":0,\"alt\":1}"),
        ])
    func refusals(id: String, text: String) throws {
        #expect(try code(id, text) != nil)
    }

    @Test("a text is taken at its longest and refused one past it, by characters and by bytes")
    func textLimits() throws {
        #expect(try code("name", "\"天堂天堂天\"") == nil)
        #expect(try code("name", "\"天堂天堂天堂\"") == .tooLarge)
        let longest = String(repeating: "a", count: Limits.textBytes)
        #expect(try code("detail", "\"\(longest)\"") == nil)
        #expect(try code("detail", "\"\(longest)a\"") == .tooLarge)
    }

    @Test("a code may come as a number, and values on a command line are parsed by type")
    func textForms() throws {
        #expect(try field("level").value(json: 2) == .code("2"))
        #expect(try field("level").value(text: "2") == .code("2"))
        #expect(try field("level").value(text: "高") == .code("2"))
        #expect(try field("name").value(text: "12") == .text("12"))
        #expect(try field("count").value(text: "12") == .int(12))
        #expect(try field("size").value(text: "1.50") == .decimal(FixedPoint(units: 15, scale: 1)))
        #expect(try field("open").value(text: "是") == .bool(true))
        let point = GeoPoint(
            longitude: 119_900_000_000, latitude: 28_500_000_000, system: .wgs84, accuracyCentimetres: 850, source: .gps
        )
        #expect(try field("place").value(text: "119.9, 28.5,8.5") == .point(point))
        for (id, text) in [("count", "x"), ("open", "maybe"), ("place", "119.9"), ("owner", "{"), ("count", "")] {
            #expect(throws: ValidationError.self) { try field(id).value(text: text) }
        }
    }

    @Test("an attachment and a sealed number show what they are")
    func others() throws {
        let hash = [UInt8](repeating: 0xAB, count: 32)
        let photo = Attachment(sha256: hash, size: 3, mime: "image/jpeg", takenAt: TestCatalogue.now)
        let field = try field("photos")
        #expect(try field.value(json: FieldValue.attachment(photo).json, asElement: true) == .attachment(photo))
        let sealed = FieldValue.sealed(SealedValue(lastFour: "002X", isChecksumValid: true, token: [1], box: [2]))
        #expect(sealed.json.text == "{\"last4\":\"002X\",\"sealed\":true}")
        #expect(FieldValue.opaque(tag: 99, bytes: [255]).json.text == "{\"hex\":\"ff\",\"opaque\":99}")
    }
}
