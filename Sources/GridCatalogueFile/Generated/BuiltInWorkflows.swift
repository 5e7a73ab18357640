// Written by scripts/embed-catalogue from Protocol; change those files instead.

/// The workflow and calendar files that are part of the program, sorted by name.
enum BuiltInWorkflows {
    static let files: [CatalogueFiles.Source] = [
        .init(
            name: "china.yaml",
            text: ##"""
# Working days of the offices: Monday to Friday, less `holidays`, and the weekend days under `working`. Taken from the
# notices of the General Office of the State Council on the arrangement of holidays; a new year is added when its
# notice is out, in November as a rule. Until then only its weekends count as free.
calendar: china
label: {zh: 国务院办公厅节假日安排, en: Holidays by notice of the State Council}
years:
  # 国务院办公厅关于2025年部分节假日安排的通知, 2024-11-12.
  - id: 2025
    notice: 国办发明电〔2024〕12号
    holidays:
      - {from: 2025-01-01, to: 2025-01-01, zh: 元旦, en: New Year's Day}
      - {from: 2025-01-28, to: 2025-02-04, zh: 春节, en: Spring Festival}
      - {from: 2025-04-04, to: 2025-04-06, zh: 清明节, en: Qingming Festival}
      - {from: 2025-05-01, to: 2025-05-05, zh: 劳动节, en: Labour Day}
      - {from: 2025-05-31, to: 2025-06-02, zh: 端午节, en: Dragon Boat Festival}
      - {from: 2025-10-01, to: 2025-10-08, zh: 国庆节、中秋节, en: National Day and Mid-Autumn Festival}
    working: [2025-01-26, 2025-02-08, 2025-04-27, 2025-09-28, 2025-10-11]
  # 国务院办公厅关于2026年部分节假日安排的通知, 2025-11-04.
  - id: 2026
    notice: 国办发明电〔2025〕7号
    holidays:
      - {from: 2026-01-01, to: 2026-01-03, zh: 元旦, en: New Year's Day}
      - {from: 2026-02-15, to: 2026-02-23, zh: 春节, en: Spring Festival}
      - {from: 2026-04-04, to: 2026-04-06, zh: 清明节, en: Qingming Festival}
      - {from: 2026-05-01, to: 2026-05-05, zh: 劳动节, en: Labour Day}
      - {from: 2026-06-19, to: 2026-06-21, zh: 端午节, en: Dragon Boat Festival}
      - {from: 2026-09-25, to: 2026-09-27, zh: 中秋节, en: Mid-Autumn Festival}
      - {from: 2026-10-01, to: 2026-10-07, zh: 国庆节, en: National Day}
    working: [2026-01-04, 2026-02-14, 2026-02-28, 2026-05-09, 2026-09-20, 2026-10-10]

"""##),
        .init(
            name: "dispute.yaml",
            text: ##"""
# The life of a dispute. The states are those of the field `state` in dispute.yaml. A party that refuses ends mediation
# (People's Mediation Law, article 17); the county closes only with an outcome or a referral.
workflow: dispute
label: {zh: 矛盾纠纷办理, en: Work on a dispute}
due_field: due_at
initial: reported
# `rank`: greater is further. `side`: off the main way. `terminal`: an end that no late step undoes; of two ends the one
# of the higher rank stands. `paused`: every clock stands still. `stands_for`: shown in that state's place once all
# secondary organisations have replied.
states:
  - {id: reported, rank: 10}
  - {id: accepted, rank: 20}
  - {id: coordinating, rank: 25}
  - {id: assigned, rank: 30}
  - {id: processing, rank: 40}
  - {id: replied, rank: 45, stands_for: processing}
  - {id: resolved, rank: 50}
  - {id: verified, rank: 60}
  - {id: closed, rank: 70, terminal: true}
  - {id: returned, rank: 15, side: true}
  - {id: escalated, rank: 16, side: true}
  - {id: suspended, rank: 35, side: true, paused: true}
  - {id: transferred, rank: 68, side: true, terminal: true}
  - {id: terminated, rank: 67, side: true, terminal: true}
  - {id: duplicate, rank: 6, side: true, terminal: true}
  - {id: void, rank: 5, side: true, terminal: true}
  - {id: reopened, rank: 12, side: true}
# `levels`: who may. `actor`: any, the holder, a supervisor (the holder or who stands above), other (not who did the
# work). `handover`: the work stays, goes to the actor, to the target named, or back to who gave it.
transitions:
  - id: accept
    from: [reported]
    to: accepted
    levels: [village, township, county]
    handover: actor
  # What the worker settles on the spot goes straight to the check.
  - id: solve_on_spot
    from: [reported]
    to: resolved
    levels: [grid, village]
    actor: holder
    needs: {parts: [reason], fields: [result], conditions: [not_refused]}
  - id: coordinate
    from: [accepted]
    to: coordinating
    levels: [township, county]
    actor: holder
    needs: {parts: [secondaries]}
  - id: assign
    from: [accepted, coordinating, escalated, returned]
    to: assigned
    levels: [village, township, department, county]
    actor: holder
    handover: target
    needs: {parts: [to]}
  - id: begin
    from: [assigned]
    to: processing
    levels: [grid, village, township, department, county]
    actor: holder
    needs: {conditions: [not_refused]}
  - id: resolve
    from: [processing]
    to: resolved
    levels: [grid, village, township, department, county]
    actor: holder
    needs: {parts: [reason], fields: [result], conditions: [secondaries_replied, not_refused]}
  - id: verify
    from: [resolved]
    to: verified
    levels: [village, township, county]
    actor: other
    phase: after
  # A check that fails sends the work back to who did it.
  - id: reject
    from: [resolved]
    to: processing
    levels: [village, township, county]
    actor: other
    phase: after
    needs: {parts: [reason]}
  - id: close
    from: [verified]
    to: closed
    levels: [village, township, county]
    phase: after
    needs: {fields: [result, mediation_way], conditions: [outcome_at_last_stop]}
  # Only back to the organisation of the step that brought it here.
  - id: return
    from: [assigned, processing]
    to: returned
    levels: [grid, village, township, department, county]
    actor: holder
    handover: back
    needs: {parts: [reason]}
  - id: accept_again
    operation: accept
    from: [escalated, returned]
    to: accepted
    levels: [village, township, department, county]
    actor: holder
  # After too many returns the township, or the county, says who does it.
  - id: decide
    from: [returned]
    to: assigned
    levels: [township, county]
    actor: supervisor
    handover: target
    needs: {parts: [to, reason]}
  # Upwards only; the county is the last stop.
  - id: escalate
    from: [accepted, processing]
    to: escalated
    levels: [grid, village, township, department, county]
    actor: holder
    handover: target
    needs: {parts: [to, reason], conditions: [upward]}
  - id: suspend
    from: [processing]
    to: suspended
    levels: [township, county]
    actor: supervisor
    needs: {parts: [reason]}
  - id: resume
    from: [suspended]
    to: processing
    levels: [township, county]
    actor: supervisor
  - id: terminate
    from: [processing]
    to: terminated
    levels: [township, county]
    actor: supervisor
    needs: {parts: [reason]}
  - id: transfer
    from: [processing]
    to: transferred
    levels: [township, department, county]
    actor: supervisor
    needs: {parts: [reason]}
  - id: mark_duplicate
    from: [reported]
    to: duplicate
    levels: [village, township, county]
    needs: {parts: [link]}
  - id: mark_void
    from: [reported]
    to: void
    levels: [village, township, county]
    needs: {parts: [reason]}
  - id: reopen
    from: [closed]
    to: reopened
    levels: [township, county]
    phase: after
    needs: {parts: [reason]}
  # The same trouble again, within the window after acceptance.
  - id: recur
    from: [closed]
    to: reopened
    levels: [grid, village, township, department, county]
    phase: after
    needs: {parts: [link], conditions: [recurrence]}
  - id: accept_reopened
    operation: accept
    from: [reopened]
    to: accepted
    levels: [village, township, county]
    handover: actor
# Operations that are written down and change no state.
notes:
  - {id: comment, levels: [grid, village, township, department, county], needs: {parts: [reason]}}
  - {id: read, levels: [grid, village, township, department, county]}
  - {id: tell, levels: [village, township, department, county], needs: {parts: [to]}}
  - {id: instruct, levels: [township, department, county], needs: {parts: [reason]}}
  - {id: join, levels: [grid, village, township, department, county], effect: join}
  - {id: reply, levels: [grid, village, township, department, county], effect: reply, needs: {parts: [reason]}}
  - {id: ask_extension, levels: [grid, village, township, department, county], effect: ask_extension, needs: {parts: [days, reason]}}
  - {id: grant_extension, levels: [village, township, department, county], effect: grant_extension}
  - {id: refuse_extension, levels: [village, township, department, county], effect: refuse_extension, needs: {parts: [reason]}}
  - {id: remind, levels: [township, county], effect: remind}
  - {id: yellow_card, levels: [township, county], effect: yellow_card, needs: {parts: [reason]}}
  - {id: red_card, levels: [township, county], effect: red_card, needs: {parts: [reason]}}
  - {id: cancel_supervision, levels: [township, county], effect: cancel_supervision, needs: {parts: [reason]}}
  - {id: hasten, levels: [village, township, county], effect: hasten}
  - {id: unhasten, levels: [village, township, county], effect: unhasten}
# Limits: h hours, wd working days, d days, mo months of the calendar. `main` is the time for the work itself: a due day
# named by the issuer stands in its place, extensions lengthen it.
deadlines:
  - id: acceptance
    zh: 受理期限
    en: To be accepted
    states: [reported]
    limit: 24h
    variants: [{when: {field: urgent, is: true}, limit: 2h}]
  - {id: coordination, zh: 协调期限, en: To be coordinated, states: [coordinating], limit: 1wd}
  - {id: taking, zh: 签收期限, en: To be taken up, states: [assigned], limit: 24h}
  - {id: redirection, zh: 退回处理期限, en: To be sent on after a return, states: [returned], limit: 1wd}
  - id: handling
    zh: 办理期限
    en: To be done
    main: true
    states: [reported, accepted, coordinating, assigned, processing, returned, escalated, suspended, reopened]
    limit: 30d
  - {id: verification, zh: 回访期限, en: To be checked, states: [resolved], limit: 5wd}
rules:
  # After so many returns the township decides.
  returns: 2
  # Extensions, none longer than the original limit, asked for while there is time.
  extensions: 1
  extend_overdue: false
  recurrence_months: 2
  # Overdue by so many limits.
  supervision:
    - {mark: reminder, limits: 1, points: 0}
    - {mark: yellow_card, limits: 2, points: 5}
    - {mark: red_card, limits: 3, points: 10}
  # Steps that reach the hub later than that, or from a clock that was wrong by more, are marked.
  receipt_lag_hours: 48
  clock_offset_minutes: 10

"""##),
        .init(
            name: "hazard.yaml",
            text: ##"""
# The life of a hazard. The states are those of the field `state` in hazard.yaml; the limits by level (7, 15, 30 days)
# are a proposal where the county has no rule of its own.
workflow: hazard
label: {zh: 隐患办理, en: Work on a hazard}
due_field: due_at
initial: reported
# `rank`: greater is further. `side`: off the main way. `terminal`: an end that no late step undoes; of two ends the one
# of the higher rank stands. `paused`: every clock stands still. `stands_for`: shown in that state's place once all
# secondary organisations have replied.
states:
  - {id: reported, rank: 10}
  - {id: accepted, rank: 20}
  - {id: coordinating, rank: 25}
  - {id: assigned, rank: 30}
  - {id: processing, rank: 40}
  - {id: replied, rank: 45, stands_for: processing}
  - {id: resolved, rank: 50}
  - {id: verified, rank: 60}
  - {id: closed, rank: 70, terminal: true}
  - {id: returned, rank: 15, side: true}
  - {id: escalated, rank: 16, side: true}
  - {id: suspended, rank: 35, side: true, paused: true}
  - {id: written_off, rank: 69, side: true, terminal: true}
  - {id: transferred, rank: 68, side: true, terminal: true}
  - {id: terminated, rank: 67, side: true, terminal: true}
  - {id: duplicate, rank: 6, side: true, terminal: true}
  - {id: void, rank: 5, side: true, terminal: true}
  - {id: reopened, rank: 12, side: true}
# `levels`: who may. `actor`: any, the holder, a supervisor (the holder or who stands above), other (not who did the
# work). `handover`: the work stays, goes to the actor, to the target named, or back to who gave it.
transitions:
  - id: accept
    from: [reported]
    to: accepted
    levels: [village, township, county]
    handover: actor
  # What the worker settles on the spot goes straight to the check.
  - id: solve_on_spot
    from: [reported]
    to: resolved
    levels: [grid, village]
    actor: holder
    needs: {parts: [reason, evidence], conditions: [items_fixed]}
  - id: coordinate
    from: [accepted]
    to: coordinating
    levels: [township, county]
    actor: holder
    needs: {parts: [secondaries]}
  - id: assign
    from: [accepted, coordinating, escalated, returned]
    to: assigned
    levels: [village, township, department, county]
    actor: holder
    handover: target
    needs: {parts: [to]}
  - id: begin
    from: [assigned]
    to: processing
    levels: [grid, village, township, department, county]
    actor: holder
  - id: resolve
    from: [processing]
    to: resolved
    levels: [grid, village, township, department, county]
    actor: holder
    needs: {parts: [reason, evidence], conditions: [secondaries_replied, items_fixed]}
  - id: verify
    from: [resolved]
    to: verified
    levels: [village, township, county]
    actor: other
    phase: after
    needs: {conditions: [items_fixed]}
  # A check that fails sends the work back to who did it.
  - id: reject
    from: [resolved]
    to: processing
    levels: [village, township, county]
    actor: other
    phase: after
    needs: {parts: [reason]}
  - id: close
    from: [verified]
    to: closed
    levels: [village, township, county]
    phase: after
    needs: {fields: [outcome]}
  # Only back to the organisation of the step that brought it here.
  - id: return
    from: [assigned, processing]
    to: returned
    levels: [grid, village, township, department, county]
    actor: holder
    handover: back
    needs: {parts: [reason]}
  - id: accept_again
    operation: accept
    from: [escalated, returned]
    to: accepted
    levels: [village, township, department, county]
    actor: holder
  # After too many returns the township, or the county, says who does it.
  - id: decide
    from: [returned]
    to: assigned
    levels: [township, county]
    actor: supervisor
    handover: target
    needs: {parts: [to, reason]}
  # Upwards only; the county is the last stop.
  - id: escalate
    from: [accepted, processing]
    to: escalated
    levels: [grid, village, township, department, county]
    actor: holder
    handover: target
    needs: {parts: [to, reason], conditions: [upward]}
  - id: suspend
    from: [processing]
    to: suspended
    levels: [township, county]
    actor: supervisor
    needs: {parts: [reason]}
  - id: resume
    from: [suspended]
    to: processing
    levels: [township, county]
    actor: supervisor
  - id: terminate
    from: [processing]
    to: terminated
    levels: [township, county]
    actor: supervisor
    needs: {parts: [reason]}
  - id: transfer
    from: [processing]
    to: transferred
    levels: [township, department, county]
    actor: supervisor
    needs: {parts: [reason]}
  # 核销: what the danger came from is gone.
  - id: write_off
    from: [processing]
    to: written_off
    levels: [township, county]
    actor: supervisor
    phase: after
    needs: {parts: [reason], fields: [outcome]}
  - id: mark_duplicate
    from: [reported]
    to: duplicate
    levels: [village, township, county]
    needs: {parts: [link]}
  - id: mark_void
    from: [reported]
    to: void
    levels: [village, township, county]
    needs: {parts: [reason]}
  - id: reopen
    from: [closed]
    to: reopened
    levels: [township, county]
    phase: after
    needs: {parts: [reason]}
  # The same trouble again, within the window after acceptance.
  - id: recur
    from: [closed]
    to: reopened
    levels: [grid, village, township, department, county]
    phase: after
    needs: {parts: [link], conditions: [recurrence]}
  - id: accept_reopened
    operation: accept
    from: [reopened]
    to: accepted
    levels: [village, township, county]
    handover: actor
# Operations that are written down and change no state.
notes:
  - {id: comment, levels: [grid, village, township, department, county], needs: {parts: [reason]}}
  - {id: read, levels: [grid, village, township, department, county]}
  - {id: tell, levels: [village, township, department, county], needs: {parts: [to]}}
  - {id: instruct, levels: [township, department, county], needs: {parts: [reason]}}
  - {id: join, levels: [grid, village, township, department, county], effect: join}
  - {id: reply, levels: [grid, village, township, department, county], effect: reply, needs: {parts: [reason]}}
  - {id: ask_extension, levels: [grid, village, township, department, county], effect: ask_extension, needs: {parts: [days, reason]}}
  - {id: grant_extension, levels: [village, township, department, county], effect: grant_extension}
  - {id: refuse_extension, levels: [village, township, department, county], effect: refuse_extension, needs: {parts: [reason]}}
  - {id: remind, levels: [township, county], effect: remind}
  - {id: yellow_card, levels: [township, county], effect: yellow_card, needs: {parts: [reason]}}
  - {id: red_card, levels: [township, county], effect: red_card, needs: {parts: [reason]}}
  - {id: cancel_supervision, levels: [township, county], effect: cancel_supervision, needs: {parts: [reason]}}
  - {id: hasten, levels: [village, township, county], effect: hasten}
  - {id: unhasten, levels: [village, township, county], effect: unhasten}
# Limits: h hours, wd working days, d days, mo months of the calendar. `main` is the time for the work itself: a due day
# named by the issuer stands in its place, extensions lengthen it.
deadlines:
  - id: acceptance
    zh: 受理期限
    en: To be accepted
    states: [reported]
    limit: 24h
    variants: [{when: {field: urgent, is: true}, limit: 2h}]
  - {id: coordination, zh: 协调期限, en: To be coordinated, states: [coordinating], limit: 1wd}
  - {id: taking, zh: 签收期限, en: To be taken up, states: [assigned], limit: 24h}
  - {id: redirection, zh: 退回处理期限, en: To be sent on after a return, states: [returned], limit: 1wd}
  - id: handling
    zh: 办理期限
    en: To be done
    main: true
    states: [reported, accepted, coordinating, assigned, processing, returned, escalated, suspended, reopened]
    limit: 7d
    variants: [{when: {field: level, is: "2"}, limit: 15d}, {when: {field: level, is: "3"}, limit: 30d}]
  - {id: verification, zh: 回访期限, en: To be checked, states: [resolved], limit: 5wd}
rules:
  # After so many returns the township decides.
  returns: 2
  # Extensions, none longer than the original limit, asked for while there is time.
  extensions: 1
  extend_overdue: false
  recurrence_months: 2
  # Overdue by so many limits.
  supervision:
    - {mark: reminder, limits: 1, points: 0}
    - {mark: yellow_card, limits: 2, points: 5}
    - {mark: red_card, limits: 3, points: 10}
  # Steps that reach the hub later than that, or from a clock that was wrong by more, are marked.
  receipt_lag_hours: 48
  clock_offset_minutes: 10

"""##),
        .init(
            name: "practice.yaml",
            text: ##"""
# The closed loops beside the work items: who goes how often, colours of premises, listings, papers that are handed
# over, incidents, who is told. Limits as in the workflows.
practice: county
label: {zh: 闭环管理参数, en: Numbers of the closed loops}
# One turn in each period. Half months are 1 to 15 and 16 to the end: 24 turns a year.
cadences:
  - {id: county_leaders, zh: 县领导暗访, en: Unannounced visits of county leaders, level: county, period: quarter}
  - {id: safety_office, zh: 平安办暗访, en: Unannounced visits of the safety office, level: county, period: quarter}
  - {id: lead_unit, zh: 牵头单位督查, en: Inspections by lead units, level: department, period: month}
  - {id: supervision_group, zh: 督查组暗访和回访, en: Visits and revisits of the supervision group, level: county, period: month}
  - {id: self_check, zh: 乡镇部门自查, en: Self-checks of townships and departments, level: township, period: half_month}
colours:
  # Levels of open hazards that make premises red; others make them yellow.
  red_levels: ["2", "3"]
  # How long an inspection keeps premises green.
  inspected_within: 3mo
  # How soon after the last inspection each colour is visited again; who was never visited is due at once.
  revisit: {red: 7d, yellow: 1mo, green: 3mo}
# 挂牌整治.
listing: {cycle_months: 3, checks_per_month: 1}
documents:
  # 交办单, 提示单, 约谈.
  - {id: assignment, read: 1wd, feedback: 5wd}
  - {id: notice, read: 1wd, feedback: 10wd}
  - {id: talk, read: 1wd, feedback: 15wd}
incidents:
  - id: wage_arrears
    zh: 群体性讨薪
    en: Unpaid wages of many
    groups:
      - {code: negotiation, zh: 谈判组, en: Negotiation}
      - {code: calming, zh: 安抚组, en: Calming}
      - {code: liaison, zh: 现场对接组, en: Liaison on the spot}
notifications:
  - id: urgent_dispute
    zh: 紧急纠纷
    en: Urgent dispute
    kind: dispute
    when: [{field: urgent, is: true}]
    roles: [grid_leader, mediation_director, grid_police]
  - id: major_hazard
    zh: 重大隐患
    en: Major hazard
    kind: hazard
    when: [{field: level, is: "3"}]
    roles: [grid_leader, safety_officer]

"""##),
        .init(
            name: "routing.yaml",
            text: ##"""
# Which office deals with which category. A row's code also stands for the codes that begin with it, unless they have a
# row of their own; every code of the field must come to exactly one target.
routing: county
label: {zh: 分流表, en: Routing}
tables:
  # 行业性专业性调解: each category has its body; what has none of its own goes to the people's mediation committee.
  - id: mediation_body
    zh: 调解组织
    en: Mediation body
    kind: dispute
    field: category
    targets:
      - {code: village_committee, zh: 村(社区)人民调解委员会, en: Village mediation committee}
      - {code: township_committee, zh: 乡镇(街道)人民调解委员会, en: Township mediation committee}
      - {code: medical, zh: 医患纠纷人民调解委员会, en: Mediation committee for medical disputes}
      - {code: traffic, zh: 道路交通事故人民调解委员会, en: Mediation committee for traffic accidents}
      - {code: environment, zh: 环境保护纠纷调解委员会, en: Mediation committee for the environment}
      - {code: expropriation, zh: 征地拆迁纠纷调解委员会, en: Mediation committee for expropriation}
      - {code: labour, zh: 劳动争议调解委员会, en: Mediation committee for labour}
      - {code: property, zh: 物业纠纷人民调解委员会, en: Mediation committee for property management}
      - {code: finance, zh: 金融纠纷人民调解委员会, en: Mediation committee for finance}
    rows:
      - {to: village_committee, codes: ["01", "02", "03", "04", "10", "99"]}
      - {to: township_committee, codes: ["05", "06", "09", "11", "12", "13"]}
      - {to: medical, codes: ["0502"]}
      - {to: traffic, codes: ["0503"]}
      - {to: environment, codes: ["0203", "0504"]}
      - {to: expropriation, codes: ["1102", "1103"]}
      - {to: labour, codes: ["07"]}
      - {to: property, codes: ["0402"]}
      - {to: finance, codes: ["08"]}
  # 四平台 of a township.
  - id: platform_dispute
    zh: 四平台(纠纷)
    en: Township platform for disputes
    kind: dispute
    field: category
    targets: &platforms
      - {code: public_security, zh: 综治工作, en: Public security}
      - {code: market, zh: 市场监管, en: Market supervision}
      - {code: enforcement, zh: 综合执法, en: Joint enforcement}
      - {code: services, zh: 便民服务, en: Public services}
    rows:
      - {to: public_security, codes: ["01", "02", "03", "04", "05", "07", "09", "10", "99"]}
      - {to: market, codes: ["06", "08"]}
      - {to: enforcement, codes: ["0203", "0504", "11", "13"]}
      - {to: services, codes: ["12"]}
  - id: platform_hazard
    zh: 四平台(隐患)
    en: Township platform for hazards
    kind: hazard
    field: category
    targets: *platforms
    rows:
      - {to: public_security, codes: [F, E, D, Z]}
      - {to: market, codes: [G, P, W]}
      - {to: enforcement, codes: [S, C, T, N]}
      - {to: services, codes: [H]}
  - id: platform_service_need
    zh: 四平台(服务需求)
    en: Township platform for service needs
    kind: service_need
    field: category
    targets: *platforms
    rows:
      - {to: services, codes: [errand, home_visit, language, advice, livelihood, other]}
      - {to: enforcement, codes: [public_facility]}

"""##),
        .init(
            name: "service_need.yaml",
            text: ##"""
# The life of a service need: open from the visit on which it was told until the person has an answer.
workflow: service_need
label: {zh: 服务需求办理, en: Work on a service need}
due_field: due_at
initial: reported
# `rank`: greater is further. `side`: off the main way. `terminal`: an end that no late step undoes; of two ends the one
# of the higher rank stands. `paused`: every clock stands still. `stands_for`: shown in that state's place once all
# secondary organisations have replied.
states:
  - {id: reported, rank: 10}
  - {id: accepted, rank: 20}
  - {id: coordinating, rank: 25}
  - {id: assigned, rank: 30}
  - {id: processing, rank: 40}
  - {id: replied, rank: 45, stands_for: processing}
  - {id: resolved, rank: 50}
  - {id: verified, rank: 60}
  - {id: closed, rank: 70, terminal: true}
  - {id: returned, rank: 15, side: true}
  - {id: escalated, rank: 16, side: true}
  - {id: suspended, rank: 35, side: true, paused: true}
  - {id: transferred, rank: 68, side: true, terminal: true}
  - {id: terminated, rank: 67, side: true, terminal: true}
  - {id: duplicate, rank: 6, side: true, terminal: true}
  - {id: void, rank: 5, side: true, terminal: true}
  - {id: reopened, rank: 12, side: true}
# `levels`: who may. `actor`: any, the holder, a supervisor (the holder or who stands above), other (not who did the
# work). `handover`: the work stays, goes to the actor, to the target named, or back to who gave it.
transitions:
  - id: accept
    from: [reported]
    to: accepted
    levels: [village, township, county]
    handover: actor
  # What the worker settles on the spot goes straight to the check.
  - id: solve_on_spot
    from: [reported]
    to: resolved
    levels: [grid, village]
    actor: holder
    needs: {parts: [reason]}
  - id: coordinate
    from: [accepted]
    to: coordinating
    levels: [township, county]
    actor: holder
    needs: {parts: [secondaries]}
  - id: assign
    from: [accepted, coordinating, escalated, returned]
    to: assigned
    levels: [village, township, department, county]
    actor: holder
    handover: target
    needs: {parts: [to]}
  - id: begin
    from: [assigned]
    to: processing
    levels: [grid, village, township, department, county]
    actor: holder
  - id: resolve
    from: [processing]
    to: resolved
    levels: [grid, village, township, department, county]
    actor: holder
    needs: {parts: [reason], conditions: [secondaries_replied]}
  - id: verify
    from: [resolved]
    to: verified
    levels: [village, township, county]
    actor: other
    phase: after
  # A check that fails sends the work back to who did it.
  - id: reject
    from: [resolved]
    to: processing
    levels: [village, township, county]
    actor: other
    phase: after
    needs: {parts: [reason]}
  - id: close
    from: [verified]
    to: closed
    levels: [village, township, county]
    phase: after
    needs: {fields: [result_note]}
  # Only back to the organisation of the step that brought it here.
  - id: return
    from: [assigned, processing]
    to: returned
    levels: [grid, village, township, department, county]
    actor: holder
    handover: back
    needs: {parts: [reason]}
  - id: accept_again
    operation: accept
    from: [escalated, returned]
    to: accepted
    levels: [village, township, department, county]
    actor: holder
  # After too many returns the township, or the county, says who does it.
  - id: decide
    from: [returned]
    to: assigned
    levels: [township, county]
    actor: supervisor
    handover: target
    needs: {parts: [to, reason]}
  # Upwards only; the county is the last stop.
  - id: escalate
    from: [accepted, processing]
    to: escalated
    levels: [grid, village, township, department, county]
    actor: holder
    handover: target
    needs: {parts: [to, reason], conditions: [upward]}
  - id: suspend
    from: [processing]
    to: suspended
    levels: [township, county]
    actor: supervisor
    needs: {parts: [reason]}
  - id: resume
    from: [suspended]
    to: processing
    levels: [township, county]
    actor: supervisor
  - id: terminate
    from: [processing]
    to: terminated
    levels: [township, county]
    actor: supervisor
    needs: {parts: [reason]}
  - id: transfer
    from: [processing]
    to: transferred
    levels: [township, department, county]
    actor: supervisor
    needs: {parts: [reason]}
  - id: mark_duplicate
    from: [reported]
    to: duplicate
    levels: [village, township, county]
    needs: {parts: [link]}
  - id: mark_void
    from: [reported]
    to: void
    levels: [village, township, county]
    needs: {parts: [reason]}
  - id: reopen
    from: [closed]
    to: reopened
    levels: [township, county]
    phase: after
    needs: {parts: [reason]}
  # The same trouble again, within the window after acceptance.
  - id: recur
    from: [closed]
    to: reopened
    levels: [grid, village, township, department, county]
    phase: after
    needs: {parts: [link], conditions: [recurrence]}
  - id: accept_reopened
    operation: accept
    from: [reopened]
    to: accepted
    levels: [village, township, county]
    handover: actor
# Operations that are written down and change no state.
notes:
  - {id: comment, levels: [grid, village, township, department, county], needs: {parts: [reason]}}
  - {id: read, levels: [grid, village, township, department, county]}
  - {id: tell, levels: [village, township, department, county], needs: {parts: [to]}}
  - {id: instruct, levels: [township, department, county], needs: {parts: [reason]}}
  - {id: join, levels: [grid, village, township, department, county], effect: join}
  - {id: reply, levels: [grid, village, township, department, county], effect: reply, needs: {parts: [reason]}}
  - {id: ask_extension, levels: [grid, village, township, department, county], effect: ask_extension, needs: {parts: [days, reason]}}
  - {id: grant_extension, levels: [village, township, department, county], effect: grant_extension}
  - {id: refuse_extension, levels: [village, township, department, county], effect: refuse_extension, needs: {parts: [reason]}}
  - {id: remind, levels: [township, county], effect: remind}
  - {id: yellow_card, levels: [township, county], effect: yellow_card, needs: {parts: [reason]}}
  - {id: red_card, levels: [township, county], effect: red_card, needs: {parts: [reason]}}
  - {id: cancel_supervision, levels: [township, county], effect: cancel_supervision, needs: {parts: [reason]}}
  - {id: hasten, levels: [village, township, county], effect: hasten}
  - {id: unhasten, levels: [village, township, county], effect: unhasten}
# Limits: h hours, wd working days, d days, mo months of the calendar. `main` is the time for the work itself: a due day
# named by the issuer stands in its place, extensions lengthen it.
deadlines:
  - id: acceptance
    zh: 受理期限
    en: To be accepted
    states: [reported]
    limit: 24h
    variants: [{when: {field: urgent, is: true}, limit: 2h}]
  - {id: coordination, zh: 协调期限, en: To be coordinated, states: [coordinating], limit: 1wd}
  - {id: taking, zh: 签收期限, en: To be taken up, states: [assigned], limit: 24h}
  - {id: redirection, zh: 退回处理期限, en: To be sent on after a return, states: [returned], limit: 1wd}
  - id: handling
    zh: 办理期限
    en: To be done
    main: true
    states: [reported, accepted, coordinating, assigned, processing, returned, escalated, suspended, reopened]
    limit: 5wd
  - {id: verification, zh: 回访期限, en: To be checked, states: [resolved], limit: 5wd}
rules:
  # After so many returns the township decides.
  returns: 2
  # Extensions, none longer than the original limit, asked for while there is time.
  extensions: 1
  extend_overdue: false
  recurrence_months: 2
  # Overdue by so many limits.
  supervision:
    - {mark: reminder, limits: 1, points: 0}
    - {mark: yellow_card, limits: 2, points: 5}
    - {mark: red_card, limits: 3, points: 10}
  # Steps that reach the hub later than that, or from a clock that was wrong by more, are marked.
  receipt_lag_hours: 48
  clock_offset_minutes: 10

"""##),
    ]
}
