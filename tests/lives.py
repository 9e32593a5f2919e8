"""Generated lives of 发展党员: regular by construction, up to the day of the check, and one irregularity each."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from docgen.template.reckoning import Calendar, months_on, years_on
from tests.membership import BRANCH, Life

CHECKED = date(2026, 11, 30)
NEW = date(2026, 5, 11)


def later(day: date, days: int) -> date:
    return day + timedelta(days=days)


def text(day: date) -> str:
    return day.isoformat()


@dataclass
class Generated:
    """A life, its days by a short name, and who accompanies it."""

    life: Life
    pair: tuple[str, str]
    days: dict[str, date] = field(default_factory=dict)
    origin: str = ""
    """whose life it is a copy of"""

    def has(self, *names: str) -> bool:
        return all(name in self.days for name in names)

    def row(self, sheet: str, **cells: Any) -> dict[str, Any]:
        """The first row of a sheet that has these cells."""
        return next(
            row for row in self.life.rows.get(sheet, []) if all(row.get(name) == cell for name, cell in cells.items())
        )

    def drop(self, sheet: str, **cells: Any) -> None:
        self.life.rows[sheet] = [
            row
            for row in self.life.rows.get(sheet, [])
            if not all(row.get(name) == cell for name, cell in cells.items())
        ]

    def meeting(self, matter: str, level: str = "支委会") -> dict[str, Any]:
        return self.row("会议", 事项=matter, 层级=level)


class Stop(Exception):
    """The day of the check has come."""


class _Living:
    def __init__(self, chance: Random, number: str, pair: tuple[str, str], calendar: Calendar) -> None:
        self.chance, self.calendar = chance, calendar
        person = {"党小组": "第一党小组"} if chance.random() < 0.3 else {}
        self.made = Generated(Life(number, f"某{number}", **person), pair)
        self.life, self.days = self.made.life, self.made.days

    def at(self, name: str, day: date) -> date:
        """Let something happen on a day, if it has come."""
        if day > CHECKED:
            raise Stop
        self.days[name] = day
        return day

    def some(self, least: int, most: int) -> int:
        return self.chance.randint(least, most)

    def lived(self) -> Generated:
        with contextlib.suppress(Stop):
            self._live()
        if self.chance.random() < 0.05:
            self.life.progress |= {"终止日期": CHECKED, "终止原因": "本人申请"}
        return self.made

    def _live(self) -> None:
        applied = self.at("申请", later(date(2019, 9, 1), self.some(0, 2640)))
        born = later(years_on(applied, -18), -self.some(3, 2500))
        self.life.person |= {"出生日期": born, "入团日期": years_on(born, 15)}
        self.life.progress["申请日期"] = applied
        received = applied
        if self.chance.random() < 0.3 and later(applied, 5) <= CHECKED:
            received = self.life.progress["收到日期"] = later(applied, self.some(0, 5))
        self.days["收到"] = received
        talk = self.at("谈话", later(received, self.some(0, 28)))
        self.life.add(
            "考察", 类型="入党谈话", 日期=talk, 谈话人=self.chance.choice(("T0001", "T0002")), 内容="谈。", 意见="好。"
        )
        self._maybe_stop(0.1)
        self._activist(max(months_on(applied, 3), talk))
        self._maybe_stop(0.1)
        self._proposed()
        self._listed()
        self._examined()
        self._admitted()
        self._approved()
        self._full()

    def _maybe_stop(self, often: float) -> None:
        if self.chance.random() < often:
            raise Stop

    def _activist(self, earliest: date) -> None:
        chosen = self.at("确定", later(earliest, self.some(0, 120)))
        self.life.meet(text(chosen), "确定积极分子")
        is_member = self.chance.random() < 0.8
        if not is_member:
            self.life.person["政治面貌"] = "群众"
            self.life.person.pop("入团日期")
        self.life.progress |= {
            "推荐方式": self.chance.choice(("群团推优", "两者")) if is_member else "党员推荐",
            "推荐日期": later(chosen, -self.some(0, 700)),
        }
        for contact in self.made.pair:
            self.life.add("联系", 联系人=contact, 角色="培养联系人", 开始日期=chosen)
        if self.chance.random() < 0.1:
            self.life.progress |= {"转入日期": chosen, "起算日期": chosen, "转入材料": "申请书、培养考察登记表"}
        self.reviews(chosen, "半年考察", 2 * 8)
        self.life.progress["积极分子备案日期"] = self.at("备案", later(chosen, self.some(0, 25)))

    def reviews(self, start: date, kind: str, most: int) -> None:
        """One entry each half-year, some days before it is over."""
        for k in range(1, most + 1):
            over = months_on(start, 6 * k)
            if over > CHECKED:
                return
            self.life.add(
                "考察", 类型=kind, 日期=later(over, -self.some(0, 40)), 内容="党课。", 意见="好。", 结论="继续。"
            )

    def heard(self, before: date) -> None:
        kinds = ["联系人", "党员", "群众", *(["党小组"] if self.life.person.get("党小组") else [])]
        for kind in kinds:
            self.life.add("考察", 类型=f"征求{kind}意见", 日期=later(before, -self.some(0, 6)), 意见="同意。")

    def _proposed(self) -> None:
        proposed = later(months_on(self.days["备案"], 12), self.some(0, 200))
        self.at("拟列", proposed)
        self.life.meet(text(proposed), "拟列发展对象")
        self.heard(proposed)
        general = self.at("总支拟列", later(proposed, self.some(0, 5)))
        self.life.meet(text(general), "拟列发展对象", level="总支委员会")
        self.life.progress["上级同意日期"] = self.at("同意", later(general, self.some(0, 9)))

    def _listed(self) -> None:
        consent = self.days["同意"]
        listed = later(consent, self.some(0, 9))
        if listed >= NEW:
            first = self.at("公示首日", later(consent, self.some(0, 4)))
            last = later(first, 1)
            while sum(self.calendar.works(later(first, at)) for at in range(1, (last - first).days + 1)) < 5:
                last = later(last, 1)
            last = later(last, self.some(0, 3))
            notice: dict[str, Any] = {
                "公示号": f"N{self.life.number}",
                "事项": "拟列发展对象",
                "对象": self.life.number,
                "方式": "张贴",
            }
            notice |= {"开始日期": first, "结束日期": last, **({"结果": "无异议"} if last <= CHECKED else {})}
            self.life.rows["公示"] = [notice]
            self.at("公示末日", last)
            listed = later(last, self.some(1, 5))
        self.life.progress["列为发展对象日期"] = self.at("列为", listed)
        over = self.days["列为"]
        self.life.rows["考察"] = [
            row for row in self.life.rows["考察"] if row["类型"] != "半年考察" or row["日期"] <= over
        ]

    def _examined(self) -> None:
        listed = self.days["列为"]
        self.life.introduced(text(self.at("介绍", later(listed, self.some(0, 9)))), self.made.pair)
        first = self.at("培训", later(listed, self.some(1, 30)))
        self.at("结业", later(first, 2))
        self.life.trained(text(first), text(later(first, 2)))
        vetted = self.at("政审", later(listed, self.some(1, 30)))
        self.life.vetted(text(vetted))
        self._maybe_stop(0.1)
        review = self.at("审查", later(max(vetted, later(first, 2)), self.some(0, 20)))
        self.life.meet(text(review), "审查发展对象")
        self.life.progress |= {"预审日期": self.at("预审", later(review, self.some(0, 14))), "预审结论": "合格"}

    def _assembly(self, on: date, matter: str, **cells: Any) -> None:
        absent = self.some(0, 3)
        present = 11 - absent
        written = self.some(0, absent)
        against = self.some(0, 2)
        votes = {"应到": 11, "实到": present, "同意": present - against, "不同意": against}
        if written:
            votes |= {"书面同意": written}
            cells |= {"书面意见日期": later(on, -1)}
        self.life.meet(text(on), matter, level="支部大会", **votes, **cells)
        self.life.rows["会议"][-1].pop("yes", None)

    def _admitted(self) -> None:
        examined = later(self.days["预审"], self.some(1, 27))
        # Who introduces somebody is found before they are adopted.
        assembly = self.at("大会", max(examined, self.days["介绍"]))
        self.life.progress["志愿书编号"] = f"浙{assembly.year}-{self.life.number}"
        self._assembly(assembly, "接收预备党员")
        self.life.meet(text(self.at("总支接收", later(assembly, self.some(0, 9)))), "接收预备党员", level="总支委员会")

    def _approved(self) -> None:
        assembly = self.days["大会"]
        talk = later(assembly, self.some(0, 20))
        approved = later(max(talk, self.days["总支接收"]), self.some(0, 60))
        late = later(months_on(assembly, 3), self.some(1, 80))
        if self.chance.random() < 0.1 and late <= CHECKED:
            approved, self.life.progress["延迟原因"] = late, "上级党委换届"
        self.at("审批", approved)
        self.life.approved(text(approved), talk=text(talk))
        self.reviews(assembly, "预备期考察", 2)
        oath = later(approved, self.some(0, 27))
        if oath <= CHECKED:
            self.life.progress["宣誓日期"] = self.at("宣誓", oath)

    def _full(self) -> None:
        over = self.at("期满", months_on(self.days["大会"], 12))
        if self.chance.random() < 0.15:
            meeting = self.at("延长", later(over, self.some(0, 20)))
            months = self.some(6, 12)
            self._assembly(meeting, "延长预备期", 延长月数=months)
            over = months_on(self.days["大会"], 12 + months)
            self.life.progress["延长审批日期"] = self.at("延长审批", later(meeting, self.some(0, 40)))
            self.at("期满", over)
        self.life.progress["转正申请日期"] = self.at("转正申请", later(over, -self.some(0, 20)))
        meeting = self.at("转正", min(later(over, self.some(0, 27)), months_on(self.days["转正申请"], 1)))
        self.heard(meeting)
        self.life.meet(text(meeting), "转正")
        self._assembly(meeting, "转正")
        self.life.progress["转正审批日期"] = self.at("转正审批", later(meeting, self.some(0, 80)))
        self.life.person["政治面貌"] = "中共党员"


def a_life(chance: Random, number: str, pair: tuple[str, str], calendar: Calendar) -> Generated:
    return _Living(chance, number, pair, calendar).lived()


def renumbered(made: Generated, number: str) -> Generated:
    """The same life of somebody else."""
    other = copy.deepcopy(made)
    old, life = made.life.number, other.life
    other.origin = old
    life.number = life.person["编号"] = life.progress["编号"] = number
    life.person["姓名"] = f"某{number}"
    if "志愿书编号" in life.progress:
        life.progress["志愿书编号"] = life.progress["志愿书编号"].replace(old, number)
    for sheet, rows in life.rows.items():
        for row in rows:
            if sheet == "公示":
                row |= {"对象": number, "公示号": f"N{number}"}
            else:
                row["编号"] = number
    return other


Irregular = Callable[[Generated], bool]
"""Makes a life irregular; False where it has not come so far."""


def _set(needs: str, **cells: Callable[[Generated], Any]) -> Irregular:
    """Cells of 进程, where the life has these days; None takes a cell out."""

    def change(made: Generated) -> bool:
        if not made.has(*needs.split()):
            return False
        values = {name: reckon(made) for name, reckon in cells.items()}
        if any(isinstance(one, date) and one > CHECKED for one in values.values()):
            return False
        made.life.progress |= values
        for name in [name for name, one in values.items() if one is None]:
            del made.life.progress[name]
        return True

    return change


def _in(sheet: str, needs: str, where: dict[str, Any], **cells: Callable[[Generated], Any]) -> Irregular:
    """Cells of the first row of a sheet that has others."""

    def change(made: Generated) -> bool:
        if not made.has(*needs.split()):
            return False
        values = {name: reckon(made) for name, reckon in cells.items()}
        if any(isinstance(one, date) and one > CHECKED for one in values.values()):
            return False
        made.row(sheet, **where).update(values)
        return True

    return change


def _without(sheet: str, needs: str, **where: Any) -> Irregular:
    def change(made: Generated) -> bool:
        if not made.has(*needs.split()):
            return False
        made.drop(sheet, **where)
        return True

    return change


def _is(made: Generated, *, new: bool = False, ended: bool = False, moved: bool = False) -> bool:
    """Whether a life is of the new rules, was not ended, has not moved in."""
    progress = made.life.progress
    return (
        (not new or (made.has("列为") and made.days["列为"] >= NEW))
        and (not ended or "终止日期" not in progress)
        and (not moved or "转入日期" not in progress)
    )


def _only(condition: Callable[[Generated], bool], then: Irregular) -> Irregular:
    return lambda made: condition(made) and then(made)


def _always(value: Any) -> Callable[[Generated], Any]:
    return lambda _made: value


def _day(name: str, days: int = 0, months: int = 0) -> Callable[[Generated], date]:
    return lambda made: later(months_on(made.days[name], months), days)


def _person(needs: str, **cells: Callable[[Generated], Any]) -> Irregular:
    def change(made: Generated) -> bool:
        if not made.has(*needs.split()):
            return False
        made.life.person |= {name: reckon(made) for name, reckon in cells.items()}
        return True

    return change


def _too_soon(made: Generated) -> bool:
    """Chosen a day before three months are over."""
    if not made.has("确定") or not _is(made, moved=True):
        return False
    applied = later(months_on(made.days["确定"], -3), 1)
    if months_on(applied, 3) <= made.days["确定"] or years_on(made.life.person["出生日期"], 18) >= applied:
        return False
    made.life.progress |= {"申请日期": applied}
    made.life.progress.pop("收到日期", None)
    made.row("考察", 类型="入党谈话")["日期"] = applied
    return True


def _less_than_a_year(made: Generated) -> bool:
    if not made.has("拟列"):
        return False
    start = later(months_on(made.days["拟列"], -12), 1)
    if months_on(start, 12) <= made.days["拟列"]:
        return False
    made.meeting("确定积极分子")["日期"] = start
    made.life.progress |= {"积极分子备案日期": start}
    if "起算日期" in made.life.progress:
        made.life.progress["起算日期"] = start
    return True


def _another(sheet: str, needs: str, where: dict[str, Any], **cells: Any) -> Irregular:
    def change(made: Generated) -> bool:
        if not made.has(*needs.split()):
            return False
        made.life.rows[sheet].append({**made.row(sheet, **where), **cells})
        return True

    return change


def _tomorrow(needs: str, title: str) -> Irregular:
    """A day that has not come yet."""

    def change(made: Generated) -> bool:
        made.life.progress[title] = later(CHECKED, 1)
        return made.has(needs)

    return change


def _written(made: Generated) -> bool:
    if not made.has("大会"):
        return False
    row = made.meeting("接收预备党员", "支部大会")
    row |= {"书面同意": 12 - row["实到"], "书面意见日期": later(row["日期"], -1)}
    return True


def _votes(made: Generated) -> bool:
    if not made.has("大会"):
        return False
    row = made.meeting("接收预备党员", "支部大会")
    row |= {"同意": 5, "不同意": row["收回票"] - 5}
    row.pop("书面同意", None)
    return True


TALK, REVIEW = {"类型": "入党谈话"}, {"类型": "半年考察"}
ASSEMBLY = {"事项": "接收预备党员", "层级": "支部大会"}
FULL = {"事项": "转正", "层级": "支部大会"}
CONTACT, INTRODUCER = {"角色": "培养联系人"}, {"角色": "入党介绍人"}
OUTCOME = {"对象": "结论"}


def _due(name: str, months: int) -> Callable[[Generated], bool]:
    """Whether so many months since a day are over, and nothing excuses it."""
    return lambda made: made.has(name) and months_on(made.days[name], months) < CHECKED and _is(made, ended=True)


def _by_new_rules(made: Generated) -> bool:
    return _is(made, new=True)


IRREGULARITIES: list[tuple[str, str, Irregular]] = [
    ("M2", "E", _person("申请", 出生日期=lambda made: later(years_on(made.days["申请"], -18), 2))),
    ("M3", "W", _in("考察", "收到 谈话", TALK, 日期=_day("收到", 1, 1))),
    ("M3", "W", _in("考察", "谈话", TALK, 谈话人=_always("T0005"))),
    (
        "M3",
        "W",
        _only(
            lambda made: not made.has("确定") and _due("收到", 1)(made) and _is(made, moved=True),
            _without("考察", "谈话", **TALK),
        ),
    ),
    ("M4", "E", _in("考察", "谈话", TALK, 日期=_day("申请", -1))),
    ("M4", "E", _in("考察", "确定", TALK, 日期=_day("确定", 1))),
    ("M4", "E", _set("备案", 积极分子备案日期=_day("确定", -1))),
    ("M4", "E", _in("会议", "总支拟列", {"事项": "拟列发展对象", "层级": "总支委员会"}, 日期=_day("拟列", -1))),
    ("M4", "E", _set("同意", 上级同意日期=_day("总支拟列", -1))),
    ("M4", "E", _in("会议", "审查", {"事项": "审查发展对象"}, 日期=_day("列为", -1))),
    ("M4", "E", _set("预审", 预审日期=_day("审查", -1))),
    ("M4", "E", _without("会议", "预审", 事项="审查发展对象")),
    ("M4", "E", _set("大会", 预审日期=_day("大会", 1))),
    ("M4", "E", _in("会议", "总支接收", {"事项": "接收预备党员", "层级": "总支委员会"}, 日期=_day("大会", -1))),
    ("M4", "E", _set("审批", 审批日期=_day("大会", -1))),
    ("M4", "E", _set("转正审批", 转正审批日期=_day("转正", -1))),
    ("M4", "E", _set("转正", 转正申请日期=_day("转正", 1))),
    ("M4", "E", _tomorrow("宣誓", "宣誓日期")),
    ("M4", "E", _tomorrow("备案", "推荐日期")),
    ("M4", "E", _tomorrow("转正审批", "转正审批日期")),
    ("M5", "W", _too_soon),
    ("M6", "E", _set("确定", 推荐方式=_always(None))),
    (
        "M6",
        "W",
        _only(lambda made: "入团日期" in made.life.person, _set("确定", 推荐方式=_always("党员推荐"))),
    ),
    (
        "M6",
        "W",
        _only(
            lambda made: made.life.progress.get("推荐方式") != "党员推荐",
            _set("确定", 推荐日期=lambda made: later(years_on(made.days["确定"], -2), -1)),
        ),
    ),
    ("M7", "E", _only(_due("备案", 1), _without("联系", "备案", **CONTACT))),
    ("M7", "E", _another("联系", "确定", CONTACT, 联系人="T0005")),
    ("M7", "E", _in("联系", "确定", CONTACT, 联系人=_always("T0012"))),
    ("M7", "E", _in("联系", "确定", CONTACT, 联系人=lambda made: made.life.number)),
    ("M7", "W", _in("联系", "确定", CONTACT, 亲属=_always("是"))),
    ("M8", "E", _less_than_a_year),
    ("M9", "E", _without("考察", "拟列", **REVIEW)),
    ("M9", "W", _in("考察", "拟列", REVIEW, 意见=_always(""))),
    ("M10", "E", _without("考察", "拟列", 类型="征求联系人意见")),
    ("M10", "E", _without("考察", "拟列", 类型="征求党员意见")),
    ("M10", "E", _without("考察", "拟列", 类型="征求群众意见")),
    ("M10", "E", _only(lambda made: "党小组" in made.life.person, _without("考察", "拟列", 类型="征求党小组意见"))),
    ("M11", "E", _only(_by_new_rules, _set("列为", 上级同意日期=_always(None)))),
    ("M11", "E", _set("公示首日", 上级同意日期=_day("公示首日", 1))),
    ("M11", "E", _only(lambda made: not _by_new_rules(made), _set("列为", 上级同意日期=_day("列为", 1)))),
    ("M12", "E", _only(_by_new_rules, _without("公示", "列为"))),
    ("M12", "E", _in("公示", "公示首日", {}, 结束日期=_day("公示首日", 2))),
    ("M12", "E", _only(_by_new_rules, _set("列为", 列为发展对象日期=_day("公示末日")))),
    ("M12", "E", _in("公示", "公示末日", {}, 结果=_always(""))),
    ("M12", "E", _in("公示", "公示末日", {}, 结果=_always("有异议不影响"))),
    ("M12", "E", _only(_by_new_rules, _in("公示", "列为", {}, 结果=_always("有异议影响"), 处理=_always("查。")))),
    ("M13", "E", _another("联系", "大会", INTRODUCER, 联系人="T0003")),
    ("M13", "E", _in("联系", "介绍", INTRODUCER, 联系人=_always("T0012"))),
    ("M13", "W", _in("联系", "介绍", INTRODUCER, 亲属=_always("是"))),
    ("M14", "E", _in("政审", "预审", OUTCOME, 结果=_always("不合格"))),
    ("M14", "E", _without("政审", "预审", **OUTCOME)),
    ("M14", "W", _in("政审", "政审", OUTCOME, 日期=_day("列为", -1))),
    ("M14", "W", _in("政审", "审查", OUTCOME, 日期=_day("审查", 1))),
    ("M14", "W", _without("政审", "预审", 对象="本人")),
    ("M14", "W", _without("政审", "预审", 对象="家庭主要成员")),
    (
        "M14",
        "W",
        _only(
            lambda made: made.has("政审") and later(made.days["政审"], 30) < CHECKED,
            _in("政审", "政审", {"对象": "家庭主要成员"}, 方法=_always("函调"), 发函日期=_day("政审")),
        ),
    ),
    (
        "M14",
        "W",
        _in("政审", "政审", {"对象": "家庭主要成员"}, 方法=_always("函调"), 发函单位=_always(BRANCH)),
    ),
    ("M15", "E", _in("培训", "预审", {}, 天数=_always(2), 学时=_always(23))),
    ("M15", "E", _in("培训", "预审", {}, 主办层级=_always("党总支"))),
    ("M15", "E", _in("培训", "预审", {}, 结论=_always("不合格"))),
    ("M15", "W", _in("培训", "结业", {}, 开始日期=_day("列为", -1))),
    ("M16", "E", _set("大会", 预审结论=_always("不合格"))),
    ("M16", "E", _without("会议", "大会", 事项="审查发展对象")),
    (
        "M16",
        "W",
        _only(lambda made: made.has("大会") and made.days["大会"] >= NEW, _set("大会", 预审日期=_day("大会", -1, -1))),
    ),
    ("M17", "W", _person("大会", 预计离校日期=_day("大会", -1, 3))),
    ("M18", "E", _in("会议", "大会", ASSEMBLY, 实到=_always(5))),
    ("M18", "W", _in("会议", "大会", ASSEMBLY, 应到=_always(12))),
    ("M18", "E", _in("会议", "确定", {"事项": "确定积极分子"}, 实到=_always(1))),
    ("M19", "E", _in("会议", "大会", ASSEMBLY, 方式=_always("其他"))),
    ("M19", "E", _votes),
    ("M19", "E", _in("会议", "大会", ASSEMBLY, 结果=_always("未通过"))),
    ("M19", "E", _in("会议", "大会", ASSEMBLY, 弃权=_always(1))),
    ("M19", "E", _in("会议", "大会", ASSEMBLY, 发出票=_always(12))),
    ("M19", "E", _in("会议", "大会", ASSEMBLY, 发出票=_always(1))),
    ("M19", "E", _written),
    ("M19", "E", _in("会议", "大会", ASSEMBLY, 书面弃权=_always(0), 书面不同意=_always(1), 书面意见日期=_day("大会"))),
    ("M19", "W", _in("会议", "大会", ASSEMBLY, 介绍人到会=_always("无"))),
    ("M20", "E", _without("会议", "审批", 事项="接收预备党员", 层级="总支委员会")),
    ("M20", "E", _set("审批", 审批党委=_always("影视艺术系党总支"))),
    ("M21", "E", _set("审批", 审批谈话日期=_always(None))),
    ("M21", "E", _set("审批", 审批谈话日期=_day("审批", 1))),
    ("M21", "E", _set("审批", 审批谈话人=_always("林书衡"))),
    ("M21", "W", _set("审批", 审批日期=_day("大会", 1, 3), 延迟原因=_always(""))),
    ("M21", "E", _set("审批", 审批日期=_day("大会", 1, 6))),
    ("M21", "W", _only(_due("大会", 3), _set("审批", 审批日期=_always(None)))),
    ("M23", "E", _set("宣誓", 宣誓日期=_day("审批", -1))),
    (
        "M23",
        "W",
        _only(lambda made: made.has("宣誓") and made.days["审批"] >= NEW, _set("宣誓", 宣誓日期=_day("审批", 1, 1))),
    ),
    ("M24", "W", _only(_due("大会", 6), _without("考察", "审批", 类型="预备期考察"))),
    ("M25", "E", _in("会议", "转正", FULL, 日期=_day("期满", -1))),
    ("M25", "E", _set("转正", 转正申请日期=_always(None))),
    (
        "M30",
        "E",
        _only(
            lambda made: not made.has("审批") and _is(made, ended=True), _person("申请", 政治面貌=_always("中共党员"))
        ),
    ),
    ("M25", "E", _without("会议", "转正", 事项="转正", 层级="支委会")),
    ("M25", "E", _without("考察", "转正", 类型="征求党员意见")),
    ("M25", "E", _without("考察", "转正", 类型="征求群众意见")),
    ("M25", "W", _set("转正申请", 转正申请日期=_day("期满", 1))),
    (
        "M25",
        "W",
        _only(lambda made: not made.has("转正审批"), _in("会议", "转正", FULL, 日期=_day("转正申请", 1, 1))),
    ),
    ("M26", "E", _in("会议", "延长", {"事项": "延长预备期"}, 延长月数=_always(5))),
    ("M26", "E", _in("会议", "延长", {"事项": "延长预备期"}, 延长月数=_always(13))),
    ("M26", "E", _another("会议", "延长审批", {"事项": "延长预备期"}, 日期=CHECKED)),
    ("M26", "E", _only(_due("延长", 3), _set("延长审批", 延长审批日期=_always(None)))),
    ("M27", "W", _set("转正审批", 转正审批日期=_day("转正", 1, 3))),
    ("M27", "W", _only(_due("转正", 3), _set("转正审批", 转正审批日期=_always(None)))),
    ("M29", "E", _set("大会", 志愿书编号=lambda made: f"浙{made.days['大会'].year}-{made.origin}")),
    (
        "M29",
        "E",
        _only(
            lambda made: not made.has("大会"), _set("审查", 预审结论=_always("不合格"), 志愿书编号=_always("浙2026-1"))
        ),
    ),
    ("M29", "W", _set("大会", 志愿书编号=lambda made: f"浙1999-{made.life.number}")),
    ("M30", "E", _only(lambda made: _is(made, ended=True), _person("审批", 政治面貌=_always("共青团员")))),
    ("M30", "E", _person("转正审批", 政治面貌=_always("中共预备党员"))),
    ("M31", "W", _only(lambda made: not _is(made, moved=True), _set("确定", 转入材料=_always("申请书")))),
    ("M31", "W", _set("申请", 终止日期=_always(CHECKED), 终止原因=_always(""))),
]
"""Which rule must find it, as what, and how a life is made so."""


def irregular(made: Generated, number: str, chance: Random) -> tuple[Generated, str, str]:
    """The same life of somebody else with one irregularity; return the rule that must find it."""
    for rule, level, change in chance.sample(IRREGULARITIES, len(IRREGULARITIES)):
        other = renumbered(made, number)
        if change(other):
            return other, rule, level
    raise AssertionError("nothing can go wrong in this life")
