"""Every chart can be read: no text cut or covered, enough contrast, colours that stay apart, and the same in words."""

import base64
import io
import itertools
import json
import re

import matplotlib.image
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from cgd.language import LANGUAGES, use_language
from cgd.scorecard import Survey, check_quality, load, read
from cgd.scorecard.charts import (
    Chart,
    plot_ages,
    plot_change,
    plot_compare,
    plot_distribution,
    plot_dont_know,
    plot_durations,
    plot_engagement,
    plot_gaps,
    plot_interviewers,
    plot_nonresponse,
    plot_one,
    plot_plan,
    plot_sensitivity,
    plot_weights,
)
from cgd.scorecard.charts.analysis import RATING_FILLS
from cgd.scorecard.charts.canvas import WALL_DPI, WALL_SIZE, colours, contrast, ink_on
from cgd.scorecard.engagement import engagement_levels
from cgd.scorecard.estimate import change, sensitivity
from cgd.scorecard.labels import number
from cgd.scorecard.make.official import population_margins
from cgd.scorecard.on_slides import SLIDE, WANTED
from cgd.scorecard.survey import GROUPS
from cgd.scorecard.weights import weigh

SMALLEST_TEXT = 10.5  # points, at the printed size
SMALLEST_ON_A_SLIDE = 18
TEXT_CONTRAST = 4.5  # WCAG 2.1, 1.4.3
MARK_CONTRAST = 3.0  # WCAG 2.1, 1.4.11
# Two colours further apart than this in CIE Lab (CIE76) are told apart at a glance; 2.3 is just noticeable.
APART = 20.0

