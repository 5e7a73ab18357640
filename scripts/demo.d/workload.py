"""Records and edits from a fixed seed, in the proportions of a county: disputes 15 %, hazards 35 %, the rest visits,
residents and rental houses. Whatever is random here comes from the one generator that is handed in."""

from dataclasses import dataclass, field

SHARES = [("dispute", 0.15), ("hazard", 0.35), ("visit", 0.25), ("resident", 0.15), ("rental_house", 0.10)]
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = ["建国", "秀英", "伟", "芳", "娜", "敏", "静", "强", "磊", "洋", "艳", "勇", "军", "杰", "娟", "涛", "明", "超", "霞", "平"]
STREETS = ["西门街", "解放路", "溪边路", "学前巷", "人民路", "古井弄", "枫树湾", "新桥头"]
FAULTS = {
    "F05": "楼梯口堆放纸箱，疏散通道堵塞", "F09": "电动自行车在楼道内充电", "F07": "未安装独立式感烟报警器",
    "F10": "私拉电线，无套管", "F08": "灭火器压力不足", "F03": "店面后间住人，与货物混放",
}
QUARRELS = [
    ("0201", "排水沟改道引起的纠纷", "两家对屋后排水沟走向有争议。"), ("0202", "围墙界址纠纷", "砌围墙时双方对界址说法不一。"),
    ("0101", "婚约财物返还纠纷", "双方就彩礼返还金额未谈拢。"), ("0602", "退租押金纠纷", "租客退房后房东扣留押金。"),
    ("0902", "宅基地使用纠纷", "老宅翻建占用邻家空地。"), ("0799", "工资结算纠纷", "装修队与业主对尾款数额有争议。"),
]


@dataclass
class Known:
    """A record as the people of its grid know it."""

    id: str
    kind: str
    grid: str
    fields: dict
    counts: dict = field(default_factory=dict)
    # Part of a story of its own: no ordinary edit touches it.
    is_reserved: bool = False


def kinds_of(count):
    """As many kinds as records, in exact proportion."""
    kinds = [kind for kind, share in SHARES for _ in range(round(count * share))]
    while len(kinds) < count:
        kinds.append("visit")
    return kinds[:count]


