"""发展党员: the sample of twelve people, as rows of the workbook. All of them are made up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

Rows = dict[str, list[dict[str, Any]]]

BRANCH = "影视学生第一党支部"
COMMITTEE = "浙江横店影视职业学院党委"
CONTACTS = ("T0001", "T0002")
"""林书衡 and 周映; others where said."""


def day(text: str) -> date:
    """2026-5-20."""
    year, month, of_month = map(int, text.split("-"))
    return date(year, month, of_month)


def the_lines() -> dict[str, Any]:
    """学期."""
    return {
        "学校": "浙江横店影视职业学院",
        "院系": "影视艺术系",
        "党组织": "影视艺术系党总支",
        "学年学期": "2026—2027学年第一学期",
        "活动名称": "发展党员",
        "开始日期": day("2026-9-1"),
        "结束日期": day("2027-1-15"),
        "书记": "方秉文",
        "全宗号": "Z109",
        "全宗名称": "浙江横店影视职业学院",
        "分类号": "DQ13",
        "保管期限": "D30",
        "主送": COMMITTEE,
        "整理人": "江以宁",
        "检查人": "许南屏",
        "报告日期": day("2026-11-30"),
        "上级党委": COMMITTEE,
        "组织员": "江以宁",
        "检查日期": day("2026-11-30"),
        "年度发展计划数": 2,
        "公示地点": "影视艺术系公告栏",
        "公示联系电话": "0579-86550000",
        "申请至积极分子最短月数": 3,
    }


def members() -> list[dict[str, Any]]:
    """Who votes and introduces: eleven full members, and 白露, who is not among them."""
    names = ("林书衡", "周映", "沈既白", "何汀", "顾南乔", "陶一宁", "钟砚", "俞青", "穆棠", "蒋若水", "纪闻")
    rows = []
    for at, name in enumerate(names, start=1):
        rows.append(
            {
                "编号": f"T{at:04}",
                "姓名": name,
                "性别": "女" if at % 2 else "男",
                "民族": "汉族",
                "出生日期": date(1980 + at, 5, 4),
                "政治面貌": "中共党员",
                "支部": BRANCH,
                "入党日期": date(2010, 6, 20),
                "转正日期": date(2011, 6, 20),
                "处分": "无",
            }
        )
    rows[0]["党内职务"], rows[1]["党内职务"] = "书记", "组织委员"
    rows[3] |= {"处分": "严重警告", "影响期止": day("2027-7-10")}
    probationary = {
        **rows[2],
        "编号": "T0012",
        "姓名": "白露",
        "政治面貌": "中共预备党员",
        "入党日期": day("2025-11-25"),
    }
    del probationary["转正日期"]
    return [*rows, probationary]


class Life:
    """One person's rows, step by step, in the form that most of the sample has."""

    def __init__(self, number: str, name: str, *, born: str = "2006-3-15", **person: Any) -> None:
        self.number = number
        self.rows: Rows = {}
        self.person = {
            "编号": number,
            "姓名": name,
            "性别": "男",
            "民族": "汉族",
            "出生日期": day(born),
            "班级": "影视241班",
            "学历层次": "专科",
            "政治面貌": "共青团员",
            "入团日期": day("2020-5-4"),
            "支部": BRANCH,
            **person,
        }
        self.progress: dict[str, Any] = {"编号": number, "推荐方式": "群团推优"}

    def add(self, sheet: str, **cells: Any) -> dict[str, Any]:
        """Add a row about this person."""
        row = {"编号": self.number, **cells}
        self.rows.setdefault(sheet, []).append(row)
        return row

    def meet(self, on: str, matter: str, *, level: str = "支委会", yes: int = 3, **cells: Any) -> dict[str, Any]:
        """A meeting: of the committee, the general branch, or the assembly (eleven of eleven unless said otherwise)."""
        due = {"支委会": 3, "总支委员会": 5, "支部大会": 11}[level]
        yes = due if level == "总支委员会" else yes
        usual: dict[str, Any] = {"应到": due, "实到": due, "同意": yes, "方式": "无记名投票", "结果": "通过"}
        if level == "支部大会":
            usual |= {"监票人": "顾南乔", "计票人": "陶一宁", "介绍人到会": "两人", "主要表现": "学习刻苦，表现良好。"}
        found = usual | {"主持人": "T0001", "记录人": "周映"} | cells
        if level == "支部大会":
            found = {"发出票": found["实到"], "收回票": found["实到"], "不同意": found["实到"] - yes} | found
        return self.add("会议", 日期=day(on), 支部=BRANCH, 层级=level, 事项=matter, **found)

    def applied(self, on: str = "2024-9-20", *, talk: str = "2024-10-12") -> Life:
        self.progress["申请日期"] = day(on)
        if talk:
            self.add(
                "考察",
                类型="入党谈话",
                日期=day(talk),
                谈话人="T0002",
                地点="办公室",
                内容="谈入党动机。",
                意见="同意培养。",
            )
        return self

    def activist(self, on: str = "2025-4-10", *, filed: str = "2025-4-28", contacts: Iterable[str] = CONTACTS) -> Life:
        self.meet(on, "确定积极分子")
        self.progress["积极分子备案日期"] = day(filed)
        self.progress.setdefault("推荐日期", day(on))
        for contact in contacts:
            self.add("联系", 联系人=contact, 角色="培养联系人", 开始日期=day(on))
        return self

    def reviewed(self, *days: str) -> Life:
        for one in days or ("2025-10-9", "2026-4-8"):
            self.add("考察", 类型="半年考察", 日期=day(one), 内容="参加党课。", 意见="表现良好。", 结论="继续培养。")
        return self

    def heard(self, on: str = "2026-5-12", *, about: Iterable[str] = ("联系人", "党员", "群众")) -> Life:
        for one in about:
            self.add("考察", 类型=f"征求{one}意见", 日期=day(on), 意见="同意。")
        return self

    def proposed(self, on: str = "2026-5-20", general: str = "2026-5-21", consent: str = "2026-5-25") -> Life:
        self.meet(on, "拟列发展对象")
        if general:
            self.meet(general, "拟列发展对象", level="总支委员会")
        if consent:
            self.progress["上级同意日期"] = day(consent)
        return self

    def listed(self, on: str = "2026-6-3", notice: tuple[str, str] | None = ("2026-5-26", "2026-6-2")) -> Life:
        self.progress["列为发展对象日期"] = day(on)
        if notice:
            first, last = notice
            self.rows.setdefault("公示", []).append(
                {
                    "公示号": f"N{self.number}",
                    "事项": "拟列发展对象",
                    "对象": self.number,
                    "开始日期": day(first),
                    "结束日期": day(last),
                    "方式": "张贴",
                    "地点": "影视艺术系公告栏",
                    "结果": "无异议",
                    "登记人": "周映",
                }
            )
        return self

    def introduced(self, on: str = "2026-6-4", people: Iterable[str] = CONTACTS) -> Life:
        for one in people:
            self.add("联系", 联系人=one, 角色="入党介绍人", 开始日期=day(on))
        return self

    def trained(self, first: str = "2026-6-12", last: str = "2026-6-14", **cells: Any) -> Life:
        usual = {
            "主办": COMMITTEE,
            "主办层级": "基层党委",
            "天数": 3,
            "学时": 24,
            "结论": "合格",
            "证书号": f"K{self.number}",
        }
        self.add(
            "培训", 班次="发展对象培训班", 类别="发展对象", 开始日期=day(first), 结束日期=day(last), **(usual | cells)
        )
        return self

    def vetted(self, on: str = "2026-6-26", *, outcome: str = "合格") -> Life:
        self.add("政审", 对象="本人", 方法="本人谈话", 结果="清楚", 日期=day(on))
        self.add("政审", 对象="家庭主要成员", 关系="父亲", 姓名="某某", 方法="了解情况", 结果="清楚", 日期=day(on))
        if outcome:
            self.add("政审", 对象="结论", 方法="了解情况", 结果=outcome, 日期=day(on), 审查人="周映")
        return self

    def examined(self, review: str, on: str, booklet: str = "") -> Life:
        self.meet(review, "审查发展对象")
        self.progress |= {"预审日期": day(on), "预审结论": "合格"}
        if booklet:
            self.progress["志愿书编号"] = booklet
        return self

    def admitted(self, on: str, yes: int = 9, general: str = "", **cells: Any) -> Life:
        self.meet(on, "接收预备党员", level="支部大会", yes=yes, **cells)
        if general:
            self.meet(general, "接收预备党员", level="总支委员会")
        return self

    def approved(self, on: str, *, talk: str = "", oath: str = "", by: str = COMMITTEE) -> Life:
        self.progress |= {"审批日期": day(on), "审批党委": by}
        if talk:
            self.progress |= {"审批谈话日期": day(talk), "审批谈话人": "江以宁"}
        if oath:
            self.progress["宣誓日期"] = day(oath)
        self.person["政治面貌"] = "中共预备党员"
        return self

    def in_probation(self, *days: str) -> Life:
        for one in days:
            self.add(
                "考察", 类型="预备期考察", 日期=day(one), 内容="参加组织生活。", 意见="表现良好。", 结论="继续考察。"
            )
        return self


