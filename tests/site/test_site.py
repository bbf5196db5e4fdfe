"""What a visitor of the served site meets, in a real browser."""

import html
import re
from urllib.parse import unquote

import nbformat
import pytest

from cgd.course.layout import TRAINERS, TRAINERS_FOLDERS
from cgd.language import LANGUAGES

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]

SESSION = "book/sessions/s01_voices.html"
NOTEBOOK = "notebooks/s01_voices.html"


def test_the_front_page_leads_to_both_languages(site, watched):
    page, watch = watched
    for name, language in (("Tiếng Việt", "vi"), ("English", "en")):
        page.goto(site)
        page.get_by_role("link", name=name).click()
        page.wait_for_url(f"**/{language}/book/welcome.html")
        assert page.locator("html").get_attribute("lang") == language
    assert watch.errors == []


def test_the_language_switch_leads_to_the_same_page_and_back(site, watched):
    page, _watch = watched
    page.goto(f"{site}/en/{SESSION}")
    english = page.locator("article h1").inner_text()
    page.locator(".language-switch").get_by_role("link", name="Tiếng Việt").click()
    page.wait_for_url(f"**/vi/{SESSION}")
    assert page.locator("html").get_attribute("lang") == "vi"
    assert page.locator("article h1").inner_text() != english
    page.locator(".language-switch").get_by_role("link", name="English").click()
    page.wait_for_url(f"**/en/{SESSION}")
    assert page.locator("article h1").inner_text() == english


def test_no_page_asks_anything_of_the_internet_or_reports_an_error(site, built, watched):
    page, watch = watched
    decks = [f"slides/{session}.html" for session in built.sessions()]
    for language in LANGUAGES:
        for name in [*built.pages(), "search.html", "genindex.html"]:
            page.goto(f"{site}/{language}/{name}", wait_until="networkidle")
        for name in [*built.pages(TRAINERS), *decks, "handouts/clock.html"]:
            page.goto(f"{site}/{TRAINERS}/{language}/{name}", wait_until="networkidle")
    assert watch.outside() == []
    assert watch.errors == []
    assert len(watch.requests) > 2 * len(built.pages())


@pytest.mark.parametrize("where", [SESSION, NOTEBOOK])
def test_every_figure_has_an_alternative_text_in_the_language_of_the_page(site, watched, where):
    page, _watch = watched
    texts = {}
    for language in LANGUAGES:
        page.goto(f"{site}/{language}/{where}")
        texts[language] = [image.get_attribute("alt") for image in page.locator("article img").all()]
        assert texts[language], f"no figure on {language}/{where}"
        assert all(text and len(text) > 60 for text in texts[language])
    assert set(texts["en"]).isdisjoint(texts["vi"])


def test_a_quiz_explains_the_chosen_answer_by_keyboard(site, watched):
    page, _watch = watched
    page.goto(f"{site}/en/{SESSION}")
    quiz = page.locator(".quiz").first
    assert not any(why.is_visible() for why in quiz.locator(".quiz-why").all())
    quiz.locator("input").first.focus()
    page.keyboard.press("Space")
    shown = [why for why in quiz.locator(".quiz-why").all() if why.is_visible()]
    assert len(shown) == 1
    assert quiz.locator(".quiz-status").inner_text().strip()
    page.keyboard.press("ArrowDown")
    now = [why.inner_text() for why in quiz.locator(".quiz-why").all() if why.is_visible()]
    assert len(now) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_session_page_hands_out_notebook_and_exercise(site, watched, language):
    page, _watch = watched
    page.goto(f"{site}/{language}/{SESSION}")
    links = page.locator("a.download[href$='.ipynb']")
    names = {link.get_attribute("href").rsplit("/", 1)[1] for link in links.all()}
    assert names == {"s01_voices.ipynb", "ex0_voices.ipynb"}
    for link in links.all():
        answer = page.request.get(page.evaluate("(a) => a.href", link.element_handle()))
        notebook = nbformat.reads(answer.text(), as_version=4)
        assert notebook.metadata["cgd"]["language"] == language


def test_the_search_finds_a_vietnamese_word(site, watched):
    page, _watch = watched
    page.goto(f"{site}/vi/search.html?q=khảo+sát")
    page.wait_for_selector("#search-results li")
    assert page.locator("#search-results li").count() >= 1


