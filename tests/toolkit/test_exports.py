"""Documents from one file of answers: nothing is lost on the way, and a screen reader finds its way through them."""

import io
import re
import shutil
import subprocess
import zipfile
from html.parser import HTMLParser

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from samples import FORM, fullest, village
from strategies import filled

from cgd.errors import CgdError, UsageError
from cgd.toolkit.answers import Answer, Answers, new_answers, with_value
from cgd.toolkit.export import DOCUMENTS, export, html_page
from cgd.toolkit.export.convert import typst_source
from cgd.toolkit.rules.settings import load_rules
from cgd.toolkit.words import speaking

RULES = load_rules("viet-nam")
BOTH = pytest.mark.parametrize("language", ["en", "vi"])


class Outline(HTMLParser):
    """What a screen reader meets: headings, tables, languages, text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[str] = []
        self.feed(re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL))
        self.text = " ".join(" ".join(self.said).split())

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_data(self, data):
        self.said.append(data)


def typed(answers: Answers) -> set[str]:
    """Every text that somebody typed, cell by cell."""

    def texts(entry, value):
        if entry.type == "table":
            rows = value.values() if isinstance(value, dict) else value
            return {t for row in rows for c in entry.columns if c.id in row for t in texts(c, row[c.id])}
        return {" ".join(str(value).split())} if entry.type in ("text", "longtext", "link") else set()

    found = set()
    for name, answer in answers.answers.items():
        for one in (answer, *answer.others):
            found |= {" ".join(one.reason.split())} | {" ".join(proof.title.split()) for proof in one.proof}
            for field, value in one.values.items():
                found |= texts(FORM.question(name).field(field), value)
    return found - {""}


def page(what: str, answers: Answers, language: str = "en") -> Outline:
    with speaking(language):
        return Outline(html_page(what, answers, FORM, RULES))


def made(what: str, fmt: str, answers: Answers, language: str = "en") -> bytes:
    with speaking(language):
        return export(what, fmt, answers, FORM, RULES)


@pytest.mark.parametrize("what", ["toolkit", "nso"])
@given(answers=filled(FORM, most=6))
@settings(derandomize=True, max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_that_was_typed_is_lost(what, answers):
    shown = re.sub(r"\s+", "", page(what, answers).text)
    missing = {words for words in typed(answers) if re.sub(r"\s+", "", words) not in shown}
    assert missing == set()


@BOTH
@pytest.mark.parametrize("what", DOCUMENTS)
@pytest.mark.parametrize("answers", [new_answers(FORM), village(), fullest()], ids=["empty", "village", "fullest"])
def test_a_page_can_be_walked_by_its_headings_and_tables(what, answers, language):
    outline = page(what, answers, language)
    assert outline.headings[0] == 1 and outline.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(outline.headings, outline.headings[1:], strict=False))
    names = [tag for tag, _attributes in outline.tags]
    assert names.count("caption") == names.count("table") == names.count("thead")
    assert all(attributes.get("scope") for tag, attributes in outline.tags if tag == "th")
    assert ("html", {"lang": language}) in outline.tags
    assert not [tag for tag in names if tag in ("script", "iframe", "img", "link")]


def test_what_was_typed_in_another_language_says_so():
    spans = [attributes for tag, attributes in page("toolkit", village(), "en").tags if tag == "span"]
    assert {"lang": "vi"} in spans
    assert {"lang": "vi"} not in [a for t, a in page("toolkit", village(), "vi").tags if t == "span"]


def test_markup_in_an_answer_stays_text():
    answers = with_value(new_answers(FORM), FORM, "B1", "problem", "<script>alert(1)</script> & <b>")
    assert "<script>alert(1)</script> & <b>" in page("toolkit", answers).text


def test_the_first_page_says_that_the_form_is_a_reconstruction():
    for what in ("toolkit", "nso"):
        assert "This form is a reconstruction" in page(what, new_answers(FORM)).text[:400]


def test_made_up_data_say_so_on_every_document():
    for what in DOCUMENTS:
        assert "synthetic training data" in page(what, fullest()).text
        assert "synthetic training data" not in page(what, village()).text


def test_the_declaration_begins_with_the_limits():
    outline = page("declaration", village(), "vi")
    assert outline.text.index("Ba bản xa nhất chưa được hỏi.") < outline.text.index("Câu lạc bộ phụ nữ Tà Xùa")
    assert "names no limits" in page("declaration", new_answers(FORM)).text


def test_a_statistics_office_finds_the_answers_by_principle():
    text = page("nso", village()).text
    assert text.index("NQAF 14: Relevance") < text.index("NQAF 15: Accuracy") < text.index("NQAF 7: ")
    assert text.count("F3. At every stage") == 1
    assert "Also here, told above" in text


def test_an_answer_that_is_not_decided_is_shown_with_the_other():
    other = Answer({"problem": "clinics"}, by="Minh", at="2026-11-25T08:00:00Z")
    answers = new_answers(FORM).with_answer("B1", Answer({"problem": "schools"}, others=(other,)))
    text = page("toolkit", answers).text
    assert "schools" in text and "clinics" in text and "Minh" in text


@BOTH
@pytest.mark.parametrize("what", DOCUMENTS)
def test_word_keeps_headings_table_heads_and_languages(what, language):
    document = Document(io.BytesIO(made(what, "docx", village(), language)))
    levels = [int(p.style.name[-1]) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert document.core_properties.language == language
    assert document.core_properties.title
    for table in document.tables:
        assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    spoken = {tag.get(qn("w:val")) for tag in document.element.iter(qn("w:lang"))}
    assert ("vi" in spoken) == (language == "en")


def test_the_template_decides_how_word_looks():
    styles = Document(io.BytesIO(made("toolkit", "docx", village()))).styles
    assert str(styles["Heading 2"].font.color.rgb) == "0B4F6C"
    assert styles["Normal"].font.name == "Arial"


@BOTH
def test_a_pdf_is_tagged_and_speaks_its_language(language):
    pdf = made("toolkit", "pdf", village(), language)
    assert pdf.startswith(b"%PDF") and b"/StructTreeRoot" in pdf
    assert f"/Lang ({language})".encode() in pdf or f"/Lang({language})".encode() in pdf


@BOTH
def test_the_declaration_holds_on_two_pages_in_pdf(language):
    pdf = made("declaration", "pdf", fullest(), language)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) in (1, 2)


@pytest.mark.parametrize("fmt", ["docx", "pdf", "html"])
def test_the_same_answers_give_the_same_bytes(fmt):
    assert made("nso", fmt, village()) == made("nso", fmt, village())


def test_every_answer_is_in_the_word_document():
    with zipfile.ZipFile(io.BytesIO(made("toolkit", "docx", village(), "vi"))) as packed:
        xml = packed.read("word/document.xml").decode()
    shown = (
        " ".join(re.sub(r"<[^>]+>", " ", xml).split()).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    )
    assert {words for words in typed(village()) if words not in shown} == set()


def test_no_such_document_or_format():
    with pytest.raises(UsageError, match="declaration"):
        made("poem", "docx", village())
    with pytest.raises(UsageError, match="docx"):
        made("nso", "rtf", village())


@pytest.mark.slow
@pytest.mark.parametrize("what", DOCUMENTS)
def test_libreoffice_opens_the_word_document(what, tmp_path):
    office = shutil.which("soffice")
    assert office, "LibreOffice is missing: apt-get install libreoffice-writer-nogui"
    source = tmp_path / f"{what}.docx"
    source.write_bytes(made(what, "docx", fullest(), "vi"))
    command = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(source)], check=True, timeout=180, capture_output=True)
    pdf = source.with_suffix(".pdf").read_bytes()
    pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
    # The declaration is two pages in Word as well, on a machine without Word's fonts too.
    assert 1 <= pages <= 2 if what == "declaration" else pages >= 1


def test_without_pandoc_one_line_says_what_is_needed(monkeypatch):
    import pypandoc

    def nowhere():
        raise OSError("No pandoc was found:\ninstall it")

    monkeypatch.setattr(pypandoc, "get_pandoc_path", nowhere)
    with pytest.raises(CgdError, match=r"need the course's environment") as caught:
        made("nso", "docx", village())
    assert "\n" not in str(caught.value)
    assert made("nso", "html", village()).startswith(b"<!DOCTYPE html>")


def test_a_pdf_keeps_hyphens_and_quotation_marks_as_they_were_typed():
    answers = with_value(new_answers(FORM), FORM, "B1", "problem", '"-5" and -? and a-b')
    with speaking("en"):
        source = typst_source(html_page("toolkit", answers, FORM, RULES), "en").decode()
    # Typst makes a minus of a bare hyphen before a digit, and bent quotation marks of straight ones.
    assert r"\-5" in source and r"\-?" in source and "a-b" in source
    assert "smartquote(enabled: false)" in source