def sound(number: str = "024101", name: str = "许知遥", people: tuple[str, ...] = CONTACTS) -> Life:
    """024101 许知遥, who breaks nothing; or somebody else with the same life."""
    one = Life(number, name).applied().activist(contacts=people).reviewed().heard().proposed().listed()
    one.introduced(people=people).trained().vetted()
    one.examined("2026-9-10", "2026-9-18", f"浙2026-{number}").admitted(
        "2026-10-13", general="2026-10-15", yes=9, 实到=9
    )
    return one.approved("2026-11-5", talk="2026-10-22", oath="2026-11-20")


def old_hand(number: str, name: str, year: int, booklet: str, people: tuple[str, str] = ("T0010", "T0011")) -> Life:
    """A life whose earlier steps are in order, so many years back; up to the examination."""
    one = Life(number, name, born="2004-3-15", 班级="影视231班")
    one.applied(f"{year - 2}-9-20", talk=f"{year - 2}-10-12").activist(
        f"{year - 1}-1-10", filed=f"{year - 1}-1-14", contacts=people
    )
    one.reviewed(f"{year - 1}-7-9", f"{year}-1-8").heard(f"{year}-1-12").proposed(
        f"{year}-1-15", f"{year}-1-16", f"{year}-1-20"
    )
    one.listed(f"{year}-1-20", None).introduced(f"{year}-1-21", people).trained(f"{year}-2-21", f"{year}-2-23").vetted(
        f"{year}-3-1"
    )
    return one.examined(f"{year}-3-10", f"{year}-3-20", booklet)


