import GridCatalogueFile
import GridCausality
import GridGzip
import GridRecords
import GridWire

/// What holds for texts that people and programs write.
enum TextLaws {
    static func json(_ bytes: [UInt8]) -> String? {
        guard let value = try? JSONValue(parsing: bytes) else { return nil }
        let text = value.text
        guard let back = try? JSONValue(parsing: text) else { return "JSON that was read is refused once written" }
        return back.text.utf8.elementsEqual(text.utf8) ? nil : "JSON changes by being written"
    }

    static func catalogueJSON(_ bytes: [UInt8]) -> String? {
        guard let json = try? JSONValue(parsing: bytes) else { return nil }
        for reading in [Catalogue.Reading.strict, .lenient] {
            guard let catalogue = try? Catalogue(json: json, reading: reading) else { continue }
            guard let back = try? Catalogue(json: catalogue.json, reading: reading) else {
                return "a catalogue that was read is refused once written"
            }
            if back.json != catalogue.json { return "a catalogue changes by being written" }
            let own = Catalogue(kinds: catalogue.kinds)
            guard let copy = try? Catalogue(json: own.json, reading: reading) else {
                return "a catalogue written from its kinds is refused"
            }
            if Catalogue(kinds: copy.kinds).json != own.json { return "kinds change by being written" }
        }
        return nil
    }

    static func catalogueYAML(_ bytes: [UInt8]) -> String? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        let source = CatalogueFiles.Source(name: "fuzz.yaml", text: text)
        guard let catalogue = try? CatalogueFiles.load(overriding: [source]) else { return nil }
        guard let back = try? Catalogue(json: catalogue.json) else { return "a catalogue of files is refused as JSON" }
        return back.json == catalogue.json ? nil : "a catalogue of files changes by being written"
    }

    static func commaSeparated(_ bytes: [UInt8]) -> String? {
        guard let rows = try? CommaSeparated.rows(bytes) else { return nil }
        let cells = rows.map(\.cells)
        let written = cells.map { CommaSeparated.line($0) }.joined()
        guard let back = try? CommaSeparated.rows(Array(written.utf8)) else {
            return "cells that were read are refused once quoted"
        }
        if back.contains(where: { $0.fault != nil }) { return "cells quoted as they should be have a fault" }
        return zip(back.map(\.cells), cells).allSatisfy(areEqual) && back.count == cells.count
            ? nil : "cells change by being quoted"
    }

    private static func areEqual(_ left: [String], _ right: [String]) -> Bool {
        left.map { Text($0) } == right.map { Text($0) }
    }

    static func texts(_ bytes: [UInt8]) -> String? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        if let path = Path(text) {
            if path.text.utf8.elementsEqual(bytes) == false { return "a path has another text" }
            _ = (path.field, path.element, path.elementID, path.subfield, path.presence, path.isPresence)
        }
        if let id = RecordID(text: text), RecordID(text: id.text) != id { return "a record's id changes" }
        if let dot = Dot(text: text), Dot(text: dot.description) != dot { return "a dot changes" }
        if let replica = ReplicaID(hex: text), ReplicaID(hex: replica.hex) != replica { return "a replica changes" }
        if let day = CalendarDate(text: text), day.text != text { return "a day changes" }
        if let time = Timestamp(text: text), Timestamp(text: time.text)?.milliseconds != time.milliseconds {
            return "a time changes"
        }
        if let content = Hexadecimal.decode(text), Hexadecimal.decode(Hexadecimal.encode(content)) != content {
            return "hexadecimal digits change"
        }
        _ = TextRules.refused(in: text)
        _ = CitizenID.normalised(text)
        _ = WireFormat(contentType: text)
        _ = WireFormat.ofAnswer(accept: text, request: .json)
        return nil
    }

    static func gzip(_ bytes: [UInt8]) -> String? {
        guard let content = try? Gzip.expand(bytes, limit: 1 << 20) else { return nil }
        if content.count > 1 << 20 { return "more than the limit came out" }
        guard let compressed = Gzip.compress(content) else { return "what came out does not go in again" }
        let back = try? Gzip.expand(compressed, limit: content.count)
        return back == content ? nil : "bytes change by being compressed"
    }
}
