"""Documents: rare names are covered, text can be read back, nothing foreign is loaded."""

import base64
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from fontTools.ttLib import TTFont
from PIL import Image
from weasyprint.urls import FatalURLFetchingError

from foundation import fonts, pdf

HERE = Path(__file__).parent / "templates"
RARE = ["张喆", "李堃", "王翀", "赵鴜", "欧阳\U00020164", "买买提·阿不都热西提·吐尔逊"]


@pytest.fixture(scope="module", autouse=True)
def _fonts():
    fonts.ensure_fonts()


@pytest.fixture
def templates(settings):
    first = django_settings.TEMPLATES[0]
    settings.TEMPLATES = [{**first, "DIRS": [*first["DIRS"], HERE]}]


def notice(**changes):
    picture = BytesIO()
    Image.new("RGB", (60, 20), "navy").save(picture, "PNG")
    signature = "data:image/png;base64," + base64.b64encode(picture.getvalue()).decode()
    return {
        "unit": "调兵山市民政局",
        "number": "调民救〔2021〕17号",
        "title": "最低生活保障审核确认通知书",
        "addressee": "张喆",
        "members": RARE,
        "basis": "依据《最低生活保障审核确认办法》。" * 12,
        "date_text": "2021年6月18日",
        "verification_code": "7K2M-94QX",
        "qr": pdf.qr_code("https://example.gov.cn/v/7K2M-94QX"),
        "signature": signature,
        **changes,
    }


def text_of(content, tmp_path):
    path = tmp_path / "document.pdf"
    path.write_bytes(content)
    words = ["pdftotext", "-layout", str(path), "-"]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout


def test_every_character_of_rare_names_has_a_face():
    assert fonts.uncovered("".join(RARE)) == set()
    assert fonts.uncovered("喆\U0010fffd") == {"\U0010fffd"}


@pytest.mark.usefixtures("templates")
def test_a_notice_can_be_read_back_with_its_rare_names(tmp_path):
    text = text_of(pdf.render_pdf("notice.html", notice()), tmp_path)
    flat = "".join(text.split())
    assert "·阿不都热西提·" in flat
    for wanted in [
        *RARE[:-1],
        "调民救〔2021〕17号",
        "最低生活保障审核确认通知书",
        "—1—",
        "7K2M-94QX",
    ]:
        assert "".join(wanted.split()) in flat
    assert "（印章）" in flat


@pytest.mark.usefixtures("templates")
def test_what_people_type_is_shown_and_not_obeyed(tmp_path):
    name = '<img src="file:///etc/passwd">'
    assert name in text_of(pdf.render_pdf("notice.html", notice(basis=name)), tmp_path)


@pytest.mark.usefixtures("templates")
@pytest.mark.parametrize(
    "source",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/x.png",
        "https://example.org/x.png",
        "data:text/html;base64,PGI+",
        "ftp://example.org/x",
    ],
)
def test_nothing_foreign_is_loaded(source):
    with pytest.raises(FatalURLFetchingError):
        pdf.render_pdf("greedy.html", {"source": source})
    picture = notice()["signature"]
    assert pdf.render_pdf("greedy.html", {"source": picture}).startswith(b"%PDF")


@pytest.mark.usefixtures("templates")
def test_own_fonts_are_the_only_files_that_may_be_loaded():
    fetcher = pdf.LocalFilesOnly()
    present = fonts.present_faces()
    for _face, path in present:
        assert fetcher.fetch(path.as_uri()).read(4) == b"OTTO"
    folder = fonts.folder()
    for other in (folder, folder / "../secret.txt", Path(__file__)):
        with pytest.raises(ValueError, match="may not load"):
            fetcher.fetch(f"file://{other}")


PROGRAM = """
import django, hashlib, sys
django.setup()
from django.conf import settings
from django.template import engines
settings.TEMPLATES[0]["DIRS"].append(sys.argv[1])
from foundation import pdf
context = {"unit": "民政局", "title": "通知", "members": ["张喆"], "basis": "无",
           "verification_code": "A", "qr": pdf.qr_code("A")}
for _ in range(2):
    content = pdf.render_pdf("notice.html", context, identifier="17")
    print(hashlib.sha256(content).hexdigest())
"""


def test_same_input_gives_same_bytes_in_another_process(monkeypatch):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "config.settings")
    monkeypatch.setenv("PYTHONPATH", str(django_settings.BASE_DIR))
    digests = set()
    for seed in ("1", "2"):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        words = [sys.executable, "-c", PROGRAM, str(HERE)]
        done = subprocess.run(words, capture_output=True, text=True, check=True)
        digests |= set(done.stdout.split())
    assert len(digests) == 1


def test_the_document_fonts_are_the_real_ones():
    for face, path in fonts.present_faces():
        with TTFont(path, lazy=True) as font:
            assert font["name"].getDebugName(1).startswith("Fandol"), face


def test_a_second_call_fetches_nothing(monkeypatch):
    before = fonts.ensure_fonts()
    monkeypatch.setenv("PATH", "/nonexistent")
    assert fonts.ensure_fonts() == before
