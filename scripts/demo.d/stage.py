"""Who and what takes part: the hub, the people with their devices, the records that they know of."""

import os

import county
from clashes import ASKED, JOINED
from network import Relay
from programs import Device, together
from workload import Known, Workload, kinds_of

TABLETS = [0, 2, 4, 6, 8]
# Phones whose line to the hub is bad, by the worker's place in the list.
BAD_LINES = [1, 3, 10, 13, 16, 19, 22, 23]
RESTORED, MOVED = 5, 24


class Stage:
    def __init__(self, programs, hub, book, narrator, random, directory, records, changes):
        self.programs, self.hub, self.book, self.narrator = programs, hub, book, narrator
        self.random, self.directory = random, directory
        self.target_records, self.target_changes = records, changes
        self.workload = Workload(random)
        self.relays, self.devices, self.known = [], [], []
        self.by_grid = {}
        self.clashes = []
        self.totals = {"lost": 0, "killed": 0, "pairs": 0}
        self.villages, self.grid_count, self.grids = county.write_invented_areas(
            os.path.join(directory, "grids.csv"))
        self.workers, self.desk, self.supervisor = county.people(self.grids)

    # Devices

    def clock(self, index):
        """How wrong a device's clock is: two minutes at most, but for three that are far off."""
        far = {7: "+1d", 11: "-1d", 17: "-10y"}
        return far.get(index) or f"{self.random.randrange(-120, 121):+d}s"

    def add_device(self, name, person, clock):
        store = os.path.join(self.directory, f"device-{len(self.devices) + 1:02d}")
        device = Device(self.programs, self.book, name, person, store, clock)
        self.devices.append(device)
        return device

    def hand_out_devices(self):
        for index, person in enumerate(self.workers):
            device = self.add_device(f"{person.english}'s phone", person, self.clock(index))
            if index in BAD_LINES:
                device.network = Relay(self.hub.url)
                self.relays.append(device.network)
        for index in TABLETS:
            self.add_device(f"{self.workers[index].english}'s tablet", self.workers[index], "+0s")
        self.desk_device = self.add_device(f"{self.desk.english}'s laptop", self.desk, "+0s")
        self.supervisor_device = self.add_device(f"{self.supervisor.english}'s laptop", self.supervisor, "+0s")
        codes = [self.hub.command("devices", "code", "--worker", device.person.id)[0]["code"] for device in self.devices]

        def enrol(pair):
            device, code = pair
            device.enrol(device.network.url if device.network else self.hub.url, code)

        together(enrol, list(zip(self.devices, codes)))

    def phone(self, index):
        return self.devices[index]

    def devices_of(self, grid):
        return [device for device in self.devices if device.person.role == "worker" and grid.code in device.person.areas]

    # Records

    def deal(self):
        """Deals the kinds of all records over the week's first two days: [(device, kind)] for each."""
        kinds = kinds_of(self.target_records)
        self.random.shuffle(kinds)
        monday = len(kinds) * 7 // 10
        return kinds[:monday], kinds[monday:]

    def creations(self, kinds, prefix, reserve):
        """Lines that make records, dealt over the workers' devices: visits last, as they name what was visited.

        With `reserve` the first records of a fitting kind are kept apart for clashes.
        """
        workers = [device for device in self.devices if device.person.role == "worker"]
        plan = {device: [] for device in workers}
        pool = sorted(kinds, key=lambda kind: kind == "visit")
        if reserve:
            pool = self.reserve(pool, plan, prefix)
        for place, kind in enumerate(pool):
            device = workers[place % len(workers)]
            self.create(plan, device, kind, f"{prefix}{place}")
        return plan

    def reserve(self, pool, plan, prefix):
        pool = list(pool)
        copies = 2 if self.target_changes >= 5000 else 1
        grids = self.grids
        for place, clash in enumerate(list(JOINED + ASKED) * copies):
            pool.remove(clash.kind)
            # What the desk writes or decides in the story lies in its two townships.
            is_desks = "desk" in clash.by or clash.path in ("amount_fen", "floors")
            reachable = [grid for grid in grids if grid.code[:9] in self.desk.areas] if is_desks else grids
            grid = reachable[place % len(reachable)]
            device = self.devices_of(grid)[0]
            if clash.kind == "visit" and not plan[device]:
                pool.remove("resident")
                self.create(plan, device, "resident", f"{prefix}first{place}")
            known = self.create(plan, device, clash.kind, f"{prefix}clash{place}", clash.start)
            known.is_reserved = True
            self.clashes.append((clash, known))
        return pool

    def create(self, plan, device, kind, name, start=None):
        grid = next(grid for grid in self.grids if grid.code in device.person.areas)
        targets = [line["as"] for line, _ in plan[device] if line["op"] == "new" and line["kind"] != "visit"]
        targets = targets or [known.id for known in self.by_grid.get(grid.code, []) if known.kind != "visit"]
        line = self.workload.creation(kind, grid, name, targets)
        line["fields"].update(start or {})
        known = Known(name, kind, grid.code, dict(line["fields"]))
        plan[device].append((line, known))
        return known

    def edits(self, count, plan=None, own=False):
        """Adds ordinary edits to a plan: each record is touched by one device only, so that nothing clashes."""
        workers = [device for device in self.devices if device.person.role == "worker"]
        plan = plan if plan is not None else {device: [] for device in workers}
        owners = {}
        for place in range(count):
            if own:
                device = workers[place % len(workers)]
                choices = [known for _, known in plan[device] if known and not known.is_reserved]
            else:
                grid = self.grids[place % len(self.grids)]
                choices = [known for known in self.by_grid[grid.code] if not known.is_reserved]
            known = self.random.choice(choices)
            if not own:
                device = owners.setdefault(known.id, None) or self.random.choice(self.devices_of(grid))
                owners[known.id] = device
            plan.setdefault(device, []).append((self.workload.edit(known), known))
        return plan

    def write(self, plan):
        """Every device writes its lines offline; new records get their ids."""

        def work(item):
            device, entries = item
            return device.apply([line for line, _ in entries])

        plan = [(device, entries) for device, entries in plan.items() if entries]
        for (_, entries), written in zip(plan, together(work, plan)):
            for (line, known), answer in zip(entries, written):
                if line["op"] == "new":
                    known.id = answer["id"]
                    self.known.append(known)
                    self.by_grid.setdefault(known.grid, []).append(known)

    def sync_all(self, devices=None):
        return together(lambda device: device.sync(), devices or self.devices)
