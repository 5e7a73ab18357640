/// Which conflicts a reviewer speaks of.
public enum ConflictSelection: Sendable {
    /// `<record>:<path>`, or a record's id for all its disputes.
    case conflict(String)
    /// All open conflicts that a filter leaves, records' fields by their shown text.
    case matching(kind: String?, area: String?, path: String?, fields: [(field: String, value: String)])
}

/// How a reviewer decides.
public enum Decision: Sendable {
    /// The side of that number, counted from 1 in the order last listed.
    case side(Int)
    case value(EntryValue)
    /// At every disputed path of the record what the changeset with this dot says.
    case changeset(String)
}
