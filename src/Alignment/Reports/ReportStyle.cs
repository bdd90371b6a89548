namespace UniBind.Grid.Alignment;

/// <summary>The style of the report: light and dark by the reader's preference, one column on a phone.</summary>
internal static class ReportStyle
{
    public const string Css = """
        :root{color-scheme:light dark;--bg:#f7f7f5;--panel:#fff;--ink:#1c1e21;--soft:#5d646d;--line:#dcdfe3;--accent:#2563eb;--before:#9aa3af;--on:#fff;--good:#15803d;--bad:#b91c1c}
        @media(prefers-color-scheme:dark){:root{--bg:#14161a;--panel:#1d2026;--ink:#e8eaed;--soft:#a2a9b3;--line:#343942;--accent:#6ea0ff;--before:#6b7280;--on:#0b1220;--good:#4ade80;--bad:#f87171}}
        *{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
        main{max-width:1120px;margin:0 auto;padding:20px 16px 60px}h1{font-size:26px;line-height:1.2;margin:8px 0 4px;overflow-wrap:anywhere}h2{font-size:19px;margin:34px 0 6px}h3{font-size:15px;margin:14px 0 6px;overflow-wrap:anywhere}
        p{margin:4px 0 10px}.soft,small,caption{color:var(--soft)}section>p{max-width:75ch}
        .cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(220px,1fr));gap:10px;margin:14px 0}.card,.panel{background:var(--panel);border:1px solid var(--line);border-radius:10px;padding:12px}
        .card b{display:block;font-size:24px;line-height:1.2;font-variant-numeric:tabular-nums}.card small{display:block}.up{color:var(--good)}.down{color:var(--bad)}
        .grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(320px,100%),1fr));gap:14px}.grid.wide{grid-template-columns:repeat(auto-fill,minmax(min(520px,100%),1fr))}.wide th,.wide td{padding:4px 6px;font-size:13px}.scroll{overflow-x:auto;max-width:100%}
        .bar{display:grid;grid-template-columns:92px minmax(0,1fr) 170px;gap:8px;align-items:center;margin:3px 0;font-variant-numeric:tabular-nums}.track{position:relative;height:16px;background:color-mix(in srgb,var(--line) 55%,transparent);border-radius:4px;overflow:hidden}
        .fill{position:absolute;inset:0 auto 0 0;background:var(--accent);border-radius:4px}.fill.b{background:var(--before)}.whisker{position:absolute;top:7px;height:2px;background:var(--ink);opacity:.75}
        table{border-collapse:collapse;font-variant-numeric:tabular-nums;background:var(--panel)}th,td{padding:4px 9px;border:1px solid var(--line);text-align:right;white-space:nowrap}th:first-child,td:first-child{text-align:left}th{font-weight:600}
        td.heat{background:color-mix(in srgb,var(--accent) calc(var(--v)*1%),var(--panel));text-align:center}td.heat.hi{color:var(--on)}
        svg{display:block;width:100%;height:auto}svg text{fill:var(--soft);font-size:11px}.legend{display:flex;flex-wrap:wrap;gap:2px 12px;margin-top:6px;font-size:13px}.legend i{display:inline-block;width:10px;height:10px;border-radius:50%;margin-right:5px}.legend span{overflow-wrap:anywhere}
        .row{display:flex;gap:8px;flex-wrap:wrap;align-items:flex-start}.ex{width:96px;font-size:12px;line-height:1.3}.ex .m{width:96px;height:96px;border-radius:8px;border:3px solid var(--line);overflow:hidden;display:flex;align-items:center;justify-content:center;background:var(--bg);font-size:10px;padding:0;overflow-wrap:anywhere}
        .ex.yes .m{border-color:var(--good)}.ex.no .m{border-color:var(--bad)}.ex img{width:100%;height:100%;object-fit:cover;image-rendering:auto}.ex.sound,.ex.sound .m{width:176px}.ex.sound .m{height:52px}.ex audio{width:168px;height:40px}.ex .t{padding:5px;max-height:90px;overflow:hidden}.ex div+div{overflow-wrap:anywhere}
        .set{margin:8px 0}.set>b{display:block;font-size:13px;margin-bottom:3px}ul{padding-left:20px;margin:6px 0}li{margin:3px 0;max-width:85ch}code{overflow-wrap:anywhere;font-size:13px}dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:2px 14px}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
        summary{cursor:pointer;font-weight:600;margin:8px 0}
        @media(max-width:560px){.named th:nth-child(2),.named td:nth-child(2){display:none}th,td{padding:4px 6px}.bar{grid-template-columns:78px minmax(0,1fr)}.bar .n{grid-column:2;font-size:13px;margin-top:-4px}th:first-child,td:first-child{white-space:normal}.cards{grid-template-columns:1fr 1fr}.card b{font-size:20px}h1{font-size:22px}}
        """;
}
