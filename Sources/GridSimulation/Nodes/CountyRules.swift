import GridGoverning
import GridRecords

/// By what the simulated office governs: a few indicators over the simulated kinds.
extension County {
    static let rules: GoverningRules = {
        do { return try GoverningRules(json: try JSONValue(parsing: text)) } catch { preconditionFailure("\(error)") }
    }()

    private static let text = """
        {"facts": {"facts": "county", "version": "1", "kinds": [
          {"id": "hazard", "occurred": [], "columns": [
            {"id": "level", "type": "code"}, {"id": "stage", "type": "code"},
            {"id": "address", "type": "code"}, {"id": "refused", "type": "flag"},
            {"id": "due", "type": "deadline"}, {"id": "items", "type": "number", "elements": "items", "pick": "count"},
            {"id": "worker", "type": "code", "first": [{"from": "found_by"}, {"creator": true}]},
            {"id": "author", "type": "code", "creator": true},
            {"id": "visited", "type": "moment", "linked": {"kind": "visit", "field": "about"}},
            {"id": "disputed", "type": "flag", "disputed": true}]},
          {"id": "visit", "occurred": [], "columns": [
            {"id": "summary", "type": "code"}, {"id": "author", "type": "code", "creator": true}]}]},
         "reports": [{"report": "year", "label": {"zh": "年报", "en": "Year"}, "version": "1", "thresholds": "1",
          "aspects": [{"id": "safety", "label": {"zh": "安全", "en": "Safety"}}],
          "departments": [{"id": "fire", "label": {"zh": "消防", "en": "Fire"}}],
          "indicators": [
           {"id": "hazards", "label": {"zh": "隐患", "en": "Hazards"}, "aspect": "safety", "department": "fire",
            "unit": "count", "direction": "lower_better", "source": {"kind": "hazard"},
            "judge": [{"by": "target", "green": 2, "yellow": 5}]},
           {"id": "calm", "label": {"zh": "无争议率", "en": "Undisputed"}, "aspect": "safety", "department": "fire",
            "unit": "percent", "direction": "higher_better",
            "source": {"kind": "hazard", "numerator": [{"column": "disputed", "is": false}]},
            "judge": [{"by": "target", "green": 100, "yellow": 50}]},
           {"id": "visits", "label": {"zh": "走访", "en": "Visits"}, "aspect": "safety", "department": "fire",
            "unit": "count", "direction": "neutral", "source": {"kind": "visit"}}]}],
         "lists": [], "stars": [],
         "workflows": {"calendar": {"calendar": "none", "years": []}, "routing": {"routing": "none", "tables": []},
          "practice": {"practice": "none"}}}
        """
}
