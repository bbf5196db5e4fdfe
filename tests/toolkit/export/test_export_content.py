"""What stands on an exported page, and what must not."""

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import html
from samples import FORM, fullest, village
from strategies import filled

from cgd.toolkit.answers import Answer, Answers, Proof, new_answers, with_value
from cgd.toolkit.evidence.words import sentence, title
from cgd.toolkit.export import html_page
from cgd.toolkit.progress import asks
from cgd.toolkit.rules.settings import load_rules

WHOLE = pytest.mark.parametrize("what", ["toolkit", "nso"])
BOTH = pytest.mark.parametrize("language", ["en", "vi"])
RULES = load_rules("viet-nam")


def words(tree) -> str:
    """The text of a page or a part of it, without its style."""
    return " ".join("".join(tree.xpath(".//text()[not(ancestor::style)]")).split())


def captions(tree) -> list[str]:
    return [words(caption) for caption in tree.iter("caption")]


@WHOLE
def test_a_proof_its_address_and_who_checked_it_are_shown(parsed, what):
    proof = Proof("Minutes", "https://example.org/minutes", "District office")
    page = parsed(what, new_answers(FORM).with_answer("B1", Answer({"problem": "wells"}, proof=(proof,))))
    assert "Minutes" in words(page) and "District office" in words(page)
    assert page.xpath("//a[@href='https://example.org/minutes']")


@WHOLE
def test_what_has_no_place_in_the_form_is_handed_on(parsed, what):
    answers = replace(new_answers(FORM), unplaced={"Z9": {"old": "a word", "rows": [{"x": "<another>"}]}})
    assert {"a word", "<another>"} <= set(re.findall(r"a word|<another>", words(parsed(what, answers))))


def test_a_question_under_no_principle_is_not_lost_for_the_statistics_office(parsed):
    sections = [
        section.model_copy(update={"questions": [q.model_copy(update={"nqaf": []}) for q in section.questions]})
        for section in FORM.sections
    ]
    page = parsed("nso", village(), toolkit=FORM.model_copy(update={"sections": sections}))
    assert {q.get("id") for q in page.iter("h3")} == set(village().answers)


@WHOLE
@BOTH
def test_the_table_of_a_figure_stands_once_and_its_sentence_always(parsed, what, language):
    page = parsed(what, fullest(), language)
    told = captions(page)
    from cgd.toolkit.words import speaking

    with speaking(language):
        for item in fullest().evidence.values():
            public = bool(item.table) and not item.value.get("internal")
            assert told.count(title(item.figure)) == public, item.figure
            assert " ".join(sentence(item).split()) in words(page), item.figure


def test_a_figure_keeps_its_table_where_only_some_tiers_are_shown(parsed):
    # Its first question (B7) is of tier 3.
    answers = replace(new_answers(FORM), evidence=fullest().evidence)
    assert captions(parsed("toolkit", answers, tiers=(1,))).count("Plan against reality") == 1
    assert captions(parsed("nso", answers)).count("Plan against reality") == 1


@pytest.mark.parametrize("what", ["toolkit", "declaration", "indicators", "nso"])
def test_the_list_of_small_cells_stays_with_the_team(parsed, what):
    cells = fullest().evidence["FIG19"].table
    assert cells and fullest().evidence["FIG19"].value["internal"]
    page = parsed(what, fullest())
    assert "Small cells (for the team only)" not in captions(page)
    assert not [row for row in cells if row["cell"] in words(page)]


@WHOLE
def test_a_figure_from_other_data_says_so(parsed, what):
    warning = "The data have changed since this was computed."
    assert warning not in words(parsed(what, fullest()))
    assert warning in words(parsed(what, fullest(), outdated=["FIG02"]))


def test_who_fills_in_the_form_reads_how_to_answer_what_is_open(parsed):
    page = words(parsed("toolkit", village()))
    for question in FORM.questions():
        if question.guidance and asks(question):
            told = " ".join(question.guidance.split()) in page
            assert told == village().of(question.id).is_empty(), question.id


def test_the_first_page_names_producer_people_and_version(parsed):
    about = words(next(iter(parsed("toolkit", village()).iter("table"))))
    for said in ("Câu lạc bộ phụ nữ Tà Xùa", "Lan", "1.0, 2026-10-02", "2026-11-25", "Viet Nam"):
        assert said in about


@pytest.mark.parametrize("what", ["toolkit", "declaration", "indicators", "nso"])
def test_every_title_names_the_data_collection_and_its_language(parsed, what):
    page = parsed(what, village())
    assert "Tà Xùa" in page.findtext(".//title")
    named = [span for span in page.xpath("//h1//span | //table[1]//span") if "Tà Xùa" in words(span)]
    if what != "toolkit" or named:
        assert named and {span.get("lang") for span in named} == {"vi"}


@WHOLE
@BOTH
@pytest.mark.parametrize("answers", [village(), fullest()], ids=["village", "fullest"])
def test_every_link_inside_a_page_arrives(parsed, what, language, answers):
    page = parsed(what, answers, language)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = {link[1:] for link in page.xpath("//a/@href") if link.startswith("#")}
    assert targets <= set(ids)


@WHOLE
def test_only_an_address_on_the_web_becomes_a_link(parsed, what):
    answers = new_answers(FORM)
    for link in ("https://example.org/a?b=1&c=2", "javascript:alert(1)", "http://x.org/ onclick=y", 'https://"><b>'):
        answers = with_value(answers, FORM, "E8", "instruments", [{"title": "Form", "link": link}])
        links = [a.get("href") for a in parsed(what, answers).iter("a") if not a.get("href").startswith("#")]
        assert links == ([link] if link.startswith("https://example") else [])
        assert link in words(parsed(what, answers))


@given(answers=filled(FORM))
@settings(derandomize=True, max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_language_that_a_file_claims_breaks_the_page(answers: Answers):
    answers = replace(answers, language='"><script>alert(1)</script>')
    page = html.fromstring(html_page("toolkit", answers, FORM, RULES))
    assert not list(page.iter("script")) and not page.xpath("//span/@lang")


@BOTH
def test_table_columns_share_the_width_and_leave_room_for_words(parsed, language):
    for table in parsed("toolkit", fullest(), language).iter("table"):
        shares = [int(col.get("style").split()[1].rstrip("%")) for col in table.iter("col")]
        assert sum(shares) == 100 and min(shares) > 0
        columns = list(zip(*([words(c) for c in row] for row in table.iter("tr")), strict=True))
        needed = [max(min(len(w), 18) for cell in column for w in cell.split() or [""]) for column in columns]
        if sum(needed) + 3 * len(needed) <= 96:
            assert all(share >= 96 * need / 100 for share, need in zip(shares, needed, strict=True)), words(table)[:90]


def test_every_colour_of_text_can_be_read():
    style = re.search(r"<style>(.*?)</style>", html_page("toolkit", new_answers(FORM), FORM, RULES), re.DOTALL)
    inks = set(re.findall(r"[{; ]color: (#[0-9a-f]{6})", style.group(1)))
    grounds = {"#ffffff", *re.findall(r"background: (#[0-9a-f]{6})", style.group(1))}
    assert inks and len(grounds) > 2
    assert all(contrast(ink, ground) >= 4.5 for ink in inks for ground in grounds)


def contrast(one: str, other: str) -> float:
    """WCAG 2.1: contrast ratio of two colours."""
    low, high = sorted(luminance(colour) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