def full(number: str, name: str, people: tuple[str, str], year: int = 2025) -> Life:
    """A life that breaks nothing up to the end: admitted on 13 October of a year, a full member the year after."""
    one = old_hand(number, name, year, f"浙{year}-{number}", people).admitted(
        f"{year}-10-13", general=f"{year}-10-15", yes=9, 实到=9
    )
    one.approved(f"{year}-11-5", talk=f"{year}-10-22", oath=f"{year}-11-20")
    one.in_probation(f"{year + 1}-4-8", f"{year + 1}-10-8").heard(f"{year + 1}-10-12", about=("党员", "群众"))
    one.meet(f"{year + 1}-10-12", "转正")
    one.meet(f"{year + 1}-10-20", "转正", level="支部大会", yes=10)
    one.progress |= {"转正申请日期": day(f"{year + 1}-9-20"), "转正审批日期": day(f"{year + 1}-11-10")}
    one.person["政治面貌"] = "中共党员"
    return one


def lives() -> list[Life]:
    """The twelve, in the order of the page."""
    two = Life("024102", "邱南枝", born="2007-11-2", 性别="女").applied("2025-10-20", talk="2025-12-5")
    two.activist("2026-1-8", filed="2026-1-20")
    three = Life("024103", "欧阳喆").applied("2025-3-3", talk="2025-6-20")
    three.activist("2025-6-5", filed="2025-6-20", contacts=("T0012",)).reviewed("2025-12-4", "2026-6-4")
    del three.progress["推荐方式"]
    four = Life("024104", "段小堃").applied().activist(contacts=(*CONTACTS, "T0003")).reviewed("2025-10-9")
    four.heard(about=("联系人", "党员")).proposed(consent="")
    five = Life("024105", "贺青禾", 性别="女").applied()
    five.activist("2025-6-5", filed="2025-6-20", contacts=("T0003", "T0005")).reviewed("2025-12-4").heard().proposed()
    five.listed("2026-6-1", ("2026-5-22", "2026-5-29"))
    six = (
        Life("024106", "古丽娜·艾山江", 性别="女", 民族="维吾尔族")
        .applied()
        .activist(contacts=("T0005", "T0006"))
        .reviewed()
    )
    six.progress |= {"转入日期": day("2025-9-1"), "起算日期": day("2025-4-10")}
    six.heard("2026-9-15").proposed("2026-9-22", "2026-9-23", "2026-9-24").listed(
        "2026-10-9", ("2026-9-28", "2026-10-8")
    )
    seven = (
        Life("024107", "陆听澜", 性别="女")
        .applied()
        .activist(contacts=("T0003", "T0005"))
        .reviewed()
        .heard()
        .proposed()
        .listed()
    )
    seven.introduced(people=("T0012", "T0004")).trained().vetted(outcome="").examined("2026-11-10", "2026-11-20")
    eight = (
        Life("024108", "裴一苇").applied().activist(contacts=("T0006", "T0007")).reviewed().heard().proposed().listed()
    )
    eight.introduced(people=("T0006", "T0007")).vetted().examined("2026-11-10", "2026-11-20")
    eight.trained("2026-6-6", "2026-6-7", 主办="影视艺术系党总支", 主办层级="党总支", 天数=2, 学时=16)
    eight.add(
        "政审", 对象="重要社会关系", 关系="舅舅", 方法="函调", 发函单位="影视艺术系党总支", 发函日期=day("2026-6-8")
    )
    nine = Life("023109", "程望舒", 性别="女", 班级="影视231班", 预计离校日期=day("2026-11-30")).applied()
    nine.activist(filed="2025-4-14", contacts=("T0006", "T0007")).reviewed().heard("2026-4-8").proposed(
        "2026-4-15", "2026-4-16", "2026-4-30"
    )
    nine.listed("2026-4-30", None).introduced("2026-5-6", ("T0006", "T0007")).trained("2026-5-22", "2026-5-24").vetted(
        "2026-6-2"
    )
    nine.examined("2026-6-8", "2026-6-15").admitted("2026-9-8", yes=5, 实到=6)
    ten = (
        Life("024110", "苗晓岚", 性别="女")
        .applied()
        .activist(filed="2025-4-14", contacts=("T0008", "T0009"))
        .reviewed()
        .heard("2026-4-8")
    )
    ten.proposed("2026-4-15", "2026-4-16", "2026-4-30").listed("2026-4-30", None).introduced(
        "2026-5-6", ("T0008", "T0009")
    )
    ten.trained("2026-5-15", "2026-5-17").vetted("2026-5-22").examined("2026-5-25", "2026-5-28")
    ten.admitted("2026-6-10", yes=5, 实到=5, 发出票=5, 收回票=6, 无效=1, 不同意=0)
    ten.approved("2026-7-1", oath="2026-9-1", by="影视艺术系党总支")
    eleven = old_hand("023101", "关雁", 2025, "浙2025-000201").admitted("2025-6-10", general="2025-6-12")
    eleven.approved("2025-9-25", talk="2025-9-20", oath="2025-10-8").in_probation("2025-12-12").heard(
        "2026-5-20", about=("党员", "群众")
    )
    eleven.meet("2026-5-25", "转正")
    eleven.meet("2026-5-28", "转正", level="支部大会", yes=10)
    eleven.progress |= {"转正申请日期": day("2026-5-10"), "转正审批日期": day("2026-9-15")}
    eleven.person["政治面貌"] = "中共党员"
    twelve = old_hand("023102", "冉书意", 2024, "浙2025-000201").admitted("2024-11-20", general="2024-11-22")
    twelve.approved("2024-12-10", talk="2024-12-1", oath="2024-12-20").in_probation(
        "2025-3-10", "2025-9-10", "2025-11-10"
    )
    twelve.meet("2025-11-25", "延长预备期", level="支部大会", yes=10, 延长月数=6)
    twelve.meet("2026-5-26", "延长预备期", level="支部大会", yes=10, 延长月数=6)
    twelve.progress["延长审批日期"] = day("2025-12-10")
    twelve.person["政治面貌"] = "共青团员"
    return [sound(), two, three, four, five, six, seven, eight, nine, ten, eleven, twelve]


def rows_of(found: Iterable[Life], lines: dict[str, Any] | None = None) -> Rows:
    """Return lives as the rows of a workbook, the members with them."""
    found = list(found)
    rows: Rows = {"学期": [lines or the_lines()], "人员": [*members(), *(one.person for one in found)]}
    rows["进程"] = [one.progress for one in found]
    for sheet in ("联系", "考察", "会议", "政审", "培训", "公示"):
        rows[sheet] = [row for one in found for row in one.rows.get(sheet, [])]
    return rows
