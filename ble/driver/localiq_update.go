package driver

import (
	"localiq/ble/profile"
	"localiq/core"
)

// Firmware reads an image's file.
func (LocalIQ) Firmware(file []byte) (Firmware, error) {
	im, err := profile.ParseImage(file)
	if err != nil {
		return nil, core.Errorf(core.CodeInvalid, "this is no firmware image, or a damaged one").Advise("fetch it again from the lock's maker")
	}
	return firmware{im}, nil
}

type firmware struct{ profile.Image }

func (f firmware) Version() string { return f.ImageHead.Version }
func (f firmware) Size() int       { return len(f.Body) }

// upgrade is where a session is in bringing another firmware: begin, the bytes from where the lock
// is, commit. Each message is answered, and the next waits for leave (State.More).
type upgrade struct {
	state     Update
	image     firmware
	word      profile.Message // to be said; nil: the lock has the word
	begun     bool
	committed bool
}

// upgrade is given a firmware. A lock that runs it already has nothing to do.
func (s *session) upgrade(f Firmware) {
	im, ok := f.(firmware)
	if !ok {
		return
	}
	s.update = upgrade{image: im}
	switch st := s.account.newest; {
	case !s.can.Has(profile.CanUpdate):
		s.update.end(core.Errorf(core.CodeRefused, "this lock takes no firmware over the air").Advise("ask the lock's maker"))
	case st.Firmware == im.Version():
		s.update.end(nil)
	case st.Battery != 0 && st.Battery < profile.LowBattery:
		s.update.end(core.Errorf(core.CodeRefused, "the lock's battery is too low for another firmware: %d %%", st.Battery).
			Advise("change the batteries, then try again"))
	default:
		s.update.word = profile.FirmwareBegin{Head: im.Head}
	}
}

func (u *upgrade) more() bool { return u.word != nil && !u.state.Over }

func (u *upgrade) next() profile.Message {
	m := u.word
	u.word = nil
	return m
}

func (u *upgrade) end(err *core.Error) { u.state.Over, u.state.Err, u.word = true, err, nil }

// firmwareState is the lock's answer. Its count is believed: it alone knows what it kept.
func (s *session) firmwareState(m profile.FirmwareState) {
	u := &s.update
	if u.state.Over || len(u.image.Body) == 0 {
		return
	}
	have := int(min(m.Have, uint32(len(u.image.Body))))
	switch {
	case m.Result != profile.UpdateOK:
		u.end(updateError(m.Result))
	case u.committed:
		u.state.Has = have
		u.end(nil)
	case u.begun && have <= u.state.Has:
		u.end(errNotTaken()) // it says that it takes them, and does not
	case have < len(u.image.Body):
		u.state.Has, u.begun = have, true
		to := min(have+profile.MaxData, len(u.image.Body))
		u.word = profile.FirmwareData{Offset: m.Have, Data: u.image.Body[have:to]}
	default:
		u.state.Has, u.begun, u.committed = have, true, true
		u.word = profile.FirmwareCommit{}
	}
}

// updateError is the lock's no, for people.
func updateError(result uint8) *core.Error {
	switch result {
	case profile.UpdateUnsigned:
		return core.Errorf(core.CodeRefused, "the lock does not know who signed this firmware").Advise("take the image of this lock's own maker")
	case profile.UpdateNotNewer:
		return core.Errorf(core.CodeRefused, "the lock runs this firmware or a newer one").Advise("nothing is to be done")
	case profile.UpdateWrong:
		return core.Errorf(core.CodeRefused, "this firmware is for another model, or damaged").Advise("compare the lock's model, fetch the image again")
	case profile.UpdateTooBig:
		return core.Errorf(core.CodeRefused, "the lock has no room for this firmware").Advise("ask the lock's maker")
	case profile.UpdateBusy:
		return core.Errorf(core.CodeRefused, "the lock is busy, or its battery is low").Advise("see to its batteries, then try again: it goes on where it was")
	}
	return errNotTaken()
}

func errNotTaken() *core.Error {
	return core.Errorf(core.CodeLockFailed, "the lock did not take the firmware").Advise("try again; if that does not help, ask the lock's maker")
}
