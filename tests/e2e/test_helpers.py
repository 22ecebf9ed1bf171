"""The form's pure helpers, run in the browser they are meant for."""

from __future__ import annotations

import pytest

from workshop import text, wording


@pytest.fixture(scope="module")
def helpers(browser, pages):
    """A function that evaluates an expression with the module as ``m``."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{pages.base}/w/practice")
    yield lambda expression, argument=None: page.evaluate(
        f"async (x) => {{ const m = await import('/assets/comment_form.js'); return {expression}; }}",
        argument)
    context.close()


@pytest.mark.parametrize("words", [
    "公園", "𠮷野家", "が", "👨‍👩‍👧", "नेपाली", "葛󠄀城", "a\nb", "ổn định"])
def test_the_tablet_counts_characters_as_the_server_does(helpers, words):
    assert helpers("m.graphemes(x)", words) == text.graphemes(words)


def test_readings_are_taken_apart_put_on_and_left_out(helpers):
    assert helpers("m.ruby('[町|まち]を [')") == [["町", "まち"], ["を ", ""], ["[", ""]]
    assert helpers("m.withReadings('市民の市', ['[市|し]', '[市民|しみん]'])") == "[市民|しみん]の[市|し]"
    assert helpers("m.withReadings('[町|まち]の町', ['[町|ちょう]'])") == "[町|まち]の[町|ちょう]"
    assert helpers("m.plain('[町|まち]を')") == "町を"
    assert helpers("m.kana('[町|まち]を')") == "まちを"


def test_the_tablet_marks_words_as_the_core_does(helpers):
    sentence = wording.say("e_pii")
    assert helpers("m.withReadings(x[0], x[1])", [sentence, list(wording.readings())]) == (
        wording.furigana(sentence, wording.readings()))


def test_a_value_is_never_read_as_a_template(helpers):
    assert helpers("m.fill('{a}{c}', {a: '{b}', b: 'x'})") == "{b}{c}"


@pytest.mark.parametrize(("words", "asked"), [
    ("電話は090-1234-5678です", ["e_pii"]), ("０３ー１２３４ー５６７８まで", ["e_pii"]),
    ("a.b@example.jp へ", ["e_pii"]), ("田中さんにお世話になった", ["ask_name"]),
    ("佐藤一郎さんへ", ["ask_name"]), ("道がくらい", ["e_same"]), ("道が暗い。\n公園がほしいです", ["ask_two"]),
    ("奥さんとバスに乗る", []), ("看護師さんがやさしい", []), ("2025年4月から100人", []),
    ("お母さんたちの会", []), ("1班\n公園がほしい", [])])
def test_what_is_asked_before_sending(helpers, words, asked):
    names = "佐藤 鈴木 田中 山田 奥"
    found = helpers("m.questionsAbout(x[0], {mine: ['道が くらい！'], surnames: x[1]})", [words, names])
    assert found == asked


def test_keys_are_long_enough_and_differ(helpers):
    one, two = helpers("[m.newKey(), m.newKey()]")
    assert one != two
    assert len(one) == 32


def test_tries_are_spread_and_never_far_apart(helpers):
    assert helpers("[0, 1, 9].map((n) => m.backoff(n, () => 1))") == [800, 1600, 8000]
    assert helpers("m.backoff(9, () => 0)") == 4000


def test_of_votes_the_newest_list_wins_and_none_overtakes_another(helpers):
    seen = helpers("""(() => {
        let now = 0; const sent = [], wants = [];
        const box = m.makeWants({ wants, send: (s) => sent.push(s), save() {}, changed() {},
            now: () => now, random: () => 1 });
        const put = (...numbers) => box.put('vote', 'vote', { numbers, device: 'd' });
        put('a'); put('a', 'b'); put('b');                      // two changes while the first is asked
        box.answered({ key: sent[0].key });
        box.unreachable({ key: sent[1].key }); put(); box.tick(); now = 900; box.tick();
        const waiting = box.of('vote').numbers.length;
        box.answered({ key: sent[2].key });
        now = 99999; box.tick();
        return { sent: sent.map((s) => s.numbers), one: new Set(sent.map((s) => s.key)).size, waiting,
            left: wants.length, stranger: box.answered({ key: 'x' }) ?? null }; })()""")
    assert seen == {"sent": [["a"], ["b"], []], "one": 1, "waiting": 0, "left": 0, "stranger": None}


def test_an_outbox_sends_until_answered_and_edits_count_only_when_accepted(helpers):
    seen = helpers("""(() => {
        let now = 0; const sent = [], items = [];
        const box = m.makeOutbox({ items, send: (s) => sent.push(s.type + ':' + s.key), save() {}, forget() {},
            changed() {}, now: () => now, random: () => 1 });
        box.put({ key: 'k', body: 'a' }, 'submit');
        box.unreachable({ key: 'k' }); box.tick(); now = 900; box.tick();
        box.accepted({ key: 'k', number: 'W1-01-001', state: 'shown', edit_token: 't', editable_until: 'u' });
        now = 99999; box.tick();
        items[0].edited = { body: 'b', kind: '' }; box.put(items[0], 'edit');
        const before = items[0].body; box.rejected({ key: 'k', advice: {} });
        const refused = items[0].body; box.put(items[0], 'edit');
        box.accepted({ key: 'k', number: 'W1-01-001', state: 'shown' });
        return { sent, before, refused, after: items[0].body, token: items[0].edit_token }; })()""")
    assert seen == {"sent": ["submit:k", "submit:k", "edit:k", "edit:k"], "before": "a",
                    "refused": "a", "after": "b", "token": "t"}
