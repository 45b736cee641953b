"""The first drawing's figures, moved by their bones before a filled-in plate."""

import cv2
import numpy as np
import pytest

from generator.nets.carry import carry
from generator.nets.pages import NOTHING_KNOWN, Known, Plate, StandIn, arriving, pages_of
from generator.nets.puppet import camera_alone, puppet, theatre_of
from generator.nets.upsampler import upsample

WIDTH, HEIGHT = 256, 144


def drawn(hip, camera=0.0):
    """Someone red on a striped wall, standing with the hip at `hip`, and their keypoints (4, 11, 3)."""
    picture = np.full((HEIGHT, WIDTH, 3), 200, np.uint8)
    for x in range(0, WIDTH, 32):
        picture[:, x : x + 4] = (120, 160, 200)
    picture = np.roll(picture, -round(camera * WIDTH), axis=1)
    x, y = hip
    points = np.zeros((4, 11, 3), np.float32)
    joints = [(x, y), (x, y - 30), (x, y - 40), (x - 14, y - 5), (x + 14, y - 5), (x - 7, y + 30), (x + 7, y + 30), (x, y - 44)]
    for a, b, thick in ((0, 1, 16), (1, 3, 6), (1, 4, 6), (0, 5, 7), (0, 6, 7)):
        cv2.line(picture, joints[a], joints[b], (200, 30, 40), thick, cv2.LINE_AA)
    cv2.circle(picture, joints[7], 14, (150, 20, 30), -1, cv2.LINE_AA)
    points[0, :8, 0], points[0, :8, 1], points[0, :8, 2] = *(np.array(joints).T + 0.5) / np.array([[WIDTH], [HEIGHT]]), 1
    points[0, 8] = 14 / WIDTH, 14 / HEIGHT, 0
    return picture, points


def moved(first, numbers, points, known=NOTHING_KNOWN):
    return puppet(theatre_of(first, points, known), numbers, points)


@pytest.fixture(scope="module")
def walk():
    return [np.stack(part) for part in zip(*(drawn((80 + 10 * f, 90)) for f in range(5)), strict=True)]


def error(made, true):
    return float(((made.astype(float) - true) ** 2).mean())


def test_who_walks_is_where_the_keypoints_say(walk):
    true, points = walk
    made = moved(true[0], np.zeros((5, 16), np.float32), points)
    assert made.frames.dtype == np.uint8 and made.flow.shape == (5, HEIGHT, WIDTH, 2) and made.real.shape == (5, HEIGHT, WIDTH)
    still = camera_alone(true[0], np.zeros((5, 16), np.float32))
    assert error(made.frames[1:], true[1:]) < 0.1 * error(still.frames[1:], true[1:])
    assert np.allclose(made.front_flow[4, 80, 120], (-40, 0), atol=0.5) and made.front[4, 80, 120] == 1  # the hip, from where it was
    assert made.known[4, 80, 120] == 1 and made.known[4, 80, 78] == 0  # behind where it stood
    assert not made.flow[4, 10, 10].any() and made.real[4, 10, 10] == 1  # the wall


def test_nothing_changes_when_nothing_moves(walk):
    true, points = walk
    made = moved(true[0], np.zeros((3, 16), np.float32), points[:1].repeat(3, 0))
    assert (made.frames == true[0]).all() and np.abs(made.flow).max() < 0.01 and np.abs(made.front_flow).max() < 0.01
    assert (made.known[1:] == 1).all()


def test_who_goes_with_the_camera_leaves_no_seam():
    picture, points = drawn((100, 90))
    numbers = np.zeros((2, 16), np.float32)
    numbers[1, 0] = 0.0625
    gone = points.copy()
    gone[0, :8, 0] -= 0.0625
    made, held = moved(picture, numbers, np.stack([points, gone])), camera_alone(picture, numbers)
    assert np.abs(made.frames.astype(int) - held.frames).max() <= 1
    assert (held.real[1, :, -14:] == 0).all() and (held.real[1, :, :-18] == 1).all()


