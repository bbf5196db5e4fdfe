"""Filled forms to export: one that a group in Viet Nam could have written, and the fullest that there can be."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from cgd.toolkit.answers import Answer, Answers, Proof, new_answers, with_value
from cgd.toolkit.bank import Column, Entry
from cgd.toolkit.computing import evidence_for
from cgd.toolkit.loading import load_toolkit

ROOT = Path(__file__).resolve().parents[2]
FORM = load_toolkit("viet-nam")
AT = "2026-11-25T08:00:00Z"

GIVEN = {
    "A1.name": "Thẻ điểm cộng đồng về nước sạch ở xã Tà Xùa",
    "A1.version": "1.0",
    "A1.date": "2026-10-02",
    "A2.partners": [{"name": "Câu lạc bộ phụ nữ Tà Xùa", "role": "chủ trì", "tasks": "lập phiếu, đi hỏi, trả kết quả"}],
    "A3.contacts": {
        "data": {"contact": "Ban điều hành", "reach": "dulieu@example.org"},
        "privacy": {"reach": "090 000 000"},
    },
    "B1.problem": "Nước giếng ở ba bản đục vào mùa mưa.\nXã chưa biết hộ nào bị ảnh hưởng.",
    "B1.who": "Ủy ban nhân dân xã",
    "B2.uses": {
        "local_service": {"decision": "Chọn bản sửa đường ống trước", "maker": "Ủy ban nhân dân xã", "date": "2026-12"},
        "sdg_report": {"decision": "Số liệu cho mục tiêu 6", "claim": "national"},
    },
    "D3.how": "oral_recorded",
    "D9.limit": 10,
    "D9.second": "yes",
    "E1.kind": ["experience", "perception"],
    "E1.definition": "Trải nghiệm dùng nước của hộ trong 12 tháng qua",
    "E2.sheets": [{"name": "Hộ có nước đục", "concept": "Số hộ trả lời có / số hộ được hỏi", "source": "Khảo sát này"}],
    "E8.instruments": [{"title": "Phiếu hộ", "link": "phieu.xlsx", "language": "tiếng Việt, tiếng Mông"}],
    "F1.groups": [{"group": "Hộ ở ba bản", "unit": "household"}],
    "F3.stages": [{"stage": "bản", "method": "purposive"}, {"stage": "hộ", "method": "all"}],
    "F8.claim": "places",
    "I1.statistics": [{"name": "Tỷ lệ hộ", "units": ["household"]}],
    "J6.printed": "yes",
    "J6.line": "82 hộ ở ba bản, chọn có chủ đích; không đại diện cho cả xã.",
    "K6.limits": [
        {"limit": "Ba bản xa nhất chưa được hỏi."},
        {"limit": "Nhà tài trợ <cũng> sửa đường ống & có lợi ích."},
    ],
    "L2.questions": [{"question": "F2", "problem": "unclear", "note": "“dàn mẫu” là gì?"}],
}


@cache
def village() -> Answers:
    """A small survey of a women's club, written in Vietnamese."""
    answers = new_answers(FORM, "vi")
    for place, value in GIVEN.items():
        answers = with_value(answers, FORM, *place.split(".", 1), value, "Lan", AT)
    answers = answers.with_answer("G5", Answer(state="unknown", reason="Không ai ghi lại số lần từ chối.", at=AT))
    proof = Proof("Biên bản họp bản", "bien-ban.pdf", "Chi cục Thống kê")
    return answers.with_answer("A2", Answer(answers.of("A2").values, proof=(proof,), at=AT))


@cache
def fullest(letters: int = 700) -> Answers:
    """Every field of every question filled with long Vietnamese text, and all figures of the survey."""
    answers = new_answers(FORM, "vi")
    for question in FORM.questions():
        for entry in question.fields:
            if entry.type != "computed":
                answers = with_value(answers, FORM, question.id, entry.id, _any(entry, letters), "Lan", AT)
    made = datetime(2026, 11, 25, 8, tzinfo=UTC)
    data = ROOT / "datasets" / "scorecard-2022"
    return answers.with_evidence(evidence_for(answers, FORM, data, made=made))


def _any(entry: Column, letters: int) -> object:
    if isinstance(entry, Entry) and entry.type == "table":
        row = {column.id: _any(column, letters // 3) for column in entry.columns}
        return dict.fromkeys(entry.rows, row) if entry.rows else [row] * min(entry.max_rows or 6, 6)
    if entry.type == "checklist":
        return dict.fromkeys(entry.options, "no")
    if entry.type in ("choice", "multichoice"):
        code = max(entry.options, key=lambda option: len(entry.options[option]))
        return [code] if entry.type == "multichoice" else code
    fixed = {"number": entry.max if entry.max is not None else 88, "date": "2026-10-02", "question": "F2"}
    return fixed.get(entry.type, ("Chúng tôi hỏi những người thường không được hỏi, " * 40)[:letters].strip())
