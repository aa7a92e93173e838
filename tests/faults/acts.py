"""Random acts on the shelf, each a transaction of its own, none of which a rule would refuse."""

from random import Random

from tests.indexer.shelf import ANNE, BEN, World


class Acts:
    """A person who shelves books at random. ``silence``: how often, of a thousand acts, a record is left out, so that
    the chain's head of that book is no longer what its events give."""

    def __init__(self, world: World, random: Random, silence: int = 0) -> None:
        self._world = world
        self._random = random
        self._silence = silence
        self._placed: list[bytes] = []
        self._marks: set[tuple[bytes, int]] = set()
        self.silent: set[bytes] = set()

    def move(self) -> None:
        """An act without which all others stand as well."""
        if self._placed:
            self._world.do("move", self._random.choice(self._placed), self._random.choice((ANNE, BEN)))

    def step(self) -> None:
        """One act."""
        random = self._random
        if not self._placed or random.random() < 0.25:
            books = [random.randbytes(16) for _ in range(random.choice((1, 3, 40)))]
            self._world.do("place", books, ANNE, random.randrange(1000))
            self._placed += books
            return
        book = random.choice(self._placed)
        if random.randrange(1000) < self._silence:
            self._world.do("moveInSilence", book, BEN)
            self.silent.add(book)
            return
        act = random.choice(("move", "move", "mark", "mark", "erase", "remove", "sweep"))
        if act == "move":
            self.move()
        elif act == "mark":
            number = random.randrange(4)
            self._world.do("mark", book, number, random.random() < 0.5, random.getrandbits(256))
            self._marks.add((book, number))
        elif act == "erase" and self._marks:
            mark = random.choice(sorted(self._marks))
            self._world.do("erase", *mark)
            self._marks.remove(mark)
        elif act == "remove":
            self._world.do("remove", book)
            self._placed.remove(book)
        else:
            self._world.do("sweep", "x" * random.randrange(100))
