// Written by scripts/embed-catalogue from Protocol; change those files instead.

/// The indicator files that are part of the program, sorted by name.
enum BuiltInIndicators {
    static let files: [CatalogueFiles.Source] = [
        .init(
            name: "facts.yaml",
            text: ##"""
# Which records reports count, and which columns of a fact are filled from which fields.
#
# type: code | codes | flag | number | moment (unknown before it happened) | deadline (may lie after the cut-off)
# from: FIELD or [FIELD, …], the first with a value; without it the field of the column's own name; part: of a composite
# elements: FIELD of a collection, with where {part, is}, take PART, pick first | last | count, order PART (a time)
# linked: {kind, field}: when the first record of that kind was found that refers to this one
# creator: true | disputed: true | routing: {by, table, otherwise} | first: [source, …]
facts: county
version: "2025-1"
kinds:
  - id: hazard
    occurred: [found_at, occurred_at]
    columns:
      - {id: merged, type: codes, from: duplicate_of}
      - {id: category, type: code}
      - {id: level, type: code}
      - {id: stage, type: code}
      - {id: target_kind, type: code}
      - {id: target, type: code, from: target_id}
      - {id: state, type: code}
      - {id: outcome, type: code}
      - {id: campaigns, type: codes}
      - {id: worker, type: code, first: [{from: found_by}, {creator: true}]}
      - {id: due_at, type: deadline, from: [extended_to, due_at]}
      - {id: accepted_at, type: moment, elements: steps, where: {part: step, is: [accepted]}, take: at}
      - {id: resolved_at, type: moment, elements: steps, where: {part: step, is: [resolved]}, take: at, pick: last}
      - {id: closed_at, type: moment, elements: steps, where: {part: step, is: [closed]}, take: at, pick: last}
      - {id: satisfied, type: flag, elements: callbacks, take: satisfied, pick: last}
      - {id: items, type: number, elements: items, pick: count}
      - {id: items_open, type: number, elements: items, where: {part: status, is: [open, recurred]}, pick: count}
      - {id: fixed_at, type: moment, elements: items, take: fixed_at, pick: last, order: fixed_at}
      - {id: recurred_at, type: moment, linked: {kind: hazard, field: recurrence_of}}
      - {id: disputed, type: flag, disputed: true}
      - id: department
        type: code
        routing:
          by: category
          table:
            F: fire
            E: power
            G: housing
            S: housing
            C: housing
            T: traffic_police
            W: emergency
            D: natural_resources
            P: market
            N: ecology
            H: law_enforcement
          otherwise: political_legal
  - id: dispute
    occurred: [occurred_at]
    columns:
      - {id: merged, type: codes, from: duplicate_of}
      - {id: category, type: code}
      - {id: scale, type: code}
      - {id: source, type: code}
      - {id: state, type: code}
      - {id: mediation_way, type: code}
      - {id: result, type: code}
      - {id: urgent, type: flag}
      - {id: important, type: flag}
      - {id: refused, type: flag, from: refusal}
      - {id: people, type: number, from: people_count}
      - {id: amount_fen, type: number}
      - {id: agreement, type: code, from: agreement, part: form}
      - {id: performed, type: flag, from: agreement, part: performed}
      - {id: perform_by, type: deadline, from: agreement, part: perform_by}
      - {id: worker, type: code, creator: true}
      - {id: due_at, type: deadline}
      - {id: accepted_at, type: moment, elements: steps, where: {part: step, is: [accepted]}, take: at}
      - {id: resolved_at, type: moment, elements: steps, where: {part: step, is: [resolved]}, take: at, pick: last}
      - {id: closed_at, type: moment, elements: steps, where: {part: step, is: [closed]}, take: at, pick: last}
      - {id: satisfied, type: flag, elements: callbacks, take: satisfied, pick: last}
      - {id: disputed, type: flag, disputed: true}
      - id: department
        type: code
        routing:
          by: category
          table:
            "0402": housing
            "0502": health
            "0503": traffic_police
            "0504": ecology
            "0602": housing
            "07": human_resources
            "08": finance
            "09": natural_resources
            "0903": agriculture
            "11": housing
            "1103": law_enforcement
            "12": civil_affairs
            "13": law_enforcement
          otherwise: justice
  - id: visit
    occurred: [started_at, occurred_at]
    columns:
      - {id: visit_kind, type: code}
      - {id: worker, type: code, first: [{from: worker}, {creator: true}]}
      - {id: targets, type: number, elements: targets, pick: count}
  - id: rental_house
    occurred: [occurred_at]
    columns:
      - {id: merged, type: codes, from: duplicate_of}
      - {id: premise_kind, type: code}
      - {id: rental_use, type: code}
      - {id: active, type: flag}
      - {id: letter_signed, type: flag}
      - {id: registered, type: flag}
      - {id: level, type: code, from: hazard_level}
      - {id: colour, type: code}
      - {id: inspected_at, type: moment, from: last_inspected_at}
      - {id: campaigns, type: codes}
      - {id: department, type: code, routing: {by: premise_kind, table: {"3": market}, otherwise: police}}
  - id: resident
    occurred: [occurred_at]
    columns:
      - {id: merged, type: codes, from: duplicate_of}
      - {id: residence_kind, type: code}
      - {id: registered_at, type: moment, from: register_date}
      - {id: moved_out_at, type: moment, from: move_out}
      - {id: department, type: code, routing: {by: residence_kind, table: {}, otherwise: police}}

"""##),
        .init(
            name: "index.yaml",
            text: ##"""
# The index of a county for each month: 8 parts, 19 groups, 123 leaves, 22 departments.
#
# The counts are those that the counties tell of; the province's own names and weights are not public, so names and
# weights here are a model that an office replaces by its own. The score of a leaf, 0 to 100, is handed in for each
# area and month under the leaf's id. A part is the weighted mean of its parts; weights count against their siblings.
index: pingan_index
label: {zh: 平安指数, en: Safety index}
version: "2025-1"
departments:
  - {id: political_legal, label: {zh: 政法委(平安办), en: Political and legal committee}}
  - {id: police, label: {zh: 公安局, en: Police}}
  - {id: traffic_police, label: {zh: 交警大队, en: Traffic police}}
  - {id: fire, label: {zh: 消防救援大队, en: Fire and rescue}}
  - {id: emergency, label: {zh: 应急管理局, en: Emergency management}}
  - {id: justice, label: {zh: 司法局, en: Justice}}
  - {id: court, label: {zh: 法院, en: Court}}
  - {id: letters_visits, label: {zh: 信访局, en: Letters and visits}}
  - {id: human_resources, label: {zh: 人力社保局, en: Human resources}}
  - {id: civil_affairs, label: {zh: 民政局, en: Civil affairs}}
  - {id: housing, label: {zh: 住建局, en: Housing and construction}}
  - {id: transport, label: {zh: 交通运输局, en: Transport}}
  - {id: natural_resources, label: {zh: 自然资源和规划局, en: Natural resources}}
  - {id: ecology, label: {zh: 生态环境局, en: Ecology}}
  - {id: market, label: {zh: 市场监管局, en: Market regulation}}
  - {id: law_enforcement, label: {zh: 综合执法局, en: Administrative enforcement}}
  - {id: education, label: {zh: 教育局, en: Education}}
  - {id: health, label: {zh: 卫生健康局, en: Health}}
  - {id: agriculture, label: {zh: 农业农村局, en: Agriculture}}
  - {id: economy, label: {zh: 经信局, en: Economy and information}}
  - {id: finance, label: {zh: 金融工作办, en: Finance}}
  - {id: power, label: {zh: 供电公司, en: Electricity supply}}
parts:
  - id: p1
    label: {zh: 治安防控, en: Public order}
    weight: 15
    parts:
      - id: p1g1
        label: {zh: 案件防控, en: Cases}
        weight: 50
        parts:
          - {id: p1g1i1, label: {zh: 刑事案件变动, en: Change in criminal cases}, weight: 2, department: police}
          - {id: p1g1i2, label: {zh: 治安案件变动, en: Change in public order cases}, weight: 1, department: police}
          - {id: p1g1i3, label: {zh: 电信网络诈骗变动, en: Change in telecom fraud}, weight: 1, department: police}
          - {id: p1g1i4, label: {zh: 盗窃案件变动, en: Change in thefts}, weight: 1, department: police}
          - {id: p1g1i5, label: {zh: 案件办结率, en: Cases concluded}, weight: 1, department: police}
          - {id: p1g1i6, label: {zh: 社会面巡防达标率, en: Patrols as planned}, weight: 1, department: police}
          - {id: p1g1i7, label: {zh: 警情响应及时率, en: Calls answered in time}, weight: 1, department: police}
      - id: p1g2
        label: {zh: 安全感, en: Sense of safety}
        weight: 50
        parts:
          - {id: p1g2i1, label: {zh: 群众安全感, en: Residents' sense of safety}, weight: 2, department: political_legal}
          - {id: p1g2i2, label: {zh: 平安创建知晓率, en: Knowledge of the programme}, weight: 1, department: political_legal}
          - {id: p1g2i3, label: {zh: 平安创建参与率, en: Part taken in the programme}, weight: 1, department: political_legal}
          - {id: p1g2i4, label: {zh: 意见建议办理率, en: Suggestions dealt with}, weight: 1, department: political_legal}
          - {id: p1g2i5, label: {zh: 警务满意度, en: Satisfaction with the police}, weight: 1, department: police}
          - {id: p1g2i6, label: {zh: 夜间安全感, en: Sense of safety at night}, weight: 1, department: police}
  - id: p2
    label: {zh: 公共安全, en: Public safety}
    weight: 18
    parts:
      - id: p2g1
        label: {zh: 道路交通, en: Road traffic}
        weight: 35
        parts:
          - {id: p2g1i1, label: {zh: 交通事故起数变动, en: Change in accidents}, weight: 2, department: traffic_police}
          - {id: p2g1i2, label: {zh: 交通事故亡人变动, en: Change in deaths}, weight: 1, department: traffic_police}
          - {id: p2g1i3, label: {zh: 事故多发点段整治率, en: Black spots put right}, weight: 1, department: traffic_police}
          - {id: p2g1i4, label: {zh: 农村道路隐患整改率, en: Rural road hazards fixed}, weight: 1, department: transport}
          - {id: p2g1i5, label: {zh: 重点车辆检验率, en: Vehicles inspected}, weight: 1, department: transport}
          - {id: p2g1i6, label: {zh: 安全头盔佩戴率, en: Helmets worn}, weight: 1, department: traffic_police}
          - {id: p2g1i7, label: {zh: 交通安全宣传覆盖率, en: Places reached with advice}, weight: 1, department: traffic_police}
      - id: p2g2
        label: {zh: 消防安全, en: Fire safety}
        weight: 35
        parts:
          - {id: p2g2i1, label: {zh: 火灾起数变动, en: Change in fires}, weight: 2, department: fire}
          - {id: p2g2i2, label: {zh: 火灾亡人变动, en: Change in deaths by fire}, weight: 1, department: fire}
          - {id: p2g2i3, label: {zh: 火灾隐患整改率, en: Fire hazards fixed}, weight: 1, department: fire}
          - {id: p2g2i4, label: {zh: 两房一店排查率, en: Homes and shops inspected}, weight: 1, department: fire}
          - {id: p2g2i5, label: {zh: 消防通道畅通率, en: Escape routes clear}, weight: 1, department: law_enforcement}
          - {id: p2g2i6, label: {zh: 电动自行车规范停放率, en: Electric bicycles parked as they should be}, weight: 1, department: housing}
          - {id: p2g2i7, label: {zh: 微型消防站达标率, en: Small fire stations as required}, weight: 1, department: fire}
      - id: p2g3
        label: {zh: 安全生产, en: Safety at work}
        weight: 30
        parts:
          - {id: p2g3i1, label: {zh: 生产安全事故变动, en: Change in accidents}, weight: 2, department: emergency}
          - {id: p2g3i2, label: {zh: 生产安全亡人变动, en: Change in deaths}, weight: 1, department: emergency}
          - {id: p2g3i3, label: {zh: 重大隐患整改率, en: Major hazards fixed}, weight: 1, department: emergency}
          - {id: p2g3i4, label: {zh: 危化企业检查覆盖率, en: Chemical plants inspected}, weight: 1, department: emergency}
          - {id: p2g3i5, label: {zh: 工地安全达标率, en: Building sites as required}, weight: 1, department: housing}
          - {id: p2g3i6, label: {zh: 用电隐患整改率, en: Electrical hazards fixed}, weight: 1, department: power}
          - {id: p2g3i7, label: {zh: 燃气隐患整改率, en: Gas hazards fixed}, weight: 1, department: housing}
  - id: p3
    label: {zh: 矛盾化解, en: Settling disputes}
    weight: 15
    parts:
      - id: p3g1
        label: {zh: 排查调处, en: Finding and mediating}
        weight: 50
        parts:
          - {id: p3g1i1, label: {zh: 纠纷按期化解率, en: Disputes settled in time}, weight: 2, department: justice}
          - {id: p3g1i2, label: {zh: 调解成功率, en: Mediation succeeded}, weight: 1, department: justice}
          - {id: p3g1i3, label: {zh: 调解协议履行率, en: Agreements kept}, weight: 1, department: justice}
          - {id: p3g1i4, label: {zh: 村级化解占比, en: Settled in the village}, weight: 1, department: justice}
          - {id: p3g1i5, label: {zh: 重大纠纷稳控率, en: Large disputes under control}, weight: 1, department: political_legal}
          - {id: p3g1i6, label: {zh: 劳动争议化解率, en: Labour disputes settled}, weight: 1, department: human_resources}
          - {id: p3g1i7, label: {zh: 医疗纠纷化解率, en: Medical disputes settled}, weight: 1, department: health}
      - id: p3g2
        label: {zh: 诉源治理, en: Fewer lawsuits}
        weight: 50
        parts:
          - {id: p3g2i1, label: {zh: 民商事收案变动, en: Change in civil cases}, weight: 2, department: court}
          - {id: p3g2i2, label: {zh: 诉前调解率, en: Mediated before a suit}, weight: 1, department: court}
          - {id: p3g2i3, label: {zh: 司法确认办结率, en: Confirmations concluded}, weight: 1, department: court}
          - {id: p3g2i4, label: {zh: 万人成讼率, en: Lawsuits for each ten thousand people}, weight: 1, department: court}
          - {id: p3g2i5, label: {zh: 执行到位率, en: Judgments carried out}, weight: 1, department: court}
          - {id: p3g2i6, label: {zh: 律师参与调解率, en: Lawyers taking part}, weight: 1, department: justice}
  - id: p4
    label: {zh: 信访工作, en: Petitions}
    weight: 10
    parts:
      - id: p4g1
        label: {zh: 办理质效, en: Dealing with petitions}
        weight: 60
        parts:
          - {id: p4g1i1, label: {zh: 信访事项及时受理率, en: Taken up in time}, weight: 2, department: letters_visits}
          - {id: p4g1i2, label: {zh: 信访事项按期答复率, en: Answered in time}, weight: 1, department: letters_visits}
          - {id: p4g1i3, label: {zh: 初次信访化解率, en: Settled at the first}, weight: 1, department: letters_visits}
          - {id: p4g1i4, label: {zh: 信访满意率, en: Satisfied}, weight: 1, department: letters_visits}
          - {id: p4g1i5, label: {zh: 网上信访占比, en: Filed online}, weight: 1, department: letters_visits}
          - {id: p4g1i6, label: {zh: 重复信访下降率, en: Fewer repeated petitions}, weight: 1, department: letters_visits}
      - id: p4g2
        label: {zh: 源头预防, en: Prevention}
        weight: 40
        parts:
          - {id: p4g2i1, label: {zh: 风险评估应评尽评率, en: Risks assessed as required}, weight: 2, department: political_legal}
          - {id: p4g2i2, label: {zh: 第三方评估占比, en: Assessed by others}, weight: 1, department: political_legal}
          - {id: p4g2i3, label: {zh: 评估意见落实率, en: Advice followed}, weight: 1, department: political_legal}
          - {id: p4g2i4, label: {zh: 欠薪线索办结率, en: Wage claims concluded}, weight: 1, department: human_resources}
          - {id: p4g2i5, label: {zh: 征迁纠纷化解率, en: Expropriation disputes settled}, weight: 1, department: natural_resources}
          - {id: p4g2i6, label: {zh: 金融风险处置率, en: Financial risks dealt with}, weight: 1, department: finance}
  - id: p5
    label: {zh: 基层治理, en: Work in the grids}
    weight: 14
    parts:
      - id: p5g1
        label: {zh: 网格运行, en: Running the grids}
        weight: 40
        parts:
          - {id: p5g1i1, label: {zh: 网格员到岗率, en: Grid workers at work}, weight: 2, department: political_legal}
          - {id: p5g1i2, label: {zh: 走访覆盖率, en: Homes visited}, weight: 1, department: political_legal}
          - {id: p5g1i3, label: {zh: 有效事件采集率, en: Valid events}, weight: 1, department: political_legal}
          - {id: p5g1i4, label: {zh: 事件按期受理率, en: Accepted in time}, weight: 1, department: political_legal}
          - {id: p5g1i5, label: {zh: 事件按期办结率, en: Closed in time}, weight: 1, department: political_legal}
          - {id: p5g1i6, label: {zh: 回访满意率, en: Satisfied when asked}, weight: 1, department: political_legal}
          - {id: p5g1i7, label: {zh: 网格培训完成率, en: Training completed}, weight: 1, department: political_legal}
      - id: p5g2
        label: {zh: 协同处置, en: Working together}
        weight: 30
        parts:
          - {id: p5g2i1, label: {zh: 部门响应及时率, en: Departments answered in time}, weight: 2, department: law_enforcement}
          - {id: p5g2i2, label: {zh: 联合检查完成率, en: Joint inspections done}, weight: 1, department: law_enforcement}
          - {id: p5g2i3, label: {zh: 退回事项占比, en: Items sent back}, weight: 1, department: law_enforcement}
          - {id: p5g2i4, label: {zh: 督办事项办结率, en: Supervised items closed}, weight: 1, department: political_legal}
          - {id: p5g2i5, label: {zh: 城市管理事项办结率, en: City matters closed}, weight: 1, department: law_enforcement}
          - {id: p5g2i6, label: {zh: 市场秩序事项办结率, en: Market matters closed}, weight: 1, department: market}
      - id: p5g3
        label: {zh: 自治参与, en: Taking part}
        weight: 30
        parts:
          - {id: p5g3i1, label: {zh: 村规民约完善率, en: Village rules in place}, weight: 2, department: civil_affairs}
          - {id: p5g3i2, label: {zh: 议事协商开展率, en: Councils held}, weight: 1, department: civil_affairs}
          - {id: p5g3i3, label: {zh: 志愿者参与率, en: Volunteers}, weight: 1, department: civil_affairs}
          - {id: p5g3i4, label: {zh: 社会组织参与率, en: Associations taking part}, weight: 1, department: civil_affairs}
          - {id: p5g3i5, label: {zh: 村务公开率, en: Village affairs made public}, weight: 1, department: civil_affairs}
          - {id: p5g3i6, label: {zh: 平安村居创建率, en: Safe villages}, weight: 1, department: political_legal}
  - id: p6
    label: {zh: 人口与房屋, en: People and homes}
    weight: 10
    parts:
      - id: p6g1
        label: {zh: 流动人口, en: People from elsewhere}
        weight: 50
        parts:
          - {id: p6g1i1, label: {zh: 流动人口登记率, en: Registered}, weight: 2, department: police}
          - {id: p6g1i2, label: {zh: 居住证办理及时率, en: Permits in time}, weight: 1, department: police}
          - {id: p6g1i3, label: {zh: 用工单位申报率, en: Employers reporting}, weight: 1, department: police}
          - {id: p6g1i4, label: {zh: 子女入学保障率, en: Children at school}, weight: 1, department: education}
          - {id: p6g1i5, label: {zh: 劳动合同签订率, en: Contracts signed}, weight: 1, department: human_resources}
          - {id: p6g1i6, label: {zh: 公共卫生服务率, en: Health services}, weight: 1, department: health}
      - id: p6g2
        label: {zh: 出租房屋, en: Rented homes}
        weight: 50
        parts:
          - {id: p6g2i1, label: {zh: 责任书签订率, en: Letters signed}, weight: 2, department: police}
          - {id: p6g2i2, label: {zh: 出租房排查率, en: Homes inspected}, weight: 1, department: police}
          - {id: p6g2i3, label: {zh: 出租房隐患整改率, en: Hazards fixed}, weight: 1, department: fire}
          - {id: p6g2i4, label: {zh: 旅馆业登记率, en: Guests registered}, weight: 1, department: police}
          - {id: p6g2i5, label: {zh: 危旧房屋整治率, en: Unsafe houses put right}, weight: 1, department: housing}
          - {id: p6g2i6, label: {zh: 租赁备案率, en: Leases filed}, weight: 1, department: housing}
  - id: p7
    label: {zh: 重点行业, en: Trades}
    weight: 10
    parts:
      - id: p7g1
        label: {zh: 校园与医院, en: Schools and hospitals}
        weight: 35
        parts:
          - {id: p7g1i1, label: {zh: 校园安防达标率, en: Schools as required}, weight: 2, department: education}
          - {id: p7g1i2, label: {zh: 校车检验率, en: School buses inspected}, weight: 1, department: transport}
          - {id: p7g1i3, label: {zh: 校园周边整治率, en: Surroundings put right}, weight: 1, department: law_enforcement}
          - {id: p7g1i4, label: {zh: 防溺水措施落实率, en: Measures against drowning}, weight: 1, department: education}
          - {id: p7g1i5, label: {zh: 医院安防达标率, en: Hospitals as required}, weight: 1, department: health}
          - {id: p7g1i6, label: {zh: 校园食品安全率, en: Food at schools}, weight: 1, department: market}
          - {id: p7g1i7, label: {zh: 心理辅导覆盖率, en: Counselling}, weight: 1, department: education}
      - id: p7g2
        label: {zh: 食品药品, en: Food and medicines}
        weight: 30
        parts:
          - {id: p7g2i1, label: {zh: 食品抽检合格率, en: Food passing tests}, weight: 2, department: market}
          - {id: p7g2i2, label: {zh: 药品抽检合格率, en: Medicines passing tests}, weight: 1, department: market}
          - {id: p7g2i3, label: {zh: 餐饮明厨亮灶率, en: Open kitchens}, weight: 1, department: market}
          - {id: p7g2i4, label: {zh: 特种设备检验率, en: Lifts and boilers inspected}, weight: 1, department: market}
          - {id: p7g2i5, label: {zh: 农产品抽检合格率, en: Produce passing tests}, weight: 1, department: agriculture}
          - {id: p7g2i6, label: {zh: 投诉举报办结率, en: Complaints closed}, weight: 1, department: market}
      - id: p7g3
        label: {zh: 企业与景区, en: Firms and sights}
        weight: 35
        parts:
          - {id: p7g3i1, label: {zh: 企业平安创建率, en: Safe firms}, weight: 2, department: economy}
          - {id: p7g3i2, label: {zh: 规上企业标准化率, en: Large firms as required}, weight: 1, department: economy}
          - {id: p7g3i3, label: {zh: 作坊整治完成率, en: Workshops put right}, weight: 1, department: economy}
          - {id: p7g3i4, label: {zh: 仓储检查覆盖率, en: Stores inspected}, weight: 1, department: emergency}
          - {id: p7g3i5, label: {zh: 景区安全达标率, en: Sights as required}, weight: 1, department: emergency}
          - {id: p7g3i6, label: {zh: 客运企业检查率, en: Coach firms inspected}, weight: 1, department: transport}
  - id: p8
    label: {zh: 防灾与环境, en: Disasters and nature}
    weight: 8
    parts:
      - id: p8g1
        label: {zh: 防灾减灾, en: Disasters}
        weight: 50
        parts:
          - {id: p8g1i1, label: {zh: 地质灾害点巡查率, en: Landslide points patrolled}, weight: 2, department: natural_resources}
          - {id: p8g1i2, label: {zh: 受威胁群众转移预案率, en: Plans for moving people}, weight: 1, department: natural_resources}
          - {id: p8g1i3, label: {zh: 避灾场所达标率, en: Shelters as required}, weight: 1, department: civil_affairs}
          - {id: p8g1i4, label: {zh: 预警信息到户率, en: Warnings that reached homes}, weight: 1, department: emergency}
          - {id: p8g1i5, label: {zh: 水库山塘巡查率, en: Reservoirs patrolled}, weight: 1, department: agriculture}
          - {id: p8g1i6, label: {zh: 森林火灾变动, en: Change in forest fires}, weight: 1, department: agriculture}
          - {id: p8g1i7, label: {zh: 应急演练完成率, en: Drills held}, weight: 1, department: emergency}
      - id: p8g2
        label: {zh: 生态环境, en: Nature}
        weight: 50
        parts:
          - {id: p8g2i1, label: {zh: 环境信访办结率, en: Complaints closed}, weight: 2, department: ecology}
          - {id: p8g2i2, label: {zh: 环境隐患整改率, en: Hazards fixed}, weight: 1, department: ecology}
          - {id: p8g2i3, label: {zh: 污染源检查覆盖率, en: Sources inspected}, weight: 1, department: ecology}
          - {id: p8g2i4, label: {zh: 噪声投诉办结率, en: Noise complaints closed}, weight: 1, department: ecology}
          - {id: p8g2i5, label: {zh: 饮用水源巡查率, en: Drinking water patrolled}, weight: 1, department: ecology}
          - {id: p8g2i6, label: {zh: 危险废物规范率, en: Waste handled as required}, weight: 1, department: ecology}
          - {id: p8g2i7, label: {zh: 农业面源治理率, en: Run-off from fields treated}, weight: 1, department: agriculture}

"""##),
        .init(
            name: "lists-jinhua.yaml",
            text: ##"""
# The three lists of another city: what is checked, what is wrong, what was put right.
lists: jinhua
label: {zh: 三张清单(内容、问题、整改), en: "Three lists: contents, problems, rectification"}
version: "2025-1"
# Days from the cut-off until a cell of that colour must be put right.
due_days: {red: 10, yellow: 20}
parts:
  - {id: contents, label: {zh: 内容清单, en: Contents}, rows: contents}
  - {id: problems, label: {zh: 问题清单, en: Problems}, rows: problems}
  - {id: rectification, label: {zh: 整改清单, en: Rectification}, rows: feedback}

"""##),
        .init(
            name: "lists-lishui.yaml",
            text: ##"""
# The three lists of one city (三落实): who answers, what is wrong, who was held to account.
lists: lishui
label: {zh: 三张清单(责任、问题、追责), en: "Three lists: responsibility, problems, accountability"}
version: "2025-1"
# Days from the cut-off until a cell of that colour must be put right.
due_days: {red: 15, yellow: 30}
parts:
  - {id: responsibility, label: {zh: 责任清单, en: Responsibilities}, rows: responsibilities}
  - {id: problems, label: {zh: 问题清单, en: Problems}, rows: problems}
  - {id: accountability, label: {zh: 追责清单, en: Accountability}, rows: steps}

"""##),
        .init(
            name: "report-monthly.yaml",
            text: ##"""
# The three-colour report that goes to the leaders each month (平安报表): 8 aspects, 37 indicators.
#
# The counties publish colours, not bounds: the bounds below are proposals of this project with a version of their own
# (`thresholds`); an office sets its own in a file with `extends: pingan_monthly`.
#
# source: imported, or kind / placed / where / numerator / sum / observe / per, or eligible / kind / where / match
# judge: by target: bounds of the value; else bounds of the change in per cent (of a percentage: in points)
# direction neutral: what was collected is never coloured, so that nobody gains by hiding
report: pingan_monthly
label: {zh: 平安报表, en: Safety report}
version: "2025-1"
thresholds: "2025-1"
aspects:
  - {id: order, label: {zh: 治安安全, en: Public order}}
  - {id: traffic, label: {zh: 交通安全, en: Traffic}}
  - {id: fire, label: {zh: 消防安全, en: Fire}}
  - {id: work, label: {zh: 安全生产, en: Safety at work}}
  - {id: disputes, label: {zh: 矛盾纠纷, en: Disputes}}
  - {id: petitions, label: {zh: 信访法治, en: Petitions and law}}
  - {id: people, label: {zh: 人口房屋, en: People and homes}}
  - {id: grids, label: {zh: 网格治理, en: Work in the grids}}
departments:
  - {id: political_legal, label: {zh: 政法委(平安办), en: Political and legal committee}}
  - {id: police, label: {zh: 公安局, en: Police}}
  - {id: traffic_police, label: {zh: 交警大队, en: Traffic police}}
  - {id: fire, label: {zh: 消防救援大队, en: Fire and rescue}}
  - {id: emergency, label: {zh: 应急管理局, en: Emergency management}}
  - {id: justice, label: {zh: 司法局, en: Justice}}
  - {id: court, label: {zh: 法院, en: Court}}
  - {id: letters_visits, label: {zh: 信访局, en: Letters and visits}}
  - {id: human_resources, label: {zh: 人力社保局, en: Human resources}}
  - {id: civil_affairs, label: {zh: 民政局, en: Civil affairs}}
  - {id: housing, label: {zh: 住建局, en: Housing and construction}}
  - {id: transport, label: {zh: 交通运输局, en: Transport}}
  - {id: natural_resources, label: {zh: 自然资源和规划局, en: Natural resources}}
  - {id: ecology, label: {zh: 生态环境局, en: Ecology}}
  - {id: market, label: {zh: 市场监管局, en: Market regulation}}
  - {id: law_enforcement, label: {zh: 综合执法局, en: Administrative enforcement}}
  - {id: education, label: {zh: 教育局, en: Education}}
  - {id: health, label: {zh: 卫生健康局, en: Health}}
  - {id: agriculture, label: {zh: 农业农村局, en: Agriculture}}
  - {id: economy, label: {zh: 经信局, en: Economy and information}}
  - {id: finance, label: {zh: 金融工作办, en: Finance}}
  - {id: power, label: {zh: 供电公司, en: Electricity supply}}
# Conditions with a name, to be said as `{use: NAME}`.
filters:
  # What was merged counts once, under the record that stays.
  - {id: counted, where: [{column: merged, present: false}, {not: {column: state, is: [duplicate, void]}}]}
  - {id: no_false_alarm, where: {not: {column: outcome, is: [false_alarm]}}}
  - {id: active, where: [{column: merged, present: false}, {not: {column: active, is: false}}]}
indicators:
  # Public order
  - id: criminal_cases
    label: {zh: 刑事立案数, en: Criminal cases}
    aspect: order
    department: police
    unit: count
    direction: lower_better
    source: imported
    compare: [month_on_month]
    judge: [{by: year_on_year, green: 0, yellow: 10}]
  - id: order_cases
    label: {zh: 治安案件数, en: Public order cases}
    aspect: order
    department: police
    unit: count
    direction: lower_better
    source: imported
    judge: [{by: year_on_year, green: 0, yellow: 10}]
  - id: fraud_cases
    label: {zh: 电信网络诈骗发案数, en: Telecom fraud cases}
    aspect: order
    department: police
    unit: count
    direction: lower_better
    source: imported
    compare: [year_on_year]
    judge: [{by: previous_three_years, green: 0, yellow: 15}]
  - id: sense_of_safety
    label: {zh: 群众安全感满意率, en: Sense of safety}
    aspect: order
    department: political_legal
    unit: percent
    direction: higher_better
    suppress: false
    source: imported
    judge: [{by: target, green: 97, yellow: 95}]
  # Traffic
  - id: traffic_accidents
    label: {zh: 道路交通事故起数, en: Road accidents}
    aspect: traffic
    department: traffic_police
    unit: count
    direction: lower_better
    source: imported
    judge: [{by: year_on_year, green: 0, yellow: 10, from_zero: {green: 0, yellow: 2}}]
  - id: traffic_deaths
    label: {zh: 道路交通亡人数, en: Deaths on the road}
    aspect: traffic
    department: traffic_police
    unit: count
    direction: lower_better
    weight: 2
    source: imported
    compare: [year_on_year]
    judge: [{by: previous_three_years, green: 0, yellow: 20, from_zero: {green: 0, yellow: 1}}]
  - id: road_hazards
    label: {zh: 道路隐患发现数, en: Road hazards found}
    aspect: traffic
    department: transport
    unit: count
    direction: neutral
    source: {kind: hazard, where: [{column: category, starts: T}, {use: counted}]}
    compare: [year_on_year]
  - id: road_hazards_fixed
    label: {zh: 道路隐患按期整改率, en: Road hazards fixed in time}
    aspect: traffic
    department: transport
    unit: percent
    direction: higher_better
    source:
      kind: hazard
      placed: due_at
      where: [{column: category, starts: T}, {use: counted}]
      numerator: [{column: resolved_at, at_most: due_at}, {column: items_open, at_most: 0}]
    judge: [{by: target, green: 95, yellow: 85}]
  # Fire
  - id: fires
    label: {zh: 火灾警情数, en: Fires}
    aspect: fire
    department: fire
    unit: count
    direction: lower_better
    source: imported
    compare: [year_on_year]
    judge: [{by: previous_three_years, green: 0, yellow: 15, from_zero: {green: 0, yellow: 2}}]
  - id: fire_deaths
    label: {zh: 火灾亡人数, en: Deaths by fire}
    aspect: fire
    department: fire
    unit: count
    direction: lower_better
    weight: 2
    source: imported
    judge: [{by: year_on_year, green: 0, yellow: 20, from_zero: {green: 0, yellow: 0}}]
  - id: fire_hazards
    label: {zh: 消防隐患发现数, en: Fire hazards found}
    aspect: fire
    department: fire
    unit: count
    direction: neutral
    source: {kind: hazard, where: [{column: category, starts: [F, E, G]}, {use: counted}]}
    compare: [year_on_year, month_on_month]
  - id: fire_hazards_fixed
    label: {zh: 消防隐患按期整改率, en: Fire hazards fixed in time}
    aspect: fire
    department: fire
    unit: percent
    direction: higher_better
    source:
      kind: hazard
      placed: due_at
      where: [{column: category, starts: [F, E, G]}, {use: counted}]
      numerator: [{column: resolved_at, at_most: due_at}, {column: items_open, at_most: 0}]
    judge: [{by: target, green: 95, yellow: 85}]
  - id: premises_inspected
    label: {zh: 两房一店季度排查率, en: Homes and shops inspected within three months}
    aspect: fire
    department: fire
    unit: percent
    direction: higher_better
    records: false
    source:
      kind: rental_house
      placed: stock
      where: [{use: active}]
      numerator: [{column: inspected_at, since: {months: 3}}]
    judge: [{by: target, green: 98, yellow: 90}]
  - id: premises_red
    label: {zh: 红色场所占比, en: Share of red premises}
    aspect: fire
    department: fire
    unit: percent
    direction: lower_better
    source:
      kind: rental_house
      placed: stock
      where: [{use: active}]
      numerator: [{column: colour, is: red}]
    judge: [{by: target, green: 1, yellow: 3}]
  # Safety at work
  - id: work_accidents
    label: {zh: 生产安全事故起数, en: Accidents at work}
    aspect: work
    department: emergency
    unit: count
    direction: lower_better
    source: imported
    compare: [year_on_year]
    judge: [{by: previous_three_years, green: 0, yellow: 15, from_zero: {green: 0, yellow: 1}}]
  - id: work_deaths
    label: {zh: 生产安全亡人数, en: Deaths at work}
    aspect: work
    department: emergency
    unit: count
    direction: lower_better
    weight: 2
    source: imported
    judge: [{by: year_on_year, green: 0, yellow: 20, from_zero: {green: 0, yellow: 0}}]
  - id: large_accidents
    label: {zh: 较大及以上事故起数, en: Large accidents}
    aspect: work
    department: emergency
    unit: count
    direction: lower_better
    weight: 2
    source: imported
    judge: [{by: target, green: 0}]
  - id: hazards_fixed
    label: {zh: 隐患按期整改率, en: Hazards fixed in time}
    aspect: work
    department: emergency
    unit: percent
    direction: higher_better
    source:
      kind: hazard
      placed: due_at
      where: [{use: counted}]
      numerator: [{column: resolved_at, at_most: due_at}, {column: items_open, at_most: 0}]
    judge: [{by: target, green: 95, yellow: 85}]
  - id: major_hazards_open
    label: {zh: 未整改重大隐患数, en: Major hazards open}
    aspect: work
    department: emergency
    unit: count
    direction: lower_better
    source:
      kind: hazard
      placed: stock
      where: [{column: level, is: "3"}, {column: resolved_at, present: false}, {use: counted}, {use: no_false_alarm}]
    judge: [{by: target, green: 0, yellow: 2}]
  - id: recurrence
    label: {zh: 两个月内隐患复发率, en: Hazards back within two months}
    aspect: work
    department: emergency
    unit: percent
    direction: lower_better
    source:
      kind: hazard
      where: [{use: counted}, {use: no_false_alarm}]
      numerator: [{column: recurred_at, within: {months: 2, of: closed_at}}]
      # Counted when the two months after the acceptance are over, in the month in which they end.
      observe: {after: closed_at, months: 2}
    judge: [{by: target, green: 2, yellow: 5}]
  # Disputes
  - id: disputes_found
    label: {zh: 矛盾纠纷排查数, en: Disputes found}
    aspect: disputes
    department: justice
    unit: count
    direction: neutral
    source: {kind: dispute, where: [{use: counted}]}
    compare: [year_on_year, month_on_month]
  - id: disputes_settled
    label: {zh: 纠纷按期化解率, en: Disputes settled in time}
    aspect: disputes
    department: justice
    unit: percent
    direction: higher_better
    source: {kind: dispute, placed: due_at, where: [{use: counted}], numerator: [{column: resolved_at, at_most: due_at}]}
    judge: [{by: target, green: 95, yellow: 85}]
  - id: mediation_success
    label: {zh: 调解成功率, en: Mediation succeeded}
    aspect: disputes
    department: justice
    unit: percent
    direction: higher_better
    source:
      kind: dispute
      placed: resolved_at
      where: [{use: counted}, {column: result, is: ["0", "1", "2"]}]
      numerator: [{column: result, is: "1"}]
    judge: [{by: target, green: 95, yellow: 85}]
  - id: agreements_kept
    label: {zh: 调解协议履行率, en: Agreements kept}
    aspect: disputes
    department: justice
    unit: percent
    direction: higher_better
    source: {kind: dispute, placed: perform_by, where: [{column: agreement, present: true}], numerator: [{column: performed, is: true}]}
    judge: [{by: target, green: 95, yellow: 85}]
  - id: disputes_overdue
    label: {zh: 逾期未化解纠纷数, en: Disputes overdue}
    aspect: disputes
    department: justice
    unit: count
    direction: lower_better
    source:
      kind: dispute
      placed: stock
      where: [{use: counted}, {column: due_at, before: cutoff}, {column: resolved_at, present: false}, {not: {column: state, is: [transferred, terminated]}}]
    judge: [{by: target, green: 0, yellow: 3}]
  - id: large_disputes
    label: {zh: 群体性纠纷数, en: Disputes of groups}
    aspect: disputes
    department: political_legal
    unit: count
    direction: neutral
    source: {kind: dispute, where: [{use: counted}, {column: scale, is: ["02", "03"]}]}
    compare: [year_on_year]
  # Petitions and law
  - id: petitions
    label: {zh: 信访总量, en: Petitions}
    aspect: petitions
    department: letters_visits
    unit: count
    direction: neutral
    source: imported
    compare: [year_on_year]
  - id: petitions_answered
    label: {zh: 信访按期答复率, en: Petitions answered in time}
    aspect: petitions
    department: letters_visits
    unit: percent
    direction: higher_better
    suppress: false
    source: imported
    judge: [{by: target, green: 98, yellow: 95}]
  - id: court_cases
    label: {zh: 法院收案数, en: Cases taken by the court}
    aspect: petitions
    department: court
    unit: count
    direction: lower_better
    source: imported
    judge: [{by: year_on_year, green: 0, yellow: 10}]
  - id: risks_assessed
    label: {zh: 重大决策风险评估率, en: Decisions assessed for risks}
    aspect: petitions
    department: political_legal
    unit: percent
    direction: higher_better
    suppress: false
    source: imported
    judge: [{by: target, green: 100, yellow: 95}]
  # People and homes
  - id: registered_from_elsewhere
    label: {zh: 流动人口登记率, en: People from elsewhere registered}
    aspect: people
    department: police
    unit: percent
    direction: higher_better
    records: false
    source:
      kind: resident
      placed: stock
      where: [{column: merged, present: false}, {column: residence_kind, is: "2"}, {column: moved_out_at, present: false}]
      numerator: [{column: registered_at, present: true}]
    judge: [{by: target, green: 95, yellow: 90}]
  - id: letters_signed
    label: {zh: 出租房责任书签订率, en: Letters of responsibility signed}
    aspect: people
    department: police
    unit: percent
    direction: higher_better
    records: false
    source:
      kind: rental_house
      placed: stock
      where: [{use: active}]
      numerator: [{column: letter_signed, is: true}]
    judge: [{by: target, green: 100, yellow: 95}]
  # Work in the grids
  - id: hazards_found
    label: {zh: 隐患上报数, en: Hazards reported}
    aspect: grids
    department: political_legal
    unit: count
    direction: neutral
    source: {kind: hazard, where: [{use: counted}]}
    compare: [year_on_year, month_on_month]
  - id: visits
    label: {zh: 走访次数, en: Visits}
    aspect: grids
    department: political_legal
    unit: count
    direction: neutral
    records: false
    source: {kind: visit}
    compare: [month_on_month]
  - id: grids_visited
    label: {zh: 网格走访覆盖率, en: Grids visited}
    aspect: grids
    department: political_legal
    unit: percent
    direction: higher_better
    suppress: false
    records: false
    # Every grid in force; other sets are handed in by name.
    source: {eligible: "level:grid", kind: visit}
    judge: [{by: target, green: 100, yellow: 95}]
  - id: hazards_accepted
    label: {zh: 隐患当日次日受理率, en: Hazards accepted by the next day}
    aspect: grids
    department: political_legal
    unit: percent
    direction: higher_better
    source:
      kind: hazard
      where: [{use: counted}]
      numerator: [{column: accepted_at, within: {days: 1, of: occurred}}]
    judge: [{by: target, green: 98, yellow: 90}]
  - id: callers_satisfied
    label: {zh: 回访满意率, en: Satisfied when asked}
    aspect: grids
    department: political_legal
    unit: percent
    direction: higher_better
    source: {kind: hazard, placed: closed_at, where: [{column: satisfied, present: true}], numerator: [{column: satisfied, is: true}]}
    judge: [{by: target, green: 98, yellow: 90}]

"""##),
        .init(
            name: "stars.yaml",
            text: ##"""
# Monthly stars of grid workers: points for accepted work that is no duplicate, with the records behind each point.
stars: grid_workers
label: {zh: 网格员星级考评, en: Stars of grid workers}
version: "2025-1"
filters:
  # The first who found it has the points: the record that was merged into his counts for nobody.
  - id: valid
    where:
      - {column: accepted_at, present: true}
      - {not: {column: state, is: [duplicate, void]}}
      - {column: merged, present: false}
lines:
  - id: hazards
    label: {zh: 有效隐患, en: Valid hazards}
    kind: hazard
    where: [{use: valid}, {not: {column: outcome, is: [false_alarm]}}]
    points: 2
    at_most: 30
  - id: disputes
    label: {zh: 有效纠纷, en: Valid disputes}
    kind: dispute
    where: [{use: valid}]
    points: 3
    at_most: 20
  - id: visits
    label: {zh: 走访, en: Visits}
    kind: visit
    where: []
    points: 0.5
    at_most: 30
  - id: quality
    label: {zh: 有效事件采集率, en: Share of valid hazards}
    kind: hazard
    where: []
    numerator: [{use: valid}, {not: {column: outcome, is: [false_alarm]}}]
    points: 20
    without: 10
bounds:
  - {stars: 5, at_least: 85}
  - {stars: 4, at_least: 70}
  - {stars: 3, at_least: 50}
  - {stars: 2, at_least: 30}
  - {stars: 1, at_least: 0}
# Stars won or lost at one review, at most; and those of a worker who was never reviewed.
rise: 1
fall: 1
start: 3

"""##),
    ]
}
