"""One offline visit and a sync, through the Python binding, against a real `ruhu serve`."""

import os
import re
import struct
import subprocess
import tempfile
import unittest
import zlib
from pathlib import Path

import ruhu_mobile as ruhu

RUHU = os.environ["RUHU_BIN"]
VILLAGE = os.environ["RUHU_VILLAGE_BIN"]
TEAM = ["陈建国", "李秀英"]

ANSWERS = {
    "notice_given": ruhu.AnswerValue.ONE(name="yes"),
    "respondent_relation": ruhu.AnswerValue.ONE(name="head"),
    "originals_seen": ruhu.AnswerValue.MANY(names=["id_card", "hukou_book"]),
    "members_confirmed": ruhu.AnswerValue.INTEGER(value=2),
    "labour_count": ruhu.AnswerValue.INTEGER(value=1),
    "income_wage": ruhu.AnswerValue.MONEY(fen=480_000),
    "income_business": ruhu.AnswerValue.MONEY(fen=0),
    "income_property": ruhu.AnswerValue.MONEY(fen=0),
    "income_transfer": ruhu.AnswerValue.MONEY(fen=120_000),
    "income_other": ruhu.AnswerValue.MONEY(fen=0),
    "property_deposit": ruhu.AnswerValue.MONEY(fen=0),
    "property_vehicles": ruhu.AnswerValue.INTEGER(value=0),
    "property_houses": ruhu.AnswerValue.INTEGER(value=1),
    "housing_tenure": ruhu.AnswerValue.ONE(name="0"),
    "housing_structure": ruhu.AnswerValue.ONE(name="brick_wood"),
    "housing_area": ruhu.AnswerValue.INTEGER(value=72),
    "living_food": ruhu.AnswerValue.ONE(name="3"),
    "living_clothing": ruhu.AnswerValue.ONE(name="3"),
    "living_housing": ruhu.AnswerValue.ONE(name="2"),
    "living_goods": ruhu.AnswerValue.ONE(name="2"),
    "related_filing": ruhu.AnswerValue.ONE(name="no"),
    "conclusion": ruhu.AnswerValue.ONE(name="true"),
    "proposal": ruhu.AnswerValue.ONE(name="keep"),
    "proposal_reason": ruhu.AnswerValue.TEXT(text="收入不稳定，建议继续保障。"),
}


