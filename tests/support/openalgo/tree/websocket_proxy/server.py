raise RuntimeError("the proxy server has no business in the adapter host")
