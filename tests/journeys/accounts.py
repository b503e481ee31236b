"""The demo's people, as `make_demo` makes them."""

PASSWORD = "townsite-demo"
ACCOUNTS = {
    "admin": "admin@example.com",
    "vp": "vp.east@example.com",
    "district": "dm.southeast@example.com",
    "account": "am.atlanta@example.com",
}
