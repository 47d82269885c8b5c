"""The arrows: who may import whom, who may read a clock, and where words may stand."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bot import routing, settings
from bot.pack import Pack

ROOT = Path(__file__).resolve().parent.parent
CODE = sorted(path for room in ("bot", "adapters") for path in (ROOT / room).rglob("*.py"))
MODULES = [path for path in CODE if path.name != "__init__.py" and "migrations" not in path.parts]
OUTSIDE = (
    "slack_", "slack_bolt", "slack_sdk", "botbuilder", "botframework", "aiohttp", "apscheduler", "procrastinate",
    "adapters",
)  # fmt: skip
PLATFORMS = ("slack", "teams", "local", "memory")

CLOCKS = {
    "adapters/app.py": "a process root",
    "adapters/clock.py": "a process root",
    "adapters/commands/": "process roots",
    "bot/store/schema.py": "the name of the copy made before a migration; nothing people live by",
}
FORBIDDEN = {"pickle", "jsonpickle", "yaml", "marshal", "shelve", "dill"}
LONGEST_MODULE = 300
LONG_LISTS = {"bot/store/tables.py": "every table in one place", "bot/safety.py": "one listener; its rules are content"}


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def _calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def test_the_core_imports_no_platform_no_web_no_scheduler_and_no_adapter() -> None:
    turned = {
        (_name(path), name)
        for path in CODE
        if _name(path).startswith("bot/")
        for name in _imports(path)
        if name.startswith(OUTSIDE)
    }

    assert turned == set()


def test_the_adapters_of_platforms_do_not_import_each_other() -> None:
    crossed = set()
    for path in CODE:
        home = next((p for p in PLATFORMS if _name(path).startswith((f"adapters/{p}/", f"adapters/{p}.py"))), "")
        others = tuple(f"adapters.{p}" for p in PLATFORMS if p != home)
        crossed |= {(_name(path), name) for name in _imports(path) if home and name.startswith(others)}

    assert crossed == set()


def test_conversations_know_no_database() -> None:
    asked = {
        _name(p)
        for p in CODE
        if "conversations" in p.parts
        for n in _imports(p)
        if n.startswith(("sqlalchemy", "bot.store", "bot.answers.given"))
    }

    assert asked == set()


def test_only_access_reads_what_others_answered() -> None:
    readers = {_name(p) for p in CODE for name, _ in _calls(p) if name == "answers.given"}

    assert readers == {"bot/access.py"}


def test_only_process_roots_read_a_clock() -> None:
    reads = re.compile(r"(\bdatetime\.(now|utcnow|today)|\bdate\.today|\btime\.(time|time_ns|localtime|gmtime))$")
    looked = {_name(path) for path in CODE for name, _ in _calls(path) if reads.search(name)}

    assert {name for name in looked if not name.startswith(tuple(CLOCKS))} == set()
    assert looked >= {"adapters/app.py", "bot/store/schema.py"}


def test_nothing_is_decoded_that_could_run() -> None:
    imported = {(_name(path), name) for path in CODE for name in _imports(path) if name.partition(".")[0] in FORBIDDEN}
    called = {
        (_name(path), name)
        for path in CODE
        for name, _ in _calls(path)
        if name in ("eval", "exec", "compile", "__import__")
    }

    assert imported | called == set()


def test_a_module_says_on_top_what_it_is_for() -> None:
    silent = {_name(path) for path in MODULES if not (ast.get_docstring(_tree(path)) or "").partition("\n")[0].strip()}

    assert silent == set()


def test_a_module_fits_on_a_few_screens() -> None:
    long = {_name(path) for path in MODULES if len(path.read_text("utf-8").splitlines()) > LONGEST_MODULE}

    assert long - set(LONG_LISTS) == set()


def test_every_command_has_words(pack: Pack) -> None:
    used = set(re.findall(r'commands\["(\w+)"\]', "".join(p.read_text("utf-8") for p in CODE)))
    groups = {verb for verb in pack.commands if verb.startswith(("unit_", "number_"))}

    assert set(pack.commands) - groups == set(routing.COMMANDS) | used
    assert all(pack.commands.values())


def test_every_verb_of_a_button_a_form_or_a_prompt_is_there() -> None:
    buttons = {
        argument.value
        for path in CODE
        for name, call in _calls(path)
        for argument in call.args[:2]
        if name.endswith((".button", ".choice")) and isinstance(argument, ast.Constant) and "." in str(argument.value)
    }
    verbs = {str(verb) for verb in buttons} - set(_phrases())

    assert verbs <= set(routing.PRESSES) | set(routing.FORMS)
    assert len(verbs) > 20


@cache
def _phrases() -> dict[str, dict[str, str]]:
    from bot.content import SHIPPED
    from bot.content_words import read_phrases

    files = {f"phrases/{p.name}": tomllib.loads(p.read_text("utf-8")) for p in (SHIPPED / "phrases").glob("*.toml")}
    return read_phrases(files, [])


SAYING = (".text", ".prose", ".note", ".runs", ".line", ".choice")


def _spoken() -> Iterator[tuple[str, ast.expr, ast.Call]]:
    """Every call that takes a phrase's key, wherever it is called."""
    for path in CODE:
        for name, call in _calls(path):
            if name.endswith(SAYING) and call.args:
                yield _name(path), call.args[0], call


