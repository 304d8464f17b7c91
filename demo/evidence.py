"""Places and photos of the demo city's visits: drawn by numbers, nobody's home."""

import datetime
import hashlib
import io
import uuid
from dataclasses import dataclass
from functools import cache
from random import Random

from PIL import Image, ImageDraw

from accounts.models import User
from demo.bulk import Load
from foundation import private_files
from foundation.encryption import sm3_hex
from foundation.images import Picture, read_picture
from surveys.choices import DONE
from surveys.models import PhotoKind, PlaceState, Visit, VisitPhoto
from surveys.place_check import Point, distance
from surveys.services.photo_uploads import PHOTOS

SIZE = (960, 720)
WITH_PLACE, STRAY, PHOTOGRAPHED = 0.85, 0.01, 0.9
# About a degree of latitude for each of these many metres.
METRES = 111_195
COLOURS = {
    PhotoKind.DOOR: ("#b9c3a6", "#7a4a32"),
    PhotoKind.INTERIOR: ("#d8c7a9", "#8b6f4e"),
    PhotoKind.RESPONDENT: ("#a9b8c6", "#4d5a66"),
}


@dataclass
class Evidence:
    """What one township's visits prove of time and place.

    ``most`` waiting ones have three photos with their band of words; of most others the door
    alone, or all three, from pictures drawn once.
    """

    load: Load
    most: int = 1

    def place(self, visit: Visit) -> None:
        """Where the form was begun: near the village's middle, now and then far away."""
        rng = Random(f"place {visit.uuid}")
        if rng.random() > WITH_PLACE:
            return
        middle = middle_of(visit.area_id)
        away = 14_000 if rng.random() < STRAY else rng.uniform(30, 1_800)
        visit.place = Point(
            round(middle.latitude + away / METRES * rng.choice((-1, 1)), 6),
            round(middle.longitude + rng.uniform(-900, 900) / METRES, 6),
            rng.randint(5, 35),
        )
        visit.distance = round(distance(visit.place, middle))
        visit.place_state = PlaceState.OUTSIDE if away > 5_000 else PlaceState.INSIDE

    def photos(
        self, visit: Visit, author: User, at: datetime.datetime, *, count: int = 3
    ) -> list[str]:
        """The first ``count`` photos of a visit; returns what its digest covers of them."""
        if visit.result != DONE or Random(f"photos {visit.uuid}").random() > PHOTOGRAPHED:
            return []
        is_banded = count == len(COLOURS) and self.most > 0
        self.most -= is_banded
        made = [
            self._photo(
                visit, author, kind, at + datetime.timedelta(minutes=minute), is_banded=is_banded
            )
            for minute, kind in enumerate(list(COLOURS)[:count], start=2)
        ]
        return [f"{one.uuid}:{one.digest}" for one in sorted(made, key=lambda one: one.uuid)]

    def _photo(
        self, visit: Visit, author: User, kind: PhotoKind, taken: datetime.datetime,
        *, is_banded: bool,
    ) -> VisitPhoto:  # fmt: skip
        sent, picture = plain(kind)
        if is_banded:
            sent = draw(kind, f"{taken:%Y-%m-%d %H:%M}", words_of(visit.place))
            picture = read_picture(sent)
        photo = VisitPhoto(
            uuid=uuid.UUID(int=Random(f"{kind} {visit.uuid}").getrandbits(128), version=4),
            visit=visit, household_id=visit.household_id, area_id=visit.area_id, kind=kind,
            taken_at=taken, place_state=visit.place_state, distance=visit.distance,
            content_type=picture.content_type, size=len(picture.content), width=picture.width,
            height=picture.height, sent_digest=hashlib.sha256(sent).hexdigest(),
            digest=sm3_hex(picture.content), taken_by=author, received_at=taken,
            file_key=private_files.keep(PHOTOS, picture.content),
            thumbnail_key=private_files.keep(PHOTOS, picture.thumbnail),
        )  # fmt: skip
        photo.place = visit.place
        self.load.add(photo)
        detail = {"kind": str(kind), "digest": photo.digest}
        self.load.act("visit.photo_added", photo, by=author, at=taken, detail=detail)
        return photo


def middle_of(village: str) -> Point:
    """A made-up middle of a village inside the city's bounds, always the same."""
    rng = Random(f"middle {village}")
    return Point(rng.uniform(42.05, 43.35), rng.uniform(123.6, 124.9))


def words_of(place: Point | None) -> str:
    return f"{place.latitude:.5f} {place.longitude:.5f}" if place else "-"


@cache
def plain(kind: PhotoKind) -> tuple[bytes, Picture]:
    """A picture without words, drawn once for many visits: as sent, and as kept."""
    sent = draw(kind)
    return sent, read_picture(sent)


def draw(kind: PhotoKind, *band: str) -> bytes:
    """A picture that nobody takes for a real home, with its band of words."""
    wall, thing = COLOURS[kind]
    image = Image.new("RGB", SIZE, wall)
    pen = ImageDraw.Draw(image)
    pen.rectangle([0, 500, SIZE[0], SIZE[1]], fill="#8d8a7b")
    if kind == PhotoKind.RESPONDENT:
        pen.ellipse([420, 180, 540, 310], fill="#caa27e")
        pen.rounded_rectangle([370, 310, 590, 600], 40, fill=thing)
    else:
        pen.rectangle([360, 180, 600, 560], fill=thing)
        pen.rectangle([420, 230, 540, 290], fill="#d9d2bd")
    if band:
        pen.rectangle([0, 640, SIZE[0], SIZE[1]], fill="#2b3036")
    for number, words in enumerate(band):
        pen.text((24, 652 + 32 * number), words, fill="white", font_size=24)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=75)
    return out.getvalue()
