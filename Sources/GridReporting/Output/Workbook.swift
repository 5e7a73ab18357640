import GridRecords

/// A workbook for spreadsheet programs: Office Open XML (ECMA-376, part 1, SpreadsheetML), equal for equal sheets.
///
/// Text is always text, so that no program takes it for a formula.
struct Workbook {
    struct Sheet {
        /// What the tab shows, cut to 28 characters and without `[]:*?/\'`.
        let name: String
        /// The first row is the heading, which stays in sight.
        let rows: [[Cell]]
    }

    struct Cell {
        let text: String
        var colour: Colour?
        /// Whether a program is to reckon with it; only of text that is a plain decimal.
        var isNumber = false
    }

    let sheets: [Sheet]

    var bytes: [UInt8] {
        var archive = ZipArchive()
        let names = uniqueNames
        for (name, text) in parts(names) { archive.add(name, Array((Workbook.declaration + text).utf8)) }
        for (index, sheet) in sheets.enumerated() {
            archive.add("xl/worksheets/sheet\(index + 1).xml", Array((Workbook.declaration + sheet.text).utf8))
        }
        return archive.bytes
    }

    private static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    private static let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let package = "http://schemas.openxmlformats.org/package/2006"
    private static let type = "application/vnd.openxmlformats-officedocument.spreadsheetml"

    /// Everything but the sheets themselves.
    private func parts(_ names: [String]) -> [(name: String, text: String)] {
        let numbers = sheets.indices.map { $0 + 1 }
        let overrides = numbers.map { number in
            "<Override PartName=\"/xl/worksheets/sheet\(number).xml\" ContentType=\"\(Workbook.type).worksheet+xml\"/>"
        }
        let listed = zip(numbers, names).map { number, name in
            "<sheet name=\"\(Page.escaped(name))\" sheetId=\"\(number)\" r:id=\"rId\(number)\"/>"
        }
        let links = numbers.map { Workbook.relation($0, "worksheet", "worksheets/sheet\($0).xml") }
        return [
            (
                "[Content_Types].xml",
                "<Types xmlns=\"\(Workbook.package)/content-types\">"
                    + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                    + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"\(Workbook.type).sheet.main+xml\"/>"
                    + "<Override PartName=\"/xl/styles.xml\" ContentType=\"\(Workbook.type).styles+xml\"/>"
                    + overrides.joined() + "</Types>"
            ),
            ("_rels/.rels", Workbook.relationships([Workbook.relation(1, "officeDocument", "xl/workbook.xml")])),
            (
                "xl/workbook.xml",
                "<workbook xmlns=\"\(Workbook.main)\" xmlns:r=\"\(Workbook.relations)\"><sheets>"
                    + listed.joined() + "</sheets></workbook>"
            ),
            (
                "xl/_rels/workbook.xml.rels",
                Workbook.relationships(links + [Workbook.relation(sheets.count + 1, "styles", "styles.xml")])
            ),
            ("xl/styles.xml", Workbook.styles),
        ]
    }

    private static func relationships(_ links: [String]) -> String {
        "<Relationships xmlns=\"\(package)/relationships\">\(links.joined())</Relationships>"
    }

    private static func relation(_ number: Int, _ kind: String, _ target: String) -> String {
        "<Relationship Id=\"rId\(number)\" Type=\"\(relations)/\(kind)\" Target=\"\(target)\"/>"
    }

    /// Excel refuses names over 31 characters, some signs, and two that are equal but for case.
    private var uniqueNames: [String] {
        var taken: Set<String> = []
        return sheets.map { sheet in
            let plain = String(sheet.name.map { "[]:*?/\\'".contains($0) ? " " : $0 }.prefix(28))
            let named = plain.isEmpty ? "-" : plain
            var name = named
            var number = 2
            while !taken.insert(name.lowercased()).inserted {
                name = "\(named) \(number)"
                number += 1
            }
            return name
        }
    }

    // MARK: Styles

    /// The same colours as the page's, and white on red.
    private static let fills: [(colour: Colour, fill: String, isWhite: Bool)] = [
        (.green, "FFB7E4C0", false), (.yellow, "FFFFE48A", false), (.red, "FFB3261E", true), (.grey, "FFE6E6E6", false),
    ]