def test_who_leaves_is_gone(walk):
    true, points = walk
    away = points[:2].copy()
    away[1] = 0
    made = moved(true[0], np.zeros((2, 16), np.float32), away)
    empty, _ = drawn((-500, 90))
    assert error(made.frames[1], empty) < 0.05 * error(true[0], empty)


@pytest.fixture(scope="module")
def arrival():
    """Somebody comes into an empty picture: the true drawings at three times the size, the small ones, the sketch, and who stands in."""
    large, sketch = [], np.zeros((4, 4, 11, 3), np.float32)
    for f, x in enumerate((-500, 60, 90, 120)):
        small, points = drawn((x, 90))
        large.append(cv2.resize(small, (3 * WIDTH, 3 * HEIGHT), interpolation=cv2.INTER_CUBIC))
        if f:
            sketch[f] = points
    alone, points = drawn((128, 90))
    figure = np.abs(alone.astype(int) - drawn((-500, 90))[0]).max(-1) > 40
    card = np.full_like(alone, 225)
    pictures = [cv2.resize(p, (3 * WIDTH, 3 * HEIGHT), interpolation=cv2.INTER_CUBIC) for p in (np.where(figure[..., None], alone, card), card)]
    small = np.stack([cv2.resize(p, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA) for p in large])
    return np.stack(large), small, sketch, StandIn(*pictures, points[0])


def test_who_comes_in_is_cut_out_of_a_page_of_their_own(arrival):
    _, small, sketch, stand_in = arrival
    known, numbers = Known(stand_ins={0: stand_in}), np.zeros((4, 16), np.float32)
    assert arriving(sketch) == [0] and len(pages_of(small[0], sketch, known)) == 2 and len(pages_of(small[0], sketch)) == 1
    made, without = moved(small[0], numbers, sketch, known), moved(small[0], numbers, sketch)
    assert (made.frames[0] == small[0]).all() and not without.front.any()
    assert error(made.frames[3], small[3]) < 0.1 * error(without.frames[3], small[3])
    assert made.page[3, 80, 120] == 1 and made.known[3, 80, 120] == 1 and made.front[3, 10, 10] == 0


def test_who_comes_in_is_as_fine_as_the_picture_they_are_cut_from(arrival):
    large, small, sketch, stand_in = arrival
    fine = stand_in.picture.copy()
    fine[3 * 60 : 3 * 90 : 4, 3 * 124 : 3 * 132] = (255, 150, 150)  # a pattern on the chest, of lines thinner than a pixel of the drawings
    theatre = theatre_of(small[0], sketch, Known(stand_ins={0: stand_in._replace(picture=fine)}))
    made = puppet(theatre, np.zeros((4, 16), np.float32), sketch)
    shown = list(upsample(carry(made.frames, theatre.sheets(), made), theatre.sheets(large[0])))[3]
    plain = cv2.resize(made.frames[3], (3 * WIDTH, 3 * HEIGHT), interpolation=cv2.INTER_CUBIC)
    chest = np.s_[3 * 64 : 3 * 86, 3 * 118 : 3 * 122]
    assert np.diff(shown[chest].astype(float), axis=0).std() > 4 * np.diff(plain[chest].astype(float), axis=0).std()


def test_who_is_seen_at_first_needs_no_page(walk):
    true, points = walk
    stand_in = StandIn(*np.zeros((2, 90, 90, 3), np.uint8), points[0, 0])
    assert not arriving(points) and len(pages_of(true[0], points, Known(stand_ins={0: stand_in}))) == 1


@pytest.fixture(scope="module")
def plate():
    """The empty wall at full size, and the same with a shadow about (80, 120)."""
    empty = cv2.resize(drawn((-500, 90))[0], (3 * WIDTH, 3 * HEIGHT), interpolation=cv2.INTER_CUBIC)
    dark = np.zeros(empty.shape[:2], np.float32)
    cv2.ellipse(dark, (3 * 80, 3 * 120), (60, 12), 0, 0, 360, 1.0, -1)
    veil = np.dstack([0 * dark, 0 * dark, 0 * dark, 255 * 0.4 * dark]).astype(np.uint8)
    return Plate(empty, (empty * (1 - 0.4 * dark[..., None])).astype(np.uint8), veil)


