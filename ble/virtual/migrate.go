package virtual

import (
	"encoding/json"
	"fmt"

	"localiq/ble/profile"
)

// recordVersion is what is written. Every version that a release of ours wrote is read: a lock on
// a door is not paired anew for an update.
//
//	1  Hub, the one key that may open a session
//	2  Peers, and everything that a lock without a table did not have
const recordVersion = 2

// read makes a record of what any release of ours saved.
func read(b []byte) (*record, error) {
	var r struct {
		record
		Hub []byte // version 1
	}
	if err := json.Unmarshal(b, &r); err != nil {
		return nil, fmt.Errorf("virtual: the lock's memory cannot be read: %w", err)
	}
	switch r.Version {
	case recordVersion:
	case 1:
		if r.Version = recordVersion; len(r.Hub) > 0 {
			r.Peers = []peer{{r.Hub, profile.RoleHub}}
		}
	default:
		return nil, fmt.Errorf("virtual: the lock's memory has version %d, this lock reads up to %d", r.Version, recordVersion)
	}
	if !r.sound() {
		return nil, fmt.Errorf("virtual: the lock's memory is damaged")
	}
	return &r.record, nil
}
