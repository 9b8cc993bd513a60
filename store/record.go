package store

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
)

// A record is a version byte, the CRC-32C (big-endian) of that byte and the payload, and the
// payload.
const (
	recordVersion = 1
	recordHead    = 5
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func frame(payload []byte) []byte {
	b := make([]byte, recordHead, recordHead+len(payload))
	b[0] = recordVersion
	b = append(b, payload...)
	binary.BigEndian.PutUint32(b[1:], recordSum(b))
	return b
}

// unframe returns a part of b, which a transaction may own.
func unframe(b []byte) ([]byte, error) {
	switch {
	case len(b) < recordHead:
		return nil, fmt.Errorf("%w: a record of %d bytes", ErrDamaged, len(b))
	case recordSum(b) != binary.BigEndian.Uint32(b[1:]):
		return nil, fmt.Errorf("%w: a record's checksum is wrong", ErrDamaged)
	case b[0] != recordVersion:
		return nil, fmt.Errorf("store: a record of version %d: made by a newer release?", b[0])
	}
	return b[recordHead:], nil
}

func recordSum(b []byte) uint32 {
	return crc32.Update(crc32.Checksum(b[:1], castagnoli), castagnoli, b[recordHead:])
}

func encode(v any) ([]byte, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	return frame(b), nil
}

// decode copies everything out of b.
func decode(b []byte, v any) error {
	payload, err := unframe(b)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(payload, v); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}
