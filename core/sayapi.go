package core

// sayAPI is what concerns the API on the LAN.
func (l Line) sayAPI() string {
	if l.What == HTTPSRefused {
		return "HTTPS refused " + l.Detail
	}
	return "the API is not served over HTTPS: " + l.Detail
}
