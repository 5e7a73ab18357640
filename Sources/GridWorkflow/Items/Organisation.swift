package import GridRecords

/// Where an organisation stands; a department of the county stands between township and county.
package enum OrganisationLevel: String, CaseIterable, Sendable, Comparable {
    case grid, village, township, department, county

    private var height: Int {
        switch self {
        case .grid: 0
        case .village: 1
        case .township: 2
        case .department: 3
        case .county: 4
        }
    }

    package static func < (left: OrganisationLevel, right: OrganisationLevel) -> Bool { left.height < right.height }
}

/// Somebody's desk: what gives, takes and holds work. Written `level:code` in the log of steps.
package struct Organisation: Hashable, Sendable, Comparable {
    package let level: OrganisationLevel
    /// The area's code, or the name or code of a department.
    package let code: Text

    package init(level: OrganisationLevel, code: Text) {
        self.level = level
        self.code = code
    }

    /// Reads `township:330782001`; nil without a known level or a code.
    package init?(text: some StringProtocol) {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let level = OrganisationLevel(rawValue: String(parts[0])) else { return nil }
        self.init(level: level, code: Text(String(parts[1])))
    }

    package var text: String { "\(level.rawValue):\(code.string)" }

    package static func < (left: Organisation, right: Organisation) -> Bool {
        left.level != right.level ? left.level < right.level : left.code < right.code
    }
}

extension Role {
    /// For whose level somebody with the role takes steps; nil for roles that take none.
    package var organisationLevel: OrganisationLevel? {
        switch self {
        case .worker: .grid
        case .village: .village
        case .township: .township
        case .department: .department
        case .supervisor: .county
        case .auditor, .admin: nil
        }
    }
}