class Workload:
    def __init__(self, random):
        self.random = random
        self.numbers = 0

    def number(self):
        self.numbers += 1
        return self.numbers

    def person(self):
        return self.random.choice(SURNAMES) + self.random.choice(GIVEN)

    def phone(self):
        return f"139{self.random.randrange(10**8):08d}"

    def address(self, grid):
        return f"{grid.name}{self.random.choice(STREETS)}{self.random.randrange(1, 200)}号"

    def point(self, grid):
        return {
            "lon": round(grid.longitude + self.random.uniform(-0.004, 0.004), 6),
            "lat": round(grid.latitude + self.random.uniform(-0.003, 0.003), 6),
            "crs": "cgcs2000", "accuracy_m": self.random.choice([4, 6, 9, 15]), "source": "gps",
        }

    def time(self, day, hour_from=8, hour_to=17):
        return f"2026-03-{day:02d}T{self.random.randrange(hour_from, hour_to):02d}:{self.random.randrange(60):02d}:00+08:00"

    # Creations

    def creation(self, kind, grid, name, targets):
        """A line that makes a record; a visit names where it was, among `targets`."""
        fields = getattr(self, "new_" + kind)(grid, targets)
        return {"op": "new", "kind": kind, "area": grid.code, "fields": fields, "as": name}

    def new_resident(self, grid, _):
        fields = {
            "name": self.person(), "residence_kind": self.random.choice("12"), "address": self.address(grid),
            "notice_given": True, "notice_date": f"2026-02-{self.random.randrange(1, 28):02d}",
            "lodging_type": self.random.choice("1256"),
        }
        if self.random.random() < 0.5:
            fields["birth_year"] = self.random.randrange(1940, 2006)
        return fields

    def new_rental_house(self, grid, _):
        return {
            "house_code": f"LX{self.number():06d}", "address": self.address(grid), "location": self.point(grid),
            "premise_kind": self.random.choice("123"), "rental_use": self.random.choice("1125"),
            "owner_name": self.person(), "owner_phone": self.phone(), "area_m2": self.random.randrange(60, 400),
            "rooms": self.random.randrange(2, 12), "floors": self.random.randrange(1, 6),
            "occupant_count": self.random.randrange(1, 12), "minors_count": self.random.randrange(0, 3),
            "letter_signed": self.random.random() < 0.6,
        }

    def new_dispute(self, grid, _):
        category, title, summary = self.random.choice(QUARRELS)
        return {
            "title": title, "occurred_at": self.time(self.random.randrange(1, 9)), "place": self.address(grid),
            "location": self.point(grid), "category": category, "scale": "01",
            "people_count": self.random.randrange(2, 6), "summary": summary, "source": self.random.choice(["patrol", "public_report", "12345"]),
            "amount_fen": self.random.randrange(1, 400) * 10000,
            "parties": {
                "p1": {"name": self.person(), "phone": self.phone(), "role": "甲方"},
                "p2": {"name": self.person(), "phone": self.phone(), "role": "乙方"},
            },
        }

    def new_hazard(self, grid, _):
        codes = self.random.sample(sorted(FAULTS), 2)
        return {
            "target_kind": self.random.choice(["street_shop", "villager_house", "workshop", "market"]),
            "category": codes[0], "level": self.random.choice("1122"), "location": self.point(grid),
            "found_at": self.time(self.random.randrange(1, 9)),
            "items": {f"i{place}": {"code": code, "text": FAULTS[code]} for place, code in enumerate(codes, 1)},
            "responsible": {"name": self.person(), "phone": self.phone()},
        }

    def new_visit(self, grid, targets):
        day = self.random.randrange(1, 9)
        return {
            "visit_kind": self.random.choice(["patrol", "visit", "recheck", "follow_up"]),
            "started_at": self.time(day, 8, 11), "ended_at": self.time(day, 13, 17),
            "targets": {self.random.choice(targets): True}, "location": self.point(grid),
            "result_note": self.random.choice(["已走访，情况正常。", "已提醒整改，约定复查。", "登记信息已核对。"]),
        }

    # Ordinary edits: of one person, by what he has seen

    def edit(self, known):
        """One edit that the people of the grid may make to what they know."""
        fields = getattr(self, "edit_" + known.kind)(known)
        for path, value in fields.items():
            if "/+" not in path:
                known.fields[path] = value
        return {"op": "set", "id": known.id, "fields": fields}

    def edit_resident(self, known):
        number = self.number()
        return self.random.choice([
            lambda: {"household_no": f"{number:06d}"},
            lambda: {"service_need/" + self.random.choice(["errand", "home_visit", "language", "employment"]): True},
            lambda: {"contact_pref": self.random.choice(["phone", "message", "visit"])},
            lambda: {"minors_count": self.random.randrange(0, 3)},
            lambda: {f"phone/t{number}": self.phone()} if known.counts.setdefault("phone", 0) < 2 and not known.counts.update(phone=known.counts["phone"] + 1) else {"lodging_type": self.random.choice("1256")},
            lambda: {"permit_expiry": f"2027-{self.random.randrange(1, 13):02d}-15"},
        ])()

    def edit_rental_house(self, known):
        fault = self.random.choice(sorted(FAULTS))
        return self.random.choice([
            lambda: {"occupant_count": self.random.randrange(1, 14)},
            lambda: {"checklist/" + fault: {"answer": self.random.choice(["yes", "no"])}},
            lambda: {"lease_from": "2026-03-01", "lease_to": f"2027-{self.random.randrange(1, 13):02d}-28"},
            lambda: {"beds": self.random.randrange(2, 20)},
            lambda: {"letter_signed": True, "letter_date": f"2026-03-{self.random.randrange(1, 9):02d}"},
            lambda: {"campaigns/winter_fire_2026": True},
        ])()

    STATES = ["reported", "accepted", "assigned", "processing", "resolved"]

    def forward(self, known):
        """The next step of the work; at the end a comment instead."""
        place = self.STATES.index(known.fields.get("state", "reported"))
        if place + 1 < len(self.STATES):
            return {"state": self.STATES[place + 1]}
        return {f"comments/c{self.number()}": "已按程序办结，待回访。"}

    def edit_dispute(self, known):
        number = self.number()
        return self.random.choice([
            lambda: {"mediator": self.person(), "mediator_phone": self.phone()},
            lambda: {"people_count": self.random.randrange(2, 9)},
            lambda: self.forward(known),
            lambda: {f"comments/c{number}": f"第{number}号意见：先听双方陈述，再约见。"},
            lambda: {"involved_org": self.random.choice(["村民委员会", "司法所", "物业公司", "无"])},
            lambda: {"urgent": True},
            lambda: {"mediation_org": self.random.choice(["村人民调解委员会", "镇人民调解委员会"])},
        ])()

    def edit_hazard(self, known):
        number = self.number()
        level = known.fields.get("level", "1")
        return self.random.choice([
            lambda: {f"items/i{self.random.choice('12')}/status": self.random.choice(["fixed", "open"])},
            lambda: {f"rechecks/r{number}": {"at": self.time(9, 8, 17), "result": "已到场复查，整改中。"}},
            lambda: self.forward(known),
            lambda: {"campaigns/winter_fire_2026": True},
            lambda: {"level": str(min(3, int(level) + 1))},
            lambda: {f"comments/c{number}": f"第{number}号意见：请限期整改。"},
        ])()

    def edit_visit(self, known):
        number = self.number()
        return self.random.choice([
            lambda: {f"amendments/a{number}": {"at": self.time(9, 8, 17), "text": "补记：当日另走访邻户一处。"}},
            lambda: {"next_due": f"2026-04-{self.random.randrange(1, 29):02d}"},
            lambda: {"companions/+": self.random.choice(["网格长", "消防专管员", "村干部"])},
            lambda: {f"needs/n{number}": "希望协助办理居住登记。"},
        ])()
