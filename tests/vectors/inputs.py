"""The inputs of the vectors: codes, names and documents, good and refused ones."""

from typing import Any

CHAIN = 31337
KEYS: list[tuple[Any, ...]] = [
    (1, "330110103201JC00012F00010001"),
    (1, "330110103201JD00012W00000000"),
    (2, "3301101032010000012"),
    (3, "N2330110MF1234567X", 2017, "ZC-0001"),
    (3, "N2330110MF1234567X", 2018, "ZC-0001"),
    (3, "N2330110MF1234567X", 2017, "集资2017第0042号"),
    (3, "N2330110MF1234567X", 1949, "A" * 64),
]
KEYS_REFUSED: list[tuple[Any, ...]] = [
    (1, ""),
    (1, "330110103201jc00012f00010001"),
    (1, "330110 103201JC00012F00010001"),
    (1, "330110103201JC00012F00010001\n"),
    (2, "３３０１１０１０３２０１００００００１２"),
    (3, "n2330110mf1234567x", 2017, "ZC-0001"),
    (3, "N2330110MF1234567X", 1948, "ZC-0001"),
    (3, "N2330110MF1234567X", 2017, ""),
    (3, "N2330110MF1234567X", 2017, "zc-0001"),
    (3, "N2330110MF1234567X", 2017, "ZC 0001"),
    (3, "N2330110MF1234567X", 2017, "ＺＣ-0001"),
    (3, "N2330110MF1234567X", 2017, "A" * 65),
]


PROVINCE, CITY, COUNTY = 33 * 10**12, 3301 * 10**10, 330110 * 10**8
TOWNSHIP, VILLAGE, GROUP = 330110005 * 10**5, 330110005003 * 100, 33011000500301
NEIGHBOUR, NO_COUNTY, ITS_TOWNSHIP = 330109 * 10**8, 4419 * 10**10, 441900003 * 10**5
CODES = [10**14, PROVINCE, CITY, COUNTY, NEIGHBOUR, TOWNSHIP, VILLAGE, GROUP, VILLAGE + 2, NO_COUNTY, ITS_TOWNSHIP]


DOCUMENTS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"name": "东塘村"}, {"/name": "东塘村"}),
    ({"a": 1, "b": True}, {"/a": 1, "/b": True}),
    (
        {"名称": "鱼塘", "owner": {"name": 'Zhang "San"\n\u0007', "a/b~c": None}, "ring": [[1, -2], [2**53 - 1]]},
        {
            "/名称": "鱼塘",
            "/owner/name": 'Zhang "San"\n\u0007',
            "/owner/a~1b~0c": None,
            "/ring/0/0": 1,
            "/ring/0/1": -2,
            "/ring/1/0": 2**53 - 1,
        },
    ),
    (
        {"decomposed": "e\u0301", "e\u0301": False, "third": ""},
        {"/decomposed": "\u00e9", "/\u00e9": False, "/third": ""},
    ),
]
DOCUMENTS_REFUSED: list[Any] = [
    {},
    {"a": {}},
    {"a": []},
    {"a": 1.5},
    {"a": 2**53},
    {"a": -(2**53)},
    {"0": 1},
    {"": 1},
    {"e\u0301": 1, "\u00e9": 2},
]
