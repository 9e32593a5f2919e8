"""What ``docgen.toml`` beside the workbook may say: what schools do differently.

Every value has the default that domain.md names; a missing file means all defaults. Unknown names are refused, so that
a typing slip does not silently leave a default in force.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from docgen.settings.filing_number import NumberForm
from docgen.settings.patterns import pattern

FILE_NAME = "docgen.toml"

STARTER = """\
# docgen.toml：学校之间做法不同的地方。去掉行首的 # 即生效；不写就用下面的默认值。

# activity = ""                  # 台账所记的活动：空为内置的一个；其他活动写名称，或写其文件夹（docgen activities 列出）

[check]
# talks_per_month = 1            # 每名入党积极分子每月至少谈话次数
# youth_each = true              # 党员、积极分子是否应各联系一名优秀青年；不作要求写 false
# class_pattern = '^\\S{2,20}$'   # 班级名称的写法（正则表达式）

[assessment]
# goals = 40                     # 共勉考核各项所占分值：目标完成，六项之和须为 100
# honours = 10                   # 荣誉
# certificates = 10              # 证书
# projects = 15                  # 项目（课题）
# talks = 10                     # 交流谈话
# process = 15                   # 过程表现：签署协议、自查、互评

[bands]
# "优秀" = 85                    # 考核等次及其最低分，最低一等须从 0 分起；要改须整组启用
# "良好" = 75
# "合格" = 60
# "不合格" = 0

[carry]
# years = 3                      # 学制（年）：init --from 据此提示可能已毕业的学生
# class_year = '(?:20)?(?P<year>\\d{2})(?=级|\\d{1,2}班)'   # 从班级名称读入学年份（正则表达式）

[jury]
# professional = 70              # 作品评选：专业评委所占权重（%）
# popular = 30                   # 作品评选：大众评委所占权重（%），两项之和须为 100
# drop_extremes = false          # 是否去掉一个最高分和一个最低分（每件作品同类评分不少于 3 个时）
# prizes = { "一等奖" = 10, "二等奖" = 20, "三等奖" = 30 }   # 按名次建议的等次及各占作品的百分比

[number]
# filing = "{prefix}〔{year}〕{no}号"   # 备案号的写法

[archive]
# talks = "each"                 # 交流谈话记录表：each 一次谈话一件，group 一个小组合为一件
# box_pages = 0                  # 一盒最多多少页，超过另起一盒；0 不分盒（20 毫米的盒约 200 页，50 毫米的约 500 页）
# items_apart = false            # 归档包里除合订本外，是否每件另存一个 PDF/A（单件/档号.pdf，每件约 0.2 MB）

[codes]
# papers = true                  # 要签字的文件每页左下角印识别码（二维码），签完的扫描件据此自动归位；不印写 false
# going_out = false              # 发给个人的文件（荣誉证书）是否也印

[path]
# templates = "templates"        # 自己的模板文件夹；Windows 路径写在单引号里：'D:\\模板'
# ledger = "ledger.db"           # 全系共用一个登记簿时，写共享路径

[titles]
# agreement = "共勉协议书"

[copies]
# plan = 2                       # 打印份数（docgen print）；协议书按其中写明的份数

[retention]
# work_report = "Y"              # 保管期限：Y 永久，D30 三十年，D10 十年
"""
"""What ``docgen init`` writes: every setting, at its default."""


_TITLE = re.compile(r'[^\s\\/:*?"<>|.](?:[^\\/:*?"<>|]{0,38}[^\s\\/:*?"<>|.])?')
"""A title is a file's name, too."""


