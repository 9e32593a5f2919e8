"""The sentences of the reference that stand nowhere in the program: headings, introductions, settings, keys, filters."""

from __future__ import annotations

TEXTS: dict[str, dict[str, str]] = {
    "en": {
        "title": "Reference",
        "generated": (
            "Written by `python -m tools.reference` from the program itself; do not edit by hand. "
            "Sheet names, column titles, placeholders and titles of papers are Chinese in both languages."
        ),
        "commands": "Commands",
        "commands.intro": (
            "Messages go to stderr, results to stdout. Without `--lang`, `DOCGEN_LANG` and then the system's locale decide; "
            "Chinese when neither says. A stem or a title names a kind of paper."
        ),
        "workbook": "The workbook",
        "workbook.intro": (
            "`docgen init` makes it. Columns may stand in any order; columns and sheets of your own are left alone. "
            "A person is written as number, as `number name`, or as a name that only one person has. Several words in one "
            "cell are separated by `、`, `；` or a new line. Rows that begin with `例：` are not read. "
            ".xlsx, .xls, .ods and a folder with one .csv a sheet are read."
        ),
        "sheet.core": "This sheet must be there.",
        "sheet.optional": "This sheet may be missing or empty.",
        "sheet.lines": " It has one line an entry: 项目 in column A, 内容 in column B.",
        "column": "Column",
        "line": "Line",
        "required": "Required",
        "yes": "yes",
        "type": "Holds",
        "meaning": "Meaning",
        "example": "Example",
        "settings": "docgen.toml",
        "settings.intro": (
            "Beside the workbook. What is not written there has its default; an unknown name is refused with its place."
        ),
        "setting": "Setting",
        "default": "Default",
        "environment": "Environment variables",
        "environment.intro": "None of them is needed; each changes where something is found or kept.",
        "variable": "Variable",
        "exit": "Exit codes",
        "exit.intro": "A stable interface for scripts.",
        "code": "Code",
        "name": "Name",
        "json": "check --json",
        "json.intro": (
            "One object on stdout, the exit code as without `--json`. The shape is stable: keys may be added, none goes "
            "away or changes its meaning while `version` is 1. `message` and `hint` are in the language asked for, all "
            "other values are the same in every language."
        ),
        "key": "Key",
        "problems": "Kinds of problem",
        "problems.intro": (
            "`kind` of `check --json`, and of what `fill` says of a data file. "
            "E: the papers it concerns are held back; W: they are made, and it is reported. "
            "The rule is the number that the message carries; a fault in the form of a cell has none. "
            "In the messages, `{…}` stands for what the workbook has there."
        ),
        "kind": "Kind",
        "rule": "Rule",
        "message": "Message",
        "kinds": "Kinds of paper",
        "kinds.intro": (
            "The stem is the name of its template (`templates/<stem>.docx`) and of its schema "
            "(`schemas/<stem>.schema.json`). Beyond the usual number of pages the paper is not passed on but reported."
        ),
        "stem": "Stem",
        "paper": "Paper",
        "per": "One per",
        "pages": "Pages",
        "placeholders": "Placeholders",
        "placeholders.intro": (
            "What a template may ask for: `{{ 学校 }}`, `{{ 组长.姓名 }}`. `成员[].姓名` stands for one entry of the list 成员: "
            "`{%tr for 人 in 成员 %}` in a table row of its own, `{{ 人.姓名 }}` in the next, `{%tr endfor %}` in the one after "
            "(`{%p … %}` for paragraphs). The same names stand in the data file of `docgen fill`. A value that is empty "
            "must be provided for: `{% if 活动主题 %}`, or a filter such as 无, 空白, 日期."
        ),
        "placeholder": "Placeholder",
        "filters": "Filters",
        "filters.intro": "Besides these, Jinja's own filters for lists, texts and numbers may be used.",
        "filter": "Filter",
        "written": "Example",
    },
    "zh": {
        "title": "参考手册",
        "generated": "本页由 `python -m tools.reference` 根据程序自动生成，请勿手工修改。",
        "commands": "命令",
        "commands.intro": (
            "提示和进度写到标准错误，结果写到标准输出。不写 `--lang` 时依次看环境变量 `DOCGEN_LANG` 和系统语言，都没有则用中文。"
            "文件种类写英文代号或中文名称均可。"
        ),
        "workbook": "台账",
        "workbook.intro": (
            "由 `docgen init` 新建。列的先后不限；自己加的列和工作表不受影响。"
            "填人时可写编号，或“编号 姓名”；没有同名的人也可只写姓名。"
            "一格中填多项时，用“、”“；”或换行分开。以“例：”开头的行不读取。可读取 .xlsx、.xls、.ods，"
            "也可读取一个文件夹，其中每张表一个 .csv 文件。"
        ),
        "sheet.core": "必须有这张工作表。",
        "sheet.optional": "可以没有这张工作表，也可以空着。",
        "sheet.lines": "每行一项：A 列写项目，B 列写内容。",
        "column": "列",
        "line": "行",
        "required": "必填",
        "yes": "是",
        "type": "填什么",
        "meaning": "含义",
        "example": "例",
        "settings": "docgen.toml",
        "settings.intro": "放在台账旁边。没有写的项目用默认值；写错名称会指出位置，不会悄悄忽略。",
        "setting": "设置",
        "default": "默认值",
        "environment": "环境变量",
        "environment.intro": "都不是必需的；每一个改变某样东西的所在。",
        "variable": "变量",
        "exit": "退出码",
        "exit.intro": "供脚本使用，保持不变。",
        "code": "退出码",
        "name": "名称",
        "json": "check --json",
        "json.intro": (
            "在标准输出给出一个对象，退出码与不加 `--json` 时相同。`version` 为 1 期间只增加键，不删除、不改变含义。"
            "`message` 和 `hint` 随所选语言，其余内容与语言无关。"
        ),
        "key": "键",
        "problems": "问题的种类",
        "problems.intro": (
            "即 `check --json` 中的 `kind`，`fill` 读数据文件时也用。"
            "E 为错误，所涉文件暂不生成；W 为提醒，照常生成。规则号与提示中的“规则”相同，"
            "单元格写法上的错误没有规则号。说明中的 `{…}` 代表台账中的内容。"
        ),
        "kind": "种类",
        "rule": "规则",
        "message": "说明",
        "kinds": "文件种类",
        "kinds.intro": (
            "英文代号就是模板（`templates/<代号>.docx`）和 schema（`schemas/<代号>.schema.json`）的文件名。"
            "超出通常页数的文件会报告出来，不予放行。"
        ),
        "stem": "代号",
        "paper": "文件",
        "per": "每份对应",
        "pages": "页数",
        "placeholders": "占位符",
        "placeholders.intro": (
            "模板中可用的名称：`{{ 学校 }}`、`{{ 组长.姓名 }}`。`成员[].姓名` 指列表“成员”中的一项：表格中单独一行写 "
            "`{%tr for 人 in 成员 %}`，下一行写 `{{ 人.姓名 }}`，再下一行写 `{%tr endfor %}`（段落用 `{%p … %}`）。"
            "`docgen fill` 的数据文件也用这些名称。"
            "内容可能为空的，要预先安排：用 `{% if 活动主题 %}`，或用“无”“空白”“日期”等过滤器。"
        ),
        "placeholder": "占位符",
        "filters": "过滤器",
        "filters.intro": "此外还可使用 Jinja 自带的列表、文字、数字过滤器。",
        "filter": "过滤器",
        "written": "例",
    },
}

