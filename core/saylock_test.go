package core

import (
	"testing"
	"time"
)

// TestSayOfLocks: what people read of tables, revocations and hardware, word by word.
func TestSayOfLocks(t *testing.T) {
	at := Instant{Wall: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC).UnixNano()}
	for want, n := range map[string]Notice{
		"Ana opened Front with a tag, by the lock's own table":                                                      {What: AccessGranted, Person: "a", KeyKind: KeyTag, Reason: Granted, By: ByTable},
		"Front: the lock let Ana in by itself; the hub would have refused, tag lost":                                {What: LockAdmitted, Person: "a", KeyKind: KeyTag, Reason: CredentialDisabled, Detail: "lost"},
		"Front: the lock let Ana in by itself; the hub would have refused, outside the schedule":                    {What: LockAdmitted, Person: "a", KeyKind: KeyPIN, Reason: OutsideSchedule},
		"Front: the lock has its newest table, 212 keys, 3 left out":                                                {What: TableHeld, Detail: "212 keys, 3 left out"},
		"Ana's tag no longer opens anything: the last lock has said so, after 4 s":                                  {What: KeysRevoked, Person: "a", Key: "k", KeyKind: KeyTag, For: int64(4 * time.Second)},
		"Ana's PIN no longer opens what was taken from it: the last lock has said so":                               {What: KeysRevoked, Person: "a", Key: "k", KeyKind: KeyPIN, Detail: "what was taken from it"},
		"17 other keys no longer open what was taken from them: the last lock has said so":                          {What: KeysRevoked, Detail: "17 other keys"},
		"Front: the lock that was taken off still opens for 12 keys, until Thu 09:00, or until it is reset by hand": {What: KeysRemain, Detail: "12 keys", Until: at.Add(72 * time.Hour).Wall},
		"Front: the lock that was taken off still opens for 1 key, until it is reset by hand":                       {What: KeysRemain, Detail: "1 key"},
		"Front: the lock has forgotten this hub and every key":                                                      {What: LockReleased},
		"Front: the lock takes no PIN for 1 min, too many wrong ones":                                               {What: CodesLimited, KeyKind: KeyPIN, For: int64(time.Minute)},
		"Front: the lock was asked to show itself":                                                                  {What: Identified},
		"Front: too many wrong codes":                                                                               {What: AlertRaised, Alert: AlertWrongCodes},
		"Front: the radio falls over its lock, hci0 leaves it alone for 1 min: it fell 3 times":                     {What: AlertRaised, Alert: AlertRadioFalls, Detail: "hci0 leaves it alone for 1 min: it fell 3 times"},
		"Front: its lock turns us away, no key of ours":                                                             {What: AlertRaised, Alert: AlertRefuses, Detail: "no key of ours"},
		"radio hci0 leaves aa:bb alone for 1 min: it fell 3 times":                                                  {What: RadioShuns, Detail: "hci0 leaves aa:bb alone for 1 min: it fell 3 times"},
	} {
		n.At, n.Door = at, "front"
		l := Line{Notice: n, DoorName: "Front"}
		if n.Person != "" {
			l.PersonName = "Ana"
		}
		if got := l.Say(time.UTC); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	nobody := Line{Notice: Notice{What: KeysRevoked, Key: "k", KeyKind: KeyDigital}}
	if got, want := nobody.Say(time.UTC), "a phone no longer opens anything: the last lock has said so"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	gone := Line{Notice: Notice{What: KeysRevoked, Key: "k", Person: "erased", KeyKind: KeyTag}}
	if got, want := gone.Say(time.UTC), "somebody's tag no longer opens anything: the last lock has said so"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// Every word that can be told has a sentence of its own.
func TestEveryNoticeIsSaid(t *testing.T) {
	for w := AccessGranted; int(w) < len(whatNames); w++ {
		l := Line{Notice: Notice{What: w, Door: "d", Detail: "detail"}, DoorName: "Front"}
		if got, bare := l.Say(time.UTC), l.where()+w.String()+": detail"; got == bare {
			t.Errorf("%s is said as %q", w, got)
		}
	}
	for a := AlertNotClosed; int(a) < len(alertNames); a++ {
		if int(a) >= len(alertSaid) || alertSaid[a] == "" {
			t.Errorf("the alert %s has no words", a)
		}
	}
}

// What an older release called the admin PIN still reads.
func TestAdminCodeIsTheAdminPIN(t *testing.T) {
	var a AlertKind
	if err := a.UnmarshalText([]byte("admin code")); err != nil || a != AlertAdmin {
		t.Errorf("%v, %v", a, err)
	}
}
