package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/alecthomas/kong"

	"localiq/ble/radio"
	"localiq/ble/repeater"
	"localiq/core"
)

// radioCmd is the radio of one adapter: for the hub that started it, for one that comes to a
// unix socket, or, as a repeater, for one that comes over the network.
type radioCmd struct {
	Adapter   string   `default:"hci0" help:"Bluetooth adapter, by its kernel name or its own address."`
	Radio     string   `type:"path" help:"Unix socket of a radio process that runs already: a repeater uses it instead of starting one."`
	Listen    string   `placeholder:"HOST:PORT" help:"Be a repeater: serve the adapter at this address to the one hub that was given this box's code. With a slash in it, it is a unix socket's path, for a hub on this box."`
	Data      string   `type:"path" default:"${data}" env:"LOCALIQ_DATA" help:"Directory in which a repeater keeps its key and its hub's."`
	ViaAllow  []string `name:"via-allow" placeholder:"HOST:PORT" help:"A further repeater that the hub may reach through this one; again for another."`
	ForgetHub bool     `help:"Free this box for another hub; a repeater that runs shows its new code within seconds."`
	FD        int      `name:"fd" default:"3" hidden:"" help:"Descriptor that the hub left."`
}

// Run shows its help where neither a hub left a connection nor anybody asked for a repeater.
func (c *radioCmd) Run(a *app, k *kong.Context) error {
	home := repeater.Home{Dir: c.Data}
	if c.ForgetHub {
		if err := home.Forget(); err != nil {
			return err
		}
		fmt.Fprintln(a.out, "This box has no hub any more.")
		if c.Listen == "" {
			return nil
		}
	}
	switch {
	case c.Listen == "":
		conn, err := radio.FromFD(c.FD)
		if err != nil {
			return errors.Join(k.PrintUsage(false), core.Errorf(core.CodeRequest, "no hub left a connection").
				Advise("a hub starts its radio itself; for a repeater write --listen :8445"))
		}
		return c.serve(a.ctx, conn, nil)
	case strings.Contains(c.Listen, "/"):
		if err := silenced(); err != nil {
			return err
		}
		conn, err := radio.Listen(a.ctx, c.Listen)
		return c.serve(a.ctx, conn, err)
	}
	return c.repeat(a, home)
}

// fresh bounds what the kernel holds between a radio and a hub that reads slowly: there
// advertisements grow old, while in the radio a newer one takes an older one's place.
const fresh = 16 << 10

func (c *radioCmd) serve(ctx context.Context, conn io.ReadWriteCloser, err error) error {
	if err != nil {
		return err
	}
	if b, ok := conn.(interface{ SetWriteBuffer(int) error }); ok {
		_ = b.SetWriteBuffer(fresh)
	}
	return radio.Serve(ctx, conn, c.Adapter)
}

func (c *radioCmd) repeat(a *app, home repeater.Home) error {
	start := radio.Exec(c.Adapter)
	if c.Radio != "" {
		start = radio.Dial(c.Radio)
	}
	box, err := repeater.NewBox(home, start)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return core.Errorf(core.CodeRequest, "cannot listen at %q: %v", c.Listen, err).Advise("write --listen :8445, or another port that is free")
	}
	box.Allow, box.Log = c.ViaAllow, a.log
	box.Say = func(line string) { fmt.Fprintln(a.out, line) }
	a.log.Info("the repeater is up", "listen", l.Addr(), "adapter", c.Adapter, "version", version)
	return box.Serve(a.ctx, l)
}
