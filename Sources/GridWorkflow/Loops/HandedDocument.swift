package import GridRecords

/// A paper that one office hands to another and that must come back answered.
package struct HandedDocument: Sendable, Hashable {
    package enum Kind: String, CaseIterable, Sendable {
        /// 交办单
        case assignment
        /// 提示单
        case notice
        /// 约谈
        case talk
    }

    package enum Flag: String, CaseIterable, Sendable {
        case unread
        case feedbackOverdue = "feedback_overdue"
        case feedbackLate = "feedback_late"
    }

    package let id: RecordID
    package let kind: Kind
    package let sender: Organisation
    package let receiver: Organisation
    /// Milliseconds since 1970, all times.
    package let issuedAt: Int64
    package let readBy: Int64
    package let feedbackBy: Int64
    package let readAt: Int64?
    package let feedbackAt: Int64?

    package init(
        id: RecordID, kind: Kind, sender: Organisation, receiver: Organisation, issuedAt: Int64, readBy: Int64,
        feedbackBy: Int64, readAt: Int64? = nil, feedbackAt: Int64? = nil
    ) {
        self.id = id
        self.kind = kind
        self.sender = sender
        self.receiver = receiver
        self.issuedAt = issuedAt
        self.readBy = readBy
        self.feedbackBy = feedbackBy
        self.readAt = readAt
        self.feedbackAt = feedbackAt
    }

    /// Who answered has read it.
    package var isRead: Bool { readAt != nil || feedbackAt != nil }
    package var isClosed: Bool { feedbackAt != nil }

    /// What is wrong with it now, in the order of `Flag`; empty for a paper in good order.
    package func flags(now: Int64) -> [Flag] {
        var flags: [Flag] = []
        if !isRead, now > readBy { flags.append(.unread) }
        if let feedbackAt {
            if feedbackAt > feedbackBy { flags.append(.feedbackLate) }
        } else if now > feedbackBy {
            flags.append(.feedbackOverdue)
        }
        return flags
    }
}

extension Sequence<HandedDocument> {
    /// Papers without the answer that was due, the longest overdue first, then by id.
    package func withoutFeedback(now: Int64) -> [HandedDocument] {
        filter { $0.flags(now: now).contains(.feedbackOverdue) }
            .sorted { $0.feedbackBy != $1.feedbackBy ? $0.feedbackBy < $1.feedbackBy : $0.id < $1.id }
    }
}
