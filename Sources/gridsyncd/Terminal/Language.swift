import Foundation
import GridRecords

extension Language {
    /// As asked for, else as the environment says.
    static func chosen(_ option: String?) -> Language {
        if let option { return Language(rawValue: option) ?? .english }
        let environment = ProcessInfo.processInfo.environment
        let locale = environment["LC_ALL"] ?? environment["LC_MESSAGES"] ?? environment["LANG"] ?? ""
        return locale.hasPrefix("zh") ? .chinese : .english
    }

    func text(_ english: String, _ chinese: String) -> String { self == .english ? english : chinese }

    /// What a column of a table is called.
    func column(_ key: String) -> String {
        guard self == .chinese else { return key.replacingOccurrences(of: "_", with: " ") }
        return Language.columns[key] ?? key
    }

    /// A sentence for an error's code, where the hub's own is English.
    func sentence(_ failure: Failure) -> String {
        guard self == .chinese, let sentence = Language.sentences[failure.code] else { return failure.message }
        return sentence + "(" + failure.message + ")"
    }

    private static let columns: [String: String] = [
        "id": "编号", "worker": "人员", "role": "角色", "areas": "网格", "name": "姓名", "device": "设备", "replica": "副本",
        "last_sync": "最近同步", "unsent": "未发送", "clock_offset_ms": "时钟偏差(毫秒)", "version": "版本", "revoked": "已停用",
        "alarms": "告警", "code": "代码", "expires_at": "有效期至", "record": "记录", "kind": "类别", "path": "字段",
        "base": "原值", "sides": "各方", "shown": "当前显示", "opened_at": "出现时间", "reason": "原因", "at": "时间",
        "detail": "说明", "dot": "变更", "records": "记录数", "bytes": "字节", "ledger": "台账", "copies": "副本数",
        "finding": "发现", "ok": "正常", "findings": "发现", "disabled": "已停用", "seen": "所见", "assigned": "指派",
        "author": "作者", "value": "值", "confirmed": "已确认", "moved": "移动", "level": "级别", "parent": "上级",
        "serial": "期次", "template": "模板", "scope": "范围", "period": "时期", "cutoff": "截止", "changes": "变化",
        "colours": "颜色", "by": "操作人", "hash": "指纹", "indicator": "指标", "column": "单位", "from": "原为", "to": "现为",
        "rows": "行数", "changed": "变更数", "area": "网格", "state": "状态", "holder": "承办", "deadline": "时限",
        "due_at": "到期", "late": "逾期", "mark": "督办", "for_review": "待核",
        "fields": "相符字段", "found_at": "发现时间", "note": "说明", "field": "字段", "first": "先录", "second": "后录",
        "same": "一致", "agrees": "判重字段", "decided_by": "裁定人", "survivor": "保留", "duplicate": "并入",
        "taken_over": "补入字段", "given_back": "退回字段", "duplicates": "重复记录",
    ]

    private static let sentences: [String: String] = [
        "usage": "命令用法有误", "bad_data": "输入数据有误", "invalid_area": "区划数据有误", "unknown_area": "没有这个区划",
        "not_found": "没有找到", "no_file": "没有这个文件", "no_store": "这里没有数据目录", "unreachable": "连接不上中心",
        "io": "读写失败", "store_busy": "数据目录正被使用,请稍后再试", "conflict_moved": "冲突在此期间有了变化,没有写入",
        "forbidden": "没有权限", "unauthorized": "身份未被承认", "revoked": "设备已被停用", "out_of_scope": "超出所辖网格",
        "internal": "内部错误", "cannot_create": "无法创建", "bad_config": "配置有误", "invalid_field": "字段的值有误",
        "unknown_field": "没有这个字段", "missing_argument": "缺少参数", "bad_choice": "不能这样裁定",
        "exists": "已经有了", "bad_period": "时期有误", "bad_cutoff": "截止时间有误", "bad_level": "没有这个级别",
        "already_decided": "已经裁定过", "record_deleted": "记录已删除", "bad_id": "编号有误", "too_large": "超过上限",
        "ambiguous": "编号不唯一", "busy": "稍后再试",
    ]
}
