package tui

import tea "charm.land/bubbletea/v2"

// siteKeys are the lines of the key table about the whole site.
func siteKeys() []binding {
	const in = inSite | byAdmin
	mode := func(v verb) func(*model) tea.Cmd { return func(m *model) tea.Cmd { return m.askSiteMode(v) } }
	return []binding{
		{[]string{"l"}, "l", "lockdown", "lock every door down (asks for the site's name)", in, mode(siteLockdownVerb)},
		{[]string{"r"}, "r", "release", "release the site: hand it to its owner", in, (*model).askRelease},
		{[]string{"f"}, "f", "", "open every door for fire (asks for the site's name)", in, mode(siteFireVerb)},
		{[]string{"b"}, "b", "", "block every door for work (asks for the site's name)", in, mode(siteBlockVerb)},
		{[]string{"n"}, "n", "normal", "release the strongest mode of every door (asks for the site's name)", in, mode(siteNormalVerb)},
		{[]string{"o"}, "o", "", "hand the site to another owner", in, (*model).askTransfer},
		{[]string{"p"}, "p", "", "passback: forget where everybody is (asks first)", in, (*model).askForgiveAll},
		{[]string{"x"}, "x", "throw out", "end somebody's session from afar", inHub | byAdmin, (*model).askEndSession},
		{[]string{"n"}, "n", "key code", "a code with which somebody enrols their own key for SSH, once; or take the open one back (at the box only)", inHub | byAdmin, (*model).claim},
		{[]string{"i"}, "i", "", "for how long installers may work on the hardware", in, (*model).allowInstallers},
	}
}
