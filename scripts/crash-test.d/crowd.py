"""All devices at work at the same time, each in a thread of its own."""
import threading

from program import Killed, ProgramDevice
from programs import Stopped


class Crowd:
    """Every device at work, each in a thread of its own, and those that were cloned meanwhile."""

    LIMIT = 3  # clones at work at the same time

    def __init__(self, devices, daemon, book):
        self.devices, self.daemon, self.book = list(devices), daemon, book
        self.ended, self.threads, self.clones, self.lock = threading.Event(), [], [], threading.Lock()

    def begin(self):
        for device in self.devices:
            self.employ(device)

    def employ(self, device):
        thread = threading.Thread(target=self.labour, args=(device,), daemon=True)
        with self.lock:
            self.threads.append(thread)
        thread.start()

    def programs(self):
        return [device for device in self.devices
                if isinstance(device, ProgramDevice) and not device.is_retired and not device.is_cut_off]

    def lights(self):
        return [device for device in self.devices if not isinstance(device, ProgramDevice)]

    def adopt(self, device):
        with self.lock:
            self.devices.append(device)
            self.clones.append(device)
            if len(self.clones) > self.LIMIT:
                self.clones.pop(0).is_retired = True
        self.employ(device)

    def labour(self, device):
        """Works until told to end; after a broken exchange it waits for the next daemon and reconnects."""
        generation, is_reconnecting = self.daemon.generation, False
        while not self.ended.is_set() and not getattr(device, "is_retired", False):
            try:
                for born in device.obey() if isinstance(device, ProgramDevice) else ():
                    self.adopt(born)
                if is_reconnecting:
                    device.reconnect()
                    is_reconnecting = False
                device.work()
            except Killed:
                continue
            except Stopped as reason:
                if not self.can_go_on(device, reason):
                    return
                is_reconnecting = True
                if reason.code == 69 and self.daemon.generation == generation:
                    self.daemon.wait_for_next(generation)
                elif reason.code == 75:
                    self.ended.wait(0.05)
                generation = self.daemon.generation
            except Exception as error:  # a defect, of the programs or of this test
                self.book.fault(f"{device.name}: {type(error).__name__}: {error}")
                return

    def can_go_on(self, device, reason):
        if "store_full" in str(reason):
            self.book.count("refused_as_full")
        if reason.code in (69, 75):
            return True
        if reason.code == 77 and isinstance(device, ProgramDevice):
            device.is_cut_off = True
            self.book.count("devices_the_hub_forgot")
        else:
            self.book.fault(f"{device.name}: {reason}")
        return False

    def end(self):
        self.ended.set()
        for thread in self.threads:
            thread.join(timeout=120)
            if thread.is_alive():
                self.book.fault("a device did not end")
