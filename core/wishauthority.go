package core

import "time"

// Wishes about who may do what. What names a person takes an id, a name, or the beginning of a name
// that only one has.
type (
	// ReleaseSite hands the site to its owner, for good [site.release]. Owner "": who is owner in it
	// already.
	ReleaseSite struct {
		Owner PersonID `json:",omitempty"`
	}
	// TransferOwner makes somebody else the owner; who was it becomes an admin [owner.transfer].
	TransferOwner struct{ To PersonID }
	// AllowInstaller gives installers so much time for the hardware of a released site, from now on;
	// 0: none, at once.
	AllowInstaller struct {
		For time.Duration `json:",omitempty"`
	}
	// InvitePerson makes a code with which a person activates this IQ. It is told once, in Told.Shown.
	InvitePerson struct{ Who PersonID }
	// Activate ends an invitation: whoever has the code chooses the PIN for this IQ [iq.pin].
	Activate struct{ Code, PIN string }
	// ResetIQPIN takes one person's PIN for this IQ; they are to be invited again.
	ResetIQPIN struct{ Who PersonID }
	// ResetIQ takes everybody's, the owner's included.
	ResetIQ struct{}
)

var authorityWishes = []Wish{ReleaseSite{}, TransferOwner{}, AllowInstaller{}, InvitePerson{}, Activate{}, ResetIQPIN{}, ResetIQ{}}

func (ReleaseSite) wish()    {}
func (TransferOwner) wish()  {}
func (AllowInstaller) wish() {}
func (InvitePerson) wish()   {}
func (Activate) wish()       {}
func (ResetIQPIN) wish()     {}
func (ResetIQ) wish()        {}

const (
	// InviteGood is for how long an activation code is taken.
	InviteGood = 7 * 24 * time.Hour
	// InstallerTime is what installers have for the hardware after the release, and when they are
	// allowed it without a time.
	InstallerTime = 24 * time.Hour
	// LongestInstaller bounds AllowInstaller.For.
	LongestInstaller = 7 * 24 * time.Hour
)
