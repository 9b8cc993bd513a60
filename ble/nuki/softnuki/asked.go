package softnuki

import (
	"io"
	"time"

	"localiq/ble/nuki"
)

// asked does what an authorization wants: a request for data is free, all else uses up a challenge,
// and management shows the PIN.
func (t to) asked(m nuki.Message) {
	if r, is := m.(nuki.RequestData); is {
		t.data(r.Want)
		return
	}
	n, pin, known := secured(m)
	code := nuki.ErrorBadParameter
	if known {
		code = t.admit(n, pin)
	}
	if code != 0 {
		t.refuse(code, m.Command())
		return
	}
	t.do(m)
}

func (t to) data(want nuki.Command) {
	l := t.c.lock
	switch want {
	case nuki.CmdChallenge:
		var n nuki.Nonce
		if _, err := io.ReadFull(l.cfg.Random, n[:]); err != nil {
			t.refuse(nuki.ErrorUnspecified, nuki.CmdRequestData)
			return
		}
		t.c.nonces[t.id] = n
		t.say(nuki.Challenge{Nonce: n})
	case nuki.CmdStates:
		t.say(l.states())
		if l.rec.known(t.id).Type == nuki.IDBridge && l.rec.Changed {
			l.rec.Changed, l.dirty = false, true
			l.stir()
		}
	case nuki.CmdBatteryReport:
		t.say(l.batteryReport())
	default:
		t.refuse(nuki.ErrorBadParameter, nuki.CmdRequestData)
	}
}

// admit checks what a command carries; 0: it may be done. The challenge is used up either way.
func (t to) admit(n nuki.Nonce, pin *nuki.PIN) nuki.ErrorCode {
	l := t.c.lock
	drawn, some := t.c.nonces[t.id]
	delete(t.c.nonces, t.id)
	if !some || n != drawn || l.happens(BadNonce) {
		return nuki.ErrorBadNonce
	}
	if pin == nil {
		return 0
	}
	return l.checkPIN(*pin)
}

const (
	pinTries = 5
	pinPause = 5 * time.Minute
)

// checkPIN: whoever is wrong too often shuts everybody out, also who is right.
func (l *Lock) checkPIN(pin nuki.PIN) nuki.ErrorCode {
	switch {
	case pin.Generation() != l.rec.Generation:
		return nuki.ErrorBadLength
	case l.on.blocked != nil || l.has(Lockout):
		return nuki.ErrorTooManyPINs
	case pin.Same(l.pin):
		l.on.tries = 0
		return 0
	}
	if l.on.tries++; l.on.tries >= pinTries {
		l.on.blocked = l.after(pinPause, func() { l.on.blocked, l.on.tries = nil, 0 })
	}
	return nuki.ErrorBadPIN
}

// secured is what a command carries; known is false for one that no client says.
func secured(m nuki.Message) (n nuki.Nonce, pin *nuki.PIN, known bool) {
	switch m := m.(type) {
	case nuki.LockAction:
		return m.Nonce, nil, true
	case nuki.ConfigRequest:
		return m.Nonce, nil, true
	case nuki.DoorSensorRequest:
		return m.Nonce, nil, true
	case nuki.VerifyPIN:
		return m.Nonce, &m.PIN, true
	case nuki.RemoveAuth:
		return m.Nonce, &m.PIN, true
	case nuki.SetTime:
		return m.Nonce, &m.PIN, true
	case nuki.SetConfig:
		return m.Nonce, &m.PIN, true
	case nuki.SetDoorSensor:
		return m.Nonce, &m.PIN, true
	case nuki.LogRequest:
		return m.Nonce, &m.PIN, true
	case nuki.SetLog:
		return m.Nonce, &m.PIN, true
	case nuki.SetDoorLog:
		return m.Nonce, &m.PIN, true
	case nuki.KeypadAdd:
		return m.Nonce, &m.PIN, true
	case nuki.KeypadList:
		return m.Nonce, &m.PIN, true
	case nuki.KeypadUpdate:
		return m.Nonce, &m.PIN, true
	case nuki.KeypadRemove:
		return m.Nonce, &m.PIN, true
	}
	return n, nil, false
}

func (t to) do(m nuki.Message) {
	l := t.c.lock
	switch m := m.(type) {
	case nuki.LockAction:
		t.act(m)
	case nuki.RemoveAuth:
		t.removeAuth(m)
	case nuki.ConfigRequest:
		t.say(l.config())
	case nuki.DoorSensorRequest:
		t.say(l.rec.Sensor)
	case nuki.LogRequest:
		t.tellLog(m)
	case nuki.KeypadAdd:
		t.addCode(m)
	case nuki.KeypadList:
		t.listCodes(m)
	case nuki.KeypadUpdate:
		t.updateCode(m)
	case nuki.KeypadRemove:
		t.removeCode(m)
	default:
		if code := l.set(m); code != 0 {
			t.refuse(code, m.Command())
			return
		}
		l.dirty = true
		t.complete()
	}
}
