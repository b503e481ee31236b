"""The demo's people, as `make_demo` makes them."""

PASSWORD = "townsite-demo"
ACCOUNTS = {
    "admin": "admin@townsite.example.com",
    "vp": "vp@townsite.example.com",
    "district": "district@townsite.example.com",
    "account": "account@townsite.example.com",
}