def png(width: int, height: int) -> bytes:
    """A picture of one colour."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\x00" + b"\x55\x77\x33" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def signature(role: "ruhu.SignerRole", name: str) -> "ruhu.Signature":
    stroke = [ruhu.StrokePoint(x=100 + 40 * step, y=400 + 30 * (step % 4)) for step in range(12)]
    return ruhu.Signature(role=role, name=name, strokes=[stroke])


def questions(screen: "ruhu.Screen") -> "list[ruhu.Question]":
    return [item.question for item in screen.items if item.is_QUESTION()]


class Key(ruhu.KeyProvider):
    def __init__(self, key: bytes = bytes(range(32))) -> None:
        self.key = key

    def store_key(self) -> bytes:
        return self.key


class FieldDay(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.data = str(Path(self.folder.name) / "data")
        self.phone = str(Path(self.folder.name) / "phone")

    def village(self, households: int) -> str:
        """A server's data folder with so many households; gives a one-time code."""
        done = subprocess.run([VILLAGE, self.data, str(households), "1"], check=True, capture_output=True, text=True)
        return done.stdout.split()[-1]

    def serve(self) -> str:
        server = subprocess.Popen(
            [RUHU, "serve", "--data", self.data, "--listen", "127.0.0.1:0"],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "RUHU_LOG": "error"},
        )

        def stop() -> None:
            server.kill()
            server.wait()
            server.stdout.close()

        self.addCleanup(stop)
        return re.search(r"http://\S+", server.stdout.readline()).group(0)

    def enrolled(self, households: int, **platform) -> "ruhu.FieldSession":
        code = self.village(households)
        store = ruhu.FieldStore.open(self.phone, Key(), **platform)
        session = store.enrol(self.serve(), code, "测试手机")
        session.new_sync().run()
        return session

    def test_a_visit_made_offline_is_complete_after_a_sync(self) -> None:
        seen = []

        class Observer(ruhu.SyncObserver):
            def progress(self, progress: "ruhu.SyncProgress") -> None:
                # Calling back is allowed: nothing is held while the app is asked.
                seen.append((progress.stage, session.counts().sealed))

        class Door(ruhu.LocationSource):
            def current(self) -> "ruhu.Fix":
                return ruhu.Fix(
                    latitude=28.31,
                    longitude=117.7,
                    accuracy_m=8.0,
                    altitude_m=None,
                    datum=ruhu.Datum.WGS84,
                    source=ruhu.FixSource.GNSS,
                    at_ms=0,
                )

        session = self.enrolled(10, location=Door())
        page = session.roster(0)
        self.assertEqual((len(page.lines), page.total), (10, 10))
        household = page.lines[0]
        self.assertIn(household, session.search(household.head_name, 10))

        visit = session.start_visit(household.household, ruhu.VisitPurpose.REVIEW)
        visit.set_team(TEAM)
        for question, answer in ANSWERS.items():
            visit.answer(question, answer)
        with self.assertRaises(ruhu.RuhuError.Refused) as unsigned:
            visit.seal()
        self.assertEqual(unsigned.exception.code, "surveyor_signature_missing")
        photo = ruhu.NewPhoto(kind=ruhu.PhotoKind.OUTSIDE, source=ruhu.PhotoSource.CAMERA, bytes=png(640, 480))
        self.assertEqual(visit.attach_photo(photo).width, 640)
        self.assertIsNotNone(visit.measure())
        for name in TEAM:
            visit.sign(signature(ruhu.SignerRole.SURVEYOR, name))
        visit.sign(signature(ruhu.SignerRole.MEMBER, household.head_name))
        self.assertEqual(visit.problems(), [])
        doubt, = visit.doubts()
        self.assertEqual((doubt.code, doubt.title), ("too_short", "用时短于题目"))
        record = visit.seal()
        read = {line.key: (line.section, line.label, line.text) for line in session.record_answers(record)}
        self.assertEqual(read["income_wage"], ("家庭收入（近 12 个月）", "工资性收入", "4800.00 元"))
        self.assertEqual(read.keys(), ANSWERS.keys())

        frugal = session.new_sync(ruhu.SyncLimits(photos=ruhu.PhotoScope.THUMBNAILS)).run()
        self.assertEqual((frugal.pushed, frugal.photos_sent, frugal.files_left), (1, 1, 2))
        report = session.new_sync().run(Observer())
        self.assertEqual((report.photos_sent, report.problems, report.digest_equal), (2, [], True))
        self.assertIn((ruhu.SyncStage.DONE, 0), seen)
        self.assertTrue(session.record(record).status.is_COMPLETE())
        checked = subprocess.run([RUHU, "check", "--data", self.data], check=True, capture_output=True, text=True)
        self.assertIn("全部一致", checked.stdout)

    def test_screens_follow_the_answers(self) -> None:
        session = self.enrolled(1)
        visit = session.start_visit(session.roster(0).lines[0].household, ruhu.VisitPurpose.REVIEW)
        before = [screen.key for screen in visit.screens()]
        first = visit.screens()[0]
        self.assertEqual((first.key, first.headings), ("notice", ["告知与核对"]))
        given = questions(first)[0]
        self.assertTrue(given.takes.is_SELECT_ONE() and given.required)
        self.assertEqual([choice.label for choice in given.choices], ["是", "否"])
        self.assertEqual([choice.name for choice in visit.find_choices("respondent_relation", "户主").choices], ["head"])

        member = visit.add_instance("member")
        visit.answer(f"{member}/member_age", ruhu.AnswerValue.INTEGER(value=9))
        self.assertIsNone(visit.question(f"{member}/member_employment"))
        visit.answer(f"{member}/member_age", ruhu.AnswerValue.INTEGER(value=30))
        self.assertIsNotNone(visit.question(f"{member}/member_employment"))
        with self.assertRaises(ruhu.RuhuError.Refused) as refused:
            visit.answer(f"{member}/member_age", ruhu.AnswerValue.INTEGER(value=200))
        self.assertEqual(refused.exception.code, "answer_constraint")
        missing = [problem.question for problem in visit.problems() if problem.code == "answer_missing"]
        self.assertIn(f"{member}/member_name", missing)
        self.assertIn(f"{member}/member_name", [asked.key for screen in visit.screens() for asked in questions(screen)])
        visit.remove_instance(member)
        self.assertEqual([screen.key for screen in visit.screens()], before)

    def test_decimals_cross_exactly(self) -> None:
        session = self.enrolled(1)
        visit = session.start_visit(session.roster(0).lines[0].household, ruhu.VisitPurpose.REVIEW)
        exact = ruhu.AnswerValue.DECIMAL(value="1.0000000000000000001")
        visit.answer("land_own", exact)
        self.assertEqual(visit.question("land_own").answer, exact)
        with self.assertRaises(ruhu.RuhuError.Refused) as refused:
            visit.answer("land_own", ruhu.AnswerValue.DECIMAL(value="一亩半"))
        self.assertEqual(refused.exception.code, "bad_decimal")

    def test_a_wrong_key_is_said_and_harms_nothing(self) -> None:
        ruhu.FieldStore.open(self.phone, Key()).lock()
        for key, code in [(bytes(32), "wrong_key"), (bytes(5), "bad_key")]:
            with self.assertRaises(ruhu.RuhuError.Locked) as refused:
                ruhu.FieldStore.open(self.phone, Key(key))
            self.assertEqual(refused.exception.code, code)
        ruhu.FieldStore.open(self.phone, Key())

    def test_what_an_app_throws_names_the_callback(self) -> None:
        class NoKey(ruhu.KeyProvider):
            def store_key(self) -> bytes:
                raise ValueError("张小明 361124")

        with self.assertRaises(ruhu.RuhuError.Callback) as failed:
            ruhu.FieldStore.open(self.phone, NoKey())
        self.assertEqual(failed.exception.callback, "KeyProvider.storeKey")
        self.assertNotIn("361124", str(failed.exception))

    def test_nothing_secret_is_printed(self) -> None:
        session = self.enrolled(1)
        line = session.roster(0).lines[0]
        assignment = session.assignment(line.household)
        shown = f"{line} {line!r} {assignment} {assignment!r} {assignment.members} {session.who()}"
        for secret in [line.head_name, line.address, "陈建国"]:
            self.assertNotIn(secret, shown)
        self.assertNotIn("480000", f"{ANSWERS['income_wage']} {ANSWERS['income_wage']!r}")
        visit = session.start_visit(line.household, ruhu.VisitPurpose.REVIEW)
        visit.answer("proposal_reason", ruhu.AnswerValue.TEXT(text="收入不稳定"))
        screens = visit.screens()
        self.assertNotIn("收入", f"{screens} {screens[0]} {screens[-1]!r} {questions(screens[-1])} {visit.problems()}")


if __name__ == "__main__":
    unittest.main()
