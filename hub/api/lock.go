package api

import (
	"net/http"
	"strings"

	"localiq/core"
)

// Lock is a door with a lock, in the words that a program needs [lock.state]; /v1/site has all of it.
type Lock struct {
	ID       core.DoorID  `json:"id"` // the door's: it stays when the lock is replaced
	Name     string       `json:"name"`
	Family   string       `json:"family,omitempty"`
	Model    string       `json:"model,omitempty"`
	State    core.Bolt    `json:"state"`
	Reported bool         `json:"reported"` // false: the lock has not said so yet, and State is unknown
	Door     core.Contact `json:"door"`
	Office   bool         `json:"office"`
	Online   bool         `json:"online"`             // within earshot
	LastSeen int64        `json:"lastSeen,omitempty"` // ns UTC
	Battery  int          `json:"battery,omitempty"`  // %; 0: not told
	RSSI     int          `json:"rssi,omitempty"`     // dBm
	Firmware string       `json:"firmware,omitempty"`
	Alerts   []Alert      `json:"alerts,omitempty"`
}

// Alert is one that is raised and not cleared.
type Alert struct {
	Door     core.DoorID    `json:"door,omitempty"` // "": of the box itself
	DoorName string         `json:"doorName,omitempty"`
	Kind     core.AlertKind `json:"kind"`
	Event    core.Seq       `json:"event"`           // that raised it
	Since    int64          `json:"since"`           // ns UTC
	Acked    int64          `json:"acked,omitempty"` // ns UTC; 0: nobody has read it
}

type lockList struct {
	Locks []Lock `json:"locks"`
}

type alertList struct {
	Alerts []Alert `json:"alerts"`
}

func locks(s *core.Snapshot, _ *http.Request) (lockList, *core.Error) {
	all := lockList{[]Lock{}}
	for i := range s.Doors {
		if s.Doors[i].Door.Lock != "" {
			all.Locks = append(all.Locks, lockOf(&s.Doors[i]))
		}
	}
	return all, nil
}

func oneLock(s *core.Snapshot, r *http.Request) (Lock, *core.Error) {
	id := r.PathValue("id")
	for i := range s.Doors {
		if c := &s.Doors[i]; c.Door.Lock != "" && (string(c.Door.ID) == id || strings.EqualFold(c.Door.Name, id)) {
			return lockOf(c), nil
		}
	}
	return Lock{}, core.Errorf(core.CodeNotFound, "there is no such lock, or it is not yours to see").Advise("see: GET /v1/locks")
}

func lockOf(c *core.DoorCard) Lock {
	is := &c.State.Reported
	l := Lock{ID: c.Door.ID, Name: c.Door.Name, State: is.Bolt, Reported: !is.At.IsZero(), Door: is.Contact, Office: c.State.Office.On, Online: c.State.Link.Heard,
		LastSeen: c.Signal.Heard.Wall, Battery: int(is.Battery), RSSI: int(c.Signal.RSSI), Firmware: is.Firmware}
	if c.Lock != nil {
		l.Family, l.Model = c.Lock.Family, c.Lock.Model
	}
	for _, a := range c.State.Alerts {
		l.Alerts = append(l.Alerts, alertOf(&c.Door, a))
	}
	return l
}

func alertOf(d *core.Door, a core.Alert) Alert {
	return Alert{Door: d.ID, DoorName: d.Name, Kind: a.Kind, Event: a.Seq, Since: a.Since.Wall, Acked: a.Acked.Wall}
}

func alerts(s *core.Snapshot, _ *http.Request) (alertList, *core.Error) {
	all := alertList{[]Alert{}}
	for _, a := range s.Hub.Alerts {
		all.Alerts = append(all.Alerts, alertOf(&core.Door{}, a))
	}
	for i := range s.Doors {
		for _, a := range s.Doors[i].State.Alerts {
			all.Alerts = append(all.Alerts, alertOf(&s.Doors[i].Door, a))
		}
	}
	return all, nil
}

// shows answers with a view of the newest snapshot.
func shows[T any](view func(*core.Snapshot, *http.Request) (T, *core.Error)) func(*service, http.ResponseWriter, *http.Request, Hub) {
	return func(_ *service, w http.ResponseWriter, r *http.Request, hub Hub) {
		s, ok := <-hub.Watch(r.Context())
		if !ok {
			fail(w, whyClosed(r.Context(), hub))
			return
		}
		if v, err := view(s, r); err != nil {
			fail(w, err)
		} else {
			reply(w, http.StatusOK, v)
		}
	}
}
