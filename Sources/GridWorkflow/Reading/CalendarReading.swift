package import GridRecords

extension WorkingCalendar {
    /// Reads `{"calendar": ID, "years": [..]}`, the form of the files.
    package init(json: JSONValue) throws(WorkflowError) {
        let reader = try DefinitionReader(json, keys: ["calendar", "label", "years"])
        _ = try reader.text("calendar")
        var years: [Year] = []
        for value in try reader.list("years") {
            let year = try Year(json: value)
            if years.contains(where: { $0.year == year.year }) {
                throw WorkflowError(place: String(year.year), reason: "the year stands twice")
            }
            years.append(year)
        }
        self.init(years: years)
    }
}

extension WorkingCalendar.Year {
    fileprivate init(json: JSONValue) throws(WorkflowError) {
        let reader = try DefinitionReader(json, keys: ["id", "notice", "holidays", "working"])
        guard let year = Int(try reader.text("id")), (1949...9998).contains(year) else {
            throw reader.failure("`id` must be a year")
        }
        var holidays: [WorkingCalendar.Holiday] = []
        for value in try reader.list("holidays") {
            let member = try DefinitionReader(value, place: reader.place, keys: ["from", "to", "zh", "en"])
            let holiday = WorkingCalendar.Holiday(
                label: try member.label(), from: try member.date("from"), to: try member.date("to"))
            guard holiday.from <= holiday.to, holiday.to.days(since: holiday.from) < 60 else {
                throw reader.failure("\(holiday.label.english) must end after it begins, within 60 days")
            }
            // A holiday may begin in December before; days worked in its place never lie in it.
            guard holiday.to.components.year == year else {
                throw reader.failure("\(holiday.label.english) lies in another year")
            }
            holidays.append(holiday)
        }
        var working: [CalendarDate] = []
        for text in try reader.texts("working") {
            guard let date = CalendarDate(text: text) else { throw reader.failure("`\(text)` is not a day") }
            guard date.weekday >= 5 else { throw reader.failure("\(text) is no day of a weekend: it is worked anyhow") }
            if holidays.contains(where: { $0.from <= date && date <= $0.to }) {
                throw reader.failure("\(text) is a holiday and cannot be worked too")
            }
            working.append(date)
        }
        self.init(year: year, notice: try reader.text("notice"), holidays: holidays, workingDays: working)
    }
}
