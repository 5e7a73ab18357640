// Written by scripts/embed-console from Sources/GridConsole/Templates; change those files instead.

/// Templates, texts and style that are part of the program, by file name.
enum BuiltInTemplates {
    static let files: [String: String] = [
        "cell.mustache": ##"""
{{>head}}
<p><span class="tally {{colour}}">{{colour_name}} {{shown}}</span> <a href="{{back}}">{{t.back_to_report}}</a></p>
<p>{{reason}}</p>
<h2>{{t.records}}</h2>
<div class="wrap"><table class="stack">
<thead><tr><th scope="col">{{t.kind}}</th><th scope="col">{{t.record}}</th><th scope="col">{{t.area}}</th>{{#rate}}<th scope="col">{{t.counts}}</th>{{/rate}}</tr></thead>
<tbody>
{{#records}}
<tr><td data-label="{{t.kind}}">{{kind}}</td><td data-label="{{t.record}}">{{#here}}<a href="{{url}}">{{#caption}}{{caption}} · {{/caption}}<code>{{id}}</code></a>{{/here}}{{^here}}{{t.elsewhere}}{{/here}}</td><td data-label="{{t.area}}">{{area}}</td>{{#rate}}<td data-label="{{t.counts}}">{{part}}</td>{{/rate}}</tr>
{{/records}}
</tbody></table></div>
{{>pager}}
{{>foot}}

"""##,
        "conflicts.mustache": ##"""
{{>head}}
<p class="small">{{t.keys}}</p>
{{#conflicts}}
<article class="conflict">
<h2><a href="{{url}}">{{kind}} · {{field}}</a></h2>
<p class="small">{{#caption}}{{caption}} · {{/caption}}{{area}} · {{t.opened}} {{opened}} · <a href="{{record_url}}">{{t.record}}</a></p>
<form method="post" action="/console/take">
<button disabled hidden></button>
<input type="hidden" name="form" value="{{form}}">
<input type="hidden" name="id" value="{{id}}">
<input type="hidden" name="seen" value="{{seen}}">
<div class="sides">
<section class="base"><h3>{{t.base}}</h3><p class="value">{{base}}</p></section>
{{#sides}}
<section><h3>{{name}}</h3><p class="value">{{value}}</p>
<p class="small">{{author}} · {{at}}<br>{{device}} · {{t.clock}} {{clock}}</p>
<button name="take" value="{{number}}"{{#key}} accesskey="{{key}}"{{/key}}>{{take}}</button></section>
{{/sides}}
</div>
{{#single}}<p><label for="note">{{t.note}}</label> <input id="note" name="note" maxlength="500"></p>{{/single}}
</form>
</article>
{{/conflicts}}
{{>pager}}
{{>foot}}

"""##,
        "error.mustache": ##"""
{{>head}}
<p class="refusal" role="alert">{{text}}</p>
{{#detail}}<p class="small" lang="en">{{detail}}</p>{{/detail}}
<p><a href="/console">{{t.back_to_start}}</a></p>
{{>foot}}

"""##,
        "fleet.mustache": ##"""
{{>head}}
<p class="small">{{t.fleet_how}}</p>
<div class="wrap"><table class="stack">
<thead><tr><th scope="col">{{t.device}}</th><th scope="col">{{t.who}}</th><th scope="col">{{t.area}}</th><th scope="col">{{t.silent}}</th><th scope="col">{{t.last_sync}}</th><th scope="col" class="n">{{t.unsent}}</th><th scope="col">{{t.clock_head}}</th><th scope="col">{{t.software}}</th><th scope="col">{{t.flags}}</th></tr></thead>
<tbody>
{{#devices}}
<tr><td data-label="{{t.device}}"><code>{{device}}</code></td><td data-label="{{t.who}}">{{worker}}</td><td data-label="{{t.area}}">{{area}}</td><td data-label="{{t.silent}}"><span class="tally {{colour}}">{{silent}}</span></td><td data-label="{{t.last_sync}}">{{last}}</td><td class="n" data-label="{{t.unsent}}">{{unsent}}</td><td data-label="{{t.clock_head}}">{{clock}}</td><td data-label="{{t.software}}">{{version}}</td><td data-label="{{t.flags}}">{{flags}}</td></tr>
{{/devices}}
</tbody></table></div>
{{>pager}}
{{>foot}}

"""##,
        "foot.mustache": ##"""
</main>
</body>
</html>

"""##,
        "head.mustache": ##"""
<!doctype html>
<html lang="{{html_lang}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{title}} - gridsync</title>
<link rel="stylesheet" href="/console/style.css">
</head>
<body>
<a class="skip" href="#main">{{t.skip}}</a>
<header>
<p class="brand">gridsync <span>{{t.brand}}</span></p>
<p class="end">{{#person}}<span class="who">{{name}} · {{role}} · {{areas}}</span>{{/person}}
<a href="{{other_url}}" lang="{{other_lang}}" hreflang="{{other_lang}}">{{t.other_language}}</a></p>
{{#person}}
<form method="post" action="/console/sign-out"><input type="hidden" name="form" value="{{form}}"><button class="quiet">{{t.sign_out}}</button></form>
{{/person}}
</header>
{{#person}}
<nav aria-label="{{t.pages}}">
{{#menu}}<a href="{{href}}"{{#current}} aria-current="page"{{/current}}>{{label}}</a>
{{/menu}}
</nav>
{{/person}}
<main id="main">
<h1>{{title}}</h1>
{{#notice}}<p class="notice" role="status">{{notice}}</p>{{/notice}}

"""##,
        "overdue.mustache": ##"""
{{>head}}
<div class="wrap"><table class="stack">
<thead><tr><th scope="col">{{t.kind}}</th><th scope="col">{{t.area}}</th><th scope="col">{{t.state}}</th><th scope="col">{{t.deadline}}</th><th scope="col">{{t.late}}</th><th scope="col">{{t.holder}}</th><th scope="col">{{t.mark}}</th></tr></thead>
<tbody>
{{#items}}
<tr><td data-label="{{t.kind}}"><a href="{{url}}">{{kind}}</a></td><td data-label="{{t.area}}">{{area}}</td><td data-label="{{t.state}}">{{state}}</td><td data-label="{{t.deadline}}">{{deadline}}, {{due}}</td><td data-label="{{t.late}}">{{late}}</td><td data-label="{{t.holder}}">{{holder}}</td><td data-label="{{t.mark}}">{{#mark}}<span class="tally {{colour}}">{{mark}}</span>{{/mark}}{{^mark}}–{{/mark}}</td></tr>
{{/items}}
</tbody></table></div>
{{>pager}}
{{>foot}}

"""##,
        "pager.mustache": ##"""
{{#pager}}
<p class="pager">{{#isEmpty}}{{t.nothing}}{{/isEmpty}}{{^isEmpty}}{{text}}{{/isEmpty}}
{{#previous}}<a href="{{previous}}" rel="prev" accesskey="p">{{t.previous}}</a>{{/previous}}
{{#next}}<a href="{{next}}" rel="next" accesskey="n">{{t.next}}</a>{{/next}}</p>
{{/pager}}

"""##,
        "quarantine.mustache": ##"""
{{>head}}
<p class="small">{{t.quarantine_how}}</p>
{{#items}}
<article class="item">
<h2>{{reason}}</h2>
<p class="small">{{id}} · {{worker}} · <code>{{device}}</code> · {{area}} · {{at}}</p>
{{#detail}}<p class="small" lang="en">{{detail}}</p>{{/detail}}
{{#changes}}
<h3>{{what}}: {{kind}}</h3>
<dl>{{#fields}}<div><dt>{{label}}</dt><dd>{{value}}</dd></div>{{/fields}}</dl>
{{/changes}}
<div class="acts">
<form method="post" action="/console/accept"><input type="hidden" name="form" value="{{form}}"><input type="hidden" name="id" value="{{id}}"><button>{{t.accept}}</button></form>
<form class="line" method="post" action="/console/drop"><input type="hidden" name="form" value="{{form}}"><input type="hidden" name="id" value="{{id}}"><label>{{t.why}} <input name="note" required maxlength="500"></label><button class="quiet">{{t.drop}}</button></form>
</div>
</article>
{{/items}}
{{>pager}}
{{>foot}}

"""##,
        "record.mustache": ##"""
{{>head}}
<p class="small"><code>{{id}}</code> · {{area}}{{#deleted}} · <strong>{{t.is_deleted}}</strong>{{/deleted}}{{#isDisputed}} · <a href="{{conflict_url}}">{{t.has_conflict}}</a>{{/isDisputed}}</p>
<dl>
{{#fields}}<div><dt>{{label}}</dt><dd>{{value}}</dd></div>
{{/fields}}
</dl>
<p class="small">{{t.masked}}</p>
<h2>{{t.history}}</h2>
<div class="wrap"><table class="stack">
<thead><tr><th scope="col">{{t.when}}</th><th scope="col">{{t.who}}</th><th scope="col">{{t.wrote}}</th><th scope="col">{{t.verdict}}</th></tr></thead>
<tbody>
{{#history}}
<tr><td data-label="{{t.when}}">{{at}}</td><td data-label="{{t.who}}"><span>{{author}}<br><code>{{device}}</code></span></td><td data-label="{{t.wrote}}">{{fields}}</td><td data-label="{{t.verdict}}">{{verdict}}{{#resolution}} · {{t.decision}}{{/resolution}}</td></tr>
{{/history}}
</tbody></table></div>
{{>foot}}

"""##,
        "report.mustache": ##"""
{{>head}}
<p class="small">{{number}} · {{t.cutoff}} {{cutoff}} · <a href="/console/reports">{{t.all_reports}}</a></p>
<p class="tallies">{{#tallies}}<span class="tally {{colour}}">{{name}} {{count}}</span> {{/tallies}}</p>
<div class="wrap report" tabindex="0" role="region" aria-label="{{title}}"><table>
<thead><tr><th scope="col">{{t.indicator}}</th><th scope="col" class="wide">{{t.department}}</th>{{#columns}}<th scope="col" class="n">{{.}}</th>{{/columns}}</tr></thead>
<tbody>
{{#rows}}
{{#aspect}}<tr><th class="aspect" scope="colgroup" colspan="{{span}}">{{aspect}}</th></tr>{{/aspect}}
{{#label}}<tr><th scope="row">{{label}}</th><td class="wide">{{department}}</td>{{#cells}}<td class="n {{colour}}"><a href="{{url}}" title="{{reason}}">{{shown}} {{letter}}</a></td>{{/cells}}</tr>{{/label}}
{{/rows}}
</tbody></table></div>
<p class="small">{{t.legend}}</p>
{{#changes}}<p class="small">{{t.restated}} {{.}}</p>{{/changes}}
{{>foot}}

"""##,
        "reports.mustache": ##"""
{{>head}}
{{#isEmpty}}<p>{{t.no_reports}}</p>{{/isEmpty}}
{{^isEmpty}}
<div class="wrap"><table class="stack">
<thead><tr><th scope="col">{{t.period}}</th><th scope="col">{{t.area}}</th><th scope="col">{{t.report}}</th><th scope="col">{{t.issued}}</th><th scope="col">{{t.changed}}</th></tr></thead>
<tbody>
{{#reports}}
<tr><td data-label="{{t.period}}"><a href="{{url}}">{{period}}</a></td><td data-label="{{t.area}}">{{area}}</td><td data-label="{{t.report}}">{{template}} {{number}}</td><td data-label="{{t.issued}}">{{at}}</td><td data-label="{{t.changed}}">{{changes}}</td></tr>
{{/reports}}
</tbody></table></div>
{{/isEmpty}}
<form class="line" method="post" action="/console/build">
<h2>{{t.build}}</h2>
<input type="hidden" name="form" value="{{form}}">
<label>{{t.period}} <input name="period" required maxlength="16" placeholder="2026-03"></label>
<label>{{t.area}} <select name="scope">{{#scopes}}<option value="{{code}}">{{name}}</option>{{/scopes}}</select></label>
<button>{{t.build_now}}</button>
</form>
{{>foot}}

"""##,
        "sign-in.mustache": ##"""
{{>head}}
<form class="sign-in" method="post" action="/console/sign-in">
{{#refusal}}<p class="refusal" role="alert">{{refusal}}</p>{{/refusal}}
<p>{{t.sign_in_how}}</p>
<input type="hidden" name="form" value="{{visit_form}}">
<label for="code">{{t.code}}</label>
<input id="code" name="code" required autofocus autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" maxlength="64">
<button>{{t.sign_in}}</button>
<p class="small">{{t.sign_in_where}} <code>gridsyncd devices code --worker ID</code></p>
</form>
{{>foot}}

"""##,
        "style.css": ##"""
:root {
  --ink: #1a1c1e; --soft: #4a5056; --paper: #ffffff; --tint: #f2f4f6; --line: #8a9199; --link: #0b4f9e;
  --act: #0b4f9e; --on-act: #ffffff;
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; color: var(--ink); background: var(--paper); line-height: 1.5; overflow-wrap: anywhere;
  font: 16px/1.5 "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", system-ui, sans-serif;
}
a { color: var(--link); }
a:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible, .wrap:focus-visible {
  outline: 3px solid #b35900; outline-offset: 2px;
}
.skip { position: absolute; left: -999px; }
.skip:focus { left: .5rem; top: .5rem; background: var(--paper); padding: .5rem; z-index: 2; }
header, nav, main { max-width: 84rem; margin: 0 auto; padding: 0 1rem; }
header { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1rem; padding-top: .5rem; }
header p { margin: 0; }
.brand { font-weight: 700; flex: 1 1 auto; }
.brand span { font-weight: 400; color: var(--soft); }
.end { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: center; }
.who { color: var(--soft); }
nav { display: flex; flex-wrap: wrap; gap: .25rem; margin-top: .5rem; border-bottom: 2px solid var(--line); }
nav a { padding: .55rem .8rem; text-decoration: none; border-radius: .3rem .3rem 0 0; }
nav a[aria-current] { background: var(--act); color: var(--on-act); font-weight: 600; }
main { padding-bottom: 3rem; }
h1 { font-size: 1.4rem; margin: 1rem 0 .5rem; line-height: 1.3; }
h2 { font-size: 1.1rem; margin: 0 0 .25rem; }
h3 { font-size: 1rem; margin: 0 0 .25rem; }
.small { font-size: .875rem; color: var(--soft); margin: .25rem 0 .5rem; }
code { font-size: .85em; }
.notice { background: #e3f2e6; border-left: .3rem solid #1e6b32; padding: .5rem .75rem; }
.refusal { background: #fbe9e7; border-left: .3rem solid #b3261e; padding: .5rem .75rem; }
button {
  font: inherit; font-weight: 600; color: var(--on-act); background: var(--act); border: 1px solid var(--act);
  border-radius: .3rem; padding: .5rem .9rem; min-height: 2.75rem; cursor: pointer;
}
button.quiet { color: var(--link); background: var(--paper); }
input, select {
  font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: .3rem;
  padding: .45rem .6rem; min-height: 2.75rem; max-width: 100%;
}
input::placeholder { color: #5b636b; opacity: 1; }
.sign-in { max-width: 26rem; display: grid; gap: .6rem; }
.line { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; }
form.line { margin-top: 1rem; }
.line h2 { flex-basis: 100%; }
.conflict, .item { border: 1px solid var(--line); border-radius: .4rem; padding: .75rem; margin: .75rem 0; }
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(15rem, 100%), 1fr)); gap: .6rem; }
.sides section { background: var(--tint); border-radius: .3rem; padding: .6rem .75rem; }
.sides .base { background: var(--paper); border: 1px dashed var(--line); }
.value { font-size: 1.15rem; font-weight: 600; margin: .1rem 0 .3rem; white-space: pre-wrap; }
.acts { display: flex; flex-wrap: wrap; gap: .6rem 1.5rem; align-items: center; margin-top: .6rem; }
.acts form.line { margin-top: 0; }
.wrap { overflow-x: auto; max-width: 100%; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #b8bec4; padding: .35rem .55rem; text-align: left; vertical-align: top; overflow-wrap: break-word; }
thead th { background: var(--tint); }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.report th, .report td { padding: .15rem .35rem; font-size: .85rem; overflow-wrap: normal; }
.report thead th { white-space: normal; vertical-align: bottom; }
.report thead .n { min-width: 3.4rem; }
.report tbody th[scope="row"] { font-weight: 400; position: sticky; left: 0; background: var(--paper); min-width: 7.5rem; }
.report thead th:first-child { position: sticky; left: 0; }
.report .aspect { background: #dfe4e9; }
td.n a { color: inherit; text-decoration: none; display: block; padding: .2rem 0; }
td.n a:hover { text-decoration: underline; }
.green { background: #b7e4c0; color: #111111; }
.yellow { background: #ffe48a; color: #111111; }
.red { background: #b3261e; color: #ffffff; }
.grey { background: #e6e6e6; color: #111111; }
.tally { display: inline-block; border-radius: .3rem; padding: .1rem .5rem; }
.tally.plain { padding: 0; }
.tallies { margin: .25rem 0 .75rem; }
dl { margin: .5rem 0; }
dl div { display: grid; grid-template-columns: minmax(7rem, 14rem) minmax(0, 1fr); gap: .5rem; border-bottom: 1px solid #d5dadf; padding: .25rem 0; }
dt { color: var(--soft); }
dd { margin: 0; white-space: pre-wrap; }
.pager { display: flex; flex-wrap: wrap; gap: 1rem; align-items: center; }
.pager a { padding: .5rem .25rem; }
@media (max-width: 44rem) {
  .brand span, .report .wide { display: none; }
  table.stack, .stack tbody, .stack tr, .stack td { display: block; }
  .stack thead { position: absolute; left: -999rem; }
  .stack tr { border: 1px solid var(--line); border-radius: .4rem; margin: .6rem 0; padding: .4rem .6rem; }
  .stack td { border: 0; padding: .15rem 0; text-align: left; display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); gap: .5rem; white-space: normal; }
  .stack td .tally { justify-self: start; }
  .stack td::before { content: attr(data-label); color: var(--soft); }
  dl div { grid-template-columns: 6.5rem minmax(0, 1fr); }
  nav a { padding: .5rem .55rem; }
  .line label { display: grid; flex: 1 1 100%; }
}

"""##,
        "texts.txt": ##"""
# key | Chinese | English
skip | 跳到正文 | Skip to the content
brand | 审核与督导 | review and supervision
pages | 页面 | Pages
other_language | English | 中文
sign_in | 登录 | Sign in
sign_out | 退出 | Sign out
sign_in_how | 请输入发给您的一次性登记码。登录 8 小时内有效。 | Enter the one-time code that you were given. You stay signed in for 8 hours.
sign_in_where | 登记码由管理员签发： | An administrator issues codes:
code | 一次性登记码 | One-time code
yuan | 元 | yuan
never | 从未 | never
entries | 条 | entries
nothing | 没有条目。 | There is nothing here.
previous | 上一页 | Previous page
next | 下一页 | Next page
back_to_start | 回到首页 | Back to the start
days | 天 | d
hours | 小时 | h
minutes | 分 | min
seconds | 秒 | s
clock.right | 准 | right
clock.ahead | 快 | ahead
clock.behind | 慢 | behind
title.sign_in | 登录 | Sign in
title.error | 无法办理 | This cannot be done
title.reports | 三色报表 | Three-colour reports
title.conflicts | 冲突 | Conflicts
title.conflict | 冲突 | Conflict
title.quarantine | 待审隔离 | Quarantine
title.overdue | 超期 | Overdue
title.fleet | 设备 | Devices
role.township | 乡镇街道工作台 | Township desk
role.supervisor | 督导 | Supervisor
role.admin | 管理员 | Administrator
done.expired | 登录已到期，请重新登录。 | The session is over; sign in again.
done.signed_out | 已退出。 | You are signed out.
done.taken | 已裁定，各设备下次同步时生效。 | Decided; every device has it with its next sync.
done.accept | 已采纳。 | Accepted.
done.drop | 已驳回。 | Dropped.
error.code | 登记码无效：可能输错、已用过、已到期，或该人员没有审核职责。 | This code is not good: mistyped, used, expired, or of somebody who does not review.
error.form | 表单已失效，请返回页面重试。 | The form is no longer good; go back to the page and try again.
error.signed_out | 请先登录。 | Sign in first.
error.no_page | 没有这个页面。 | There is no such page.
error.wrong_method | 该页面不接受这种请求。 | The page does not take such a request.
error.forbidden | 您的职责不允许查看或办理此项。 | Your role does not allow this.
error.conflict_moved | 您查看之后双方内容有变，未作任何改动；请重新查看。 | The sides changed since you looked; nothing was written. Look again.
error.already_decided | 已由他人办理。 | Somebody else decided this already.
error.exists | 该期报表已出具。 | The report of this period was issued already.
error.bad_period | 期间无效，例如 2026-03、2026-Q1 或 2026，且须已开始。 | No such period; write 2026-03, 2026-Q1 or 2026, and one that has begun.
error.403 | 您不能办理此项。 | You may not do this.
error.404 | 没有这一条，或者不在您的辖区内。 | There is nothing of that name in your areas; it may have been decided meanwhile.
error.409 | 现在不能办理。 | This cannot be done now.
error.422 | 内容有误，未办理。 | Something in it is wrong; nothing was done.
error.429 | 尝试过多，请稍后再试。 | Too many attempts; try again later.
error.503 | 系统繁忙，请稍后再试。 | The hub is busy; try again later.
error.500 | 系统内部错误。 | The hub could not do this.
keys | 按 Alt+1、Alt+2（Firefox：Alt+Shift）采用第一条冲突的相应一方。 | Alt+1, Alt+2 (Firefox: Alt+Shift) take that side of the first conflict.
opened | 提出于 | opened
base | 双方改前 | Before both
side | 第 % 方 | Side %
take | 采用第 % 方 | Take side %
note | 理由 | Note
record | 记录 | Record
clock | 时钟 | clock
field.deleted | 删除 | Deletion
field.area | 所属网格 | Area
value.yes | 是 | yes
value.no | 否 | no
value.removed | （已移除） | (removed)
value.deleted | 删除 | deleted
value.kept | 保留 | kept
no_reports | 尚未出具报表。 | No report was issued yet.
period | 期间 | Period
area | 辖区 | Area
report | 报表 | Report
issued | 出具时间 | Issued
changed | 更正格数 | Cells restated
build | 出具报表 | Issue a report
build_now | 出具 | Issue
report.pingan_monthly | 平安月报 | Safety report
cutoff | 截止 | cut-off
all_reports | 全部报表 | all reports
indicator | 指标 | Indicator
department | 责任部门 | Department
legend | 绿=好；黄=不到位；红=问题突出，需尽快解决；灰=不评色或无数据。点击单元格查看其记录。 | G good; Y not there yet; R to be solved soon; grey: not coloured or no data. A click on a cell shows its records.
restated | 更正： | Restated:
letter.green | 绿 | G
letter.yellow | 黄 | Y
letter.red | 红 | R
letter.grey | |
colour.green | 绿 | green
colour.yellow | 黄 | yellow
colour.red | 红 | red
colour.grey | 灰 | grey
back_to_report | 回到报表 | back to the report
records | 记录 | Records
kind | 类别 | Kind
counts | 计入 | Counts
part.counted | 分子 | part
part.others | 仅分母 | whole only
elsewhere | 现已不在您的辖区或已清除 | no longer in your areas, or erased
is_deleted | 已删除 | deleted
has_conflict | 有未决冲突 | in conflict
masked | 个人信息按规定脱敏显示。 | Personal values are shown masked.
history | 历史 | History
when | 时间 | When
who | 人员 | Who
wrote | 写入 | Wrote
verdict | 结论 | Verdict
decision | 裁定 | decision
verdict.applied | 已采用 | applied
verdict.merged | 已合并 | merged
verdict.conflict | 冲突 | conflict
quarantine_how | 采纳即代作者写入；驳回须说明理由，作者会收到。 | Accepting writes on behalf of the author; dropping needs a reason, which the author is told.
change.new | 新建 | New
change.set | 修改 | Change
accept | 采纳 | Accept
drop | 驳回 | Drop
why | 理由 | Reason
reason.out_of_scope | 不在作者辖区 | Outside the author's areas
reason.unknown_context | 声称见过未下发的内容 | Claims to have seen what it was never sent
reason.depends | 依赖另一条待审内容 | Builds on something set aside
reason.invalid_field | 字段内容不合规 | A value is not valid
reason.unknown_field | 未知字段 | An unknown field
reason.missing_field | 缺少必填字段 | A required field is missing
reason.unknown_kind | 未知类别 | An unknown kind
reason.guarded | 超出作者权限 | Beyond what the author may write
reason.record_deleted | 记录已删除 | The record was deleted
reason.too_large | 过大 | Too large
reason.recovered | 从副本恢复 | Recovered from a copy
reason.revoked | 设备已注销 | The device was revoked
state | 状态 | State
deadline | 期限 | Deadline
late | 已超 | Late by
holder | 承办 | Held by
mark | 督办 | Mark
mark.reminder | 提醒 | reminder
mark.yellow_card | 黄牌 | yellow card
mark.red_card | 红牌 | red card
state.reported | 已上报 | reported
state.accepted | 已受理 | accepted
state.coordinating | 协调中 | coordinating
state.assigned | 已交办 | assigned
state.processing | 办理中 | in work
state.replied | 已回复 | replied
state.resolved | 已办结待回访 | solved, to be checked
state.verified | 已回访 | checked
state.returned | 已退回 | returned
state.escalated | 已上报上级 | escalated
state.suspended | 已挂起 | suspended
state.reopened | 已重开 | reopened
deadline.acceptance | 受理期限 | to be accepted
deadline.coordination | 协调期限 | to be coordinated
deadline.taking | 签收期限 | to be taken up
deadline.redirection | 退回处理期限 | to be sent on after a return
deadline.handling | 办理期限 | to be done
deadline.verification | 回访期限 | to be checked
fleet_how | 按未同步时长排列：3 天以上为黄，7 天以上为红。 | The longest silent first: yellow from 3 days, red from 7.
device | 设备 | Device
silent | 未同步 | Silent for
last_sync | 上次同步 | Last sync
unsent | 待发 | Unsent
clock_head | 时钟 | Clock
software | 版本 | Version
flags | 备注 | Remarks
device.revoked | 已注销 | revoked
device.unconfirmed | 待确认 | to be confirmed
alarm.device_copied | 设备被复制 | device was copied
alarm.wrong_device | 身份不符 | wrong device
alarm.forked | 同号异文 | one number, two contents

"""##,
    ]
}
