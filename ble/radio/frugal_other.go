//go:build !linux

package radio

func dropFiles() {}
