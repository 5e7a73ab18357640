"""The administrative socket is for the daemon's own user: by its mode, by its directory, and by who asks."""

import json
import os
import pathlib
import socket
import stat
import unittest

from programs import LIMIT, ProgramsTestCase

NOBODY = 65534


class SocketTests(ProgramsTestCase):
    def setUp(self):
        super().setUp()
        self.running = self.hub()
        found = [path for path in self.running.data.rglob("*") if stat.S_ISSOCK(path.lstat().st_mode)]
        self.assertEqual(len(found), 1, found)
        self.path = found[0]

    def ask(self):
        """Asks for the areas as whoever runs this: what came back, or the name of the failure."""
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
                connection.settimeout(LIMIT)
                connection.connect(str(self.path))
                connection.sendall(b'{"command":"workers.list","arguments":{}}\n')
                answer = b""
                while part := connection.recv(65_536):
                    answer += part
                return answer.decode()
        except (ConnectionError, PermissionError) as error:
            return type(error).__name__

    def ask_as(self, user):
        """The same in a child process under another user id."""
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            answer = "no answer"
            try:
                os.close(reading)
                os.setgroups([])
                os.setgid(user)
                os.setuid(user)
                answer = self.ask()
            except BaseException as error:  # whatever it was, the parent has to learn of it
                answer = f"failed: {error!r}"
            finally:
                os.write(writing, answer.encode())
                os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as stream:
            answer = stream.read()
        os.waitpid(child, 0)
        return answer

    def test_only_the_owner_may_open_it(self):
        self.assertEqual(stat.S_IMODE(self.path.lstat().st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(self.running.data.stat().st_mode), 0o700)
        self.assertEqual(json.loads(self.ask().splitlines()[-1]), {"done": True})

    @unittest.skipUnless(os.getuid() == 0, "only root can ask as another user")
    def test_another_user_gets_no_answer_even_when_every_mode_lets_him_in(self):
        self.assertEqual(self.ask_as(NOBODY), "PermissionError")
        for directory in [self.path.parent, *self.path.parent.parents]:
            if directory == pathlib.Path(self.directory).parent:
                break
            directory.chmod(0o755)
        self.path.chmod(0o666)
        answer = self.ask_as(NOBODY)
        self.assertIn(answer, ("", "ConnectionResetError", "BrokenPipeError"))
        self.assertIn("refused another user", self.running.log.read_text(errors="replace"))
        self.assertEqual(json.loads(self.ask().splitlines()[-1]), {"done": True})


if __name__ == "__main__":
    unittest.main()
