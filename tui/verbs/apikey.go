package verbs

import (
	"fmt"

	"localiq/core"
)

// APIKey is `localiq apikey …`.
type APIKey struct {
	New    APIKeyNew    `cmd:"" help:"Make a key for a program: localiq apikey new --name \"Home Assistant\" --scope operate"`
	List   APIKeyList   `cmd:"" help:"The keys, what each may, and when it was used last."`
	Revoke APIKeyRevoke `cmd:"" help:"Take a key away; its streams end at once."`
}

type APIKeyNew struct {
	Change
	Name  string `placeholder:"TEXT" help:"What the program is called. It becomes an integration of the site, if it is none yet."`
	Who   string `placeholder:"PERSON" help:"Instead: a person for whom the program acts, with their rights and no more."`
	Scope string `required:"" enum:"read,operate,people,admin" help:"What the key may: ${enum}. Each has those before it."`
}

// Help says what the scopes are.
func (*APIKeyNew) Help() string {
	return `A program shows the key to the API on the LAN (docs/api.md). It is shown here once, and nobody can read it again.

  read     the site, doors, alerts and events, and who may open what; no keys of people
  operate  also opens, locks, sets office mode, acknowledges alerts
  people   also adds and removes users and guests, gives them keys, books rooms
  admin    whatever an integration may, which is what a Site Admin may

  localiq apikey new --name "Home Assistant" --scope operate`
}

func (c *APIKeyNew) Run(d *Desk) error {
	var scope core.Scope
	if err := scope.UnmarshalText([]byte(c.Scope)); err != nil {
		return err
	}
	return c.does(d, core.AddAPIKey{Name: c.Name, Who: core.PersonID(c.Who), Scope: scope}, "Made.")
}

type APIKeyList struct {
	Place
	JSON bool `help:"One JSON object."`
}

func (c *APIKeyList) Run(d *Desk) error {
	return d.at(c.Place, c.JSON, func(v Verbs) error {
		t, err := v.ask(d.Ctx, core.ListAPIKeys{})
		if err != nil {
			return err
		}
		if v.JSON {
			return v.json(t)
		}
		out := []string{"Served over HTTPS at " + t.LAN.Listens + ", fingerprint " + t.LAN.Fingerprint + "."}
		if t.LAN.Listens == "" {
			out[0] = "Not served over HTTPS: " + t.LAN.Why + "."
		}
		if len(t.APIKeys) == 0 {
			return v.lines("There is no API key: no program on the network may do anything. See: localiq apikey new --help")
		}
		s, err := v.newest(d.Ctx)
		if err != nil {
			return err
		}
		for _, k := range t.APIKeys {
			used := "never used"
			if k.Used != 0 {
				used = "used " + clockText(k.Used, zone(s)) + " from " + k.From
			}
			out = append(out, fmt.Sprintf("%-14s  %-20s  %-11s  %-7s  made %s, %s", k.ID, k.Name, k.Role, k.Scope, clockText(k.Added, zone(s)), used))
		}
		return v.lines(out...)
	})
}

type APIKeyRevoke struct {
	Change
	Key string `arg:"" help:"The key: its id, or the name of its program."`
}

func (c *APIKeyRevoke) Run(d *Desk) error {
	return c.does(d, core.DropAPIKey{Key: c.Key}, "Revoked.")
}