TYPES: dict[str, dict[str, str]] = {
    "en": {
        "person-number": "text; leading zeros count",
        "code": "text",
        "date": "date",
        "number": "number",
        "phone": "text",
        "name": "text",
        "text": "text",
        "words": "several words",
        "word": "one of: {words}",
        "reference": "one of sheet {sheet}",
        "references": "several of sheet {sheet}",
        "part": "record",
        "list": "list: {of}",
        "value.str": "text",
        "value.date": "date",
        "value.int": "whole number",
        "value.Decimal": "number",
        "value.bool": "yes or no",
    },
    "zh": {
        "person-number": "文本，前面的 0 不能省",
        "code": "文本",
        "date": "日期",
        "number": "数字",
        "phone": "文本",
        "name": "文本",
        "text": "文本",
        "words": "多项",
        "word": "选一：{words}",
        "reference": "“{sheet}”表中的一项",
        "references": "“{sheet}”表中的多项",
        "part": "记录",
        "list": "列表：{of}",
        "value.str": "文字",
        "value.date": "日期",
        "value.int": "整数",
        "value.Decimal": "数字",
        "value.bool": "是或否",
    },
}

SETTINGS: dict[str, dict[str, str]] = {
    "check.talks_per_month": {
        "en": "How often each activist is to be talked with in a month; 0 asks for nothing.",
        "zh": "每名入党积极分子每月至少谈话几次；写 0 则不作要求。",
    },
    "check.youth_each": {
        "en": "Whether each Party member and each activist is to answer for a youth (rule 15); `false` asks for nothing.",
        "zh": "党员、入党积极分子是否应各联系一名优秀青年（第 15 条规则）；写 `false` 则不作要求。",
    },
    "check.class_pattern": {
        "en": "How a class is written, as a regular expression; a class that does not match is a warning.",
        "zh": "班级名称的写法（正则表达式）；不符合的给出提醒。",
    },
    "carry.years": {
        "en": "After how many years students leave; `init --from` asks about those who may have graduated.",
        "zh": "学制（年）；`init --from` 据此提示可能已毕业的学生。",
    },
    "carry.class_year": {
        "en": "How a class tells the year it began, as a regular expression with a group `year` (`08` or `2008`).",
        "zh": "从班级名称读出入学年份的正则表达式，须含名为 `year` 的组（`08` 或 `2008`）。",
    },
    "assessment.goals": {
        "en": "Points of a hundred for goals met in the assessment; the six must sum to 100.",
        "zh": "共勉考核中目标完成所占分值，六项之和须为 100。",
    },
    "assessment.honours": {
        "en": "Points of a hundred for honours in the assessment; the six must sum to 100.",
        "zh": "共勉考核中荣誉所占分值，六项之和须为 100。",
    },
    "assessment.certificates": {
        "en": "Points of a hundred for certificates in the assessment; the six must sum to 100.",
        "zh": "共勉考核中证书所占分值，六项之和须为 100。",
    },
    "assessment.projects": {
        "en": "Points of a hundred for projects and topics in the assessment; the six must sum to 100.",
        "zh": "共勉考核中项目（课题）所占分值，六项之和须为 100。",
    },
    "assessment.talks": {
        "en": "Points of a hundred for talks in the assessment; the six must sum to 100.",
        "zh": "共勉考核中交流谈话所占分值，六项之和须为 100。",
    },
    "assessment.process": {
        "en": "Points of a hundred for signing and checks in the assessment; the six must sum to 100.",
        "zh": "共勉考核中过程表现（签署、自查、互评）所占分值，六项之和须为 100。",
    },
    "bands": {
        "en": "The least score of each band, the lowest from 0; by default 优秀 85, 良好 75, 合格 60, 不合格 0.",
        "zh": "考核等次及其最低分，最低一等从 0 分起；默认优秀 85、良好 75、合格 60、不合格 0。",
    },
    "jury.professional": {
        "en": "What the professional jury's average weighs in a work's result, in per cent.",
        "zh": "作品评选中专业评委平均分所占权重（%）。",
    },
    "jury.popular": {
        "en": "What the popular jury's average weighs, in per cent; the two must sum to 100.",
        "zh": "作品评选中大众评委平均分所占权重（%）；两项之和须为 100。",
    },
    "jury.drop_extremes": {
        "en": "Whether a work's highest and lowest mark are dropped in each jury, where it has three marks or more.",
        "zh": "每类评委对一件作品的评分不少于 3 个时，是否去掉一个最高分和一个最低分。",
    },
    "jury.prizes": {
        "en": "Which prizes are proposed, the best first, and for how many per cent of the works, rounded up; `{}`: none.",
        "zh": "按名次建议的等次（从高到低）及各占有成绩作品的百分比，不足一件的按一件计；`{}` 为不建议等次。",
    },
    "number.filing": {
        "en": "How a filing number is written: `{prefix}` is 备案号前缀 of sheet 学期, `{year}` the year in which the term lies, "
        "`{no}` the running number; these two stand there once each, and nothing else in braces.",
        "zh": "备案号的写法：`{prefix}` 为“学期”表的备案号前缀，`{year}` 为学期所在年份，"
        "`{no}` 为顺序号；后两项各写一次，花括号里不写别的。",
    },
    "path.templates": {
        "en": "Folder with your own templates, relative to the workbook.",
        "zh": "自己的模板所在的文件夹，相对于台账。",
    },
    "path.ledger": {
        "en": "The ledger, relative to the workbook; a shared path when several workbooks draw on one series of numbers.",
        "zh": "登记簿文件，相对于台账；几本台账共用一套备案号时写共享路径。",
    },
    "archive.talks": {
        "en": "What makes one archived item: each talk (`each`), or all talks of a group (`group`).",
        "zh": "交流谈话记录表怎样成件：一次谈话一件（`each`），一个小组合为一件（`group`）。",
    },
    "archive.box_pages": {
        "en": "Most pages of one box; what comes after goes into the next, with its own catalogue, number and label. 0: one "
        "box for all.",
        "zh": "一盒最多多少页，超过另起一盒，各盒自有目录、备考表、盒号和盒脊标签；0 表示不分盒。",
    },
    "archive.items_apart": {
        "en": "Whether each item also lies in its bag as a PDF/A of its own, `单件/档号.pdf` (some 0.2 MB an item). `docgen "
        "handover` writes such files in any case.",
        "zh": "归档包里除合订本外，是否每件另存一个 PDF/A：`单件/档号.pdf`（每件约 0.2 MB）。"
        "`docgen handover` 总会写出这些文件。",
    },
    "codes.papers": {
        "en": "Whether each page of a paper that people sign bears a small code in its bottom margin, by which its scan is "
        "filed by itself (`docgen sign --from`).",
        "zh": "需签字的文件是否每页左下角印识别码（二维码），扫描件据此自动归位（`docgen sign --from`）。",
    },
    "codes.going_out": {
        "en": "Whether papers that are handed over bear it, too: 荣誉证书.",
        "zh": "发给个人的文件（荣誉证书）是否也印识别码。",
    },
    "activity": {
        "en": "Which activity the workbook is of: a name from `docgen activities`, or the folder that describes it.",
        "zh": "台账所记的活动：`docgen activities` 列出的名称，或描述它的文件夹；空为携手共勉。",
    },
    "setting": {
        "en": "What the activity lets a school decide, by name.",
        "zh": "活动允许学校自定的事项，按名称写。",
    },
    "titles": {
        "en": "A paper's title by its stem, where the school calls it otherwise.",
        "zh": '文件的名称与默认不同时，按代号写，如 `agreement = "结对协议书"`。',
    },
    "copies": {
        "en": "How many copies `docgen print` lays of each paper, by stem; 0 leaves the kind out. Without it as many as an "
        "agreement says of itself, two of a plan and of an amendment, one of the others.",
        "zh": "`docgen print` 每份文件打印几份，按代号写；写 0 则不打印。不写时：协议书按其中写明的份数，"
        "备案表、变更备案表两份，其余一份。",
    },
    "retention": {
        "en": "`Y`, `D30` or `D10` by stem, where it differs from 保管期限 of sheet 学期.",
        "zh": "某种文件的保管期限与“学期”表不同时，按代号写 `Y`、`D30` 或 `D10`。",
    },
}