# Machado, Oliveira and Fernandes 2009, severity 1.0; on linear RGB.
DEFICIENCIES = {
    "none": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


@pytest.fixture(scope="module")
def survey() -> Survey:
    return load()


@pytest.fixture(scope="module")
def raw() -> Survey:
    return read("scorecard-2022", "raw")


def drawn(name: str, survey: Survey, raw: Survey, root) -> Chart:
    """One of the charts, on the shipped data."""
    if name == "plan":
        return plot_plan(survey, pd.read_csv(root / "datasets" / "scorecard-2022" / "sample_plan.csv", dtype=str))
    if name == "weights":
        return plot_weights(weigh(survey, population_margins()).weights["weight"])
    if name == "sensitivity":
        return plot_sensitivity(sensitivity(raw, check_quality(raw)))
    if name == "engagement of one's own":
        levels = engagement_levels(["Women with disabilities", "Parents of children with disabilities"])
        levels[levels.columns[0]] = [1, 2, 3, 4, 5, "–"]
        return plot_engagement(levels)
    charts = {
        "engagement": lambda: plot_engagement(engagement_levels()),
        "compare": lambda: plot_compare(survey, "cso"), "one": lambda: plot_one(survey, "pwd", 16),
        "nonresponse": lambda: plot_nonresponse(raw), "interviewers": lambda: plot_interviewers(raw),
        "durations": lambda: plot_durations(raw), "ages": lambda: plot_ages(raw),
        "distribution": lambda: plot_distribution(survey),
        "distribution of one": lambda: plot_distribution(survey, "cso"),
        "gaps": lambda: plot_gaps(survey, "cso"), "change": lambda: plot_change(survey),
    }  # fmt: skip
    return charts[name]()


NAMES = [
    "compare", "one", "nonresponse", "interviewers", "durations", "ages", "plan", "distribution", "distribution of one",
    "gaps", "change", "weights", "sensitivity", "engagement", "engagement of one's own",
]  # fmt: skip


@pytest.fixture(params=list(itertools.product(NAMES, LANGUAGES)), ids="-".join)
def chart(request, survey, raw, root) -> Chart:
    name, language = request.param
    use_language(language)
    return drawn(name, survey, raw, root)


@pytest.fixture(
    params=[item for item in itertools.product(NAMES, LANGUAGES) if "engagement" not in item[0]], ids="-".join
)
def chart_of_answers(request, survey, raw, root) -> Chart:
    """A chart of what people answered; the map of engagement holds judgements about a project."""
    name, language = request.param
    use_language(language)
    return drawn(name, survey, raw, root)


def texts_of(figure: Figure) -> list:
    """Every text that is seen."""
    found = list(figure.texts)
    for axes in figure.axes:
        found += [*axes.texts, axes.xaxis.label, axes.yaxis.label]
        if axes.axison:
            low, high = sorted(axes.get_xlim())
            found += [tick for tick in axes.get_xticklabels() if low <= tick.get_position()[0] <= high]
            low, high = sorted(axes.get_ylim())
            found += [tick for tick in axes.get_yticklabels() if low <= tick.get_position()[1] <= high]
    return [text for text in found if text.get_text().strip()]


def too_faint(figure: Figure) -> list[str]:
    """Texts with too little contrast against what lies behind them."""
    figure.canvas.draw()
    bars = [patch for axes in figure.axes for patch in axes.patches if isinstance(patch, Rectangle)]
    found = []
    for text in texts_of(figure):
        if text.get_text().strip() == "■":
            continue
        box = text.get_window_extent()
        centre = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
        behind = [bar for bar in bars if bar.get_window_extent().contains(*centre)]
        ground = to_hex(behind[-1].get_facecolor()) if behind else "#ffffff"
        if contrast(to_hex(text.get_color()), ground) < TEXT_CONTRAST:
            found.append(text.get_text())
    return found


def in_the_way(figure: Figure) -> list[tuple[str, ...]]:
    """Texts that leave the picture, and pairs that cover each other."""
    figure.canvas.draw()
    texts = [(text.get_text(), text.get_window_extent()) for text in texts_of(figure)]
    whole = figure.bbox
    found: list[tuple[str, ...]] = []
    for text, box in texts:
        if box.x0 < whole.x0 or box.x1 > whole.x1 or box.y0 < whole.y0 or box.y1 > whole.y1:
            found.append((text,))
    for (one, first), (two, second) in itertools.combinations(texts, 2):
        across = min(first.x1, second.x1) - max(first.x0, second.x0)
        down = min(first.y1, second.y1) - max(first.y0, second.y0)
        if across > 1 and down > 1:
            found.append((one, two))
    return found


def test_no_text_is_cut_or_covers_another(chart):
    assert in_the_way(chart.figure) == []


def test_text_is_large_and_dark_enough(chart):
    assert min(text.get_size() for text in texts_of(chart.figure)) >= SMALLEST_TEXT
    assert too_faint(chart.figure) == []


def test_marks_stand_out_from_the_ground(chart):
    for axes in chart.figure.axes:
        for line in axes.lines:
            if line.get_marker() not in ("None", None, ""):
                edge = line.get_markeredgecolor()
                fill = line.get_markerfacecolor()
                best = max(contrast(to_hex(edge), "white"), contrast(to_hex(fill), "white"))
                assert best >= MARK_CONTRAST
            elif line.get_linestyle() != "None":
                assert contrast(to_hex(line.get_color()), "white") >= MARK_CONTRAST
        for lines in axes.collections:
            assert all(contrast(to_hex(colour), "white") >= MARK_CONTRAST for colour in lines.get_edgecolor())


ON_SLIDES = [
    "engagement", "plan", "nonresponse", "interviewers",
    *(f"{name} {group}" for name in ("compare", "dont_know") for group in GROUPS),
]  # fmt: skip


def on_slide(name: str, survey: Survey, raw: Survey, root) -> Chart:
    """One of the charts that the decks show; some are of a group."""
    plot, _space, group = name.partition(" ")
    if not group:
        return drawn(name, survey, raw, root)
    return {"compare": plot_compare, "dont_know": plot_dont_know}[plot](survey, group)


@pytest.fixture(params=list(itertools.product(ON_SLIDES, LANGUAGES)), ids="-".join)
def wall(request, survey, raw, root) -> Figure:
    """A chart as a slide has it."""
    name, language = request.param
    use_language(language)
    return on_slide(name, survey, raw, root).wall()


def test_a_chart_on_a_slide_can_be_read_from_the_last_row(wall):
    assert tuple(wall.get_size_inches()) == WALL_SIZE
    assert min(text.get_size() for text in texts_of(wall)) >= SMALLEST_ON_A_SLIDE
    assert too_faint(wall) == []
    assert in_the_way(wall) == []


def test_a_chart_on_a_slide_says_what_it_is(wall):
    words = wall.texts[0].get_text()
    assert re.search("Synthetic data|Dữ liệu mô phỏng|judgement|đánh giá", words)
    assert len(words.splitlines()) <= 2


def numbers(texts: list) -> set[str]:
    """Every number of more than one digit."""
    return {found for text in texts for found in re.findall(r"\d[\d,.]*\d", text.get_text())}


@pytest.mark.parametrize("name", [name for name in ON_SLIDES if name != "engagement"])
def test_a_chart_on_a_slide_has_the_numbers_of_the_page(name, survey, raw, root):
    chart = on_slide(name, survey, raw, root)
    figure = chart.wall()
    # Beside marks and under the chart: an axis may be divided in another way.
    written = numbers([*figure.texts, *(text for axes in figure.axes for text in axes.texts)])
    # How many answered in all is said by group on the page.
    assert written - {"3,100"} <= numbers(texts_of(chart.figure))
    assert len(written) > 2


def test_the_checks_of_slides_can_fail(survey):
    figure = plot_compare(survey, "women").wall()
    figure.text(0.9, 0.5, "a long text that leaves the picture")
    assert ("a long text that leaves the picture",) in in_the_way(figure)
    assert min(text.get_size() for text in texts_of(figure)) < SMALLEST_ON_A_SLIDE


def test_every_picture_of_a_deck_is_a_chart_that_is_tested_here(root):
    """The cells whose pictures the decks show draw nothing but the charts of `ON_SLIDES`."""
    plots = {"plot_" + name.split()[0] for name in ON_SLIDES}
    found = set()
    for deck in (root / "slides").glob("*.md"):
        for session, cell in re.findall(r"\(figures/(\w+)/([\w-]+)\.png\)", deck.read_text("utf-8")):
            notebook = json.loads((root / "notebooks" / f"{session}.ipynb").read_text("utf-8"))
            source = next("".join(it["source"]) for it in notebook["cells"] if it.get("id") == cell)
            found |= set(re.findall(r"plot_\w+", source))
    assert found == plots


def test_only_a_build_that_asks_draws_for_slides(survey, monkeypatch):
    chart = plot_compare(survey, "women")
    monkeypatch.setattr("cgd.scorecard.charts.compare._on_wall", pytest.fail)
    monkeypatch.delenv(WANTED, raising=False)
    assert set(chart._repr_mimebundle_()[0]) == {"image/png", "text/plain"}
    monkeypatch.undo()
    monkeypatch.setenv(WANTED, "1")
    shown, metadata = plot_compare(survey, "women")._repr_mimebundle_()
    assert set(shown) == {"image/png", "text/plain", SLIDE} and set(metadata) == {"image/png"}
    picture = matplotlib.image.imread(io.BytesIO(base64.b64decode(shown[SLIDE])))
    assert picture.shape[1::-1] == tuple(round(inches * WALL_DPI) for inches in WALL_SIZE)
    assert chart.wall is not None and plot_ages(survey).wall is None


def test_fills_beside_each_other_are_divided_and_labelled(chart):
    """Bars that touch have a line between them; the number or the legend stands on or beside them."""
    for axes in chart.figure.axes:
        bars = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
        for bar in bars:
            assert bar.get_linewidth() > 0
            fill, edge = to_hex(bar.get_facecolor()), to_hex(bar.get_edgecolor())
            assert fill == edge or contrast(fill, edge) > 1.05


def test_the_note_says_n_how_people_were_chosen_and_what_it_is_not(chart_of_answers):
    note = " ".join(chart_of_answers.figure.texts[-1].get_text().split())
    english = "recruited through organisations, not drawn at random" in note
    vietnamese = "Mời qua các tổ chức, không chọn ngẫu nhiên" in note
    assert english or vietnamese
    written = " ".join(text.get_text() for text in texts_of(chart_of_answers.figure)).replace("\u00a0", " ")
    assert re.search(r"n = \d|\d[\d.,]* (people|người)|(Questions asked|Số câu đã hỏi): \d|\d+ / \d+|Dot|Chấm", written)


def test_the_text_alternative_has_the_language_and_the_limits(chart_of_answers):
    assert len(chart_of_answers.alt) > 60
    assert "\n" not in chart_of_answers.alt
    assert not re.search(r"\{|\?\.|\.\.", chart_of_answers.alt)
    assert any(word in chart_of_answers.alt.lower() for word in ("synthetic", "mô phỏng", "weights", "quyền số"))
    english, vietnamese = "Synthetic data" in chart_of_answers.alt, "mô phỏng" in chart_of_answers.alt
    assert english != vietnamese


@pytest.mark.parametrize("name", ["engagement", "engagement of one's own"])
def test_the_map_says_whose_judgement_it_is(name, survey, raw, root):
    use_language("en")
    chart = drawn(name, survey, raw, root)
    assert "The names of the levels are ours." in chart.alt and "\n" not in chart.alt
    assert "A level is a judgement of the people who filled in the map." in " ".join(
        chart.figure.texts[-1].get_text().split()
    )


@pytest.mark.parametrize("name", ["change", "distribution", "ages"])
def test_the_text_alternative_says_the_numbers_that_are_drawn(name, survey, raw, root):
    chart = drawn(name, survey, raw, root)
    if name == "change":
        for row in change(survey).itertuples():
            assert f"from {number(row.mean_2022)} to {number(row.mean_2025)}" in chart.alt
    elif name == "ages":
        assert all(f"{row.partner}: {number(row.score, 0)}." in chart.alt for row in chart.data.itertuples())
    else:
        assert all(f"{number(row[3], 0)} % at 3" in chart.alt for _place, row in chart.data.iterrows())


def test_the_check_of_contrast_can_fail(survey):
    chart = plot_change(survey)
    chart.figure.texts[0].set_color("#aaaaaa")
    assert too_faint(chart.figure) == ["From 2022 to 2025"]


def test_contrast_is_that_of_the_standard():
    assert contrast("white", "black") == pytest.approx(21)
    assert contrast("#777777", "white") == pytest.approx(4.48, abs=0.01)  # WCAG's usual example of just too little
    assert ink_on("#01665e") == "white"


def seen(colour: str, deficiency: str) -> np.ndarray:
    """CIE Lab (D65) of a colour as somebody with a colour-vision deficiency sees it."""
    rgb = np.array(to_rgb(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    linear = np.clip(np.array(DEFICIENCIES[deficiency]) @ linear, 0, 1)
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ linear / np.array([0.9505, 1.0, 1.089])
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distance(one: str, other: str, deficiency: str) -> float:
    return float(np.linalg.norm(seen(one, deficiency) - seen(other, deficiency)))


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_colours_stay_apart_for_everybody(deficiency):
    blue, orange = colours()
    sets = [(blue, orange, "#595959"), RATING_FILLS, (orange, "#dce9f2")]
    for palette in sets:
        for one, other in itertools.combinations(palette, 2):
            assert distance(one, other, deficiency) > APART, (one, other)


def test_the_check_of_colours_can_fail():
    assert distance("#c00000", "#4d7c00", "deuteranopia") < APART < distance("#c00000", "#4d7c00", "none")
