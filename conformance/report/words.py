"""
The words of all reports for the closed sets of the model, in both languages. Every writer takes them from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from conformance.model import Blame, Capability, Conclusion, Kind, Level, Method, Role, Verdict
from conformance.result import Decision, Result
from conformance.texts import Bilingual


def _both(vi: str, en: str) -> Bilingual:
    return Bilingual(vi=vi, en=en)


CONCLUSIONS: Mapping[Conclusion, Bilingual] = {
    Conclusion.CONFORMS: _both("Phù hợp", "Conforms"),
    Conclusion.DOES_NOT_CONFORM: _both("Không phù hợp", "Does not conform"),
    Conclusion.UNDETERMINED: _both("Chưa kết luận được", "Undetermined"),
    Conclusion.VOID: _both("Lần chạy vô hiệu", "Void run"),
}

CONCLUSION_MEANINGS: Mapping[Conclusion, Bilingual] = {
    Conclusion.CONFORMS: _both(
        "Mọi yêu cầu bắt buộc có áp dụng và được phiên bản này đánh giá đều đạt.",
        "Every MUST requirement that applies, and that this edition decides, is met.",
    ),
    Conclusion.DOES_NOT_CONFORM: _both(
        "Có ít nhất một yêu cầu bắt buộc không đạt. Mọi yêu cầu bắt buộc không đạt đều phải được khắc phục.",
        "At least one MUST requirement is not met. Every MUST requirement that is not met has to be mended.",
    ),
    Conclusion.UNDETERMINED: _both(
        "Không thấy yêu cầu bắt buộc nào không đạt, nhưng chưa đủ căn cứ để kết luận là phù hợp. "
        "Đây không phải là đạt.",
        "No MUST requirement was seen to fail, but there is not enough to conclude that the candidate conforms. "
        "This is not a pass.",
    ),
    Conclusion.VOID: _both(
        "Bộ đánh giá gặp lỗi của chính nó: không được dùng kết quả nào của lần chạy này. Lỗi không thuộc về ứng dụng.",
        "The suite itself failed: no result of this run may be used. The fault is not the candidate's.",
    ),
}

VERDICTS: Mapping[Verdict, Bilingual] = {
    Verdict.PASS: _both("Đạt", "Pass"),
    Verdict.FAIL: _both("Không đạt", "Fail"),
    Verdict.NOT_APPLICABLE: _both("Không áp dụng", "Not applicable"),
    Verdict.INSUFFICIENT: _both("Chưa đủ", "Insufficient"),
    Verdict.INCONCLUSIVE: _both("Chưa kết luận", "Inconclusive"),
    Verdict.REVIEW: _both("Cần xem xét", "Needs review"),
    Verdict.BLOCKED: _both("Bị chặn", "Blocked"),
    Verdict.SUITE_ERROR: _both("Lỗi của bộ đánh giá", "Suite error"),
}

VERDICT_MEANINGS: Mapping[Verdict, Bilingual] = {
    Verdict.PASS: _both(
        "đã được thử đủ số lần và lần nào cũng đúng", "put to the test often enough, and it held every time"
    ),
    Verdict.FAIL: _both("đã thấy, và sai", "seen, and wrong"),
    Verdict.NOT_APPLICABLE: _both(
        "ứng dụng đã khai là không có vai trò hoặc khả năng tùy chọn liên quan, và yêu cầu cho phép như vậy",
        "the candidate declared the role or optional capability absent, and the requirement allows that",
    ),
    Verdict.INSUFFICIENT: _both(
        "số tình huống đã thử ít hơn mức tối thiểu; chưa phải là đạt",
        "fewer vectors put it to the test than must; not a pass",
    ),
    Verdict.INCONCLUSIVE: _both(
        "các bộ đọc không thống nhất, hoặc các lần lặp cho kết quả khác nhau; chưa phải là đạt",
        "the readers disagree, or repeats differ; not a pass",
    ),
    Verdict.REVIEW: _both(
        "phải có người xem bằng chứng rồi mới kết luận; chưa phải là đạt",
        "a person must look at the evidence before it is decided; not a pass",
    ),
    Verdict.BLOCKED: _both(
        "ứng dụng bị treo, bị lỗi hoặc gửi dữ liệu không xem được; tính là không đạt",
        "the candidate crashed, hung, or sent what could not be looked at; counts as not met",
    ),
    Verdict.SUITE_ERROR: _both(
        "lỗi của bộ đánh giá, không phải của ứng dụng; lần chạy vô hiệu",
        "a fault of the suite, not of the candidate; it voids the run",
    ),
}

DECISIONS: Mapping[Decision, Bilingual] = {
    Decision.MET: _both("Đạt", "met"),
    Decision.NOT_MET: _both("Không đạt", "not met"),
    Decision.NOT_APPLICABLE: _both("Không áp dụng", "not applicable"),
}

NOT_EVALUATED = _both("Chưa đánh giá", "Not evaluated")
RECOMMENDATION_NOT_MET = _both("Khuyến nghị chưa đáp ứng", "Recommendation not met")

LEVELS: Mapping[Level, Bilingual] = {
    Level.MUST: _both("Bắt buộc", "MUST"),
    Level.SHOULD: _both("Khuyến nghị", "SHOULD"),
    Level.MAY: _both("Cho phép", "MAY"),
}

METHODS: Mapping[Method, Bilingual] = {
    Method.PAYLOAD: _both("Nội dung mã", "Payload"),
    Method.SCREEN: _both("Màn hình", "Screen"),
    Method.SYMBOL: _both("Hình mã QR", "Symbol"),
    Method.BEHAVIOUR: _both("Hành vi", "Behaviour"),
    Method.DOCUMENT: _both("Hồ sơ", "Document"),
}

ROLES: Mapping[Role, Bilingual] = {
    Role.DISPLAY: _both("Hiển thị mã", "Display"),
    Role.READER: _both("Đọc mã", "Reader"),
    Role.PLATFORM: _both("Nền tảng cấp mã", "Platform"),
    Role.ALL: _both("Mọi vai trò", "Every role"),
}

BLAMES: Mapping[Blame | None, Bilingual] = {
    Blame.CANDIDATE: _both("ứng dụng được đánh giá", "the candidate"),
    Blame.ADAPTER: _both(
        "cầu nối tới ứng dụng (trái giao thức)", "the adapter to the candidate (it breaks the contract)"
    ),
    Blame.CONFIGURATION: _both(
        "khai báo của ứng dụng (khai có nhưng không có)", "the declaration (said to be there, and is not)"
    ),
    Blame.NETWORK: _both(
        "mạng hoặc máy chủ của ứng dụng: không còn trả lời", "the network, or the candidate's host: nobody answers"
    ),
    Blame.VECTOR: _both(
        "tình huống kiểm thử: không phải của bộ đánh giá này", "the vector: it is not one that this suite makes"
    ),
    Blame.SUITE: _both("bộ đánh giá, không phải ứng dụng", "the suite, not the candidate"),
    None: _both("chưa quy cho bên nào: chưa đủ căn cứ", "nobody's yet: there is not enough to decide"),
}

CAPABILITIES: Mapping[Capability, Bilingual] = {
    Capability.TEXTS: _both("cung cấp văn bản trên màn hình", "gives the visible texts"),
    Capability.LEAVE: _both("rời màn hình và quay lại", "leave and return"),
    Capability.RESTART: _both("khởi động lại", "restart"),
    Capability.OFFLINE: _both("ngắt mạng", "offline"),
    Capability.EDIT: _both("nhận dữ liệu đã sửa", "edited data"),
    Capability.EXPORT: _both("xuất mã để in", "exports the code for printing"),
    Capability.NONCE: _both("hiện mã phiên trên màn hình", "shows the nonce"),
    Capability.SCAN_TEXT: _both("nhận văn bản đã giải mã", "takes decoded text"),
    Capability.HC1: _both("đọc chứng nhận HC1", "reads HC1 certificates"),
    Capability.LOCATIONS: _both("danh sách khách của địa điểm", "lists of visitors"),
    Capability.AUDIT: _both("đọc được nhật ký tra cứu", "audit records"),
    Capability.LOGS: _both("nộp nhật ký yêu cầu", "request log"),
}

CERTAINTIES: Mapping[str, Bilingual] = {
    "A": _both("văn bản gốc hoặc bản chép từng dòng", "primary text or a line-by-line copy of it"),
    "B": _both("báo chí hoặc phát biểu chính thức", "press, or an official quoted by the press"),
    "C": _both("mã nguồn hoặc một nguồn duy nhất", "source code, or one single outlet"),
    "D": _both("suy luận của dự án", "the project's own inference"),
    "*": _both("quyết định của dự án", "the project's own decision"),
}

KINDS: Mapping[str, Bilingual] = {
    Kind.PERSONAL: _both("mã QR cá nhân", "personal QR code"),
    Kind.CCCD: _both("mã trên thẻ CCCD", "CCCD card code"),
    Kind.BHYT: _both("mã trên thẻ BHYT", "BHYT card code"),
    Kind.VIETQR: _both("mã thanh toán VietQR", "VietQR payment code"),
    Kind.HC1: _both("chứng nhận HC1", "HC1 certificate"),
    Kind.URL: _both("địa chỉ web", "web address"),
    Kind.OTHER: _both("nội dung khác", "other text"),
}


def verdict_word(result: Result) -> Bilingual:
    """
    The word for a result: a recommendation that was seen to be wrong is not called a failure.
    """
    if result.requirement.level is not Level.MUST and result.verdict is Verdict.FAIL:
        return RECOMMENDATION_NOT_MET
    return VERDICTS[result.verdict]


def moment(time: datetime) -> str:
    """
    A time of day in UTC, as no country writes it and every country reads it.
    """
    return time.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def number(value: float) -> Bilingual:
    """
    A number without needless zeros; Vietnamese writes a decimal comma.
    """
    text = f"{value:g}"
    return Bilingual(vi=text.replace(".", ","), en=text)
