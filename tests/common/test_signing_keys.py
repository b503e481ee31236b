from townsite.common.signing_keys import is_signed, public_keys, sign, verifies


def test_what_is_signed_is_known_again():
    signature = sign(b"content", purpose="test")
    assert is_signed(b"content", signature, purpose="test")
    assert verifies(b"content", signature, next(public_keys(purpose="test")))


def test_other_content_purposes_and_keys_are_refused():
    signature = sign(b"content", purpose="test")
    assert not is_signed(b"Content", signature, purpose="test")
    assert not is_signed(b"content", signature, purpose="another")
    assert not verifies(b"content", signature, b"too short")


def test_a_former_secret_key_still_counts_when_it_is_kept(settings):
    signature, former = sign(b"content", purpose="test"), settings.SECRET_KEY
    settings.SECRET_KEY = "the next one"
    assert not is_signed(b"content", signature, purpose="test")
    settings.SECRET_KEY_FALLBACKS = [former]
    assert is_signed(b"content", signature, purpose="test")
