"""The county: real townships, invented villages and grids below them, and invented people who work there."""

import csv
import os
from dataclasses import dataclass, field

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DIVISIONS = os.path.join(ROOT, "Protocol", "data", "zhejiang-divisions.csv")
COUNTY = "330781"
# The townships whose grids are worked in this story.
TOWNSHIPS = ["330781001", "330781102", "330781104"]
VILLAGES_PER_TOWNSHIP = 2
GRIDS_PER_VILLAGE = 2

NAMES = [
    ("Zhang Wei", "张伟"), ("Wang Fang", "王芳"), ("Li Na", "李娜"), ("Chen Jie", "陈杰"), ("Liu Yang", "刘洋"),
    ("Zhao Min", "赵敏"), ("Huang Lei", "黄磊"), ("Zhou Ting", "周婷"), ("Wu Qiang", "吴强"), ("Xu Li", "徐丽"),
    ("Sun Hao", "孙浩"), ("Hu Jing", "胡静"), ("Zhu Bin", "朱斌"), ("Gao Yan", "高燕"), ("Lin Tao", "林涛"),
    ("He Xia", "何霞"), ("Guo Peng", "郭鹏"), ("Ma Chao", "马超"), ("Luo Dan", "罗丹"), ("Liang Bo", "梁波"),
    ("Song Yue", "宋月"), ("Zheng Kai", "郑凯"), ("Xie Hong", "谢红"), ("Han Xue", "韩雪"), ("Tang Jun", "唐军"),
]
DESK = ("Shen Hui", "沈慧")
SUPERVISOR = ("Fang Zhiyuan", "方志远")


@dataclass
class Person:
    english: str
    chinese: str
    role: str
    areas: list
    id: str = ""

    def name(self, language):
        return self.chinese if language == "zh" else self.english


@dataclass
class Grid:
    code: str
    name: str
    longitude: float
    latitude: float
    workers: list = field(default_factory=list)


def divisions():
    with open(DIVISIONS, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def township_name(code):
    return next(row["name"] for row in divisions() if row["code"] == code)


def write_invented_areas(path):
    """Villages and grids below every township of the county; returns how many of each, and the worked grids."""
    townships = [row for row in divisions() if row["parent"] == COUNTY]
    rows, villages, grids, worked = [], 0, 0, []
    for place, township in enumerate(townships):
        for village in range(1, VILLAGES_PER_TOWNSHIP + 1):
            village_code = f"{township['code']}2{village:02d}"
            rows.append((village_code, f"{township['name']}演示{village}村", "village", township["code"]))
            villages += 1
            for number in range(1, GRIDS_PER_VILLAGE + 1):
                code = f"{village_code}{number:03d}"
                name = f"{township['name']}演示{village}村第{number}网格"
                rows.append((code, name, "grid", village_code))
                grids += 1
                if township["code"] in TOWNSHIPS:
                    corner = place * 4 + village * 2 + number
                    worked.append(Grid(code, name, 119.30 + corner * 0.011, 29.10 + corner * 0.007))
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["code", "name", "level", "parent"])
        writer.writerows(rows)
    return villages, grids, worked


def people(grids):
    """25 workers, two in each grid and a third in the last one, and two reviewers."""
    workers = []
    for index, (english, chinese) in enumerate(NAMES):
        grid = grids[min(index // 2, len(grids) - 1)]
        person = Person(english, chinese, "worker", [grid.code])
        grid.workers.append(person)
        workers.append(person)
    desk = Person(*DESK, "township", TOWNSHIPS[1:])
    supervisor = Person(*SUPERVISOR, "supervisor", [COUNTY])
    return workers, desk, supervisor