ENVIRONMENT: dict[str, dict[str, str]] = {
    "DOCGEN_LANG": {
        "en": "`zh` or `en`: the language of messages, as `--lang`.",
        "zh": "`zh` 或 `en`：提示的语言，同 `--lang`。",
    },
    "DOCGEN_SOFFICE": {
        "en": "LibreOffice's program, where it is not found by itself: `C:\\LibreOffice\\program\\soffice.com`.",
        "zh": "找不到 LibreOffice 时指出它的程序：`C:\\LibreOffice\\program\\soffice.com`。",
    },
    "DOCGEN_FONTS": {
        "en": "Folders to look for 仿宋, 楷体, 小标宋 … in instead of the system's, as `PATH` separates them.",
        "zh": "到这些文件夹（像 `PATH` 那样分隔）而不是系统字体文件夹里找仿宋、楷体、小标宋等。",
    },
    "DOCGEN_CACHE": {
        "en": "Folder for the fonts docgen makes (some 40 MB) instead of the user's cache: `~/.cache/docgen`, "
        "`%LOCALAPPDATA%\\docgen`, `~/Library/Caches/docgen`. It may be deleted at any time.",
        "zh": "存放 docgen 生成的字体（约 40 MB）的文件夹，代替用户缓存：`~/.cache/docgen`、`%LOCALAPPDATA%\\docgen`、"
        "`~/Library/Caches/docgen`。随时可以删除。",
    },
    "DOCGEN_SIGN_PASSWORD": {
        "en": "The password of the certificate for `archive --sign`, instead of being asked for it.",
        "zh": "`archive --sign` 所用证书的密码，不再当场询问。",
    },
    "TMPDIR": {
        "en": "Folder for temporary files (Windows: `TEMP`). It needs some 200 MB.",
        "zh": "临时文件夹（Windows 为 `TEMP`），约需 200 MB。",
    },
    "SOURCE_DATE_EPOCH": {
        "en": "Seconds since 1970 that stand for today in what is archived, for archives that repeat byte for byte.",
        "zh": "以 1970 年以来的秒数代替归档时的今天，用于逐字节重现的归档。",
    },
}

