"""A film ordered from a studio that runs, with gradio_client: `python examples/over_the_network.py ADDRESS "one sentence" film.mp4 [SIZE]`.

A studio with a password takes it as a header: Client(ADDRESS, headers={"Authorization": "Bearer ..."}); see `fabula studio --help`.
"""

import sys
import time
import urllib.request
from pathlib import Path

from gradio_client import Client

address, premise, out = sys.argv[1:4]
size = sys.argv[4] if len(sys.argv) > 4 else "default"
studio = Client(address, verbose=False)
job = studio.predict(premise, size=size, api_name="/make")
while job["state"] in ("queued", "making"):
    time.sleep(1)
    job = studio.predict(job["job"], api_name="/status")
    print(f"{job['target']}: {job['state']}, {job['done']} of {job['total']} steps", file=sys.stderr)
if job["film"] is None:
    sys.exit(f"The film could not be made: {job['error']}")
with urllib.request.urlopen(address.rstrip("/") + job["film"]) as film:
    Path(out).write_bytes(film.read())
