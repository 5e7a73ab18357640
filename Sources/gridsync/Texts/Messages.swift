import GridRecords

/// Every text that people read, in both languages, with `{0}` and following for what is filled in.
enum Message: String, CaseIterable, Sendable {
    case programAbstract, programDiscussion, helpEnrol, helpNew, helpSet, helpUnset, helpRemove, helpRestoreRecord,
        helpApply, helpShow, helpList, helpHistory, helpPush, helpPull, helpSync, helpStatus, helpOutbox,
        helpOutboxExport, helpQuarantined, helpQuarantinedEdit, helpQuarantinedRetry, helpQuarantinedWithdraw,
        helpNews, helpConflicts, helpConflictsShow, helpConflictsResolve, helpConflictsMerged, helpConflictsReopen,
        helpConflictsAssign, helpImport, helpExport, helpVerify, helpDoctor, helpCatalogue, helpReveal, optionStore,
        optionJSON, optionLanguage, optionHub, optionCode, optionCA, optionArea, optionKind, optionSeen,
        optionAtomic, optionWhere, optionLimit, optionWatch, optionNewsSeen, optionTake, optionValue, optionNote,
        optionTakeChangeset, optionFormat, optionByteOrderMark, optionRepair, optionReason, argumentFields,
        argumentFile, enrolled, saved, noRecords, noHistory, nothingToSend, nothingQuarantined, noNews, noConflicts,
        noMerges, noFindings, noFields, pushed, pulled, pulledMore, verdictConflict, verdictQuarantined, imported,
        importedLine, exported, equal, different, deviceSide, hubSide, conflictTitle, changesetTitle, base, side,
        author, device, time, received, clock, clockAhead, clockBehind, clockRight, value, shown, none, removedValue,
        howToResolve, headID, headKind, headArea, headState, headFields, headField, headLabel, headType,
        headRequired, headPolicy, headSensitivity, headCodes, headWrites, headChange, headRecords, headBytes,
        headReason,
        headDetail, headDecision, headWhat, headBy, headYours, headNow, headPath, headSides, headOpened, headFinding,
        headWas, headRecord, statePending, stateDeleted, stateDisputed, stateQuarantined, worker, replica, head,
        outbox, quarantinedCount, conflictCount, lastSync, clockOffset, never, yes, working, hint, errorNoCommand,
        errorNoField, errorNoFieldHint, errorNoFields, errorOneArea, errorChoice, errorTake, errorWhere, errorFilter,
        errorClock, errorFormat, errorLanguage, errorLimit, usageHint, errorNoStore, errorNoStoreHint, errorEnrolled,
        errorEnrolledHint, errorNoFile, errorFileRead, errorFileCreate, errorFileHint, errorLine, errorEncoding,
        errorEncodingHint, errorHeader, errorRow, errorRowKind, errorQuote, errorRows, errorRowsHint,
        errorIdentifier, errorInternal, maybeDuplicate, helpReport, helpReportBuild, helpReportBuildDiscussion,
        helpReportFetch,
        helpLists, helpStars, helpOverdue, optionTemplate, optionReportTemplate, optionCampaign, optionMonth,
        optionPeriod, optionCutoff, optionLevel, optionScope, optionFactsFrom, optionNumber, optionPaperFormat,
        optionReleased, officeFetched, officeUnchanged, nothingOverdue, headHolder, headDeadline, headDue, headLate,
        headMark, headReview, basisTimes, basisBehind, basisUnsent, basisLeftOut, errorWorkbook, errorWorkbookHint
}

