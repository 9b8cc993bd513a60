package core

// Say is a reason as the rest of a sentence: "refused, " + Say(). It is written here and
// nowhere else.
func (r Reason) Say() string {
	if int(r) < len(reasonSaid) && reasonSaid[r] != "" {
		return reasonSaid[r]
	}
	return r.String()
}

var reasonSaid = [...]string{
	ReasonNone:           "not asked",
	Granted:              "granted",
	OpenedFree:           "the door is open to everybody",
	InvalidRequest:       "the request makes no sense",
	LockUnknown:          "no lock is fitted to the door",
	Replay:               "this was asked before",
	SiteNotReleased:      "the site is not released",
	LockedOut:            "too many wrong tries",
	CredentialUnknown:    "key unknown",
	CredentialDisabled:   "key blocked",
	UserBlocked:          "person blocked",
	UserUnsubscribed:     "person not subscribed",
	IQUnsubscribed:       "IQ not subscribed",
	NotYetValid:          "not valid yet",
	Expired:              "expired",
	Lockdown:             "lockdown",
	DoorBlocked:          "the door is blocked",
	NotAuthorised:        "no right to this door",
	OutsideSchedule:      "outside the schedule",
	ClockUntrusted:       "the clock cannot be trusted",
	FactorMissing:        "a second key is needed",
	PINWrong:             "wrong PIN",
	FirstPersonRequired:  "the first person is not there yet",
	SecondPersonRequired: "a second person is needed",
	Passback:             "already inside",
	UsesExhausted:        "no uses left",
	Privacy:              "locked from inside",
	LockOffline:          "the lock is not heard",
	BatteryTooLow:        "the battery is too low",
	LockJammed:           "the lock is jammed",
	RightMissing:         "no right to do this",
	NotAnswered:          "the hub was away",
	LockRefused:          "the lock refused it by itself",
	OpenedUnknown:        "nobody was let in",
}

// Word is a way to open, with its article: "Ana opened Front with a tag".
func (k KeyKind) Word() string {
	switch k {
	case KeyTag:
		return "a tag"
	case KeyPIN:
		return "a PIN"
	case KeyDigital:
		return "a phone"
	case KeyOperator:
		return "the console"
	}
	return "a key"
}
