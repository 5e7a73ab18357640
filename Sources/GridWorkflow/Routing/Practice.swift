package import GridRecords

/// The numbers and lists by which an office runs its closed loops, beside the lives of its work items.
package struct Practice: Sendable, Hashable {
    package let cadences: [Cadence]
    package let colours: ColourRules
    package let listing: ListingRules
    package let documents: [HandedDocument.Kind: DocumentLimits]
    package let incidents: [IncidentTemplate]
    package let notifications: [NotificationRule]
    package let routing: [RoutingTable]

    package init(
        cadences: [Cadence] = [], colours: ColourRules = ColourRules(), listing: ListingRules = ListingRules(),
        documents: [HandedDocument.Kind: DocumentLimits] = [:], incidents: [IncidentTemplate] = [],
        notifications: [NotificationRule] = [], routing: [RoutingTable] = []
    ) {
        self.cadences = cadences
        self.colours = colours
        self.listing = listing
        self.documents = documents
        self.incidents = incidents
        self.notifications = notifications
        self.routing = routing
    }

    package func table(_ id: String) -> RoutingTable? { routing.first { $0.id == id } }
}

/// How soon a paper is to be read and answered.
package struct DocumentLimits: Sendable, Hashable {
    package let read: TimeLimit
    package let feedback: TimeLimit

    package init(read: TimeLimit, feedback: TimeLimit) {
        self.read = read
        self.feedback = feedback
    }
}

/// The groups that an incident of a kind is given.
package struct IncidentTemplate: Sendable, Hashable {
    package let id: String
    package let label: Label
    package let groups: [CodeDefinition]

    package init(id: String, label: Label, groups: [CodeDefinition]) {
        self.id = id
        self.label = label
        self.groups = groups
    }
}
