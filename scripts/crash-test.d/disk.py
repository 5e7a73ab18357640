"""A small disk of the daemon's own, in a mount namespace that ends with this program, that can be made full."""
import os
import subprocess
import sys
import threading

MEBIBYTES = 2048  # what it may grow to while it is not made full; memory is used for what is stored only
MARK = "CRASH_TEST_NAMESPACE"


def enter_namespace():
    """Starts this program again where its mounts are nobody else's; as another user, in a user namespace."""
    if os.environ.get(MARK):
        return
    options = ["--mount"] if os.geteuid() == 0 else ["--user", "--map-root-user", "--mount"]
    if subprocess.run(["unshare", *options, "true"], capture_output=True).returncode != 0:
        sys.exit("disk-full needs a mount namespace: run it as root, or where unshare --user --mount is allowed")
    os.environ[MARK] = "1"
    os.execvp("unshare", ["unshare", *options, sys.executable, *sys.argv])


class Disk:
    def __init__(self, path):
        self.path, self.is_full, self.lock = path, False, threading.Lock()
        os.makedirs(path)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={MEBIBYTES}m", "crash-test", path], check=True)

    def fill(self):
        """Takes away all that is free."""
        for _ in range(50):
            state = os.statvfs(self.path)
            used = (state.f_blocks - state.f_bfree) * state.f_frsize
            if self.resize(used):  # refused when more has been written meanwhile
                self.is_full = True
                return
        raise RuntimeError("the disk could not be filled")

    def free(self):
        self.is_full = False
        if not self.resize(MEBIBYTES << 20):
            raise RuntimeError("the disk could not be made free")

    def resize(self, size):
        done = subprocess.run(["mount", "-o", f"remount,size={size}", self.path], capture_output=True)
        return done.returncode == 0

    def close(self):
        subprocess.run(["umount", "--lazy", self.path], capture_output=True)
