"""Documents with markup and settings: XML, HTML, Markdown, YAML, TOML, INI, and small programs."""

FIXED: dict[str, tuple[str, ...]] = {
    "xml": (
        '<?xml version="1.0"?>\n<a x="1"><b>text</b><b/><!-- c --><![CDATA[<raw>]]></a>\n',
        "<root><item id='1'>one</item><item id='2'>two &amp; three</item></root>\n",
        '<r xmlns:n="urn:n"><n:e n:k="v">\u00e9</n:e>tail</r>\n',
        "<open><unclosed></open>\n",
    ),
    "html": (
        "<!DOCTYPE html><html><head><title>T</title></head><body><p class=x>Hi <b>there</b></body></html>\n",
        '<ul><li><a href="/a?b=1&amp;c=2">one</a><li>two</ul><table><tr><td>1<td>2</table>\n',
        "<p>unclosed &copy; &unknown; <script>if (a < b) {}</script>\n",
    ),
    "markdown": (
        '# Title\n\nA *b* **c** `d` [e](http://x.org "t").\n\n- one\n- two\n  1. deep\n\n> quote\n',
        "```c\nint main(void) { return 0; }\n```\n\n| a | b |\n|---|:-:|\n| 1 | 2 |\n\n---\n\nHard  \nend\n",
        "Setext\n======\n\n    code\n\n![img](a.png) <b>html</b> &amp; \\*escaped\\*\n",
        "[ref]: http://r.org\n\n[ref] ~~gone~~ \\\nnext\n",
        "* a\n* b\n\n  para\n\n1) x\n2) y\n\nauto <http://a.org> and http://b.org\n",
    ),
    "yaml": (
        "name: Ada\nage: 36\ntags:\n  - math\n  - 'poetry'\nnested: {a: 1, b: [x, y]}\nnone: ~\n",
        '- 1\n- 2.5\n- true\n- "quoted: yes"\n- |\n  block\n  text\n',
        "a: &x {k: v}\nb: *x\n---\nsecond: document\n",
    ),
    "toml": ('title = "T"\n[owner]\nname = "Ada"\nages = [1, 2]\n[[item]]\nk = 1\n[[item]]\nk = 2.5\n',),
    "ini": ("[main]\nkey = value\n; comment\nother=2\n\n[empty]\n[second]\npath: /tmp\n",),
    "c": (
        "#include <stdio.h>\n#define N 3\nint add(int a, int b) { return a + b; } /* sum */\n"
        "int main(void)\n{\n    for (int i = 0; i < N; i++)\n"
        '        printf("%d\\n", add(i, 1));\n    return 0;\n}\n',
        "#if 0\nint x;\n#else\nstruct s { char *p; };\n#endif\n",
    ),
    "javascript": ("function f(a, b = 2) { return a + b; }\nconst x = [1, 2].map(y => y * 2);\n",),
    "python": ("def f(a, b=2):\n    return a + b\n\nprint([f(x) for x in range(3)])\n",),
    "lua": ("local t = {1, 2, x = 'y'}\nfor i, v in ipairs(t) do print(i, v) end\n",),
    "sql": (
        "CREATE TABLE t(a INTEGER, b TEXT);\nINSERT INTO t VALUES (1, 'x'), (2, NULL);\n"
        "SELECT a, b FROM t ORDER BY a DESC;\n",
    ),
}