def _keys(argument: ast.expr) -> Iterator[str]:
    """The keys an argument may be: a literal, either side of an `if`, or what an f-string begins with (ends with *)."""
    match argument:
        case ast.Constant(value=str(key)):
            yield key
        case ast.IfExp(body=body, orelse=orelse):
            yield from _keys(body)
            yield from _keys(orelse)
        case ast.JoinedStr(values=[ast.Constant(value=str(prefix)), *_]):
            yield f"{prefix}*"


def test_every_phrase_that_is_said_was_written() -> None:
    said = {(where, key) for where, argument, _ in _spoken() for key in _keys(argument) if "." in key}
    known = set(_phrases())
    unwritten = {
        (where, key)
        for where, key in said
        if key not in known and not (key.endswith("*") and any(k.startswith(key[:-1]) for k in known))
    }

    assert unwritten == set()
    assert len(said) > 100


def _literals() -> tuple[set[str], set[str]]:
    """Every text in the code, and what every f-string begins with; words in a page's HTML and scripts count as well."""
    whole, beginnings = set(), set()
    for path in CODE:
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                beginnings.add(str(node.values[0].value))
    for page in (ROOT / "adapters/local/page").iterdir():
        whole |= set(re.findall(r"[\w.]+", page.read_text("utf-8"))) if page.suffix in (".js", ".html") else set()
    return whole, {text for text in beginnings if "." in text}


def test_every_phrase_that_was_written_is_said() -> None:
    whole, beginnings = _literals()
    beginnings |= {f"page.{text}" for text in whole if text.endswith((".", "_"))}
    unsaid = {
        key
        for key in _phrases()
        if key not in whole
        and re.sub("_(one|many)$", "", key) not in whole
        and key.removeprefix("page.") not in whole
        and key.removeprefix("manifest.") not in whole
        and not key.startswith(tuple(beginnings))
    }

    assert unsaid == set()


def test_a_phrase_is_filled_with_exactly_the_values_it_names() -> None:
    wrong = set()
    for where, argument, call in _spoken():
        given = {str(word.arg) for word in call.keywords} - {"primary", "form"}
        for key in _keys(argument):
            named = set(re.findall(r"\{(\w+)\}", _phrases().get(key, {}).get("en", "")))
            if key in _phrases() and not any(word.arg is None for word in call.keywords) and not named <= given:
                wrong.add((where, key, tuple(sorted(named - given))))

    assert wrong == set()


SHOWN = {"Run", "Prose", "Note", "Field", "Choice", "Option", "Form", "Notice", "Document", "Picture"}
QUIET = {"line", "text", "choice", "choices", "date", "time", "person"}


def _sentences(call: ast.Call) -> Iterator[str]:
    for argument in (*call.args, *(word.value for word in call.keywords)):
        for node in ast.walk(argument) if isinstance(argument, ast.Constant | ast.JoinedStr | ast.BinOp) else ():
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def test_no_sentence_a_member_can_see_stands_in_python() -> None:
    word = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
    seen = {
        (_name(path), text)
        for path in CODE
        for name, call in _calls(path)
        if name.rpartition(".")[2] in SHOWN
        for text in _sentences(call)
        if word.search(text) and text not in QUIET and not re.fullmatch(r"[a-z_]+\d*", text)
    }

    assert seen == set()


def test_no_sentence_a_member_can_see_stands_in_the_page() -> None:
    html = (ROOT / "adapters/local/page/index.html").read_text("utf-8")
    shown = re.sub(r"<(script|style)\b.*?</\1>|<!--.*?-->", "", html, flags=re.S)
    texts = [text.strip() for text in re.findall(r">([^<]+)<", re.sub(r"\{\{[\w.]+\}\}", "", shown))]

    assert [text for text in texts if re.search(r"[A-Za-z]{2,}", text) and text != "Interlude"] == []


def test_every_setting_stands_in_the_readmes_table() -> None:
    rows = re.findall(r"^\|\s*`(INTERLUDE_\w+)`", (ROOT / "README.md").read_text("utf-8"), flags=re.M)

    assert sorted(rows) == sorted(settings.NAMES)
