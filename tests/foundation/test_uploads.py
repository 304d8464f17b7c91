"""Uploaded photos and papers: proven by their content, written anew, refused in words."""

import zlib
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFile
from weasyprint import HTML

from foundation import images, private_files, uploads
from foundation.encryption import SealBroken
from foundation.faults import InputError


def picture(kind="JPEG", size=(60, 40), mode="RGB", **options) -> bytes:
    out = BytesIO()
    Image.new(mode, size, "red" if mode == "RGB" else None).save(out, kind, **options)
    return out.getvalue()


@pytest.fixture(scope="module")
def paper() -> bytes:
    return HTML(string="<p>诊断证明</p>").write_pdf()


def code_of(data: bytes, name: str = "") -> str:
    with pytest.raises(InputError) as refused:
        uploads.read_upload(data, name=name)
    assert str(refused.value)
    return refused.value.code


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_pictures_are_kept_with_a_small_one_beside_them(kind):
    found = uploads.read_upload(picture(kind), name="IMG_1.jpg")
    assert (found.width, found.height) == (60, 40)
    assert found.content_type == ("image/png" if kind == "PNG" else "image/jpeg")
    assert Image.open(BytesIO(found.thumbnail)).size == (60, 40)


def test_a_large_photo_is_scaled():
    found = uploads.read_upload(picture(size=(5000, 3000)))
    assert (found.width, found.height) == (2560, 1536)
    assert Image.open(BytesIO(found.thumbnail)).width == images.THUMBNAIL_SIDE


def test_notes_inside_are_gone_and_the_photo_stands_upright():
    notes = Image.Exif()
    notes[0x0112] = 6  # turned: to be shown a quarter clockwise
    notes[0x010F] = "Fictitious phone"
    data = picture(size=(60, 40), exif=notes, comment=b"where it was taken") + b"PK hidden behind"
    found = uploads.read_upload(data)
    assert (found.width, found.height) == (40, 60)
    again = Image.open(BytesIO(found.content))
    assert not again.getexif()
    for hidden in (b"Fictitious", b"where it was", b"hidden behind"):
        assert hidden in data
        assert hidden not in found.content


