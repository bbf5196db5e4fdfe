"""What the figures are called."""

from cgd.language import _


def titles() -> dict[str, str]:
    """Figure and title, in the language in use."""
    return {
        "DATA": _("Fingerprint of the data file"),
        "FIG01": _("Completeness of the form"),
        "FIG02": _("Plan against reality"),
        "FIG03": _("Response and consent"),
        "FIG04": _("Item non-response"),
        "FIG05": _("Duplicates"),
        "FIG06": _("Values that are not allowed"),
        "FIG07": _("Consistency"),
        "FIG08": _("Straight-lining"),
        "FIG09": _("Answer styles"),
        "FIG10": _("Length and time of interviews"),
        "FIG11": _("Interviewer effects"),
        "FIG12": _("Age heaping"),
        "FIG13": _("Make-up of the sample"),
        "FIG14": _("Weights"),
        "FIG15": _("Cost of the weights"),
        "FIG16": _("Summary of the scorecard"),
        "FIG17": _("Gaps between groups"),
        "FIG18": _("From 2022 to the expectation for 2025"),
        "FIG19": _("Small cells (for the team only)"),
        "FIG20": _("People who stand out (k-anonymity)"),
        "FIG21": _("Do the questions of a goal go together?"),
        "FIG22": _("Beside the official picture"),
        "FIG23": _("Does the message survive?"),
        "FIG24": _("Answers that cluster"),
        "FIG25": _("Completeness of the code book"),
        "FIG26": _("Timeliness"),
        "FIG27": _("Agreement of two raters"),
    }
