package core

import (
	"encoding/hex"
	"slices"
	"strings"
	"time"
)

// A digital key is a phone's: the site signs for the phone's public key what it may open, lock by
// lock, and each lock checks that by itself (docs/lock-profile.md, 11.13).
type (
	// IssueDigital gives a person a digital key for their phone. Told.Text is what the phone takes.
	IssueDigital struct {
		Who   PersonID
		Phone string // the phone's public key, as ParsePhone reads it
		From  int64  `json:",omitempty"` // ns UTC; 0: at once
		Until int64  `json:",omitempty"` // ns UTC; 0: as long as the person's rights; renewed on the way
	}
	// RenewDigital signs it anew, as the person's rights are now. Told.Text is what the phone takes.
	RenewDigital struct{ Key KeyWords }
)

var digitalWishes = []Wish{IssueDigital{}, RenewDigital{}}

func (IssueDigital) wish() {}
func (RenewDigital) wish() {}

// Pass is what one lock is to be shown of a digital key: the table of that lock, with the key's row
// alone.
type Pass struct {
	Door  string // as people call it
	Lock  Lock
	Table Table // Rows has one
	// Until is when it has to be renewed, ns UTC; the row may end sooner.
	Until int64
	// HubOnly: the key opens there, but not without the hub, and so has no row that says when.
	HubOnly bool
}

// PassDays is for how long a digital key is signed, where Settings.PassDays says nothing (OUR RULES,
// offline keys: 30 days).
const (
	PassDays    = 30
	MaxPassDays = 365
)

// PassUntil is when a digital key that is signed at an instant has to be renewed, or ends.
func (c *Config) PassUntil(k Key, now int64) int64 {
	days := c.Settings.PassDays
	if days == 0 {
		days = PassDays
	}
	end := now + int64(time.Duration(days)*24*time.Hour)
	for _, limit := range []int64{k.Until, c.personUntil(k.Person)} {
		if limit != 0 && limit < end {
			end = limit
		}
	}
	return end
}

// PassLead is how long before that it is told: a week, or the last quarter of a shorter time.
func (s *Settings) PassLead() time.Duration {
	days := s.PassDays
	if days == 0 {
		days = PassDays
	}
	return min(7*24*time.Hour, time.Duration(days)*24*time.Hour/4)
}

// NextPass is when the next phone was signed until, after that instant; 0: none was.
func (c *Config) NextPass(after int64) int64 {
	if i, _ := slices.BinarySearch(c.passes, after+1); i < len(c.passes) {
		return c.passes[i]
	}
	return 0
}

func passesOf(keys []Key) (out []int64) {
	for i := range keys {
		if k := &keys[i]; k.Kind == KeyDigital && k.State == KeyActive && k.Pass != 0 {
			out = append(out, k.Pass)
		}
	}
	slices.Sort(out)
	return out
}

// editsPhones is true where an edit puts a digital key, or may drop one.
func (c *Config) editsPhones(edits []Edit) bool {
	return slices.ContainsFunc(edits, func(e Edit) bool {
		is, _ := e.Item.(Key)
		was := c.Key(KeyID(e.ID))
		return is.Kind == KeyDigital || was != nil && was.Kind == KeyDigital
	})
}

func (c *Config) personUntil(id PersonID) int64 {
	if p := c.Person(id); p != nil {
		return p.Until
	}
	return 0
}

// ParsePhone reads a phone's public key: 32 bytes in hex.
func ParsePhone(text string) ([]byte, error) {
	b, err := hex.DecodeString(strings.TrimSpace(text))
	if err != nil || len(b) != 32 {
		return nil, Errorf(CodeInvalid, "a phone's public key is 64 hex digits").Advise("the phone shows it: localiq phone keygen")
	}
	return b, nil
}
