"""How the figures are computed, in words that a participant and a statistician can both check."""

from cgd.language import _


def formulas() -> dict[str, str]:
    """Figure and formula, in the language in use."""
    return {**_documents(), **_sample(), **_quality(), **_results(), **_protection()}


def _documents() -> dict[str, str]:
    return {
        "DATA": _("Rows and columns of the survey file, and SHA-256 of the file as it is stored."),
        "FIG01": _("Answered first-tier questions / all first-tier questions, by section."),
        "FIG25": _(
            "Filled fields of the code book / fields that apply, over all columns. Fields: label, question, codes, "
            "codes for missing values, who was asked, how derived."
        ),
        "FIG26": _("Day of release minus last day of fieldwork; planned day minus real day of release."),
        "FIG27": _(
            "Share of pairs with the same score, and with scores at most one point apart; kappa with linear weights = "
            "1 - mean distance / mean distance of two raters who score independently of each other."
        ),
    }


def _sample() -> dict[str, str]:
    return {
        "FIG02": _("Achieved / planned respondents in each cell of group, region and area."),
        "FIG03": _(
            "Records with a consent (of children also a guardian's) that was not withdrawn / all records. Response "
            "rate = completed interviews / eligible people contacted, for partners that wrote both down."
        ),
        "FIG13": _(
            "Dissimilarity = half the sum of the absolute differences between the shares of the sample and of the "
            "population, over the categories of a variable; persons only."
        ),
        "FIG14": _(
            "Raking of the persons to the population by region, area and sex in turn until all hold, with weights "
            "trimmed to limits around their mean; organisations get no weight."
        ),
        "FIG15": _("Design effect of the weights = n × sum(w²) / sum(w)²; effective number = n / design effect."),
    }


def _quality() -> dict[str, str]:
    return {
        "FIG04": _("Don't know, refused, and no usable answer, each / questions asked; by group, both years together."),
        "FIG05": _(
            "Exact copy: every cell equal but number and device. Near copy: the same interviewer, started a few "
            "minutes apart, nearly all ratings equal."
        ),
        "FIG06": _("Cells that the code book does not allow, counted by rule."),
        "FIG07": _("Cells that are allowed one by one and do not fit together, counted by rule."),
        "FIG08": _(
            "Straight line: one and the same rating on every question of a year. By group: median of the longest run "
            "of equal ratings, and of each person's standard deviation."
        ),
        "FIG09": _(
            "By group: mean over persons of their share of 5s; part of the persons with nearly all ratings at 4 and 5; "
            "rank correlation between a question's place in the form and its mean (the form goes goal by goal, so that "
            "place and topic cannot be told apart)."
        ),
        "FIG10": _(
            "Median of end minus start by form; interviews under half the median of their form; starts at night."
        ),
        "FIG11": _(
            "Intraclass correlation = (MSB - MSW) / (MSB + (m - 1) × MSW) of the persons' mean ratings within "
            "interviewers. Adjusted: an interviewer's distance from the others, after taking off the usual level of "
            "group, region and area. Persons only."
        ),
        "FIG12": _(
            "Last-digit score = 100 × sqrt(chi² / (n × 9)) of the ten last digits; Whipple's index = 500 × people aged "
            "25, 30 ... 60 / people aged 23 to 62."
        ),
    }


def _results() -> dict[str, str]:
    return {
        "FIG16": _(
            "By group and goal: mean and median of all ratings, share of 4 and 5, share of 1 and 2, net = the first "
            "share minus the second. Over all goals: the mean over the goals, each goal counting the same. Groups are "
            "never put together."
        ),
        "FIG17": _(
            "Ratings of a group of persons against those of all other persons: difference of means and of shares 4 and "
            "5; Cliff's delta = chance that a rating of the group is higher minus chance that it is lower. Made alike: "
            "the same after every group got the same make-up by region and sex."
        ),
        "FIG18": _(
            "Mean of 2025 minus 2022 over the questions that a person rated for both years; divided by 3 for one year; "
            "in per cent of the maximum 5, of the mean of 2022, and of the range 4. Both were answered in one sitting."
        ),
        "FIG21": _(
            "Cronbach's alpha = k / (k - 1) × (1 - sum of the variances of the k questions / variance of their sum), "
            "for persons who rated every question of the goal. It has a meaning only if the questions are meant as one "
            "index."
        ),
        "FIG22": _(
            "Within each group: Spearman's rank correlation, over the goals, between the share of 4 and 5 and the "
            "official picture. Orders are compared, never the numbers."
        ),
        "FIG23": _(
            "Mean over the goals of each group, computed again with weights, without copies, without every flagged "
            "record, as a median, and without each province in turn."
        ),
        "FIG24": _(
            "Design effect of clusters = 1 + (m - 1) × rho, with the intraclass correlation rho of the persons' mean "
            "ratings and the mean cluster size m. A score that a group agreed on is one answer."
        ),
    }


def _protection() -> dict[str, str]:
    return {
        "FIG19": _(
            "Counts from 1 to the limit in the tables for publication, and the further cells that must be hidden so "
            "that none of them follows by subtraction."
        ),
        "FIG20": _("Records that share all their keys with fewer than k - 1 others / all records."),
    }
