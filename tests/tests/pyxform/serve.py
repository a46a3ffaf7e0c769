"""Converts forms for the tests: one JSON line with a workbook in, one JSON line with an XForm or a refusal out."""

import base64
import json
import sys

from pyxform.validators.odk_validate import ODK_VALIDATE_PATH
from pyxform.xls2xform import convert


def answer(request):
    try:
        workbook = base64.b64decode(request["xlsx"])
        return {"xform": convert(workbook, file_type=".xlsx").xform}
    except Exception as error:  # A crash refuses a form as well as a message does.
        return {"refused": f"{type(error).__name__}: {error}"}


def main():
    print(json.dumps({"validator": ODK_VALIDATE_PATH}), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