EXIT_CODES: dict[str, dict[str, str]] = {
    "OK": {"en": "All is well; warnings do not count.", "zh": "一切正常；只有提醒也算正常。"},
    "BUG": {"en": "A fault of docgen itself.", "zh": "docgen 自身的故障。"},
    "USAGE": {"en": "The command line cannot be understood.", "zh": "命令写法不对。"},
    "DATA": {
        "en": "The workbook or data file: nothing could be made; `check` found an error.",
        "zh": "台账或数据文件有错误，什么都没能生成；`check` 查出错误时也是它。",
    },
    "TEMPLATE": {"en": "A template that cannot be used, or does not fit its data.", "zh": "模板不能用，或与数据不符。"},
    "MISSING_DEPENDENCY": {
        "en": "A program or package that was asked for is not there.",
        "zh": "缺少所要求的软件或组件。",
    },
    "CONVERSION": {
        "en": "No PDF, or one that does not say what the Word file says.",
        "zh": "没能生成 PDF，或 PDF 与 Word 文件不一致。",
    },
    "OUTPUT": {
        "en": "A file could not be written: disk full, read-only, open in another program.",
        "zh": "文件无法写入：磁盘已满、只读，或被别的程序打开。",
    },
    "ARCHIVE": {
        "en": "An archive could not be made, or `verify` found it not to be sound.",
        "zh": "归档没能完成，或 `verify` 核验不合格。",
    },
    "LEDGER": {
        "en": "The ledger is damaged, locked, newer than this docgen, or contradicts the workbook.",
        "zh": "登记簿损坏、被占用、由更新版本建立，或与台账矛盾。",
    },
    "PARTIAL": {
        "en": "Some papers failed or were held back; the others are whole. Which and why is listed.",
        "zh": "部分文件没有生成，其余都完整；哪些、为什么，都已列出。",
    },
    "MACHINE": {
        "en": "The system ended a part of the work, or could not begin it: no memory, no process. The data are not at fault.",
        "zh": "系统中止了部分工作，或无法开始：内存或进程不足。与数据无关。",
    },
    "INTERRUPTED": {
        "en": "Stopped with Ctrl-C or by SIGTERM; what was finished is whole.",
        "zh": "被 Ctrl-C 或 SIGTERM 中止；已完成的都完整。",
    },
}

