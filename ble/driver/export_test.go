package driver

import "localiq/ble"

// Heard is what the scan's sink does, for advertisements that no virtual lock would send.
func (d *Driver) Heard(a ble.Advert) { d.hear(a) }
