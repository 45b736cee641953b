"""Proportions of every kind: how tall they stand and how a share of that height goes to head, trunk and limbs."""

from __future__ import annotations

from generator.world.pose import Body
from storyboard.look import Build, Kind

HEIGHTS: dict[Kind, float] = {
    Kind.MAN: 1.0, Kind.WOMAN: 1.0, Kind.BOY: 0.72, Kind.GIRL: 0.72, Kind.OLD_MAN: 0.95, Kind.OLD_WOMAN: 0.92, Kind.FOX: 0.86, Kind.WOLF: 0.98,
    Kind.RABBIT: 0.72, Kind.BEAR: 1.15, Kind.CAT: 0.74, Kind.DOG: 0.8, Kind.MOUSE: 0.54, Kind.FROG: 0.64, Kind.BIRD: 0.68, Kind.ROBOT: 0.92,
    Kind.DRAGON: 1.25, Kind.SPIRIT: 0.86, Kind.LION: 1.02, Kind.DONKEY: 0.88, Kind.SHEEP: 0.74, Kind.GOAT: 0.82, Kind.PIG: 0.76, Kind.HORSE: 1.12,
    Kind.CROW: 0.7, Kind.EAGLE: 0.9, Kind.STORK: 1.04, Kind.SNAKE: 0.74, Kind.TORTOISE: 0.66, Kind.GHOST: 0.86, Kind.GIANT: 1.5,
}  # fmt: skip
BODIES: dict[Kind, Body] = {  # head, leg, torso, chest, belly, arm, arm_w, leg_w, foot, stoop, shoulder
    Kind.MAN: Body(0.168, 0.342, 0.33, 0.136, 0.112, 0.356, 0.043, 0.05),
    Kind.WOMAN: Body(0.17, 0.348, 0.318, 0.106, 0.106, 0.33, 0.034, 0.042, 0.075),
    Kind.BOY: Body(0.232, 0.256, 0.283, 0.12, 0.118, 0.313, 0.042, 0.05, 0.088),
    Kind.GIRL: Body(0.232, 0.256, 0.283, 0.112, 0.118, 0.302, 0.038, 0.046, 0.085),
    Kind.OLD_MAN: Body(0.192, 0.280, 0.338, 0.13, 0.135, 0.335, 0.041, 0.047, 0.085, 0.22),
    Kind.OLD_WOMAN: Body(0.198, 0.270, 0.337, 0.125, 0.145, 0.324, 0.04, 0.047, 0.082, 0.22),
    Kind.FOX: Body(0.215, 0.258, 0.315, 0.112, 0.118, 0.324, 0.038, 0.044),
    Kind.WOLF: Body(0.203, 0.289, 0.317, 0.135, 0.115, 0.356, 0.045, 0.05, 0.095),
    Kind.RABBIT: Body(0.232, 0.226, 0.313, 0.115, 0.14, 0.292, 0.038, 0.052, 0.115),
    Kind.BEAR: Body(0.198, 0.200, 0.417, 0.185, 0.215, 0.356, 0.066, 0.082, 0.1),
    Kind.CAT: Body(0.232, 0.236, 0.303, 0.108, 0.118, 0.302, 0.037, 0.044, 0.08),
    Kind.DOG: Body(0.220, 0.247, 0.315, 0.122, 0.125, 0.313, 0.043, 0.05, 0.092),
    Kind.MOUSE: Body(0.249, 0.194, 0.311, 0.12, 0.145, 0.281, 0.036, 0.042, 0.1),
    Kind.FROG: Body(0.232, 0.216, 0.333, 0.13, 0.165, 0.346, 0.037, 0.05, 0.125),
    Kind.BIRD: Body(0.220, 0.177, 0.395, 0.155, 0.185, 0.346, 0.05, 0.022, 0.1),
    Kind.ROBOT: Body(0.198, 0.260, 0.347, 0.15, 0.14, 0.346, 0.036, 0.042, 0.095),
    Kind.DRAGON: Body(0.186, 0.231, 0.399, 0.14, 0.195, 0.302, 0.044, 0.072, 0.1),
    Kind.SPIRIT: Body(0.282, 0.211, 0.228, 0.14, 0.2, 0.281, 0.045, 0.04, 0.05),
    Kind.LION: Body(0.205, 0.25, 0.345, 0.14, 0.128, 0.34, 0.046, 0.054, 0.1),
    Kind.DONKEY: Body(0.205, 0.26, 0.335, 0.122, 0.132, 0.33, 0.042, 0.048, 0.085),
    Kind.SHEEP: Body(0.212, 0.21, 0.365, 0.15, 0.18, 0.3, 0.035, 0.038, 0.08),
    Kind.GOAT: Body(0.2, 0.27, 0.335, 0.115, 0.12, 0.325, 0.036, 0.042, 0.08),
    Kind.PIG: Body(0.226, 0.19, 0.365, 0.145, 0.195, 0.29, 0.045, 0.05, 0.08),
    Kind.HORSE: Body(0.176, 0.3, 0.352, 0.13, 0.124, 0.345, 0.043, 0.05, 0.088, 0.0, 0.76),
    Kind.CROW: Body(0.202, 0.19, 0.41, 0.14, 0.16, 0.36, 0.05, 0.02, 0.1),
    Kind.EAGLE: Body(0.186, 0.19, 0.44, 0.19, 0.165, 0.38, 0.06, 0.034, 0.11),
    Kind.STORK: Body(0.148, 0.38, 0.335, 0.105, 0.125, 0.33, 0.045, 0.015, 0.072, 0.0, 0.5),
    Kind.SNAKE: Body(0.195, 0.24, 0.37, 0.082, 0.086, 0.36, 0.04, 0.03, 0.06),
    Kind.TORTOISE: Body(0.186, 0.19, 0.44, 0.14, 0.18, 0.3, 0.05, 0.06, 0.1, 0.05, 0.74),
    Kind.GHOST: Body(0.27, 0.2, 0.27, 0.15, 0.2, 0.3, 0.05, 0.04, 0.05),
    Kind.GIANT: Body(0.112, 0.3, 0.475, 0.215, 0.18, 0.43, 0.078, 0.08, 0.12),
}
BUILDS: dict[Build, tuple[float, float, float]] = {  # width, belly, height
    Build.SLIM: (0.8, 0.78, 1.0), Build.PLAIN: (1.0, 1.0, 1.0), Build.ROUND: (1.2, 1.5, 0.98), Build.TALL: (0.97, 0.97, 1.17), Build.SMALL: (1.04, 1.06, 0.8),
}  # fmt: skip
