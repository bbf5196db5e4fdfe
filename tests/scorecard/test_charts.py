"""Charts say in words what they draw, name their limits, and are the same for the same data."""

import base64
import io
import re
import subprocess
import sys

import matplotlib.image
import pytest
from surveys import with_ratings

import cgd
from cgd.errors import UsageError
from cgd.language import LANGUAGES
from cgd.scorecard import Survey, compare, load
from cgd.scorecard.charts import Chart, plot_compare, plot_one
from cgd.scorecard.labels import number
from cgd.scorecard.survey import GROUPS, SDGS, YEARS


@pytest.fixture(scope="module")
def survey() -> Survey:
    return load()


def written(chart: Chart) -> list[str]:
    """Every text in the picture, line breaks and fixed spaces as spaces."""
    figure = chart.figure
    texts = [*figure.texts, *(text for axes in figure.axes for text in axes.texts)]
    texts += [label for axes in figure.axes for label in (*axes.get_xticklabels(), *axes.get_yticklabels())]
    return [" ".join(text.get_text().split()) for text in texts]


@pytest.mark.parametrize("group", GROUPS)
def test_each_mean_is_drawn_at_its_place_and_printed(survey: Survey, group: str) -> None:
    chart = plot_compare(survey, group)
    drawn = {tuple(map(float, line.get_xydata()[0])) for line in chart.figure.axes[0].lines}
    texts = written(chart)
    for row, point in enumerate(chart.data.itertuples()):
        assert (point.group_mean, float(row)) in drawn
        assert (point.official_score, float(row)) in drawn
        assert any(x == point.others_mean and row < y < row + 0.5 for x, y in drawn)
        for value in (point.group_mean, point.others_mean, point.official_score):
            assert any(number(value) in text.split() for text in texts)
            assert number(value) in chart.alt


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("year", YEARS)
def test_no_text_of_a_chart_is_cut_or_covers_another(survey: Survey, group: str, language: str, year: int) -> None:
    cgd.use_language(language)
    for chart in (plot_compare(survey, group, year), plot_one(survey, group, 16, year)):
        figure = chart.figure
        figure.canvas.draw()
        axes = figure.axes[0]
        labels = [*figure.texts, *axes.texts, *axes.get_xticklabels(), *axes.get_yticklabels()]
        boxes = [label.get_window_extent() for label in labels if label.get_text()]
        for position, box in enumerate(boxes):
            assert figure.bbox.x0 <= box.x0 and box.x1 <= figure.bbox.x1, labels[position]
            assert figure.bbox.y0 <= box.y0 and box.y1 <= figure.bbox.y1, labels[position]
            assert not any(box.overlaps(other) for other in boxes[:position]), labels[position]


def test_every_chart_prints_n_and_how_people_were_chosen(survey: Survey) -> None:
    for chart in (plot_compare(survey, "women"), plot_one(survey, "women", 5)):
        page = " ".join(written(chart))
        assert "n = 720" in page
        assert "recruited through organisations, not drawn at random" in page
        assert "Synthetic data" in page
        assert "not an official figure" in page


def test_organisations_are_not_called_people(survey: Survey) -> None:
    for chart in (plot_compare(survey, "cso"), plot_one(survey, "cso", 5)):
        printed = " ".join([*written(chart), chart.alt]).casefold()
        assert "recruit" in printed
        assert not {"people", "persons"} & set(re.findall(r"\w+", printed.replace("persons with disabilities", "")))


def test_the_scale_is_always_one_to_five(survey: Survey) -> None:
    for chart in (plot_compare(survey, "cso"), plot_one(survey, "cso", 13, 2025)):
        low, high = chart.figure.axes[0].get_xlim()
        assert low <= 1 and high >= 5
        assert [round(tick) for tick in chart.figure.axes[0].get_xticks()] == [1, 2, 3, 4, 5]


def test_alternative_text_follows_the_data(survey: Survey) -> None:
    ratings = survey.ratings
    better = ratings["group"].eq("women") & ratings["sdg"].eq(5) & ratings["rating"].notna()
    changed = with_ratings(survey, ratings.assign(rating=ratings["rating"].mask(better, 5)))
    before, after = plot_compare(survey, "women").alt, plot_compare(changed, "women").alt
    assert "SDG 5 Gender equality: Women 5.00" in after
    assert "SDG 5 Gender equality: Women 5.00" not in before


def test_a_notebook_shows_a_png_with_alternative_text(survey: Survey) -> None:
    chart = plot_compare(survey, "youth")
    shown, metadata = chart._repr_mimebundle_()
    picture = matplotlib.image.imread(io.BytesIO(base64.b64decode(shown["image/png"])))
    assert picture.shape[1] >= 1024
    assert metadata["image/png"]["alt"] == shown["text/plain"] == chart.alt


def test_the_same_data_give_the_same_picture(survey: Survey) -> None:
    assert plot_compare(survey, "pwd").png() == plot_compare(survey, "pwd").png()


def test_the_chart_of_one_goal_has_the_mean_of_each_group(survey: Survey) -> None:
    tables = {group: compare(survey, group).set_index("sdg")["group_mean"] for group in GROUPS}
    for sdg in SDGS:
        means = plot_one(survey, "women", sdg).data.set_index("group")["mean"]
        for group in GROUPS:
            assert means[group] == pytest.approx(tables[group][sdg], abs=1e-12)


def test_unknown_names_are_refused_with_what_is_allowed(survey: Survey) -> None:
    for call in (
        lambda: plot_compare(survey, "woman"),
        lambda: plot_one(survey, "men", 5),
        lambda: plot_one(survey, "women", 2),
        lambda: plot_compare(survey, "women", 2023),
        lambda: plot_one(survey, "women", 5, 2023),
    ):
        with pytest.raises(UsageError, match="Allowed: "):
            call()


def test_a_forecast_says_that_it_is_one(survey: Survey) -> None:
    assert any("Forecast for 2025, made in 2022" in text for text in written(plot_compare(survey, "women", 2025)))


def test_the_colours_are_seaborns_and_no_chart_waits_for_seaborn():
    import seaborn

    from cgd.scorecard.charts.canvas import colours

    assert list(colours()) == seaborn.color_palette("colorblind").as_hex()[:2]
    code = "import sys, cgd.scorecard.charts.fieldwork; print([n for n in ('seaborn', 'scipy') if n in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
