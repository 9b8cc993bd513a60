package main

import (
	"os"
	"strings"
	"syscall"

	"localiq/ble/softlock"
)

type softlockCmd struct {
	Adapter string `required:"" help:"Bluetooth adapter to be a lock on; not the hub's."`
	State   string `required:"" type:"path" help:"File that is the lock's memory: from its first start on it is the lock that it began as."`
	Model   string `default:"localiq" enum:"localiq,nuki,nuki5" help:"What it is: localiq, nuki (generations 1 to 4) or nuki5 (the 5th)."`
	Maker   string `type:"existingfile" help:"Of localiq: file with the public key (Ed25519, PEM) of whoever signs its firmware; without it the lock takes none."`
}

// Help lists what hands can do, a line each on standard input.
func (*softlockCmd) Help() string {
	help := "Lines on standard input are the hands at the door. "
	for _, model := range []string{"localiq", "nuki"} {
		help += "Of a " + model + ":\n\n\t" + strings.ReplaceAll(strings.TrimSpace(softlock.HandsHelp(model)), "\n", "\n\t") + "\n\n"
	}
	return strings.TrimSpace(help)
}

func (c *softlockCmd) Run(a *app) error {
	if err := silenced(); err != nil {
		return err
	}
	return softlock.Run(a.ctx, softlock.Config{Adapter: c.Adapter, State: c.State, Model: c.Model, Maker: c.Maker}, a.in, a.out)
}

// silenced starts this program anew, once: go-ble's logger captures standard output, which is ours,
// when the program starts, and can be silenced only before that. It returns where that is done.
func silenced() error {
	if os.Getenv("LOGXI") == "*=OFF" {
		return nil
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	return syscall.Exec(self, os.Args, append(os.Environ(), "LOGXI=*=OFF"))
}
