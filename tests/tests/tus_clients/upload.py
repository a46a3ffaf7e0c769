"""Uploads every file of a folder with tuspy, by nothing but what it offers.

    python upload.py ENDPOINT TOKEN FOLDER

Prints one line for each file: its name and how often the whole call had to be made again.
"""

import hashlib
import sys
from pathlib import Path

import requests
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError

CHUNK = 256 * 1024
MAX_CALLS = 50


def main() -> None:
    endpoint, token, folder = sys.argv[1:]
    client = TusClient(endpoint, headers={"Authorization": f"Bearer {token}"})
    for path in sorted(Path(folder).iterdir()):
        metadata = {"sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        uploader = client.uploader(
            str(path), chunk_size=CHUNK, retries=20, retry_delay=0.02, metadata=metadata
        )
        for call in range(MAX_CALLS):
            try:
                uploader.upload()
                break
            except (TusCommunicationError, requests.exceptions.RequestException):
                # The announcement itself was cut: tuspy leaves that one to its caller.
                continue
        else:
            sys.exit(f"{path.name}: not through after {MAX_CALLS} calls")
        print(path.name, call)


main()