JSON: dict[str, dict[str, str]] = {
    "version": {"en": "1", "zh": "1"},
    "workbook": {"en": "name of the file", "zh": "台账的文件名"},
    "errors": {"en": "how many problems are errors", "zh": "错误的个数"},
    "warnings": {"en": "how many are warnings", "zh": "提醒的个数"},
    "problems": {"en": "list, in the order of sheets and rows", "zh": "列表，按工作表和行的先后"},
    "problems[].severity": {"en": "`E` or `W`", "zh": "`E` 或 `W`"},
    "problems[].rule": {"en": "number of the rule, 0 for the form of a cell", "zh": "规则号，单元格写法上的错误为 0"},
    "problems[].kind": {"en": "kind of problem, see below", "zh": "问题的种类，见下"},
    "problems[].sheet": {"en": "title of the sheet", "zh": "工作表"},
    "problems[].row": {"en": "row as Excel counts; 0: the sheet as a whole", "zh": "行号；0 指整张表"},
    "problems[].column": {"en": "title of the column; empty: the row as a whole", "zh": "列标题；空指整行"},
    "problems[].cell": {"en": "address such as `B7`; empty: no single cell", "zh": "单元格，如 `B7`；空指不是某一格"},
    "problems[].value": {"en": "what stands there, as typed", "zh": "现内容，照原样"},
    "problems[].message": {"en": "what is wrong", "zh": "问题"},
    "problems[].hint": {"en": "what to do", "zh": "怎么办"},
    "problems[].groups": {"en": "numbers of the groups whose papers it concerns", "zh": "所涉小组的编号"},
    "coverage": {"en": "expected × present", "zh": "应有与已有"},
    "coverage.months": {"en": "months in which talks are due, `2009-03`", "zh": "应有谈话的月份，如 `2009-03`"},
    "coverage.papers": {
        "en": "list: `stem`, `title`, `expected`, `present`, over all groups",
        "zh": "列表：`stem`、`title`、`expected`（应有）、`present`（已有），各组合计",
    },
    "coverage.groups": {
        "en": "list: `group`, `name`, `members`, `papers` by stem with `expected`, `present`, `missing` (columns)",
        "zh": "列表：`group`、`name`、`members`（人数），`papers` 按代号给出 `expected`、`present`、`missing`（缺哪些列）",
    },
    "coverage.activists": {
        "en": "list: `number`, `name`, `groups`, `talks` by month, `missing` (months with too few)",
        "zh": "列表：`number`、`name`、`groups`，`talks` 为各月谈话次数，`missing` 为次数不足的月份",
    },
    "coverage.without_group": {
        "en": "list of people in no group: `number`, `name`, `standing`",
        "zh": "未编入小组的人：`number`、`name`、`standing`（身份）",
    },
    "coverage.empty_groups": {"en": "numbers of groups without a member", "zh": "没有组员的小组编号"},
}

