"""Why a figure could not be computed, and what to do."""

from cgd.language import _


def reasons() -> dict[str, str]:
    """Code and reason, in the language in use."""
    return {
        "cells_missing": _(
            "Group, region, area or sex of somebody is missing or not allowed, so that nobody can be weighed. Clean "
            "the data first."
        ),
        "contacts_not_recorded": _("Not every partner wrote down how many people were eligible and how many answered."),
        "no_ages": _("Nobody of the groups that are looked at has an age in this file."),
        "no_answers": _("Nobody was asked a question in this file, or nobody answered enough of them."),
        "no_clusters": _("Places with several people each are needed; this file has none, or no ratings."),
        "no_columns": _("The code book has no column. Describe the columns of the data first."),
        "no_contacts_file": _(
            "There is no file contacts.csv beside the survey. Write down, for each partner, how many people were "
            "contacted, eligible, refused, broke off and completed; or answer that the rate cannot be computed."
        ),
        "no_data": _("No survey file is named. Give its name or folder above the form, or with --data."),
        "no_dates": _("The last day of fieldwork or the day of release is not known yet. Fill in both."),
        "no_official_picture": _("There is no official picture of the goals to compare with."),
        "no_pairs": _("There is nothing that both raters scored. Let a second person score too."),
        "no_people": _("There is nobody in this file."),
        "no_persons": _("There are only organisations in this file, or nobody whose group is known."),
        "no_population_file": _("The file population_margins.csv of the official data is not there. Copy it back."),
        "no_questions": _("The form has no question of the first tier."),
        "no_ratings": _("There is no rating from anybody whose group is known."),
        "no_sample_plan": _(
            "There is no file sample_plan.csv beside the survey. Write down how many respondents were planned for each "
            "group, region and area."
        ),
        "no_times": _("No interview in this file has a start and an end."),
        "no_weights": _(
            "No weights can be made: a category of region, area or sex has too few people, or the limits are too "
            "narrow."
        ),
        "not_computable": _("These data do not allow it: look at the checks of the data first."),
        "not_from_survey": _("This figure does not come from the survey: it is computed from the form."),
        "one_group": _("There is only one group of persons: nobody to compare it with."),
        "too_few_complete": _("Too few people rated every question of a goal."),
        "too_few_people": _("Too few people for a figure that may be shown."),
        "unusable_contacts_file": _(
            "The file contacts.csv cannot be used. It needs one row a partner and the columns partner, contacted, "
            "eligible, refused, partial and completed, with whole numbers or empty cells."
        ),
        "unusable_sample_plan": _(
            "The file sample_plan.csv cannot be used. It needs one row a cell and the columns group, region, area and "
            "planned, with whole numbers."
        ),
    }


def reason(code: str) -> str:
    """Why and what to do; for a code of another version of this software, the code."""
    return reasons().get(code, code)
