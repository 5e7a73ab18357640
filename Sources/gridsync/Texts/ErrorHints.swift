import GridRecords

/// What to do next after an error that brings no hint of its own.
enum ErrorHints {
    /// By the error's code; for a code that is not in the table, where to look.
    static func usual(_ code: String, _ language: Language) -> String {
        let (english, chinese) = hints[code] ?? otherwise
        return language == .chinese ? chinese : english
    }

    private static let otherwise = ("`gridsync doctor` looks for what is wrong here", "gridsync doctor 检查本机的问题")
    private static let input = (
        "correct what it names and do it again; nothing of it was written", "请改正所指之处后重试,未写入任何内容"
    )
    private static let rights = ("ask the supervisor of your area", "请联系本区域的督导员")
    private static let later = ("try again in a while; nothing is lost", "请稍后再试,内容没有丢失")
    private static let hints: [String: (String, String)] = [
        "usage": ("`gridsync help` lists the commands", "gridsync help 列出命令"),
        "bad_input": input,
        "bad_request": input,
        "invalid_field": input,
        "unknown_field": input,
        "missing_field": input,
        "too_large": ("write less at a time", "请减少一次写入的内容"),
        "erased": ("nothing more can be written to it; create a new record if it must be", "不能再写入该记录,必要时请新建"),
        "record_deleted": ("`gridsync restore-record ID` brings it back", "gridsync restore-record ID 可以恢复"),
        "no_such_record": ("`gridsync list` shows the ids", "gridsync list 列出编号"),
        "not_found": ("`gridsync list` shows the ids", "gridsync list 列出编号"),
        "no_such_conflict": ("`gridsync conflicts` lists what is open", "gridsync conflicts 列出未决的冲突"),
        "no_such_entry": (
            "`gridsync outbox` and `gridsync quarantined` list the dots",
            "gridsync outbox 与 gridsync quarantined 列出编号"
        ),
        "bad_number": input,
        "unknown_area": ("give the code of one of your areas", "请给出您的区域代码"),
        "out_of_scope": rights,
        "guarded": rights,
        "not_allowed": rights,
        "forbidden": rights,
        "revoked": rights,
        "unauthorized": rights,
        "busy": later,
        "store_busy": later,
        "try_later": later,
        "unreachable": later,
        "store_full": ("make room on the disk", "请清理磁盘空间"),
        "store_io": ("check the disk, then `gridsync doctor`", "请检查磁盘,然后运行 gridsync doctor"),
    ]
}
