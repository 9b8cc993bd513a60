package tui

type verb uint8

const (
	unlockVerb verb = iota
	lockVerb
	officeOnVerb
	officeOffVerb
	ackVerb
	identifyVerb
	lockdownVerb
	fireVerb
	blockVerb
	normalVerb

	blockPersonVerb // from here on: about people
	unblockVerb
	removeVerb
	lostVerb
	tagVerb
	pinVerb
	readPINVerb
	addGuestVerb
	addPersonVerb
	changePersonVerb
	addGroupVerb
	saveVerb
	unsaveVerb
	bookVerb
	cancelVerb
	siteLockdownVerb
	siteFireVerb
	siteBlockVerb
	siteNormalVerb
	releaseVerb
	transferVerb
	installerVerb
	forgiveVerb
	endSessionVerb
	claimVerb
	closeClaimVerb
)

// Each verb as a dialog's button says it, as the dialog asks it of a door, while it lasts, and
// when the lock confirmed it.
var verbWords = [...]struct{ Ask, Of, Doing, Done string }{
	unlockVerb:    {"Unlock", "Unlock", "unlocking", "unlocked"},
	lockVerb:      {"Lock", "Lock", "locking", "locked"},
	officeOnVerb:  {"Start office mode", "Start office mode of", "starting office mode", "in office mode"},
	officeOffVerb: {"End office mode", "End office mode of", "ending office mode", "out of office mode"},
	ackVerb:       {"Acknowledge", "Acknowledge", "acknowledging", "acknowledged"},
	identifyVerb:  {"Find", "Find", "asked to blink", "blinking"},
	lockdownVerb:  {"Lock down", "Lock down", "locking down", "in lockdown"},
	fireVerb:      {"Open for fire", "Open for fire:", "opening for fire", "open for fire"},
	blockVerb:     {"Block", "Block", "blocking", "blocked"},
	normalVerb:    {"Release", "Release the strongest mode of", "releasing", "released"},

	blockPersonVerb:  {"Block", "Block", "blocking", "blocked"},
	unblockVerb:      {"Unblock", "Unblock", "unblocking", "unblocked"},
	removeVerb:       {"Remove", "Remove", "removing", "removed"},
	lostVerb:         {"Tag is lost", "Block the lost tag of", "blocking the tag", "tag blocked as lost"},
	tagVerb:          {"Wait for the tag", "A tag for", "waiting for a tag", "has the tag"},
	pinVerb:          {"New PIN", "A new PIN for", "making a PIN", "has a new PIN"},
	readPINVerb:      {"Show the PIN", "Show the PIN of", "reading the PIN", "PIN shown"},
	addGuestVerb:     {"Add", "Add", "adding a guest", "added as a guest"},
	addPersonVerb:    {"Add", "Add", "adding", "added"},
	changePersonVerb: {"Change", "Change", "changing", "changed"},
	addGroupVerb:     {"Add", "Add", "adding", "added"},
	saveVerb:         {"Save", "Save", "saving", "saved"},
	unsaveVerb:       {"Undo", "Undo the change of", "undoing", "as it was before"},
	bookVerb:         {"Book", "Book for", "booking", "booked"},
	cancelVerb:       {"Cancel the booking", "Cancel", "cancelling", "cancelled"},

	siteLockdownVerb: {"Lock down", "Lock down", "locking down", "in lockdown"},
	siteFireVerb:     {"Open for fire", "Open for fire:", "opening for fire", "open for fire"},
	siteBlockVerb:    {"Block", "Block", "blocking", "blocked"},
	siteNormalVerb:   {"Release", "Release the strongest mode of", "releasing", "released"},
	releaseVerb:      {"Release", "Release", "releasing", "released"},
	transferVerb:     {"Hand over", "Hand over", "handing over", "handed over"},
	endSessionVerb:   {"Throw out", "Throw out", "ending", "ended"},
	claimVerb:        {"Show the code", "A code for the key of", "making a code", "code shown"},
	closeClaimVerb:   {"Take back", "Take back", "taking it back", "taken back"},
	forgiveVerb:      {"Forget", "Forget the place of", "forgetting", "forgiven"},
	installerVerb:    {"Allow", "Allow", "setting their time", "time set"},
}
