"""What is reckoned in a sealed process, and what is planted in a rule to see that it would be noted.

Everything is imported and the first case is taken all the way before the seal is closed: from then on the tables, the message catalogues
and every module are there, and nothing may be read.
"""

from collections.abc import Callable
from types import ModuleType
from typing import Any

from alis_rules import evaluate, load_case
from alis_rules.rules import supervision
from tests.determinism.caches import clear_caches
from tests.determinism.digests import FEW, documents, refusals, results
from tests.determinism.sealing import Seal

PLANTED = {
    "a clock": "import time\ndef ask(): time.time()",
    "a clock by its own name": "from time import perf_counter as now\ndef ask(): now()",
    "a wait": "import time\ndef ask(): time.sleep(0)",
    "today": "import datetime\ndef ask(): datetime.date.today()",
    "now": "from datetime import datetime as when, UTC\ndef ask(): when.now(UTC)",
    "the local time zone": "import time\ndef ask(): time.localtime(0)",
    "a day in the words of the locale": "import datetime\ndef ask(): datetime.date(2026, 1, 1).strftime('%B')",
    "a file": "def ask(): open('/dev/null').close()",
    "whether a file is there": "import pathlib\ndef ask(): pathlib.Path('/dev/null').exists()",
    "a folder": "import os\ndef ask(): os.listdir('/')",
    "the folder that one is in": "import pathlib\ndef ask(): pathlib.Path.cwd()",
    "a variable": "import os\ndef ask(): os.environ.get('TZ')",
    "a variable by getenv": "from os import getenv\ndef ask(): getenv('TZ')",
    "all variables": "from os import environ\ndef ask(): dict(environ)",
    "a variable that is set": "import os\ndef ask(): os.environ.__setitem__('ALIS', '1')",
    "the network": "import socket\ndef ask(): socket.socket().close()",
    "a name on the network": "import socket\ndef ask(): socket.getaddrinfo('127.0.0.1', 80)",
    "another process": "import subprocess\ndef ask(): subprocess.run(['true'])",
    "a thread": "import threading\ndef ask(): threading.Thread(target=print).start()",
    "chance": "import random\ndef ask(): random.random()",
    "chance by its own name": "from random import choice\ndef ask(): choice([1, 2])",
    "a generator of one's own": "import random\nown = random.Random(1)\ndef ask(): own.random()",
    "chance of the system": "import os\ndef ask(): os.urandom(1)",
    "a secret": "import secrets\ndef ask(): secrets.token_bytes(1)",
    "an id by chance": "import uuid\ndef ask(): uuid.uuid4()",
    "an id by the clock": "import uuid\ndef ask(): uuid.uuid1()",
    "the locale": "import locale\ndef ask(): locale.getlocale()",
    "how many cores there are": "import os\ndef ask(): os.cpu_count()",
    "a module that is not loaded yet": "def ask(): import colorsys",
    "something written": "def ask(): print('here')",
    "a file, and the refusal swallowed": "def ask():\n try: open('/dev/null')\n except BaseException: pass",
}
"""Each impurity, as a module with a function `ask` that commits it."""


DOCUMENTS = documents()


def _whole_path() -> None:
    """All that the library answers, of every case."""
    list(results(DOCUMENTS, DOCUMENTS))
    list(refusals())


def _a_rule_that_asks(source: str) -> Callable[[], None]:
    """Plant `ask` in the rule for supervision; gives what takes it out again."""
    module: Any = ModuleType("planted")
    exec(source, module.__dict__)  # noqa: S102 - the sources stand above
    rule: Any = supervision
    plain = rule.above_zero

    def asking(number: Any) -> Any:
        module.ask()
        return plain(number)

    rule.above_zero = asking
    return lambda: setattr(rule, "above_zero", plain)


def _noted(seal: Seal, reckon: Callable[[], object]) -> list[str]:
    """What is noted while something is reckoned with cold caches, in the sealed process."""
    clear_caches()
    with seal.shut() as noted:
        reckon()
    return noted


def _planted(seal: Seal, source: str) -> list[str]:
    case = load_case(DOCUMENTS[FEW[0]])
    take_out = _a_rule_that_asks(source)
    try:
        return _noted(seal, lambda: evaluate(case, explain=True))
    finally:
        take_out()


def report(seal: Seal) -> dict[str, Any]:
    """What asked the world: on the whole path, and with each impurity planted."""
    list(results(FEW[:1], DOCUMENTS))
    return {
        "honest": _noted(seal, _whole_path),
        "planted": {name: _planted(seal, source) for name, source in PLANTED.items()},
        "honest again": _noted(seal, lambda: list(results(FEW[1:], DOCUMENTS))),
    }
