import GridCausality
import GridRecords
import GridStore
import GridSync

/// Names of the shelves on which a device keeps what has no table of its own.
enum Shelf {
    /// Identity, manifest, catalogue, where the exchange stands.
    static let device = "device"
    /// Records with own changesets that the hub's copy does not cover yet, by id: the kind.
    static let overlay = "overlay"
    /// Records erased by law, by id.
    static let erased = "erased"
    /// Pages of a pull that is not complete, in their order.
    static let staging = "staging"
    /// What happened to this worker's edits, by position.
    static let news = "news"
    /// The sides of a conflict in the order in which they were last listed, by conflict.
    static let listed = "listed"
    /// What a person decided on quarantined work, by dot.
    static let decisions = "decisions"
    /// Copies that are ahead of a hub that went back, by record.
    static let offers = "offers"
    /// Copies that the hub of this epoch did not bring, by record: the epoch in which they were brought.
    static let epochs = "epochs"
}