PER: dict[str, dict[str, str]] = {
    "group": {"en": "group", "zh": "小组"},
    "semester": {"en": "semester", "zh": "学期"},
    "talk": {"en": "talk", "zh": "谈话"},
    "project": {"en": "project", "zh": "项目"},
    "person": {"en": "person", "zh": "人"},
    "activity": {"en": "activity", "zh": "活动"},
    "change": {"en": "change", "zh": "变更"},
    "contest": {"en": "contest", "zh": "评选"},
    "honour": {"en": "honour", "zh": "荣誉"},
    "college": {"zh": "全院", "en": "college"},
    "bundle": {"en": "bundle", "zh": "合订本"},
}

FILTERS: dict[str, dict[str, tuple[str, str]]] = {
    "日期": {
        "en": ("a date; without one, room to write it, or the words given", "`{{ 协议日期 | 日期 }}` 2009年3月16日"),
        "zh": ("日期；没有则留出手写的位置，或写所给的字", "`{{ 协议日期 | 日期 }}` 2009年3月16日"),
    },
    "年月": {
        "en": ("year and month", "`{{ 开始日期 | 年月 }}` 2009年3月"),
        "zh": ("年和月", "`{{ 开始日期 | 年月 }}` 2009年3月"),
    },
    "数字日期": {
        "en": ("a date in digits, with a sign between if given", '`{{ 日期 | 数字日期("-") }}` 2009-03-16'),
        "zh": ("数字日期，可给出间隔号", '`{{ 日期 | 数字日期("-") }}` 2009-03-16'),
    },
    "大写日期": {
        "en": ("a date in Chinese numerals", "`{{ 日期 | 大写日期 }}` 二〇〇九年三月十六日"),
        "zh": ("汉字日期", "`{{ 日期 | 大写日期 }}` 二〇〇九年三月十六日"),
    },
    "中文数字": {
        "en": ("a number in Chinese numerals", "`{{ 人数 | 中文数字 }}` 十二"),
        "zh": ("汉字数字", "`{{ 人数 | 中文数字 }}` 十二"),
    },
    "大写数字": {
        "en": ("a number in capital numerals", "`{{ 人数 | 大写数字 }}` 壹拾贰"),
        "zh": ("大写数字", "`{{ 人数 | 大写数字 }}` 壹拾贰"),
    },
    "顿号": {
        "en": ("a list as prose, with a last word if given", '`{{ 措施 | 顿号("和") }}` 甲、乙和丙'),
        "zh": ("用顿号连接，可给出最后的连词", '`{{ 措施 | 顿号("和") }}` 甲、乙和丙'),
    },
    "各": {
        "en": ("one field of each entry of a list", '`{{ 成员 | 各("姓名") | 顿号 }}`'),
        "zh": ("取列表中每项的同一个字段", '`{{ 成员 | 各("姓名") | 顿号 }}`'),
    },
    "无": {
        "en": ("无, or the words given, when there is nothing", '`{{ 职务 | 无("暂缺") }}`'),
        "zh": ("没有内容时写“无”，或写所给的字", '`{{ 职务 | 无("暂缺") }}`'),
    },
    "空白": {
        "en": ("the value, or so many full-width blanks to write on", "`{{ 备案号 | 空白(6) }}`"),
        "zh": ("没有内容时留出几个字的空白", "`{{ 备案号 | 空白(6) }}`"),
    },
    "勾选": {
        "en": ("☑ or ☐ of a yes/no, or of a choice", '`{{ 形式 | 勾选("互勉") }}`'),
        "zh": ("☑ 或 ☐：是/否，或是否为某一项", '`{{ 形式 | 勾选("互勉") }}`'),
    },
    "段落": {
        "en": ("a text as a list of its lines", "`{%p for 段 in 总体目标 | 段落 %}`"),
        "zh": ("把一段文字按行拆成列表", "`{%p for 段 in 总体目标 | 段落 %}`"),
    },
    "一行": {
        "en": (
            "a value that no line may part, smaller where it is wider than so many characters; its own kind of tag",
            "`{{r 编号 | 一行(5.5) }}`",
        ),
        "zh": ("不许断行的值，超过给定字数时自动缩小字号；用 {{r }} 标记", "`{{r 编号 | 一行(5.5) }}`"),
    },
    "分行": {
        "en": ("a list as lines of at most so many characters, no entry parted", "`{%p for 行 in 成员 | 分行(12) %}`"),
        "zh": ("把列表排成每行不超过给定字数的若干行，词不拆开", "`{%p for 行 in 成员 | 分行(12) %}`"),
    },
    "遮盖": {
        "en": ("all but the first three and last four signs hidden", "`{{ 联系电话 | 遮盖 }}` 138****5678"),
        "zh": ("只留前三后四位", "`{{ 联系电话 | 遮盖 }}` 138****5678"),
    },
    "金额": {
        "en": ("an amount of money in digits, to the fen", "`{{ 实缴 | 金额 }}` 0.50"),
        "zh": ("金额，写到分", "`{{ 实缴 | 金额 }}` 0.50"),
    },
    "大写金额": {
        "en": ("an amount of money in capitals", "`{{ 金额 | 大写金额 }}` 壹仟贰佰零叁元伍角"),
        "zh": ("金额大写", "`{{ 金额 | 大写金额 }}` 壹仟贰佰零叁元伍角"),
    },
    "图片": {
        "en": (
            "the picture in a file that the value names, no larger than this; without a height it follows the picture",
            '`{{ 照片 | 图片("25mm", "35mm") or "（贴照片处）" }}`',
        ),
        "zh": (
            "值所指文件中的图片，不超过所给的宽和高；不写高，则按图片的比例",
            '`{{ 照片 | 图片("25mm", "35mm") or "（贴照片处）" }}`',
        ),
    },
    "二维码": {
        "en": ("the value as a QR code so wide, the white around it included", '`{{ 编号 | 二维码("20mm") }}`'),
        "zh": ("把值印成二维码，宽度含四周空白", '`{{ 编号 | 二维码("20mm") }}`'),
    },
    "条形": {
        "en": (
            "a number, or a list of up to four parts, as one bar of a chart; the first argument is as long as the whole",
            '`{{ [行.完成, 行.未完成] | 条形(行.设定, "90mm", "4mm") }}`',
        ),
        "zh": (
            "把一个数或至多四个部分的列表画成图表的一条；第一个参数是全长所代表的数",
            '`{{ [行.完成, 行.未完成] | 条形(行.设定, "90mm", "4mm") }}`',
        ),
    },
    "格式": {
        "en": (
            "formatted text, in a tag that begins with `{{r`: 加粗 斜体 下划线 红色 黑体 楷体",
            '`{{r 意见 | 格式("加粗", "红色") }}`',
        ),
        "zh": (
            "带格式的文字，标签以 `{{r` 开头：加粗、斜体、下划线、红色、黑体、楷体",
            '`{{r 意见 | 格式("加粗", "红色") }}`',
        ),
    },
}
