package virtual

import (
	"crypto/ed25519"
	"crypto/sha256"
	"testing"

	"localiq/ble/profile"
)

func maker(name string) (ed25519.PublicKey, ed25519.PrivateKey) {
	seed := sha256.Sum256([]byte(name))
	k := ed25519.NewKeyFromSeed(seed[:])
	return k.Public().(ed25519.PublicKey), k
}

// made is the configuration of a lock that takes firmware.
func made() Config {
	public, _ := maker("maker")
	return Config{Model: "virtual", Firmware: "1.0", FirmwareNumber: 10, Maker: public}
}

func image(t *testing.T, number uint32, size int, by string) profile.Image {
	t.Helper()
	_, private := maker(by)
	body := make([]byte, size)
	for i := range body {
		body[i] = byte(i / 7)
	}
	b, err := profile.SignImage(private, profile.ImageHead{Model: "virtual", Number: number, Version: "2.0"}, body)
	if err != nil {
		t.Fatal(err)
	}
	i, err := profile.ParseImage(b)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// update plays the hub's part from wherever the lock is; n are the pieces that it took.
func (t *talk) update(i profile.Image) (n int, s profile.FirmwareState) {
	t.t.Helper()
	t.send(profile.FirmwareBegin{Head: i.Head})
	for s = expect[profile.FirmwareState](t); s.Result == profile.UpdateOK && s.Have < s.Size; s = expect[profile.FirmwareState](t) {
		end := min(int(s.Have)+profile.MaxData, len(i.Body))
		t.send(profile.FirmwareData{Offset: s.Have, Data: i.Body[s.Have:end]})
		n++
	}
	if s.Result != profile.UpdateOK {
		return n, s
	}
	t.send(profile.FirmwareCommit{})
	return n, expect[profile.FirmwareState](t)
}