def test_what_is_transparent_becomes_white_paper():
    found = uploads.read_upload(picture("PNG", mode="RGBA"))
    assert Image.open(BytesIO(found.content)).getpixel((1, 1)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.jpg", "empty"),
        (b"x" * (uploads.MOST_BYTES + 1), "a.jpg", "size"),
        (b"MZ" + b"0" * 200, "photo.jpg", "type"),
        (b"\xff\xd8\xff" + b"0" * 200, "photo.jpg", "damaged"),
        (picture()[:-200], "photo.jpg", "damaged"),
        (picture("PNG")[:60], "photo.png", "damaged"),
        (picture(), "photo.pdf", "name"),
        (picture(), "photo.exe", "name"),
        (b"\0\0\0\x18ftypheic" + b"0" * 99, "IMG_1.HEIC", "heic"),
        (b"%PDF-1.7 nothing more", "a.pdf", "damaged"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(data, name, code):
    assert code_of(data, name) == code


def test_a_picture_of_too_many_pixels_is_refused_unread():
    header = picture("PNG", size=(1, 1))
    claimed = (100_000).to_bytes(4, "big")
    body = b"IHDR" + claimed * 2 + header[24:29]
    bomb = header[:12] + body + zlib.crc32(body).to_bytes(4, "big") + header[33:]
    assert code_of(bomb) == "pixels"
    assert code_of(picture("PNG", size=(9000, 9000), mode="1")) == "pixels"


def test_a_paper_is_kept_as_it_came(paper):
    found = uploads.read_upload(paper, name="诊断.pdf")
    assert (found.content, found.content_type, found.pages) == (paper, "application/pdf", 1)
    assert code_of(paper, "诊断.jpg") == "name"
    assert code_of(paper[: len(paper) // 2]) == "damaged"


@pytest.mark.parametrize(
    "inside",
    [
        b"/OpenAction << /S /JavaScript /JS (app.alert) >>",
        b"/OpenAction << /S /J#61vaScript >>",
        b"/Names << /EmbeddedFiles 9 0 R >>",
        b"/AA << /O << /S /Launch >> >>",
    ],
)
def test_a_paper_that_acts_by_itself_is_refused_wherever_it_hides_it(paper, inside):
    plain = b"\n77 0 obj << " + inside + b" >> endobj\nstartxref"
    assert code_of(paper.replace(b"\nstartxref", plain)) == "acting"
    packed = zlib.compress(b"77 0 << " + inside + b" >>")
    hidden = (
        b"\n78 0 obj << /Type /ObjStm /Filter /FlateDecode >>\nstream\n"
        + packed
        + b"\nendstream endobj\nstartxref"
    )
    assert code_of(paper.replace(b"\nstartxref", hidden)) == "acting"


def test_a_paper_with_a_password_or_unpacking_to_too_much_is_refused(paper):
    assert code_of(paper.replace(b"\nstartxref", b"\n/Encrypt 5 0 R\nstartxref")) == "locked"
    bomb = zlib.compress(b" " * (65 * 1024 * 1024))
    hidden = b"\n78 0 obj << /Type /ObjStm /Filter /FlateDecode >>\nstream\n"
    hidden += bomb + b"\nendstream endobj\nstartxref"
    assert code_of(paper.replace(b"\nstartxref", hidden)) == "size"


SEEDS = [picture(), picture("PNG"), picture("WEBP")]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    seed=st.sampled_from(SEEDS),
    at=st.integers(0, 700),
    put=st.binary(max_size=12),
    cut=st.integers(0, 40),
)
def test_a_mutated_picture_is_kept_or_refused_and_nothing_else(seed, at, put, cut):
    data = seed[:at] + put + seed[at + cut :]
    try:
        found = uploads.read_upload(data)
    except InputError:
        return
    assert found.width * found.height > 0


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("../../etc/passwd.jpg", "passwd"),
        (r"C:\Users\li\诊断 证明.pdf", "诊断 证明"),
        ("a\x00b\u202egpj.exe.jpg", "a b gpj.exe"),
        ("<script>alert(1)</script>.png", "script"),
        ("...", ""),
        ("", ""),
        ("长" * 200 + ".jpg", "长" * 60),
    ],
)
def test_a_title_comes_from_the_name_without_what_names_must_not_have(name, title):
    assert uploads.title_from(name) == title


def test_private_files_open_in_their_place_only(tmp_path, settings):
    settings.PRIVATE_DIR = tmp_path
    key = private_files.keep("papers", b"plain words")
    other = private_files.keep("papers", b"other words")
    assert private_files.open_("papers", key) == b"plain words"
    files = {path.name: path for path in tmp_path.rglob("*") if path.is_file()}
    assert set(files) == {key, other}
    assert not any(b"words" in path.read_bytes() for path in files.values())
    files[key].write_bytes(files[other].read_bytes())
    with pytest.raises(SealBroken):
        private_files.open_("papers", key)
    private_files.forget("papers", key)
    private_files.forget("papers", key)
    for missing in (key, "../../etc/passwd"):
        with pytest.raises(FileNotFoundError):
            private_files.open_("papers", missing)


def test_private_files_follow_a_new_key(tmp_path, settings):
    settings.PRIVATE_DIR = tmp_path
    settings.ENCRYPTION_KEYS = ["1:" + "6e" * 16]
    key = private_files.keep("papers", b"plain words")
    settings.ENCRYPTION_KEYS = ["2:" + "ab" * 16, "1:" + "6e" * 16]
    assert (private_files.rotate("papers"), private_files.rotate("papers")) == (1, 0)
    settings.ENCRYPTION_KEYS = ["2:" + "ab" * 16]
    assert private_files.open_("papers", key) == b"plain words"


def test_half_a_photo_is_damaged_even_where_the_pdf_engine_would_show_it(monkeypatch):
    """Importing WeasyPrint makes Pillow fill half photos with grey, in the whole process."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    for cut in (len(picture()) // 2, len(picture()) - 2):
        assert code_of(picture()[:cut], "photo.jpg") == "damaged"
    assert uploads.read_upload(picture(), name="photo.jpg").content