class _Table(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Checks(_Table):
    """[check]: how often an activist is talked with; whether each member answers for a youth; what a class is called."""

    talks_per_month: int = Field(1, ge=0, le=31)
    youth_each: bool = True
    class_pattern: str = r"^\S{2,20}$"

    @field_validator("class_pattern")
    @classmethod
    def _compiles(cls, value: str) -> str:
        pattern(value)
        return value


class Carrying(_Table):
    """[carry]: after how many years students leave, and how a class name tells the year they came (``year``: 08 or 2008)."""

    years: int = Field(3, ge=1, le=9)
    class_year: str = r"(?:20)?(?P<year>\d{2})(?=级|\d{1,2}班)"

    @field_validator("class_year")
    @classmethod
    def _names_the_year(cls, value: str) -> str:
        if "year" not in pattern(value).groupindex:
            raise ValueError(value)
        return value


class Assessing(_Table):
    """[assessment]: what each part of the assessment weighs, in points of a hundred (domain.md §5 rule 12)."""

    goals: int = Field(40, ge=0, le=100)
    honours: int = Field(10, ge=0, le=100)
    certificates: int = Field(10, ge=0, le=100)
    projects: int = Field(15, ge=0, le=100)
    talks: int = Field(10, ge=0, le=100)
    process: int = Field(15, ge=0, le=100)

    @model_validator(mode="after")
    def _sums_to_a_hundred(self) -> Self:
        weights = [weight for _name, weight in self]
        if sum(weights) != 100:
            raise ValueError(f"{' + '.join(map(str, weights))} = {sum(weights)} ≠ 100")
        return self


class Jury(_Table):
    """[jury]: what the professional and the popular jury weigh, in per cent; dropping of extremes; prizes.

    ``prizes``: of the works with a result, how many per cent at most get each prize, the best first; at least one does.
    """

    professional: int = Field(70, ge=0, le=100)
    popular: int = Field(30, ge=0, le=100)
    drop_extremes: bool = False
    prizes: dict[str, int] = Field(default_factory=lambda: {"一等奖": 10, "二等奖": 20, "三等奖": 30})

    @model_validator(mode="after")
    def _sums_to_a_hundred(self) -> Self:
        if self.professional + self.popular != 100:
            raise ValueError(f"{self.professional} + {self.popular}")
        return self

    @field_validator("prizes")
    @classmethod
    def _shares_a_hundred(cls, value: dict[str, int]) -> dict[str, int]:
        if any(share < 1 for share in value.values()) or sum(value.values()) > 100:
            raise ValueError(" + ".join(map(str, value.values())))
        return value


class Numbers(_Table):
    """[number]: how a filing number is written; {prefix} {year} {no} are filled in, the last two once each."""

    filing: str = "{prefix}〔{year}〕{no}号"

    @field_validator("filing")
    @classmethod
    def _has_number(cls, value: str) -> str:
        NumberForm.of(value)
        return value

    @property
    def form(self) -> NumberForm:
        """The form, taken apart."""
        return NumberForm.of(self.filing)


class Paths(_Table):
    """[path]: folders and files other than the usual ones, relative to the workbook."""

    templates: str = "templates"
    ledger: str = "ledger.db"


class Codes(_Table):
    """[codes]: whether pages bear a small code by which their scans file themselves, and those of what is handed over, too."""

    papers: bool = True
    going_out: bool = False


class Archiving(_Table):
    """[archive]: what makes one 件 (DA/T 22-2015 leaves it to the archive), how full a box is, if each 件 has its own file."""

    talks: Literal["each", "group"] = "each"
    box_pages: int = Field(0, ge=0, le=5000)
    items_apart: bool = False


_BANDS = {"优秀": 85, "良好": 75, "合格": 60, "不合格": 0}


class Settings(_Table):
    """All of ``docgen.toml``."""

    activity: str = ""
    """Which activity the workbook is of, by name or by the folder that describes it; ``""``: the one built in."""
    setting: dict[str, bool | int | str] = Field(default_factory=dict)
    """[setting]: what the activity lets a school decide, by name."""
    check: Checks = Checks()
    assessment: Assessing = Assessing()
    carry: Carrying = Carrying()
    jury: Jury = Jury()
    number: Numbers = Numbers()
    path: Paths = Paths()
    archive: Archiving = Archiving()
    codes: Codes = Codes()
    bands: dict[str, int] = Field(default_factory=_BANDS.copy)
    """[bands]: the least score of each band of the assessment, the lowest from 0 (domain.md §5 rule 12)."""
    titles: dict[str, str] = Field(default_factory=dict)
    """[titles]: a document's title by its stem, where the school calls it otherwise."""
    copies: dict[str, Annotated[int, Field(ge=0, le=99)]] = Field(default_factory=dict)
    """[copies]: how many copies of each paper are printed, by stem (``docgen print``)."""
    retention: dict[str, str] = Field(default_factory=dict)
    """[retention]: Y, D30 or D10 by stem, where it differs from the workbook's 保管期限 (DA/T 22-2015)."""

    @field_validator("bands")
    @classmethod
    def _cover_every_score(cls, value: dict[str, int]) -> dict[str, int]:
        value = value or _BANDS.copy()  # the table as docgen init leaves it, all its lines commented out
        least = sorted(value.values())
        if not least or least[0] != 0 or least[-1] > 100 or len(set(least)) < len(least) or not all(value):
            raise ValueError("、".join(f"{name} {points}" for name, points in value.items()))
        return value

    def band(self, score: Decimal) -> str:
        """Return the highest band whose least score is reached."""
        return max((least, name) for name, least in self.bands.items() if score >= least)[1]

    @field_validator("titles")
    @classmethod
    def _are_titles(cls, value: dict[str, str]) -> dict[str, str]:
        for title in value.values():
            if not _TITLE.fullmatch(title) or not title.isprintable():
                raise ValueError(title)
        return value

    @field_validator("retention")
    @classmethod
    def _is_retention(cls, value: dict[str, str]) -> dict[str, str]:
        for code in value.values():
            if code not in ("Y", "D30", "D10"):
                raise ValueError(code)
        return value
