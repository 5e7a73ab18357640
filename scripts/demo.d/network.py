"""A bad network: a relay between a device and the hub that can lose the hub's answer to a push."""

import socket
import threading


class Relay:
    """Passes bytes on. In mode `lose` the hub's next answer to a sync is dropped and the line cut; in mode `hold` it
    is kept back until the device hangs up."""

    def __init__(self, hub_url):
        host, port = hub_url.split("//")[1].split(":")
        self.hub = (host, int(port.strip("/")))
        self.mode = "pass"
        self.lost = threading.Event()
        self.count = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self.listener.close()

    def will(self, mode):
        self.mode = mode
        self.lost.clear()

    def _accept(self):
        while True:
            try:
                device, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(device,), daemon=True).start()

    def _serve(self, device):
        try:
            hub = socket.create_connection(self.hub)
        except OSError:
            device.close()
            return
        state = {"syncing": False}

        def outward():
            while data := receive(device):
                if data[:4] in (b"POST", b"GET "):
                    state["syncing"] = data.startswith(b"POST /v1/sync ")
                if not send(hub, data):
                    break
            cut(hub)

        threading.Thread(target=outward, daemon=True).start()
        while data := receive(hub):
            if state["syncing"] and self.mode != "pass":
                # The hub has committed before it says the first byte.
                mode, self.mode = self.mode, "pass"
                self.count += 1
                self.lost.set()
                if mode == "hold":
                    while receive(hub):
                        pass
                break
            if not send(device, data):
                break
        cut(device)
        cut(hub)


def receive(connection):
    try:
        return connection.recv(65536)
    except OSError:
        return b""


def send(connection, data):
    try:
        connection.sendall(data)
        return True
    except OSError:
        return False


def cut(connection):
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    connection.close()