    /// Format 0 is plain, 1 a heading, then the colours.
    fileprivate static func style(of colour: Colour) -> Int { 2 + (fills.firstIndex { $0.colour == colour } ?? 0) }

    private static let styles: String = {
        func solid(_ colour: String) -> String {
            "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"\(colour)\"/><bgColor indexed=\"64\"/></patternFill></fill>"
        }
        func format(font: Int, fill: Int) -> String {
            "<xf numFmtId=\"0\" fontId=\"\(font)\" fillId=\"\(fill)\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" "
                + "applyFill=\"1\" applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>"
        }
        let fonts = [
            "<font><sz val=\"11\"/></font>", "<font><b/><sz val=\"11\"/></font>",
            "<font><sz val=\"11\"/><color rgb=\"FFFFFFFF\"/></font>",
        ]
        // The first two fills are the ones that programs expect there.
        let patterns =
            ["none", "gray125"].map { "<fill><patternFill patternType=\"\($0)\"/></fill>" } + [solid("FFEEEEEE")]
            + fills.map { solid($0.fill) }
        let formats =
            [format(font: 0, fill: 0), format(font: 1, fill: 2)]
            + fills.enumerated().map { format(font: $1.isWhite ? 2 : 0, fill: 3 + $0) }
        return "<styleSheet xmlns=\"\(main)\">"
            + "<fonts count=\"\(fonts.count)\">\(fonts.joined())</fonts>"
            + "<fills count=\"\(patterns.count)\">\(patterns.joined())</fills>"
            + "<borders count=\"1\"><border/></borders>"
            + "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
            + "<cellXfs count=\"\(formats.count)\">\(formats.joined())</cellXfs>"
            + "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>"
    }()

    fileprivate static let sheetHead =
        "<worksheet xmlns=\"\(main)\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>"
        + "<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" state=\"frozen\"/>"
        + "</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/>"
    fileprivate static let sheetFoot =
        "<pageSetup paperSize=\"9\" orientation=\"landscape\" fitToWidth=\"1\" fitToHeight=\"0\"/></worksheet>"
}

extension Workbook.Sheet {
    fileprivate var text: String {
        Workbook.sheetHead + columns + "<sheetData>"
            + rows.enumerated().map { index, cells in
                "<row r=\"\(index + 1)\">"
                    + cells.enumerated().map { $1.text(at: $0, index, style: style(of: $1, row: index)) }.joined()
                    + "</row>"
            }.joined() + "</sheetData>" + Workbook.sheetFoot
    }

    /// As wide as the widest text, between 6 and 48 characters.
    private var columns: String {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            rows.lazy.map { column < $0.count ? TextWidth.columns(of: $0[column].text) : 0 }.max() ?? 0
        }
        let listed = widths.enumerated().map { index, width in
            "<col min=\"\(index + 1)\" max=\"\(index + 1)\" width=\"\(min(48, max(6, width + 2)))\" customWidth=\"1\"/>"
        }
        return listed.isEmpty ? "" : "<cols>\(listed.joined())</cols>"
    }

    private func style(of cell: Workbook.Cell, row: Int) -> Int {
        row == 0 ? 1 : cell.colour.map { Workbook.style(of: $0) } ?? 0
    }
}

extension Workbook.Cell {
    /// With its place as `A1`.
    fileprivate func text(at column: Int, _ row: Int, style: Int) -> String {
        let place = "r=\"\(Workbook.Cell.letters(column))\(row + 1)\" s=\"\(style)\""
        if isNumber, SpreadsheetText.isPlainDecimal(text) { return "<c \(place)><v>\(text)</v></c>" }
        return "<c \(place) t=\"inlineStr\"><is><t xml:space=\"preserve\">\(Page.escaped(legal))</t></is></c>"
    }

    /// Without the control characters that XML 1.0 has no way to write (section 2.2).
    private var legal: String {
        var result = ""
        for scalar in text.unicodeScalars {
            let isLegal = scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
            result.unicodeScalars.append(isLegal || "\t\n\r".unicodeScalars.contains(scalar) ? scalar : "\u{FFFD}")
        }
        return result
    }

    /// `A` to `Z`, `AA` and on.
    private static func letters(_ column: Int) -> String {
        let last = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(column % 26)))
        return column < 26 ? last : letters(column / 26 - 1) + last
    }
}
