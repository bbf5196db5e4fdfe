"""What a visitor of the served site meets, in a real browser."""

import nbformat
import pytest

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
        for name in [*built.pages(), *decks, "search.html", "genindex.html"]:
            page.goto(f"{site}/{language}/{name}", wait_until="networkidle")
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
    assert {"s01_voices.ipynb", "ex0_voices.ipynb"} <= names
    for link in links.all():
        answer = page.request.get(page.evaluate("(a) => a.href", link.element_handle()))
        notebook = nbformat.reads(answer.text(), as_version=4)
        assert notebook.metadata["cgd"]["language"] == language


def test_the_search_finds_a_vietnamese_word(site, watched):
    page, _watch = watched
    page.goto(f"{site}/vi/search.html?q=khảo+sát")
    page.wait_for_selector("#search-results li")
    assert page.locator("#search-results li").count() >= 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_is_wider_than_a_small_laptop(site, built, watched, language):
    page, _watch = watched
    for name in built.pages():
        page.goto(f"{site}/{language}/{name}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 1024, name
