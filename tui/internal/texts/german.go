package texts

func german() map[string]string { return nil }