def test_a_plate_shows_what_was_behind_and_shadows_go_along(walk, plate):
    true, points = walk
    still = plate.shaded.copy()
    large = cv2.resize(true[0], (3 * WIDTH, 3 * HEIGHT), interpolation=cv2.INTER_CUBIC)
    figure = cv2.absdiff(large, plate.bare).max(-1) > 12
    still[figure] = large[figure]
    first = cv2.resize(still, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    made = moved(first, np.zeros((5, 16), np.float32), points, Known(plate))
    assert made.known[4].min() > 0.99 and not made.flow[4].any()
    at_first, then = made.frames[0, 120, 70:90, 0].astype(int), made.frames[4, 120, 110:130, 0].astype(int)
    assert at_first.min() < 140 and np.abs(at_first - then).mean() < 25  # four steps of ten pixels later
    bare = cv2.resize(plate.bare, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    assert np.abs(made.frames[4, :, 56:88].astype(int) - bare[:, 56:88])[:110].max() < 12


def smiled(picture, wide):
    """The same picture with a mouth of so many pixels, up and down, at (128, 52)."""
    out = cv2.resize(picture, (3 * WIDTH, 3 * HEIGHT), interpolation=cv2.INTER_CUBIC)
    cv2.ellipse(out, (3 * 128, 3 * 52), (15, 3 * wide), 0, 0, 360, (20, 5, 5), -1, cv2.LINE_AA)
    return out


def test_a_face_is_the_one_that_is_worn():
    picture, points = drawn((128, 90))
    still, other = smiled(picture, 0), smiled(picture, 6)
    empty = cv2.resize(drawn((-500, 90))[0], (3 * WIDTH, 3 * HEIGHT), interpolation=cv2.INTER_CUBIC)
    first = cv2.resize(still, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    known = Known(Plate(empty, empty, np.zeros((*empty.shape[:2], 4), np.uint8)), faces=(other,), worn=np.array([[0, 0, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]], np.uint8))
    sketch = points[None].repeat(3, 0)
    theatre = theatre_of(first, sketch, known)
    made = puppet(theatre, np.zeros((3, 16), np.float32), sketch)
    dark = [int((np.abs(frame[44:60, 120:136].astype(int) - first[44:60, 120:136]).max(-1) > 30).sum()) for frame in made.frames]
    assert dark[0] == dark[2] == 0 and dark[1] > 40
    assert made.page[1, 52, 128] == 1 and made.page[2, 52, 128] == 0 and made.heads[1, 48, 128] == 1
    large = list(upsample(carry(made.frames, theatre.sheets(), made), theatre.sheets(still)))
    assert np.abs(large[1][3 * 48 : 3 * 56, 3 * 124 : 3 * 132].astype(int) - other[3 * 48 : 3 * 56, 3 * 124 : 3 * 132]).mean() < 6


def test_who_is_cut_by_the_frame_at_first_is_whole_later(arrival):
    _, small, sketch, stand_in = arrival
    cut = sketch.copy()
    cut[:, 0, :, 0] += np.array([WIDTH - 6 - 128, 40, 0, 0], np.float32)[:, None] / WIDTH  # half of the head is beyond the frame at first
    cut[0] = cut[1]
    cut[0, 0, :, 0] += (WIDTH - 6 - cut[1, 0, 7, 0] * WIDTH) / WIDTH
    known = Known(stand_ins={0: stand_in})
    assert arriving(cut) == [0] and not arriving(np.repeat(cut[:1], 3, 0))
    made = moved(small[0], np.zeros((4, 16), np.float32), cut, known)
    assert (made.frames[0] == small[0]).all() and made.page[3].max() == 1

