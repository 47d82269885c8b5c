"""Text out of Slack's writing, and into it."""

import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.words import as_typed, clean, escape


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("<@U01BOT> what is SPOR?", "what is SPOR?"),
        ("<@U01BOT|interlude>: what is SPOR?", "what is SPOR?"),
        ("what is SPOR, <@U01BOT>", "what is SPOR,"),
        ("<@U01BOT>", ""),
        ("&amp;lt; &lt;b&gt;", "&lt; <b>"),
        ("&quot; &#39; &nbsp;", "&quot; &#39; &nbsp;"),
        ("<https://example.org|a &lt; b>", "a < b"),
        ("<https://example.org?a=1&amp;b=2>", "https://example.org?a=1&b=2"),
        ("<mailto:a@b.org>", "a@b.org"),
        ("<@U2> <@U2|@bob> <#C1> <#C1|general>", "@U2 @bob #C1 #general"),
        ("<!here> <!subteam^S1|@team> <!date^1392734382^{date}|18 February>", "@here @team 18 February"),
        ("a < b", "a < b"),
        ("is <b> or <p> & <3 > 2 markup?", "is <b> or <p> & <3 > 2 markup?"),
        ("&lt;!here&gt; &lt;@U1&gt;", "<!here> <@U1>"),
    ],
)
def test_what_was_typed(written: str, typed: str) -> None:
    assert as_typed(written, "U01BOT") == typed


@settings(deadline=None)
@given(st.text(max_size=300))
def test_escaping_happens_once_and_comes_undone(text: str) -> None:
    assert as_typed(escape(text)) == clean(text)
    assert escape(text) == html.escape(clean(text), quote=False)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_anything_slack_could_write_is_read(text: str) -> None:
    assert isinstance(as_typed(text, "U01BOT"), str)


def test_what_no_message_should_hold_is_left_out() -> None:
    assert clean("a\x00b\u202ec\u202cd\ud800e\u2066f\ng\th") == "abcdef\ng\th"
    assert clean("مرحبا ‏é 👩🏽‍🔬") == "مرحبا ‏é 👩🏽‍🔬"
