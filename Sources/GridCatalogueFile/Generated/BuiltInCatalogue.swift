// Written by scripts/embed-catalogue from Protocol; change those files instead.

/// The catalogue files that are part of the program, sorted by name.
enum BuiltInCatalogue {
    static let files: [CatalogueFiles.Source] = [
        .init(
            name: "common.yaml",
            text: ##"""
# Fields that every kind shares; a kind that defines a field of the same id keeps its own.
# The reserved paths `area` (the grid a record belongs to) and `deleted` are no fields and stand in no catalogue.
common:
  - id: occurred_at
    label: {zh: 发生时间, en: Occurred at}
    type: timestamp
    purpose: evidence
    sensitivity: internal
    policy: once
  # When the author saw what he writes; `latest` orders by it.
  - id: observed_at
    label: {zh: 核实时间, en: Observed at}
    type: timestamp
    purpose: evidence
    sensitivity: internal
    policy: latest
  # Why personal data are held (Personal Information Protection Law, articles 6 and 34).
  - id: purpose
    label: {zh: 处理目的, en: Legal purpose}
    type: code
    purpose: accountability
    sensitivity: internal
    policy: latest
    codes:
      - {code: population_service, zh: 人口服务管理, en: Services to residents}
      - {code: rental_management, zh: 出租房管理, en: Management of rental houses}
      - {code: fire_safety, zh: 消防安全, en: Fire safety}
      - {code: hazard_control, zh: 隐患治理, en: Control of hazards}
      - {code: dispute_mediation, zh: 矛盾调解, en: Mediation of disputes}
      - {code: grid_service, zh: 网格服务, en: Grid service}
  # Personal Information Protection Law, articles 19 and 47: the shortest time that the purpose needs.
  - id: retain_until
    label: {zh: 保存期限, en: Retain until}
    type: date
    purpose: accountability
    sensitivity: internal
    policy: latest
  - id: attachments
    label: {zh: 附件, en: Attachments}
    type: set
    of: attachment
    purpose: evidence
    sensitivity: personal
    policy: elements
    guards:
      - {action: clear, roles: [township, supervisor]}
  # The record that stands for this one once a reviewer found that both mean the same thing.
  - id: duplicate_of
    label: {zh: 并入, en: Merged into}
    type: set
    of: reference
    purpose: record_keeping
    sensitivity: internal
    policy: elements
    guards:
      - {action: write, roles: [township, supervisor]}
  - id: note
    label: {zh: 备注, en: Note}
    type: text
    max_length: 4000
    purpose: record_keeping
    sensitivity: internal
    policy: {name: review, priority: low}
  # What reviewers wrote when they decided a dispute; only added to.
  - id: review_log
    label: {zh: 审核记录, en: Review log}
    type: entries
    of: composite
    purpose: accountability
    sensitivity: internal
    policy: entries
    parts:
      - id: path
        label: {zh: 字段, en: Path}
        type: text
        purpose: accountability
        sensitivity: internal
        policy: latest
      - id: note
        label: {zh: 说明, en: Note}
        type: text
        max_length: 4000
        purpose: accountability
        sensitivity: internal
        policy: latest
      - id: by
        label: {zh: 审核人, en: By}
        type: text
        purpose: accountability
        sensitivity: internal
        policy: latest
      - id: at
        label: {zh: 时间, en: At}
        type: timestamp
        purpose: accountability
        sensitivity: internal
        policy: latest

"""##),
        .init(
            name: "dispute.yaml",
            text: ##"""
# Disputes. Fields after GB/T 31000-2015, section on disputes; duties after the People's Mediation Law (articles 17,
# 23, 28 to 31). Categories 14 (litigation), 15 (organisation and discipline) and 16 (ethnic and religious) of the
# two-level list are off: an office that needs them adds their codes in a file of its own.
kind: dispute
label: {zh: 矛盾纠纷, en: Dispute}
natural_key:
  - {fields: [category], at: occurred_at, within_hours: 24, place: location, within_metres: 30}
# Agreements are archived for ten years.
retention_months: 120
fields:
  - id: title
    label: {zh: 名称, en: Title}
    type: text
    max_length: 100
    required: true
    purpose: dispute_mediation
    sensitivity: internal
    policy: latest
  - id: occurred_at
    label: {zh: 发生日期, en: Occurred at}
    type: timestamp
    required: true
    default: {now: 0}
    purpose: dispute_mediation
    sensitivity: internal
    policy: once
  - id: place
    label: {zh: 发生地详址, en: Place}
    type: text
    max_length: 150
    required: true
    purpose: dispute_mediation
    sensitivity: personal
    masking: address
    policy: latest
  - id: location
    label: {zh: 经纬度, en: Location}
    type: point
    required: true
    purpose: dispute_mediation
    sensitivity: internal
    policy: {name: review, tolerance_metres: 50}
  # Codes of grids; the record's own unless more are named.
  - id: grids
    label: {zh: 涉及网格, en: Grids concerned}
    type: codes
    required: true
    default: {area: true}
    purpose: grid_service
    sensitivity: internal
    policy: elements
  - id: category
    label: {zh: 事件类别, en: Category}
    type: code
    required: true
    purpose: dispute_mediation
    sensitivity: internal
    policy: {name: latest, same_top_class: 2}
    codes:
      - {code: "01", zh: 婚恋家庭, en: Marriage and family}
      - {code: "0101", zh: 恋爱及婚姻, en: Courtship and marriage}
      - {code: "0102", zh: 抚养赡养监护, en: Maintenance and custody}
      - {code: "0103", zh: 分家与继承, en: Division of property and inheritance}
      - {code: "0199", zh: 其他婚恋家庭, en: "Marriage and family, other"}
      - {code: "02", zh: 邻里, en: Neighbours}
      - {code: "0201", zh: 用水排水通行通风采光, en: "Water, way, air and light"}
      - {code: "0202", zh: 相邻土地建筑, en: Adjoining land and buildings}
      - {code: "0203", zh: 相邻污染, en: Pollution from next door}
      - {code: "0299", zh: 其他邻里, en: "Neighbours, other"}
      - {code: "03", zh: 人格权, en: Personality rights}
      - {code: "0399", zh: 其他人格权, en: "Personality rights, other"}
      - {code: "04", zh: 物权相关, en: Property}
      - {code: "0402", zh: 物业, en: Property management}
      - {code: "0499", zh: 其他物权, en: "Property, other"}
      - {code: "05", zh: 侵权相关, en: Torts}
      - {code: "0502", zh: 医疗, en: Medical treatment}
      - {code: "0503", zh: 交通, en: Traffic}
      - {code: "0504", zh: 环境, en: Environment}
      - {code: "0599", zh: 其他侵权, en: "Torts, other"}
      - {code: "06", zh: 合同及相关, en: Contracts}
      - {code: "0602", zh: 房产买卖租赁, en: Sale and lease of real estate}
      - {code: "0699", zh: 其他合同, en: "Contracts, other"}
      - {code: "07", zh: 劳动人事, en: Labour}
      - {code: "0799", zh: 其他劳动人事, en: "Labour, other"}
      - {code: "08", zh: 金融借贷, en: Finance and lending}
      - {code: "0899", zh: 其他金融借贷, en: "Finance and lending, other"}
      - {code: "09", zh: 土地及资源权属, en: Rights in land and resources}
      - {code: "0902", zh: 宅基地, en: Homesteads}
      - {code: "0903", zh: 山林矿产, en: Forests and minerals}
      - {code: "0999", zh: 其他土地及资源权属, en: "Land and resources, other"}
      - {code: "10", zh: 其他民商事, en: Other civil and commercial matters}
      - {code: "1099", zh: 其他民商事(未列), en: "Civil and commercial, other"}
      - {code: "11", zh: 城乡建设发展, en: Urban and rural development}
      - {code: "1102", zh: 征地, en: Expropriation of land}
      - {code: "1103", zh: 规划及拆违, en: Planning and illegal buildings}
      - {code: "1199", zh: 其他城乡建设, en: "Development, other"}
      - {code: "12", zh: 涉民政, en: Civil affairs}
      - {code: "1299", zh: 其他涉民政, en: "Civil affairs, other"}
      - {code: "13", zh: 其他行政执法, en: Other administrative enforcement}
      - {code: "1399", zh: 其他行政执法(未列), en: "Administrative enforcement, other"}
      - {code: "99", zh: 其他, en: Other}
      - {code: "9999", zh: 其他(未列), en: "Other, not listed"}
  - id: scale
    label: {zh: 规模, en: Scale}
    type: code
    required: true
    purpose: dispute_mediation
    sensitivity: internal
    policy: greatest
    guards:
      - {action: lower, roles: [township, supervisor]}
    codes:
      - {code: "01", zh: 个体性, en: Individual}
      - {code: "02", zh: 一般群体性, en: Group}
      - {code: "03", zh: 重大群体性, en: Large group}
  - id: people_count
    label: {zh: 涉及人数, en: People concerned}
    type: int
    minimum: 0
    maximum: 1000000
    required: true
    purpose: dispute_mediation
    sensitivity: internal
    policy: {name: latest, within_hours: 24}
  - id: amount_fen
    label: {zh: 涉及金额(分), en: Amount (fen)}
    type: money
    minimum: 0
    purpose: dispute_mediation
    sensitivity: internal
    policy: review
  - id: parties
    label: {zh: 当事人, en: Parties}
    type: set
    of: composite
    required: true
    purpose: dispute_mediation
    sensitivity: personal
    policy: {name: elements, element: review}
    parts:
      - id: name
        label: {zh: 姓名, en: Name}
        type: text
        max_length: 50
        required: true
        purpose: dispute_mediation
        sensitivity: personal
        masking: name
        policy: review
      - id: phone
        label: {zh: 联系方式, en: Telephone}
        type: text
        max_length: 30
        purpose: contact
        sensitivity: personal
        masking: phone
        policy: review
      - id: role
        label: {zh: 甲方或乙方, en: Side}
        type: text
        max_length: 20
        purpose: dispute_mediation
        sensitivity: internal
        policy: review
      - id: id_type
        label: {zh: 证件代码, en: Kind of document}
        type: code
        purpose: dispute_mediation
        sensitivity: internal
        policy: review
        codes:
          - {code: "111", zh: 居民身份证, en: Citizen identity card}
          - {code: "414", zh: 护照, en: Passport}
          - {code: "990", zh: 其他证件, en: Other document}
          - {code: none, zh: 暂无证件, en: None yet}
      # Only where the agreement needs it; sealed on a path of its own.
      - id: id_no
        label: {zh: 证件号码, en: Number of the document}
        type: text
        max_length: 30
        separate: true
        document_type: id_type
        purpose: dispute_mediation
        sensitivity: sealed
        policy: {name: review, prefer_valid: true, prefer_present: true}
      - id: resident_ref
        label: {zh: 人员记录, en: Resident}
        type: reference
        target: resident
        purpose: dispute_mediation
        sensitivity: internal
        policy: review
  - id: summary
    label: {zh: 简述, en: Summary}
    type: text
    max_length: 4000
    required: true
    purpose: dispute_mediation
    sensitivity: personal
    policy: {name: review, priority: low}
  - id: involved_org
    label: {zh: 涉及单位, en: Unit concerned}
    type: text
    max_length: 200
    required: true
    # None concerned.
    default: {value: 无}
    purpose: dispute_mediation
    sensitivity: internal
    policy: latest
  - id: source
    label: {zh: 来源, en: Source}
    type: code
    required: true
    purpose: dispute_mediation
    sensitivity: internal
    policy: {name: once, ask: never}
    codes:
      - {code: patrol, zh: 网格员巡查, en: Patrol of a grid worker}
      - {code: public_report, zh: 群众上报, en: Reported by the public}
      - {code: "12345", zh: 12345热线, en: Hotline 12345}
      - {code: superior, zh: 上级交办, en: Assigned from above}
      - {code: department, zh: 部门移送, en: Transferred by a department}
  - id: urgent
    label: {zh: 紧急, en: Urgent}
    type: bool
    purpose: dispute_mediation
    sensitivity: internal
    policy: greatest
  - id: important
    label: {zh: 重大, en: Important}
    type: bool
    purpose: dispute_mediation
    sensitivity: internal
    policy: greatest
  # Persuasion, then people's or trade mediation, then the administration's, the court's, then arbitration or a suit.
  - id: mediation_way
    label: {zh: 化解方式, en: Way of mediation}
    type: code
    required_at_close: true
    purpose: dispute_mediation
    sensitivity: internal
    policy: {name: stage, steps: "1>2>3>4>6; 1>5>3; 4>7; 1>8; 1>9"}
    codes:
      - {code: "1", zh: 当场劝解, en: Persuasion on the spot}
      - {code: "2", zh: 人民调解, en: People's mediation}
      - {code: "3", zh: 行政调解, en: Administrative mediation}
      - {code: "4", zh: 司法调解, en: Judicial mediation}
      - {code: "5", zh: 行业专业调解, en: Trade mediation}
      - {code: "6", zh: 仲裁, en: Arbitration}
      - {code: "7", zh: 诉讼, en: Lawsuit}
      - {code: "8", zh: 信访, en: Petition}
      - {code: "9", zh: 其他, en: Other}
  - id: mediation_org
    label: {zh: 化解组织, en: Mediating unit}
    type: text
    max_length: 100
    purpose: dispute_mediation
    sensitivity: internal
    policy: {name: latest, upper_level: true}
  - id: mediator
    label: {zh: 化解责任人, en: Mediator}
    type: text
    max_length: 50
    purpose: dispute_mediation
    sensitivity: internal
    policy: {name: latest, upper_level: true}
  - id: mediator_phone
    label: {zh: 责任人联系方式, en: Mediator's telephone}
    type: text
    max_length: 30
    purpose: contact
    sensitivity: personal
    masking: phone
    policy: {name: latest, upper_level: true}
  - id: due_at
    label: {zh: 化解时限, en: Due at}
    type: timestamp
    required: true
    default: {now: 30}
    purpose: dispute_mediation
    sensitivity: internal
    policy: {name: latest, upper_level: true}
  - id: result
    label: {zh: 是否化解成功, en: Result}
    type: code
    required_at_close: true
    purpose: dispute_mediation
    sensitivity: internal
    policy: {name: review, provisional: "0"}
    codes:
      - {code: "0", zh: 未成功, en: Failed}
      - {code: "1", zh: 成功, en: Succeeded}
      - {code: "2", zh: 终止, en: Ended}
      - {code: "3", zh: 移送, en: Transferred}
  - id: result_note
    label: {zh: 化解情况, en: How it went}
    type: text
    max_length: 4000
    purpose: dispute_mediation
    sensitivity: personal
    policy: {name: review, priority: low}
  # Once signed it stands; a new agreement is a new version that only the township desk and supervisors enter.
  - id: agreement
    label: {zh: 调解协议, en: Agreement}
    type: composite
    purpose: dispute_mediation
    sensitivity: personal
    policy: review
    guards:
      - {action: replace, roles: [township, supervisor], condition: signed_at}
      - {action: clear, roles: [township, supervisor], condition: signed_at}
    parts:
      - id: form
        label: {zh: 形式, en: Form}
        type: code
        required: true
        purpose: dispute_mediation
        sensitivity: internal
        policy: review
        codes:
          - {code: written, zh: 书面, en: Written}
          - {code: oral, zh: 口头, en: Oral}
      - {id: terms, label: {zh: 协议内容, en: Terms}, type: text, max_length: 8000, policy: review, purpose: dispute_mediation, sensitivity: personal}
      - {id: amount, label: {zh: 金额(分), en: Amount (fen)}, type: money, minimum: 0, policy: review, purpose: dispute_mediation, sensitivity: internal}
      - {id: signed_at, label: {zh: 签订时间, en: Signed at}, type: timestamp, policy: review, purpose: dispute_mediation, sensitivity: internal}
      - {id: perform_by, label: {zh: 履行期限, en: To perform by}, type: date, policy: review, purpose: dispute_mediation, sensitivity: internal}
      - {id: performed, label: {zh: 已履行, en: Performed}, type: bool, policy: review, purpose: dispute_mediation, sensitivity: internal}
  # A party that refuses ends mediation.
  - id: refusal
    label: {zh: 当事人拒绝调解, en: A party refuses mediation}
    type: bool
    purpose: dispute_mediation
    sensitivity: internal
    policy: assert
  - id: confidential
    label: {zh: 不公开, en: Not public}
    type: bool
    required: true
    default: {value: false}
    purpose: dispute_mediation
    sensitivity: internal
    policy: assert
  - id: review_date
    label: {zh: 考评日期, en: Assessed on}
    type: entries
    of: date
    purpose: accountability
    sensitivity: internal
    policy: entries
  - id: review_note
    label: {zh: 考评意见, en: Assessment}
    type: entries
    of: text
    max_length: 2000
    purpose: accountability
    sensitivity: internal
    policy: entries
  # Where the work stands: the steps of the work item and the paths between them.
  - id: state
    label: {zh: 办理状态, en: State of the work}
    type: code
    default: {value: reported}
    purpose: grid_service
    sensitivity: internal
    policy:
      name: stage
      steps: >-
        reported>accepted>coordinating>assigned>processing>replied>resolved>verified>closed;
        accepted>assigned; processing>resolved; accepted>escalated; processing>escalated;
        assigned>returned; processing>returned; reported>duplicate; reported>void; closed>reopened;
        processing>suspended; processing>terminated; processing>transferred
      resume: returned>accepted; returned>assigned; escalated>accepted; escalated>assigned; suspended>processing; reopened>accepted; resolved>processing
      closing: closed
    guards:
      - {action: step_back, roles: [supervisor]}
    codes:
      - {code: reported, zh: 上报, en: Reported}
      - {code: accepted, zh: 受理, en: Accepted}
      - {code: coordinating, zh: 协调, en: Coordinating}
      - {code: assigned, zh: 交办, en: Assigned}
      - {code: processing, zh: 处置中, en: In work}
      - {code: replied, zh: 协办回复, en: Replied}
      - {code: resolved, zh: 办结, en: Resolved}
      - {code: verified, zh: 回访, en: Verified}
      - {code: closed, zh: 评价归档, en: Closed}
      - {code: returned, zh: 退回, en: Returned}
      - {code: escalated, zh: 上报上级, en: Escalated}
      - {code: suspended, zh: 中止, en: Suspended}
      - {code: terminated, zh: 终止, en: Terminated}
      - {code: transferred, zh: 移送, en: Transferred}
      - {code: duplicate, zh: 重复, en: Duplicate}
      - {code: void, zh: 作废, en: Void}
      - {code: reopened, zh: 重启, en: Reopened}
  - id: main_org
    label: {zh: 主办单位, en: Main unit}
    type: text
    max_length: 100
    purpose: grid_service
    sensitivity: internal
    policy: {name: latest, upper_level: true}
  - id: assignee
    label: {zh: 承办人, en: Handler}
    type: text
    max_length: 100
    purpose: grid_service
    sensitivity: internal
    policy: {name: latest, upper_level: true}
  - id: steps
    label: {zh: 办理过程, en: Log of the work}
    type: entries
    of: composite
    purpose: accountability
    sensitivity: internal
    policy: entries
    parts:
      - {id: at, label: {zh: 时间, en: At}, type: timestamp, required: true, policy: once, purpose: accountability, sensitivity: internal}
      - {id: by, label: {zh: 办理人, en: By}, type: text, max_length: 100, policy: once, purpose: accountability, sensitivity: internal}
      - {id: step, label: {zh: 步骤, en: Step}, type: text, max_length: 50, required: true, policy: once, purpose: accountability, sensitivity: internal}
      - {id: org, label: {zh: 单位, en: Unit}, type: text, max_length: 100, policy: once, purpose: accountability, sensitivity: internal}
      - {id: text, label: {zh: 说明, en: Remark}, type: text, max_length: 2000, policy: once, purpose: accountability, sensitivity: internal}
      # The organisation that the work goes to, and those that help, as `level:code`, several with commas between.
      - {id: to, label: {zh: 目标单位, en: To}, type: text, max_length: 100, policy: once, purpose: accountability, sensitivity: internal}
      - {id: secondaries, label: {zh: 协办单位, en: Helping units}, type: text, max_length: 1000, policy: once, purpose: accountability, sensitivity: internal}
      - {id: days, label: {zh: 天数, en: Days}, type: int, minimum: 1, maximum: 3660, policy: once, purpose: accountability, sensitivity: internal}
      - {id: due_at, label: {zh: 限定期限, en: Due at}, type: timestamp, policy: once, purpose: accountability, sensitivity: internal}
      - {id: link, label: {zh: 关联记录, en: Linked record}, type: reference, policy: once, purpose: accountability, sensitivity: internal}
      - {id: score, label: {zh: 评分, en: Score}, type: int, minimum: 0, maximum: 100, policy: once, purpose: accountability, sensitivity: internal}
      - {id: evidence, label: {zh: 佐证, en: Evidence}, type: attachment, policy: once, purpose: evidence, sensitivity: personal}
  - id: comments
    label: {zh: 批示意见, en: Comments}
    type: entries
    of: text
    max_length: 2000
    purpose: accountability
    sensitivity: internal
    policy: entries
  # What the caller said when asked afterwards; never overwritten.
  - id: callbacks
    label: {zh: 回访记录, en: Callbacks}
    type: entries
    of: composite
    purpose: accountability
    sensitivity: internal
    policy: entries
    parts:
      - {id: at, label: {zh: 时间, en: At}, type: timestamp, required: true, policy: once, purpose: accountability, sensitivity: internal}
      - {id: satisfied, label: {zh: 是否满意, en: Satisfied}, type: bool, policy: once, purpose: accountability, sensitivity: internal}
      - {id: score, label: {zh: 评分, en: Score}, type: int, minimum: 0, maximum: 100, policy: once, purpose: accountability, sensitivity: internal}
      - {id: text, label: {zh: 说明, en: Remark}, type: text, max_length: 2000, policy: once, purpose: accountability, sensitivity: internal}

"""##),
        .init(
            name: "hazard.yaml",
            text: ##"""
# Hazards. Category F follows the fire checklist of rental houses; the others are the county's own list. The three
# stages are the practice of Lanxi: reminder, warning at the second check, hand-over to enforcement at the third.
kind: hazard
label: {zh: 隐患, en: Hazard}
# Two workers find the same thing: at the same house, or within 30 metres, on the same day or so.
natural_key:
  - {fields: [target_id, category], at: found_at, within_hours: 24}
  - {fields: [target_kind, category], at: found_at, within_hours: 24, place: location, within_metres: 30}
# Kept for that long after closing.
retention_months: 36
fields:
  - id: target_kind
    label: {zh: 对象类别, en: Kind of place}
    type: code
    required: true
    purpose: hazard_control
    sensitivity: internal
    policy: review
    codes:
      - {code: rental, zh: 出租房, en: Rental house}
      - {code: villager_house, zh: 村民自建房, en: Villager's house}
      - {code: street_shop, zh: 沿街店面, en: Street shop}
      - {code: workshop, zh: 作坊企业, en: Workshop}
      - {code: site, zh: 工地, en: Building site}
      - {code: market, zh: 市场, en: Market}
      - {code: public_facility, zh: 公共设施, en: Public facility}
      - {code: road, zh: 道路, en: Road}
  # Rental houses have records of their own; a road or a market has none to refer to.
  - id: target_id
    label: {zh: 对象, en: Place}
    type: reference
    required_when: {field: target_kind, codes: [rental]}
    purpose: hazard_control
    sensitivity: internal
    policy: review
  - id: category
    label: {zh: 类别, en: Category}
    type: code
    required: true
    purpose: hazard_control
    sensitivity: internal
    policy: {name: latest, same_top_class: 1}
    codes: &categories
      - {code: F, zh: 消防, en: Fire}
      - {code: F01, zh: 彩钢板或可燃隔断, en: Sandwich panels or combustible partitions}
      - {code: F02, zh: 违规分隔或厨卫阳台地下室住人, en: Illegal partition or someone living in kitchen or cellar}
      - {code: F03, zh: 住宿与生产经营储存合用, en: Living together with production or storage}
      - {code: F04, zh: 安全出口或楼梯数量不足, en: Too few exits or stairs}
      - {code: F05, zh: 疏散通道堵塞, en: Escape route blocked}
      - {code: F06, zh: 外窗铁栅无逃生口, en: Window bars without an escape opening}
      - {code: F07, zh: 无独立式感烟报警, en: No smoke alarm}
      - {code: F08, zh: 灭火器缺失失效, en: Fire extinguisher missing or expired}
      - {code: F09, zh: 电动自行车室内停放充电, en: Electric bicycle parked or charged indoors}
      - {code: F10, zh: 私拉乱接、无套管、铜丝代保险, en: "Improvised wiring, no conduit, copper wire for a fuse"}
      - {code: F11, zh: 瓶装液化气违规, en: Bottled gas against the rules}
      - {code: F12, zh: 超员, en: Overcrowded}
      - {code: F13, zh: 逃生绳梯或应急照明缺失, en: No escape ladder or emergency light}
      - {code: F14, zh: 其他消防, en: "Fire, other"}
      - {code: E, zh: 用电, en: Electricity}
      - {code: G, zh: 燃气, en: Gas}
      - {code: S, zh: 房屋结构, en: Structure of a building}
      - {code: C, zh: 建筑施工, en: Construction work}
      - {code: T, zh: 道路设施, en: Road}
      - {code: W, zh: 生产安全, en: Safety at work}
      - {code: D, zh: 地质防汛, en: Landslides and floods}
      - {code: P, zh: 食品药品, en: Food and medicines}
      - {code: N, zh: 环境, en: Environment}
      - {code: H, zh: 公共设施, en: Public facility}
      - {code: Z, zh: 其他, en: Other}
  - id: level
    label: {zh: 等级, en: Level}
    type: code
    required: true
    purpose: hazard_control
    sensitivity: internal
    policy: greatest
    guards:
      - {action: lower, roles: [township, supervisor]}
      - {action: clear, roles: [township, supervisor]}
    codes:
      - {code: "1", zh: 一般, en: Ordinary}
      - {code: "2", zh: 较大, en: Serious}
      - {code: "3", zh: 重大, en: Major}
  - id: items
    label: {zh: 问题明细, en: Items}
    type: set
    of: composite
    required: true
    purpose: hazard_control
    sensitivity: internal
    policy: {name: elements, element: review}
    parts:
      - id: code
        label: {zh: 类别, en: Category}
        type: code
        purpose: hazard_control
        sensitivity: internal
        policy: review
        codes: *categories
      - id: text
        label: {zh: 问题, en: What is wrong}
        type: text
        max_length: 1000
        purpose: hazard_control
        sensitivity: internal
        policy: review
      - id: photo_before
        label: {zh: 整改前照片, en: Photograph before}
        type: attachment
        purpose: evidence
        sensitivity: personal
        policy: review
      # By later observation; on the same day what is open stays open.
      - id: status
        label: {zh: 状态, en: Status}
        type: code
        required: true
        separate: true
        default: {value: open}
        purpose: hazard_control
        sensitivity: internal
        policy: {name: latest, same_day: worse, order: "verified,fixed,open,recurred"}
        codes:
          - {code: open, zh: 未整改, en: Open}
          - {code: fixed, zh: 已整改, en: Fixed}
          - {code: verified, zh: 已复核, en: Verified}
          - {code: recurred, zh: 复发, en: Recurred}
      - id: fixed_at
        label: {zh: 整改时间, en: Fixed at}
        type: timestamp
        separate: true
        purpose: hazard_control
        sensitivity: internal
        policy: latest
      - id: photo_after
        label: {zh: 整改后照片, en: Photograph after}
        type: attachment
        separate: true
        purpose: evidence
        sensitivity: personal
        policy: latest
  - id: found_at
    label: {zh: 发现时间, en: Found at}
    type: timestamp
    required: true
    default: {now: 0}
    purpose: evidence
    sensitivity: internal
    policy: once
  - id: found_by
    label: {zh: 发现人, en: Found by}
    type: text
    max_length: 100
    required: true
    default: {author: true}
    purpose: evidence
    sensitivity: internal
    policy: once
  - id: location
    label: {zh: 位置, en: Location}
    type: point
    required: true
    purpose: hazard_control
    sensitivity: internal
    policy: {name: review, tolerance_metres: 50}
  - id: stage
    label: {zh: 阶段, en: Stage}
    type: code
    required: true
    default: {value: "1"}
    purpose: hazard_control
    sensitivity: internal
    policy: stage
    guards:
      - {action: step_back, roles: [township, supervisor]}
    codes:
      - {code: "1", zh: 检查提醒, en: Reminder}
      - {code: "2", zh: 复查警示, en: Warning}
      - {code: "3", zh: 回访执法(移送), en: Hand-over to enforcement}
  - id: due_at
    label: {zh: 整改期限, en: Due at}
    type: timestamp
    required: true
    default: {now: 7}
    purpose: hazard_control
    sensitivity: internal
    policy: least
    guards:
      - {action: replace, roles: [township, supervisor]}
      - {action: clear, roles: [township, supervisor]}
  - id: extended_to
    label: {zh: 延期至, en: Extended to}
    type: timestamp
    purpose: hazard_control
    sensitivity: internal
    policy: latest
    guards:
      - {action: write, roles: [village, township, supervisor]}
  - id: responsible
    label: {zh: 责任人/单位, en: Responsible person or unit}
    type: composite
    required: true
    purpose: hazard_control
    sensitivity: personal
    policy: {name: latest, same_part: name}
    parts:
      - id: name
        label: {zh: 姓名或单位, en: Name}
        type: text
        max_length: 100
        required: true
        purpose: hazard_control
        sensitivity: personal
        masking: name
        policy: latest
      - id: phone
        label: {zh: 联系方式, en: Telephone}
        type: text
        max_length: 30
        purpose: contact
        sensitivity: personal
        masking: phone
        policy: latest
  - id: rechecks
    label: {zh: 复查, en: Rechecks}
    type: entries
    of: composite
    purpose: hazard_control
    sensitivity: internal
    policy: entries
    parts:
      - {id: at, label: {zh: 时间, en: At}, type: timestamp, required: true, default: {now: 0}, policy: once, purpose: evidence, sensitivity: internal}
      - {id: by, label: {zh: 复查人, en: By}, type: text, max_length: 100, required: true, default: {author: true}, policy: once, purpose: evidence, sensitivity: internal}
      - {id: result, label: {zh: 结果, en: Result}, type: text, max_length: 1000, required: true, policy: once, purpose: hazard_control, sensitivity: internal}
      - {id: items, label: {zh: 涉及问题, en: Items}, type: text, max_length: 500, policy: once, purpose: hazard_control, sensitivity: internal}
  - id: listed
    label: {zh: 挂牌督办, en: Listed for supervision}
    type: composite
    purpose: hazard_control
    sensitivity: internal
    policy: review
    guards:
      - {action: write, roles: [township, supervisor]}
    parts:
      - {id: cycle, label: {zh: 周期, en: Cycle}, type: text, max_length: 50, policy: review, purpose: hazard_control, sensitivity: internal}
      - {id: from, label: {zh: 挂牌日期, en: From}, type: date, required: true, policy: review, purpose: hazard_control, sensitivity: internal}
      - {id: to, label: {zh: 销号期限, en: To}, type: date, policy: review, purpose: hazard_control, sensitivity: internal}
      - {id: accept_result, label: {zh: 验收结果, en: Result of acceptance}, type: text, max_length: 500, policy: review, purpose: hazard_control, sensitivity: internal}
  - id: listed_checks
    label: {zh: 挂牌月度检查, en: Monthly checks while listed}
    type: entries
    of: composite
    purpose: hazard_control
    sensitivity: internal
    policy: entries
    parts:
      - {id: at, label: {zh: 时间, en: At}, type: timestamp, required: true, default: {now: 0}, policy: once, purpose: evidence, sensitivity: internal}
      - {id: by, label: {zh: 检查人, en: By}, type: text, max_length: 100, policy: once, purpose: evidence, sensitivity: internal}
      - {id: result, label: {zh: 结果, en: Result}, type: text, max_length: 1000, required: true, policy: once, purpose: hazard_control, sensitivity: internal}
  - id: outcome
    label: {zh: 结果, en: Outcome}
    type: code
    required_at_close: true
    purpose: hazard_control
    sensitivity: internal
    policy: {name: review, provisional: none}
    codes:
      - {code: fixed, zh: 整改, en: Put right}
      - {code: enforcement, zh: 移送执法, en: Handed to enforcement}
      - {code: shut_down, zh: 关停, en: Shut down}
      - {code: banned, zh: 取缔, en: Banned}
      - {code: written_off, zh: 核销, en: Written off}
      - {code: false_alarm, zh: 误报, en: False alarm}
  - id: recurrence_of
    label: {zh: 复发自, en: Recurrence of}
    type: set
    of: reference
    target: hazard
    purpose: hazard_control
    sensitivity: internal
    policy: elements
  - id: campaigns
    label: {zh: 专项行动, en: Campaigns}
    type: codes
    purpose: hazard_control
    sensitivity: internal
    policy: elements
  # Where the work stands: the steps of the work item and the paths between them.
  - id: state
    label: {zh: 办理状态, en: State of the work}
    type: code
    default: {value: reported}
    purpose: grid_service
    sensitivity: internal
    policy:
      name: stage
      steps: >-
        reported>accepted>coordinating>assigned>processing>replied>resolved>verified>closed;
        accepted>assigned; processing>resolved; accepted>escalated; processing>escalated;
        assigned>returned; processing>returned; reported>duplicate; reported>void; closed>reopened;
        processing>suspended; processing>terminated; processing>transferred; processing>written_off
      resume: returned>accepted; returned>assigned; escalated>accepted; escalated>assigned; suspended>processing; reopened>accepted; resolved>processing
      closing: closed,written_off
    guards:
      - {action: step_back, roles: [supervisor]}
    codes:
      - {code: reported, zh: 上报, en: Reported}
      - {code: accepted, zh: 受理, en: Accepted}
      - {code: coordinating, zh: 协调, en: Coordinating}
      - {code: assigned, zh: 交办, en: Assigned}
      - {code: processing, zh: 处置中, en: In work}
      - {code: replied, zh: 协办回复, en: Replied}
      - {code: resolved, zh: 办结, en: Resolved}
      - {code: verified, zh: 回访, en: Verified}
      - {code: closed, zh: 评价归档, en: Closed}
      - {code: returned, zh: 退回, en: Returned}
      - {code: escalated, zh: 上报上级, en: Escalated}
      - {code: suspended, zh: 中止, en: Suspended}
      - {code: terminated, zh: 终止, en: Terminated}
      - {code: transferred, zh: 移送, en: Transferred}
      - {code: written_off, zh: 核销, en: Written off}
      - {code: duplicate, zh: 重复, en: Duplicate}
      - {code: void, zh: 作废, en: Void}
      - {code: reopened, zh: 重启, en: Reopened}
  - id: main_org
    label: {zh: 主办单位, en: Main unit}
    type: text
    max_length: 100
    purpose: grid_service
    sensitivity: internal
    policy: {name: latest, upper_level: true}
  - id: assignee
    label: {zh: 承办人, en: Handler}
    type: text
    max_length: 100
    purpose: grid_service
    sensitivity: internal
    policy: {name: latest, upper_level: true}
  - id: steps
    label: {zh: 办理过程, en: Log of the work}
    type: entries
    of: composite
    purpose: accountability
    sensitivity: internal
    policy: entries
    parts:
      - {id: at, label: {zh: 时间, en: At}, type: timestamp, required: true, policy: once, purpose: accountability, sensitivity: internal}
      - {id: by, label: {zh: 办理人, en: By}, type: text, max_length: 100, policy: once, purpose: accountability, sensitivity: internal}
      - {id: step, label: {zh: 步骤, en: Step}, type: text, max_length: 50, required: true, policy: once, purpose: accountability, sensitivity: internal}
      - {id: org, label: {zh: 单位, en: Unit}, type: text, max_length: 100, policy: once, purpose: accountability, sensitivity: internal}
      - {id: text, label: {zh: 说明, en: Remark}, type: text, max_length: 2000, policy: once, purpose: accountability, sensitivity: internal}
      # The organisation that the work goes to, and those that help, as `level:code`, several with commas between.
      - {id: to, label: {zh: 目标单位, en: To}, type: text, max_length: 100, policy: once, purpose: accountability, sensitivity: internal}
      - {id: secondaries, label: {zh: 协办单位, en: Helping units}, type: text, max_length: 1000, policy: once, purpose: accountability, sensitivity: internal}
      - {id: days, label: {zh: 天数, en: Days}, type: int, minimum: 1, maximum: 3660, policy: once, purpose: accountability, sensitivity: internal}
      - {id: due_at, label: {zh: 限定期限, en: Due at}, type: timestamp, policy: once, purpose: accountability, sensitivity: internal}
      - {id: link, label: {zh: 关联记录, en: Linked record}, type: reference, policy: once, purpose: accountability, sensitivity: internal}
      - {id: score, label: {zh: 评分, en: Score}, type: int, minimum: 0, maximum: 100, policy: once, purpose: accountability, sensitivity: internal}
      - {id: evidence, label: {zh: 佐证, en: Evidence}, type: attachment, policy: once, purpose: evidence, sensitivity: personal}
  - id: comments
    label: {zh: 批示意见, en: Comments}
    type: entries
    of: text
    max_length: 2000
    purpose: accountability
    sensitivity: internal
    policy: entries
  # What the caller said when asked afterwards; never overwritten.
  - id: callbacks
    label: {zh: 回访记录, en: Callbacks}
    type: entries
    of: composite
    purpose: accountability
    sensitivity: internal
    policy: entries
    parts:
      - {id: at, label: {zh: 时间, en: At}, type: timestamp, required: true, policy: once, purpose: accountability, sensitivity: internal}
      - {id: satisfied, label: {zh: 是否满意, en: Satisfied}, type: bool, policy: once, purpose: accountability, sensitivity: internal}
      - {id: score, label: {zh: 评分, en: Score}, type: int, minimum: 0, maximum: 100, policy: once, purpose: accountability, sensitivity: internal}
      - {id: text, label: {zh: 说明, en: Remark}, type: text, max_length: 2000, policy: once, purpose: accountability, sensitivity: internal}

"""##),
        .init(
            name: "rental_house.yaml",
            text: ##"""
# Rental houses. Fields after GB/T 31000-2015, section on rental houses; the letter of responsibility and the three
# kinds of premises after the practice of Lishui; the fire checklist compiled from public rules (Fire Protection Law,
# articles 19 and 28).
kind: rental_house
label: {zh: 出租房, en: Rental house}
natural_key:
  - {fields: [house_code]}
  - {fields: [address], place: location, within_metres: 50}
# Kept for that long after letting ceased.
retention_months: 24
fields:
  - id: house_code
    label: {zh: 房屋编号, en: House code}
    type: text
    max_length: 50
    required: true
    purpose: rental_management
    sensitivity: internal
    policy: {name: review, normalise: width_space}
  - id: address
    label: {zh: 地址, en: Address}
    type: text
    max_length: 200
    required: true
    purpose: rental_management
    sensitivity: personal
    masking: address
    policy: {name: latest, normalise: address}
  - id: location
    label: {zh: 经纬度, en: Location}
    type: point
    required: true
    purpose: rental_management
    sensitivity: internal
    policy: {name: review, tolerance_metres: 50}
  - id: premise_kind
    label: {zh: 两房一店, en: Kind of premises}
    type: code
    required: true
    purpose: fire_safety
    sensitivity: internal
    policy: {name: review, safe: stricter, order: "2,1,3"}
    codes:
      - {code: "1", zh: 居住出租房, en: Rented dwelling}
      - {code: "2", zh: 村(居)民房, en: Villager's house}
      - {code: "3", zh: 沿街店面, en: Street shop}
  - id: building_use
    label: {zh: 建筑用途, en: Use of the building}
    type: code
    purpose: fire_safety
    sensitivity: internal
    policy: review
    codes:
      - {code: "1", zh: 住宅, en: Dwelling}
      - {code: "2", zh: 商业, en: Shop}
      - {code: "3", zh: 办公, en: Office}
      - {code: "4", zh: 工业, en: Industry}
      - {code: "5", zh: 仓储, en: Storage}
      - {code: "6", zh: 商住混合, en: Shop and dwelling}
      - {code: "9", zh: 其他, en: Other}
  - id: area_m2
    label: {zh: 建筑面积(平方米), en: Floor area (square metres)}
    type: decimal
    decimal_places: 2
    minimum: 0
    maximum: 1000000
    purpose: fire_safety
    sensitivity: internal
    policy: {name: latest, tolerance_percent: 20}
  - id: floors
    label: {zh: 层数, en: Floors}
    type: int
    minimum: 0
    maximum: 200
    purpose: fire_safety
    sensitivity: internal
    policy: review
  - id: rooms
    label: {zh: 间数, en: Rooms}
    type: int
    minimum: 0
    maximum: 10000
    purpose: fire_safety
    sensitivity: internal
    policy: {name: latest, tolerance_percent: 20}
  - id: beds
    label: {zh: 床位, en: Beds}
    type: int
    minimum: 0
    maximum: 10000
    purpose: fire_safety
    sensitivity: internal
    policy: {name: latest, tolerance_percent: 20}
  - id: owner_name
    label: {zh: 房主姓名, en: Owner}
    type: text
    max_length: 50
    required: true
    purpose: rental_management
    sensitivity: personal
    masking: name
    policy: {name: latest, apart_days: 8, normalise: width_space}
  - id: owner_phone
    label: {zh: 房主联系方式, en: Owner's telephone}
    type: text
    max_length: 30
    required: true
    purpose: contact
    sensitivity: personal
    masking: phone
    policy: {name: latest, apart_days: 8}
  - id: owner_id_type
    label: {zh: 房主证件代码, en: Kind of the owner's document}
    type: code
    purpose: rental_management
    sensitivity: internal
    policy: {name: latest, apart_days: 8}
    codes:
      - {code: "111", zh: 居民身份证, en: Citizen identity card}
      - {code: "113", zh: 户口簿, en: Household register}
      - {code: "414", zh: 护照, en: Passport}
      - {code: "511", zh: 台湾居民来往大陆通行证, en: Mainland travel permit for Taiwan residents}
      - {code: "516", zh: 港澳居民来往内地通行证, en: Mainland travel permit for Hong Kong and Macao residents}
      - {code: "553", zh: 外国人永久居留身份证, en: Permanent residence card of a foreigner}
      - {code: "554", zh: 外国人居留许可, en: Residence permit of a foreigner}
      - {code: "990", zh: 其他证件, en: Other document}
      - {code: none, zh: 暂无证件, en: None yet}
  - id: owner_id_no
    label: {zh: 房主证件号码, en: Number of the owner's document}
    type: text
    max_length: 30
    document_type: owner_id_type
    purpose: rental_management
    sensitivity: sealed
    policy: {name: latest, apart_days: 8}
  - id: owner_addr
    label: {zh: 房主现住详址, en: Owner's address}
    type: text
    max_length: 200
    purpose: rental_management
    sensitivity: personal
    masking: address
    policy: {name: latest, apart_days: 8, normalise: address}
  - id: rental_use
    label: {zh: 出租用途, en: Let as}
    type: code
    required: true
    purpose: fire_safety
    sensitivity: internal
    policy: {name: review, safe: stricter, order: "1,9,2,4,3,5,6"}
    codes:
      - {code: "1", zh: 居住, en: Dwelling}
      - {code: "2", zh: 商用, en: Shop}
      - {code: "3", zh: 生产加工, en: Workshop}
      - {code: "4", zh: 仓储, en: Storage}
      - {code: "5", zh: 宿舍, en: Dormitory}
      - {code: "6", zh: 混合, en: Mixed}
      - {code: "9", zh: 其他, en: Other}
  - id: tenants
    label: {zh: 承租人, en: Tenants}
    type: set
    of: reference
    target: resident
    purpose: rental_management
    sensitivity: internal
    policy: elements
  - id: occupant_count
    label: {zh: 居住人数, en: Occupants}
    type: int
    minimum: 0
    maximum: 10000
    required: true
    purpose: fire_safety
    sensitivity: internal
    policy: {name: latest, same_day: max}
  - id: minors_count
    label: {zh: 未成年人数, en: Minors}
    type: int
    minimum: 0
    maximum: 10000
    required: true
    purpose: fire_safety
    sensitivity: internal
    policy: {name: latest, same_day: max}
  # One answer for each point, under its code: whether the fault is there.
  - id: checklist
    label: {zh: 消防检查表, en: Fire checklist}
    type: set
    of: composite
    purpose: fire_safety
    sensitivity: internal
    policy: {name: elements, element: latest}
    codes:
      - {code: F01, zh: 彩钢板或可燃隔断, en: Sandwich panels or combustible partitions}
      - {code: F02, zh: 违规分隔或厨卫阳台地下室住人, en: Illegal partition or someone living in kitchen or cellar}
      - {code: F03, zh: 住宿与生产经营储存合用, en: Living together with production or storage}
      - {code: F04, zh: 安全出口或楼梯数量不足, en: Too few exits or stairs}
      - {code: F05, zh: 疏散通道堵塞, en: Escape route blocked}
      - {code: F06, zh: 外窗铁栅无逃生口, en: Window bars without an escape opening}
      - {code: F07, zh: 无独立式感烟报警, en: No smoke alarm}
      - {code: F08, zh: 灭火器缺失失效, en: Fire extinguisher missing or expired}
      - {code: F09, zh: 电动自行车室内停放充电, en: Electric bicycle parked or charged indoors}
      - {code: F10, zh: 私拉乱接、无套管、铜丝代保险, en: "Improvised wiring, no conduit, copper wire for a fuse"}
      - {code: F11, zh: 瓶装液化气违规, en: Bottled gas against the rules}
      - {code: F12, zh: 超员, en: Overcrowded}
      - {code: F13, zh: 逃生绳梯或应急照明缺失, en: No escape ladder or emergency light}
      - {code: F14, zh: 其他, en: Other}
    parts:
      - id: answer
        label: {zh: 是否存在, en: Fault found}
        type: code
        required: true
        separate: true
        purpose: fire_safety
        sensitivity: internal
        policy: {name: latest, same_day: worse}
        codes:
          - {code: na, zh: 不适用, en: Not applicable}
          - {code: "no", zh: 否, en: "No"}
          - {code: "yes", zh: 是, en: "Yes"}
      - id: photo
        label: {zh: 照片, en: Photograph}
        type: attachment
        purpose: evidence
        sensitivity: personal
        policy: latest
      - id: text
        label: {zh: 说明, en: Remark}
        type: text
        max_length: 500
        purpose: fire_safety
        sensitivity: internal
        policy: latest
  - id: hazard_types
    label: {zh: 隐患类型, en: Kinds of open hazards}
    type: codes
    derived: true
    purpose: fire_safety
    sensitivity: internal
    policy: elements
  - id: hazard_level
    label: {zh: 隐患程度, en: Highest open hazard}
    type: code
    derived: true
    purpose: fire_safety
    sensitivity: internal
    policy: greatest
    codes:
      - {code: "0", zh: 无, en: None}
      - {code: "1", zh: 一般, en: Ordinary}
      - {code: "2", zh: 较大, en: Serious}
      - {code: "3", zh: 重大, en: Major}
  - id: letter_signed
    label: {zh: 已签治安(消防)责任书, en: Letter of responsibility signed}
    type: bool
    required: true
    default: {value: false}
    purpose: fire_safety
    sensitivity: internal
    policy: {name: assert, evidence: letter_photo}
  - id: letter_date
    label: {zh: 责任书日期, en: Letter signed on}
    type: date
    purpose: fire_safety
    sensitivity: internal
    policy: {name: greatest, ask: never}
  - id: letter_photo
    label: {zh: 责任书照片, en: Photograph of the letter}
    type: attachment
    purpose: evidence
    sensitivity: personal
    policy: latest
  - id: registered
    label: {zh: 已登记备案, en: Lease registered}
    type: bool
    purpose: rental_management
    sensitivity: internal
    policy: {name: latest, evidence: registered_date}
  - id: registered_date
    label: {zh: 备案日期, en: Lease registered on}
    type: date
    purpose: rental_management
    sensitivity: internal
    policy: latest
  - id: lease_from
    label: {zh: 租期起, en: Lease from}
    type: date
    purpose: rental_management
    sensitivity: internal
    policy: latest
  - id: lease_to
    label: {zh: 租期止, en: Lease to}
    type: date
    purpose: rental_management
    sensitivity: internal
    policy: latest
  # Any code of a campaign that the office runs.
  - id: campaigns
    label: {zh: 专项行动, en: Campaigns}
    type: codes
    purpose: fire_safety
    sensitivity: internal
    policy: elements
  - id: active
    label: {zh: 在租, en: Let at present}
    type: bool
    default: {value: true}
    purpose: rental_management
    sensitivity: internal
    policy: {name: latest, review_if_above: hazard_level, review_if_after: last_inspected_at}
  - id: last_inspected_at
    label: {zh: 最近排查, en: Last inspected at}
    type: timestamp
    derived: true
    purpose: fire_safety
    sensitivity: internal
    policy: latest
  - id: colour
    label: {zh: 颜色, en: Colour}
    type: code
    derived: true
    purpose: fire_safety
    sensitivity: internal
    policy: greatest
    codes:
      - {code: green, zh: 绿, en: Green}
      - {code: yellow, zh: 黄, en: Yellow}
      - {code: red, zh: 红, en: Red}

"""##),
        .init(
            name: "resident.yaml",
            text: ##"""
# Residents. Field set after GB/T 31000-2015 (comprehensive governance, basic data), cut down to what services and
# registration need: no former name, ethnicity, origin, marriage, politics, education, religion, occupation, health,
# income, photograph or watch-list mark.
kind: resident
label: {zh: 人员, en: Resident}
# The number by its keyed hash, which the hub alone can make; on a device the name and the number's last four.
natural_key:
  - {fields: [id_no]}
  - {fields: [name, id_no]}
# Kept for that long after moving out.
retention_months: 6
fields:
  - id: name
    label: {zh: 姓名, en: Name}
    type: text
    max_length: 50
    required: true
    purpose: population_service
    sensitivity: personal
    masking: name
    policy: {name: review, normalise: width_space}
  # GA/T 517, codes of documents.
  - id: id_type
    label: {zh: 证件代码, en: Kind of document}
    type: code
    purpose: population_service
    sensitivity: internal
    policy: {name: review, prefer_present: true}
    codes:
      - {code: "111", zh: 居民身份证, en: Citizen identity card}
      - {code: "113", zh: 户口簿, en: Household register}
      - {code: "414", zh: 护照, en: Passport}
      - {code: "511", zh: 台湾居民来往大陆通行证, en: Mainland travel permit for Taiwan residents}
      - {code: "516", zh: 港澳居民来往内地通行证, en: Mainland travel permit for Hong Kong and Macao residents}
      - {code: "553", zh: 外国人永久居留身份证, en: Permanent residence card of a foreigner}
      - {code: "554", zh: 外国人居留许可, en: Residence permit of a foreigner}
      - {code: "990", zh: 其他证件, en: Other document}
      - {code: none, zh: 暂无证件, en: None yet}
  # GB 11643; a checksum that fails is marked, never refused.
  - id: id_no
    label: {zh: 证件号码, en: Number of the document}
    type: text
    max_length: 30
    document_type: id_type
    purpose: population_service
    sensitivity: sealed
    policy: {name: review, prefer_valid: true, prefer_present: true}
  # GB/T 2261.1.
  - id: sex
    label: {zh: 性别, en: Sex}
    type: code
    purpose: population_service
    sensitivity: personal
    policy: {name: review, prefer_present: true, by_identity: sex}
    codes:
      - {code: "0", zh: 未知, en: Unknown}
      - {code: "1", zh: 男, en: Male}
      - {code: "2", zh: 女, en: Female}
      - {code: "9", zh: 未说明, en: Not stated}
  - id: birth_year
    label: {zh: 出生年, en: Year of birth}
    type: int
    minimum: 1880
    maximum: 2200
    purpose: population_service
    sensitivity: personal
    policy: {name: review, prefer_present: true}
  - id: phone
    label: {zh: 联系方式, en: Telephone}
    type: list
    of: text
    max_length: 30
    purpose: contact
    sensitivity: personal
    masking: phone
    policy: {name: elements, cap: 3}
  - id: residence_kind
    label: {zh: 人口类别, en: Kind of residence}
    type: code
    required: true
    purpose: population_service
    sensitivity: internal
    policy: {name: latest, apart_days: 1}
    codes:
      - {code: "1", zh: 户籍, en: Registered here}
      - {code: "2", zh: 流动, en: Registered elsewhere}
      - {code: "3", zh: 境外, en: From outside the mainland}
      - {code: "9", zh: 其他, en: Other}
  - id: house_id
    label: {zh: 现住房屋, en: House}
    type: reference
    target: rental_house
    purpose: population_service
    sensitivity: internal
    policy: {name: latest, apart_days: 1}
  # Where the house has no record of its own its address stands here.
  - id: address
    label: {zh: 现住门(楼)详址, en: Address}
    type: text
    max_length: 80
    required: true
    alternative: house_id
    purpose: population_service
    sensitivity: personal
    masking: address
    policy: {name: latest, apart_days: 1, normalise: address}
  - id: household_no
    label: {zh: 户号, en: Household number}
    type: text
    max_length: 9
    purpose: population_service
    sensitivity: internal
    policy: review
  # GB/T 4761, first digit.
  - id: relation_to_head
    label: {zh: 与户主关系, en: Relation to the head}
    type: code
    purpose: population_service
    sensitivity: internal
    policy: review
    codes:
      - {code: "0", zh: 本人或户主, en: The head}
      - {code: "1", zh: 配偶, en: Spouse}
      - {code: "2", zh: 子, en: Son}
      - {code: "3", zh: 女, en: Daughter}
      - {code: "4", zh: 孙辈, en: Grandchild}
      - {code: "5", zh: 父母, en: Parent}
      - {code: "6", zh: 祖父母, en: Grandparent}
      - {code: "7", zh: 兄弟姐妹, en: Brother or sister}
      - {code: "8", zh: 其他, en: Other}
  - id: person_house_consistent
    label: {zh: 人户一致标识, en: Lives where registered}
    type: code
    purpose: population_service
    sensitivity: internal
    policy: latest
    codes:
      - {code: "01", zh: 人户一致, en: "Yes"}
      - {code: "02", zh: 人户不一致, en: "No"}
  # New tenants are reported within 3 working days, changes within 10 days (Zhejiang regulations on floating population).
  - id: register_date
    label: {zh: 登记日期, en: Registered on}
    type: date
    purpose: population_service
    sensitivity: internal
    policy: {name: review, earliest_within_days: 7, prefer_present: true}
  - id: permit_expiry
    label: {zh: 证件到期, en: Permit expires on}
    type: date
    purpose: population_service
    sensitivity: internal
    policy: latest
  - id: lodging_type
    label: {zh: 住所类型, en: Kind of lodging}
    type: code
    purpose: population_service
    sensitivity: internal
    policy: latest
    codes:
      - {code: "1", zh: 租赁房屋, en: Rented house}
      - {code: "2", zh: 单位内部, en: Employer's premises}
      - {code: "3", zh: 工地现场, en: Building site}
      - {code: "4", zh: 旅店, en: Hotel}
      - {code: "5", zh: 居民家中, en: Private home}
      - {code: "6", zh: 自购房屋, en: Own house}
      - {code: "9", zh: 其他, en: Other}
  - id: move_in
    label: {zh: 迁入日期, en: Moved in on}
    type: date
    purpose: population_service
    sensitivity: internal
    policy: {name: review, earliest_within_days: 7, prefer_present: true}
  - id: move_out
    label: {zh: 迁出日期, en: Moved out on}
    type: date
    purpose: population_service
    sensitivity: internal
    policy: {name: review, later_edits: review}
  # Personal Information Protection Law, articles 17 and 35; an objection beats the notice.
  - id: notice_given
    label: {zh: 已告知, en: Notice given}
    type: bool
    required: true
    default: {value: false}
    purpose: accountability
    sensitivity: internal
    policy: {name: assert, unless: notice_objected}
  - id: notice_date
    label: {zh: 告知日期, en: Notice given on}
    type: date
    purpose: accountability
    sensitivity: internal
    policy: {name: least, ask: never}
  - id: notice_objected
    label: {zh: 撤回或反对, en: Withdrawn or objected}
    type: bool
    purpose: accountability
    sensitivity: internal
    policy: assert
  - id: contact_pref
    label: {zh: 联系意愿, en: Preferred contact}
    type: code
    purpose: contact
    sensitivity: internal
    policy: {name: latest, wins: none}
    codes:
      - {code: phone, zh: 电话, en: Telephone}
      - {code: message, zh: 短信, en: Text message}
      - {code: visit, zh: 上门, en: Visit}
      - {code: none, zh: 不希望被联系, en: No contact wished}
  # No details of health.
  - id: service_need
    label: {zh: 服务需求, en: Services needed}
    type: codes
    purpose: population_service
    sensitivity: personal
    policy: elements
    codes:
      - {code: errand, zh: 代办, en: Errands}
      - {code: home_visit, zh: 上门, en: Home visits}
      - {code: language, zh: 语言, en: Language help}
      - {code: policy_advice, zh: 政策咨询, en: Advice on policies}
      - {code: employment, zh: 就业, en: Employment}
      - {code: schooling, zh: 入学, en: Schooling}
      - {code: elderly_care, zh: 养老服务, en: Care of the elderly}
      - {code: legal_aid, zh: 法律援助, en: Legal aid}
      - {code: housing, zh: 住房, en: Housing}
      - {code: other, zh: 其他, en: Other}
  # Children under 14 are counted, not recorded (Personal Information Protection Law, articles 28 and 31).
  - id: minors_count
    label: {zh: 未成年人数, en: Minors}
    type: int
    minimum: 0
    maximum: 100
    purpose: fire_safety
    sensitivity: internal
    policy: {name: latest, same_day: max}

"""##),
        .init(
            name: "service_need.yaml",
            text: ##"""
# Service needs: what somebody asked for on a visit, until he has an answer. No detail of health stands here.
kind: service_need
label: {zh: 服务需求, en: Service need}
# Kept for that long after closing.
retention_months: 24
fields:
  - id: summary
    label: {zh: 需求, en: Need}
    type: text
    max_length: 500
    required: true
    purpose: grid_service
    sensitivity: personal
    policy: {name: review, priority: low}
  - id: category
    label: {zh: 类别, en: Category}
    type: code
    required: true
    purpose: grid_service
    sensitivity: internal
    policy: latest
    codes:
      - {code: errand, zh: 代办, en: Errand}
      - {code: home_visit, zh: 上门服务, en: Service at home}
      - {code: language, zh: 语言翻译, en: Language}
      - {code: advice, zh: 政策咨询, en: Advice}
      - {code: livelihood, zh: 生活困难, en: Livelihood}
      - {code: public_facility, zh: 公共设施, en: Public facility}
      - {code: other, zh: 其他, en: Other}
  # The visit on which it was told, and its element in the visit's list of needs.
  - id: visit
    label: {zh: 来自走访, en: From the visit}
    type: reference
    target: visit
    purpose: grid_service
    sensitivity: internal
    policy: once
  - id: need
    label: {zh: 走访中的需求编号, en: Need in the visit}
    type: text
    max_length: 64
    purpose: grid_service
    sensitivity: internal
    policy: once
  - id: found_at
    label: {zh: 提出时间, en: Told at}
    type: timestamp
    required: true
    default: {now: 0}
    purpose: evidence
    sensitivity: internal
    policy: once
  - id: urgent
    label: {zh: 紧急, en: Urgent}
    type: bool
    purpose: grid_service
    sensitivity: internal
    policy: greatest
  - id: due_at
    label: {zh: 办理期限, en: Due at}
    type: timestamp
    purpose: grid_service
    sensitivity: internal
    policy: {name: latest, upper_level: true}
  - id: result_note
    label: {zh: 办理结果, en: What was done}
    type: text
    max_length: 4000
    required_at_close: true
    purpose: grid_service
    sensitivity: personal
    policy: {name: review, priority: low}
  # Where the work stands: the steps of the work item and the paths between them.
  - id: state
    label: {zh: 办理状态, en: State of the work}
    type: code
    default: {value: reported}
    purpose: grid_service
    sensitivity: internal
    policy:
      name: stage
      steps: >-
        reported>accepted>coordinating>assigned>processing>replied>resolved>verified>closed;
        accepted>assigned; processing>resolved; accepted>escalated; processing>escalated;
        assigned>returned; processing>returned; reported>duplicate; reported>void; closed>reopened;
        processing>suspended; processing>terminated; processing>transferred
      resume: returned>accepted; returned>assigned; escalated>accepted; escalated>assigned; suspended>processing; reopened>accepted; resolved>processing
      closing: closed
    guards:
      - {action: step_back, roles: [supervisor]}
    codes:
      - {code: reported, zh: 上报, en: Reported}
      - {code: accepted, zh: 受理, en: Accepted}
      - {code: coordinating, zh: 协调, en: Coordinating}
      - {code: assigned, zh: 交办, en: Assigned}
      - {code: processing, zh: 处置中, en: In work}
      - {code: replied, zh: 协办回复, en: Replied}
      - {code: resolved, zh: 办结, en: Resolved}
      - {code: verified, zh: 回访, en: Verified}
      - {code: closed, zh: 评价归档, en: Closed}
      - {code: returned, zh: 退回, en: Returned}
      - {code: escalated, zh: 上报上级, en: Escalated}
      - {code: suspended, zh: 中止, en: Suspended}
      - {code: terminated, zh: 终止, en: Terminated}
      - {code: transferred, zh: 移送, en: Transferred}
      - {code: duplicate, zh: 重复, en: Duplicate}
      - {code: void, zh: 作废, en: Void}
      - {code: reopened, zh: 重启, en: Reopened}
  - id: main_org
    label: {zh: 主办单位, en: Main unit}
    type: text
    max_length: 100
    purpose: grid_service
    sensitivity: internal
    policy: {name: latest, upper_level: true}
  - id: assignee
    label: {zh: 承办人, en: Handler}
    type: text
    max_length: 100
    purpose: grid_service
    sensitivity: internal
    policy: {name: latest, upper_level: true}
  - id: steps
    label: {zh: 办理过程, en: Log of the work}
    type: entries
    of: composite
    purpose: accountability
    sensitivity: internal
    policy: entries
    parts:
      - {id: at, label: {zh: 时间, en: At}, type: timestamp, required: true, policy: once, purpose: accountability, sensitivity: internal}
      - {id: by, label: {zh: 办理人, en: By}, type: text, max_length: 100, policy: once, purpose: accountability, sensitivity: internal}
      - {id: step, label: {zh: 步骤, en: Step}, type: text, max_length: 50, required: true, policy: once, purpose: accountability, sensitivity: internal}
      - {id: org, label: {zh: 单位, en: Unit}, type: text, max_length: 100, policy: once, purpose: accountability, sensitivity: internal}
      - {id: text, label: {zh: 说明, en: Remark}, type: text, max_length: 2000, policy: once, purpose: accountability, sensitivity: internal}
      # The organisation that the work goes to, and those that help, as `level:code`, several with commas between.
      - {id: to, label: {zh: 目标单位, en: To}, type: text, max_length: 100, policy: once, purpose: accountability, sensitivity: internal}
      - {id: secondaries, label: {zh: 协办单位, en: Helping units}, type: text, max_length: 1000, policy: once, purpose: accountability, sensitivity: internal}
      - {id: days, label: {zh: 天数, en: Days}, type: int, minimum: 1, maximum: 3660, policy: once, purpose: accountability, sensitivity: internal}
      - {id: due_at, label: {zh: 限定期限, en: Due at}, type: timestamp, policy: once, purpose: accountability, sensitivity: internal}
      - {id: link, label: {zh: 关联记录, en: Linked record}, type: reference, policy: once, purpose: accountability, sensitivity: internal}
      - {id: score, label: {zh: 评分, en: Score}, type: int, minimum: 0, maximum: 100, policy: once, purpose: accountability, sensitivity: internal}
      - {id: evidence, label: {zh: 佐证, en: Evidence}, type: attachment, policy: once, purpose: evidence, sensitivity: personal}
  - id: comments
    label: {zh: 批示意见, en: Comments}
    type: entries
    of: text
    max_length: 2000
    purpose: accountability
    sensitivity: internal
    policy: entries
  # What the caller said when asked afterwards; never overwritten.
  - id: callbacks
    label: {zh: 回访记录, en: Callbacks}
    type: entries
    of: composite
    purpose: accountability
    sensitivity: internal
    policy: entries
    parts:
      - {id: at, label: {zh: 时间, en: At}, type: timestamp, required: true, policy: once, purpose: accountability, sensitivity: internal}
      - {id: satisfied, label: {zh: 是否满意, en: Satisfied}, type: bool, policy: once, purpose: accountability, sensitivity: internal}
      - {id: score, label: {zh: 评分, en: Score}, type: int, minimum: 0, maximum: 100, policy: once, purpose: accountability, sensitivity: internal}
      - {id: text, label: {zh: 说明, en: Remark}, type: text, max_length: 2000, policy: once, purpose: accountability, sensitivity: internal}

"""##),
        .init(
            name: "visit.yaml",
            text: ##"""
# Visits and patrols: a log of work. What was submitted stands; corrections are amendments.
kind: visit
label: {zh: 巡查走访, en: Visit}
retention_months: 24
fields:
  - id: visit_kind
    label: {zh: 走访类别, en: Kind of visit}
    type: code
    required: true
    purpose: grid_service
    sensitivity: internal
    policy: once
    codes:
      - {code: patrol, zh: 巡查, en: Patrol}
      - {code: visit, zh: 走访, en: Visit}
      - {code: recheck, zh: 复查, en: Recheck}
      - {code: follow_up, zh: 回访, en: Follow-up}
      - {code: survey, zh: 问卷, en: Survey}
      - {code: errand, zh: 代办, en: Errand}
  - id: started_at
    label: {zh: 开始时间, en: Started at}
    type: timestamp
    required: true
    default: {now: 0}
    purpose: evidence
    sensitivity: internal
    policy: once
  - id: ended_at
    label: {zh: 结束时间, en: Ended at}
    type: timestamp
    required: true
    default: {now: 0}
    purpose: evidence
    sensitivity: internal
    policy: once
  - id: worker
    label: {zh: 走访人, en: Worker}
    type: text
    max_length: 100
    default: {author: true}
    purpose: grid_service
    sensitivity: internal
    policy: once
  - id: companions
    label: {zh: 同行人员, en: Companions}
    type: set
    of: text
    max_length: 100
    purpose: grid_service
    sensitivity: internal
    policy: elements
  - id: targets
    label: {zh: 走访对象, en: Visited}
    type: set
    of: reference
    required: true
    purpose: grid_service
    sensitivity: internal
    policy: elements
  # One point where the visit was submitted; no track is kept.
  - id: location
    label: {zh: 提交位置, en: Where submitted}
    type: point
    purpose: evidence
    sensitivity: personal
    policy: once
  - id: found
    label: {zh: 发现, en: Found}
    type: set
    of: reference
    purpose: grid_service
    sensitivity: internal
    policy: elements
  - id: needs
    label: {zh: 服务需求, en: Needs}
    type: set
    of: text
    max_length: 500
    purpose: grid_service
    sensitivity: personal
    policy: elements
  - id: checklist
    label: {zh: 检查表, en: Checklist}
    type: set
    of: composite
    purpose: grid_service
    sensitivity: internal
    policy: {name: elements, element: once}
    parts:
      - id: answer
        label: {zh: 答复, en: Answer}
        type: code
        required: true
        purpose: grid_service
        sensitivity: internal
        policy: once
        codes:
          - {code: na, zh: 不适用, en: Not applicable}
          - {code: "no", zh: 否, en: "No"}
          - {code: "yes", zh: 是, en: "Yes"}
      - {id: photo, label: {zh: 照片, en: Photograph}, type: attachment, policy: once, purpose: evidence, sensitivity: personal}
      - {id: text, label: {zh: 说明, en: Remark}, type: text, max_length: 500, policy: once, purpose: grid_service, sensitivity: internal}
  - id: next_due
    label: {zh: 下次走访, en: Next due}
    type: date
    purpose: grid_service
    sensitivity: internal
    policy: {name: least, ask: never}
  - id: signature
    label: {zh: 签名, en: Signature}
    type: attachment
    purpose: evidence
    sensitivity: personal
    policy: once
  - id: result_note
    label: {zh: 走访情况, en: How it went}
    type: text
    max_length: 4000
    purpose: grid_service
    sensitivity: personal
    policy: once
  - id: amendments
    label: {zh: 更正, en: Amendments}
    type: entries
    of: composite
    purpose: accountability
    sensitivity: internal
    policy: entries
    parts:
      - {id: at, label: {zh: 时间, en: At}, type: timestamp, required: true, default: {now: 0}, policy: once, purpose: accountability, sensitivity: internal}
      - {id: by, label: {zh: 更正人, en: By}, type: text, max_length: 100, required: true, default: {author: true}, policy: once, purpose: accountability, sensitivity: internal}
      - {id: text, label: {zh: 更正内容, en: Correction}, type: text, max_length: 2000, required: true, policy: once, purpose: accountability, sensitivity: internal}

"""##),
    ]
}
