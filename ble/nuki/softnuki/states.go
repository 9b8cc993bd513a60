package softnuki

import "localiq/ble/nuki"

const criticalAt = 20 // percent

// states is what the lock says of itself now.
func (l *Lock) states() nuki.States {
	r, now := l.rec, l.now()
	s := nuki.States{
		Mode: nuki.ModeDoor, Lock: r.Bolt, Trigger: r.Trigger, Time: nuki.TimeOf(now), Zone: int16(l.offset(now) / 60),
		Battery: nuki.NewBattery(r.Battery, r.Battery < criticalAt, false), ConfigCount: r.ConfigCount,
		Last: r.Last, LastTrigger: r.LastBy, LastDone: r.LastDone, Door: r.Door, BLE: -60, Size: 23,
	}
	if !r.NoKeypad {
		s.Accessory |= 1
	}
	if !r.NoSensor {
		s.Accessory |= 4
	}
	if l.on.pairing != nil {
		s.Mode = nuki.ModePairing
	}
	if r.Generation == nuki.Fifth {
		s.Size = 27
	}
	if l.has(ShortState) {
		s.Size, s.Old = uint8(l.faults[ShortState]), l.cfg.Old
	}
	if s.Size < 19 { // firmware of then told no percentage
		s.Battery = nuki.NewBattery(0, s.Battery.Critical(), false)
	}
	return s
}

// batteryReport is of a lock at rest; only what its battery has left is true of it.
func (l *Lock) batteryReport() nuki.BatteryReport {
	mV := uint16(4000 + 20*l.rec.Battery)
	return nuki.BatteryReport{
		Drain: 60000, Voltage: mV, Critical: l.rec.Battery < criticalAt, Action: l.rec.Last, StartVoltage: mV,
		LowestVoltage: mV - 400, Distance: 720, Temperature: 21, MaxCurrent: 400, Resistance: 150,
	}
}
