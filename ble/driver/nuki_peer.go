package driver

import (
	"encoding/binary"

	"localiq/ble/nuki"
)

// nukiPeer is what a pairing left, but for the keys: core.Lock.Peer, opaque elsewhere. There is no
// secret in it: the salt only says which of the vault's secrets is ours for this lock.
type nukiPeer struct {
	generation nuki.Generation
	auth       nuki.AuthID // ours, at that lock
	salt       [16]byte
	app        uint32
	uuid       nuki.UUID
}

const (
	peerVersion = 1
	peerSize    = 1 + 1 + 4 + 16 + 4 + 16
)

func (p nukiPeer) bytes() []byte {
	b := []byte{peerVersion, byte(p.generation)}
	b = binary.LittleEndian.AppendUint32(b, uint32(p.auth))
	b = append(b, p.salt[:]...)
	b = binary.LittleEndian.AppendUint32(b, p.app)
	return append(b, p.uuid[:]...)
}

// peerFrom reads what bytes writes.
func peerFrom(b []byte) (p nukiPeer, ok bool) {
	if len(b) != peerSize || b[0] != peerVersion {
		return p, false
	}
	p.generation, p.auth = nuki.Generation(b[1]), nuki.AuthID(binary.LittleEndian.Uint32(b[2:]))
	copy(p.salt[:], b[6:])
	p.app = binary.LittleEndian.Uint32(b[22:])
	copy(p.uuid[:], b[26:])
	return p, p.generation == nuki.Classic || p.generation == nuki.Fifth
}
