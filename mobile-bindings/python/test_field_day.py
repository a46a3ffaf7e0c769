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
VILLAGE = "361124106200"
TEAM = ["陈建国", "李秀英"]

ANSWERS = {
    "notice_given": ruhu.AnswerValue.YES_NO(yes=True),
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
    "abnormal": ruhu.AnswerValue.MANY(names=[]),
    "related_filing": ruhu.AnswerValue.YES_NO(yes=False),
    "conclusion": ruhu.AnswerValue.ONE(name="true"),
    "proposal": ruhu.AnswerValue.ONE(name="keep"),
    "proposal_reason": ruhu.AnswerValue.TEXT(text="收入不稳定,建议继续保障。"),
}


def png(width: int, height: int) -> bytes:
    """A picture of one colour."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\x00" + b"\x55\x77\x33" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def signature(role: str, name: str) -> "ruhu.SignatureView":
    stroke = [ruhu.StrokePoint(x=100 + 40 * step, y=400 + 30 * (step % 4)) for step in range(12)]
    return ruhu.SignatureView(role=role, name=name, strokes=[stroke])


class FieldDay(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        root = Path(self.folder.name)
        # The demo's own roster: invented households of a real village, imported as an office would.
        demo = root / "demo"
        subprocess.run(
            [RUHU, "demo", "--out", str(demo), "--households", "10", "--phones", "1"],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.data = str(root / "data")
        self.run_ruhu("roster", "import", str(demo / "roster.xlsx"), "--data", self.data, "--region", VILLAGE)
        self.server = subprocess.Popen(
            [RUHU, "serve", "--data", self.data, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True
        )
        self.addCleanup(self.stop_server)
        self.url = re.search(r"http://\S+", self.server.stdout.readline()).group(0)
        self.phone = str(root / "phone")

    def stop_server(self) -> None:
        self.server.kill()
        self.server.wait()
        self.server.stdout.close()

    def run_ruhu(self, *arguments: str) -> str:
        done = subprocess.run([RUHU, *arguments], check=True, capture_output=True, text=True)
        return done.stdout

    def code(self) -> str:
        output = self.run_ruhu("device", "code", "--data", self.data, "--surveyor", TEAM[0], "--region", VILLAGE)
        return re.search(r"[0-9A-Z]{10}", output).group(0)

    def test_one_offline_visit_and_a_sync(self) -> None:
        session = ruhu.FieldSession(self.phone, bytes(range(32)))
        session.enrol(self.url, self.code(), "测试手机")
        session.sync(None)
        self.assertEqual(len(session.roster(0)), 10)
        household = session.roster(0)[0]
        self.assertEqual(session.search(household.head_name, 5)[0].head_name, household.head_name)

        draft = session.start_visit(household.household)
        session.set_team(draft, TEAM)
        for question, answer in ANSWERS.items():
            session.answer(draft, question, answer)
        with self.assertRaises(ruhu.RuhuError) as unsigned:
            session.seal_visit(draft)
        self.assertEqual(unsigned.exception.code, "surveyor_signature_missing")
        session.attach_photo(draft, "outside", png(640, 480), "")
        session.attach_fix(draft, ruhu.FixView(latitude=28.31, longitude=117.7, accuracy_m=8.0, at_ms=0))
        for name in TEAM:
            session.sign(draft, signature("surveyor", name))
        session.sign(draft, signature("member", household.head_name))
        record = session.seal_visit(draft)

        seen = []

        class Observer(ruhu.SyncObserver):
            def progress(self, stage: str, done: int, total: int) -> bool:
                seen.append(stage)
                return True

        report = session.sync(Observer())
        self.assertEqual((report.pushed, report.problems, report.digest_equal), (1, [], True))
        self.assertTrue(seen)
        status = {view.record: view.status for view in session.status().records}
        self.assertEqual(status[record], "complete")
        self.assertIn("全部一致", self.run_ruhu("check", "--data", self.data))

    def test_a_wrong_key_is_said_and_harms_nothing(self) -> None:
        first = ruhu.FieldSession(self.phone, bytes(32))
        del first
        with self.assertRaises(ruhu.RuhuError) as wrong:
            ruhu.FieldSession(self.phone, bytes([1] * 32))
        self.assertEqual(wrong.exception.code, "wrong_key")
        ruhu.FieldSession(self.phone, bytes(32))
        with self.assertRaises(ruhu.RuhuError) as short:
            ruhu.FieldSession(self.phone, bytes(5))
        self.assertEqual(short.exception.code, "bad_key")


if __name__ == "__main__":
    unittest.main()