@pytest.mark.parametrize("width", [1024, 390], ids=["laptop", "telephone"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_is_wider_than_the_screen(site, built, watched, language, width):
    page, _watch = watched
    page.set_viewport_size({"width": width, "height": 768})
    for name in built.pages(TRAINERS):
        page.goto(f"{site}/{TRAINERS}/{language}/{name}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_participants_are_given_nothing_of_the_trainers(built):
    """Neither a page, nor a search result, nor a link: facilitation, keys and the notes of slides stay out."""
    for language in LANGUAGES:
        folder = built.site() / language
        for name in TRAINERS_FOLDERS:
            assert not (folder / name).exists(), name
        for name in ("slides", "handouts"):
            assert not (folder / name).exists(), name
        for page in folder.rglob("*.html"):
            text = page.read_text(encoding="utf-8")
            assert not any(name in text for name in (*TRAINERS_FOLDERS, "slides/s0", "handouts/", f"{TRAINERS}/")), page
        index = (folder / "searchindex.js").read_text(encoding="utf-8")
        assert "planted-faults" not in index and "facilitation" not in index
    assert (built.site(TRAINERS) / "vi" / "book" / "trainers" / "planted-faults.html").is_file()


def test_no_link_of_the_site_leads_nowhere(built):
    """Every local address on every page of both sites is a file."""
    broken = []
    for page in built.site().rglob("*.html"):
        # Parts of the theme and of reveal.js that no visitor opens.
        if {"reveal.js", "_static", "browser"} & set(page.parts):
            continue
        for target in re.findall(r'(?:href|src)="([^"#?]+)', page.read_text(encoding="utf-8")):
            if re.match(r"[a-z]+:", target):
                continue
            path = page.parent / unquote(html.unescape(target))
            if not path.exists():
                broken.append(f"{page.relative_to(built.site())}: {target}")
    assert broken == []


def test_first_answers_are_counted_and_stay_on_the_machine(site, watched):
    page, watch = watched
    page.goto(f"{site}/en/{SESSION}", wait_until="networkidle")
    before = len(watch.requests)
    for quiz in page.locator(".quiz").all():
        right = quiz.locator(".quiz-option", has=page.locator(".quiz-right")).locator("input")
        wrong = quiz.locator(".quiz-option", has=page.locator(".quiz-wrong")).locator("input").first
        wrong.check()
        right.check()  # a second choice teaches, and does not count
    assert page.locator(".quiz-bar p").inner_text() == "Right at the first try: 0 of 5"
    assert len(watch.requests) == before, "nothing is sent"
    page.reload()
    assert page.locator(".quiz-bar p").inner_text() == "Right at the first try: 0 of 5"
    page.get_by_role("button", name="Start again").click()
    page.locator(".quiz-option", has=page.locator(".quiz-right")).first.locator("input").check()
    assert page.locator(".quiz-bar p").inner_text() == "Right at the first try: 1 of 5"


def test_a_test_counts_and_explains_only_when_asked(site, watched):
    page, _watch = watched
    page.goto(f"{site}/en/book/test.html")
    assert page.locator(".quiz").count() == 12
    for option in page.locator(".quiz-option", has=page.locator(".quiz-right")).all()[:7]:
        option.locator("input").check()
    assert not any(why.is_visible() for why in page.locator(".quiz-why").all())
    page.get_by_role("button", name="Count my right answers").click()
    assert page.locator(".quiz-bar p").inner_text() == "7 of 12 are right."
    page.get_by_role("button", name="Show the explanations").click()
    assert page.locator(".quiz-why:visible").count() == 7


def test_the_clock_counts_down_and_goes_on_by_keyboard(site, watched):
    page, watch = watched
    page.clock.install(time="2027-03-08T08:30:00")
    page.goto(f"{site}/{TRAINERS}/en/handouts/clock.html")
    assert page.locator("#minutes").inner_text() == "40"
    page.keyboard.press("Space")
    page.clock.run_for(5 * 60_000 + 1500)  # the display moves once a second
    assert page.locator("#minutes").inner_text() == "35"
    page.keyboard.press("+")
    assert page.locator("#minutes").inner_text() == "36"
    page.keyboard.press("Space")
    page.clock.run_for(10 * 60_000)
    assert page.locator("#minutes").inner_text() == "36", "paused"
    page.reload()
    assert page.locator("#minutes").inner_text() == "36", "a reload forgets nothing"
    page.keyboard.press("ArrowRight")
    assert page.locator("#session").inner_text().startswith("2. ")
    page.keyboard.press("d")
    assert page.locator("#session").inner_text().startswith("8. ")
    page.clock.run_for(1000)
    assert watch.outside() == [] and watch.errors == []


def test_the_clock_says_how_late_the_day_is(site, watched):
    page, _watch = watched
    page.clock.install(time="2027-03-08T08:42:00")
    page.goto(f"{site}/{TRAINERS}/en/handouts/clock.html")
    page.keyboard.press("Space")
    page.clock.run_for(1000)
    assert page.locator("#late").inner_text() == "12 min late"
