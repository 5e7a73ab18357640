"""Edits of the same record by two people who have not seen each other's: what must be joined, and what a person must
decide. Each entry says what the hub has to make of it."""

from dataclasses import dataclass, field
from typing import Callable, Optional


@dataclass(frozen=True)
class Clash:
    """Two edits made from the same copy. `path` is where a conflict must open; None when nothing is to be asked."""

    name: str
    chinese: str
    kind: str
    first: Callable
    second: Callable
    path: Optional[str] = None
    # `worker`, or `desk` and `supervisor` where only they may write.
    by: tuple = ("worker", "worker")
    # What the record holds to begin with.
    start: dict = field(default_factory=dict)


def near(point, longitude=0.0):
    return dict(point, lon=round(point["lon"] + longitude, 6))


def remove(_):
    return "remove"


JOINED = [
    Clash("different fields of one hazard", "同一隐患的不同字段", "hazard",
          lambda f: {"items/i1/status": "fixed"}, lambda f: {"campaigns/spring_check": True}),
    Clash("both raised the level of a hazard", "两人都上调隐患等级", "hazard",
          lambda f: {"level": "2"}, lambda f: {"level": "3"}, start={"level": "1"}),
    Clash("occupants counted on one day: the greater number stands", "同日核实居住人数，取大值", "rental_house",
          lambda f: {"occupant_count": 7}, lambda f: {"occupant_count": 9}),
    Clash("each added a party to a dispute", "各自添加一名当事人", "dispute",
          lambda f: {"parties/p3": {"name": "证人甲", "role": "丙方"}},
          lambda f: {"parties/p4": {"name": "证人乙", "role": "丙方"}}),
    Clash("each noted another need of a resident", "各自登记一项服务需求", "resident",
          lambda f: {"service_need/schooling": True}, lambda f: {"service_need/legal_aid": True}),
    Clash("each added an amendment to a visit", "各自补记一次走访", "visit",
          lambda f: {"amendments/x1": {"at": "2026-03-09T10:00:00+08:00", "text": "补记甲"}},
          lambda f: {"amendments/x2": {"at": "2026-03-09T11:00:00+08:00", "text": "补记乙"}}),
    Clash("both wrote the same number of floors", "两人填写相同层数", "rental_house",
          lambda f: {"floors": f["floors"] + 1}, lambda f: {"floors": f["floors"] + 1}),
    Clash("a dispute was named confidential and given a mediator", "一人定为不公开，一人指定调解员", "dispute",
          lambda f: {"confidential": True}, lambda f: {"mediator": "老娘舅"}),
]

ASKED = [
    Clash("review: an amount of money", "需复核：金额", "dispute",
          lambda f: {"amount_fen": 800000}, lambda f: {"amount_fen": 1250000}, "amount_fen"),
    Clash("review: floors of a house", "需复核：层数", "rental_house",
          lambda f: {"floors": f["floors"] + 1}, lambda f: {"floors": f["floors"] + 2}, "floors"),
    Clash("review: a resident's name", "需复核：姓名", "resident",
          lambda f: {"name": "李建国"}, lambda f: {"name": "李建华"}, "name"),
    Clash("review with a provisional value: a result", "需复核（暂按未成功）：化解结果", "dispute",
          lambda f: {"result": "1"}, lambda f: {"result": "2"}, "result"),
    Clash("review with the stricter value: use of a house", "需复核（暂取从严值）：出租用途", "rental_house",
          lambda f: {"rental_use": "3"}, lambda f: {"rental_use": "6"}, "rental_use",
          start={"rental_use": "1"}),
    Clash("review beyond a tolerance: places 500 m apart", "超出容差：两处相距五百米", "hazard",
          lambda f: {"location": near(f["location"], 0.0025)}, lambda f: {"location": near(f["location"], -0.0025)},
          "location"),
    Clash("latest, but another class: a dispute's category", "类别大类不同", "dispute",
          lambda f: {"category": "0101"}, lambda f: {"category": "0902"}, "category",
          start={"category": "0201"}),
    Clash("latest, but too far apart: floor area", "数值相差过大：建筑面积", "rental_house",
          lambda f: {"area_m2": f["area_m2"] + 10}, lambda f: {"area_m2": f["area_m2"] * 2}, "area_m2"),
    Clash("latest, but on the same day: an owner's telephone", "同日变更：房主电话", "rental_house",
          lambda f: {"owner_phone": "13900000001"}, lambda f: {"owner_phone": "13900000002"}, "owner_phone"),
    Clash("latest, but another person: who must repair", "整改责任人不同", "hazard",
          lambda f: {"responsible": {"name": "王大明", "phone": "13800000001"}},
          lambda f: {"responsible": {"name": "钱小军", "phone": "13800000002"}}, "responsible"),
    Clash("assert without evidence: a letter signed, or not", "无凭据的肯定：责任书签或未签", "rental_house",
          lambda f: {"letter_signed": True}, lambda f: {"letter_signed": False}, "letter_signed",
          start={"letter_signed": False}),
    Clash("gone, or met later: a resident's moving out", "已迁出，或其后仍见到：迁出日期", "resident",
          lambda f: {"move_out": "2026-03-01", "observed_at": "2026-03-01T09:00:00+08:00"},
          lambda f: {"contact_pref": "visit"}, "move_out"),
    Clash("once: when a hazard happened", "只写一次：发生时间", "hazard",
          lambda f: {"occurred_at": "2026-03-01T08:00:00+08:00"}, lambda f: {"occurred_at": "2026-03-02T08:00:00+08:00"},
          "occurred_at"),
    Clash("greatest: lowered by the desk while a worker raised it", "取大：镇里下调而网格员上调等级", "hazard",
          lambda f: {"level": "1"}, lambda f: {"level": "3"}, "level", by=("desk", "worker"),
          start={"level": "2"}),
    Clash("least: a deadline put off by the desk and brought forward by the supervisor", "取早：一人延期一人提前", "hazard",
          lambda f: {"due_at": "2099-04-01T17:00:00+08:00"}, lambda f: {"due_at": "2026-01-02T17:00:00+08:00"}, "due_at",
          by=("desk", "supervisor")),
    Clash("stage: two steps with no way from one to the other", "流程：两步互不可达", "hazard",
          lambda f: {"state": "transferred"}, lambda f: {"state": "resolved"}, "state",
          start={"state": "processing"}),
    Clash("an element edited twice: a party to a dispute", "同一元素两次修改：当事人", "dispute",
          lambda f: {"parties/p1": dict(f["parties"]["p1"], phone="13700000001")},
          lambda f: {"parties/p1": dict(f["parties"]["p1"], phone="13700000002")}, "parties/p1"),
    Clash("an element removed while another edited it", "一人删除、一人修改同一条问题", "hazard",
          lambda f: {"items/i2": None}, lambda f: {"items/i2/status": "fixed"}, "items/i2"),
    Clash("a record deleted while another edited it", "一人删除记录、一人仍在修改", "rental_house",
          remove, lambda f: {"occupant_count": 11}, "deleted"),
]


def line(known, fields):
    """The line of `apply` for one side."""
    if fields == "remove":
        return {"op": "remove", "id": known.id}
    return {"op": "set", "id": known.id, "fields": fields}
