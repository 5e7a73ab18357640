package import GridRecords

/// A page of HTML as text. Everything that is not markup of this room goes through `escaped`.
///
/// The room may import no template library, so strings are built here with this one function.
enum Page {
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    static func element(_ name: String, _ attributes: String = "", _ text: String) -> String {
        "<\(name)\(attributes.isEmpty ? "" : " \(attributes)")>\(escaped(text))</\(name)>"
    }

    /// By its measures forty rows fit on one landscape A4 page, with up to 18 columns or, smaller, 24; contrast of all pairs is at least 4.5.
    static let style = """
        @page{size:A4 landscape;margin:7mm}
        *{box-sizing:border-box}
        body{font:9pt "Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;color:#111;background:#fff;margin:1em}
        h1{font-size:13pt;margin:0 0 .3em;text-align:center}
        table{border-collapse:collapse;width:100%}
        th,td{border:1px solid #888;padding:.12em .3em;line-height:1.25}
        th{background:#eee;font-weight:600}
        td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        .green{background:#b7e4c0}.yellow{background:#ffe48a}.red{background:#b3261e;color:#fff}.grey{background:#e6e6e6}
        p{margin:.4em 0 0;font-size:8pt;color:#333;overflow-wrap:anywhere}
        .wrap{overflow-x:auto}
        @media print{body{margin:0;font-size:6.4pt}h1{font-size:10pt}th,td{padding:.02em .2em;line-height:1.12}
        p{font-size:5.5pt;margin:.2em 0 0}.wrap{overflow:visible}
        .many{font-size:5.2pt}
        *{-webkit-print-color-adjust:exact;print-color-adjust:exact}tr{break-inside:avoid}}
        """
}

extension Report {
    /// A page that needs nothing beside it: no script, no font, no picture. Prints on one landscape page of A4.
    package func html(language: Language) -> String {
        var lines = [
            "<!doctype html>", "<html lang=\"\(language == .chinese ? "zh-CN" : "en")\">", "<head>",
            "<meta charset=\"utf-8\">",
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
            Page.element("title", "", title(language)), "<style>\n\(Page.style)\n</style>", "</head>",
            columns.count > 18 ? "<body class=\"many\">" : "<body>",
            Page.element("h1", "", title(language)), "<div class=\"wrap\"><table>", "<thead><tr>",
        ]
        let headings = [
            language.text("方面", "Aspect"), language.text("指标", "Indicator"), language.text("责任部门", "Department"),
        ]
        lines += (headings + columns.map { $0.label.text(in: language) }).map {
            Page.element("th", "scope=\"col\"", $0)
        }
        lines += ["</tr></thead>", "<tbody>"]
        for (index, row) in rows.enumerated() { lines += tableRow(row, at: index, language) }
        lines += [
            "</tbody>", "</table></div>", Page.element("p", "", footing(language)),
            Page.element("p", "", legend(language)), "</body>", "</html>", "",
        ]
        return lines.joined(separator: "\n")
    }

    private func tableRow(_ row: ReportRow, at index: Int, _ language: Language) -> [String] {
        var lines = ["<tr>"]
        if index == 0 || rows[index - 1].aspect != row.aspect {
            let span = rows[index...].prefix { $0.aspect == row.aspect }.count
            lines.append(Page.element("th", "scope=\"rowgroup\" rowspan=\"\(span)\"", row.aspect.text(in: language)))
        }
        lines.append(Page.element("td", "", row.label.text(in: language)))
        lines.append(Page.element("td", "", row.department.text(in: language)))
        for cell in row.cells {
            let reason = Page.escaped(cell.reason.text(in: language))
            // The letter tells the colour to who sees none, on paper too.
            let mark = language.text(cell.colour.label.chinese, String(cell.colour.rawValue.prefix(1)).uppercased())
            lines.append(
                Page.element(
                    "td", "class=\"n \(cell.colour.rawValue)\" title=\"\(reason)\"", "\(cell.shown(in: row)) \(mark)"))
        }
        return lines + ["</tr>"]
    }

    private func legend(_ language: Language) -> String {
        let legend = language.text(
            "绿=好；黄=不到位；红=问题突出，需尽快解决；灰=不评色或无数据",
            "G good; Y not there yet; R to be solved soon; grey: not coloured or no data"
        )
        return isReleased ? legend + language.text("；*=数值过小或可推算，不对外公布", "; *: too small or deducible") : legend
    }
}
