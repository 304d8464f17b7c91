"""Signatures of people who do not exist, drawn as a finger draws on a screen."""

import io
import math
from random import Random

from PIL import Image, ImageDraw

from foundation.encryption import sm3_hex
from surveys.services.pictures import clean_picture

SIZE = (180, 70)


def draw(rng: Random) -> bytes:
    """One signature as a picture the services would accept (PNG)."""
    image = Image.new("RGBA", SIZE)
    pen = ImageDraw.Draw(image)
    left = 12.0
    for _stroke in range(rng.randint(4, 7)):
        height, width = rng.uniform(10, 25), rng.uniform(14, 34)
        turn = rng.uniform(1.2, 3.6)
        points = [
            (left + width * step / 12, 35 + height * math.sin(turn * step / 3 + left))
            for step in range(13)
        ]
        pen.line(points, fill=(16, 24, 40), width=rng.choice((2, 3)), joint="curve")
        left = min(left + width * 0.8, SIZE[0] - 40)
    out = io.BytesIO()
    image.save(out, "PNG")
    return clean_picture(out.getvalue())


class Hands:
    """A stock of signatures; a name always signs with the same one."""

    def __init__(self, rng: Random, stock: int = 40) -> None:
        self.pictures = [draw(rng) for _ in range(stock)]
        self.digests = [sm3_hex(picture) for picture in self.pictures]

    def of(self, name: str) -> tuple[bytes, str]:
        """The picture of a person's signature and its SM3 digest."""
        number = sum(map(ord, name)) % len(self.pictures)
        return self.pictures[number], self.digests[number]