extension Message {
    /// English first, Chinese second.
    var texts: (english: String, chinese: String) {
        switch self {
        case .programAbstract:
            (
                "The field client: records of the grid, written offline and brought together.",
                "网格现场客户端:离线登记,随后合并。"
            )
        case .programDiscussion:
            (
                "Global options stand at any place: --store DIR, --json, --lang zh or en.",
                "全局选项可放在任何位置:--store 目录、--json、--lang zh 或 en。"
            )
        case .helpEnrol: ("Enrols this store as a device of a worker.", "把本存储登记为某网格员的设备。")
        case .helpNew: ("Creates a record.", "新建记录。")
        case .helpSet: ("Writes fields of a record.", "写入记录的字段。")
        case .helpUnset: ("Clears fields of a record.", "清空记录的字段。")
        case .helpRemove: ("Deletes a record.", "删除记录。")
        case .helpRestoreRecord: ("Brings a deleted record back.", "恢复已删除的记录。")
        case .helpApply: ("Applies a file of JSON lines.", "执行 JSON 行文件。")
        case .helpShow: ("Shows a record.", "显示一条记录。")
        case .helpList: ("Lists records.", "列出记录。")
        case .helpHistory: ("Shows every change of a record.", "显示记录的全部变更。")
        case .helpPush: ("Sends what was written here.", "发送本机所写内容。")
        case .helpPull: ("Fetches what others wrote.", "取回他人所写内容。")
        case .helpSync: ("Sends and fetches in one exchange.", "一次交换中发送并取回。")
        case .helpStatus: ("Tells where this device stands.", "显示本设备状态。")
        case .helpOutbox: ("Lists what is not sent yet.", "列出尚未发送的内容。")
        case .helpOutboxExport: ("Writes what is not sent yet to a file.", "把尚未发送的内容写入文件。")
        case .helpQuarantined: ("Changesets that the hub holds back.", "被中心暂扣的变更集。")
        case .helpQuarantinedEdit: ("Replaces writes of a held changeset and sends it again.", "修改被暂扣的变更集并重新发送。")
        case .helpQuarantinedRetry: ("Sends a held changeset again as it is.", "原样重新发送被暂扣的变更集。")
        case .helpQuarantinedWithdraw: ("Takes a held changeset back.", "撤回被暂扣的变更集。")
        case .helpNews: ("Tells what happened to your edits.", "告知您的修改后来如何。")
        case .helpConflicts: ("Differences that a person decides.", "需要人来决定的分歧。")
        case .helpConflictsShow: ("Shows a conflict, or all of a record.", "显示一处冲突或一条记录的全部冲突。")
        case .helpConflictsResolve: ("Decides a conflict.", "裁定冲突。")
        case .helpConflictsMerged: ("Lists what was joined without a person.", "列出自动合并的内容。")
        case .helpConflictsReopen: ("Opens a conflict again that was joined or decided.", "重新打开已合并或已裁定的冲突。")
        case .helpConflictsAssign: ("Gives a conflict to a worker.", "把冲突交给某人处理。")
        case .helpImport: ("Imports a file of JSON lines or CSV.", "导入 JSON 行或 CSV 文件。")
        case .helpExport: ("Writes all records of this device.", "导出本设备的全部记录。")
        case .helpVerify: ("Proves that this device equals the hub.", "证明本设备与中心一致。")
        case .helpDoctor: ("Looks for what is wrong here.", "检查本机问题。")
        case .helpCatalogue: ("Lists kinds and fields.", "列出种类和字段。")
        case .helpReveal: ("Asks the hub for a sealed value; the hub keeps a record of it.", "向中心索取密封的值,中心留有记录。")
        case .optionStore: ("Directory of this device's data.", "本设备数据目录。")
        case .optionJSON: ("Print JSON and nothing else.", "只输出 JSON。")
        case .optionLanguage: ("Language of texts: zh or en.", "文字语言:zh 或 en。")
        case .optionHub: ("Address of the hub.", "中心地址。")
        case .optionCode: ("Enrolment code, good once.", "一次性登记码。")
        case .optionCA: ("File with the certificates to trust, PEM.", "受信任证书文件(PEM)。")
        case .optionArea: ("Area code.", "区域代码。")
        case .optionKind: ("Kind of record.", "记录种类。")
        case .optionSeen: ("The token of what was on the screen.", "屏幕上所见内容的标记。")
        case .optionAtomic: ("Make one changeset of the whole file.", "整个文件作为一个变更集。")
        case .optionWhere: ("Only records with this value in this field.", "只含该字段取该值的记录。")
        case .optionLimit: ("At most this many.", "最多条数。")
        case .optionWatch: ("Go on until stopped.", "持续进行直到停止。")
        case .optionNewsSeen: ("Mark as seen.", "标为已读。")
        case .optionTake: ("The side to take, counted from 1.", "采用第几方,从 1 数起。")
        case .optionValue: ("Another value, written as its type asks.", "另定的值,按字段类型书写。")
        case .optionNote: ("Why.", "理由。")
        case .optionTakeChangeset: ("Take every value that this changeset wrote.", "采用该变更集写入的全部值。")
        case .optionFormat: ("jsonl, csv or geojson.", "jsonl、csv 或 geojson。")
        case .optionByteOrderMark: ("Begin CSV with a byte order mark, for spreadsheets.", "CSV 以字节顺序标记开头,便于表格软件打开。")
        case .optionRepair: ("Fetch again what differs.", "重新取回不同之处。")
        case .optionReason: ("Why, for the log.", "理由,写入日志。")
        case .argumentFields: ("FIELD=VALUE, several.", "字段=值,可多个。")
        case .argumentFile: ("A file, or - for standard input.", "文件,- 为标准输入。")
        case .enrolled: ("enrolled: device {0} of worker {1}, areas {2}", "登记完成:设备 {0},网格员 {1},区域 {2}")
        case .saved: ("saved", "已保存")
        case .noRecords: ("no records here yet: pull, or create one with `new`", "这里还没有记录:先拉取,或用 new 新建")
        case .noHistory: ("no changes of this record", "该记录没有变更")
        case .nothingToSend: ("nothing to send: the hub has everything", "没有待发送内容:中心已全部收到")
        case .nothingQuarantined: ("nothing held back: the hub took everything", "没有被暂扣的内容")
        case .noNews: ("no news: nothing happened to your edits", "没有新消息:您的修改没有变动")
        case .noConflicts: ("no conflicts: nothing for a person to decide", "没有冲突:无需人来决定")
        case .noMerges: ("nothing was joined without a person", "没有自动合并的内容")
        case .noFindings: ("nothing wrong found", "未发现问题")
        case .noFields: ("no such kind in the catalogue", "目录中没有该种类")
        case .pushed:
            (
                "sent {0}: {1} applied, {2} merged, {3} in conflict, {4} quarantined, {5} erased, {6} forked; {7} left",
                "发送 {0}:应用 {1},合并 {2},冲突 {3},暂扣 {4},抹除 {5},分叉 {6};剩余 {7}"
            )
        case .pulled: ("{0} records fetched, {1} removed", "取回 {0} 条记录,移除 {1} 条")
        case .pulledMore: ("{0} records fetched, {1} removed, more to come", "取回 {0} 条记录,移除 {1} 条,还有更多")
        case .verdictConflict: ("{0} is in conflict: {1}", "{0} 有冲突:{1}")
        case .verdictQuarantined: ("{0} is held back: {1}", "{0} 被暂扣:{1}")
        case .imported: ("{0} created, {1} updated, {2} failed", "新建 {0},更新 {1},失败 {2}")
        case .importedLine: ("line {0}: {1}: {2}", "第 {0} 行:{1}:{2}")
        case .exported: ("{0} changesets written to {1}", "已把 {0} 个变更集写入 {1}")
        case .equal: ("equal: {0} records, digest {1}", "一致:{0} 条记录,摘要 {1}")
        case .different: ("different in {0} records", "有 {0} 条记录不同")
        case .deviceSide: ("device", "本机")
        case .hubSide: ("hub", "中心")
        case .conflictTitle: ("{0} · {1} · record {2}", "{0} · {1} · 记录 {2}")
        case .changesetTitle: ("changeset {0}", "变更集 {0}")
        case .base: ("before", "原值")
        case .side: ("side {0}", "第 {0} 方")
        case .author: ("author", "作者")
        case .device: ("device", "设备")
        case .time: ("time", "时间")
        case .received: ("received", "收到")
        case .clock: ("clock", "时钟")
        case .clockAhead: ("{0} ahead", "快 {0}")
        case .clockBehind: ("{0} behind", "慢 {0}")
        case .clockRight: ("right", "准")
        case .value: ("value", "值")
        case .shown: ("shown now", "当前显示")
        case .none: ("none", "无")
        case .removedValue: ("(removed)", "(已清除)")
        case .howToResolve:
            (
                "decide with: gridsync conflicts resolve {0} --take N",
                "裁定:gridsync conflicts resolve {0} --take N"
            )
        case .headID: ("id", "编号")
        case .headKind: ("kind", "种类")
        case .headArea: ("area", "区域")
        case .headState: ("state", "状态")
        case .headFields: ("fields", "字段")
        case .headField: ("field", "字段")
        case .headLabel: ("label", "名称")
        case .headType: ("type", "类型")
        case .headRequired: ("required", "必填")
        case .headPolicy: ("policy", "策略")
        case .headSensitivity: ("sensitivity", "敏感度")
        case .headCodes: ("codes", "代码")
        case .headWrites: ("writes", "写入")
        case .headChange: ("change", "变更")
        case .headRecords: ("records", "记录")
        case .headBytes: ("bytes", "字节")
        case .headReason: ("reason", "原因")
        case .headDetail: ("detail", "说明")
        case .headDecision: ("decision", "决定")
        case .headWhat: ("what", "事项")
        case .headBy: ("by", "由")
        case .headYours: ("yours", "您的值")
        case .headNow: ("now", "现值")
        case .headPath: ("path", "路径")
        case .headSides: ("sides", "各方")
        case .headOpened: ("opened", "开启")
        case .headFinding: ("finding", "发现")
        case .headWas: ("was", "原为")
        case .headRecord: ("record", "记录")
        case .statePending: ("not sent", "未发送")
        case .stateDeleted: ("deleted", "已删除")
        case .stateDisputed: ("disputed: {0}", "有争议:{0}")
        case .stateQuarantined: ("held back: {0}", "被暂扣:{0}")
        case .worker: ("worker", "网格员")
        case .replica: ("replica", "副本")
        case .head: ("last changeset", "最后变更集")
        case .outbox: ("to send", "待发送")
        case .quarantinedCount: ("held back", "被暂扣")
        case .conflictCount: ("conflicts", "冲突")
        case .lastSync: ("last exchange", "上次交换")
        case .clockOffset: ("clock offset", "时钟偏差")
        case .never: ("never", "从未")
        case .yes: ("yes", "是")
        case .working: ("working", "进行中")
        case .hint: ("hint: {0}", "提示:{0}")
        case .errorNoCommand: ("no command was given", "没有给出命令")
        case .errorNoField: ("`{0}` is not FIELD=VALUE", "“{0}”不是 字段=值")
        case .errorNoFieldHint:
            (
                "write a field's id, an equals sign and the value; `gridsync catalogue KIND` lists the fields",
                "写字段标识、等号和值;gridsync catalogue KIND 列出字段"
            )
        case .errorNoFields: ("no field was given", "没有给出字段")
        case .errorOneArea: ("a record is created in one area", "一条记录只在一个区域新建")
        case .errorChoice:
            (
                "give one of --take, --value and --take-changeset",
                "请只给出 --take、--value、--take-changeset 之一"
            )
        case .errorTake: ("--take counts the sides from 1", "--take 从 1 数起")
        case .errorWhere: ("`{0}` is not FIELD=VALUE", "“{0}”不是 字段=值")
        case .errorFilter:
            (
                "give a conflict's id, or --where, --kind or --area with --take",
                "请给出冲突编号,或与 --take 一起给出 --where、--kind、--area"
            )
        case .errorClock: ("`{0}` is no clock offset", "“{0}”不是时钟偏移")
        case .errorFormat: ("`{0}` is none of jsonl, csv and geojson", "“{0}”不是 jsonl、csv、geojson 之一")
        case .errorLanguage: ("`{0}` is neither zh nor en", "“{0}”既不是 zh 也不是 en")
        case .errorLimit: ("--limit is a count from 0", "--limit 为不小于 0 的条数")
        case .usageHint: ("`gridsync help` lists the commands", "gridsync help 列出命令")
        case .errorNoStore: ("no store at {0}", "{0} 没有存储")
        case .errorNoStoreHint:
            (
                "enrol this device first: gridsync enrol --hub URL --code CODE; or name its directory with --store",
                "请先登记本设备:gridsync enrol --hub URL --code CODE;或用 --store 指明目录"
            )
        case .errorEnrolled: ("the store at {0} belongs to an enrolled device already", "{0} 的存储已属于一台已登记的设备")
        case .errorEnrolledHint:
            (
                "choose another directory with --store; a store keeps one device for ever",
                "用 --store 选另一目录;一个存储永远只属一台设备"
            )
        case .errorNoFile: ("no such file: {0}", "没有该文件:{0}")
        case .errorFileRead: ("cannot read {0}: {1}", "无法读取 {0}:{1}")
        case .errorFileCreate: ("cannot write {0}", "无法写入 {0}")
        case .errorFileHint: ("check the path and its permissions", "请检查路径和权限")
        case .errorLine: ("line {0} is not a JSON object: {1}", "第 {0} 行不是 JSON 对象:{1}")
        case .errorEncoding: ("{0} is not UTF-8", "{0} 不是 UTF-8 编码")
        case .errorEncodingHint: ("convert it first: iconv -f GB18030 -t UTF-8", "请先转换:iconv -f GB18030 -t UTF-8")
        case .errorHeader:
            (
                "the header of a CSV file names each column once, among them `kind` and `area` or `id`",
                "CSV 表头各列不得重复,须含 kind 与 area 或 id"
            )
        case .errorRow: ("the row has {0} cells where the header has {1}", "该行有 {0} 格,表头有 {1} 列")
        case .errorRowKind: ("kind or area is missing", "缺少种类或区域")
        case .errorQuote: ("a quoted cell is not closed", "引号未闭合")
        case .errorRows: ("{0} of {1} rows were not imported", "{1} 行中有 {0} 行未导入")
        case .errorRowsHint: ("correct these rows and import them alone", "请改正这些行后单独导入")
        case .errorIdentifier: ("`{0}` is not a record's id", "“{0}”不是记录编号")
        case .maybeDuplicate: ("it may be the same as {0}: {1}", "可能与 {0} 重复:{1}")
        case .errorInternal: ("something broke: {0}", "出错:{0}")
        case .helpReport: ("Reports from this device's own copies, for supervisors.", "督导员用本机副本生成的报表。")
        case .helpReportBuild:
            ("Makes a three-colour report out of the copies; needs no connection.", "用本机副本生成三色报表,无需联网。")
        case .helpReportBuildDiscussion:
            (
                """
                It is a draft, byte for byte what the hub makes of the same order and records; with --number it is as \
                the hub issues it under that number. How old the copies are stands on standard error. Without --cutoff \
                it knows what had happened by the end of the period, or by now; without --scope it is about this \
                device's one area; without --level a column is an area directly below.
                """,
                """
                这是草稿:同样的要求和记录,与中心生成的逐字节相同;给出 --number 时与中心以该编号发布的相同。副本的时间写在\
                标准错误上。不给 --cutoff 时截至该期结束或当前时间;不给 --scope 时报告本设备唯一的区域;不给 --level 时\
                每列为直接下级区域。
                """
            )
        case .helpReportFetch:
            ("Brings the office's rules, totals and workers, also done by sync and pull.", "取回单位的规则、汇总数和人员,同步和拉取时也会取回。")
        case .helpLists: ("The lists that follow from a report.", "由报表得出的清单。")
        case .helpStars: ("Stars of grid workers for a month, explained by records.", "网格员月度星级,逐条列明依据。")
        case .helpOverdue:
            (
                "Open hazards, disputes and service needs whose deadline is over, the latest first.",
                "已逾期未办结的隐患、纠纷和服务需求,逾期最久的在前。"
            )
        case .optionTemplate: ("The template; else the first by its id.", "模板;不给则取编号最前的。")
        case .optionReportTemplate: ("The report's template; else the first by its id.", "报表模板;不给则取编号最前的。")
        case .optionCampaign: ("Only rows with records of this campaign.", "只含该专项行动的记录。")
        case .optionMonth: ("The month.", "月份。")
        case .optionPeriod: ("A day, week, month, quarter, half-year or year.", "日、周、月、季、半年或年。")
        case .optionCutoff: ("Nothing later is in the report: a time, or a day to its end.", "截止时间;只写日期则到当日结束。")
        case .optionLevel:
            ("A column for each area of this level; departments for each department.", "每个该级区域一列;departments 为每个部门一列。")
        case .optionScope: ("The area that the report is about.", "报表的区域。")
        case .optionFactsFrom: ("The first day from which the records are whole.", "记录完整的第一天。")
        case .optionNumber: ("As the first version of this number.", "作为该编号的第一版。")
        case .optionPaperFormat:
            (
                "text, json, csv, xlsx, html (reports only); else text, with --json json.",
                "text、json、csv、xlsx、html(仅报表);不给则为 text,带 --json 时为 json。"
            )
        case .optionReleased: ("As it may leave the office: without small counts and names.", "可对外提供:去除小数目和姓名。")
        case .officeFetched: ("rules, totals and workers are those of {0}", "规则、汇总数和人员已更新至 {0}")
        case .officeUnchanged: ("rules, totals and workers are unchanged as of {0}", "规则、汇总数和人员截至 {0} 没有变化")
        case .nothingOverdue: ("nothing is overdue", "没有逾期事项")
        case .headHolder: ("holder", "责任方")
        case .headDeadline: ("deadline", "期限")
        case .headDue: ("due", "到期")
        case .headLate: ("late by", "逾期")
        case .headMark: ("mark", "督办")
        case .headReview: ("for review", "待核")
        case .basisTimes:
            ("records as the hub had them at {0}; rules and totals at {1}", "记录截至中心时间 {0},规则和汇总数截至 {1}")
        case .basisBehind:
            ("what came to the hub between then and the cut-off is not in it: pull first", "此后到截止时间之间中心收到的内容不在其中,请先拉取")
        case .basisUnsent: ("{0} changesets that were not sent yet are not counted", "尚未发送的 {0} 个变更集未计入")
        case .basisLeftOut:
            ("not judged here, as they also work outside of your areas: {0}", "以下人员也在您的区域之外工作,只能由中心评定:{0}")
        case .errorWorkbook: ("a workbook is no text", "工作簿不是文字")
        case .errorWorkbookHint: ("add > FILE.xlsx", "请加上 > 文件.xlsx")
        }
    }

    /// The text in a language with its places filled.
    func text(_ language: Language, _ values: String...) -> String {
        var text = language == .chinese ? texts.chinese : texts.english
        for (index, value) in values.enumerated() {
            text = text.split(separator: "{\(index)}", omittingEmptySubsequences: false).joined(separator: value)
        }
        return text
    }
}
