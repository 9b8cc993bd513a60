package rules

import "localiq/core"

// caller is who stands behind an input, as far as their word reaches.
type caller struct {
	is       *core.Person // nil: the box itself
	box      bool         // the console or the command line of the box itself
	reach    int          // the highest level of people whom they edit, where they are an admin
	admin    bool         // sets up the site, and its people
	hardware bool         // works on locks, repeaters and the clock
	scope    core.Scope   // of the API key between; ScopeAdmin: none is
}

var (
	ownerLevel = core.RoleOwner.Level()
	adminLevel = core.RoleAdmin.Level()
)

// callerOf is an error where nobody stands behind the origin who may act now: on a site that is not
// released (2210), nobody, or unknown (1500), blocked, out of their time.
//
// The box's own console and command line act for the installer until the release and for the owner
// afterwards: whoever holds the box has the site's key. Whatever comes in another way is somebody's.
func callerOf(s *core.Site, o core.Origin, at core.Instant) (caller, *core.Error) {
	set, p := &s.Config.Settings, s.Config.Person(o.As)
	switch {
	case o.As == "" && (o.Kind == core.FromConsole || o.Kind == core.FromCLI):
		return caller{box: true, reach: ownerLevel, admin: true, hardware: true, scope: core.ScopeAdmin}, nil
	case set.Installing && (p == nil || p.Role != core.RoleInstaller || o.Kind == core.FromAPI):
		return caller{}, notReleased()
	case p == nil:
		return caller{}, Nobody()
	}
	if err := acts(set, p, at); err != nil {
		return caller{}, err
	}
	c := caller{is: p, reach: p.Role.Level(), admin: p.Role.Level() >= adminLevel, scope: core.ScopeAdmin}
	if o.Key != "" {
		if c.scope = scopeOf(s.Config, o); c.scope == core.ScopeNone {
			return caller{}, Nobody()
		}
	}
	if c.scope < core.ScopeAdmin {
		c.reach = min(c.reach, core.RoleUser.Level())
	}
	c.hardware = c.admin || p.Role == core.RoleInstaller
	if p.Role == core.RoleInstaller && set.Installing {
		c.reach, c.admin = core.RoleUser.Level(), true
	}
	return c, nil
}

// Nobody is the refusal of whoever does not say, or cannot prove, who they are.
func Nobody() *core.Error {
	return core.Errorf(core.CodeUnauthorized, "nobody of this site stands behind this request").Advise("sign in again, or use another key")
}

// acts is an error for somebody who may do nothing at all now.
func acts(set *core.Settings, p *core.Person, at core.Instant) *core.Error {
	switch {
	case p.Blocked:
		return core.Errorf(core.CodeRefused, "%s", core.UserBlocked.Say()).Advise("ask an admin to unblock them")
	case within(p.From, p.Until, at.Wall) != core.Granted:
		return core.Errorf(core.CodeRefused, "%s: %s", "this person's rights", within(p.From, p.Until, at.Wall).Say()).Advise("ask an admin for another time")
	case p.Role == core.RoleInstaller && !set.Installing && at.Wall >= set.InstallerUntil:
		return core.Errorf(core.CodeRefused, "installers have no time on this site now").Advise("the owner or an admin gives it: localiq installer allow")
	}
	return nil
}

func notReleased() *core.Error {
	return core.Errorf(core.CodeNotReleased, "the site is not released: only the installer's console acts on it").
		Advise("at the box: localiq site release --owner NAME")
}

// word is the caller in a refusal.
func (c caller) word() string {
	switch {
	case c.is == nil:
		return "this caller"
	case c.is.Role.Level() >= adminLevel:
		return "an " + c.is.Role.String()
	case c.is.Role == core.RoleInstaller:
		return "an installer"
	}
	return "a user"
}

// needs refuses what is above the caller.
func (c caller) needs(may bool, what string) *core.Error {
	if may {
		return nil
	}
	who := "the owner or an admin"
	if c.reach >= adminLevel {
		who = "the owner"
	}
	return core.Errorf(core.CodeRefused, "%s may not %s", c.word(), what).Advise("ask " + who)
}
