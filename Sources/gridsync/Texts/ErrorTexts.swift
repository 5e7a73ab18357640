/// What an error's code means, in Chinese; English texts come with the error itself.
enum ErrorTexts {
    /// Nil for a code that has no text of its own: then the English sentence stands.
    static func chinese(_ code: String) -> String? { sentences[code] }

    static let sentences: [String: String] = [
        "out_of_scope": "超出您的区域范围",
        "unknown_context": "变更引用了中心从未发给本设备的内容",
        "depends": "所依赖的记录尚在暂扣中",
        "invalid_field": "字段的值不合规定",
        "unknown_field": "没有该字段",
        "missing_field": "缺少必填字段",
        "guarded": "您的角色不能这样修改所见的值",
        "record_deleted": "记录已删除,须先恢复",
        "too_large": "内容过大",
        "erased": "记录已依法抹除",
        "recovered": "来自设备的恢复内容,等待审核",
        "forked": "同一编号出现了不同内容",
        "internal": "内部错误",
        "unauthorized": "身份未被认可",
        "revoked": "本设备已被吊销",
        "gap": "变更集编号不连续",
        "store_busy": "存储正被另一进程使用,请稍后再试",
        "conflict_moved": "冲突的各方已变化,未写入任何内容",
        "unreachable": "无法连接中心,内容保留在本机",
        "not_a_hub": "对方不是中心(可能是上网认证页面),内容保留在本机",
        "busy": "中心繁忙,请稍后再试",
        "not_found": "没有该记录",
        "not_enrolled": "本存储尚未登记",
        "not_allowed": "您的角色不能这样做",
        "no_basis": "本设备还没有单位的报表规则",
        "basis_outdated": "本设备的区域或目录与所持报表规则不一致",
        "no_copies": "本设备还没有取回中心的记录",
        "missing_argument": "缺少必要的选项",
        "bad_period": "时期不对",
        "bad_cutoff": "截止时间不对",
        "bad_date": "日期不对",
        "bad_level": "没有该级区域",
        "bad_format": "没有该格式",
        "bad_number": "报表编号从 1 开始",
        "unknown_area": "没有该区域",
        "corrupt": "所存内容无法读取",
    ]
}
