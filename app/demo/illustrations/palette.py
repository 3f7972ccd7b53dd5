"""Colours of Vietnamese lacquer, indigo, turmeric, celadon and clay, as RGB."""

from dataclasses import dataclass
from random import Random

RGB = tuple[int, int, int]

INK: RGB = (42, 33, 29)
PAPER: RGB = (250, 245, 234)
WHITE: RGB = (255, 253, 248)
LACQUER: RGB = (150, 34, 36)
CORAL: RGB = (206, 92, 66)
INDIGO: RGB = (43, 58, 103)
SKY: RGB = (106, 132, 176)
TURMERIC: RGB = (221, 155, 48)
HONEY: RGB = (236, 184, 84)
CELADON: RGB = (150, 183, 160)
PINE: RGB = (63, 101, 84)
LEAF: RGB = (110, 143, 78)
GOLD: RGB = (190, 147, 68)
CLAY: RGB = (182, 104, 64)
BAMBOO: RGB = (214, 178, 117)
STRAW: RGB = (232, 207, 156)
WOOD: RGB = (134, 84, 52)
COFFEE: RGB = (84, 54, 40)
AMBER: RGB = (164, 84, 32)
STEEL: RGB = (120, 134, 146)
STONE: RGB = (203, 198, 188)
ROSE: RGB = (205, 108, 128)


def mix(one: RGB, other: RGB, share: float) -> RGB:
    """`one` with that share of `other` in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def darker(colour: RGB, share: float = 0.18) -> RGB:
    return mix(colour, INK, share)


def lighter(colour: RGB, share: float = 0.3) -> RGB:
    return mix(colour, WHITE, share)


@dataclass(frozen=True, slots=True)
class Scene:
    """Wall, table, the shape behind the thing, and an accent that goes with them."""

    wall: RGB
    table: RGB
    disc: RGB
    accent: RGB


SCENES = (
    Scene((238, 231, 214), (222, 210, 186), (228, 197, 146), LACQUER),
    Scene((222, 232, 224), (196, 212, 200), (246, 239, 222), PINE),
    Scene((224, 229, 240), (199, 207, 224), (244, 224, 186), INDIGO),
    Scene((246, 232, 204), (232, 209, 166), (250, 245, 234), CORAL),
    Scene((243, 224, 214), (226, 199, 186), (250, 240, 226), LACQUER),
    Scene((232, 234, 214), (209, 213, 184), (246, 226, 180), PINE),
)


def pick_scene(random: Random) -> Scene:
    return random.choice(SCENES)
